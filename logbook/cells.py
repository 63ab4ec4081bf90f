"""Markup that comes ninety times in a page, filled: days of the calendar, rows of a table. Through the template engine
they would cost more than all else of a page together.

The markup stands in templates all the same. They are read once for each process; what goes into them are dates and words
of ours, never what a runner wrote, so nothing of it is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from logbook import months
from logbook.months import Row
from logbook.readings import TableRow


def body(rows: Iterable[Row]) -> SafeString:
    """The weeks of a month as rows of a table."""
    lead, past, ahead = _markup("lead"), _markup("past"), _markup("ahead")
    cells = []
    for row in rows:
        cells.append("<tr>")
        if row.lead:
            cells.append(lead % row.lead)
        cells.extend([past % day for day in row.past])
        cells.extend([ahead % day for day in row.ahead])
        cells.append("</tr>\n")
    return SafeString("".join(cells))


def numbers(rows: Iterable[TableRow], *, with_first_steps: bool) -> SafeString:
    """The rows of a picture's table, with or without the column of first steps."""
    if with_first_steps:
        row = _markup("numbers_and_first_steps")
        return SafeString("\n".join([row % one for one in rows]))
    row = _markup("numbers")
    return SafeString("\n".join([row % (days, worst, sessions) for days, worst, _, sessions in rows]))


@cache
def head(week_start: int) -> SafeString:
    """The names of the days, in the runner's order."""
    return render_to_string("logbook/parts/cells/head.html", {"weekdays": months.weekdays(week_start)})


@lru_cache(maxsize=256)
def years(shown: date, this_month: date) -> SafeString:
    """The way to every other month; `this_month` is the first day of the one it is where the runner lives."""
    return render_to_string("logbook/parts/cells/years.html", {"year": months.year(shown, this_month)})


@cache
def _markup(name: str) -> str:
    return render_to_string(f"logbook/parts/cells/{name}.html").strip()
