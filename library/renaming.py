"""A page that is called otherwise from now on: the old address leads to it, and every text that names it follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import models

from library import figures, protection, rerendering
from library.documents import files, store
from library.documents.files import ContentFile
from library.documents.schema import LISTS, PAGES, Document
from library.models import Draft, Moved, Revision, Seed, Waiting
from library.models.entry import Entry
from library.writers import only_writer

if TYPE_CHECKING:
    from ankles.accounts.models import User

# Where a document names another object by its name alone: the key, and the kind it names.
NAMES = {"exercise": "exercise", "to": "exercise", "programme": "routine"}
# Kind and name before, to name now.
Renamed = dict[tuple[str, str], str]


def why_not(kind: str, name: str) -> str:
    """Why a page keeps its address, in words; empty where it may have another."""
    if words := protection.why_it_stays(kind, name):
        return words
    if kind == "exercise" and figures.has_pose(name):
        return f"its drawing is filed under {name!r}, so the address stays"
    if kind == "issue" and f"issue-{name}" in figures.PLATES:
        return f"its drawing is filed under {name!r}, so the address stays"
    return ""


@only_writer()
def rename(kind: str, old: str, new: str, by: User | None) -> None:
    """Call an object otherwise. Its history, its draft and what a release seeded follow; so do the texts that name it.

    Raises StaysError for a page that the site itself leads to.
    """
    protection.ask_whether_it_may_go(kind, old)
    before = {(store.kind_of(row), store.slug_of(row)): store.document(row) for row in _every_row()}
    name = LISTS.get(kind, "slug")
    lookup = {name: old} | ({"kind": kind} if kind in ("chapter", "issue") else {})
    store.MODELS[kind]._default_manager.filter(**lookup).update(**{name: new})
    Revision.objects.filter(kind=kind, slug=old).update(slug=new)
    Draft.objects.filter(kind=kind, name=old, slug=old).update(slug=new)
    Draft.objects.filter(kind=kind, name=old).update(name=new)
    Seed.objects.filter(kind=kind, slug=new).delete()
    Seed.objects.filter(kind=kind, slug=old).update(slug=new)
    Waiting.objects.filter(kind=kind, slug=old).update(slug=new)
    Moved.objects.filter(kind=kind, slug=new).delete()
    Moved.objects.filter(to_kind=kind, to_slug=old).update(to_slug=new)
    Moved.objects.create(kind=kind, slug=old, to_kind=kind, to_slug=new, is_renamed=True)
    if kind not in PAGES:
        return
    for (other, slug), document in before.items():
        followed = following(other, document, {(kind, old): new})
        if followed != document:
            called = new if (other, slug) == (kind, old) else slug
            _write(other, called, document, followed, by)
    for draft in Draft.objects.all():
        draft.document, draft.base = (
            following(draft.kind, one, {(kind, old): new}) if one else one for one in (draft.document, draft.base)
        )
        draft.save(update_fields=["document", "base"])
    # What was seeded and what waits of a release is compared with texts that follow: it follows, too.
    for seed in Seed.objects.filter(document__isnull=False):
        seed.document = following(seed.kind, seed.document, {(kind, old): new})
        seed.save(update_fields=["document"])
    for waiting in Waiting.objects.all():
        waiting.release, waiting.base = (
            following(waiting.kind, one, {(kind, old): new}) if one else one for one in (waiting.release, waiting.base)
        )
        waiting.save(update_fields=["release", "base"])


def _write(kind: str, name: str, old: Document, new: Document, by: User | None) -> None:
    """Write a text that follows, and keep in mind that nobody changed what it says."""
    edited = getattr(store.find(kind, name), "edited_at", None)
    row = store.write(kind, name, new)
    if edited:
        type(row)._default_manager.filter(pk=row.pk).update(edited_at=edited)
    if isinstance(row, Entry):
        rerendering.mark([row])  # its links have another address
    Seed.objects.filter(kind=kind, slug=name, digest=files.digest(kind, old)).update(
        digest=files.digest(kind, new), document=new
    )
    Revision.objects.create(kind=kind, slug=name, document=new, action=Revision.Action.SAVED, by=by)


def _every_row() -> Iterator[models.Model]:
    for kind in (*PAGES, "area", "term"):
        yield from store.rows(kind)


def moved_to(kind: str, slug: str) -> tuple[str, str] | None:
    """Kind and slug of the page to which an address leads now, as long as readers see it; None when it leads nowhere.

    A page that was replaced by one that was replaced leads to the last of them; a circle leads nowhere.
    """
    seen = {(kind, slug)}
    while moved := Moved.objects.filter(kind=kind, slug=slug).first():
        kind, slug = moved.to_kind, moved.to_slug
        if store.published(kind).filter(slug=slug).exists():
            return kind, slug
        if (kind, slug) in seen:
            return None
        seen.add((kind, slug))
    return None


def now_called(kind: str, name: str) -> str:
    """What an object that a release knows by a name is called here."""
    found = Moved.objects.filter(kind=kind, slug=name, is_renamed=True).values_list("to_slug", flat=True).first()
    return found or name


def as_called_now(kind: str, document: Document) -> Document:
    """A document, which may be unfinished, with the names that its pages have now."""
    renamed = _renamed()
    return following(kind, document, renamed) if renamed else document


def names_before(kind: str) -> dict[str, str]:
    """What objects of a kind were called before they were renamed, each with what it is called now."""
    return {name: now for (of, name), now in _renamed().items() if of == kind}


def as_called_here(found: Iterable[ContentFile]) -> list[ContentFile]:
    """The files of a release with the names that their objects have here, in their texts, too."""
    renamed = _renamed()
    if not renamed:
        return list(found)
    return [_file_called(file, renamed) for file in found]


def _file_called(file: ContentFile, renamed: Renamed) -> ContentFile:
    document = following(file.kind, file.document, renamed)
    name = renamed.get((file.kind, file.slug), file.slug)
    if file.kind in LISTS and name != file.slug:
        document = document | {LISTS[file.kind]: name}
    return replace(file, slug=name, document=document)


def _renamed() -> Renamed:
    rows = Moved.objects.filter(is_renamed=True).values_list("kind", "slug", "to_slug")
    return {(kind, slug): to for kind, slug, to in rows}


def following(kind: str, document: Document, renamed: Renamed) -> Document:
    """A document whose links and names say what pages are called now."""
    follower = NewNames(renamed)
    return {key: follower.part(kind, key, value) for key, value in document.items()}


class NewNames:
    """Walks through a document, which may be unfinished, and calls everything in it as it is called now."""

    def __init__(self, renamed: Renamed) -> None:
        self.renamed = renamed
        self.needles = [
            (f"({of}:{old}{end}", f"({of}:{new}{end}") for (of, old), new in renamed.items() for end in (")", "#")
        ]

    def part(self, kind: str, key: str, value: Any) -> Any:
        """One key of a mapping."""
        if key in NAMES and isinstance(value, str):
            return self.named(NAMES[key], value)
        if key == "exercises" and isinstance(value, list):
            return [self.named("exercise", one) if isinstance(one, str) else self.walk(kind, one) for one in value]
        if key == "issues" and kind == "area" and isinstance(value, list):
            return [self.candidates(one) for one in value]
        if key == "see" and isinstance(value, str):
            return self.text(f"({value})")[1:-1]
        return self.walk(kind, value)

    def walk(self, kind: str, value: Any) -> Any:
        """Anything below."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.walk(kind, one) for one in value]
        if isinstance(value, dict):
            return {key: self.part(kind, str(key), one) for key, one in value.items()}
        return value

    def candidates(self, line: Any) -> Any:
        """A page and what it feels like at a place."""
        if not isinstance(line, dict):
            return line
        return {self.named("issue", slug): self.walk("area", words) for slug, words in line.items()}

    def named(self, of: str, name: str) -> str:
        """What an object is called now."""
        return self.renamed.get((of, name), name)

    def text(self, words: str) -> str:
        """A text with its links."""
        for old, new in self.needles:
            words = words.replace(old, new)
        return words
