"""What the real server writes to its operator when strangers ask for nonsense: a line, or nothing."""

from __future__ import annotations

import pytest

from tests.wire.conftest import Scene
from tests.wire.talking import Wire

WORDS = "left-heel-hurts"
FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("lines", "host", "body", "printed"),
    [
        ([f"GET /{WORDS}/?q={WORDS} HTTP/1.1"], "", b"", 0),
        ([f"GET /log/{WORDS} HTTP/1.1"], "", b"", 0),
        (["PUT /guide/ HTTP/1.1"], "", b"", 0),
        ([f"GET /guide/?q={WORDS} HTTP/1.1"], f"{WORDS}.example", b"", 1),
        (["POST /accounts/login/ HTTP/1.1", FORM, "Content-Length: 1100000"], "", b"x" * 1_100_000, 1),
        (["GET / HTTP/9.9 " + WORDS], "", b"", 0),
    ],
    ids=["nowhere", "nowhere private", "another method", "another host", "a large form", "no request"],
)
def test_nonsense_is_a_line_or_nothing_and_never_what_was_typed(
    scene: Scene, lines: list[str], host: str, body: bytes, printed: int
) -> None:
    before = scene.printed
    with Wire(scene.port) as wire:
        wire.send(*lines, host=host, body=body)
        assert wire.answer().status >= 400 or lines[0].startswith("GET /log/")
    new = scene.printed.removeprefix(before)
    assert (len(new.splitlines()), WORDS in new, "Traceback" in new) == (printed, False, False), new
