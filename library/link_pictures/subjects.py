"""What stands on the picture of each page, by what the page is today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from library import catalogue, figures, places
from library.documents.schema import PAGES
from library.documents.store import published
from library.figures.regions import REGIONS, MapRegion
from library.link_pictures import Subject

# The small line above the title, and beside the title in a list of results or a shared link, where "Shoes" alone says
# little: by the kind of page.
KINDS = {
    "chapter": "Guide for runners",
    "issue": "Common problem of runners",
    "exercise": "Ankle exercise",
    "routine": "Ankle routine",
}
EMBLEM = "plate ankle-outer"
MOST_IN_A_ROW = 3
PLATE = re.compile(r"^:{3,} plate ([a-z-]+)", re.MULTILINE)
SIGNS = re.compile(r"^:{3,} signs ", re.MULTILINE)
FOUR_VIEWS = tuple(f"foot {view}" for view in figures.VIEWS)
# The pages that no editor names: address, title, drawings.
FIXED: dict[str, tuple[str, tuple[str, ...]]] = {
    "home": ("A field guide to your own ankles", (EMBLEM,)),
    "guide": ("A guide to runners’ ankles", (EMBLEM,)),
    "issues": ("Common problems of runners’ ankles", FOUR_VIEWS),
    "places": ("Where does it hurt?", FOUR_VIEWS),
    "exercises": (
        "Ankle exercises for runners",
        ("figure heel-walk", "figure single-leg-balance", "figure band-eversion"),
    ),
    "routines": (
        "Ankle routines for runners",
        ("figure toe-walk", "figure heel-raise-straight", "figure single-leg-reach"),
    ),
    "sources": ("What this guide rests on: its sources", (EMBLEM,)),
    "glossary": ("Words for feet and ankles", (EMBLEM,)),
    "search": ("Search the guide", (EMBLEM,)),
    "about": ("About Ankles", (EMBLEM,)),
    "privacy": ("Privacy and your data", (EMBLEM,)),
    "accessibility": ("Accessibility", (EMBLEM,)),
}


def of_page(name: str) -> Subject:
    """A page of the site itself, such as `places`."""
    title, drawings = FIXED[name]
    return Subject(name, "", title, drawings)


def of_kind(kind: str) -> Subject:
    """What is shown for pages of a kind whose own picture was not made."""
    return Subject(f"any-{kind}", "", KINDS[kind], (EMBLEM,))


def of_entry(kind: str, slug: str, title: str, body: str = "") -> Subject:
    """A chapter, an issue, an exercise or a routine. `body` is a chapter's text, where its plate is named."""
    drawings = tuple(_drawings(kind, slug, body))
    return Subject(f"{kind}-{slug}", KINDS[kind], title, drawings, of_kind(kind).name)


def of_place(region: MapRegion) -> Subject:
    """The choice at one region of the foot map."""
    drawings = tuple(f"foot {view} {region.id}" for view in region.views[:1]) or FOUR_VIEWS
    return Subject(f"place-{region.id}", "Where it hurts", region.name, drawings, "places")


def every_subject() -> Iterator[Subject]:
    """All pictures that the guide in the tables has need of, and those that stand in."""
    yield from map(of_page, FIXED)
    yield from map(of_kind, KINDS)
    yield from (of_place(region) for region in places.EVERY if places.known_areas(region))
    for kind in PAGES:
        for row in published(kind).in_order():
            yield of_entry(kind, row.slug, row.title, row.body)


def _drawings(kind: str, slug: str, body: str) -> Iterable[str]:
    if kind == "exercise":
        return [f"figure {slug}"] if figures.has_pose(slug) else []
    if kind == "issue":
        return [f"plate issue-{slug}"] if f"issue-{slug}" in figures.PLATES else []
    if kind == "routine":
        return [f"figure {name}" for name in catalogue.current().drawings_for_all(slug)[:MOST_IN_A_ROW]]
    if SIGNS.search(body):
        return ["sign"]
    if (plate := PLATE.search(body)) and plate[1] in figures.PLATES:
        return [f"plate {plate[1]}"]
    listed = catalogue.current().suited.get(("chapter", slug), [])
    if shown := [name for name in listed if catalogue.current().suits_everybody(name)]:
        return [f"figure {shown[0]}"]
    return _marked(slug) or [EMBLEM]


def _marked(chapter: str) -> list[str]:
    """The four views with the places that a chapter is about; none for one that is about no place."""
    areas = set(catalogue.current().areas_of_chapters.get(chapter, ()))
    marked = [region for region in REGIONS if region.main in areas]
    return [" ".join(["foot", view, *(region.id for region in marked if view in region.views)])
            for view in figures.VIEWS] if areas else []  # fmt: skip
