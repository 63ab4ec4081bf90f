"""What a compiled template does with a value is what Django does: called, looked up, filtered and escaped."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import TextChoices
from django.template import defaultfilters
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from ankles import printing
from ankles.printing import MISSING


class Kind(TextChoices):
    """A class that Django's templates must not call."""

    REST = "rest"


class Row:
    """Something with a method that would change it."""

    name = "a row"

    def title(self) -> str:
        """A method that a template may ask."""
        return "a title"

    def delete(self) -> None:
        """One that it may not."""
        raise AssertionError("A template deleted a row.")

    delete.alters_data = True  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('Tom & <b>"Ann"\'s</b>', "Tom &amp; &lt;b&gt;&quot;Ann&quot;&#x27;s&lt;/b&gt;"),
        (mark_safe("<b>"), "<b>"),
        (7, "7"),
        (None, "None"),
        (True, "True"),
        (MISSING, ""),
        (["<"], "[&#x27;&lt;&#x27;]"),
    ],
)
def test_a_value_is_printed_as_html_and_nothing_where_it_is_missing(value: Any, text: str) -> None:
    assert printing.printed(value) == text


def test_what_may_be_called_is_called_and_nothing_else() -> None:
    assert printing.called(Row().title) == "a title"
    assert printing.called(Row().delete) is MISSING
    assert printing.called(Kind) is Kind
    assert printing.called("plain") == "plain"


def test_a_kind_that_cannot_be_called_is_learnt_and_one_that_can_never() -> None:
    printing.called(row := Row())
    printing.called(row.title)
    assert Row in printing.plain
    assert not {kind for kind in printing.plain if "__call__" in dir(kind) and kind is not type}


def test_a_name_is_looked_up_by_key_by_attribute_and_by_number() -> None:
    assert printing.dug({"items": "mine"}, ["items"]) == "mine"
    assert printing.dug(Row(), ["name"]) == "a row"
    assert printing.called(printing.dug(lambda: [Row()], ["0", "title"])) == "a title"
    assert [printing.dug(one, ["more", "still"]) for one in (None, MISSING, Row(), {})] == [MISSING] * 4


def test_a_loop_goes_over_anything_in_both_directions() -> None:
    assert [printing.listed(one, False) for one in (None, MISSING, "ab", {"k": 1}, (1, 2))] == [
        (), (), ["a", "b"], ["k"], (1, 2),
    ]  # fmt: skip
    assert printing.listed(iter("ab"), True) == ["b", "a"]


def test_a_filter_gets_local_times_nothing_for_what_is_missing_and_keeps_what_is_safe() -> None:
    at = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    with timezone.override("Europe/Paris"):
        assert printing.filtered(defaultfilters.date)(at, "j H:i") == "2 01:30"
    assert printing.filtered(defaultfilters.capfirst)(MISSING) == ""
    assert isinstance(printing.filtered(defaultfilters.capfirst)(mark_safe("<b>")), SafeString)
    assert not isinstance(printing.filtered(defaultfilters.capfirst)("<b>"), SafeString)
    assert printing.filtered(defaultfilters.join)(["<", mark_safe("<")], ", ") == "&lt;, <"
