"""No name has two meanings (HOUSE.md 4b): a public function or class stands in one module, or the list below says why not."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted(
    path.relative_to(ROOT)
    for name in ("ankles", "library", "logbook")
    for path in (ROOT / name).rglob("*.py")
    if "migrations" not in path.parts
)
# Django asks for this name.
GIVEN = {"Command"}


class OnPurpose(NamedTuple):
    """Names that stand in several modules, the modules, and why no other name would say more."""

    names: str
    modules: tuple[str, ...]
    why: str


ON_PURPOSE = (
    OnPurpose(
        "home guide chapter issue exercise routine routines place place_index sources",
        ("library/views.py", "library/pages.py"),
        "a view, named as its address is, and what its page gets: read as pages.chapter",
    ),
    OnPurpose(
        "search",
        ("library/views.py", "library/search/__init__.py"),
        "the view, and the search that it asks: read as search.search",
    ),
    OnPurpose(
        "play_routine play_exercise play_picks",
        ("library/player_views.py", "library/playing.py"),
        "a view, and what its page gets: read as playing.play_routine",
    ),
    OnPurpose(
        "today day",
        ("logbook/views/today.py", "logbook/history/pages.py"),
        "a view, and what its page gets: read as history.today",
    ),
    OnPurpose(
        "month",
        ("logbook/views/calendar.py", "logbook/history/months.py"),
        "a view, and the month that it shows: read as months.month",
    ),
    OnPurpose(
        "trends",
        ("logbook/views/trends.py", "logbook/trends/pages.py"),
        "a view, and what its page gets: read as pages.trends",
    ),
    OnPurpose(
        "take_back",
        ("logbook/views/today.py", "logbook/entries/undo.py"),
        "a view, and the act that it does: read as undo.take_back",
    ),
    OnPurpose(
        "take_in",
        ("logbook/views/data.py", "logbook/takeout/importing/__init__.py"),
        "a view, and the act that it does: read as importing.take_in",
    ),
    OnPurpose(
        "new change deletion",
        (
            "logbook/views/measures.py",
            "logbook/views/runs.py",
            "logbook/views/sessions.py",
            "logbook/views/symptoms.py",
        ),
        "the views that every kind of entry has; urls.py reads them as runs.change",
    ),
    OnPurpose(
        "as_initial",
        (
            "logbook/forms/measure.py",
            "logbook/forms/period.py",
            "logbook/forms/report.py",
            "logbook/forms/run.py",
            "logbook/forms/symptom.py",
        ),
        "a protocol: how a row stands in its form at first",
    ),
    OnPurpose(
        "entry_in_words",
        ("logbook/history/measured.py", "logbook/history/logged.py", "logbook/history/runs.py"),
        "a protocol: a row in lines of (what, words), for the page of two versions",
    ),
    OnPurpose(
        "take_out put_back",
        ("ankles/backups/postgres.py", "ankles/backups/sqlite.py"),
        "a protocol: a backup does the same with either database",
    ),
    OnPurpose(
        "error_summary",
        ("ankles/jinja.py", "ankles/templatetags/ankles.py"),
        "one thing for templates, in either engine",
    ),
)


def homes(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """The modules that define each public function and class: name -> files."""
    found: dict[str, list[str]] = defaultdict(list)
    for file, text in texts.items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(file)
    return found


def doubled(texts: Mapping[str, str], on_purpose: Sequence[OnPurpose] = ON_PURPOSE) -> dict[str, list[str]]:
    """Names of more than one thing: name -> files. A file that says a name twice (`@overload`) says it once."""
    return {
        name: sorted(files)
        for name, found in homes(texts).items()
        if len(files := set(found)) > 1
        and name not in GIVEN
        and not any(name in one.names.split() and files <= set(one.modules) for one in on_purpose)
    }


@cache
def homes_here() -> dict[str, list[str]]:
    """The same for the code of the house, which no test changes: read once for all allowances."""
    return homes(read())


def read() -> dict[str, str]:
    """The code of the house: file -> text."""
    return {str(path): (ROOT / path).read_text(encoding="utf-8") for path in CODE}


def test_a_name_with_two_homes_is_seen() -> None:
    code = {
        "ankles/a.py": "def find() -> None: ...",
        "library/b.py": "class find: ...",
        "library/c.py": "def _find(): ...",
    }
    assert doubled(code) == {"find": ["ankles/a.py", "library/b.py"]}
    assert doubled(code, [OnPurpose("find", ("ankles/a.py", "library/b.py"), "a protocol")]) == {}
    # An allowance is for its names in its modules, not for others in them, nor for them in others.
    assert doubled(code, [OnPurpose("found", ("ankles/a.py", "library/b.py"), "a protocol")]) != {}
    assert doubled(code, [OnPurpose("find", ("ankles/a.py", "library/c.py"), "a protocol")]) != {}


def test_every_name_has_one_home_or_a_reason() -> None:
    assert doubled(read()) == {}, "choose a name that says more"


@pytest.mark.parametrize("one", ON_PURPOSE, ids=lambda one: one.names)
def test_what_is_allowed_is_still_there(one: OnPurpose) -> None:
    found = homes_here()
    assert {name: len(set(found.get(name, ()))) > 1 for name in one.names.split()} == dict.fromkeys(
        one.names.split(), True
    )
    assert {file for name in one.names.split() for file in found[name]} == set(one.modules)
