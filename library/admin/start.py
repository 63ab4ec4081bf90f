"""The start page of the desk: short lists of what wants an editor, each with its count, and each as a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from library import gone
from library.admin.editors import editor
from library.admin.when import instant_in_words, own_day_in_words
from library.documents import store
from library.models import Article, Draft, Exercise, Kind, Revision, Routine, Waiting
from library.models.entry import EntryQuerySet

if TYPE_CHECKING:
    from ankles.accounts.models import User

# How Django's admin calls the table of a kind.
TABLE_OF = {"warning": "warningsign"}
SHORT: Final = 5
ON_A_PAGE: Final = 50
RECENT: Final = timedelta(days=30)
GONE: Final = "somebody whose account is closed"


@dataclass(frozen=True)
class DeskLine:
    """One line of a list: what it is about, where that is worked on (empty for nowhere), and what to know about it."""

    name: str
    href: str
    said: str
    # What names it where several are published at once; empty where that makes no sense.
    ref: str = ""


@dataclass(frozen=True)
class DeskList:
    """One list: the heading, what it says when it is empty, its rows for an editor, and the lines of some of them."""

    title: str
    empty: str
    rows: Callable[[User], models.QuerySet[Any]]
    lines: Callable[[Iterable[Any]], list[DeskLine]]
    # What went wrong, and stands apart; nothing of it is no news.
    is_trouble: bool = False
    # Whether several of it may be ticked and published at once.
    can_be_published: bool = False


@dataclass(frozen=True)
class Shown:
    """A list as the start page shows it: its first lines, and how many there are."""

    key: str
    about: DeskList
    lines: Sequence[DeskLine]
    count: int
    href: str


def shown_lists(user: User) -> list[Shown]:
    """Every list with its first lines; of those in trouble only what is not empty."""
    found = []
    for key, about in LISTS.items():
        rows = about.rows(user)
        if (count := rows.count()) or not about.is_trouble:
            lines = about.lines(rows[:SHORT]) if count else []
            found.append(Shown(key, about, lines, count, reverse("admin:desk_list", args=[key])))
    return found


def list_view(request: HttpRequest, key: str, context: dict[str, Any]) -> TemplateResponse:
    """One list whole, in pages."""
    about = LISTS.get(key)
    if about is None:
        raise Http404
    page: Page[Any] = Paginator(about.rows(editor(request)), ON_A_PAGE).get_page(request.GET.get("page"))
    context |= {"title": about.title, "about": about, "page": page, "lines": about.lines(page.object_list)}
    return TemplateResponse(request, "admin/library/start/list.html", context)


# --- The lines --------------------------------------------------------------------------------


def of_drafts(drafts: Iterable[Draft]) -> list[DeskLine]:
    """Who saved each when, and what is to become of it."""
    found = list(drafts)
    beside = _rows_named((draft.kind, draft.name) for draft in found if draft.name)
    return [
        DeskLine(
            f"{draft.get_kind_display()}: {draft}",
            _address(draft, beside.get((draft.kind, draft.name))),
            " · ".join(_about_a_draft(draft)),
            f"{draft.kind}:{draft.name}" if draft.name else f"draft:{draft.pk}",
        )
        for draft in found
    ]


def _about_a_draft(draft: Draft) -> Iterable[str]:
    if draft.trouble:
        yield draft.trouble.splitlines()[0]
    if draft.publish_at:
        yield f"publishes itself on {instant_in_words(draft.publish_at)}"
    yield f"{draft.by or GONE}, {instant_in_words(draft.saved_at)}"
    if not draft.name:
        yield "not in the guide yet"


def of_releases(waiting: Iterable[Waiting]) -> list[DeskLine]:
    """What of a release waits: why it could not be written, or that both changed it."""
    found = list(waiting)
    rows = _rows_named((one.kind, one.slug) for one in found)
    return [
        DeskLine(
            f"{Kind(one.kind).label}: {one.name(rows.get((one.kind, one.slug)))}",
            reverse("admin:waiting", args=[one.pk]),
            one.trouble or "changed here and by a release",
        )
        for one in found
    ]


def of_pages(pages: Iterable[dict[str, Any]]) -> list[DeskLine]:
    """When each was edited last."""
    return [
        DeskLine(
            f"{Kind(page['of_kind']).label}: {page['title']}",
            reverse(f"admin:library_{page['of_kind']}_change", args=[page["pk"]]),
            f"last edited on {own_day_in_words(page['edited_at'])}",
        )
        for page in pages
    ]


def of_revisions(revisions: Iterable[Revision]) -> list[DeskLine]:
    """Who did what, and when. What is gone leads to its last words."""
    found = list(revisions)
    rows = _rows_named((state.kind, state.slug) for state in found)
    drafts = Draft.objects.in_bulk(
        [int(state.slug.removeprefix("draft/")) for state in found if state.slug.startswith("draft/")]
    )
    lines = []
    for state in found:
        row = rows.get((state.kind, state.slug))
        draft = drafts.get(int(state.slug.removeprefix("draft/"))) if state.slug.startswith("draft/") else None
        name = row or Draft(kind=state.kind, document=state.document)
        lines.append(
            DeskLine(
                f"{Kind(state.kind).label}: {name}",
                address_of_row(state.kind, row) if row else _address(draft, None) if draft else _address_of_gone(state),
                f"{state.get_action_display()} · {state.by or GONE}, {instant_in_words(state.at)}",
            )
        )
    return lines


def _address_of_gone(state: Revision) -> str:
    is_last = state.action in (Revision.Action.DELETED, Revision.Action.DISCARDED)
    return reverse("admin:gone_state", args=[state.pk]) if is_last else ""


def _rows_named(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], models.Model]:
    """The rows of these kinds and names: one query for each kind."""
    wanted: dict[str, set[str]] = {}
    for kind, name in names:
        wanted.setdefault(kind, set()).add(name)
    return {(kind, name): row for kind, some in wanted.items() for name, row in store.rows_named(kind, some).items()}


def draft_url(draft: Draft) -> str:
    """Where a draft is written on."""
    rows = store.rows_named(draft.kind, [draft.name]) if draft.name else {}
    return _address(draft, rows.get(draft.name))


def _address(draft: Draft, row: models.Model | None) -> str:
    if row is not None:
        return address_of_row(draft.kind, row)
    return reverse(f"admin:library_{TABLE_OF.get(draft.kind, draft.kind)}_draft", args=[draft.pk])


def address_of_row(kind: str, row: models.Model) -> str:
    """Where a row is written on."""
    return reverse(f"admin:library_{TABLE_OF.get(kind, kind)}_change", args=[row.pk])


# --- The rows ---------------------------------------------------------------------------------


def _pages(chosen: Callable[[EntryQuerySet], EntryQuerySet], order: str) -> models.QuerySet[Any]:
    """The pages of all kinds that readers see and of which this is true, as one list of plain rows."""
    columns = ("of_kind", "pk", "title", "edited_at", "number")
    kinds: tuple[tuple[EntryQuerySet, models.expressions.Combinable], ...] = (
        (Article.objects.published(), models.F("kind")),
        (Routine.objects.published(), models.Value("routine", models.CharField())),
    )
    first = chosen(Exercise.objects.published()).annotate(of_kind=models.Value("exercise", models.CharField()))
    others = [chosen(rows).annotate(of_kind=kind).values(*columns) for rows, kind in kinds]
    found: models.QuerySet[Any] = first.values(*columns).union(*others, all=True)
    return found.order_by(*dict.fromkeys((order, "of_kind", "number")))


LISTS: Final[dict[str, DeskList]] = {
    "release": DeskList(
        "A release says otherwise",
        "No release waits for an answer.",
        lambda user: Waiting.objects.undecided(),
        of_releases,
        is_trouble=True,
    ),
    "in-trouble": DeskList(
        "A date could not publish these",
        "Every date published what it was to publish.",
        lambda user: Draft.objects.in_trouble().with_author().newest_first(),
        of_drafts,
        is_trouble=True,
        can_be_published=True,
    ),
    "drafts": DeskList(
        "Drafts",
        "Nobody is working on anything.",
        lambda user: Draft.objects.in_work().with_author().newest_first(),
        of_drafts,
        can_be_published=True,
    ),
    "scheduled": DeskList(
        "Drafts with a date",
        "Nothing publishes itself.",
        lambda user: Draft.objects.scheduled().with_author(),
        of_drafts,
    ),
    "others": DeskList(
        "What others changed in the last 30 days",
        "Nobody else changed anything.",
        lambda user: Revision.objects.by_others(user, since=timezone.now() - RECENT).with_author().newest_first(),
        of_revisions,
    ),
    "without-source": DeskList(
        "Pages without a source",
        "Every page cites a source.",
        lambda user: _pages(lambda rows: rows.without_source(), "of_kind"),
        of_pages,
    ),
    "without-drawing": DeskList(
        "Exercises without a drawing or picture",
        "Every exercise has a drawing or a picture.",
        lambda user: (
            Exercise.objects.published().without_drawing().in_order()
            .values("pk", "title", "edited_at", of_kind=models.Value("exercise", models.CharField()))
        ),
        of_pages,
    ),
    "longest-unedited": DeskList(
        "Longest unedited",
        "There is no page yet.",
        lambda user: _pages(lambda rows: rows.all(), "edited_at"),
        of_pages,
    ),
    "gone": DeskList(
        "What is gone",
        "Nothing was deleted, and no draft of a new page was thrown away.",
        lambda user: gone.last_states().with_author(),
        of_revisions,
    ),
}  # fmt: skip
