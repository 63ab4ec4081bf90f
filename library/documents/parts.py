"""What a document says and names: its texts, the exercises and pages in it, its steps with their sides and minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from library import markup, signs
from library.clock import TimedDose, routine_minutes
from library.documents.faults import FieldPath
from library.documents.schema import Document
from library.doses import Dose, Range
from library.markup import Target
from library.models.vocabulary import WarningLevel
from library.signs import Sign

NOT_PROSE = (
    "sides",
    "other_sides",
    "minutes",
    "rest_before_s",
    "aliases",
    "covers",
    "areas",
    "slug",
    "key",
    "to",
    "exercise",
    "programme",
    "picture",
)


def prose(document: Mapping[str, Any], path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """Every text of a document that a reader reads, with its place."""
    for key, value in document.items():
        if key not in NOT_PROSE:
            yield from _prose_in(value, (*path, key))


def _prose_in(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        yield from prose(value, path)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _prose_in(item, (*path, index))


def reading_text(document: Mapping[str, Any], list_of_signs: signs.Signs = signs.NO_SIGNS) -> str:
    """The words of a page as one text, one passage to a line, with the warning signs that it prints."""
    left_out = ("title", "clinical_name", "type", "status", "when", "positions", "equipment", "tissues", "movements",
                "dose", "achilles_heel", "publish_at", "number", "how_often", "load", "key", "name",
                "stop_and_see", "picture_alt")  # fmt: skip
    texts = [text for path, text in prose(document) if not any(part in left_out for part in path)]
    boxed = [list_of_signs[key].text if key in list_of_signs else key for key in document.get("stop_and_see", ())]
    return "\n".join(markup.plain(text, list_of_signs) for text in [*boxed, *texts])


def exercise_slugs(kind: str, document: Mapping[str, Any]) -> Iterator[tuple[FieldPath, str]]:
    """Every exercise that a document names by slug, with the place."""
    if kind == "chapter":
        yield from ((("exercises", index), slug) for index, slug in enumerate(document.get("exercises", [])))
    elif kind == "issue":
        for index, suit in enumerate(document.get("exercises", [])):
            yield ("exercises", index, "exercise"), suit.get("exercise", "")
    elif kind == "exercise":
        for direction in ("easier", "harder"):
            for index, form in enumerate(document.get(direction, [])):
                if form.get("to"):
                    yield (direction, index, "to"), form["to"]
    elif kind == "routine":
        for index, step in enumerate(document.get("steps", [])):
            yield ("steps", index, "exercise"), step.get("exercise", "")
        for number, stage in enumerate(document.get("stages", [])):
            for index, step in enumerate(stage.get("steps", [])):
                yield ("stages", number, "steps", index, "exercise"), step.get("exercise", "")


def pages_named(kind: str, document: Mapping[str, Any]) -> set[Target]:
    """The pages that a document names, in a field or by a link in a text: (kind, name) of each."""
    named = {("exercise", slug) for _, slug in exercise_slugs(kind, document)}
    if document.get("programme"):
        named.add(("routine", document["programme"]))
    if kind == "area":
        named |= {("issue", slug) for entry in document.get("issues", ()) for slug in entry}
    links = [document["see"]] if kind == "term" and document.get("see") else []
    if kind not in ("synonym", "source"):
        links += [target for _, text in prose(document) for target in markup.targets(text)]
    named |= {(of, slug) for of, slug, _ in filter(None, map(markup.parse_target, links)) if of != "page"}
    return named


def steps_by_stage(document: Mapping[str, Any]) -> Iterator[tuple[FieldPath, list[Document]]]:
    """The steps of each stage of a routine, or its only steps, with their place."""
    if document.get("steps"):
        yield ("steps",), document["steps"]
    for number, stage in enumerate(document.get("stages", [])):
        yield ("stages", number, "steps"), stage["steps"]


def ways_of(exercise: Mapping[str, Any]) -> frozenset[str]:
    """Whose work an exercise may be: its dose's sides, and those that it is also done with. Empty when nobody says."""
    own = exercise.get("dose", {}).get("sides")
    return frozenset({own, *exercise.get("other_sides", [])}) if own else frozenset()


def uses_of(routine: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The exercises of a routine's steps, each with the sides it is done with there."""
    steps = (step for _, steps in steps_by_stage(routine) for step in steps)
    return tuple((step["exercise"], step["dose"].get("sides", "")) for step in steps)


def minutes_in(routine: Mapping[str, Any]) -> Range:
    """The minutes that a routine's steps come to, in the player and in the logbook."""
    steps = [steps for _, steps in steps_by_stage(routine)]
    return routine_minutes([(_plan(step), bool(step.get("optional"))) for step in some] for some in steps)


def _plan(step: Document) -> TimedDose:
    rest = Range.parse(step["rest_before_s"]) if step.get("rest_before_s") else None
    return TimedDose.of(Dose.from_document(step["dose"]), step["time_s"], rest)


def sign_of(document: Mapping[str, Any]) -> Sign:
    """The warning sign that a document holds."""
    return Sign(
        document["key"],
        WarningLevel(document["level"]),
        document["text"],
        document.get("heading", ""),
        document.get("note", ""),
    )
