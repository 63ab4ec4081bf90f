"""Where things of the guide are found."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse

# What stands before the colon of an internal link, and the route it means.
ROUTES = {
    "exercise": "library:exercise",
    "chapter": "library:chapter",
    "issue": "library:issue",
    "routine": "library:routine",
}
PAGES = {
    "home": "library:home",
    "guide": "library:guide",
    "issues": "library:issues",
    "places": "library:places",
    "exercises": "library:exercises",
    "routines": "library:routines",
    "sources": "library:sources",
    "glossary": "library:glossary",
    "search": "library:search",
    "about": "library:about",
    "privacy": "library:privacy",
    "accessibility": "library:accessibility",
    "offline": "library:offline",
    "logbook": "logbook:today",
}


@lru_cache(maxsize=4096)
def address(kind: str, slug: str) -> str:
    """The path of a page of the guide: `("exercise", "toe-walk")` or `("page", "sources")`."""
    return reverse(PAGES[slug]) if kind == "page" else reverse(ROUTES[kind], args=[slug])
