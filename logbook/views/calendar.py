"""The calendar: the last months, or any one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from ankles.responses import page, site_context
from logbook.history import months, record
from logbook.history.totals import totals_of
from logbook.views.access import RunnersRequest, private


@require_safe
@private
def calendar(request: RunnersRequest) -> HttpResponse:
    """This month and the two before it."""
    return _answer(request, "Calendar", months.recent(request.user.today()))


@require_safe
@private
def month(request: RunnersRequest, first: date) -> HttpResponse:
    """One month, up to a year ahead: a holiday can be planned."""
    if first > months.furthest(request.user.today()):
        raise Http404
    return _answer(request, months.name_of(first), [first])


def _answer(request: RunnersRequest, title: str, firsts: Sequence[date]) -> HttpResponse:
    runner = request.user
    today, week_start = runner.today(), runner.week_start
    totals = totals_of(record.read(runner, firsts[-1], months.last_of(firsts[0])))
    shown = [months.month(totals, first, today, week_start) for first in firsts]
    is_empty = all(one.is_empty for one in shown)
    # Whoever has nothing in them yet is not shown three empty months.
    shown = shown[:1] if is_empty else shown
    context = site_context(title=title, section="logbook", page="calendar") | {
        "title": title,
        "newest": len(firsts) > 1,
        "alone": len(firsts) == 1,
        "months": shown,
        "weekdays": months.weekdays(week_start),
        "legend": "",
        "older": months.months_later(shown[-1].first, today, -1),
        "newer": months.months_later(shown[0].first, today, 1),
        "year": months.year(firsts[0], today.replace(day=1)),
        "is_empty": is_empty,
    }
    return page(request, "logbook/calendar.html", context, "log")
