"""The anatomy plates by name."""

from collections.abc import Callable
from functools import lru_cache, partial

from library.figures.plates import ankle, calf
from library.figures.plates.board import Board
from library.figures.plates.issue import PLACES, plate_of_issue

BOARDS: dict[str, Callable[[], Board]] = {
    "ankle-outer": ankle.outer,
    "ankle-inner": ankle.inner,
    "achilles-two-places": ankle.two_places,
    "calf": calf.calf,
    "knee-bent-straight": calf.knee_bent_straight,
    "step-load": calf.step_load,
    **{f"issue-{slug}": partial(plate_of_issue, slug) for slug in PLACES},
}
PLATES: tuple[str, ...] = tuple(BOARDS)


@lru_cache(maxsize=64)
def plate(name: str, *, title_id: str | None = None) -> str:
    """An anatomy plate as SVG, for inside an element of class `dgm`. Raises KeyError for a name not in PLATES."""
    return BOARDS[name]().svg(name, title_id)


__all__ = ["BOARDS", "PLATES", "plate"]
