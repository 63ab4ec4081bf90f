"""Seeding the tables from content files, and writing them back.

A release brings content files. Rows that nobody touched follow them; rows that an editor changed are listed and left;
what an editor deleted stays deleted.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db import models, transaction

from library import figures, proofing, publishing, renaming, rendering, world
from library.documents import files, former, store
from library.documents.files import CONTENT, ContentError, ContentFile
from library.documents.schema import KINDS, LISTS, PAGES, Document
from library.models import Revision, Seed, Status

HERE = Path(__file__).resolve().parent
# What the HTML of a document is made with: when it changes, every page is rendered again at the next start. All of the
# library's code, and not a list of its parts: a label, an address or a reading time stands on pages, too.
RENDERING_CODE = (
    "**/*.py",
    "content/poses/*.yaml",
    "../templates/library/parts/*.html",
    "../requirements.txt",
)
ALL = "all"


@dataclass
class Report:
    """What a seeding did, by name of the objects (`exercise toe-walk`)."""

    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    same: int = 0
    rendered: int = 0

    def lines(self) -> Iterator[str]:
        """The report in words, one line each; one line when nothing was to be done."""
        if not (self.made or self.changed or self.retired or self.rendered):
            yield f"The guide is up to date ({self.same} objects)."
        for names, words in (
            (self.made, "made"),
            (self.changed, "changed with the release"),
            (self.retired, "retired with the release"),
        ):
            if names:
                yield f"{len(names)} {words}."
        if self.rendered:
            yield f"{self.rendered} pages rendered."
        if self.left:
            yield f"Changed by an editor and left alone: {', '.join(self.left)}."
        if self.gone:
            yield f"Deleted by an editor and not brought back: {', '.join(self.gone)}."


def seed(folder: Path = CONTENT) -> Report:
    """Bring the tables up to the content files.

    Raises ContentError listing every fault by file, line and field; then nothing was written.
    """
    found = renaming.as_called_here(files.read_all(folder))
    _check(found)
    with transaction.atomic():
        report = _write(found)
        code = _code_digest()
        stale = Seed.objects.filter(kind="rendering", slug=ALL, digest=code).count() == 0
        if report.made or report.changed or report.retired or stale:
            report.rendered = rendering.render_all(publishing.every_entry(), world.current())
            Seed.objects.update_or_create(kind="rendering", slug=ALL, defaults={"digest": code})
            publishing.begin_version()
    return report


def export(folder: Path) -> list[str]:
    """Write every object to its content file below a folder; returns the names of the files that changed.

    Raises ValueError when the tables are empty: that export would delete every file.
    """
    if not Seed.objects.exists():
        raise ValueError("the tables hold no guide yet")
    texts: dict[str, str] = {}
    for kind in KINDS:
        documents = {store.slug_of(obj): store.document(obj) for obj in store.rows(kind)}
        if kind in LISTS:
            texts[files.LIST_FILES[kind]] = files.list_text(kind, list(documents.values()))
        else:
            texts |= {
                files.file_name(kind, slug): files.page_text(kind, document) for slug, document in documents.items()
            }
    changed = []
    for name, text in texts.items():
        path = folder / name
        if not text and not path.exists():
            continue
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(name)
    for subfolder in files.FOLDERS.values():
        for path in (folder / subfolder).glob("*.md"):
            if f"{subfolder}/{path.name}" not in texts:
                path.unlink()
                changed.append(f"{subfolder}/{path.name}")
    return sorted(changed)


def _check(found: list[ContentFile]) -> None:
    documents: dict[tuple[str, str], Document] = {(file.kind, file.slug): file.document for file in found}
    # An editor's own routine is no reason to refuse a release: only those that come with it are asked.
    surroundings = proofing.world_of(documents, replace(world.current(), uses={}))
    faults = [
        file.place(fault)
        for file in found
        for fault in (
            *proofing.faults(file.kind, file.slug, file.document, surroundings),
            *proofing.clock_faults(file.kind, file.document),
        )
    ]
    faults += _pose_faults(documents)
    if faults:
        raise ContentError(faults)


def _pose_faults(documents: dict[tuple[str, str], Document]) -> Iterator[str]:
    """What is wrong with the drawings of the exercises, each by file, joint and reason."""
    for kind, slug in documents:
        if kind == "exercise" and figures.has_pose(slug):
            try:
                figures.figure(slug)
            except figures.PoseError as error:
                yield f"poses/{error}"


def _write(found: list[ContentFile]) -> Report:
    report = Report()
    seeds = {(seed.kind, seed.slug): seed for seed in Seed.objects.all()}
    rows = {kind: {store.slug_of(obj): obj for obj in store.rows(kind)} for kind in KINDS}
    by_kind: dict[str, list[ContentFile]] = defaultdict(list)
    for file in found:
        by_kind[file.kind].append(file)
    to_write: list[ContentFile] = []
    for kind in KINDS:
        to_write += [
            file
            for file in by_kind[kind]
            if _wants_writing(file, rows[kind].get(file.slug), seeds.get((kind, file.slug)), report)
        ]
    # Rows first, children afterwards: exercises lead to each other.
    written = []
    for file in to_write:
        position = by_kind[file.kind].index(file) + 1
        written.append((store.write_own(file.kind, file.slug, file.document, position), file))
    for obj, file in written:
        store.write_children(obj, file.document)
    for _, file in written:
        _remember(file)
    _retire_dropped(found, rows, seeds, report)
    return report


def _wants_writing(file: ContentFile, row: models.Model | None, seeded: Seed | None, report: Report) -> bool:
    name = f"{file.kind} {file.slug}"
    new = files.digest(file.kind, file.document)
    if row is None:
        (report.gone if seeded else report.made).append(name)
        return seeded is None
    now = files.digest(file.kind, store.document(row))
    if now == new:
        report.same += 1
        if seeded is None or seeded.digest != new:
            Seed.objects.update_or_create(kind=file.kind, slug=file.slug, defaults={"digest": new})
        return False
    if seeded is None or not _is_untouched(seeded, row):
        report.left.append(name)
        return False
    report.changed.append(name)
    return True


def _is_untouched(seeded: Seed, row: models.Model) -> bool:
    """Whether a row is as a release left it, in today's form of the documents or in an earlier one."""
    document = store.document(row)
    old = former.per_side(document)
    return seeded.digest in (
        files.digest(seeded.kind, document),
        files.digest(seeded.kind, old) if old is not None else "",
    )


def _remember(file: ContentFile) -> None:
    Seed.objects.update_or_create(
        kind=file.kind, slug=file.slug, defaults={"digest": files.digest(file.kind, file.document)}
    )
    Revision.objects.create(kind=file.kind, slug=file.slug, document=file.document, action=Revision.Action.SEEDED)


def _retire_dropped(
    found: list[ContentFile], rows: dict[str, dict[str, Any]], seeds: dict[tuple[str, str], Seed], report: Report
) -> None:
    """Retire pages whose file a release dropped, if nobody touched them."""
    present = {(file.kind, file.slug) for file in found}
    for (kind, slug), seeded in seeds.items():
        row = rows.get(kind, {}).get(slug)
        if kind not in PAGES or row is None or (kind, slug) in present or row.status == Status.RETIRED:
            continue
        if _is_untouched(seeded, row):
            row.status = Status.RETIRED.value
            row.save(update_fields=["status"])
            Seed.objects.filter(pk=seeded.pk).update(digest=files.digest(kind, store.document(row)))
            report.retired.append(f"{kind} {slug}")


def _code_digest() -> str:
    sha = hashlib.sha256()
    for pattern in RENDERING_CODE:
        for path in sorted(HERE.glob(pattern)):
            sha.update(path.read_bytes())
    return sha.hexdigest()
