"""What texts may refer to now, read from the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from library import markup
from library.markup import Referable
from library.models import (
    Area,
    Article,
    EvidenceKind,
    Exercise,
    Routine,
    Source,
    Status,
    Step,
    WarningLevel,
    WarningSign,
)
from library.signs import Sign, Signs

_read: ContextVar[Referable | None] = ContextVar("referable", default=None)


@contextmanager
def read_once(instead: Referable | None = None) -> Iterator[None]:
    """Within this the tables are read once, for who looks at many pages and changes none; or what counts is `instead`, as it would be."""
    token = _read.set(instead or _from_tables())
    try:
        yield
    finally:
        _read.reset(token)


def from_tables() -> Referable:
    """What the tables hold: seven queries. A save reads it within the lock, so each row once."""
    return _read.get() or _from_tables()


def _from_tables() -> Referable:
    live: set[tuple[str, str]] = set()
    known: set[tuple[str, str]] = {("area", code) for code in Area.objects.values_list("code", flat=True)}
    anchors: dict[tuple[str, str], frozenset[str]] = {}
    numbers: dict[str, dict[str, int]] = {}
    sides: dict[str, frozenset[str]] = {}

    def note(kind: str, slug: str, number: int, status: str, is_live: bool) -> None:
        # What is retired is known, too: who uses it keeps its words, its link becomes plain text, and no save is refused.
        known.add((kind, slug))
        if is_live:
            live.add((kind, slug))
        if status != Status.RETIRED:
            numbers.setdefault(kind, {})[slug] = number

    columns = ("slug", "number", "status", "live")
    for kind, body, *facts in Article.objects.with_live().values_list("kind", "body", *columns):
        note(kind, *facts)
        anchors[(kind, facts[0])] = markup.anchors(body)
    for own, also, *facts in Exercise.objects.with_live().values_list("sides", "other_sides", *columns):
        note("exercise", *facts)
        sides[facts[0]] = frozenset({own, *also}) if own else frozenset()
    for facts in Routine.objects.with_live().values_list(*columns):
        note("routine", *facts)
    return Referable(
        live=frozenset(live),
        known=frozenset(known),
        anchors=anchors,
        sources={
            key: f"{short}, {EvidenceKind(evidence).label.lower()}"
            for key, short, evidence in Source.objects.values_list("key", "short", "evidence")
        },
        signs=signs_in_force(),
        sides=sides,
        uses=uses(),
        numbers=numbers,
    )


def uses() -> dict[str, tuple[tuple[str, str], ...]]:
    """What each routine that is not retired asks of its exercises: (slug, sides)."""
    found: dict[str, list[tuple[str, str]]] = {}
    steps = Step.objects.exclude(routine__status=Status.RETIRED)
    for routine, exercise, sides in steps.values_list("routine__slug", "exercise__slug", "sides"):
        found.setdefault(routine, []).append((exercise, sides))
    return {routine: tuple(asked) for routine, asked in found.items()}


def signs_in_force() -> Signs:
    """The list of warning signs, in its order."""
    rows = WarningSign.objects.order_by("position").values_list("key", "level", "text", "heading", "note")
    return {key: Sign(key, WarningLevel(level), text, heading, note) for key, level, text, heading, note in rows}
