"""Which room knows which: one direction between all rooms of a package, and no circle (HOUSE.md 1 and 2)."""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.conventions.test_architecture import FILES, PACKAGES, ROOT, imports

# What a package wires together at its top, and may therefore know every room of it.
WIRING = {"apps", "urls", "settings", "wsgi", "management"}
# Rooms keep a package readable: what lies beside them is what every room stands on, and the wiring.
MOST_BESIDE_ROOMS = 14

Rooms = dict[str, set[str]]


def room_of(module: str) -> str:
    """The room that a module lies in: the second part of its name, `logbook.entries` of `logbook.entries.undo`."""
    return ".".join(module.split(".")[:2])


def doors(package: str, files: dict[str, str]) -> Rooms:
    """Each room of a package with the rooms that it imports; `files` are texts by the names of their modules."""
    found: Rooms = {}
    for module, text in files.items():
        room = room_of(module)
        known = {room_of(name) for name in imports(text) if name.startswith(f"{package}.")}
        found.setdefault(room, set()).update(name for name in known if name != room)
    return {room: {name for name in known if name in found} for room, known in found.items()}


def circle(rooms: Rooms) -> list[str]:
    """One way that leads back to where it began, as names of rooms; empty when there is none."""
    try:
        TopologicalSorter(rooms).prepare()
    except CycleError as error:
        way: list[str] = error.args[1]
        return way
    return []


def files_of(package: str) -> dict[str, str]:
    """The modules of a package, but for its wiring, with their texts."""
    found = {}
    for path in FILES:
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] == package and len(parts) > 1 and parts[1] not in WIRING | {"__init__"}:
            found[".".join(parts).removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_no_way_between_rooms_leads_back(package: str) -> None:
    assert circle(doors(package, files_of(package))) == []


def test_a_way_back_is_seen() -> None:
    files = {
        "logbook.entries.undo": "from logbook.entries import rows",
        "logbook.entries.rows": "from logbook.history.week import week",
        "logbook.history.week": "from logbook import day",
        "logbook.day": "from logbook.entries.undo import seal",
    }
    assert set(circle(doors("logbook", files))) == {"logbook.entries", "logbook.history", "logbook.day"}


def test_few_modules_lie_beside_the_rooms_of_the_logbook() -> None:
    beside = sorted(path.name for path in (ROOT / "logbook").glob("*.py"))
    assert len(beside) <= MOST_BESIDE_ROOMS, beside


def unnamed_rooms(text: str, rooms: list[str]) -> list[str]:
    """Packages that a map does not name, `search/` or `search` at the end of a path."""
    return [room for room in rooms if not re.search(rf"\b{room.rpartition('/')[2]}/", text)]


def test_the_map_in_the_readme_names_every_room() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Map of the code")[2]
    # Django's own names for where it looks.
    own = {"migrations", "management", "commands", "templatetags"}
    rooms = sorted({path.parent.relative_to(ROOT).as_posix() for package in ("ankles", "library", "logbook")
                    for path in (ROOT / package).rglob("__init__.py") if not own & set(path.parts)})  # fmt: skip
    assert len(rooms) > 20
    assert unnamed_rooms(text, rooms) == []
    assert unnamed_rooms(text, ["library/attic"]) == ["library/attic"]


# An address, and no file: what it sends lies in js/offline/.
ADDRESSES = {"sw.js"}


def map_of(text: str) -> str:
    return text.partition("## Map of the code")[2].partition("\n## ")[0]


def lost(text: str) -> list[str]:
    """Files that a map names and that are not there, and names that do not stand in the file where they are said to."""
    kinds = (".py", ".js", ".css", ".html")
    there = {path.name for room in ("ankles", "library", "logbook", "templates", "tests")
             for path in (ROOT / room).rglob("*") if path.suffix in kinds}  # fmt: skip
    named = re.findall(r"[\w-]+\.(?:py|js|css|html)\b", text)
    whole = re.findall(r"`(\w[\w./-]*\.(?:py|js|css|html))`", text)
    said = re.findall(r"`(\w+)` in `([\w./-]+)`", text)
    return [
        *(name for name in named if name not in there | ADDRESSES),
        *(name for name in whole if "/" in name and not (ROOT / name).is_file()),
        *(f"{name} in {file}" for name, file in said if name not in (ROOT / file).read_text(encoding="utf-8")),
    ]


def test_what_the_map_in_the_readme_names_is_there() -> None:
    text = map_of((ROOT / "README.md").read_text(encoding="utf-8"))
    assert text.count("\n|") > 15
    assert lost(text) == []


def test_what_a_map_names_in_vain_is_seen() -> None:
    assert lost("  attic.py   the attic") == ["attic.py"]
    assert lost("| the undo | `logbook/undo.py` |") == ["logbook/undo.py"]
    assert lost("| the undo | `unheard_of` in `logbook/entries/undo.py` |") == ["unheard_of in logbook/entries/undo.py"]
