"""Where on the leg somebody points with words: "inside of my lower leg" is the inner shin of the foot map.

People say a part and a side, in any order and in words of their own; together they are one place of the map.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from library.search.words import stem


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


# What each side and each part is called. Of parts the first one that is said counts: a little toe is more than a toe.
SIDES: Final[dict[str, frozenset[str]]] = {
    "inner": _stems("inside inner inwards medial instep"),
    "outer": _stems("outside outer outward lateral"),
    "front": _stems("front crease bend anterior"),
    "top": _stems("top upper dorsal dorsum laces"),
    "back": _stems("back behind rear posterior"),
    "under": _stems("under underneath bottom underside sole beneath base pad"),
    "edge": _stems("side edge border"),
}
PARTS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("ball", _stems("ball forefoot")),
    ("little toe", _stems("little pinky baby smallest fifth")),
    ("big toe", _stems("big great hallux")),
    ("toe", _stems("toe toes toenail")),
    ("achilles", _stems("achilles")),
    ("arch", _stems("arch")),
    ("heel", _stems("heel")),
    ("ankle", _stems("ankle malleolus")),
    ("shin", _stems("shin tibia fibula")),
    ("calf", _stems("calf")),
    ("lower leg", _stems("leg")),
    ("foot", _stems("foot")),
)
# A size is a part only together with the toe that it tells apart.
TOES: Final = frozenset({"little toe", "big toe"})
# The region of a part with no side that is told apart there, and of a part with a side.
WHOLE: Final = {
    "ball": "ball",
    "big toe": "big-toe",
    "toe": "toes",
    "achilles": "achilles",
    "arch": "arch",
    "calf": "calf",
}
REGION: Final = {
    ("heel", "back"): "heel-back",
    ("heel", "under"): "heel-pad",
    ("ankle", "inner"): "inner-ankle",
    ("ankle", "outer"): "outer-ankle",
    ("ankle", "front"): "foot-top",
    ("ankle", "edge"): "outer-ankle",
    ("shin", "inner"): "inner-shin",
    ("shin", "outer"): "outer-shin",
    ("shin", "front"): "outer-shin",
    ("lower leg", "inner"): "inner-shin",
    ("lower leg", "outer"): "outer-shin",
    ("lower leg", "front"): "outer-shin",
    ("lower leg", "back"): "calf",
    ("foot", "top"): "foot-top",
    ("foot", "outer"): "outer-edge",
    ("foot", "edge"): "outer-edge",
    ("foot", "under"): "arch",
    ("little toe", "edge"): "outer-edge",
    ("little toe", "outer"): "outer-edge",
}


class Pointed(NamedTuple):
    """A region of the foot map that words point at, and whether they say a side: "achilles" only names a part."""

    region: str = ""
    has_side: bool = False


NOWHERE: Final = Pointed()


def pointed_at(stems: Iterable[str]) -> Pointed:
    """The region of the foot map that some stems point at."""
    said = frozenset(stems)
    parts = [part for part, called in PARTS if called & said and (part not in TOES or stem("toe") in said)]
    sides = [side for side, called in SIDES.items() if called & said]
    for part in parts:
        for side in sides:
            if found := REGION.get((part, side)):
                return Pointed(found, has_side=True)
    return Pointed(next((WHOLE[part] for part in parts[:1] if part in WHOLE), ""))
