"""What of a release is taken into an object that an editor changed: what does not clash. The rest waits for an editor.

Three documents are compared: what was seeded last, what stands in the row, and what the release brings. Where the first is
not known nothing is taken. What one object cannot take stops neither the others nor the site.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from library import merging, proofing, referable, renaming
from library.documents import files, former, parts, schema, store
from library.documents.files import ContentFile
from library.documents.schema import PAGES, Document, canonical
from library.field_names import place_in_words
from library.markup import Referable, Target
from library.merging import Clash
from library.models import Revision, Seed, Status, Waiting
from library.models.entry import Entry


@dataclass(frozen=True)
class Taking:
    """What is to be done with one object: the document to write (None for nothing), and what waits, in words."""

    write: Document | None = None
    clashes: tuple[Clash, ...] = ()
    # Whether the release brought nothing new to it.
    is_old: bool = False
    trouble: str = ""
    base: Document | None = None


def base_of(seeded: Seed | None) -> Document | None:
    """The document that was seeded last, or None where an earlier release of the site kept only its hash."""
    if seeded is None:
        return None
    if seeded.document is not None:
        return dict(seeded.document)
    states = Revision.objects.of(seeded.kind, seeded.slug).filter(action=Revision.Action.SEEDED)
    for state in states:
        if not schema.shape_faults(seeded.kind, state.document):
            old = former.per_side(state.document)
            known = [files.digest(seeded.kind, one) for one in (state.document, old) if one is not None]
            if seeded.digest in known:
                return dict(state.document)
    return None


def taking(file: ContentFile, row: Any, seeded: Seed | None, around: Referable) -> Taking:
    """What an object that an editor changed takes of its file in a release."""
    kind, now, new = file.kind, store.document(row), canonical(file.kind, file.document)
    base = base_of(seeded)
    if base is None and seeded is not None and seeded.digest == files.digest(kind, new):
        base = new
    if base is not None and canonical(kind, base) == new:
        return Taking(is_old=True, base=base)
    merged = merging.merge(kind, base, now, new)
    document = canonical(kind, merged.document)
    if document == now:
        return Taking(clashes=tuple(merged.clashes), base=base)
    faults = schema.shape_faults(kind, document) or proofing.faults(kind, file.slug, document, around)
    if faults:
        first = f"{place_in_words(kind, faults[0].path)}: {faults[0].message}"
        trouble = f"together with what was changed here it would not pass: {first}"
        return Taking(trouble=trouble, base=base)
    return Taking(write=document, clashes=tuple(merged.clashes), base=base)


def lacking(
    found: list[ContentFile],
    files_to_write: list[tuple[ContentFile, Document]],
    around: Referable,
    rows: Mapping[Target, models.Model],
) -> dict[Target, str]:
    """Objects that come to name what readers do not find here: (kind, name) of each to the words.

    That is what an editor deleted (an exercise, a source, a sign, a page), and a page that an editor retired or took off
    the site. `found` is the whole release, `around` what texts may refer to with it, and `rows` what the tables hold. What is
    not written for that reason is lacking to others, too.
    """
    lacking: dict[Target, str] = {}
    gone = set(around.known) - rows.keys() - {(file.kind, file.slug) for file, _ in files_to_write}
    meant = {(file.kind, file.slug) for file in found if file.document.get("status") == Status.PUBLISHED}
    while True:
        possible = [(file, document) for file, document in files_to_write if (file.kind, file.slug) not in lacking]
        here = referable.without(around, gone)
        off = _off_the_site(meant, possible, rows)
        more = {}
        for file, document in possible:
            name = (file.kind, file.slug)
            words = _deleted_that_it_names(file, document, around, here) if gone else ""
            words = "; ".join(filter(None, (words, _off_that_it_names(file, document, rows.get(name), off))))
            if words:
                more[name] = words
        if not more:
            return lacking
        lacking |= more
        gone |= more.keys() - rows.keys()


def _deleted_that_it_names(file: ContentFile, document: Document, around: Referable, here: Referable) -> str:
    before = proofing.own_faults(file.kind, file.slug, document, around)
    faults = [fault for fault in proofing.own_faults(file.kind, file.slug, document, here) if fault not in before]
    words = "; ".join(dict.fromkeys(fault.message for fault in faults))
    return f"it names what was deleted here: {words}" if words else ""


def _off_the_site(
    meant: Collection[Target], files_to_write: list[tuple[ContentFile, Document]], rows: Mapping[Target, models.Model]
) -> dict[Target, str]:
    """The pages that the release means readers to see, and that they will not see here; each with what was done to it."""
    coming = {(file.kind, file.slug): document["status"] for file, document in files_to_write if file.kind in PAGES}
    off = {}
    for name in meant:
        row = rows.get(name)
        if isinstance(row, Entry) and coming.get(name, row.status) != Status.PUBLISHED:
            off[name] = "retired here" if row.status == Status.RETIRED else "taken off the site here"
    return off


def _off_that_it_names(
    file: ContentFile, document: Document, row: models.Model | None, off: Mapping[Target, str]
) -> str:
    """What of it an object names that it did not name before: that is no news, and its words stand already."""
    if not off:
        return ""
    before = parts.pages_named(file.kind, store.document(row)) if row is not None else set()
    named = sorted(parts.pages_named(file.kind, document) & off.keys() - before)
    return "; ".join(f"it names the {kind} {slug!r}, {off[kind, slug]}{_instead(kind, slug)}" for kind, slug in named)


def _instead(kind: str, slug: str) -> str:
    """Where readers are led in the place of a page, in words."""
    moved = renaming.moved_to(kind, slug)
    return f" in favour of the {moved[0]} {moved[1]!r}" if moved else ""


def keep_waiting(file: ContentFile, base: Document | None, trouble: str = "") -> bool:
    """Keep what waits for an editor; says whether it is news, which is named once."""
    row = Waiting.objects.of(file.kind, file.slug).first() or Waiting(kind=file.kind, slug=file.slug, base=base)
    is_news = row.pk is None or row.trouble != trouble or row.release != file.document
    if is_news and row.is_put_away:
        # What was decided was decided about the release before.
        row.is_put_away, row.base, row.at = False, base, timezone.now()
    row.release, row.trouble = file.document, trouble
    if is_news:
        row.save()
    return is_news


def forget_if_taken(kind: str, slug: str, now: Document) -> bool:
    """Let go of what waits where the row says it by now; says whether something waits still."""
    row = Waiting.objects.undecided().of(kind, slug).first()
    if row is None:
        return False
    if clashes_of(row, now):
        return True
    row.delete()
    return False


@transaction.atomic
def put_away(waiting: Waiting) -> None:
    """An editor has decided: the release that it is about asks no more, however often the site starts."""
    waiting.is_put_away = True
    waiting.save(update_fields=["is_put_away"])


def clashes_of(waiting: Waiting, now: Document) -> list[Clash]:
    """The places at which an object and the release still say different things."""
    return merging.merge(waiting.kind, waiting.base, now, waiting.release).clashes


def with_release(waiting: Waiting, now: Document) -> Document:
    """A document with the release's words wherever both say something new, and everything else that an editor wrote."""
    return canonical(
        waiting.kind, merging.merge(waiting.kind, waiting.base, now, waiting.release, prefer_theirs=True).document
    )


def clashing_fields(clashes: list[Clash] | tuple[Clash, ...]) -> str:
    """The fields of clashes, in words."""
    return ", ".join(dict.fromkeys(clash.path[0] for clash in clashes))
