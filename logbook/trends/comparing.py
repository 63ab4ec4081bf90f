"""One span against another: lower, higher, less than two points apart, or too little to say.

Two rules, the same for everybody. Both spans need at least `LEAST` days with a number: three is the fewest that has a
middle (FACTS-2 7.6, our rule). A step between the middle numbers is worth a remark from `REMARKABLE` on: about 2 points of
the 0 to 10 scale meant something to people in ten drug trials (Farrar 2001, abstract read), and about 19 mm of 100 on the
first steps (Landorf 2010). There is no published error of measurement for this scale at the ankle, so none is claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from logbook.trends.counting import Tally

LEAST: Final = 3
REMARKABLE: Final = 2


class Verdict(Enum):
    """What a comparison comes to. It describes the numbers that were entered."""

    TOO_FEW = "too few"
    CLOSE = "less than 2 points apart"
    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True)
class Comparison:
    """A span, the one it is held against, and what that comes to."""

    now: Tally
    before: Tally
    verdict: Verdict


def compare(now: Tally, before: Tally) -> Comparison:
    """Hold the middle number of one span against that of another."""
    return Comparison(now, before, verdict(now, before))


def verdict(now: Tally, before: Tally) -> Verdict:
    """The two rules of this module."""
    if now.n < LEAST or before.n < LEAST or now.middle is None or before.middle is None:
        return Verdict.TOO_FEW
    step = now.middle - before.middle
    if abs(step) < REMARKABLE:
        return Verdict.CLOSE
    return Verdict.LOWER if step < 0 else Verdict.HIGHER
