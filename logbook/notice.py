"""The one notice: the same words for everybody, by its triggers and by nothing else (PRODUCT.md)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from logbook.vocabulary import Onset, Quality, Timing

QUALITIES: Final = frozenset({
    Quality.TINGLING_NUMB, Quality.THROBBING, Quality.CATCH_LOCK, Quality.TENDER_POINT, Quality.BRUISE_WARM_RED,
    Quality.GIVING_WAY,
})  # fmt: skip
TIMING: Final = frozenset({Timing.NIGHT_REST, Timing.DAILY_WALK})
ONSET: Final = frozenset({Onset.SUDDEN_EVENT})
WORDS: Final = (
    "Some things are worth having looked at: pain you can cover with a fingertip, pain at night or in ordinary walking, "
    "numbness or tingling, heat or redness, locking, giving way, or a sudden injury. Stop running until somebody "
    "qualified has seen it. Cannot take four steps, a calf that is hot and swollen, or pain that is severe and growing? "
    "Get help today."
)
LINK: Final = "/guide/when-to-see-somebody/"


def applies(qualities: Collection[str], timing: Collection[str], onset: str) -> bool:
    """Whether an entry holds one of the triggers. Its area and its number are not asked."""
    return bool(QUALITIES & set(qualities) or TIMING & set(timing) or onset in ONSET)
