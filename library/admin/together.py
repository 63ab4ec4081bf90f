"""Pages that name each other, published together: the checks see all that is published at once, and not each alone.

Two new pages that link to one another, a routine and its new exercise, a page and the source that it cites, two pages that
exchange their numbers: none of them may go first, so they go in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from library import referable
from library.admin.sheet import DeskSheet
from library.documents import parts, schema, store
from library.documents.schema import Document
from library.markup import Referable


def referable_with(sheets: Iterable[DeskSheet]) -> Referable:
    """What texts may refer to once these are published; one that has not the shape of a page adds nothing."""
    texts = [sheet.text for sheet in sheets]
    documents: dict[tuple[str, str], Document] = {
        (text.kind, text.wanted): text.whole
        for text in texts
        if text.wanted and not schema.shape_faults(text.kind, text.whole)
    }
    return referable.from_documents(documents, referable.from_tables())


def need_the_others(
    sheets: Mapping[str, DeskSheet], refused: Collection[str], may_go: Callable[[str], bool]
) -> frozenset[str]:
    """Of what is refused alone, what may be published because the others are, by their references.

    `may_go` weighs one of them; what it refuses among the others, too, counts for none of them any more.
    """
    left = set(sheets)
    while wanting := left & set(refused):
        with referable.read_once(referable_with(sheets[ref] for ref in left)):
            still = {ref for ref in wanting if not may_go(ref)}
        if not still:
            return frozenset(wanting)
        left -= still
    return frozenset()


def with_what_they_name(sheets: Mapping[str, DeskSheet], joint: Collection[str]) -> frozenset[str]:
    """These, and of the others what they name or cannot do without: pages by name, whatever is new, and pages whose
    number one of these takes over."""
    texts = {ref: sheet.text for ref, sheet in sheets.items()}
    named = {target for ref in joint for target in parts.pages_named(texts[ref].kind, texts[ref].whole)}
    taken = {(texts[ref].kind, texts[ref].document.get("number")) for ref in joint}
    beside = {
        ref
        for ref, text in texts.items()
        if (text.kind, text.wanted) in named
        or sheets[ref].row is None
        or (text.kind, getattr(sheets[ref].row, "number", None)) in taken - {(text.kind, None)}
    }
    return frozenset({*joint, *beside}) if joint else frozenset()


def write_new(sheets: Iterable[DeskSheet]) -> None:
    """Make the rows of what is new, without their children: each can be named by the others then."""
    for sheet in sheets:
        if sheet.row is None:
            store.write_own(sheet.text.kind, sheet.text.wanted, sheet.text.whole, position=sheet.text.place)
