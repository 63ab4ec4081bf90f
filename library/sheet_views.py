"""Sheets to hang up: a routine with boxes for twelve weeks, and when to see somebody, each on one sheet of A4."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse

from ankles.caching import public_page
from library import pages, signs
from library.link_pictures import Subject
from library.link_pictures.subjects import of_entry
from library.meta import PageMeta, absolute
from library.models import Article, Routine
from library.views import published_or_gone, respond

WEEKS = range(1, 13)
DAYS = range(1, 8)
OFTEN_A_DAY = re.compile(r"\b(twice|\d) (?:times )?(?:a|each|every) day\b|\b(twice|\d times) daily\b", re.IGNORECASE)
# More parts than this are too small for a pen.
MOST_PARTS = 4


@public_page()
def routine_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A routine on paper: whom it is for, each drawing once, the steps with their notes, and a box for each day of twelve
    weeks: in as many parts as its steps are done a day, each with room for the number of the morning after. Each week has
    room for a weight.

    The same for every reader; what is written on it stays on the paper.
    """
    row = published_or_gone("routine", Routine.objects.all(), slug, request)
    context = pages.routine(row)
    parts = max((times_a_day(step.how_often) for step in row.steps.all()), default=1)
    subject = of_entry("routine", slug, row.title)
    head = _head(f"{row.title}: a sheet to hang up", row.summary, request.path, "routines", subject)
    return respond(
        request,
        "library/sheet_routine.html",
        head,
        back={"url": row.get_absolute_url(), "words": "Back to the routine"},
        routine=context["routine"] | {"address": absolute(row.get_absolute_url())},
        first_html=pages.without_numbers(row.rendered["first"]),
        stages=[_without_numbers(stage) for stage in context["stages"]],
        drawings={step["title"]: step["figure_html"] for stage in context["stages"] for step in stage["steps"]}.items(),
        has_load=any(step.load for step in row.steps.all()),
        weeks=WEEKS,
        days=DAYS,
        parts=range(parts),
    )


@public_page()
def when_sheet(request: HttpRequest) -> HttpResponse:
    """The chapter on when to see somebody, on one sheet."""
    article = published_or_gone("chapter", Article.objects.chapters(), signs.HOME, request)
    subject = of_entry("chapter", signs.HOME, article.title, article.body)
    head = _head(f"{article.title}: a sheet to hang up", article.summary, request.path, "guide", subject)
    found, url = pages.chapter(article), article.get_absolute_url()
    return respond(
        request,
        "library/sheet_when.html",
        head,
        back={"url": url, "words": "Back to the chapter"},
        chapter=found["chapter"] | {"address": absolute(url)},
        sources_html=found["sources_html"],
    )


def times_a_day(how_often: str) -> int:
    """How many times a day the words of a dose ask for: once where they name no number."""
    if not (match := OFTEN_A_DAY.search(how_often)):
        return 1
    words = (match[1] or match[2]).lower().removesuffix(" times")
    return min(2 if words == "twice" else max(int(words), 1), MOST_PARTS)


def _without_numbers(stage: pages.Facts) -> pages.Facts:
    """A stage whose notes name no source: no list of them follows on the sheet."""
    steps = [step | {"note_html": pages.without_numbers(step["note_html"])} for step in stage["steps"]]
    return stage | {"note_html": pages.without_numbers(stage["note_html"]), "steps": steps}


def _head(title: str, description: str, path: str, section: str, subject: Subject) -> PageMeta:
    """A page that search engines know already, in another form: it is not listed beside it."""
    return PageMeta(title, description, path, section, robots="noindex, follow", subject=subject)
