"""The player's public pages: a routine, one exercise, or a few picked ones. The same bytes for everyone, like all pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ankles.caching import public_page
from library import pages, playing
from library.link_pictures import Subject
from library.link_pictures.subjects import of_entry, of_page
from library.meta import PageMeta
from library.models import Exercise, Routine
from library.views import published_or_gone, respond


@public_page("stage")
def play_routine(request: HttpRequest, slug: str) -> HttpResponse:
    """A routine to play. Where it has stages the reader picks one (`?stage=2`); no stage is ever picked for anybody."""
    row = published_or_gone("routine", Routine.objects.all(), slug, request)
    stages = playing.stages_of(row)
    asked = request.GET.get("stage", "")
    stage = next((one for one in stages if asked == str(one["number"])), None)
    head = _head(
        f"{row.title}, step by step", row.summary, request.path, of_entry("routine", slug, row.title), "routines"
    )
    first = pages.without_numbers(row.rendered["first"])
    if stages and stage is None:
        stages = [one | {"note_html": pages.without_numbers(one["note_html"])} for one in stages]
        context = {"routine": row.title, "back": row.get_absolute_url(), "stages": stages, "first_html": first}
        return respond(request, "library/player_stages.html", head, **context)
    played = playing.play_routine(row, stage["row"] if stage else None)
    return respond(request, "library/player.html", head, **played, first_html=first)


@public_page()
def play_exercise(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise to play."""
    row = published_or_gone("exercise", Exercise.objects.all(), slug, request)
    head = _head(f"{row.title}, step by step", row.summary, request.path, of_entry("exercise", slug, row.title))
    return respond(request, "library/player.html", head, **playing.play_exercise(row))


@public_page("exercise", "page", "find")
def play_picks(request: HttpRequest) -> HttpResponse:
    """The exercises that a runner picks for one session: `?exercise=toe-walk&exercise=heel-walk`; without any, or with a `page`,
    the choice, where those of the address are ticked; with words to `find`, only what is called so.

    They stand in the order of the guide, whatever the order of the address: that way one choice is one page.
    """
    slugs, too_many = playing.picked(request.GET.getlist("exercise"))
    rows = list(Exercise.objects.published().in_order().among(slugs))
    unknown = len(slugs) - len(rows)
    head = _head(
        "Pick your exercises",
        "Choose a few exercises for one session and be led through them, side by side, without an account.",
        reverse("library:play_picks"),
        of_page("exercises"),
    )
    left_out = {"unknown": unknown, "too_many": too_many, "most": playing.MOST_PICKED}
    if not rows or "page" in request.GET:
        choice = playing.exercises_to_pick(
            [row.slug for row in rows], request.GET.get("page"), request.GET.get("find", "")
        )
        return respond(request, "library/player_picks.html", head, **choice, **left_out)
    return respond(request, "library/player.html", head, **playing.play_picks(rows), **left_out)


def _head(title: str, description: str, path: str, subject: Subject, section: str = "exercises") -> PageMeta:
    """A tool over pages that search engines know already: it is not listed beside them."""
    return PageMeta(title, description, path, section, robots="noindex, follow", subject=subject)
