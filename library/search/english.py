"""Words that are right as they are, although the guide does not use them: search takes none of them for a typing error.

The list is that of SCOWL (Debian's wbritish-small and wamerican-small 2020.12.07), in the normal form of `words.normal`,
proper names left out; its licence stands beside it. It is kept as one text of about 0.4 MB: a set of strings would take
ten times as much.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

LIST: Final = Path(__file__).with_name("english.txt")
_TEXT: Final = b"\n" + LIST.read_bytes()


def is_english(word: str) -> bool:
    """Say whether a word in its normal form is an English word."""
    return f"\n{word}\n".encode() in _TEXT
