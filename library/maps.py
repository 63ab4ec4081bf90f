"""The foot map on public pages: its regions lead to the issue that their area is often called by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from library import figures
from library.addresses import address
from library.figures import FootMapRegion
from library.figures.footmap import NAMES
from library.figures.regions import REGIONS

Titles = Mapping[str, str]


def guide_map(issue_of: Mapping[str, str], titles: Titles, uid: str = "map") -> SafeString:
    """All four views of a right foot. `issue_of` maps area codes to slugs, `titles` slugs of live issues to titles."""
    links = _links(issue_of, titles)
    return _frame(((view, _in(view, links)) for view in figures.VIEWS), uid)


def issue_map(areas: Iterable[str], uid: str = "issue") -> SafeString:
    """Up to two views in which an issue's areas lie, these marked; nothing for an issue that sits nowhere on the map."""
    codes = set(areas)
    marked = {region.id: FootMapRegion(mark=True) for region in REGIONS if region.main in codes}
    views = [(view, found) for view in figures.VIEWS if (found := _in(view, marked))]
    return _frame(views[:2], uid)


def _links(issue_of: Mapping[str, str], titles: Titles) -> dict[str, FootMapRegion]:
    links = {}
    for region in REGIONS:
        slug = next((issue_of[code] for code in region.areas if issue_of.get(code) in titles), None)
        if slug:
            links[region.id] = FootMapRegion(href=address("issue", slug), label=f"{region.name}: {titles[slug]}")
    return links


def _in(view: str, regions: Mapping[str, FootMapRegion]) -> dict[str, FootMapRegion]:
    return {region.id: regions[region.id] for region in REGIONS if region.id in regions and view in region.views}


def _frame(views: Iterable[tuple[str, Mapping[str, FootMapRegion]]], uid: str) -> SafeString:
    # The drawings are our own code's, hence safe.
    rows = ((mark_safe(figures.foot_map(view=view, regions=said, uid=uid)), NAMES[view]) for view, said in views)
    items = format_html_join("", "<figure>{}<figcaption>{}</figcaption></figure>", rows)
    return format_html('<div class="fmap">{}</div>', items) if items else SafeString("")
