"""The guide written back to content files, as a diff that can be read and committed."""

from __future__ import annotations

from pathlib import Path

from library import releases, renaming
from library.documents import files, schema, store
from library.documents.files import ContentError
from library.documents.schema import KINDS, LISTS
from library.models import Exercise, Revision, Seed, Waiting
from library.pictures.storing import write_pictures


def export_guide(folder: Path) -> list[str]:
    """Write every object to its content file below a folder; returns the names of the files that changed.

    Where an editor has not said yet which words stand, the release's are written, and not the old ones over them.
    Raises ValueError when the tables are empty, which would delete every file, and when a file holds words that were never
    seeded, which would be lost.
    """
    if not Seed.objects.exists():
        raise ValueError("the tables hold no guide yet")
    if unseeded := _unseeded(folder):
        raise ValueError(f"these files hold words that were not seeded yet: {', '.join(unseeded)}")
    texts = _texts()
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
    named = {*Exercise.objects.exclude(picture="").values_list("picture", flat=True)}
    named |= {one.release.get("picture", "") for one in Waiting.objects.filter(kind="exercise")}
    changed += write_pictures(folder, named)
    return sorted(changed)


def _texts() -> dict[str, str]:
    """The guide as files: name to text."""
    waiting = {(one.kind, one.slug): one for one in Waiting.objects.undecided()}
    texts: dict[str, str] = {}
    for kind in KINDS:
        documents = {store.slug_of(obj): store.document(obj) for obj in store.rows(kind)}
        for (of, slug), one in waiting.items():
            if of == kind:
                documents[slug] = releases.with_release(one, documents.get(slug, one.release))
        if kind in LISTS:
            texts[files.LIST_FILES[kind]] = files.list_text(kind, list(documents.values()))
        else:
            texts |= {
                files.file_name(kind, slug): files.page_text(kind, document) for slug, document in documents.items()
            }
    return texts


def _unseeded(folder: Path) -> list[str]:
    """The files with words that the tables never held: a release that is not seeded yet, or somebody's work."""
    try:
        found = renaming.as_called_here(files.read_all(folder))
    except ContentError:
        return []
    known = {(seed.kind, seed.slug): {seed.digest} for seed in Seed.objects.all()}
    names = []
    for file in found:
        digest = files.digest(file.kind, file.document)
        if digest in known.get((file.kind, file.slug), ()):
            continue
        row = store.find(file.kind, file.slug)
        states = [*Revision.objects.of(file.kind, file.slug), *Waiting.objects.of(file.kind, file.slug)]
        documents = [one.document if isinstance(one, Revision) else one.release for one in states]
        documents += [store.document(row)] if row is not None else []
        if not any(
            digest == files.digest(file.kind, one) for one in documents if not schema.shape_faults(file.kind, one)
        ):
            names.append(file.name)
    return list(dict.fromkeys(names))
