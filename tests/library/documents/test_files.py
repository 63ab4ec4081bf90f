"""Content files: read with the line of every part, written back byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.documents import files
from library.documents.faults import Fault
from library.documents.files import ContentError, parse_page
from library.documents.schema import LISTS
from tests.library import small
from tests.library.small import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def faults_of(folder: Folder) -> list[str]:
    with pytest.raises(ContentError) as caught:
        files.read_all(folder.path)
    return caught.value.faults


def test_a_folder_is_read_into_documents(folder: Folder) -> None:
    found = {(file.kind, file.slug): file.document for file in files.read_all(folder.path)}
    lists = {(kind, str(entry[LISTS[kind]])): entry for kind, entries in small.LISTS.items() for entry in entries}
    assert found == small.PAGES | lists


def test_a_file_that_is_read_and_written_is_the_same_file(folder: Folder) -> None:
    for name, text in folder.texts().items():
        if name.endswith(".md"):
            kind = {subfolder: kind for kind, subfolder in files.FOLDERS.items()}[name.partition("/")[0]]
            page = parse_page(kind, Path(name).stem, text, name)
            assert files.page_text(kind, page.document) == text
            assert files.file_name(kind, page.slug) == name


BODY = "\n".join(["---", "title: Toe walks", "steps:", "- One.", "- Two.", "dose:", "  reps: 10", "---", "Body.", ""])


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("steps",), 3),
        (("steps", 0), 4),
        (("steps", 1), 5),
        (("dose",), 6),
        (("dose", "reps"), 7),
        (("body",), 9),
        (("steps", 7), 3),
        (("missing",), 2),
    ],
)
def test_every_part_of_a_file_knows_its_line(path: tuple[Any, ...], line: int) -> None:
    page = parse_page("exercise", "toe-walk", BODY, "exercises/toe-walk.md")
    said = page.place(Fault(path, "wrong"))
    assert said.startswith(f"exercises/toe-walk.md, line {line}, ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, file: begin with front matter between two lines of '---'"),
        ("title: x\n", "line 1, file: begin with front matter between two lines of '---'"),
        ("---\ntitle: x\n", "line 1, file: begin with front matter between two lines of '---'"),
        ("---\n---\nBody.\n", "line 1, file: begin with front matter between two lines of '---'"),
        ("---\n- a\n---\nBody.\n", "line 2, file: the front matter holds no keys"),
        ("---\ntitle: x\nsteps: [a\n---\nBody.\n", "line 4, file: expected ',' or ']', but got '<stream end>'"),
        ("---\ntitle: a: b\n---\nBody.\n", "line 2, file: mapping values are not allowed here"),
        ("---\ntitle: !!python/object:os.system x\n---\nBody.\n",
         "line 2, file: could not determine a constructor for the tag 'tag:yaml.org,2002:python/object:os.system'"),
        ("---\n\ttitle: x\n---\nBody.\n", "line 2, file: found character '\\t' that cannot start any token"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where(folder: Folder, text: str, said: str) -> None:
    folder.put("exercises/toe-walk.md", text)
    assert faults_of(folder) == [f"exercises/toe-walk.md, {said}"]


def test_a_key_that_stands_twice_is_named(folder: Folder) -> None:
    text = folder.texts()["exercises/toe-walk.md"].replace("number: 1\n", "number: 1\nnumber: 9\n")
    folder.put("exercises/toe-walk.md", text)
    assert faults_of(folder) == ["exercises/toe-walk.md, line 4, number: stands here twice"]


def test_a_file_that_is_no_text_says_so(folder: Folder) -> None:
    (folder.path / "exercises/toe-walk.md").write_bytes(b"---\ntitle: caf\xe9\n---\nBody.\n")
    assert [fault.partition(",")[0] for fault in faults_of(folder)] == ["exercises/toe-walk.md"]


def test_a_file_name_that_is_no_address_is_named(folder: Folder) -> None:
    folder.put("exercises/Toe Walk.md", folder.texts()["exercises/toe-walk.md"])
    assert faults_of(folder) == ["exercises/Toe Walk.md, line 1, file: the file's name is no address ending"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\n", ["sources.yaml, line 1, file: write a list"]),
        ("- short: x\n", ["sources.yaml, line 1, key: missing"]),
        ("- just words\n", ["sources.yaml, line 1, key: missing"]),
        ("- key: [\n", ["sources.yaml, line 2, file: expected the node content, but found '<stream end>'"]),
    ],
)
def test_a_list_that_cannot_be_read_says_where(folder: Folder, text: str, said: list[str]) -> None:
    folder.put("sources.yaml", text)
    assert faults_of(folder) == said


def test_an_entry_that_stands_twice_is_named_at_the_second_place(folder: Folder) -> None:
    text = folder.texts()["sources.yaml"]
    folder.put("sources.yaml", text + text)
    assert faults_of(folder) == [f"sources.yaml, line {text.count(chr(10)) + 1}, key: 'radford-2006' stands here twice"]


# --- The writer ------------------------------------------------------------------------------

TRICKY = [
    "yes", "no", "null", "~", "1", "1.5", "2-3", "2026-12-01", "12:30", "- a", "a: b", "a #b", "#a", "'", '"', "\\",
    "[@x]", "[a](exercise:b)", "{", "}", "%", "@", "`", "*a*", "&a", "!a", "|", ">", "?", "é", "–", "“x”", " x", "x ",
    "0x1", "1e3", ".inf", "=", "<<", "Ünder", "2–3", "on", "Off", "x" * 300,
]  # fmt: skip


@pytest.mark.parametrize("words", TRICKY)
def test_words_that_look_like_something_else_come_back_as_they_are(words: str) -> None:
    document = small.TOE_WALK | {"steps": [words, f"Then {words}"], "evidence": words, "body": words.strip()}
    text = files.page_text("exercise", document)
    assert parse_page("exercise", "toe-walk", text, "x.md").document == document
    assert max(len(line) for line in text.splitlines()) >= len(words)


@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\x85\ufeff"), min_size=1)
)
def test_any_line_of_text_survives_writing_and_reading(words: str) -> None:
    document = {"term": "x", "plain": words}
    (entry,) = files._load(files.list_text("term", [document]), "glossary.yaml", 1)[0]
    assert entry == document


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=200))
def test_the_writer_writes_what_it_read_byte_for_byte(words: str) -> None:
    text = files.page_text("chapter", small.CHAPTER | {"body": f"Begin {words} end", "summary": "x"})
    assert files.page_text("chapter", parse_page("chapter", "x", text, "x.md").document) == text


def test_the_same_list_twice_is_written_out_in_full() -> None:
    shared = ["pre_run"]
    text = files.page_text("exercise", small.TOE_WALK | {"when": shared, "positions": shared})
    assert "&" not in text
    assert "*" not in text


def test_the_hash_of_a_document_does_not_depend_on_the_order_of_its_keys_or_on_what_is_empty() -> None:
    plain = files.digest("exercise", small.TOE_WALK)
    shuffled = dict(reversed(small.TOE_WALK.items())) | {"mistakes": []}
    assert files.digest("exercise", shuffled) == plain
    assert files.digest("exercise", small.TOE_WALK | {"summary": "Other."}) != plain
