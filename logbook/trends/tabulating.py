"""The picture of a place over a span as a table: every mark in words."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from logbook.history.morning_after import NOTHING_HURT, exact_stiffness
from logbook.history.periods import days_in_words
from logbook.trends import words
from logbook.trends.counting import Tally
from logbook.trends.drawing import Doings, Series, drawn_number
from logbook.trends.mornings import Mornings
from logbook.trends.spans import Span
from logbook.vocabulary import Moment


class Table(NamedTuple):
    """The numbers of a picture: the names of its columns, and its rows, the newest first, each with the days it is about."""

    columns: list[str]
    rows: list[tuple[str, list[str]]]


def tabulate(series: Series, doings: Doings) -> Table:
    """Every mark of a picture as words. Marks in a row without a word are one row; a column without any is left out."""
    columns = {
        "Worst": [_cell(one, doings.step) for one in series.worst],
        "First steps": [_cell(one, doings.step) for one in series.moments[Moment.FIRST_STEPS]],
        "During": [_cell(one, doings.step) for one in series.moments[Moment.DURING]],
        "After": [_cell(one, doings.step) for one in series.moments[Moment.AFTER]],
        "Stiff": [_stiff(one, doings.step) for one in series.mornings],
    }
    if doings.step > 1:
        columns["Clear days"] = [str(one.clear or "") for one in series.worst]
    else:
        columns["Worst"] = [
            NOTHING_HURT if one.clear else cell for one, cell in zip(series.worst, columns["Worst"], strict=True)
        ]
    shown = {name: cells for name, cells in columns.items() if name == "Worst" or any(cells)}
    rows: list[tuple[str, list[str]]] = []
    silent: Span | None = None
    for span, *cells in zip((one.span for one in series.worst), *shown.values(), strict=True):
        if any(cells):
            if silent:
                rows.append((_named(silent, doings.today), ["no entry", *[""] * (len(shown) - 1)]))
            silent = None
            rows.append((_named(span, doings.today), cells))
        else:
            silent = Span(silent.first if silent else span.first, span.last)
    if silent:
        rows.append((_named(silent, doings.today), ["no entry", *[""] * (len(shown) - 1)]))
    return Table(list(shown), rows[::-1])


def _named(span: Span, today: date) -> str:
    return days_in_words(*span, today)


def _cell(one: Tally, step: int) -> str:
    if drawn_number(one, step) is None:
        return ""
    if step == 1:
        return words.number_or_none(one.middle)
    spread = str(one.low) if one.low == one.high else f"{one.low} to {one.high}"
    return f"{words.number_or_none(one.middle)} ({spread}; n = {one.n})"


def _stiff(one: Mornings, step: int) -> str:
    if step > 1:
        return words.stiffness(one)
    return next((exact_stiffness(answer, one.longest_min) for answer in one.stiffness), "")
