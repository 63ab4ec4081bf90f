"""The foot map on public pages: each region leads to the choice of pages that may fit there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from library import figures
from library.figures import FootMapRegion
from library.figures.footmap import NAMES
from library.figures.regions import REGIONS, MapRegion


def guide_map(links: Mapping[str, tuple[str, str]], uid: str = "map") -> SafeString:
    """All four views of a right foot; nothing without links. `links` maps ids of regions to an address and a name."""
    said = {region: FootMapRegion(href=href, label=label) for region, (href, label) in links.items()}
    return _frame(((view, _in(view, said)) for view in figures.VIEWS), uid) if links else SafeString("")


def region_map(region: MapRegion, uid: str = "place") -> SafeString:
    """Up to two views in which a region lies, it being marked; nothing for one that no view shows."""
    marked = {region.id: FootMapRegion(mark=True)}
    return _frame(((view, _in(view, marked)) for view in region.views[:2]), uid)


def issue_map(areas: Iterable[str], uid: str = "issue") -> SafeString:
    """Up to two views in which an issue's areas lie, these marked; nothing for an issue that sits nowhere on the map."""
    codes = set(areas)
    marked = {region.id: FootMapRegion(mark=True) for region in REGIONS if region.main in codes}
    views = [(view, found) for view in figures.VIEWS if (found := _in(view, marked))]
    return _frame(views[:2], uid)


def _in(view: str, regions: Mapping[str, FootMapRegion]) -> dict[str, FootMapRegion]:
    return {region.id: regions[region.id] for region in REGIONS if region.id in regions and view in region.views}


def _frame(views: Iterable[tuple[str, Mapping[str, FootMapRegion]]], uid: str) -> SafeString:
    # The drawings are our own code's, hence safe.
    rows = ((mark_safe(figures.foot_map(view=view, regions=said, uid=uid)), NAMES[view]) for view, said in views)
    items = format_html_join("", "<figure>{}<figcaption>{}</figcaption></figure>", rows)
    return format_html('<div class="fmap">{}</div>', items) if items else SafeString("")
