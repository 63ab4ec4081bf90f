"""Every public page for search engines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ankles.caching import public_page
from library import places
from library.addresses import PAGES as FIXED
from library.addresses import address
from library.documents.schema import PAGES
from library.documents.store import published

LISTED = (
    "home",
    "guide",
    "issues",
    "places",
    "exercises",
    "routines",
    "sources",
    "glossary",
    "about",
    "privacy",
    "accessibility",
)


@public_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """All public addresses with the day each was last edited."""
    urls: list[dict[str, Any]] = [
        {"location": settings.SITE_URL + address("page", name)} for name in LISTED if name in FIXED
    ]
    urls += [{"location": settings.SITE_URL + one["url"]} for one in places.regions()]
    for kind in PAGES:
        for slug, edited_at in published(kind).in_order().values_list("slug", "edited_at"):
            urls.append({"location": settings.SITE_URL + address(kind, slug), "lastmod": edited_at})
    return render(None, "sitemap.xml", {"urlset": urls}, content_type="application/xml")
