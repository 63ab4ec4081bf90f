"""Measures on a sheet: each side in each way it was measured, its latest test against its first three, by `logbook.measures`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from logbook import measures
from logbook.day import in_short
from logbook.measures import Finding, Line, Measured
from logbook.models.measures import TestedSide
from logbook.trends.spans import Span
from logbook.vocabulary import MeasureKind, Setup, Side

# Three measures of two sides; what was measured in yet another way last stands before what was long ago.
MOST_LINES: Final = 6
PLUS_MINUS: Final = "±"


def measured_lines(rows: Iterable[TestedSide], span: Span) -> list[str]:
    """A sentence for each side and way of measuring with a test in the span, those tested last first.

    `rows` are all tests up to the last day of the span, in order: what is compared begins with the first three ever.
    """
    found: dict[tuple[str, str, str], list[Measured]] = {}
    raised: set[str] = set()
    for row in rows:
        # The first test of heel raises of each side ever is practice, and no part of what is compared (FACTS-2 7.2).
        if row.kind == MeasureKind.HEEL_RAISES and row.side not in raised:
            raised.add(row.side)
            continue
        tests = found.setdefault((row.kind, row.setup, row.side), [])
        tests.append(Measured(row.day, measures.result_of(row.kind, row.tries)))
    shown = [(what, tests) for what, tests in found.items() if tests[-1].day >= span.first]
    shown.sort(key=lambda one: (-one[1][-1].day.toordinal(), one[0]))
    return [_line(*what, tests, span) for what, tests in shown[:MOST_LINES]]


def _line(kind: str, setup: str, side: str, tests: Sequence[Measured], span: Span) -> str:
    line = measures.line_of(kind, tests)
    how = f" ({Setup(setup).label.lower()})" if setup else ""
    last = f"{measures.in_unit(kind, tests[-1].value)} on {in_short(tests[-1].day, span.last)}"
    # Of balance nothing is said (FACTS-2 7.3); the page of measures says why.
    said = "" if line.finding is Finding.NOT_SAID else measures.words_of(kind, line).replace("your first", "the first")
    return f"{MeasureKind(kind).label}, {Side(side).label.lower()}{how}: {last}, n\u00a0=\u00a0{len(tests)}.{_band(kind, line)} {said}".rstrip()


def _band(kind: str, line: Line) -> str:
    if line.baseline is None:
        return ""
    if line.band is None:
        return f" Middle of the first three {measures.in_unit(kind, line.baseline)}."
    return f" Middle of the first three {line.baseline:g} {PLUS_MINUS} {measures.in_unit(kind, line.band)}."
