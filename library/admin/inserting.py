"""What an editor may put into a text without knowing how it is written: pages, exercises, sources, plates, boxes.

The server says what there is and how the guide writes it; the buttons above a text put it at the caret (js/desk/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice

from django.db.models import Q
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from library import markup
from library.addresses import PAGES, ROUTES, address
from library.figures.plates import BOARDS
from library.models import Article, Exercise, Routine, Source, Status, WarningLevel
from library.models.entry import NUL, Entry

OFFERED = 20
HEADINGS = re.compile(r"^#{2,}.*", re.MULTILINE)


@dataclass(frozen=True)
class Offer:
    """One thing to put into a text: `before` and `after` stand around the words that are marked, or around `words` where
    none are. What has no words of its own stands after those that are marked. A block stands on lines of its own.
    `said` and `more` are what the list of offers shows."""

    said: str
    more: str
    before: str
    words: str = ""
    after: str = ""
    is_block: bool = False


def _link(said: str, more: str, words: str, target: str) -> Offer:
    """A link to a page of the guide."""
    return Offer(said, more, "[", words, f"]({target})")


def _box(name: str, said: str, more: str, words: str = "The words of the box.") -> Offer:
    """A box around words, or in the place of some."""
    return Offer(said, more, f"::: {name}\n", words, "\n:::", is_block=True)


BOXES = (
    _box("tip Title", "Tip", "A box with a title for something worth trying"),
    _box("care Title", "Care", "A box with a title for something to be careful with"),
    _box("aside", "Aside", "Words beside the text, without a title"),
    _box("key", "Key", "A list that leads from what is felt to a page", "- What is felt: a link to its page"),
    Offer("The four movements", "Drawn, with their names", "::: movements\n:::", is_block=True),
    *(
        Offer(f"Warning signs: {level.label}", "All signs of the list", f"::: signs {level}\n:::", is_block=True)
        for level in WarningLevel
    ),
)  # fmt: skip


def exercise_offers(wanted: str) -> Iterator[Offer]:
    """The exercises whose title, short name or other names hold what was typed."""
    holds = Q(title__icontains=wanted) | Q(slug__icontains=wanted) | Q(aliases__icontains=wanted)
    for row in Exercise.objects.filter(holds).in_order().only("slug", "title", "status")[:OFFERED]:
        yield _link(row.title, f"Exercise{_state(row)}", row.title, f"exercise:{row.slug}")


def page_offers(wanted: str) -> Iterator[Offer]:
    """Chapters, issues and routines in their order, then the pages that the site itself has, then headings of the chapters
    and issues: those of a page that is asked for, and those that hold the words."""
    holds = Q(title__icontains=wanted) | Q(slug__icontains=wanted) | Q(aliases__icontains=wanted)
    articles = Article.objects.filter(holds | Q(clinical_name__icontains=wanted))
    for row in articles.order_by("kind", "number")[:OFFERED]:
        yield _link(row.title, f"{row.get_kind_display()}{_state(row)}", row.title, f"{row.kind}:{row.slug}")
    for routine in Routine.objects.filter(holds).in_order()[:OFFERED]:
        yield _link(routine.title, f"Routine{_state(routine)}", routine.title, f"routine:{routine.slug}")
    for name in PAGES:
        if wanted.casefold() in name:
            yield _link(name.capitalize(), f"Page of the site, {address('page', name)}", name, f"page:{name}")
    yield from heading_offers(wanted)


def heading_offers(wanted: str) -> Iterator[Offer]:
    """The headings of chapters and issues that hold what was typed, or whose page is called so; none where nothing is typed."""
    sought = wanted.casefold()
    if not sought:
        return
    holds = Q(title__icontains=wanted) | Q(slug__icontains=wanted) | Q(body__icontains=wanted)
    for row in Article.objects.filter(holds).order_by("kind", "number"):
        is_asked_for = sought in row.title.casefold() or sought in row.slug
        # To read a text takes time; most hold the words elsewhere.
        if not is_asked_for and not any(sought in line.casefold() for line in HEADINGS.findall(row.body)):
            continue
        for anchor, words in markup.places(row.body):
            if is_asked_for or sought in words.casefold():
                target = f"{row.kind}:{row.slug}#{anchor}"
                yield _link(words, f"Heading of “{row.title}”{_state(row)}", words, target)


def source_offers(wanted: str) -> Iterator[Offer]:
    """The works whose short form, key or title hold what was typed, to be cited after the words that are marked."""
    holds = Q(short__icontains=wanted) | Q(key__icontains=wanted) | Q(citation__icontains=wanted)
    for row in Source.objects.filter(holds).in_order()[:OFFERED]:
        yield Offer(row.short, f"{row.get_evidence_display()}. {row.citation}", "", "", f"[@{row.key}]")


def plate_offers(wanted: str) -> Iterator[Offer]:
    """The drawings of anatomy, each with words for its caption."""
    for name, board in BOARDS.items():
        title = board().title
        if wanted.casefold() in f"{name} {title}".casefold():
            yield _box(f"plate {name}", title, name, "What the drawing shows.")


def box_offers(wanted: str) -> Iterator[Offer]:
    """The boxes that a page can have."""
    return (one for one in BOXES if wanted.casefold() in f"{one.said} {one.more}".casefold())


KINDS: dict[str, Callable[[str], Iterator[Offer]]] = {
    "page": page_offers,
    "exercise": exercise_offers,
    "source": source_offers,
    "plate": plate_offers,
    "box": box_offers,
}


@never_cache
@require_safe
def offers(request: HttpRequest, kind: str) -> JsonResponse:
    """What of a kind fits what was typed (`q`), and how the guide writes it."""
    if kind not in KINDS:
        raise Http404
    wanted = request.GET.get("q", "").strip()[:80]
    found = islice(() if NUL in wanted else KINDS[kind](wanted), OFFERED)
    return JsonResponse({"found": [asdict(one) for one in found]})


def targets_by_path() -> dict[str, str]:
    """What a link in a text says for each address of the guide: `/exercises/` is `exercise:`, `/sources/` is `page:sources`.

    An address that ends in a short name is found under what stands before that.
    """
    starts = {reverse(route, args=["x"]).removesuffix("x/"): f"{kind}:" for kind, route in ROUTES.items()}
    whole = {f"{address('page', name)}$": f"page:{name}" for name in PAGES}
    return starts | whole


def _state(row: Entry) -> str:
    return "" if row.status == Status.PUBLISHED else f", {row.get_status_display().lower()}"
