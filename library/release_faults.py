"""What is wrong with a release of content as a whole: what its texts refer to, its drawings, its pictures, what the site leans on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from library import figures, proofing, referable
from library.documents.faults import Fault
from library.documents.files import ContentError, ContentFile
from library.documents.schema import Document
from library.markup import Referable
from library.pictures.storing import lacks_picture

# Kind and slug.
Name = tuple[str, str]


def lacking_pictures(found: list[ContentFile], pictures: Iterable[str]) -> Iterator[str]:
    """Exercises whose picture comes neither with the release nor is here."""
    for file in found:
        if lacks_picture(file.document, pictures):
            yield file.place(Fault(("picture",), "there is no such picture beside the content"))


def pages_that_stay(found: list[ContentFile]) -> dict[Name, str]:
    """Pages of a release that lack what the site itself leans on, each with the words for it. They stay as they are."""
    refused = {}
    for file in found:
        if faults := proofing.leaned_on_faults(file.kind, file.slug, file.document):
            refused[file.kind, file.slug] = "; ".join(fault.message for fault in faults)
    return refused


def check_release(found: list[ContentFile], refused: Iterable[Name], more: list[str]) -> Referable:
    """What texts may refer to with a release in place. Raises ContentError with every fault of the release, and more that was found."""
    documents: dict[Name, Document] = {(file.kind, file.slug): file.document for file in found}
    now = referable.from_tables()
    # An editor's own routine or number is no reason to refuse a release: only those that come with it are asked.
    surroundings = referable.from_documents(documents, replace(now, uses={}, numbers={}))
    # A page that stays keeps its parts, and other pages of the release may lead to the new ones.
    kept = {name: surroundings.anchors[name] | now.anchors.get(name, frozenset()) for name in refused}
    surroundings = replace(surroundings, anchors={**surroundings.anchors, **kept})
    faults = [
        file.place(fault)
        for file in found
        # What stays as it is anyway is in nobody's way.
        if not ((file.kind, file.slug) in refused and (file.kind, file.slug) in now.known)
        for fault in (
            *proofing.own_faults(file.kind, file.slug, file.document, surroundings),
            *proofing.clock_faults(file.kind, file.document),
        )
    ]
    faults += [*_pose_faults(documents), *more]
    if faults:
        raise ContentError(faults)
    return surroundings


def _pose_faults(documents: dict[tuple[str, str], Document]) -> Iterator[str]:
    """What is wrong with the drawings of the exercises, each by file, joint and reason."""
    for kind, slug in documents:
        if kind == "exercise" and figures.has_pose(slug):
            try:
                figures.figure(slug)
            except figures.PoseError as error:
                yield f"poses/{error}"
