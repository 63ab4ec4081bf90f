"""What a tap does to the log: whole acts, versions, what follows from them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ankles.accounts.models import Tombstone, User
from logbook.entries import saving
from logbook.models import ExerciseDone, Symptom, TrainingSession
from logbook.place import Place
from logbook.vocabulary import Moment
from tests.logbook.saying import felt
from tests.logbook.training import SUNDAY, log, sessions
from tests.logbook.writing import clear

pytestmark = pytest.mark.usefixtures("sunday")


def hurt(runner: User, number: int, moment: str = Moment.WORST) -> saving.SavedAct:
    """Say how the left arch felt on Sunday."""
    return saving.log_symptom(runner, SUNDAY, Place("arch", "left"), moment, {"severity": number})


def test_a_session_knows_whose_it_is_and_where_they_were(ana: User) -> None:
    ana.time_zone = "Pacific/Auckland"
    session = log(ana, SUNDAY, minutes=6)
    assert (session.runner, session.zone, session.version) == (ana, "Pacific/Auckland", 1)


def test_a_session_that_cannot_be_leaves_nothing_behind(ana: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        saving.log_session(ana, TrainingSession(day=SUNDAY, minutes=0), [ExerciseDone(name="Hops")])
    assert sessions(ana) == []


def test_an_edit_counts_and_a_stale_one_is_refused(ana: User) -> None:
    session = log(ana, SUNDAY, "Hops", minutes=6)
    saved = saving.change_session(ana, session.pk, 1, {"minutes": 7}, None)
    assert (saved.row.version, sessions(ana)[0]["minutes"], len(sessions(ana)[0]["did"])) == (2, 7, 1)
    with pytest.raises(saving.Stale) as stale:
        saving.change_session(ana, session.pk, 1, {"minutes": 8}, [])
    assert (stale.value.row.version, sessions(ana)[0]["minutes"], len(sessions(ana)[0]["did"])) == (2, 7, 1)


def test_somebody_elses_entry_is_not_there(ana: User, ben: User) -> None:
    session, symptom = log(ben, SUNDAY, minutes=6), hurt(ben, 3).row
    with pytest.raises(TrainingSession.DoesNotExist):
        saving.change_session(ana, session.pk, 1, {"minutes": 7}, None)
    with pytest.raises(Symptom.DoesNotExist):
        saving.change_symptom(ana, symptom.pk, 1, {"severity": 9})
    assert (sessions(ben)[0]["minutes"], felt(ben)[0][4]) == (6, {"severity": 3})


def test_a_number_for_a_place_that_has_one_changes_it_and_keeps_the_rest(ana: User) -> None:
    hurt(ana, 3)
    ana.symptoms.update(note="after the hills")
    saved = hurt(ana, 5)
    assert felt(ana) == [(SUNDAY, "arch", "left", "worst", {"severity": 5, "note": "after the hills"})]
    assert (saved.row.version, len(saved.changes)) == (2, 1)


def test_a_place_is_followed_from_its_first_symptom_on_and_once(ana: User) -> None:
    hurt(ana, 3), hurt(ana, 4), hurt(ana, 2, Moment.FIRST_STEPS)
    assert list(ana.followed.values_list("area", "side")) == [("arch", "left")]


def test_a_pain_of_zero_takes_nothing_today_away_and_stays_a_zero(ana: User) -> None:
    clear(ana, SUNDAY)
    assert hurt(ana, 0).took_away_clear_day is True
    assert (felt(ana)[0][4], ana.clear_days.count()) == ({"severity": 0}, 0)


def test_a_day_with_symptoms_cannot_say_nothing(ana: User) -> None:
    hurt(ana, 0)
    with pytest.raises(saving.NotClear):
        saving.log_clear_day(ana, SUNDAY)
    assert ana.clear_days.count() == 0


def test_nothing_said_twice_is_said_once(ana: User) -> None:
    first, second = saving.log_clear_day(ana, SUNDAY), saving.log_clear_day(ana, SUNDAY)
    assert (first.row, len(first.changes), second.changes) == (second.row, 1, [])
    assert ana.clear_days.count() == 1


def test_a_symptom_cannot_move_onto_another_one(ana: User) -> None:
    hurt(ana, 3)
    other = saving.log_symptom(ana, date(2026, 11, 21), Place("arch", "left"), Moment.WORST, {"severity": 7}).row
    with pytest.raises(IntegrityError), transaction.atomic():
        saving.change_symptom(ana, other.pk, 1, {"day": SUNDAY})
    assert [one[4]["severity"] for one in felt(ana)] == [7, 3]


def test_what_is_removed_leaves_a_tombstone_and_a_stale_removal_does_nothing(ana: User) -> None:
    session = log(ana, SUNDAY, minutes=6)
    with pytest.raises(saving.Stale):
        saving.remove(ana, session, version=2)
    assert (len(sessions(ana)), Tombstone.objects.count()) == (1, 0)
    saving.remove(ana, session, version=1)
    assert (sessions(ana), [row.what for row in Tombstone.objects.all()]) == ([], ["entry"])
