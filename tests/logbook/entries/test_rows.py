"""A row as plain data and back: nothing is lost on the way, nothing appears."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any

import pytest

from ankles.accounts.models import User
from library.models import Exercise, Routine
from logbook.entries import rows
from logbook.models import ExerciseDone, Private
from tests.factories import ExerciseFactory, RoutineFactory
from tests.logbook.training import SUNDAY, log
from tests.logbook.writing import clear, hurt, marked


def one_of_each(runner: User) -> list[Private]:
    """An entry of every kind, each with all that it can say."""
    routine: Routine = RoutineFactory(slug="unwind")
    hops: Exercise = ExerciseFactory(slug="hops")
    session = log(
        runner, SUNDAY, "Hops", "Circles", minutes=6, effort=0, time=time(23, 50), note="= 1 + 1", routine=routine
    )
    ExerciseDone.objects.filter(name="Hops").update(exercise=hops, side="left", outcome="part", duration_s=40)
    symptom = hurt(runner, SUNDAY, 0, stiffness="under_10", stiffness_min=4, qualities=["ache"], timing=["night_rest"],
                   onset="gradual", context=["hills_up"], note="ja 走る")  # fmt: skip
    period = marked(runner, "injury", date(2026, 11, 1), date(2026, 11, 3), note="resting")
    return [session, symptom, clear(runner, date(2026, 11, 20)), period]


def test_every_kind_goes_to_text_and_back_unchanged(ana: User) -> None:
    for row in one_of_each(ana):
        kind, before = rows.entry_kind(row), rows.as_data(row)
        data = json.loads(json.dumps(before))
        row.delete()
        again = rows.recreate(ana, kind, data)
        again.refresh_from_db()
        assert rows.as_data(again) == before


def test_a_session_as_data_holds_its_words_and_slugs_and_no_numbers_of_rows(ana: User) -> None:
    data: dict[str, Any] = rows.as_data(one_of_each(ana)[0])
    assert (data["day"], data["time"], data["routine"], data["effort"]) == ("2026-11-22", "23:50", "unwind", 0)
    assert data["exercises"] == [
        {"exercise": "hops", "name": "Hops", "dose": "10 times", "side": "left", "outcome": "part", "duration_s": 40},
        {"exercise": None, "name": "Circles", "dose": "10 times", "side": "", "outcome": "done", "duration_s": None},
    ]
    assert not {"id", "pk", "runner", "runner_id", "session"} & set(data)


def test_what_was_not_asked_is_nothing_and_not_zero(ana: User) -> None:
    data = rows.as_data(log(ana, SUNDAY, minutes=5))
    assert [data[name] for name in ("time", "effort", "routine", "note", "exercises")] == [None, None, None, "", []]


@pytest.mark.parametrize("slug", ["gone", None])
def test_a_link_to_what_the_guide_lost_becomes_no_link(slug: str | None, ana: User) -> None:
    data = rows.as_data(log(ana, SUNDAY, routine_name="Unwind"))
    ana.training_sessions.all().delete()
    session = rows.recreate(ana, "session", data | {"routine": slug})
    assert (session.routine_id, session.routine_name) == (None, "Unwind")


def test_a_row_comes_back_as_the_runners_who_asks(ana: User, ben: User) -> None:
    data = rows.as_data(log(ana, SUNDAY, minutes=5))
    rows.recreate(ben, "session", data | {"runner": ana.pk})
    assert (ana.training_sessions.count(), ben.training_sessions.count()) == (1, 1)
