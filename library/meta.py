"""What a page says of itself in its head: title, description, address, structured data (schema.org)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse

from library import figures, markup, standalone
from library.link_pictures import LinkPicture, Subject, link_picture
from library.pictures import SentPicture

Data = dict[str, Any]
# So that no text can end the script element it stands in.
HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class PageMeta:
    """The head of one page. `description` is plain text of up to about 160 characters; `sort` says what kind of page it is
    where the title stands among other people's."""

    title: str
    description: str
    path: str
    section: str = ""
    sort: str = ""
    og_type: str = "website"
    figure_css: str = ""
    robots: str = ""
    picture: str = ""
    picture_alt: str = ""
    subject: Subject | None = None
    data: Sequence[Data] = field(default_factory=tuple)

    @property
    def full_title(self) -> str:
        """The title with the sort of page, for where it stands among others."""
        return f"{self.title} · {self.sort}" if self.sort else self.title

    @property
    def url(self) -> str:
        """The absolute address."""
        return f"{settings.SITE_URL}{self.path}"

    @property
    def link_picture(self) -> LinkPicture:
        """The picture that a link to this page is shown with: what an editor sent, else the one that was made of the page."""
        return sent_picture(self.picture, self.picture_alt) if self.picture else link_picture(self.subject)

    @property
    def json_ld(self) -> list[str]:
        """Structured data as JSON that is harmless inside a script element."""
        return [json.dumps(item, ensure_ascii=False).translate(HARMLESS) for item in self.data]


def sent_picture(name: str, alt: str) -> LinkPicture:
    """A picture that an editor sent, as one that a link is shown with."""
    sent = SentPicture(name)
    return LinkPicture(absolute(sent.path()), alt, sent.width, sent.height, "image/webp")


def publisher() -> Data:
    """Who publishes the guide."""
    return {"@type": "Organization", "name": settings.OPERATOR_NAME or "Ankles", "url": f"{settings.SITE_URL}/"}


def absolute(path: str) -> str:
    """An absolute address on this site."""
    return f"{settings.SITE_URL}{path}"


def website() -> Data:
    """The site itself, with its search."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "Ankles",
        "url": absolute("/"),
        "inLanguage": "en-GB",
        "publisher": publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": absolute(reverse("library:search")) + "?q={search_term_string}",
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(*trail: tuple[str, str]) -> Data:
    """The way to a page as (title, path) pairs."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": absolute(path)}
            for position, (title, path) in enumerate(trail, start=1)
        ],
    }


def dates(edited: datetime, published: datetime | None) -> Data:
    """When this site first had a page, where that is known, and when it was last edited."""
    first = {"datePublished": published.date().isoformat()} if published else {}
    return first | {"dateModified": edited.date().isoformat()}


def article(title: str, summary: str, path: str, subject: Subject, about: str = "") -> Data:
    """A chapter or an issue. Nobody is named as a reviewer, because nobody reviewed it."""
    data: Data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": title,
        "description": summary,
        "url": absolute(path),
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "author": publisher(),
        "publisher": publisher(),
        "image": link_picture(subject).url,
    }
    if about:
        # No "MedicalCondition": most high and low arches are none.
        data["about"] = {"@type": "MedicalEntity", "name": about}
    return data


def how_to(
    title: str,
    summary: str,
    path: str,
    stages: Sequence[tuple[str, Sequence[str]]],
    seconds: int | None,
    images: Sequence[str] = (),
) -> Data:
    """An exercise or a routine as steps, in stages of (name, steps); a single one without a name is plain steps.

    `seconds` is the whole time, None where it is a range: a `totalTime` is one duration and cannot say that. `images` are the
    absolute addresses of what shows it.
    """
    sections = [_steps(steps) for _, steps in stages]
    data: Data = {
        "@context": "https://schema.org",
        "@type": "HowTo",
        "name": title,
        "description": summary,
        "url": absolute(path),
        "inLanguage": "en-GB",
        **({} if seconds is None else {"totalTime": f"PT{seconds // 60}M{seconds % 60}S"}),
        "step": [
            {"@type": "HowToSection", "position": position, "name": name, "itemListElement": steps}
            for position, ((name, _), steps) in enumerate(zip(stages, sections, strict=True), start=1)
        ]
        if any(name for name, _ in stages)
        else [step for steps in sections for step in steps],
    }
    if images:
        data["image"] = list(images)
    return data


def step_in_words(step: Data) -> str:
    """A step of a routine as the page says it: exercise, dose, whether it may be left out, note."""
    words = f"{step['title']}: {step['dose']}{' (optional)' if step['optional'] else ''}"
    return f"{words}. {step['note']}" if step["note"] else words


def images_of(subject: Subject, drawn: str = "", picture: str = "") -> list[str]:
    """The absolute addresses of what shows an exercise or a routine: what a link is shown with, then the drawing called
    `drawn` by itself. `picture` is what an editor sent in place of a drawing."""
    if picture:
        return [sent_picture(picture, "").url]
    drawing = figure_svg_path(drawn) if drawn else ""
    return [link_picture(subject).url, *([absolute(drawing)] if drawing else [])]


def _steps(texts: Sequence[str]) -> list[Data]:
    return [
        {"@type": "HowToStep", "position": position, "text": markup.plain(text)}
        for position, text in enumerate(texts, start=1)
    ]


@lru_cache(maxsize=256)
def figure_css_path(slug: str) -> str:
    """Where the movement of one figure is described; the hash changes with the drawing. Empty without a pose."""
    if not figures.has_pose(slug):
        return ""
    digest = hashlib.sha256(figures.movement_css(slug).encode()).hexdigest()[:12]
    return reverse("library:figure_css", args=[slug, digest])


@lru_cache(maxsize=256)
def figure_svg_path(slug: str) -> str:
    """Where one figure is a picture by itself; the hash changes with the drawing and its colours. Empty without a pose."""
    if not figures.has_pose(slug):
        return ""
    digest = hashlib.sha256(standalone.svg_file(slug).encode()).hexdigest()[:12]
    return reverse("library:figure_svg", args=[slug, digest])


def day_in_words(instant: datetime) -> str:
    """A day in words: 22 November 2026."""
    return f"{instant.day} {instant:%B %Y}"
