"""Numbers of addresses and forms: one that is none, or too long, is no error of ours."""

from __future__ import annotations

import pytest

from ankles.sent_numbers import number_sent


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("007", 7), ("9" * 18, 10**18 - 1)]
    + [(text, None) for text in ("", " 1", "-1", "1.5", "1e3", "²", "٣", "9" * 19, "9" * 5000)],
)  # fmt: skip
def test_a_number_is_read_and_whatever_else_is_none(text: str, number: int | None) -> None:
    assert number_sent(text) == number
