"""The morning check: the first steps at every followed place, on one page, with one button."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from ankles.accounts.models import User
from ankles.responses import page, whole_page
from logbook import notice, pain
from logbook.day import in_words
from logbook.entries import saving
from logbook.entries.undo import Change
from logbook.forms import morning as forms
from logbook.forms.symptom import messages
from logbook.guide import followed as following
from logbook.models import Private, Symptom
from logbook.place import Place
from logbook.views.access import RunnersRequest, private
from logbook.views.long_form import Option, back_to
from logbook.views.sending import NOT_SAVED, TAKEN_AWAY, Confirmation, WriteResult, write_once
from logbook.views.symptoms import METHODS, clear_day_in_words, other_day_saved_for
from logbook.views.today import answer_with_day, carried_by_forms, check_open, frame
from logbook.vocabulary import Moment, Stiffness

Entries = dict[Place, Symptom]


@dataclass(frozen=True)
class MorningLine:
    """One place as the page asks about it. `there` is what the log says now, where a sending met something else."""

    place: Place
    last: str
    before: int | None
    severity: str
    bands: Sequence[tuple[pain.Band, Sequence[Option]]]
    stiff: str
    stiffness: Sequence[Option]
    seen: int
    wrong: Sequence[str]
    entry: Symptom | None
    there: str


@require_http_methods(METHODS)
@private
def morning(request: RunnersRequest, day: date) -> HttpResponse:
    """GET: what was logged this morning is shown, and nothing else is chosen. POST: all answers in one sending."""
    runner = request.user
    check_open(request, day)
    followed = following.followed_places(runner, day, Moment.FIRST_STEPS)
    asked = [one.place for one in followed]
    entries = _entries(runner, day)
    if request.method != "POST":
        form = forms.Morning(runner=runner, asked=asked, initial=_initial(entries))
        return _show(request, day, form, followed, entries)
    form = forms.Morning(request.POST, runner=runner, asked=asked)
    if not form.is_valid():
        return _show(request, day, form, followed, entries, status=422)
    try:
        result = write_once(form, lambda: _write(runner, day, form.told), day, kind="morning", on=day)
    except saving.Stale:
        return _show(request, day, form, followed, _entries(runner, day), status=409)
    return answer_with_day(request, day, _said(runner, day, form, result))


def _write(runner: User, day: date, told: Iterable[forms.MorningAnswer]) -> saving.SavedAct:
    """Save what is new. Raises Stale when an entry says something else than the form showed."""
    rows: list[Private] = []
    changes: list[Change] = []
    took_away = False
    for one in told:
        row: Symptom | None = runner.symptoms.on(day).of_place(one.place).at(Moment.FIRST_STEPS).first()
        felt = one.changes(row)
        if row and not felt:
            rows.append(row)
            continue
        if row and row.version != one.seen:
            raise saving.Stale(row)
        saved = saving.log_symptom(runner, day, one.place, Moment.FIRST_STEPS, felt)
        rows.append(saved.row)
        changes += saved.changes
        took_away = took_away or saved.took_away_clear_day
    return saving.SavedAct(rows[-1], changes, took_away)


def _said(runner: User, day: date, form: forms.Morning, result: WriteResult) -> Confirmation:
    entries = _entries(runner, day)
    rows = [entries[one.place] for one in form.told if one.place in entries]
    told = "; ".join(following.symptom_in_words(row) for row in rows)
    gone = (
        f". {clear_day_in_words(runner, day)} is taken away"
        if result.saved and result.saved.took_away_clear_day
        else ""
    )
    return Confirmation(
        f"Morning saved{other_day_saved_for(day, runner.today())}: {told}{gone}" if told else TAKEN_AWAY,
        undo=result.undo_for(runner),
        act="Saved" if told else NOT_SAVED,
        notice=any(notice.applies(row.qualities, row.timing, row.onset) for row in rows),
    )


def _entries(runner: User, day: date) -> Entries:
    rows = runner.symptoms.on(day).at(Moment.FIRST_STEPS)
    return {row.place: row for row in rows}


def _initial(entries: Entries) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for place, entry in entries.items():
        given |= {f"severity-{place.code}": entry.severity, f"stiffness-{place.code}": entry.stiffness}
    return given


def _show(
    request: RunnersRequest,
    day: date,
    form: forms.Morning,
    followed: Iterable[following.FollowedPlace],
    entries: Entries,
    status: int = 200,
) -> HttpResponse:
    runner, today = request.user, request.user.today()
    last = {one.place: (following.last_day(one, today), one.last_severity) for one in followed}
    lines = [
        _line(form, place, last.get(place, ("", None)), entries.get(place), stale=status == 409) for place in form.asked
    ]
    symptoms = runner.symptoms.on(day).exists()
    context = {
        "lines": lines,
        "errors": _messages(form),
        "stale": [line for line in lines if line.there],
        "day": day,
        "is_today": day == today,
        "words": in_words(day, today),
        "has_symptoms": symptoms,
        "is_clear": not symptoms and runner.clear_days.on(day).exists(),
        **frame("Error: Morning check" if form.errors else "Morning check", "today" if day == today else "calendar"),
        **carried_by_forms(request, back_to(day, today)),
    }
    return whole_page(page(request, "logbook/morning.html", context, status=status))


def _line(
    form: forms.Morning, place: Place, last: tuple[str, int | None], entry: Symptom | None, *, stale: bool
) -> MorningLine:
    severity, stiffness = (form[f"{name}-{place.code}"] for name in (forms.SEVERITY, forms.STIFFNESS))
    number, answer_given = ("" if field.value() is None else str(field.value()) for field in (severity, stiffness))
    told = {one.place: one for one in form.told} if stale else {}
    differs = entry is not None and place in told and told[place].seen != entry.version and told[place].changes(entry)
    return MorningLine(
        place=place,
        last=last[0],
        before=last[1],
        severity=severity.html_name,
        bands=[(band, [_option(word, word, number) for word in _numbers(band)]) for band in pain.BANDS],
        stiff=stiffness.html_name,
        stiffness=[_option(value, label, answer_given) for value, label in Stiffness.choices],
        seen=entry.version if entry else 0,
        wrong=[str(message) for field in (severity, stiffness) for message in field.errors],
        entry=entry,
        there=following.symptom_in_words(entry) if entry and differs else "",
    )


def _numbers(band: pain.Band) -> list[str]:
    return [str(number) for number in range(band.low, band.high + 1)]


def _option(value: str, label: str, chosen: str) -> Option:
    return Option(value, label, value == chosen)


def _messages(form: forms.Morning) -> list[tuple[str, str]]:
    """What is wrong, with the place it is wrong at; the whole form's own faults lead to its first place."""
    first = f"{forms.SEVERITY}-{form.asked[0].code}" if form.asked else ""
    found = [(first, str(message)) for message in form.non_field_errors()]
    return found + [("" if name.startswith(forms.SEEN) else name, words) for name, words in messages(form)]
