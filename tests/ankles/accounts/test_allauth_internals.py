"""What is not allauth's public interface stands in one module, and an upgrade that takes it away says what breaks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from ankles.accounts import allauth_internals

ROOT = Path(__file__).resolve().parents[3]
OURS = "ankles/accounts/allauth_internals.py"


def internals(text: str) -> Iterator[str]:
    """What a module takes from an internal package of allauth, with its whole path; also a private name from any."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.startswith("allauth.") and ".internal" in one.name)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "allauth":
            for one in node.names:
                path = f"{node.module}.{one.name}"
                if ".internal" in path or one.name.startswith("_"):
                    yield path


@pytest.mark.parametrize(
    "line",
    ["from allauth.account.internal.flows import login", "from allauth.core.internal.ratelimit import truncate_ip",
     "import allauth.account.internal.stagekit", "from allauth.account import internal", "from allauth.account.forms import _x"],
)  # fmt: skip
def test_a_bad_import_is_seen(line: str) -> None:
    assert len(list(internals(f"def late():\n    {line}\n"))) == 1


def test_only_one_module_of_ours_takes_what_is_internal() -> None:
    found = {
        str(path.relative_to(ROOT)): set(internals(path.read_text()))
        for name in ("ankles", "library", "logbook")
        for path in (ROOT / name).rglob("*.py")
    }
    assert {name for name, paths in found.items() if paths} == {OURS}
    assert found[OURS] == {path for path in allauth_internals.NEEDED if ".internal." in path}


@pytest.mark.parametrize(("path", "breaks"), allauth_internals.NEEDED.items(), ids=list(allauth_internals.NEEDED))
def test_allauth_still_has_it(path: str, breaks: str) -> None:
    owner, _, name = path.rpartition(".")
    try:
        there = (
            hasattr(import_string(owner), name) if owner.rpartition(".")[2][0].isupper() else bool(import_string(path))
        )
    except ImportError:
        there = False
    assert there, f"allauth has no {path} any more. Without it: {breaks}."
