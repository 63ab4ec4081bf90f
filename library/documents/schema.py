"""What a content document may hold: for each kind the keys in their order, and what each must be.

A document is the plain mapping of a content file's front matter, with the text below it under `body`. The same form is
stored in revisions, compared when seeding, and written back by the export.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import models

from library.doses import KEYS, MOST, WORDS, Dose, Range
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
from library.pictures.naming import is_name

Path = tuple[str | int, ...]
Document = dict[str, Any]

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
INVENTORY_ID = re.compile(r"[GIE]\d{1,2}")


class Fault(NamedTuple):
    """Something wrong in a document: where (keys and list positions) and what, in words for an editor."""

    path: Path
    message: str

    @property
    def field(self) -> str:
        """The place in words: `steps, item 2, dose`."""
        return ", ".join(f"item {part + 1}" if isinstance(part, int) else part for part in self.path) or "file"


Check = Callable[[Any, Path], Iterator[Fault]]


@dataclass(frozen=True)
class Key:
    """One key of a document: its check, whether it must be there, and what stands for "left out"."""

    check: Check
    required: bool = False
    empty: Any = ""


# What XML, and with it the feed, cannot hold: control characters but for line breaks and tabs, and halves of characters.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _unprintable(value: str, path: Path) -> Iterator[Fault]:
    if found := UNPRINTABLE.search(value):
        before = value[max(0, found.start() - 20) : found.start()]
        words = f"after {before!r}" if before else "at its beginning"
        yield Fault(path, f"{words} stands a character that cannot be printed (U+{ord(found[0]):04X}); delete it")


def line(limit: int = 320) -> Check:
    """A text on one line."""

    def check(value: Any, path: Path) -> Iterator[Fault]:
        if not isinstance(value, str) or not value.strip():
            yield Fault(path, "write some text here")
        elif "\n" in value:
            yield Fault(path, "keep this on one line")
        elif len(value) > limit:
            yield Fault(path, f"this is {len(value)} characters long; {limit} at most")
        else:
            yield from _unprintable(value, path)

    return check


def pattern(expression: str, words: str, limit: int) -> Check:
    """A text on one line of a certain form, which the words describe."""
    form = re.compile(expression)

    def check(value: Any, path: Path) -> Iterator[Fault]:
        if wrong := list(line(limit)(value, path)):
            yield from wrong
        elif not form.fullmatch(value):
            yield Fault(path, f"{value!r} is no {words}")

    return check


def text(value: Any, path: Path) -> Iterator[Fault]:
    """A text of any length."""
    if not isinstance(value, str):
        yield Fault(path, "write some text here")
    else:
        yield from _unprintable(value, path)


def number(low: int, high: int) -> Check:
    """A whole number between two others, both included."""

    def check(value: Any, path: Path) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            yield Fault(path, f"write a whole number from {low} to {high}")

    return check


def flag(value: Any, path: Path) -> Iterator[Fault]:
    """True or false."""
    if not isinstance(value, bool):
        yield Fault(path, "write true or leave it out")


def word(vocabulary: type[models.TextChoices]) -> Check:
    """One word of a closed vocabulary."""

    def check(value: Any, path: Path) -> Iterator[Fault]:
        if value in ("", None):
            yield Fault(path, "choose one")
        elif value not in vocabulary.values:
            yield Fault(path, f"{value!r} is not one of {', '.join(vocabulary.values)}")

    return check


def slug(value: Any, path: Path) -> Iterator[Fault]:
    """The end of an address: lower case letters, digits and single hyphens."""
    if value in ("", None):
        yield Fault(path, "write lower case letters, digits and hyphens, such as radford-2006")
    elif not isinstance(value, str) or not SLUG.fullmatch(value):
        yield Fault(path, f"{value!r} is no address ending; use lower case letters, digits and hyphens")


def code(value: Any, path: Path) -> Iterator[Fault]:
    """The code of an area."""
    if not isinstance(value, str) or not re.fullmatch(r"[a-z]+(?:_[a-z]+)*", value):
        yield Fault(path, f"{value!r} is no code of an area")


def picture_name(value: Any, path: Path) -> Iterator[Fault]:
    """The name of a picture that an editor sent."""
    if not is_name(value):
        yield Fault(path, "this is no picture; send one, or leave it empty")


def inventory_id(value: Any, path: Path) -> Iterator[Fault]:
    """A point of the inventory of the source article: G1, I3, E11."""
    if not isinstance(value, str) or not INVENTORY_ID.fullmatch(value):
        yield Fault(path, f"{value!r} is no point of the inventory, such as G6, I2 or E4")


def instant(value: Any, path: Path) -> Iterator[Fault]:
    """A date and time with its offset, such as 2026-12-01T06:00:00+00:00."""
    try:
        good = datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        good = False
    if not good:
        yield Fault(path, f"{value!r} is no date and time with an offset, such as 2026-12-01T06:00:00+00:00")


def listed(item: Check, at_least: int = 0, at_most: int = 40) -> Check:
    """A list whose items all pass a check."""

    def check(value: Any, path: Path) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield Fault(path, "write a list, each item on a line that begins with '- '")
            return
        if not at_least <= len(value) <= at_most:
            yield Fault(path, _count(len(value), at_least, at_most))
        for index, entry in enumerate(value):
            yield from item(entry, (*path, index))

    return check


def _count(there: int, at_least: int, at_most: int) -> str:
    if there > at_most:
        return f"at most {at_most} may stand here, and there are {there}"
    stand = "none is" if there == 0 else "only one is" if there == 1 else f"only {there} are"
    return f"at least {'one is' if at_least == 1 else f'{at_least} are'} needed here, and {stand} there"


def mapping(**keys: Key) -> Check:
    """A mapping with known keys."""

    def check(value: Any, path: Path) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(path, f"write keys and values: {', '.join(keys)}")
            return
        yield from faults_in(value, keys, path)

    return check


def facts(value: Any, path: Path) -> Iterator[Fault]:
    """A list of one-key mappings, term to text."""
    if not isinstance(value, list) or not 1 <= len(value) <= 8:
        yield Fault(path, "write one to eight lines such as '- Where: cord above the heel'")
        return
    for index, entry in enumerate(value):
        if not isinstance(entry, dict) or len(entry) != 1 or not all(isinstance(v, str) for v in entry.values()):
            yield Fault((*path, index), "write one term and its text, such as 'Where: cord above the heel'")


def candidates(value: Any, path: Path) -> Iterator[Fault]:
    """A list of one-key mappings: slug of an issue to what it feels like at this place, or to nothing."""
    if not isinstance(value, list) or len(value) > 6:
        yield Fault(path, "write at most six lines such as '- ankle-sprain: sudden pain as the foot rolled in'")
        return
    named: set[str] = set()
    for index, entry in enumerate(value):
        if not isinstance(entry, dict) or len(entry) != 1:
            yield Fault((*path, index), "write one page and what it feels like, such as 'ankle-sprain: sudden pain'")
            continue
        [(issue, feels)] = entry.items()
        yield from slug(issue, (*path, index))
        if feels != "":
            yield from line(240)(feels, (*path, index))
        if issue in named:
            yield Fault((*path, index), f"{issue!r} stands here twice")
        named.add(issue)


def sections(value: Any, path: Path) -> Iterator[Fault]:
    """Part of a page to the inventory points it covers."""
    if not isinstance(value, dict):
        yield Fault(path, "write parts of the page with the points they cover")
        return
    for anchor, ids in value.items():
        yield from slug(anchor, (*path, str(anchor)))
        yield from listed(inventory_id, at_least=1)(ids, (*path, str(anchor)))


def dose(value: Any, path: Path) -> Iterator[Fault]:
    """A dose."""
    if not isinstance(value, dict):
        yield Fault(path, "write the parts of the dose, such as sets, reps and rest_s")
        return
    try:
        found = Dose.from_document(value)
    except ValueError as error:
        key, colon, message = str(error).partition(": ")
        yield Fault((*path, key), message) if colon and key in value else Fault(path, str(error))
        return
    for key, most in MOST.items():
        part: Range | None = getattr(found, key)
        if part is not None and part.high > most:
            yield Fault((*path, key), f"{most} at most")
    for key in WORDS:
        yield from line(120)(value[key], (*path, key)) if value.get(key) else ()


def span(low: int, high: int) -> Check:
    """A number such as 12 or a range such as 8-15, both ends between two numbers."""

    def check(value: Any, path: Path) -> Iterator[Fault]:
        try:
            one = Range.parse(value)
        except ValueError as error:
            yield Fault(path, str(error))
            return
        if not low <= one.low <= one.high <= high:
            yield Fault(path, f"write whole numbers from {low} to {high}")

    return check


def faults_in(document: Mapping[str, Any], keys: Mapping[str, Key], path: Path = ()) -> Iterator[Fault]:
    """Everything wrong with the shape of a mapping: unknown, missing and bad keys."""
    for name in document:
        if name not in keys:
            yield Fault((*path, str(name)), f"unknown here; these are known: {', '.join(keys)}")
    for name, key in keys.items():
        if name in document:
            yield from key.check(document[name], (*path, name))
        elif key.required:
            yield Fault((*path, name), "missing")


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


SUITS = listed(mapping(exercise=Key(slug, required=True), note=Key(line(160))))
STEPS = listed(
    mapping(
        exercise=Key(slug, required=True),
        dose=Key(dose, required=True),
        time_s=Key(number(1, 7200), required=True),
        rest_before_s=Key(span(1, 3600)),
        note=Key(line(160)),
        optional=Key(flag, empty=False),
    ),
    at_least=1,
)
FORMS = listed(mapping(text=Key(line(240), required=True), to=Key(slug)))

SCHEMAS: dict[str, dict[str, Key]] = {
    "chapter": _head("clinical_name")
    | {
        "exercises": Key(listed(slug), empty=[]),
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
