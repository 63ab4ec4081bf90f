"""A place that can hurt: an area of the list and the side it is on. The one type for it in the whole logbook."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from logbook.vocabulary import AreaCode, Side


class Place(NamedTuple):
    """A code of `vocabulary.AreaCode` and a side, `left` or `right`, as a row of the log has them."""

    area: str
    side: str

    @property
    def code(self) -> str:
        """One word for both, as forms and the ids of elements have it: "left-achilles_mid"."""
        return f"{self.side}-{self.area}"

    @classmethod
    def of_code(cls, code: str) -> Place:
        """The place that a code stands for. Raises ValueError for any other text."""
        side, _, area = code.partition("-")
        return cls(AreaCode(area).value, Side(side).value)

    @property
    def name(self) -> str:
        """Side and short name of the area: "Left Achilles", "Right heel bone, sides"."""
        return _name(self.area, self.side)


@cache
def _name(area: str, side: str) -> str:
    """There are 52 of them, and a page says each several times."""
    label = AreaCode(area).label
    if not label.startswith("Achilles"):
        label = label[0].lower() + label[1:]
    return f"{Side(side).label} {label}"
