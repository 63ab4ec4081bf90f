"""The rooms of the house and the one direction between them, read from the code itself (HOUSE.md 1 and 2)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ankles", "library", "logbook")
FILES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts)
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]

# Who may import whom. `ankles` wires, so what wires everything (addresses, start, the application) may know the apps.
WIRING = ("ankles/urls.py", "ankles/wsgi.py", "ankles/management/commands/start.py")


@cache
def parsed(text: str) -> ast.Module:
    """A module's tree, which every rule reads and none changes."""
    return ast.parse(text)


def imports(text: str) -> Iterator[str]:
    """Every module that a text imports, also inside functions."""
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def wrong_directions(name: str, text: str) -> list[str]:
    """The imports of a file that go against the one direction."""
    room = name.partition("/")[0]
    forbidden = {
        "library": ("logbook",),
        "logbook": (),
        "ankles": () if name in WIRING else ("library", "logbook"),
    }[room]
    return [module for module in imports(text) if module.partition(".")[0] in forbidden]


def object_managers(name: str, text: str) -> list[str]:
    """`.objects` where private rows must be reached from the person: views and forms of the logbook."""
    if not name.startswith("logbook/") or not ("views" in name or "forms" in name):
        return []
    return [
        f"line {node.lineno}"
        for node in ast.walk(parsed(text))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]


def filters_in_views(name: str, text: str) -> list[str]:
    """A selection made in a view and not named on the model."""
    path = Path(name)
    if "views" not in path.parts and path.name != "views.py":
        return []
    calls = (node.func for node in ast.walk(parsed(text)) if isinstance(node, ast.Call))
    return [
        f"line {call.lineno}"
        for call in calls
        if isinstance(call, ast.Attribute) and call.attr in ("filter", "exclude")
    ]


def signals(name: str, text: str) -> list[str]:
    """Anything that acts at a distance: receivers, and connections to signals. One module may, for the security log only:
    what it hears of is done by other people's code (Django's, allauth's), and it changes nothing."""
    if name == "ankles/security_log.py":
        return []
    found = [module for module in imports(text) if module.startswith("django.") and "signals" in module]
    found += [module for module in imports(text) if module == "django.dispatch.receiver"]
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
            owner = ast.unparse(node.func.value)
            if "signal" in owner or owner.startswith(("pre_", "post_", "m2m_")):
                found.append(f"line {node.lineno}")
    return found


def clever_saves(name: str, text: str) -> list[str]:
    """A model that overrides `save` or `delete`."""
    if "/models" not in name:
        return []
    return [
        f"{owner.name}.{node.name}"
        for owner in ast.walk(parsed(text))
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
    ]


def drawers(name: str, text: str) -> list[str]:
    """Files named for everything and nothing."""
    return [name] if Path(name).name in ("services.py", "utils.py", "helpers.py", "common.py", "misc.py") else []


def naive_times(name: str, text: str) -> list[str]:
    """A day or an instant of the server's own zone."""
    calls = (ast.unparse(node.func) for node in ast.walk(parsed(text)) if isinstance(node, ast.Call))
    return [
        call
        for call in calls
        if call in ("date.today", "datetime.today", "datetime.now", "datetime.utcnow", "timezone.localdate")
    ]


Rule = Callable[[str, str], list[str]]
SPECIMENS: list[tuple[Rule, str, str]] = [
    (wrong_directions, "library/views.py", "from logbook.models import Symptom"),
    (wrong_directions, "library/views.py", "def f():\n    import logbook.models"),
    (wrong_directions, "ankles/caching.py", "from library import publishing"),
    (wrong_directions, "ankles/accounts/models.py", "import logbook"),
    (object_managers, "logbook/views.py", "x = Symptom.objects.get(pk=1)"),
    (object_managers, "logbook/forms/symptom.py", "x = Symptom.objects"),
    (filters_in_views, "library/views.py", "x = Exercise.objects.filter(a=1)"),
    (filters_in_views, "logbook/views/day.py", "x = request.user.symptoms.exclude(a=1)"),
    (signals, "library/apps.py", "from django.db.models.signals import post_save"),
    (signals, "library/apps.py", "from django.dispatch import receiver"),
    (signals, "library/apps.py", "def f():\n    post_save.connect(g)"),
    (clever_saves, "library/models/entry.py", "class Entry:\n    def save(self):\n        pass"),
    (drawers, "library/utils.py", ""),
    (drawers, "logbook/services.py", ""),
    (naive_times, "logbook/day.py", "x = date.today()"),
    (naive_times, "logbook/day.py", "x = datetime.now()"),
]  # fmt: skip
RULES: list[Rule] = [wrong_directions, object_managers, filters_in_views, signals, clever_saves, drawers, naive_times]


@pytest.mark.parametrize(("rule", "name", "specimen"), SPECIMENS)
def test_each_rule_sees_a_bad_specimen(rule: Rule, name: str, specimen: str) -> None:
    assert rule(name, specimen)


def test_every_rule_has_a_bad_specimen() -> None:
    assert {rule for rule, _, _ in SPECIMENS} == set(RULES)


def test_what_is_allowed_is_let_through() -> None:
    assert wrong_directions("logbook/views.py", "from library.models import Exercise") == []
    assert wrong_directions("ankles/urls.py", "from library import views") == []
    assert object_managers("logbook/models.py", "x = Symptom.objects.get(pk=1)") == []
    assert filters_in_views("library/pages.py", "x = y.filter(a=1)") == []
    assert naive_times("x.py", "x = timezone.now()") == []


# `find` and the sources of an address are the one place where a public view looks a row up by its slug.
LOOKED_UP_BY_SLUG = {("filters_in_views", "library/views.py"): 2}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Rule) -> None:
    broken = {name: rule(name, path.read_text(encoding="utf-8")) for name, path in zip(NAMES, FILES, strict=True)}
    allowed = {name: count for (known, name), count in LOOKED_UP_BY_SLUG.items() if known == rule.__name__}
    assert {name: hits for name, hits in broken.items() if len(hits) > allowed.get(name, 0)} == {}


TOP_LEVEL = {"ankles", "library", "logbook", "templates", "tests", "docs", "var"}


def rooms(root: Path) -> set[str]:
    """The folders at the top, dot-folders and what Python leaves behind aside."""
    return {path.name for path in root.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}


def test_the_top_level_is_closed() -> None:
    assert rooms(ROOT) - TOP_LEVEL == set()


def test_a_new_room_is_seen(tmp_path: Path) -> None:
    (tmp_path / "helpers").mkdir()
    (tmp_path / ".venv").mkdir()
    assert rooms(tmp_path) == {"helpers"}


def test_tests_mirror_the_code() -> None:
    """Every module of ours that holds more than wiring has a test of its name somewhere in the same room of the tests."""
    wiring = {"__init__", "apps", "urls", "wsgi", "settings", "referable", "addresses"}
    modules = {
        (path.relative_to(ROOT).parts[0], path.stem)
        for path in FILES
        if len(path.relative_to(ROOT).parts) == 2 and path.stem not in wiring
    }
    tests = {
        (path.relative_to(ROOT / "tests").parts[0], path.stem.removeprefix("test_"))
        for path in (ROOT / "tests").rglob("test_*.py")
    }
    untested = {f"{room}/{name}.py" for room, name in modules if (room, name) not in tests}
    assert untested <= {
        "library/maps.py",
        "ankles/checks.py",
        "ankles/proxies.py",
        "logbook/views.py",
    }
