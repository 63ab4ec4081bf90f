"""Runs in a list: a page of them, each held against the 30 days before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ankles.accounts.models import User
from logbook import distance, load
from logbook.day import as_seen_from, day_url, in_words
from logbook.models import EARLIEST, Run
from logbook.vocabulary import DistanceUnit

A_PAGE: Final = 60


@dataclass(frozen=True)
class ListedRun:
    """A run as its list shows it. `beside` is how it lies beside the 30 days before, "" where there is nothing to say."""

    pk: int
    day: str
    words: str
    about: str
    beside: str
    note: str
    change: str


def runs_before(runner: User, before: date | None, today: date) -> tuple[list[ListedRun], date | None]:
    """A page of a runner's runs, the newest first, and the day before which the next page goes on (None at the end).

    Runs of one day stay together, however many they are. Two questions, however long the log is; two more where a
    day fills more than a page.
    """
    rows = runner.runs.all() if before is None else runner.runs.all().between(EARLIEST, before - timedelta(days=1))
    found = list(rows.newest_first()[: A_PAGE + 1])
    ends = None
    if len(found) > A_PAGE:
        last = found[-1].day
        # The day that does not fit whole goes to the next page; where a page would hold nothing else, it is as long as the day.
        whole = [row for row in found if row.day > last]
        if whole:
            found, ends = whole, last + timedelta(days=1)
        else:
            found = list(rows.on(last).newest_first())
            ends = last if rows.between(EARLIEST, last - timedelta(days=1)).exists() else None
    if not found:
        return [], None
    oldest = found[-1].day
    earlier = runner.runs.all().between(oldest - timedelta(days=load.DAYS_BEFORE), oldest - timedelta(days=1))
    distances = [(row.day, row.distance_m) for row in found] + list(earlier.distances())
    return [_line(row, distances, today) for row in found], ends


def _line(row: Run, distances: list[tuple[date, int | None]], today: date) -> ListedRun:
    compared = load.longer(row.distance_m, row.day, distances)
    beside = ""
    if compared:
        unit = row.distance_unit or DistanceUnit.KM
        beside = f"{compared.words} ({distance.distance_in_words(compared.longest_m, unit)})"
    effort = "" if row.effort is None else f"effort {row.effort}"
    words = distance.distance_and_duration(row.distance_m, row.distance_unit, row.duration_s)
    return ListedRun(
        row.pk, in_words(row.day, today), words, effort, beside, row.note, day_url(row.day, f"runs/{row.pk}/")
    )


def unit_of(runner: User) -> str:
    """The unit that the runner gave their last distance in; kilometres before there is any."""
    last = runner.runs.all().with_distance().newest_first().first()
    return last.distance_unit if last else DistanceUnit.KM.value


def usual_of(runner: User) -> str:
    """The usual run in words; "" when the runner chose none."""
    found = runner.usual_runs.first()
    return distance.distance_and_duration(found.distance_m, found.distance_unit, found.duration_s) if found else ""


def is_usual(runner: User, pk: int | None) -> bool:
    """Whether the usual run is still what it was made from; of None, whether there is no usual run."""
    usual, run = runner.usual_runs.first(), runner.runs.all().numbered(pk) if pk else None
    if usual is None or run is None:
        return usual is None and pk is None
    return all(getattr(usual, name) == getattr(run, name) for name in ("distance_m", "distance_unit", "duration_s"))


def entry_in_words(run: Run, today: date) -> list[tuple[str, str]]:
    """A run in lines of (what, words), for comparing two versions of it."""
    lines = [
        ("Day", in_words(run.day, today)),
        ("Run", distance.distance_and_duration(run.distance_m, run.distance_unit, run.duration_s)),
        ("Effort", "" if run.effort is None else str(run.effort)),
        ("Note", run.note),
    ]
    return [(what, words) for what, words in lines if words]


def day_asked_for(text: str) -> date | None:
    """The day of `?before=`; None for anything that is no day."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day > EARLIEST else None


def for_day(day: date, today: date) -> str:
    """For which day something was saved, unless it is today."""
    return "" if day == today else f" for {as_seen_from(day, today)}"
