"""How the code is written: annotated, explained where it is public, without notes to self (HOUSE.md 33 to 37)."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted(
    path
    for name in ("ankles", "library", "logbook")
    for path in (ROOT / name).rglob("*.py")
    if "migrations" not in path.parts
)
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py"))
TEXTS = [path for folder in ("ankles", "library", "logbook", "templates") for path in (ROOT / folder).rglob("*")
         if path.suffix in (".py", ".html", ".css", ".js", ".md", ".yaml")]  # fmt: skip
# Django calls these; what they do stands in Django's own pages.
DJANGOS = {"Meta", "Media", "handle", "add_arguments", "render", "ready", "get_queryset", "get_urls"}


def undocumented(text: str) -> list[str]:
    """Public modules, classes and functions without a docstring; overridden methods of Django's classes aside."""
    tree = ast.parse(text)
    found = [] if ast.get_docstring(tree) or not tree.body else ["module"]
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef | ast.FunctionDef) or node.name.startswith("_"):
            continue
        if node.name not in DJANGOS and not ast.get_docstring(node) and not _is_inner(tree, node):
            found.append(node.name)
    return found


def _is_inner(tree: ast.Module, wanted: ast.AST) -> bool:
    """Whether a node stands inside a function, in a class that is not public, or is a property's setter."""
    if isinstance(wanted, ast.FunctionDef) and any("setter" in ast.unparse(one) for one in wanted.decorator_list):
        return True
    for node in ast.walk(tree):
        inside = any(child is wanted for child in ast.walk(node) if child is not node)
        if inside and isinstance(node, ast.FunctionDef):
            return True
        if inside and isinstance(node, ast.ClassDef) and (node.name.startswith("_") or node.bases):
            return isinstance(wanted, ast.FunctionDef)
    return False


def notes_to_self(text: str) -> list[str]:
    """What somebody meant to do later."""
    return re.findall(r"\b(?:TODO|FIXME|XXX|HACK)\b", text)


def unannotated(text: str) -> list[str]:
    """Functions with a parameter or a result that has no type."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            missing = [one for one in given if one.annotation is None and one.arg not in ("self", "cls")]
            if missing or node.returns is None:
                found.append(node.name)
    return found


def nameless_tests(text: str) -> list[str]:
    """Tests whose name is no sentence: fewer than three words."""
    names = [node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    return [name for name in names if name.startswith("test_") and len(name.split("_")) < 4]


def mocks(text: str) -> list[str]:
    """A stand-in for our own code."""
    modules = [
        alias.name if isinstance(node, ast.Import) else f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    return [name for name in modules if re.match(r"(?:unittest\.)?mock\b|unittest\.mock|pytest_mock", name)]


def fixed_waits(text: str) -> list[str]:
    """A journey that waits for a while and not for something: too long on a quiet machine, too short on a busy one."""
    tree = ast.parse(text)
    # Asking again and again with a pause is waiting for something.
    asking = {inner for node in ast.walk(tree) if isinstance(node, ast.While) for inner in ast.walk(node)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found = [call for call in calls if ast.unparse(call.func).endswith(".wait_for_timeout")]
    found += [call for call in calls if ast.unparse(call.func) in ("time.sleep", "sleep") and call not in asking]
    return [f"line {call.lineno}" for call in found]


def asked_only_once(text: str) -> list[str]:
    """A journey that waits for an expression: the site's policy lets a page be asked that once, and never again.

    Playwright evaluates an expression anew for each look, in the page, where the policy refuses it; a function it makes
    once. Such a wait passes where it was not needed and breaks where it was.
    """
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and node.args]
    waits = [call for call in calls if ast.unparse(call.func).endswith(".wait_for_function")]
    asked = [(call.lineno, call.args[0]) for call in waits]
    return [f"line {line}" for line, what in asked if isinstance(what, ast.Constant) and "=>" not in str(what.value)]


Rule = Callable[[str], list[str]]
SPECIMENS: list[tuple[Rule, str]] = [
    (undocumented, "x = 1\n"),
    (undocumented, '"""A."""\ndef f() -> None:\n    pass\n'),
    (undocumented, '"""A."""\nclass A:\n    pass\n'),
    (undocumented, '"""A."""\nclass A:\n    """B."""\n    def f(self) -> None:\n        pass\n'),
    (notes_to_self, "# TODO: later"),
    (notes_to_self, "{# FIXME #}"),
    (unannotated, "def f(x): pass"),
    (unannotated, "def f(x: int): pass"),
    (unannotated, "def f(x) -> None: pass"),
    (nameless_tests, "def test_view(): pass"),
    (nameless_tests, "def test_it_works(): pass"),
    (mocks, "from unittest.mock import patch"),
    (mocks, "from unittest import mock"),
    (fixed_waits, "page.wait_for_timeout(600)"),
    (fixed_waits, "while player.waiting:\n    page.wait_for_timeout(50)"),
    (fixed_waits, "time.sleep(30 - time.time() % 30)"),
    (asked_only_once, "page.wait_for_function('window.ready')"),
]


@pytest.mark.parametrize(("rule", "specimen"), SPECIMENS)
def test_each_rule_sees_a_bad_specimen(rule: Rule, specimen: str) -> None:
    assert rule(specimen)


def test_good_code_is_let_through() -> None:
    good = (
        '"""A."""\n\n\nclass A:\n    """B."""\n\n    def f(self, x: int) -> int:\n        """C."""\n\n        def g() -> int:\n'
        "            return x\n\n        return g()\n"
    )
    assert undocumented(good) == unannotated(good) == notes_to_self(good) == []
    assert undocumented("") == asked_only_once("page.wait_for_function('() => window.ready')") == []
    assert nameless_tests("def test_a_pain_of_zero_is_kept_as_zero(): pass") == []
    assert fixed_waits("page.wait_for_function(THERE)\nwhile not answers():\n    time.sleep(0.1)") == []


def broken(rule: Rule, files: list[Path]) -> dict[str, list[str]]:
    """The files that break a rule, with what breaks it."""
    found = {path.relative_to(ROOT).as_posix(): rule(path.read_text(encoding="utf-8")) for path in files}
    return {name: hits for name, hits in found.items() if hits}


def test_everything_public_is_explained() -> None:
    assert broken(undocumented, CODE) == {}


def test_every_function_of_code_and_tests_is_annotated() -> None:
    assert broken(unannotated, [*CODE, *TESTS]) == {}


def test_nobody_left_a_note_to_self() -> None:
    assert broken(notes_to_self, TEXTS) == {}


def test_every_test_is_a_sentence() -> None:
    assert broken(nameless_tests, TESTS) == {}


def test_our_own_code_is_never_mocked() -> None:
    assert broken(mocks, TESTS) == {}


def test_journeys_wait_for_something_and_never_for_a_while() -> None:
    assert broken(fixed_waits, [path for path in TESTS if "journeys" in path.parts]) == {}


def test_what_a_journey_waits_for_can_be_asked_more_than_once() -> None:
    assert broken(asked_only_once, [path for path in TESTS if "journeys" in path.parts]) == {}


CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_linter_watches_what_the_house_asks_for() -> None:
    ruff = CONFIG["tool"]["ruff"]["lint"]
    assert {"ANN", "B", "C90", "DJ", "DTZ", "I", "PLC0415", "PT", "S", "SIM", "UP"} <= set(ruff["select"])
    assert ruff["mccabe"]["max-complexity"] <= 12
    assert CONFIG["tool"]["mypy"]["strict"] is True


def test_warnings_are_errors_and_the_network_is_off() -> None:
    options = CONFIG["tool"]["pytest"]["ini_options"]
    assert options["filterwarnings"][0] == "error"
    assert len([line for line in options["filterwarnings"] if line.startswith("ignore")]) <= 1
    assert "--disable-socket" in options["addopts"]


def test_every_runtime_library_stands_in_the_pins_with_a_hash() -> None:
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert [line for line in pins.splitlines() if line.startswith("--")] == []
    for wanted in CONFIG["project"]["dependencies"]:
        name = re.split(r"[~=<>\[]", wanted)[0]
        assert re.search(rf"^{re.escape(name)}==\S+.*\\\n\s+--hash=sha256:", pins, re.MULTILINE | re.IGNORECASE), name
