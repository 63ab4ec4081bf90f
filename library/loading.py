"""Seeding the tables from content files. (library/exporting.py writes them back.)

A release brings content files. Rows that nobody touched follow them; rows that an editor changed take what does not clash
(library/releases.py), and the rest waits for an editor; what an editor deleted stays deleted. What went with a table
(`roll_back`) comes again.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, models, transaction

from library import protection, publishing, releases, renaming, rerendering
from library.documents import files, former, schema, store
from library.documents.files import CONTENT, ContentFile
from library.documents.schema import KINDS, PAGES, Document
from library.markup import Referable
from library.models import Revision, Seed, Status, Waiting
from library.pictures.storing import keep_picture, pictures_in
from library.release_faults import Name, check_release, lacking_pictures, pages_that_stay
from library.releases import Taking
from library.writers import only_writer

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
    taken: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    troubled: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    same: int = 0
    rendered: int = 0

    def lines(self) -> Iterator[str]:
        """The report in words, one line each; one line when nothing was to be done."""
        if not (self.made or self.changed or self.retired or self.taken or self.rendered):
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
        if self.taken:
            yield f"Changed by an editor, and with the release where that clashes with nothing: {', '.join(self.taken)}."
        if self.waiting:
            yield f"Changed here and by the release; waits for an editor at the desk: {', '.join(self.waiting)}."
        for trouble in self.troubled:
            yield f"Left as it was: {trouble}."
        if self.left:
            yield f"Changed by an editor and left alone: {', '.join(self.left)}."
        if self.gone:
            yield f"Deleted by an editor and not brought back: {', '.join(self.gone)}."


def seed(folder: Path = CONTENT) -> Report:
    """Bring the tables up to the content files.

    Raises ContentError listing every fault by file, line and field; then nothing was written. What the site itself leans
    on and a page of the release lacks is no such fault: that page stays as it is, and waits for an editor.
    """
    found = renaming.as_called_here(files.read_all(folder))
    pictures, faults = pictures_in(folder)
    refused = pages_that_stay(found)
    around = check_release(found, refused, [*faults, *lacking_pictures(found, pictures)])
    with only_writer():
        for picture in pictures.values():
            keep_picture(picture)
        report = _write(found, refused, around)
        code = _code_digest()
        stale = Seed.objects.filter(kind="rendering", slug=ALL, digest=code).count() == 0
        is_new = bool(report.made or report.changed or report.retired or report.taken or stale)
        if is_new:
            rerendering.mark_all()
            Seed.objects.update_or_create(kind="rendering", slug=ALL, defaults={"digest": code})
    rendered = publishing.catch_up()
    report.rendered = rendered if is_new else 0
    return report


def _write(found: list[ContentFile], refused: Mapping[Name, str], around: Referable) -> Report:
    report = Report()
    seeds = {(seed.kind, seed.slug): seed for seed in Seed.objects.all()}
    rows = {kind: {store.slug_of(obj): obj for obj in store.rows(kind)} for kind in KINDS}
    by_kind: dict[str, list[ContentFile]] = defaultdict(list)
    for file in found:
        by_kind[file.kind].append(file)
    wanted: list[tuple[ContentFile, Document]] = []
    places: dict[tuple[str, str], int] = {}
    takings: dict[Name, Taking] = {}
    for kind in KINDS:
        for position, file in enumerate(by_kind[kind], start=1):
            row, seeded = rows[kind].get(file.slug), seeds.get((kind, file.slug))
            document = _wanted(file, row, seeded, around, report, takings)
            if document is not None and (stays := _why_it_stays(file, document, row, refused)):
                _left(file, stays, report, releases.base_of(seeded))
            elif document is not None:
                wanted.append((file, document))
                # What an editor put elsewhere in its list stays there.
                places[kind, file.slug] = 0 if f"{kind} {file.slug}" in report.taken else position
    here = {(kind, slug): row for kind, there in rows.items() for slug, row in there.items()}
    lacking = releases.lacking(found, wanted, around, here)
    for file, _ in wanted:
        if words := lacking.get((file.kind, file.slug)):
            _left(file, words, report, releases.base_of(seeds.get((file.kind, file.slug))))
    possible = [(file, document) for file, document in wanted if (file.kind, file.slug) not in lacking]
    # Rows first, children afterwards: exercises lead to each other.
    own = [(file, document) for file, document in possible if _wrote_own(file, document, places, report)]
    for file, document in own:
        if _wrote_children(file, document, rows[file.kind].get(file.slug), report):
            _remember(file, document)
            if taking := takings.get((file.kind, file.slug)):
                _let_clashes_wait(file, taking, document, report)
    made_without = [name for name in refused if f"{name[0]} {name[1]}" in report.made]
    report.troubled += [
        f"{kind} {slug}: it is new and stands as it came, but {refused[kind, slug]}" for kind, slug in made_without
    ]
    _retire_dropped(found, rows, seeds, report)
    return report


def _why_it_stays(file: ContentFile, document: Document, row: Any, refused: Mapping[Name, str]) -> str:
    """Why a page that is here stays as it is, whatever the release says; empty where nothing is in the way."""
    if row is None or file.kind not in PAGES:
        return ""
    stays = protection.why_it_stays(file.kind, file.slug)
    if stays and document["status"] != row.status != Status.RETIRED:
        return f"the release takes it off the site, but {stays}"
    # What was brought together with an editor's words was asked already (releases.taking).
    return refused.get((file.kind, file.slug), "") if document is file.document else ""


# What a row in trouble raises: it stays as it was, and the others go on.
TROUBLE = (DatabaseError, ObjectDoesNotExist, ArithmeticError, LookupError, TypeError, ValueError)


def _wrote_own(file: ContentFile, document: Document, places: dict[tuple[str, str], int], report: Report) -> bool:
    try:
        with transaction.atomic():
            store.write_own(file.kind, file.slug, document, places[file.kind, file.slug])
    except TROUBLE as error:
        _left(file, f"it could not be written ({type(error).__name__})", report)
        return False
    return True


def _wrote_children(file: ContentFile, document: Document, before: Any, report: Report) -> bool:
    row: Any = store.find(file.kind, file.slug)
    try:
        with transaction.atomic():
            store.write_children(row, document)
    except TROUBLE as error:
        if before is None:
            row.delete()
        else:
            # Its children are prefetched as they were, and stand in the tables still.
            store.write_own(file.kind, file.slug, store.document(before))
        _left(file, f"what stands below it could not be written ({type(error).__name__})", report)
        return False
    return True


def _left(file: ContentFile, words: str, report: Report, base: Document | None = None) -> None:
    """An object stays as it was, waits for an editor, and is named once. `base` is what was seeded of it last."""
    name = f"{file.kind} {file.slug}"
    for names in (report.made, report.changed, report.taken):
        if name in names:
            names.remove(name)
    if releases.keep_waiting(file, base, words):
        report.troubled.append(f"{name}: {words}")


def _wanted(
    file: ContentFile,
    row: models.Model | None,
    seeded: Seed | None,
    around: Referable,
    report: Report,
    takings: dict[Name, Taking],
) -> Document | None:
    """What is to be written of a file of the release; None for nothing. What was brought together with an editor's words is
    noted in `takings`, too."""
    name = f"{file.kind} {file.slug}"
    new = files.digest(file.kind, file.document)
    if row is None:
        is_deleted = seeded is not None and Revision.objects.of(file.kind, file.slug).last_words().exists()
        (report.gone if is_deleted else report.made).append(name)
        return None if is_deleted else file.document
    now = store.document(row)
    if files.digest(file.kind, now) == new:
        report.same += 1
        Waiting.objects.of(file.kind, file.slug).delete()
        if seeded is None or seeded.digest != new or seeded.document is None:
            _seeded(file)
        return None
    if seeded is not None and _is_untouched(seeded, row):
        report.changed.append(name)
        return file.document
    taking = releases.taking(file, row, seeded, around)
    if taking.write is not None:
        # Whether it can be written is known once it was tried; until then its clashes are no news.
        takings[file.kind, file.slug] = taking
        report.taken.append(name)
        return taking.write
    _leave_to_the_editor(file, row, seeded, taking, report)
    return None


def _leave_to_the_editor(
    file: ContentFile, row: models.Model, seeded: Seed | None, taking: Taking, report: Report
) -> None:
    """An object that an editor changed takes nothing of the release; what clashes waits."""
    if taking.is_old:
        # It may have gone back to that, from something that could not be written.
        Waiting.objects.of(file.kind, file.slug).exclude(trouble="").delete()
        if seeded is not None and seeded.document is None:
            _seeded(file)
        report.left.append(f"{file.kind} {file.slug}")
        return
    if taking.trouble:
        _left(file, taking.trouble, report, taking.base)
        return
    _let_clashes_wait(file, taking, store.document(row), report)
    if taking.base is not None:
        _seeded(file)


def _let_clashes_wait(file: ContentFile, taking: Taking, now: Document, report: Report) -> None:
    """What clashes waits for an editor, and is named once. `now` is what the object says from now on."""
    waits = Waiting.objects.undecided().of(file.kind, file.slug).exists()
    is_news = releases.keep_waiting(file, taking.base) if taking.clashes or waits else False
    # A release that went back to what it said before asks nothing any more.
    still = releases.forget_if_taken(file.kind, file.slug, now)
    if is_news and still and taking.clashes:
        report.waiting.append(f"{file.kind} {file.slug} ({releases.clashing_fields(taking.clashes)})")


def _is_untouched(seeded: Seed, row: models.Model) -> bool:
    """Whether a row is as a release left it, in today's form of the documents or in an earlier one.

    A release with other fields than this one, older or newer (`roll_back`), left a hash that nothing here gives again, and a
    row that the tables' way here has changed. Then its history says whether an editor ever published it.
    """
    document = store.document(row)
    old = former.per_side(document)
    if seeded.digest in (
        files.digest(seeded.kind, document),
        files.digest(seeded.kind, old) if old is not None else "",
    ):
        return True
    if seeded.document is not None and not schema.shape_faults(seeded.kind, seeded.document):
        return False
    actions = set(Revision.objects.of(seeded.kind, seeded.slug).published().values_list("action", flat=True))
    return actions == {Revision.Action.SEEDED}


def _seeded(file: ContentFile) -> None:
    """Keep what a release says of an object, for the next one to compare with."""
    Seed.objects.update_or_create(
        kind=file.kind,
        slug=file.slug,
        defaults={"digest": files.digest(file.kind, file.document), "document": file.document},
    )


def _remember(file: ContentFile, document: Document) -> None:
    _seeded(file)
    if document is file.document:
        Waiting.objects.of(file.kind, file.slug).delete()
    Revision.objects.create(kind=file.kind, slug=file.slug, document=document, action=Revision.Action.SEEDED)


def _retire_dropped(
    found: list[ContentFile], rows: dict[str, dict[str, Any]], seeds: dict[tuple[str, str], Seed], report: Report
) -> None:
    """Retire pages whose file a release dropped, if nobody touched them."""
    present = {(file.kind, file.slug) for file in found}
    for (kind, slug), seeded in seeds.items():
        row = rows.get(kind, {}).get(slug)
        if kind not in PAGES or row is None or (kind, slug) in present or row.status == Status.RETIRED:
            continue
        if words := protection.why_it_stays(kind, slug):
            was = seeded.document or store.document(row)
            dropped = ContentFile(kind, slug, files.file_name(kind, slug), was, {})
            _left(dropped, f"the release has no file of it, but {words}", report, was)
        elif _is_untouched(seeded, row):
            row.status = Status.RETIRED.value
            row.save(update_fields=["status"])
            document = store.document(row)
            Seed.objects.filter(pk=seeded.pk).update(digest=files.digest(kind, document), document=document)
            report.retired.append(f"{kind} {slug}")


def _code_digest() -> str:
    sha = hashlib.sha256()
    for pattern in RENDERING_CODE:
        for path in sorted(HERE.glob(pattern)):
            sha.update(path.read_bytes())
    return sha.hexdigest()
