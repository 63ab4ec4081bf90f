"""What was taken out goes in again, into any account, exactly; and nothing of the account is overwritten."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import Tombstone, User
from library import renaming
from library.models import Exercise, Routine
from logbook.entries import saving
from logbook.takeout import importing
from logbook.takeout.importing.judging import CLEAR, MARKED, MOVED, PINNED, SORE, TAKEN, TWICE, USUAL
from tests.factories import RunnerFactory
from tests.logbook.whole import DAY, SYMPTOM, document, fill, key, log_of, take_in, taken_out, zipped

Say = dict[str, Any]


@pytest.fixture
def whole(ana: User) -> Say:
    """What Ana's export says."""
    ana.time_zone, ana.week_start, ana.weekly_aim = "Pacific/Auckland", 6, 4
    ana.save()
    fill(ana)
    return document(taken_out(ana))


def test_a_log_that_goes_into_an_empty_account_is_the_same_log(ana: User, ben: User, whole: Say) -> None:
    report = take_in(ben, taken_out(ana))
    assert report.counts() == [
        ("sessions", 2, 0, 0), ("symptoms", 2, 0, 0), ("clear_days", 1, 0, 0), ("periods", 1, 0, 0), ("pins", 1, 0, 0),
        ("followed", 1, 0, 0), ("trends_choices", 1, 0, 0), ("measures", 2, 0, 0), ("runs", 2, 0, 0),
        ("report_choices", 1, 0, 0),
        ("usual_run", 1, 0, 0),
    ]  # fmt: skip
    assert log_of(ben) == log_of(ana) == {name: value for name, value in whole.items() if name != "exported_at"}
    ben.refresh_from_db()
    assert (ben.time_zone, ben.week_start, ben.weekly_aim) == ("Pacific/Auckland", 6, 4)


def test_the_same_file_again_adds_nothing(ana: User, ben: User, whole: Say) -> None:
    take_in(ben, zipped(whole))
    before = log_of(ben)
    report = take_in(ben, zipped(whole))
    assert (report.new, sum(report.same.values()), report.refused) == (0, 15, [])
    assert log_of(ben) == before
    assert take_in(ana, zipped(whole)).new == 0


def test_what_was_deleted_comes_back_from_the_file(ana: User, whole: Say) -> None:
    saving.remove(ana, ana.training_sessions.get(entry_key=key(1)))
    ana.symptoms.all().delete()
    assert take_in(ana, zipped(whole)).new == 3
    assert {name: value for name, value in log_of(ana).items() if name != "sessions"} == {
        name: value for name, value in whole.items() if name not in ("sessions", "exported_at")
    }
    assert not Tombstone.objects.exists()


def test_a_routine_that_was_renamed_meanwhile_is_still_the_routine(ana: User, ben: User, whole: Say) -> None:
    routine, exercise = Routine.objects.get(), Exercise.objects.get()
    renaming.rename("routine", routine.slug, "every-day", None)
    renaming.rename("exercise", exercise.slug, "calf-raise", None)
    assert take_in(ana, zipped(whole)).new == 0
    take_in(ben, zipped(whole))
    assert log_of(ben)["sessions"] == log_of(ana)["sessions"]
    assert ben.training_sessions.filter(routine=routine, exercises_done__exercise=exercise).exists()


def changed(whole: Say, part: str, **said: Any) -> Say:
    """The file with other words in the first entry of a part, and nothing but that entry."""
    one = copy.deepcopy(whole)
    for name, value in one.items():
        if isinstance(value, list):
            del value[1 if name == part else 0 :]
    one[part][0] |= said
    return one


@pytest.mark.parametrize(
    ("part", "said", "reason"),
    [
        ("sessions", {"minutes": 13}, TAKEN),
        ("sessions", {"exercises": []}, TAKEN),
        ("symptoms", {"severity": 9, "entry_key": str(key(99))}, TAKEN),
        ("symptoms", {"area": "arch"}, MOVED),
        ("symptoms", {"day": "2026-11-19", "entry_key": str(key(99))}, CLEAR),
        ("clear_days", {"day": "2026-11-20", "entry_key": str(key(99))}, SORE),
        ("clear_days", {"day": "2026-11-18"}, MOVED),
        ("periods", {"kind": "rest"}, TAKEN),
        ("periods", {"first_day": "2026-11-30", "entry_key": str(key(99))}, MARKED),
        ("pins", {"stage_name": "Stage 2"}, PINNED),
        ("measures", {"first_try": 105, "entry_key": str(key(99))}, TAKEN),
        ("measures", {"setup": "bare_later"}, MOVED),
        ("runs", {"distance_m": 5201}, TAKEN),
        ("usual_run", {"distance_m": 9000}, USUAL),
    ],
)
def test_what_a_runner_has_is_never_overwritten(ana: User, whole: Say, part: str, said: Say, reason: str) -> None:
    before = log_of(ana)
    report = take_in(ana, zipped(changed(whole, part, **said)))
    assert [(one.part, one.reason) for one in report.refused] == [(part, reason)]
    assert (report.new, log_of(ana)) == (0, before)


def test_what_says_the_same_is_the_same_whatever_its_key_and_times(ana: User, whole: Say) -> None:
    for part in ("symptoms", "clear_days"):
        report = take_in(ana, zipped(changed(whole, part, entry_key=str(key(77)), version=9, zone="UTC")))
        assert (report.new, report.same[part], report.refused) == (0, 1, [])
    report = take_in(ana, zipped(changed(whole, "sessions", version=9)))
    assert (report.new, report.same["sessions"]) == (0, 1)


def test_a_file_that_contradicts_itself_is_taken_in_as_far_as_it_does_not(ben: User, whole: Say) -> None:
    whole["sessions"].append(whole["sessions"][0])
    whole["sessions"].append(whole["sessions"][0] | {"minutes": 99})
    whole["clear_days"].append(whole["clear_days"][0] | {"day": "2026-11-20", "entry_key": str(key(50))})
    report = take_in(ben, zipped(whole))
    assert [(one.part, one.day, one.reason) for one in report.refused] == [
        ("sessions", "2026-11-20", TWICE), ("clear_days", "2026-11-20", SORE),
    ]  # fmt: skip
    assert (ben.training_sessions.count(), ben.clear_days.count(), report.same["sessions"]) == (2, 1, 1)


def test_a_file_with_its_clear_days_first_does_not_make_a_day_say_two_things(ben: User, whole: Say) -> None:
    whole["clear_days"].append(whole["clear_days"][0] | {"day": str(DAY), "entry_key": str(key(50))})
    report = take_in(ben, zipped({"clear_days": whole.pop("clear_days")} | whole))
    refused = [(one.part, one.day, one.reason) for one in report.refused]
    assert refused == [("symptoms", str(DAY), CLEAR)] * len(whole["symptoms"])
    assert (ben.clear_days.count(), ben.symptoms.count()) == (2, 0)


def test_settings_come_along_into_an_empty_log_only(ana: User, ben: User, whole: Say) -> None:
    ben.symptoms.create(**SYMPTOM | {"side": "right"})
    report = take_in(ben, zipped(whole))
    ben.refresh_from_db()
    assert (ben.time_zone, ben.weekly_aim, report.settings, report.settings_kept) == ("Europe/London", None, {}, True)


def test_settings_that_no_account_can_have_are_left_out(ben: User, whole: Say) -> None:
    for wrong in (
        {"time_zone": "Mars Olympus"},
        {"week_start": 3},
        {"weekly_aim": 0},
        {"weekly_aim": True},
        {"week_start": None},
    ):
        take_in(ben, zipped(whole | {"profile": whole["profile"] | wrong}))
        ben.refresh_from_db()
        assert (ben.time_zone, ben.week_start, ben.weekly_aim) == ("Europe/London", 0, None)
        ben.training_sessions.all().delete()


def test_a_zone_that_is_unknown_here_does_not_keep_the_other_settings_out(ben: User, whole: Say) -> None:
    report = take_in(ben, zipped(whole | {"profile": whole["profile"] | {"time_zone": "Mars/Olympus"}}))
    ben.refresh_from_db()
    assert (ben.time_zone, ben.week_start, ben.weekly_aim) == ("Europe/London", 6, 4)
    assert list(report.settings) == ["week_start", "weekly_aim"]


def test_whose_it_was_and_what_else_a_file_says_is_ignored(ana: User, ben: User, whole: Say) -> None:
    foreign = {
        "user": ana.pk,
        "user_id": ana.pk,
        "runner": ana.pk,
        "runner_id": ana.pk,
        "owner": ana.email,
        "id": 1,
        "pk": 1,
    }
    for entries in (value for value in whole.values() if isinstance(value, list)):
        entries[:] = [one | foreign for one in entries]
    before = log_of(ana)
    take_in(ben, zipped(whole | foreign))
    assert log_of(ana) == before
    assert log_of(ben) == before


def test_a_log_outlives_the_guide_it_pointed_to(ana: User, ben: User, whole: Say) -> None:
    Exercise.objects.all().delete()
    Routine.objects.all().delete()
    assert take_in(ana, zipped(whole)).new == 0
    assert take_in(ben, zipped(whole)).refused == []
    session = ben.training_sessions.get(entry_key=key(1))
    assert (session.routine, session.routine_name, session.exercises_done.in_order()[0].name) == (
        None,
        "Daily",
        "Heel raise",
    )


def test_trying_a_file_writes_nothing(ana: User, whole: Say) -> None:
    fresh = RunnerFactory()
    before = log_of(fresh)
    report = importing.check(fresh, importing.open_export(zipped(whole)))
    assert (report.new, log_of(fresh)) == (15, before)
    assert list(report.settings) == ["time_zone", "week_start", "weekly_aim"]


def test_two_accounts_of_one_site_may_hold_the_same_keys_and_delete_their_own(ana: User, ben: User, whole: Say) -> None:
    take_in(ben, zipped(whole))
    saving.remove(ana, ana.symptoms.get(entry_key=key(3)))
    assert Tombstone.objects.of(Tombstone.What.ENTRY, [key(3)], ana).exists()
    assert not Tombstone.objects.of(Tombstone.What.ENTRY, [key(3)], ben).exists()
    assert ben.symptoms.on(DAY).count() == 2


def test_seconds_that_a_clock_field_sends_do_not_make_a_session_another_one(
    browser_of_ana: Client, ana: User, sunday: date
) -> None:
    form = {"entry_key": str(key(1)), "account": ana.badge, "minutes": "5", "time": "18:30:45"}
    assert browser_of_ana.post(f"/log/{sunday}/sessions/", form).status_code == 200
    report = importing.check(ana, importing.open_export(taken_out(ana)))
    assert report.counts()[0] == ("sessions", 0, 1, 0)
