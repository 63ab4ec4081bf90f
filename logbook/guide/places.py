"""Where it hurts: two feet drawn over the list of 26 areas."""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from library import places
from library.figures import VIEWS, css_rule, foot_map, labels_stylesheet, lights_stylesheet
from library.figures.footmap import NAMES
from logbook.place import Place
from logbook.vocabulary import AreaCode, Side


class Group(NamedTuple):
    """Areas that lie together, from the leg downwards (the region parents of FACTS F)."""

    name: str
    areas: tuple[AreaCode, ...]


GROUPS: Final = (
    Group("Lower leg", (
        AreaCode.CALF_UPPER, AreaCode.CALF_LOWER, AreaCode.SHIN_INNER, AreaCode.SHIN_FRONT, AreaCode.SHIN_OUTER, AreaCode.FIBULA_LOWER,
    )),
    Group("Ankle", (
        AreaCode.ACHILLES_MID, AreaCode.ACHILLES_INSERTION, AreaCode.ANKLE_OUTER, AreaCode.ANKLE_OUTER_BEHIND, AreaCode.ANKLE_INNER,
        AreaCode.ANKLE_FRONT, AreaCode.ANKLE_BACK_DEEP, AreaCode.ANKLE_HIGH, AreaCode.MALLEOLUS_BONE, AreaCode.ANKLE_WHOLE,
    )),
    Group("Foot", (
        AreaCode.HEEL_PLANTAR, AreaCode.HEEL_SIDES, AreaCode.ARCH, AreaCode.MIDFOOT_TOP, AreaCode.MIDFOOT_OUTER, AreaCode.FOREFOOT_BONES,
        AreaCode.FOREFOOT_BALL, AreaCode.BIG_TOE, AreaCode.TOES,
    )),
    Group("No single place", (AreaCode.OTHER_UNSURE,)),
)  # fmt: skip


SIDES: Final = (Side.LEFT, Side.RIGHT)


def both_sides(area: AreaCode) -> list[Place]:
    """The two places of an area, left before right."""
    return [Place(area.value, side.value) for side in SIDES]


# Every place by its code, in the order of the list.
PLACES: Final = {place.code: place for group in GROUPS for area in group.areas for place in both_sides(area)}

# Code and name of each, as a form offers them: "left-calf_upper" is "Left upper calf".
CHOICES: Final = tuple((code, place.name) for code, place in PLACES.items())

# The same places as a table: a group's name, and each of its areas with its two places.
LISTED: Final = tuple(
    (
        group.name,
        [(area.label, [(place.code, place.name) for place in both_sides(area)]) for area in group.areas],
    )
    for group in GROUPS
)


@cache
def feet() -> list[tuple[str, list[tuple[SafeString, str]]]]:
    """Both feet by their names, each with its drawings and what they show. The same for every runner, hence drawn once."""
    return [(str(side.label), _views(side)) for side in SIDES]


def _views(side: Side) -> list[tuple[SafeString, str]]:
    # The drawings are our own code's, hence safe.
    return [(mark_safe(foot_map(view=view, side=side, control="where")), NAMES[view]) for view in VIEWS]


def page_about(area: str) -> str:
    """The address of the guide's page about an area, the same for everybody; empty while the guide holds none."""
    return places.address_about(area)


def stylesheets() -> dict[str, str]:
    """The CSS of the chooser by file, kept as static files: labels, lit regions, the chosen place's name in the bar."""
    drawn = "/* Drawn by `manage.py place_css` from the foot map and the list of places. */\n"
    named = (
        css_rule(f'.fmap-list:has([value="{code}"]:checked) .place-said::before', f'content: "{name}"')
        for code, name in CHOICES
    )
    return {
        "place-labels.css": drawn + labels_stylesheet(),
        "place-lights.css": drawn + lights_stylesheet(),
        "place-names.css": drawn + "".join(named),
    }
