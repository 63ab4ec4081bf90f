"""What a content document may hold: for each kind the keys in their order, and what each must be.

A document is the plain mapping of a content file's front matter, with the text below it under `body`. The same form is
stored in revisions, compared when seeding, and written back by the export.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from library.documents.faults import Fault
from library.documents.value_checks import (
    Key,
    candidates,
    code,
    dose,
    exercise_slug,
    facts,
    faults_in,
    flag,
    instant,
    inventory_id,
    line,
    listed,
    mapping,
    number,
    pattern,
    picture_name,
    sections,
    slug,
    span,
    text,
    word,
)
from library.doses import KEYS
from library.models.vocabulary import (
    AchillesHeel,
    Checked,
    Equipment,
    EvidenceKind,
    ExerciseType,
    Movement,
    Position,
    Region,
    Sides,
    Status,
    Tissue,
    WarningLevel,
    When,
)

Document = dict[str, Any]


ENTRY_HEAD: dict[str, Key] = {
    "title": Key(line(120), required=True),
    "clinical_name": Key(line(120)),
    "number": Key(number(1, 9_999), required=True),
    "status": Key(word(Status), required=True),
    "publish_at": Key(instant),
    "summary": Key(line(320), required=True),
    "aliases": Key(listed(line(80)), empty=[]),
}


def _head(*left_out: str) -> dict[str, Key]:
    return {name: key for name, key in ENTRY_HEAD.items() if name not in left_out}


SUITS = listed(mapping(exercise=Key(exercise_slug, required=True), note=Key(line(160))))
STEPS = listed(
    mapping(
        exercise=Key(exercise_slug, required=True),
        dose=Key(dose, required=True),
        time_s=Key(number(1, 7200), required=True),
        rest_before_s=Key(span(1, 3600)),
        note=Key(line(160)),
        optional=Key(flag, empty=False),
    ),
    at_least=1,
)
FORMS = listed(mapping(text=Key(line(240), required=True), to=Key(exercise_slug)))

SCHEMAS: dict[str, dict[str, Key]] = {
    "chapter": _head("clinical_name")
    | {
        "exercises": Key(listed(exercise_slug), empty=[]),
        "areas": Key(listed(code), empty=[]),
        "covers": Key(sections, empty={}),
        "body": Key(text, required=True),
    },
    "issue": _head()
    | {
        "where": Key(line(28), required=True),
        "areas": Key(listed(code), empty=[]),
        "at_a_glance": Key(facts, empty=[]),
        "stop_and_see": Key(listed(line(240), 1, 14), required=True, empty=[]),
        "stop_note": Key(line(700), required=True),
        "signs": Key(listed(line(300), 1, 10), required=True, empty=[]),
        "exercises": Key(SUITS, empty=[]),
        "leave_out": Key(line(500)),
        "begin_with": Key(facts, empty=[]),
        "programme": Key(slug),
        "covers": Key(sections, empty={}),
        "body": Key(text, required=True),
    },
    "exercise": _head("clinical_name")
    | {
        "type": Key(word(ExerciseType), required=True),
        "when": Key(listed(word(When), 1), required=True, empty=[]),
        "positions": Key(listed(word(Position), 1), required=True, empty=[]),
        "equipment": Key(listed(word(Equipment)), empty=[]),
        "tissues": Key(listed(word(Tissue), 1), required=True, empty=[]),
        "movements": Key(listed(word(Movement)), empty=[]),
        "dose": Key(dose, required=True, empty={}),
        "other_sides": Key(listed(word(Sides)), empty=[]),
        "dose_note": Key(line(600)),
        "steps": Key(listed(line(400), 2, 9), required=True, empty=[]),
        "mistakes": Key(listed(line(300)), empty=[]),
        "easier": Key(FORMS, empty=[]),
        "harder": Key(FORMS, empty=[]),
        "cautions": Key(listed(line(400)), empty=[]),
        "achilles_heel": Key(word(AchillesHeel), required=True),
        "achilles_heel_note": Key(line(400)),
        "evidence": Key(line(1200)),
        "picture": Key(picture_name),
        "picture_alt": Key(line(240)),
        "covers": Key(listed(inventory_id), empty=[]),
        "body": Key(text, required=True),
    },
    "routine": _head("clinical_name")
    | {
        "when": Key(word(When), required=True),
        "how_often": Key(line(160), required=True),
        "minutes": Key(span(1, 240), required=True),
        "dose_note": Key(line(600)),
        "steps": Key(STEPS, empty=[]),
        "stages": Key(
            listed(
                mapping(name=Key(line(80), required=True), note=Key(line(600)), steps=Key(STEPS, required=True)),
                at_least=1,
            ),
            empty=[],
        ),
        "covers": Key(listed(inventory_id), empty=[]),
        "body": Key(text, required=True),
    },
    "source": {
        "key": Key(slug, required=True),
        "short": Key(line(80), required=True),
        "citation": Key(line(200), required=True),
        "doi": Key(pattern(r"10\.[0-9]{4,9}/[^\s\"<>]+", "DOI, such as 10.1136/bjsm.2006.029348", 120)),
        "pmid": Key(pattern(r"[1-9][0-9]{0,7}", "PubMed number, such as 11032217", 12)),
        "pmc": Key(pattern(r"PMC[1-9][0-9]{0,7}", "PubMed Central number, such as PMC1234567", 14)),
        "cochrane": Key(pattern(r"CD[0-9]{6}", "Cochrane number, such as CD001269", 12)),
        "evidence": Key(word(EvidenceKind), required=True),
        "checked": Key(word(Checked), required=True),
        "supports": Key(line(600), required=True),
    },
    "area": {
        "code": Key(code, required=True),
        "label": Key(line(80), required=True),
        "clinical": Key(line(120)),
        "region": Key(word(Region), required=True),
        "issues": Key(candidates, empty=[]),
        "rule_out": Key(listed(line(240), at_most=14), empty=[]),
        "neighbours": Key(facts, empty=[]),
    },
    "warning": {
        "key": Key(slug, required=True),
        "level": Key(word(WarningLevel), required=True),
        "heading": Key(line(80)),
        "text": Key(line(300), required=True),
        "note": Key(line(300)),
    },
    "term": {
        "term": Key(line(80), required=True),
        "plain": Key(line(160), required=True),
        "text": Key(line(600)),
        "see": Key(line(120)),
    },
    "synonym": {
        "words": Key(listed(line(60), 1, 160), required=True, empty=[]),
        "means": Key(line(80), required=True),
    },
}

# The kinds that make a page each, in the order in which they can be written (what is referred to comes first).
PAGES = ("exercise", "chapter", "issue", "routine")
# The kinds kept in one list file each, with the key that names an entry.
LISTS = {"area": "code", "source": "key", "warning": "key", "term": "term", "synonym": "means"}
KINDS = (*LISTS, *PAGES)


def shape_faults(kind: str, document: Mapping[str, Any]) -> list[Fault]:
    """Everything wrong with the shape of one document of a kind."""
    faults = list(faults_in(document, SCHEMAS[kind]))
    if kind == "routine" and not faults and bool(document.get("steps")) == bool(document.get("stages")):
        faults.append(Fault(("steps",), "a routine has either steps or stages"))
    return faults


def canonical(kind: str, document: Mapping[str, Any]) -> Document:
    """The same document with its keys in order and without those that are empty."""
    return {
        name: _in_order(name, document[name])
        for name, key in SCHEMAS[kind].items()
        if name in document
        and (key.required or (document[name] != key.empty and document[name] not in ("", None, [], {})))
    }


def _in_order(name: str, value: Any) -> Any:
    # Neither order means anything, and PostgreSQL keeps none inside a JSON object: one fixed order makes equal
    # documents equal texts on every database.
    if name == "areas":
        return sorted(value)
    if name == "covers" and isinstance(value, dict):
        return dict(sorted(value.items()))
    return _parts_in_order(value)


# `per_side` stood where `sides` stands now (former.py): in that order it gives the hash that an earlier release kept.
KEYS_OF_ALL_TIMES = tuple(name for key in KEYS for name in ((key, "per_side") if key == "sides" else (key,)))
# The parts of steps, stages, forms and doses, in the order of the content files.
PARTS = (
    "name", "exercise", "text", "to", "dose", *KEYS_OF_ALL_TIMES, "time_s", "rest_before_s", "note", "optional", "steps",
)  # fmt: skip


def _parts_in_order(value: Any) -> Any:
    if isinstance(value, list):
        return [_parts_in_order(item) for item in value]
    if isinstance(value, dict):
        known = {key: _parts_in_order(value[key]) for key in PARTS if key in value}
        return known | {key: part for key, part in value.items() if key not in known}
    return value
