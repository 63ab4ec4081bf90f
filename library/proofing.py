"""The checks of content: what an editor hears before a page goes live, and what a release must pass.

Every check gives the field, and says what to do. They read a document and what it may refer to; nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from library import figures, markup, protection, signs
from library.documents.faults import Fault
from library.documents.parts import exercise_slugs, minutes_in, prose, steps_by_stage, ways_of
from library.doses import SIDES, Range
from library.markup import Referable
from library.models.vocabulary import WarningLevel

# What the guide never promises (PRODUCT.md, "What it must not do"), with the words to use in its place.
BANNED = (
    (r"\bdiagnos\w*", "Ankles names no condition from a distance; write 'may fit' or 'often called'"),
    (r"\bcur(?:e|es|ed|ing)\b", "no cure is promised; say what may help and cite it"),
    (r"\bheal(?:s|ed|ing)?\b", "no healing is promised; say 'settle' or 'recover'"),
    (r"\btreat(?:s|ed|ing|ments?)?\b", "the guide is no treatment; say 'care', 'help' or 'programme'"),
    (r"\bsafe to run\b", "nobody is told that it is safe to run"),
    (r"\bsafe for\b", "no exercise is called safe"),
    (r"\bcleared\b", "nobody is cleared by a page; say 'until somebody qualified has seen it'"),
    (
        r"\bprevents?\b(?=[^.]*\b(?:injur|sprain|pain)\w*)",
        "prevention is not promised; say what a study found and cite it",
    ),
    (r"\binjury[- ]free\b", "nobody is promised to stay injury-free"),
    (r"\bpain[- ]free running\b", "pain-free running is not promised"),
    (r"\bclinically proven\b", "'clinically proven' is not printed"),
    (r"\bmedical[- ]grade\b", "'medical-grade' is not printed"),
    (r"\b(?:reviewed by|medically reviewed|last reviewed)\b", "nobody is said to have reviewed what nobody did"),
)
LINKS = "a link leads to exercise:…, chapter:…, issue:…, routine:… or page:…"
# An address of another site, however it is written: as a link, with a title, between < and >, by a reference, or bare.
ELSEWHERE = re.compile(
    r"(?:\b(?:https?|ftp)://|\bmailto:|\bwww\.)[^\s<>()\[\]\"'”’]+|(?<=\]\()//[^\s<>()]+", re.IGNORECASE
)
NOT_ELSEWHERE = (
    "texts of the guide link to its own pages only. What you rely on belongs in the list of sources: add it there, "
    "then cite it here by its short name, such as [@radford-2006]"
)
BANNED_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), why) for pattern, why in BANNED)


def faults(kind: str, slug: str, document: Mapping[str, Any], referable: Referable) -> list[Fault]:
    """Everything that the checks of content find in one document."""
    return [*own_faults(kind, slug, document, referable), *leaned_on_faults(kind, slug, document)]


def own_faults(kind: str, slug: str, document: Mapping[str, Any], referable: Referable) -> list[Fault]:
    """What is wrong with a document, whatever the site itself leads to in it."""
    return [fault for check in _checks(kind, slug, document, referable) for fault in check]


def _checks(kind: str, slug: str, document: Mapping[str, Any], referable: Referable) -> tuple[Iterator[Fault], ...]:
    """Every check of a document, none of which has begun."""
    return (
        _references(kind, document, referable),
        _sides(kind, slug, document, referable),
        _prose_faults(kind, slug, document, referable),
        _body(document, referable),
        _signs(kind, document, referable),
        _picture(document),
        _numbers(kind, slug, document, referable),
    )


def _prose_faults(kind: str, slug: str, document: Mapping[str, Any], referable: Referable) -> Iterator[Fault]:
    if kind in ("synonym", "source"):
        return
    has_own_words = kind == "warning" or (kind, slug) == ("chapter", signs.HOME)
    for path, text in prose(document):
        yield from (Fault(path, message) for message in text_faults(text, referable))
        if not has_own_words and path[0] not in ("stop_and_see", "rule_out", "see"):
            yield from (Fault(path, message) for message in signs.own_words(markup.plain(text)))


def _picture(document: Mapping[str, Any]) -> Iterator[Fault]:
    if document.get("picture") and not document.get("picture_alt"):
        yield Fault(("picture_alt",), PICTURE_IN_WORDS)


def leaned_on_faults(kind: str, slug: str, document: Mapping[str, Any]) -> list[Fault]:
    """What a document lacks that pages of the site itself lead to or print. A release that lacks it stops nobody
    (loading.py): the page stays as it was."""
    return list(_leaned_on(kind, slug, document))


def _leaned_on(kind: str, slug: str, document: Mapping[str, Any]) -> Iterator[Fault]:
    for part in protection.parts_of(kind, slug):
        if part not in markup.anchors(document["body"]):
            words = f"pages of the site itself lead to the part {part!r} of this page; keep its heading as it was"
            yield Fault(("body",), words)
    if (kind, slug) != ("chapter", signs.HOME):
        return
    printed = signs.levels_printed(document["body"])
    parts = markup.anchors(document["body"])
    for level in WarningLevel:
        if printed.count(level) != 1:
            yield Fault(("body",), f"this page prints the whole list: write “::: signs {level}” once")
        if signs.place_of_level(level).partition("#")[2] not in parts:
            yield Fault(("body",), f"pages link to the heading “{level.label}”, which is not here")


def faults_of_unfinished(
    kind: str, slug: str, document: Mapping[str, Any], wrong: list[Fault], referable: Referable
) -> list[Fault]:
    """What else is in the way of a document whose shape is not right yet, as far as the checks can read it.

    `wrong` is what is wrong with its shape; nothing more is said of those places.
    """
    found: list[Fault] = []
    for check in (*_checks(kind, slug, document, referable), _leaned_on(kind, slug, document)):
        # A check goes as far as the shape allows; where it stops, `wrong` says why.
        with suppress(AttributeError, LookupError, TypeError, ValueError):
            found.extend(check)
    return [fault for fault in found if not any(fault.path[: len(place.path)] == place.path for place in wrong)]


def text_faults(text: str, referable: Referable) -> Iterator[str]:
    """What is wrong in one text: promises, dead links, unknown sources."""
    words = markup.plain(text)
    for pattern, why in BANNED_PATTERNS:
        if match := pattern.search(words):
            yield f"{match[0]!r}: {why}"
    for target in markup.targets(text):
        if message := dead_link(target, referable):
            yield message
    for key in markup.citations(text):
        if key not in referable.sources:
            yield f"[@{key}]: no source has this key"
    yield from signs.faults_of_signs(text, referable.signs)
    if text.count("[@") != len(markup.CITATION.findall(text)) or re.search(r"\]\(\s*\)|\]\([^)]*$", text):
        yield "a citation or link is not closed properly"
    # The parser leaves a link that it does not accept as text.
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if markup.parse_target(target) is None and not ELSEWHERE.search(f"]({target}"):
            yield f"({target}): {LINKS}"
    for found in dict.fromkeys(ELSEWHERE.findall(text)):
        yield f"this leads to {found.rstrip('.,;:')}: {NOT_ELSEWHERE}"


def dead_link(target: str, referable: Referable) -> str:
    """Why a link leads nowhere, or an empty text."""
    parsed = markup.parse_target(target)
    if parsed is None:
        return f"({target}): {LINKS}"
    kind, slug, anchor = parsed
    if kind == "page":
        return ""
    if (kind, slug) not in referable.known:
        return f"({target}): there is no such {kind}"
    if anchor and (kind, slug) in referable.anchors and anchor not in referable.anchors[(kind, slug)]:
        return f"({target}): that page has no part called {anchor!r}"
    return ""


def _ways(document: Mapping[str, Any]) -> Iterator[Fault]:
    for index, case in enumerate(document.get("begin_with", ())):
        for words, text in case.items():
            if not any(map(markup.parse_target, markup.targets(text))):
                yield Fault(("begin_with", index, words), "name the page that it leads to, with a link")


def _references(kind: str, document: Mapping[str, Any], referable: Referable) -> Iterator[Fault]:
    listed: set[str] = set()
    for path, slug in exercise_slugs(kind, document):
        if kind in ("chapter", "issue") and slug in listed:
            yield Fault(path, "an exercise stands here twice. Keep one of the two.")
        listed.add(slug)
        if ("exercise", slug) not in referable.known:
            yield Fault(path, f"there is no exercise {slug!r}")
    yield from _ways(document)
    if (routine := document.get("programme")) and ("routine", routine) not in referable.known:
        yield Fault(("programme",), f"there is no routine {routine!r}")
    for index, code in enumerate(document.get("areas", [])):
        if ("area", code) not in referable.known:
            yield Fault(("areas", index), f"there is no area {code!r}")
    if kind == "area":
        for index, entry in enumerate(document.get("issues", [])):
            for slug in entry:
                if ("issue", slug) not in referable.known:
                    yield Fault(("issues", index), f"there is no issue {slug!r}")
    if kind == "term" and document.get("see") and (message := dead_link(document["see"], referable)):
        yield Fault(("see",), message)


PICTURE_IN_WORDS = "say in words what the picture shows, for readers who do not see it"


def _numbers(kind: str, slug: str, document: Mapping[str, Any], referable: Referable) -> Iterator[Fault]:
    """The number of a page names it to readers ("chapter 3"), so no two of a kind have the same."""
    for other, number in referable.numbers.get(kind, {}).items():
        if other != slug and number == document.get("number"):
            yield Fault(("number",), f"the {kind} {other!r} has the number {number} already; choose another")


SIDES_SAID = {
    "each": "each side by itself",
    "both": "both sides together",
    "turns": "left and right by turns",
    "sore": "the sore side only",
}
WHICH_SIDE = "say whose work it is: each side, both together, left and right by turns, or the sore side only"


def _sides(kind: str, slug: str, document: Mapping[str, Any], referable: Referable) -> Iterator[Fault]:
    """One leg or both: said by every dose, and by a step as its exercise has it."""
    if kind == "exercise":
        own = document["dose"].get("sides")
        if not own:
            yield Fault(("dose", "sides"), WHICH_SIDE)
            return
        for routine, uses in referable.uses.items():
            for side in sorted({side for exercise, side in uses if exercise == slug and side}):
                if side not in ways_of(document):
                    said = f"the routine {routine!r} does it with {SIDES_SAID[side]}"
                    yield Fault(("other_sides",), f"{said}; tick that under 'also done', or change the routine first")
    elif kind == "routine":
        for place, steps in steps_by_stage(document):
            for index, step in enumerate(steps):
                if not isinstance(step.get("dose"), dict):
                    continue  # which is said of its shape
                side, ways = step["dose"].get("sides"), referable.sides.get(step.get("exercise", ""), frozenset())
                where = (*place, index, "dose", "sides")
                if not side:
                    yield Fault(where, WHICH_SIDE)
                elif ways and side not in ways:
                    said = " or ".join(SIDES_SAID[way] for way in SIDES if way in ways)
                    yield Fault(
                        where,
                        f"the exercise {step['exercise']} is done with {said}, and this step says {SIDES_SAID[side]}",
                    )


def clock_faults(kind: str, document: Mapping[str, Any]) -> Iterator[Fault]:
    """A routine's file says the minutes that its steps come to. (At the desk they are counted and not typed.)"""
    if kind != "routine":
        return
    span = minutes_in(document)
    if Range.parse(document["minutes"]) != span:
        yield Fault(("minutes",), f"the steps come to {span} min on the clock; write {span.document()}")


def _body(document: Mapping[str, Any], referable: Referable) -> Iterator[Fault]:
    if "body" not in document:
        return
    body = document["body"]
    if re.search(r"^#\s", body, re.MULTILINE):
        yield Fault(("body",), "begin headings with ##; the page's title is the only heading with one #")
    for message in markup.structure_faults(body, referable.signs):
        yield Fault(("body",), message)
    for name, has_caption in markup.plates(body):
        if name not in figures.PLATES:
            yield Fault(("body",), f"there is no plate {name!r}; there are {', '.join(sorted(figures.PLATES))}")
        elif not has_caption:
            yield Fault(("body",), f"the plate {name} needs a caption that says what is seen")
    if re.search(r"!\[", body):
        yield Fault(("body",), "pictures come as plates (::: plate NAME), not by address")
    if re.search(r"</?[a-zA-Z][^>\n]*>", body):
        yield Fault(("body",), "HTML is shown as text here; write Markdown")
    covers = document.get("covers")
    if isinstance(covers, dict):
        parts = markup.anchors(body) | {"intro"}
        for anchor in covers:
            if anchor not in parts:
                yield Fault(("covers", anchor), f"the text has no part {anchor!r}; it has {', '.join(sorted(parts))}")


def _signs(kind: str, document: Mapping[str, Any], referable: Referable) -> Iterator[Fault]:
    for box in ("stop_and_see", "rule_out"):
        for index, key in enumerate(document.get(box, ())):
            if key not in referable.signs:
                yield Fault((box, index), f"{key!r} is not in the list of warning signs; add it there first")
    if kind == "warning" and document["text"].rstrip().endswith("."):
        yield Fault(("text",), "leave out the full stop: this completes a sentence")
