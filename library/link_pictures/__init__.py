"""The picture that a link to a page is shown with, in a chat or a feed: 1200 by 630, with the page's title and its drawing.

They are made ahead (`docs/pictures/links.py`) and are files among the static ones; `made.json` says what stands on each. Where
an editor changed what stands there, the picture of the kind is shown, never one that says what the page no longer says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static

WIDTH, HEIGHT = 1200, 630
FOLDER = "ankles/img/links"  # below the static files
MADE = Path(__file__).with_name("made.json")
SITES_OWN = "home"


@dataclass(frozen=True)
class Subject:
    """What stands on the picture of one page.

    `name` is its file's, without the ending; `kind` the small line above the title, if any; `drawings` name what is drawn: one
    is shown large, several in a row (`sheet.drawing` says how they are named). `in_place` is the name of the picture that is
    shown where this one was not made.
    """

    name: str
    kind: str
    title: str
    drawings: tuple[str, ...]
    in_place: str = SITES_OWN


@dataclass(frozen=True)
class LinkPicture:
    """A picture as a page's head gives it: its absolute address, what it shows, its size in pixels."""

    url: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT
    type: str = "image/png"


def link_picture(subject: Subject | None) -> LinkPicture:
    """The picture of a page: its own if it was made of what the page is today, else the one in its place."""
    known = pictures_made()
    name = subject.name if subject else SITES_OWN
    if subject and said(subject) != {key: known.get(name, {}).get(key) for key in ("kind", "title", "drawings")}:
        name = subject.in_place
    return LinkPicture(f"{settings.SITE_URL}{static(f'{FOLDER}/{name}.png')}", known[name]["alt"])


def said(subject: Subject) -> dict[str, Any]:
    """What stands on a picture, as `made.json` holds it."""
    return {"kind": subject.kind, "title": subject.title, "drawings": list(subject.drawings)}


@cache
def pictures_made() -> dict[str, dict[str, Any]]:
    """What stands on each picture that was made, by its name: kind, title, drawings, alt, and a hash of its source."""
    found: dict[str, dict[str, Any]] = json.loads(MADE.read_text(encoding="utf-8"))
    return found
