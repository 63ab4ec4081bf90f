"""Where it hurts: for each region of the foot map the pages that may fit, and what to rule out before any of them.

An area names its issues in an order, with what each feels like there; an issue that names the area on its own page is
never left out, even when the area does not name it. A bone comes first, whatever the order (FACTS-2, part 4).
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from django.urls import reverse

from library import catalogue, rendering
from library.figures.regions import MAIN_REGION, REGIONS, UNDRAWN, MapRegion
from library.markup import Referable, Scribe
from library.models import Area

Facts = dict[str, Any]
EVERY: Final = (*REGIONS, *UNDRAWN)
BY_SLUG: Final = {region.id: region for region in EVERY}
BONE: Final = "stress-fracture"


@cache
def address_of(region: str) -> str:
    """The path of a region's page."""
    return reverse("library:place", args=[region])


def address_about(area: str) -> str:
    """The path of the choice that an area belongs to; an empty text for an area that the guide does not hold."""
    if area not in catalogue.current().areas:
        return ""
    region = next((one.id for one in UNDRAWN if area in one.areas), MAIN_REGION.get(area))
    return address_of(region) if region else reverse("library:places")


def regions() -> list[Facts]:
    """All regions with the titles of the pages that each leads to; those of which the guide holds no area are left out."""
    return [
        {
            "id": region.id,
            "name": region.name,
            "url": address_of(region.id),
            "titles": [one["title"] for one in fitting],
        }
        for region in EVERY
        if known_areas(region)
        for fitting in [issues_at(region)]
    ]


def page_of_region(region: MapRegion) -> Facts:
    """What the page of one region says."""
    areas = known_areas(region)
    return {
        "name": region.name,
        "areas": [area.label for area in areas],
        "rule_out": rendering.boxed(list(dict.fromkeys(key for area in areas for key in area.rule_out)), _scribe()),
        "issues": issues_at(region),
        "neighbours": list(
            {name: text for area in areas for fact in area.neighbours for name, text in fact.items()}.items()
        ),
    }


def issues_at(region: MapRegion) -> list[Facts]:
    """The published issues that may fit in a region, bones first, each with what it feels like in which of its areas."""
    lines = {line["slug"]: line for line in catalogue.current().issues}
    felt: dict[str, dict[str, list[str]]] = {}
    for area in known_areas(region):
        for slug, feels in _named_by(area).items():
            if slug in lines:
                said = feels or lines[slug]["summary"]
                felt.setdefault(slug, {}).setdefault(said, []).append(area.label)
    in_order = sorted(felt, key=lambda slug: slug != BONE)
    return [
        lines[slug] | {"feels": [(" · ".join(where), said) for said, where in felt[slug].items()]} for slug in in_order
    ]


def known_areas(region: MapRegion) -> list[Area]:
    """The areas of a region that the guide holds, the main one first."""
    held = catalogue.current().areas
    return [held[code] for code in region.areas if code in held]


def _scribe() -> Scribe:
    """A scribe that knows the warning signs and the chapters that they lead to."""
    held = catalogue.current()
    return Scribe(Referable(live=frozenset(("chapter", line["slug"]) for line in held.chapters), signs=held.signs))


def _named_by(area: Area) -> dict[str, str]:
    """Slugs of the issues of an area with what each feels like there; an empty text where nobody wrote it."""
    own = {slug: feels for entry in area.issues for slug, feels in entry.items()}
    return own | {slug: "" for slug in catalogue.current().issues_naming.get(area.code, ()) if slug not in own}
