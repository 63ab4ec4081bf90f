"""What texts may refer to: now, as the tables say; once some documents stand; without some objects."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from library import markup
from library.documents.parts import sign_of, uses_of, ways_of
from library.documents.schema import Document
from library.markup import Referable, Target
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


def from_documents(documents: Mapping[tuple[str, str], Document], base: Referable | None = None) -> Referable:
    """What texts may refer to once these documents stand, on top of what they may refer to already."""
    base = base or Referable()
    known = set(base.known) | set(documents)
    live = set(base.live) | {
        name for name, document in documents.items() if document.get("status", "published") == "published"
    }
    anchors = dict(base.anchors)
    anchors |= {name: markup.anchors(document["body"]) for name, document in documents.items() if "body" in document}
    sources = dict(base.sources)
    sources |= {slug: document["short"] for (kind, slug), document in documents.items() if kind == "source"}
    numbers = {kind: dict(held) for kind, held in base.numbers.items()}
    for (kind, slug), document in documents.items():
        if "number" in document:
            numbers.setdefault(kind, {}).pop(slug, None)
            if document.get("status") != Status.RETIRED:
                numbers[kind][slug] = document["number"]
    listed = dict(base.signs)
    listed |= {slug: sign_of(document) for (kind, slug), document in documents.items() if kind == "warning"}
    sides = dict(base.sides)
    sides |= {slug: ways_of(document) for (kind, slug), document in documents.items() if kind == "exercise"}
    return Referable(
        live=frozenset(live),
        known=frozenset(known),
        anchors=anchors,
        sources=sources,
        signs=listed,
        sides=sides,
        numbers=numbers,
        uses=dict(base.uses)
        | {slug: uses_of(document) for (kind, slug), document in documents.items() if kind == "routine"},
    )


def without(referable: Referable, gone: Collection[Target]) -> Referable:
    """What texts may refer to without these objects: (kind, name) of each."""
    keys = {kind: {name for of, name in gone if of == kind} for kind in ("source", "warning")}
    return replace(
        referable,
        live=referable.live.difference(gone),
        known=referable.known.difference(gone),
        sources={key: said for key, said in referable.sources.items() if key not in keys["source"]},
        signs={key: sign for key, sign in referable.signs.items() if key not in keys["warning"]},
    )
