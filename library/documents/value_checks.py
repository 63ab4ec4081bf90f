"""What one value of a document must be: a line, a number, a word of a list, a dose; and a mapping of such values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from library.documents.faults import Fault, FieldPath
from library.doses import MOST, WORDS, Dose, Range
from library.pictures.naming import is_name

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
INVENTORY_ID = re.compile(r"[GIE]\d{1,2}")


Check = Callable[[Any, FieldPath], Iterator[Fault]]


@dataclass(frozen=True)
class Key:
    """One key of a document: its check, whether it must be there, and what stands for "left out"."""

    check: Check
    required: bool = False
    empty: Any = ""


# What XML, and with it the feed, cannot hold: control characters but for line breaks and tabs, and halves of characters.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _unprintable(value: str, path: FieldPath) -> Iterator[Fault]:
    if found := UNPRINTABLE.search(value):
        before = value[max(0, found.start() - 20) : found.start()]
        words = f"after {before!r}" if before else "at its beginning"
        yield Fault(path, f"{words} stands a character that cannot be printed (U+{ord(found[0]):04X}); delete it")


def line(limit: int = 320) -> Check:
    """A text on one line."""

    def check(value: Any, path: FieldPath) -> Iterator[Fault]:
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

    def check(value: Any, path: FieldPath) -> Iterator[Fault]:
        if wrong := list(line(limit)(value, path)):
            yield from wrong
        elif not form.fullmatch(value):
            yield Fault(path, f"{value!r} is no {words}")

    return check


def text(value: Any, path: FieldPath) -> Iterator[Fault]:
    """A text of any length."""
    if not isinstance(value, str):
        yield Fault(path, "write some text here")
    else:
        yield from _unprintable(value, path)


def number(low: int, high: int) -> Check:
    """A whole number between two others, both included."""

    def check(value: Any, path: FieldPath) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            yield Fault(path, f"write a whole number from {low} to {high}")

    return check


def flag(value: Any, path: FieldPath) -> Iterator[Fault]:
    """True or false."""
    if not isinstance(value, bool):
        yield Fault(path, "write true or leave it out")


def word(vocabulary: type[models.TextChoices]) -> Check:
    """One word of a closed vocabulary."""

    def check(value: Any, path: FieldPath) -> Iterator[Fault]:
        if value in ("", None):
            yield Fault(path, "choose one")
        elif value not in vocabulary.values:
            yield Fault(path, f"{value!r} is not one of {', '.join(vocabulary.values)}")

    return check


def slug(value: Any, path: FieldPath) -> Iterator[Fault]:
    """The end of an address: lower case letters, digits and single hyphens."""
    if value in ("", None):
        yield Fault(path, "write lower case letters, digits and hyphens, such as radford-2006")
    elif not isinstance(value, str) or not SLUG.fullmatch(value):
        yield Fault(path, f"{value!r} is no address ending; use lower case letters, digits and hyphens")


def exercise_slug(value: Any, path: FieldPath) -> Iterator[Fault]:
    """The short name of an exercise. An editor types its title: what is called so nowhere is no question of its letters."""
    if value in ("", None):
        yield Fault(path, "name an exercise")
    elif not isinstance(value, str) or not SLUG.fullmatch(value):
        yield Fault(path, f"there is no exercise {value!r}")


def code(value: Any, path: FieldPath) -> Iterator[Fault]:
    """The code of an area."""
    if not isinstance(value, str) or not re.fullmatch(r"[a-z]+(?:_[a-z]+)*", value):
        yield Fault(path, f"{value!r} is no code of an area")


def picture_name(value: Any, path: FieldPath) -> Iterator[Fault]:
    """The name of a picture that an editor sent."""
    if not is_name(value):
        yield Fault(path, "this is no picture; send one, or leave it empty")


def inventory_id(value: Any, path: FieldPath) -> Iterator[Fault]:
    """A point of the inventory of the source article: G1, I3, E11."""
    if not isinstance(value, str) or not INVENTORY_ID.fullmatch(value):
        yield Fault(path, f"{value!r} is no point of the inventory, such as G6, I2 or E4")


def instant(value: Any, path: FieldPath) -> Iterator[Fault]:
    """A date and time with its offset, such as 2026-12-01T06:00:00+00:00."""
    try:
        good = datetime.fromisoformat(value).tzinfo is not None
    except (TypeError, ValueError):
        good = False
    if not good:
        yield Fault(path, f"{value!r} is no date and time with an offset, such as 2026-12-01T06:00:00+00:00")


def listed(item: Check, at_least: int = 0, at_most: int = 40) -> Check:
    """A list whose items all pass a check."""

    def check(value: Any, path: FieldPath) -> Iterator[Fault]:
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

    def check(value: Any, path: FieldPath) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield Fault(path, f"write keys and values: {', '.join(keys)}")
            return
        yield from faults_in(value, keys, path)

    return check


def facts(value: Any, path: FieldPath) -> Iterator[Fault]:
    """A list of one-key mappings, term to text."""
    if not isinstance(value, list) or not 1 <= len(value) <= 8:
        yield Fault(path, "write one to eight lines such as '- Where: cord above the heel'")
        return
    for index, entry in enumerate(value):
        if not isinstance(entry, dict) or len(entry) != 1 or not all(isinstance(v, str) for v in entry.values()):
            yield Fault((*path, index), "write one term and its text, such as 'Where: cord above the heel'")


def candidates(value: Any, path: FieldPath) -> Iterator[Fault]:
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


def sections(value: Any, path: FieldPath) -> Iterator[Fault]:
    """Part of a page to the inventory points it covers."""
    if not isinstance(value, dict):
        yield Fault(path, "write parts of the page with the points they cover")
        return
    for anchor, ids in value.items():
        yield from slug(anchor, (*path, str(anchor)))
        yield from listed(inventory_id, at_least=1)(ids, (*path, str(anchor)))


def dose(value: Any, path: FieldPath) -> Iterator[Fault]:
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

    def check(value: Any, path: FieldPath) -> Iterator[Fault]:
        try:
            one = Range.parse(value)
        except ValueError as error:
            yield Fault(path, str(error))
            return
        if not low <= one.low <= one.high <= high:
            yield Fault(path, f"write whole numbers from {low} to {high}")

    return check


def faults_in(document: Mapping[str, Any], keys: Mapping[str, Key], path: FieldPath = ()) -> Iterator[Fault]:
    """Everything wrong with the shape of a mapping: unknown, missing and bad keys."""
    for name in document:
        if name not in keys:
            yield Fault((*path, str(name)), f"unknown here; these are known: {', '.join(keys)}")
    for name, key in keys.items():
        if name in document:
            yield from key.check(document[name], (*path, name))
        elif key.required:
            yield Fault((*path, name), "missing")
