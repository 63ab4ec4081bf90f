"""Three states of one object into one: what both began from, mine and theirs. Pure; nothing here knows a database.

Field by field: what only one side changed is taken; what both changed to different things is a clash, and both stay.
Lists of things with a name (steps by their exercise, stages by their name) are merged item by item, lists of words of a
vocabulary word by word. A dose is one statement: nobody gets the sets of one editor with the repetitions of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from library.documents.schema import Document

Path = tuple[str, ...]
Key = Callable[[Any], str]

# Lists whose order says little and whose items stand for themselves: additions and removals of both sides are taken.
SETS = (
    "aliases",
    "when",
    "positions",
    "equipment",
    "tissues",
    "movements",
    "other_sides",
    "areas",
    "words",
    "rule_out",
)
# What is counted from the rest when it is written (library/documents/store.py) is nobody's to clash over.
COUNTED = {("routine", "minutes")}
# One statement each, though made of parts.
WHOLE = ("dose",)


@dataclass(frozen=True)
class Clash:
    """One place that both sides changed: where, and the three values (None where a side has nothing there).

    `path` names the field, then within lists the item by its name: ("steps", "toe-walk", "note").
    """

    path: Path
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """What came out: the document, with mine wherever there is a clash, and the clashes."""

    document: Document
    clashes: list[Clash] = field(default_factory=list)


class Missing:
    """Stands where a side has nothing."""


MISSING = Missing()


def merge(
    kind: str,
    base: Mapping[str, Any] | None,
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    *,
    prefer_theirs: bool = False,
) -> Merged:
    """Bring two changes of one document together. Without a base everything that differs is a clash.

    The documents may be unfinished: a part that is not as its schema has it is one value like any other. At a clash the
    merged document holds mine, or theirs with `prefer_theirs`.
    """
    work = _Work(kind, prefer_theirs, is_known=base is not None)
    document = work.mapping((), base or {}, mine, theirs)
    return Merged(document, work.clashes)


class _Work:
    def __init__(self, kind: str, prefer_theirs: bool, *, is_known: bool) -> None:
        self.kind = kind
        self.prefer_theirs = prefer_theirs
        self.is_known = is_known
        self.clashes: list[Clash] = []

    def mapping(
        self, path: Path, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
    ) -> Document:
        merged: Document = {}
        for name in dict.fromkeys((*mine, *theirs)):
            values = (base.get(name, MISSING), mine.get(name, MISSING), theirs.get(name, MISSING))
            value = self.value((*path, name), *values)
            if value is not MISSING:
                merged[name] = value
        return merged

    def value(self, path: Path, base: Any, mine: Any, theirs: Any) -> Any:
        if _same(mine, theirs):
            return mine
        if self.is_known and _same(base, mine):
            return theirs
        if (self.is_known and _same(base, theirs)) or (self.kind, path[-1]) in COUNTED:
            return mine
        if self.is_known:
            key = _key_of(path[-1], base, mine, theirs)
            if key is not None:
                merged = self.items(path, _listed(base), _listed(mine), _listed(theirs), key)
                if merged is not None:
                    return merged
            elif path[-1] not in WHOLE and isinstance(mine, dict) and isinstance(theirs, dict):
                return self.mapping(path, base if isinstance(base, dict) else {}, mine, theirs)
        return self.clash(path, base, mine, theirs)

    def clash(self, path: Path, base: Any, mine: Any, theirs: Any) -> Any:
        self.clashes.append(Clash(path, *(None if one is MISSING else one for one in (base, mine, theirs))))
        return theirs if self.prefer_theirs else mine

    def items(
        self, path: Path, base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any], key: Key
    ) -> list[Any] | None:
        """Lists item by item; None when that would be a guess: names that repeat, or two new orders."""
        sides = [_named(one, base, key, renamed=path[-1] == "stages") for one in (base, mine, theirs)]
        if any(one is None for one in sides):
            return None
        before, ours, others = (one or {} for one in sides)
        order = _order(list(before), list(ours), list(others))
        if order is None:
            return None
        merged = []
        for name in order:
            values = (before.get(name, MISSING), ours.get(name, MISSING), others.get(name, MISSING))
            value = self.value((*path, name), *values)
            if value is not MISSING:
                merged.append(value)
        return merged


def _same(one: Any, other: Any) -> bool:
    """Whether two values say the same; what is left out and what is empty do."""
    return bool(one == other and type(one) is type(other)) or (_is_empty(one) and _is_empty(other))


def _is_empty(value: Any) -> bool:
    return value is MISSING or value is None or value is False or (not value and isinstance(value, str | list | dict))


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _key_of(name: str, *values: Any) -> Key | None:
    """What names an item of a list; None when the values are no lists of such items."""
    lists = [value for value in values if not _is_empty(value)]
    if not lists or not all(isinstance(value, list) for value in lists):
        return None
    items = [item for value in lists for item in value]
    if all(isinstance(item, str) for item in items):
        return str if name in (*SETS, "exercises", "covers") else None
    if not all(isinstance(item, dict) for item in items):
        return None
    for key in ("exercise", "name"):
        if all(isinstance(item.get(key), str) for item in items):
            return lambda item: str(item[key])
    if name in ("at_a_glance", "begin_with", "neighbours") and all(len(item) == 1 for item in items):
        return lambda item: str(next(iter(item)))
    return None


def _named(items: Sequence[Any], base: Sequence[Any], key: Key, *, renamed: bool) -> dict[str, Any] | None:
    """Items by their names; None when two have one name. A stage in the place of one that is gone is that one, renamed."""
    names = [key(item) for item in items]
    before = [key(item) for item in base]
    if renamed:
        present = set(names)
        names = [
            before[at] if name not in before and at < len(before) and before[at] not in present else name
            for at, name in enumerate(names)
        ]
    if any(count > 1 for count in Counter(names).values()):
        return None
    return dict(zip(names, items, strict=True))


def _order(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """One order for the names of all three; None when both sides put what they share into new, different orders."""
    shared = [name for name in base if name in mine and name in theirs]
    ours, others = ([name for name in one if name in shared] for one in (mine, theirs))
    if ours == others or others == shared:
        leading, following = mine, theirs
    elif ours == shared:
        leading, following = theirs, mine
    else:
        return None
    order = list(leading)
    for at, name in enumerate(following):
        if name not in order:
            # After what stands before it on its own side; at the head when nothing does.
            before = [order.index(one) for one in following[:at] if one in order]
            order.insert(before[-1] + 1 if before else 0, name)
    return order
