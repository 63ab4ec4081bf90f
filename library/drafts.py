"""Drafts: kept, published, given a date, thrown away. Readers see nothing of one until it is published.

What an editor writes is an `EditorsText`: the content of a document (store.content_only), as unfinished as it may be. It becomes the
row only through `publish`; everything else touches the draft alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, OperationalError, models, transaction
from django.utils import timezone

from ankles import caching
from library import merging, overruling, proofing, protection, publishing, referable, renaming
from library.documents import schema, store, value_checks
from library.documents.faults import Fault
from library.documents.schema import LISTS, PAGES, Document
from library.editors_text import EditorsText
from library.field_names import place_in_words
from library.merging import Merged
from library.models import Draft, Moved, Preview, Revision, Status
from library.models.entry import Entry
from library.pictures.storing import lacks_picture
from library.writers import only_writer

if TYPE_CHECKING:
    from ankles.accounts.models import User

# States of drafts are kept so long, and the last of them for good; published states all stay.
KEPT_FOR = timedelta(days=366)
ALWAYS_KEPT = 50
PREVIEWS_KEPT_FOR = timedelta(days=1)
PICTURE_GONE = "this picture is not here any more; send it again"


def of_row(row: models.Model) -> EditorsText:
    """What a row says."""
    kind, name = store.kind_of(row), store.slug_of(row)
    return EditorsText(kind, name, name if kind in PAGES else "", store.content_of(row))


def of_draft(draft: Draft) -> EditorsText:
    """What a draft says."""
    return EditorsText(draft.kind, draft.name, draft.slug, draft.document)


def of_revision(revision: Revision) -> EditorsText:
    """What an earlier state said, for the object as it is called now."""
    name = "" if revision.slug.startswith("draft/") else revision.slug
    row = store.find(revision.kind, name) if name else None
    content = store.content_only(revision.document)
    slug = content.pop("slug", "")
    if row is not None and "position" not in content and revision.kind in store.IN_A_LIST:
        content["position"] = row.position
    slug = (name or slug) if revision.kind in PAGES else ""
    return EditorsText(revision.kind, name if row is not None else "", slug, content)


def with_document(text: EditorsText, document: Document) -> EditorsText:
    """The same object with other words; its place in its list stays."""
    place = {"position": text.document["position"]} if "position" in text.document else {}
    return replace(text, document={**store.content_only(document), **place})


def draft_beside(kind: str, name: str) -> Draft | None:
    """The draft beside a row, or None."""
    return Draft.objects.of(kind, name).select_related("by").first()


def caught_up(text: EditorsText, draft: Draft | None, row: models.Model | None) -> Merged | None:
    """A draft together with what happened to its row since it began, such as a release; None where nothing did.

    Where both say something new the draft's words stand, and the clash is told.
    """
    if draft is None or row is None or draft.base is None:
        return None
    now = store.content_of(row)
    return None if now == draft.base else merging.merge(text.kind, draft.base, text.document, now)


# --- Kept ------------------------------------------------------------------------------------


@only_writer()
def save_caught_up(
    text: EditorsText, by: User | None, draft: Draft, row: models.Model, reasons: Mapping[str, Any] | None = None
) -> Draft:
    """Keep a draft that was brought together with its row: it goes on from what the row says now."""
    kept = save(text, by, draft, reasons) or draft
    kept.base = store.content_of(row)
    kept.save(update_fields=["base"])
    return kept


@only_writer()
def save(
    text: EditorsText,
    by: User | None,
    draft: Draft | None = None,
    reasons: Mapping[str, Any] | None = None,
    *,
    is_new_turn: bool = False,
) -> Draft | None:
    """Keep what somebody wrote, in a draft that is there or in a new one; returns it.

    What says the same as the row begins no draft, and what says the same as the draft is no new state of it. The date of a
    draft goes when its words change: it was given to others (`schedule` gives it again). `reasons` are those
    that somebody gave for overruling findings; without them the draft keeps its own. With `is_new_turn` the history keeps
    what the draft said before as a state of its own, whoever saved that.
    """
    if draft is None:
        row = store.find(text.kind, text.name) if text.name else None
        now = of_row(row) if row is not None else None
        if now == text:
            return None
        draft = Draft(kind=text.kind, name=text.name, base=now.document if now else None)
    elif of_draft(draft) == text:
        if reasons and reasons != draft.reasons:
            draft.reasons = dict(reasons)
            draft.save(update_fields=["reasons"])
            newest = Revision.objects.of(draft.kind, draft.called).first()
            if newest and newest.action == Revision.Action.DRAFTED:
                newest.reasons = draft.reasons
                newest.save(update_fields=["reasons"])
        return draft
    else:
        draft.version += 1
    draft.slug, draft.document = text.slug, text.document
    draft.by, draft.saved_at = by, timezone.now()
    draft.publish_at, draft.trouble = None, ""
    draft.reasons = dict(draft.reasons if reasons is None else reasons)
    draft.save()
    remember(draft, by, is_new_turn=is_new_turn)
    return draft


def remember(draft: Draft, by: User | None, *, is_new_turn: bool = False) -> None:
    """Keep the state of a draft in the history: one for as long as the same person goes on."""
    newest = Revision.objects.of(draft.kind, draft.called).first()
    if (
        not is_new_turn
        and newest
        and newest.action == Revision.Action.DRAFTED
        and by is not None
        and newest.by_id == by.pk
    ):
        newest.document, newest.at, newest.reasons = _said(draft), draft.saved_at, draft.reasons
        newest.save(update_fields=["document", "at", "reasons"])
        return
    Revision.objects.create(
        kind=draft.kind, slug=draft.called, document=_said(draft), action=Revision.Action.DRAFTED, by=by,
        at=draft.saved_at, reasons=draft.reasons,
    )  # fmt: skip
    forget_old_states(draft.kind, draft.called)


def _said(draft: Draft) -> Document:
    """What a draft says, with the address that a page which is not there yet is to have."""
    return {**draft.document, **({"slug": draft.slug} if draft.slug and not draft.name else {})}


def forget_old_states(kind: str, name: str) -> None:
    """Let go of states of drafts that are older than a year, but for the last fifty."""
    states = Revision.objects.of(kind, name).filter(
        action__in=(Revision.Action.DRAFTED, Revision.Action.DISCARDED)
    )  # fmt: skip
    old = states.filter(at__lt=timezone.now() - KEPT_FOR)
    if old.exists():
        old.exclude(pk__in=list(states.values_list("pk", flat=True)[:ALWAYS_KEPT])).delete()


@only_writer()
def discard(draft: Draft, by: User | None) -> None:
    """Throw a draft away; the history keeps what it said."""
    Revision.objects.create(
        kind=draft.kind,
        slug=draft.called,
        document=_said(draft),
        action=Revision.Action.DISCARDED,
        by=by,
        reasons=draft.reasons,
    )
    draft.delete()
    if draft.publish_at:
        publishing.begin_version()


# --- Published -------------------------------------------------------------------------------


def faults_of_text(text: EditorsText) -> list[Fault]:
    """Why a text may not go live: everything that the checks of content find in it, and in its address."""
    return [*_address_faults(text), *_content_faults(text)]


def _address_faults(text: EditorsText) -> list[Fault]:
    path = ("slug" if text.kind in PAGES else LISTS[text.kind],)
    if text.kind in PAGES and not value_checks.SLUG.fullmatch(text.slug):
        return [Fault(path, "use lower case letters, digits and single hyphens, such as heel-raise-hold")]
    if text.wanted and text.wanted != text.name and store.find(text.kind, text.wanted) is not None:
        return [Fault(path, "this address is taken." if text.kind in PAGES else "this is there already.")]
    if text.name and text.wanted != text.name and (words := renaming.why_not(text.kind, text.name)):
        return [Fault(path, words)]
    return []


def _content_faults(text: EditorsText) -> list[Fault]:
    document, now = text.whole, referable.from_tables()
    # Under its new address it is the same page, and not another with the same number.
    numbers = {slug: number for slug, number in now.numbers.get(text.kind, {}).items() if slug != text.name}
    now = replace(now, numbers={**now.numbers, text.kind: numbers})
    if wrong := schema.shape_faults(text.kind, document):
        return [*wrong, *proofing.faults_of_unfinished(text.kind, text.wanted, document, wrong, now)]
    around = referable.from_documents({(text.kind, text.wanted): document}, now)
    found = proofing.faults(text.kind, text.wanted, document, around)
    return [*found, Fault(("picture",), PICTURE_GONE)] if lacks_picture(document) else found


def says_the_same(row: models.Model, text: EditorsText) -> bool:
    """Whether readers see this already."""
    return of_row(row) == text and (not isinstance(row, Entry) or row.is_live)


@only_writer()
def publish(
    text: EditorsText, by: User | None, draft: Draft | None = None, reasons: Mapping[str, Any] | None = None
) -> models.Model:
    """Make a text what readers see; its draft is done. Returns the row.

    It must have passed `faults`; `reasons` are those of its doubts (`overruling.weigh`). Publishing what readers see already changes nothing and moves no date.
    Raises ObjectDoesNotExist or DatabaseError where it names what is not there; then nothing was changed.
    """
    row: models.Model | None = store.find(text.kind, text.name) if text.name else None
    called = draft.called if draft else ""
    if draft is not None:
        draft.delete()
    if row is not None and says_the_same(row, text):
        return row
    if row is not None and text.wanted != text.name:
        renaming.rename(text.kind, text.name, text.wanted, by)
    row = store.write(text.kind, text.wanted, text.whole, position=text.place)
    if called.startswith("draft/"):
        Revision.objects.of(text.kind, called).update(slug=text.wanted)
    Moved.objects.filter(kind=text.kind, slug=text.wanted).delete()
    publishing.record_change(row, by, Revision.Action.SAVED, reasons)
    found: models.Model = store.find(text.kind, text.wanted) or row
    return found


@only_writer()
def schedule(draft: Draft, at: datetime, reasons: Mapping[str, Any] | None = None) -> None:
    """Give a draft the date at which it publishes itself; until then readers see what they see now."""
    draft.publish_at, draft.trouble, draft.reasons = at, "", dict(reasons or {})
    draft.save(update_fields=["publish_at", "trouble", "reasons"])
    publishing.begin_version()


@only_writer()
def undate(draft: Draft) -> None:
    """Take the date of a draft off: it does not publish itself any more."""
    draft.publish_at = None
    draft.save(update_fields=["publish_at"])
    publishing.begin_version()


@only_writer()
def take_off(entry: Entry, by: User | None) -> Draft:
    """Take a page off the site; what it says goes on as a draft. What used it keeps its words. Raises StaysError."""
    text = of_row(entry)
    protection.ask_whether_it_may_go(text.kind, text.name)
    entry.status, entry.publish_at = Status.DRAFT.value, None
    entry.save(update_fields=["status", "publish_at"])
    publishing.record_change(entry, by, Revision.Action.TAKEN_OFF)
    if draft := draft_beside(text.kind, text.name):
        return draft
    return Draft.objects.create(
        kind=text.kind, name=text.name, slug=text.slug, document=text.document, base=text.document, by=by
    )


def publish_what_is_due() -> None:
    """Before a page is looked up: publish what a passed date publishes. `publishing.keep_current` does the rest."""
    if caching.content_version_file().is_due() and Draft.objects.due(timezone.now()).exists():
        with suppress(OperationalError):
            publish_due(timezone.now())


def publish_due(at: datetime) -> list[str]:
    """Publish every draft whose date has come; returns their names. One in trouble stays a draft and says why."""
    done = []
    for pk in Draft.objects.due(at).values_list("pk", flat=True):
        with only_writer():
            draft = Draft.objects.filter(pk=pk, publish_at__lte=at).first()
            if draft is None:
                continue  # another worker was here first
            if trouble := _publish_one(draft):
                draft.pk, draft.publish_at, draft.trouble = pk, None, trouble
                draft.save(update_fields=["publish_at", "trouble"])
                publishing.begin_version()
            else:
                done.append(f"{draft.kind} {draft.name or draft.slug}")
    return done


def _publish_one(draft: Draft) -> str:
    text = of_draft(draft)
    merged = caught_up(text, draft, store.find(text.kind, text.name) if text.name else None)
    if merged is not None and merged.clashes:
        names = ", ".join(sorted({str(clash.path[0]) for clash in merged.clashes}))
        return f"The page itself was changed meanwhile, in what the draft changes, too: {names}."
    if merged is not None:
        text = replace(text, document=merged.document)
    try:
        weighed = overruling.weigh(text, draft)
        if found := [
            *(f"{place_in_words(text.kind, fault.path)}: {fault.message}" for fault in faults_of_text(text)),
            *weighed.lines(text.kind),
        ]:
            return "\n".join(found)
        with transaction.atomic():
            publish(text, draft.by, draft, weighed.reasons)
    except (ObjectDoesNotExist, DatabaseError, LookupError, ValueError, TypeError):
        return "It names something that is not in the guide any more."
    return ""


# --- Looked at -------------------------------------------------------------------------------


def keep_preview(text: EditorsText, by: User) -> Preview:
    """Keep what somebody typed for the frames that show it to them."""
    Preview.objects.filter(at__lt=timezone.now() - PREVIEWS_KEPT_FOR).delete()
    return Preview.objects.create(kind=text.kind, name=text.name, slug=text.slug, document=text.document, by=by)
