"""Content files: front matter and Markdown in, the same out, byte for byte.

There is one canonical writer: seeding a file and exporting it again changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from library.documents import schema, value_checks
from library.documents.faults import Fault, FieldPath
from library.documents.schema import LISTS, PAGES, SCHEMAS, Document

CONTENT = Path(__file__).resolve().parent.parent / "content"
FOLDERS = {"chapter": "chapters", "issue": "issues", "exercise": "exercises", "routine": "routines"}
LIST_FILES = {
    "area": "areas.yaml",
    "source": "sources.yaml",
    "warning": "warnings.yaml",
    "term": "glossary.yaml",
    "synonym": "synonyms.yaml",
}


class ContentError(Exception):
    """Faults in content files; the message lists them, one to a line: file, line, field, what."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class ContentFile:
    """One document as it stood in a file, with the line where each of its parts begins."""

    kind: str
    slug: str
    name: str
    document: Document
    lines: Mapping[FieldPath, int]

    def place(self, fault: Fault) -> str:
        """File, line and field of a fault, in words."""
        path = fault.path
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}, line {self.lines.get(path, 1)}, {fault.field}: {fault.message}"


def read_all(folder: Path = CONTENT) -> list[ContentFile]:
    """Read every content file below a folder.

    Raises ContentError with every fault of shape in every file, so that one run shows them all.
    """
    found: list[ContentFile] = []
    faults: list[str] = []
    for kind, name in LIST_FILES.items():
        if (folder / name).exists():
            _collect(found, faults, _read_list(kind, folder / name, name))
    for kind, subfolder in FOLDERS.items():
        for path in sorted((folder / subfolder).glob("*.md")):
            _collect(found, faults, _read_page(kind, path, f"{subfolder}/{path.name}"))
    if faults:
        raise ContentError(faults)
    return found


def _collect(found: list[ContentFile], faults: list[str], entries: Iterator[ContentFile | str]) -> None:
    for entry in entries:
        if isinstance(entry, str):
            faults.append(entry)
            continue
        wrong = [entry.place(fault) for fault in schema.shape_faults(entry.kind, entry.document)]
        faults.extend(wrong)
        if not wrong:
            found.append(entry)


def parse_page(kind: str, slug: str, text: str, name: str) -> ContentFile:
    """Read the text of one page's file. Raises ContentError when it has no proper front matter."""
    if not text.startswith("---\n") or "\n---\n" not in text[4:]:
        raise ContentError([f"{name}, line 1, file: begin with front matter between two lines of '---'"])
    front, _, body = text[4:].partition("\n---\n")
    document, lines = _load(front + "\n", name, first_line=2)
    if not isinstance(document, dict):
        raise ContentError([f"{name}, line 2, file: the front matter holds no keys"])
    document["body"] = body.strip("\n")
    lines[("body",)] = front.count("\n") + 4
    return ContentFile(kind=kind, slug=slug, name=name, document=document, lines=lines)


def _read_page(kind: str, path: Path, name: str) -> Iterator[ContentFile | str]:
    try:
        yield parse_page(kind, path.stem, _text_of(path, name), name)
    except ContentError as error:
        yield from error.faults
    if not value_checks.SLUG.fullmatch(path.stem):
        yield f"{name}, line 1, file: the file's name is no address ending"


def _read_list(kind: str, path: Path, name: str) -> Iterator[ContentFile | str]:
    try:
        entries, lines = _load(_text_of(path, name), name, first_line=1)
    except ContentError as error:
        yield from error.faults
        return
    if entries is None:  # an empty file, as the export writes it when the last entry was deleted
        return
    if not isinstance(entries, list):
        yield f"{name}, line 1, file: write a list"
        return
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        own = {path[1:]: at for path, at in lines.items() if path[:1] == (index,)}
        at = lines.get((index,), 1)
        if not isinstance(entry, dict) or not isinstance(entry.get(LISTS[kind]), str):
            yield f"{name}, line {at}, {LISTS[kind]}: missing"
            continue
        slug = entry[LISTS[kind]]
        if slug in seen:
            yield f"{name}, line {at}, {LISTS[kind]}: {slug!r} stands here twice"
        seen.add(slug)
        yield ContentFile(kind=kind, slug=slug, name=name, document=entry, lines=own)


def _text_of(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError([f"{name}, line 1, file: byte {error.start + 1} is no UTF-8 text"]) from error


def _load(text: str, name: str, first_line: int) -> tuple[Any, dict[FieldPath, int]]:
    """Load YAML with the line of every part. Raises ContentError at the line where it cannot be read."""
    try:
        # Read once for both, as every start reads the whole guide. (The C parser names a fault a line later, and lets tabs in.)
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        value = None if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + first_line
        problem = getattr(error, "problem", None) or "cannot be read"
        raise ContentError([f"{name}, line {line}, file: {problem}"]) from error
    lines: dict[FieldPath, int] = {}
    if node is not None:
        _note_lines(node, (), first_line, lines, name)
    return _plain(value), lines


def _note_lines(node: yaml.Node, path: FieldPath, first_line: int, lines: dict[FieldPath, int], name: str) -> None:
    lines.setdefault(path, node.start_mark.line + first_line)
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            here, line = (*path, key.value), key.start_mark.line + first_line
            if here in lines:
                raise ContentError([f"{name}, line {line}, {Fault(here, '').field}: stands here twice"])
            lines[here] = line
            _note_lines(child, here, first_line, lines, name)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            lines[(*path, index)] = child.start_mark.line + first_line
            _note_lines(child, (*path, index), first_line, lines, name)


def _plain(value: Any) -> Any:
    """The value as JSON can hold it: dates become text."""
    if isinstance(value, dict):
        return {str(key): _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value


# --- The canonical writer --------------------------------------------------------------------


class _Writer(yaml.SafeDumper):
    """Block style, keys as given, one line to a text, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write repeated lists out in full."""
        return True


def _dump(value: Any) -> str:
    return yaml.dump(
        value, Dumper=_Writer, allow_unicode=True, sort_keys=False, default_flow_style=False, width=1_000_000
    )


def page_text(kind: str, document: Mapping[str, Any]) -> str:
    """The file of one page: front matter in the order of its schema, then the body."""
    front = schema.canonical(kind, document)
    body = front.pop("body", "")
    return f"---\n{_dump(front)}---\n{body}\n"


def list_text(kind: str, documents: list[Document]) -> str:
    """The file of a list."""
    return _dump([schema.canonical(kind, document) for document in documents]) if documents else ""


def digest(kind: str, document: Mapping[str, Any]) -> str:
    """A hash of a document's canonical form: the same content gives the same hash."""
    text = page_text(kind, document) if kind in PAGES else list_text(kind, [dict(document)])
    return hashlib.sha256(text.encode()).hexdigest()


def file_name(kind: str, slug: str) -> str:
    """Where a document stands below the content folder."""
    return f"{FOLDERS[kind]}/{slug}.md" if kind in FOLDERS else LIST_FILES[kind]


__all__ = [
    "CONTENT",
    "SCHEMAS",
    "ContentError",
    "ContentFile",
    "digest",
    "file_name",
    "list_text",
    "page_text",
    "parse_page",
    "read_all",
]
