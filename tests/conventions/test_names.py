"""No name has two meanings (HOUSE.md 4b): a public function or class stands in one module, or the list below says why not."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted(
    path.relative_to(ROOT)
    for name in ("ankles", "library", "logbook")
    for path in (ROOT / name).rglob("*.py")
    if "migrations" not in path.parts
)
# Django asks for this name.
GIVEN = {"Command"}
# A view, and what it prints or does, made in the module that it asks: one thing, called the same on both sides.
ASKED_BY_VIEWS = (
    ("library/views.py", "library/pages.py"),
    ("library/views.py", "library/search/__init__.py"),
    ("library/player_views.py", "library/playing.py"),
    ("logbook/views/today.py", "logbook/history/pages.py"),
    ("logbook/views/today.py", "logbook/entries/undo.py"),
    ("logbook/views/calendar.py", "logbook/history/months.py"),
    ("logbook/views/trends.py", "logbook/trends/pages.py"),
    ("logbook/views/data.py", "logbook/takeout/importing/__init__.py"),
)
# What is done in two ways, by one name on purpose: which one is used depends on the database, the engine or the entry.
SAME_IN = (
    ("ankles/backups/postgres.py", "ankles/backups/sqlite.py"),
    ("ankles/jinja.py", "ankles/templatetags/ankles.py"),
    ("logbook/views/measures.py", "logbook/views/runs.py", "logbook/views/sessions.py", "logbook/views/symptoms.py"),
    (
        "logbook/forms/measure.py",
        "logbook/forms/period.py",
        "logbook/forms/report.py",
        "logbook/forms/run.py",
        "logbook/forms/symptom.py",
    ),
    ("logbook/history/measured.py", "logbook/history/pages.py", "logbook/history/runs.py"),
)
# What still has two homes, and why. This list may only become shorter.
GRAMMAR = "a word of the grammar of documents (schema.py), read only in its own list"
DRAWN = "drawn under the name that pose files use for it"
TWO_REPORTS = "what is shown, as trends, a sheet and paper have it: three rooms with the same parts"
DESK = "the desk's word for it, beside the one of the room that it serves"
QUALIFIED = "always read with its module in front: store.find, record.read, exporting.write"
DOUBLED = {
    "AfterRow": TWO_REPORTS,
    "Area": "the guide's row and the logbook's closed list of the same 26 codes: one meaning",
    "Counted": "what the site counts while it runs, and what a move counted",
    "Difference": "word by word at the desk, and between two versions of an entry",
    "Exercise": "the guide's row, and what trends say of it",
    "Felt": "a symptom on its way from a form, to paper, or into a trend",
    "Follower": "of the content version, and of addresses that moved",
    "Label": "a mark on a plate, and a word beside an axis",
    "Listed": "a link to a report, and a mark, as a page lists them",
    "Picture": TWO_REPORTS,
    "PlaceShown": TWO_REPORTS,
    "RunRow": "a run as Today reads it, and as trends do",
    "SessionRow": "a session as Today reads it, and as trends do",
    "Sheet": "the desk's drawings on one page, and a report",
    "Span": "some days in a row, of the week and of a trend",
    "TableRow": TWO_REPORTS,
    "address": DESK,
    "beside": "drafts beside a page, and months beside a month",
    "block": DRAWN,
    "broken": "Django's handler, and a constraint that a row breaks",
    "candidates": GRAMMAR,
    "cell": TWO_REPORTS,
    "choose": "the days of a report, and the page on which a place is chosen",
    "clock": DRAWN,
    "closed": "the same condition on a column, in the guide and in the logbook, which has an optional one",
    "content": "of the documents, and of an index",
    "current": "the catalogue and the world of the content version in force",
    "exercises": "the page, and what trends read of a runner's",
    "export": "the guide into files, and a runner's own ZIP",
    "facts": GRAMMAR,
    "faults": "of a document, and of a form without fields",
    "file_name": QUALIFIED,
    "filled": "the phases of a pose, and the tries of a form",
    "find": QUALIFIED,
    "issues": "the page, and those that may fit a place",
    "keep_current": "drafts that are due, and pages that are",
    "kind_of": "of a document, and of an entry",
    "line": GRAMMAR,
    "lines": TWO_REPORTS,
    "listed": GRAMMAR,
    "minutes_of": "of a dose, and of a run's seconds as a runner types them",
    "mornings": "of a day in words, and of a trend",
    "number": GRAMMAR,
    "overview": "of all measures, and of what trends have to choose from",
    "opened": "a backup, and a link to a report",
    "page": "of the logbook, and the public one that an editor previews",
    "picture": TWO_REPORTS,
    "read": QUALIFIED,
    "rows_of": "of a form of the desk, and of a person",
    "runs": "stretches without a gap, and runs in words",
    "sessions": TWO_REPORTS,
    "span": GRAMMAR,
    "state_of": "of a page in its history, and of a day in a week",
    "step": DRAWN,
    "stylesheet": DESK,
    "wanted": DESK,
    "write": QUALIFIED,
}


def homes(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """The modules that define each public function and class: name -> files."""
    found: dict[str, list[str]] = defaultdict(list)
    for file, text in texts.items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(file)
    return found


def doubled(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Names of more than one thing: name -> files. A file that says a name twice (`@overload`) says it once."""
    one_thing = [set(pair) for pair in (*ASKED_BY_VIEWS, *SAME_IN)]
    return {
        name: sorted(files)
        for name, found in homes(texts).items()
        if len(files := set(found)) > 1 and name not in GIVEN and not any(files <= pair for pair in one_thing)
    }


def test_a_name_with_two_homes_is_seen() -> None:
    code = {
        "ankles/a.py": "def find() -> None: ...",
        "library/b.py": "class find: ...",
        "library/c.py": "def _find(): ...",
    }
    assert doubled(code) == {"find": ["ankles/a.py", "library/b.py"]}
    view = {"library/views.py": "def home() -> None: ...", "library/pages.py": "def home() -> None: ..."}
    assert doubled(view) == {}
    assert doubled(view | {"ankles/views.py": "def home() -> None: ..."}) == {
        "home": ["ankles/views.py", "library/pages.py", "library/views.py"]
    }


def test_every_name_has_one_home_or_a_reason() -> None:
    found = doubled({str(path): (ROOT / path).read_text(encoding="utf-8") for path in CODE})
    assert {name: files for name, files in found.items() if name not in DOUBLED} == {}, "choose a name that says more"


def test_the_list_of_doubled_names_holds_nothing_that_was_mended() -> None:
    found = doubled({str(path): (ROOT / path).read_text(encoding="utf-8") for path in CODE})
    assert sorted(DOUBLED.keys() - found.keys()) == []
