"""What the checks doubt: findings that an editor may overrule with a reason, which the history keeps.

They are in no draft's way and stop no release; a test holds those that the guide's own files have, each with its reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from library import figures, markup, reading
from library.documents import parts
from library.documents.faults import Fault, FieldPath
from library.markup import Referable

WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBER = r"(?<![\w/–-])\d[\d.,]*(?:\s*(?:–|-|to|or|and)\s*\d[\d.,]*)?\s*"
# What somebody counted or measured: a share, people, how many times as much, degrees.
MEASURED = re.compile(
    NUMBER
    + r"(?:%|per ?cent\b|(?:of|in) (?:every )?\d+|(?:people|runners|athletes|recruits|participants|patients|women|men|adults"
    r"|trials?|studies|reviews?|professionals|times (?:as|more|less|higher|lower)|degrees?)\b)",
    re.IGNORECASE,
)
# How long something takes. It may rest on a source that its part of the page names elsewhere.
LASTING = re.compile(NUMBER + r"(?:days?|weeks?|months?|years?)\b", re.IGNORECASE)
# The scale of pain is no finding.
SCALE = re.compile(r"\b(?:out )?of 10\b|\bfrom 0 to 10\b", re.IGNORECASE)
SAID_PLAINLY = re.compile(r"common practice|we know of no|nobody has (?:measured|counted)", re.IGNORECASE)
# Texts in which somebody who claims something can cite for it. Steps and doses tell, and claim nothing.
CITING = ("body", "evidence", "dose_note", "signs", "leave_out")
PATIENT = re.compile(r"\bpatients?\b", re.IGNORECASE)
MINUTES = re.compile(
    rf"\b({'|'.join(WORDS)}|\d{{1,3}})(?:(?: to |–|-)({'|'.join(WORDS)}|\d{{1,3}}))? (?:\w+ )?minutes\b",
    re.IGNORECASE,
)
# What a sentence counts that begins with it: "Six moving drills". "Two held stretches" further on may be some of them.
COUNTED = re.compile(
    rf"(?:^|[.!?] )({'|'.join(WORDS)}|\d{{1,2}}) (?:\w+ )?(?:drills|exercises|stretches|movements|moves|steps)\b",
    re.IGNORECASE,
)
# Parts that every page of a kind has, and what readers miss without them.
PARTS = {
    "chapter": {"body": "the text"},
    "exercise": {"mistakes": "the common mistakes", "cautions": "the cautions", "body": "what it is for"},
    "issue": {"at_a_glance": "what it is at a glance", "body": "the text"},
    "routine": {"body": "whom it is for"},
}


class Doubt(NamedTuple):
    """Something that may well be right: where, what in words for an editor, and the text that it is about.

    The same text in the same place is the same doubt, in whichever state of the page.
    """

    path: FieldPath
    message: str
    check: str
    about: str

    @property
    def shown_at(self) -> FieldPath:
        """The field at which it is said. Reasons are kept under its path, and a drawing's is the address: a picture fills its place."""
        return ("picture",) if self.check == "drawing" else self.path

    @property
    def key(self) -> str:
        """A name for it, of 16 letters and digits."""
        return hashlib.sha256("\0".join((str(self.path[0]), self.check, self.about)).encode()).hexdigest()[:16]


def doubts(kind: str, slug: str, document: Mapping[str, Any], referable: Referable) -> list[Doubt]:
    """Everything that the checks doubt in a document that has passed them, each once."""
    found = list(_words_of(document))
    if kind in ("chapter", "issue", "exercise", "routine"):
        found += [*_unsourced(document), *_empty(kind, document), *_hard(document, referable)]
    if kind == "routine":
        found += [*_minutes(document), *_steps_counted(document)]
    if kind == "exercise":
        found += _undrawn(slug, document)
    return list({doubt.key: doubt for doubt in found}.values())


def doubts_of_unfinished(kind: str, slug: str, document: Mapping[str, Any], wrong: Iterable[Fault]) -> list[Doubt]:
    """What the checks doubt in a document whose shape is not right yet, but for the parts that have to be put right first.

    The reading grade is left out: it is about the words of the whole page.
    """
    refused = {fault.path for fault in wrong}
    keys = {path[0] for path in refused if path}
    found = list(_words_of(document))
    if kind in ("chapter", "issue", "exercise", "routine"):
        found += [*_unsourced(document), *_empty(kind, {key: one for key, one in document.items() if key not in keys})]
    if kind == "routine" and not keys & {"steps", "stages"}:
        found += [*_minutes(document), *_steps_counted(document)]
    if kind == "exercise":
        found += _undrawn(slug, document)
    # Where something is missing that has to be there, its absence is asked about once.
    kept = (
        doubt for doubt in found if doubt.path not in refused and not (doubt.check == "part" and doubt.path[0] in keys)
    )
    return list({doubt.key: doubt for doubt in kept}.values())


def _undrawn(slug: str, document: Mapping[str, Any]) -> Iterator[Doubt]:
    if not figures.has_pose(slug) and not document.get("picture"):
        yield Doubt(("slug",), "there is no drawing of this exercise; readers get words alone", "drawing", "")


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """Each paragraph of a text, with the whole part of the page in which it stands."""
    for part in re.split(r"(?m)^(?=##)", text):
        for paragraph in re.split(r"\n\s*\n", part):
            if paragraph.strip() and not paragraph.startswith("#"):
                yield paragraph, part


def _words_of(document: Mapping[str, Any]) -> Iterator[Doubt]:
    for path, text in parts.prose(document):
        for paragraph, _ in _paragraphs(text):
            if match := PATIENT.search(markup.plain(paragraph)):
                words = f"{match[0]!r}: readers are runners; of them say 'people'"
                yield Doubt(path, words, "patients", paragraph)


def _unsourced(document: Mapping[str, Any]) -> Iterator[Doubt]:
    for path, text in parts.prose(document):
        if path[0] not in CITING:
            continue
        for paragraph, part in _paragraphs(text):
            words = SCALE.sub("", markup.plain(paragraph))
            measured, lasting = MEASURED.search(words), LASTING.search(words)
            match = measured if measured and not _is_sourced(paragraph) else None
            match = match or (lasting if lasting and not _is_sourced(part) else None)
            if match:
                said = f"{match[0].strip()!r}: a number without a source; cite one, or write [practice]"
                yield Doubt(path, said, "number", paragraph)


def _is_sourced(text: str) -> bool:
    return bool(markup.citations(text) or markup.PRACTICE.search(text) or SAID_PLAINLY.search(text))


def _empty(kind: str, document: Mapping[str, Any]) -> Iterator[Doubt]:
    for words in markup.empty_parts(document.get("body", "")):
        yield Doubt(
            ("body",), f"{words!r}: nothing stands in this part, so that the page does not print it", "part", words
        )
    for key, words in PARTS.get(kind, {}).items():
        if not document.get(key):
            yield Doubt((key,), f"nothing stands here; readers look for {words}", "part", key)


def _hard(document: Mapping[str, Any], referable: Referable) -> Iterator[Doubt]:
    text = parts.reading_text(document, referable.signs)
    grade = reading.grade(text)
    if grade > reading.GRADE_LIMIT:
        words = (
            f"the page reads at grade {grade:.1f}; {reading.GRADE_LIMIT:.0f} is the limit. "
            "Shorten sentences and use shorter words"
        )
        yield Doubt(("body",), words, "grade", text)


def _minutes(routine: Mapping[str, Any]) -> Iterator[Doubt]:
    """What the title and the summary say of the minutes, against the sum of the steps, where there are any."""
    if not (routine.get("steps") or routine.get("stages")):
        return
    span = parts.minutes_in(routine)
    for key in ("title", "summary"):
        if match := MINUTES.search(str(routine.get(key, ""))):
            low, high = (_number(one) for one in (match[1], match[2] or match[1]))
            if high < span.low or low > span.high:
                words = f"{match[0]!r}: the steps come to {span} minutes"
                yield Doubt((key,), words, "minutes", f"{routine[key]}\0{span}")


def _steps_counted(routine: Mapping[str, Any]) -> Iterator[Doubt]:
    """How many steps title and summary say that there are, against those of the routine or of one of its stages."""
    parts = [routine.get("steps") or [], *(stage["steps"] for stage in routine.get("stages") or [])]
    parts = [steps for steps in parts if steps]
    if not parts:
        return
    counts = {len(steps) for steps in parts}
    counts |= {sum(not step.get("optional") for step in steps) for steps in parts}
    for key in ("title", "summary"):
        if (match := COUNTED.search(str(routine.get(key, "")))) and _number(match[1]) not in counts:
            most = max(counts)
            words = f"{match[0].lstrip('.!? ')!r}: {'there is one step' if most == 1 else f'there are {most} steps'}"
            yield Doubt((key,), words, "count", f"{routine[key]}\0{sorted(counts)}")


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else WORDS.index(word.lower()) + 1
