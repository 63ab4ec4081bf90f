"""What the marks of the pictures say: the list below the first of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from logbook.history.morning_after import NOTHING_HURT
from logbook.history.periods import period_in_words
from logbook.trends.drawing import Doings, PlacePicture
from logbook.trends.spans import WEEK
from logbook.vocabulary import Side

CLEAR_SAID: Final = (NOTHING_HURT, "a day on which nothing hurt")

# The class of each mark, and its shape in a box of 12 by 12.
CLASS_OF_MARK: Final = {
    "circle": "point",
    "square": "point",
    "curve": "curve",
    "spread": "spread",
    "first_steps": "first-steps",
    "during": "during",
    "after": "after",
    "clear": "clear-days",
    "stiff": "stiff-bars",
    "untimed": "bar0",
}
SHAPE_OF_MARK: Final = {
    "circle": "M2,6a4,4,0,1,0,8,0a4,4,0,1,0,-8,0",
    "square": "M2,2H10V10H2z",
    "spread": "M6,0V12",
    "first_steps": "M6,1l5,9h-10z",
    "during": "M1,6h10",
    "after": "M6,1v10",
    "clear": "M2,6.5l3,3l5,-7",
    "stiff": "M1,11V8h2.5V11zM4.7,11V5h2.5V11zM8.4,11V1h2.5V11z",
    "untimed": "M4,11V2h5V11z",
}


def keys(step: int, pictures: Sequence[PlacePicture], sides: Collection[str]) -> list[tuple[str, str]]:
    """What the marks of a page's pictures say, those that are there: (name of the mark, words)."""
    each = (
        "worst of the day"
        if step == 1
        else f"worst of the day, its middle in {'a week' if step == WEEK else 'four weeks'}"
    )
    found = [("circle", f"{each}{', left' if len(sides) > 1 else ''}")] if Side.LEFT in sides else []
    found += [("square", f"{each}{', right' if found else ''}")] if Side.RIGHT in sides else []
    names = {
        "spread": "from the lowest to the highest",
        "first_steps": "first steps",
        "during": "during",
        "after": "after",
        "clear": CLEAR_SAID[step > 1],
    }
    found += [(name, said) for name, said in names.items() if any(getattr(one, name) for one in pictures)]
    lanes = [lane for one in pictures for lane in one.lanes]
    if any(lane.css == "stiff-bars" for lane in lanes):
        found.append(("stiff", "how long stiff: not, under 10, 10 to 30, over 30 min"))
    if any(lane.untimed for lane in lanes):
        found.append(("untimed", "session, no minutes given"))
    return found


def periods_in_words(doings: Doings) -> str:
    """The shaded days of a page's pictures."""
    return "; ".join(period_in_words(*mark, doings.today) for mark in doings.periods)
