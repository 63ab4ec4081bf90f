"""What happens to the guide's objects: saved, retired, restored, shown. Each act is whole or does not happen.

An act renders the page it changed. The other pages that print something of it are marked, and rendered after the commit,
each in a transaction of its own: nobody waits for the lock because a source is cited by a thousand pages.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import OperationalError, connection, models, transaction
from django.utils import timezone

from ankles import caching
from library import protection, referable, rendering, rerendering, signs
from library.documents import store
from library.documents.schema import PAGES, Document
from library.models import (
    Area,
    Article,
    ArticleExercise,
    Citation,
    ContentVersion,
    Draft,
    Exercise,
    Moved,
    Revision,
    Routine,
    Status,
    Step,
    Variation,
    WarningSign,
)
from library.models.entry import Entry
from library.writers import only_writer

if TYPE_CHECKING:
    from ankles.accounts.models import User

# A change elsewhere shows here within 2 s: the server's keeper comes by every half second.
POLL_S = 1.4
# How long the one who saves waits for the pages that print something of it, and how long a look takes at most.
AT_ONCE_S = 1.0


@only_writer()
def record_change(
    obj: models.Model, by: User | None, action: str = Revision.Action.SAVED, reasons: Mapping[str, Any] | None = None
) -> Revision:
    """Do what follows a change of an object and its children: revision, HTML, a new content version.

    `reasons` are those for which findings of the checks were overruled.
    """
    kind = store.kind_of(obj)
    if isinstance(obj, Entry):
        obj.edited_at = timezone.now()
        obj.save(update_fields=["edited_at"])
    fresh: Any = store.find(kind, store.slug_of(obj)) or obj
    document = store.document(fresh)
    shown_elsewhere = _shown_elsewhere(kind, store.slug_of(obj), document)
    revision = Revision.objects.create(
        kind=kind,
        slug=store.slug_of(obj),
        document=document,
        action=action,
        by=by,
        reasons=dict(reasons or {}),
    )
    if shown_elsewhere:
        rerendering.mark_where(_printing_something_of(fresh))
    if kind in PAGES:
        render_again([fresh])
    else:
        begin_version()
    return revision


# What other pages print of a page: its name, and whether one can go there.
OF_A_PAGE = ("title", "status", "publish_at")


def _shown_elsewhere(kind: str, slug: str, document: Document) -> bool:
    """Whether a change may show on other pages. Words of search and the glossary stand on none of the finished pages."""
    if kind not in PAGES:
        return kind not in ("term", "synonym")
    drafted = (Revision.Action.DRAFTED, Revision.Action.DISCARDED)
    before = Revision.objects.of(kind, slug).exclude(action__in=drafted).first()
    return before is None or any(before.document.get(key) != document.get(key) for key in OF_A_PAGE)


@only_writer()
def retire(entry: Entry, by: User | None, replacement: Entry | None = None) -> None:
    """Take an entry out of the guide. What used it keeps its words; its links become plain text.

    Its address says that it was taken out, or leads to a replacement for as long as readers see that one. Raises StaysError.
    """
    protection.ask_whether_it_may_go(store.kind_of(entry), entry.slug)
    entry.status = Status.RETIRED
    entry.save(update_fields=["status"])
    old = {"kind": store.kind_of(entry), "slug": entry.slug}
    Moved.objects.filter(**old).delete()
    if replacement is not None:
        Moved.objects.create(**old, to_kind=store.kind_of(replacement), to_slug=replacement.slug)
    record_change(entry, by, Revision.Action.RETIRED)


@only_writer()
def deleted(obj: models.Model, by: User | None) -> None:
    """Delete an object for good, keeping its last state as a revision.

    Raises StaysError when the site itself needs it, ProtectedError when others do.
    """
    kind, slug, last = store.kind_of(obj), store.slug_of(obj), store.document(obj)
    protection.ask_whether_it_may_go(kind, slug)
    rerendering.mark_where(_printing_something_of(obj))
    obj.delete()
    Revision.objects.create(kind=kind, slug=slug, document=last, action=Revision.Action.DELETED, by=by)
    begin_version()


def used_in(obj: models.Model) -> list[Any]:
    """The pages that use an object, each once: where it is a step, a listed exercise, an easier form, a source, a link."""
    found: dict[tuple[str, int], Any] = {}

    def note(*entries: Any) -> None:
        for entry in entries:
            found.setdefault((_table(entry), entry.pk), entry)

    if isinstance(obj, Exercise):
        note(*(step.routine for step in Step.objects.filter(exercise=obj).select_related("routine")))
        note(*(suit.article for suit in ArticleExercise.objects.filter(exercise=obj).select_related("article")))
        note(*(form.exercise for form in Variation.objects.filter(to=obj).select_related("exercise")))
    if isinstance(obj, Routine):
        note(*Article.objects.filter(programme=obj.slug).in_order())
    if isinstance(obj, Entry):
        note(*_linking_to(store.kind_of(obj), obj.slug))
        found.pop((_table(obj), obj.pk), None)
    else:
        citations = (
            Citation.objects.filter(source__key=getattr(obj, "key", "")) if store.kind_of(obj) == "source" else []
        )
        for citation in citations:
            note(*(one for one in (citation.article, citation.exercise, citation.routine) if one is not None))
        if isinstance(obj, WarningSign):
            note(*_printing(obj.key))
        if store.kind_of(obj) == "area":
            note(*Article.objects.filter(areas__pk=obj.pk))
    return list(found.values())


def _table(obj: models.Model) -> str:
    # A proxy of the desk is the same page as the row behind it.
    return obj._meta.db_table


def _printing_something_of(obj: models.Model) -> rerendering.Conditions:
    """Every page whose HTML holds something of an object: the name of a page or a link to it, a source, a sign."""
    kind, name = store.kind_of(obj), store.slug_of(obj)
    if kind in ("source", "warning"):
        # By their words, and not by what was cited before: a source that was missing until now counts, too.
        return rerendering.where_mentioned(name, *(["::: signs"] if kind == "warning" else []))
    found: rerendering.Conditions = {}
    if isinstance(obj, Entry):
        found = rerendering.where_mentioned(f"({kind}:{name})", f"({kind}:{name}#")
    if isinstance(obj, Exercise):
        # Easier and harder forms print its title; routines and issues read it when they are shown.
        found[Exercise] |= models.Q(pk__in=Variation.objects.filter(to=obj).values("exercise_id"))
    elif kind == "area":
        found[Article] = models.Q(pk__in=Article.areas.through.objects.filter(area_id=obj.pk).values("article_id"))
    return found


def render_again(entries: Iterable[Entry]) -> None:
    """Render entries now, within the change, and begin a content version once that is committed."""
    now = referable.from_tables()
    fresh = (store.find(store.kind_of(entry), entry.slug) or entry for entry in entries)
    rendering.render_all(fresh, now)
    begin_version()


def begin_version() -> None:
    """Tell every worker, here and on other machines, that the content changed."""
    token = secrets.token_hex(8)
    ContentVersion.objects.update_or_create(pk=1, defaults={"token": token})
    transaction.on_commit(Announcement(token))


@dataclass(frozen=True)
class Announcement:
    """What is done when a change is committed: the content version file of this machine is written, and marked pages
    are rendered. What takes longer than the one who saved may wait is left to the keepers, to whom the file is due."""

    token: str

    def __call__(self) -> None:
        """Write the file, and catch up."""
        caching.content_version_file().write(self.token, next_due())
        with suppress(OperationalError):
            catch_up(AT_ONCE_S)


def is_uncommitted() -> bool:
    """Whether this connection holds a change of content that others cannot see yet, and may never see (a preview)."""
    return any(isinstance(hook[1], Announcement) for hook in connection.run_on_commit)


def keep_current() -> None:
    """Before a page is looked up: follow other machines, and show what a passed publication date publishes.

    In a worker of the server its keeper does this, twice a second, so that no reader waits for it.
    """
    FOLLOWER.follow()
    due_at = caching.content_version_file().current().next_at
    if due_at is not None and caching.content_version_file().is_due():
        with suppress(OperationalError):
            _show_what_is_due(datetime.fromtimestamp(due_at, UTC))
            catch_up(AT_ONCE_S)
            with only_writer():
                # Another worker may have done it while this one waited for the lock.
                if caching.content_version_file().current().next_at == due_at and not rerendering.any_marked():
                    begin_version()


def _show_what_is_due(since: datetime) -> None:
    """Mark the pages whose dates came since an instant, and those that name them."""
    passed = models.Q(status=Status.PUBLISHED, publish_at__gte=since, publish_at__lte=timezone.now())
    with only_writer():
        for model in rerendering.ENTRIES:
            for entry in model._default_manager.filter(passed):
                rerendering.mark([entry])
                rerendering.mark_where(_printing_something_of(entry))


def catch_up(budget_s: float | None = None) -> int:
    """Render marked pages for so many seconds, or all; once none is left a content version begins. Returns how many."""
    rendered = rerendering.render_marked(budget_s)
    if rendered and not rerendering.any_marked():
        begin_version()
    return rendered


def next_due() -> float | None:
    """When the content has to be looked after again: at once while pages are marked, else at the next publication."""
    return time.time() if rerendering.any_marked() else next_publication()


def next_publication() -> float | None:
    """The next instant at which something publishes by itself, as Unix time in seconds, or None.

    That is a draft with a date, or a page that a release brought with one.
    """
    waiting: list[Any] = [Draft.objects.all(), *(model.objects.scheduled() for model in (Article, Exercise, Routine))]
    instants = [instant for some in waiting if (instant := some.aggregate(first=models.Min("publish_at"))["first"])]
    return min(instants).timestamp() if instants else None


class OtherMachines:
    """Looks, at most every `POLL_S`, whether another machine changed the content. SQLite has no other machines."""

    def __init__(self) -> None:
        self._asked_at = 0.0

    def follow(self) -> None:
        """Renew the content version file of this machine when the database holds a newer version."""
        now = time.monotonic()
        if connection.vendor == "sqlite" or now - self._asked_at < POLL_S:
            return
        self._asked_at = now
        token = ContentVersion.objects.filter(pk=1).values_list("token", flat=True).first()
        if token and token != caching.content_version_file().current().token:
            caching.content_version_file().write(token, next_due())


def _linking_to(kind: str, slug: str) -> list[Entry]:
    # Links stand in texts as `kind:slug`.
    return rerendering.mentioning(f"({kind}:{slug})", f"({kind}:{slug}#")


def _printing(key: str) -> Iterator[Entry | Area]:
    """The pages and places that print a warning sign by its key."""
    yield from (area for area in Area.objects.in_order() if key in area.rule_out)
    for entry in rerendering.mentioning(key):
        boxed = entry.stop_and_see if isinstance(entry, Article) else []
        if key in boxed or any(key in signs.signs_named_in(text) for text in _texts(store.document(entry))):
            yield entry


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for child in value.values():
            yield from _texts(child)
    elif isinstance(value, list):
        for child in value:
            yield from _texts(child)


FOLLOWER = OtherMachines()
