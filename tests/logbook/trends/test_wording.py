"""Every sentence that the logbook can say of a log describes it: no advice, no cause, no verdict, no promise (FACTS G).

All rules are asked for their words over tables of cases that reach each of their branches; the words of the page's own
templates are read as they stand. What a runner chose from a list or wrote is theirs and is left out.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from library.proofing import BANNED_PATTERNS
from logbook.history import morning_after
from logbook.history.morning_after import FeltAround, WorkOfDay
from logbook.trends import key, words
from logbook.trends.bad_days import BadDayRow, count_words
from logbook.trends.comparing import compare
from logbook.trends.counting import Tally
from logbook.trends.doing import DoneRow, RunInSpan, SessionInSpan, by_exercise, sum_up
from logbook.trends.mornings import count_mornings
from logbook.trends.pairs import pair
from logbook.trends.spans import Span
from logbook.trends.spells import Spell
from logbook.vocabulary import Stiffness

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 22)
TEMPLATES = [
    *sorted((ROOT / "templates/jinja/logbook").glob("*.html")),
    *sorted((ROOT / "templates/jinja/logbook/parts").glob("*.html")),
    *sorted((ROOT / "templates/jinja/shared").glob("*.html")),
]
# What the logbook does not say of anybody: advice, causes, verdicts, forecasts, and the ratio that FACTS T15 bans.
UNSAID = (
    r"\bshould\b", r"\bmust\b", r"\bneed to\b", r"\btry to\b", r"\brecommend", r"\badvi[sc]e", r"\bavoid\b", r"\bback off\b",
    r"\btake it easy\b", r"\breduce\b", r"\bincrease your\b", r"\bbecause of\b", r"\bcaused?\b", r"\bdue to\b", r"\bleads? to\b",
    r"\bthanks to\b", r"\brisk", r"\bdanger", r"\bwarning\b", r"\boverload", r"\btoo much\b", r"\btoo fast\b", r"\basymmetr",
    r"\bimbalance", r"\babnormal", r"\bimprov", r"\bbetter\b", r"\bworse\b", r"\bworsen", r"\brecover", r"\bsettl(?:es|ing)\b",
    r"(?<!for )\bgood\b", r"\bbad for\b", r"\bacute\b", r"\bchronic\b", r"\bratio\b", r"\bwill\b", r"\bexpect", r"\btendinopathy\b",
    r"\binjured\b", r"\bsafe\b", r"\bwell done\b", r"\bgreat\b", r"\bkeep going\b", r"\bstreak\b", r"\bsignificant",
)  # fmt: skip


def of(*numbers: int, clear: int = 0, days: int = 84) -> Tally:
    """A tally of some numbers."""
    counts = Counter(numbers)
    counts[0] += clear
    return Tally(Span(TODAY - timedelta(days=days - 1), TODAY), len(numbers) + clear, clear, +counts)


TALLIES = [of(), of(3), of(3, 3), of(1, 1, 1), of(2, 3, 2, 3), of(4, 4, 4), of(9, 9, 9, clear=2), of(5, 6, 7, days=53)]


def sentences() -> Iterator[str]:
    """Everything that the rules can say, branch by branch."""
    for now, before in itertools.product(TALLIES, TALLIES):
        found = compare(now, before)
        yield from words.against_before(found)
        yield words.since(found, "", TODAY)
        yield words.since(found, "Strength: Stage 2", TODAY)
        yield words.first_steps(found)
    for one in TALLIES:
        yield from words.alone(one)
        yield words.days_said(one)
        yield words.middle_with_n(one)
        yield words.shorter_span(one.span)
    yield from of_moments()
    yield from of_bad_days()
    yield from of_work()
    yield from dict(key.keys(1, [], {"left", "right"})).values()
    for length in (1, 7, 28):
        yield from dict(key.keys(length, [], {"left"})).values()


def of_moments() -> Iterator[str]:
    """Mornings, during and after, the sides, the morning after."""
    span = Span(TODAY - timedelta(days=6), TODAY)
    days = [TODAY - timedelta(days=back) for back in range(4)]
    some = [{}, dict.fromkeys(days, 3), {days[0]: 5}, {days[1]: 1}]
    for one, other in itertools.product(some, some):
        yield words.during_or_after(pair(span, one, other))
        for side in ("left", "right"):
            yield words.left_or_right(pair(span, one, other), side)
            yield words.other_side_silent(side)
    for answer, minutes in itertools.product(Stiffness, (None, 12)):
        yield words.stiffness(count_mornings(span, {}, {days[0]: (answer, minutes)}, set()))
        felt = FeltAround({days[1]: 3}, {}, {days[0]: 2}, {days[0]: (answer, minutes)})
        for clear, today in itertools.product((set(), set(days)), (days[0], days[1])):
            for row in morning_after.mornings_after([WorkOfDay(days[1], "")], felt, clear, today):
                yield from morning_after.row_in_words(row)


def of_bad_days() -> Iterator[str]:
    """Spells, their beginning, and the questions of what was said."""
    spell, day = Spell(TODAY - timedelta(days=3), TODAY, 7), Spell(TODAY, TODAY, 6)
    for found in ([], [day], [spell], [day, spell]):
        yield words.spells_in_words(found, 5, TODAY)
    yield words.NO_NUMBER
    yield words.worst_days(2, 7)
    yield words.began(TODAY, TODAY)
    row = BadDayRow(TODAY, 7, ("ache",), ("night_rest",), ("road",), "gradual", "")
    yield from (question for question, _ in words.said_in_words(count_words([row])))


def of_work() -> Iterator[str]:
    """Sessions, runs, sets."""
    span = Span(TODAY, TODAY)
    session, untimed = SessionInSpan(TODAY, 1, 20, "", ""), SessionInSpan(TODAY, 2, None, "", "")
    far, long = RunInSpan(TODAY, 1, None, 8000, "km"), RunInSpan(TODAY, 2, 1800, None, "")
    for rows, ran in itertools.product(
        ([], [session], [untimed], [session, untimed]), ([], [far], [long], [far, long])
    ):
        found = sum_up(span, rows, (), ran)
        yield words.sessions_with_minutes(found)
        yield words.runs_in_words(found)
    for run in (far, long, RunInSpan(TODAY, 3, 1800, 1609, "mi")):
        yield words.run(run)
    yield from map(words.session, (session, untimed))
    doses = [DoneRow(TODAY, "", dose, outcome) for dose in ("3 × 15", "2–3 × 30 s", "") for outcome in ("done", "part")]
    for count in range(len(doses) + 1):
        yield from map(words.exercise_in_words, by_exercise(doses[:count], span))


def templates() -> dict[str, str]:
    """The words of the page's templates, without tags and names."""
    return {
        path.name: " ".join(
            re.sub(r"{[%{#].*?[%}#]}|<[^>]*>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL).split()
        )
        for path in TEMPLATES
    }


def faults(text: str) -> list[str]:
    """What a text says that the logbook does not say."""
    patterns = (*UNSAID, *(pattern.pattern for pattern, _ in BANNED_PATTERNS))
    return [found[0] for pattern in patterns if (found := re.search(pattern, text, re.IGNORECASE))]


def test_no_sentence_advises_judges_or_names_a_cause() -> None:
    spoken = {sentence for sentence in sentences() if sentence}
    assert {sentence: faults(sentence) for sentence in spoken if faults(sentence)} == {}
    assert len(spoken) > 150


def test_no_word_of_the_page_does_either() -> None:
    assert {name: faults(text) for name, text in templates().items() if faults(text)} == {}


@pytest.mark.parametrize("name", [name for name in vars(words) if name[0] != "_" and getattr(vars(words)[name], "__module__", "") == words.__name__ and callable(vars(words)[name])])  # fmt: skip
def test_every_sentence_of_the_module_was_read(name: str) -> None:
    """A function of `words` that this test does not ask is one whose sentences nobody reads."""
    read = Path(__file__).read_text(encoding="utf-8")
    helpers = {"Reading", "span_in_words", "number_or_none", "spell", "sets", "how_many", "in_a_row", "beginning"}
    assert name in helpers or f"words.{name}" in read


@pytest.mark.parametrize(
    "specimen",
    ["You should rest.", "This caused it.", "Your left is weaker: an asymmetry.", "It is better.", "You are cleared."],
)
def test_a_sentence_that_advises_is_seen(specimen: str) -> None:
    assert faults(specimen)


def test_every_threshold_is_printed_with_its_source() -> None:
    text = templates()["trends_rules.html"]
    for said_there in ("three days", "2 points", "Farrar 2001", "Landorf 2010", "common practice; we know of no trial"):
        assert said_there in text
    assert "#source-farrar-2001" in (ROOT / "templates/jinja/logbook/parts/trends_rules.html").read_text(
        encoding="utf-8"
    )
