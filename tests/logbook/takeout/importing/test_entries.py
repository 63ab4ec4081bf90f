"""Entries that no form would have let through: each is refused for a reason in words, and nothing else of the file is."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ankles.accounts.models import User
from logbook.takeout import exporting, importing
from tests.logbook.whole import document, fill, key, log_of, take_in, taken_out, zipped

Say = dict[str, Any]
LONE = "\ud83e"


@pytest.fixture
def whole(ana: User) -> Say:
    """What Ana's export says."""
    fill(ana)
    return document(taken_out(ana))


def ahead(days: int) -> str:
    return (timezone.now() + timedelta(days=days)).date().isoformat()


DONE: Say = {"exercise": None, "name": "Toe walk", "dose": "", "side": "", "outcome": "done", "duration_s": 20}
BAD: list[tuple[str, Say, str]] = [
    ("sessions", {"day": None}, "day: it is empty."),
    ("sessions", {"day": "22.11.2026"}, "day: this is no day such as 2026-11-22."),
    ("sessions", {"day": "2026-02-30"}, "day: this is no day such as 2026-11-22."),
    ("sessions", {"day": "20261122"}, "day: this is no day such as 2026-11-22."),
    ("sessions", {"day": 20261122}, "day: this is no day such as 2026-11-22."),
    ("sessions", {"day": "1900-01-01"}, "Choose a day from 2000 on."),
    ("sessions", {"day": ahead(2)}, "This day has not come yet."),
    ("sessions", {"time": "25:00"}, "time: this is no time such as 06:30."),
    ("sessions", {"time": ["06:30"]}, "time: this is no time such as 06:30."),
    ("sessions", {"minutes": 0}, "A session lasts 1 to 1440 minutes."),
    ("sessions", {"minutes": 1441}, "A session lasts 1 to 1440 minutes."),
    ("sessions", {"minutes": True}, "minutes: this is no whole number."),
    ("sessions", {"minutes": 12.5}, "minutes: this is no whole number."),
    ("sessions", {"minutes": "12"}, "minutes: this is no whole number."),
    ("sessions", {"effort": 11}, "Choose a number from 0 to 10."),
    ("sessions", {"effort": -1}, "effort: Ensure this value is greater than or equal to 0."),
    ("sessions", {"note": "x" * 2_001}, "note: 2,001 characters are more than 2,000."),
    ("sessions", {"note": "a\0b"}, "note: it holds something that is no letter."),
    ("sessions", {"note": LONE}, "note: it holds something that is no letter."),
    ("sessions", {"note": {"a": 1}}, "note: this is no text."),
    ("sessions", {"routine": ["daily"]}, "routine: this is no text."),
    ("sessions", {"routine_name": "x" * 121}, "routine_name: 121 characters are more than 120."),
    ("sessions", {"zone": "Mars Olympus"}, "zone: this is no time zone."),
    ("sessions", {"zone": "<b>"}, "zone: this is no time zone."),
    ("sessions", {"zone": "../../etc/passwd"}, "zone: this is no time zone."),
    ("sessions", {"version": 0}, "version: this is no count of edits."),
    ("sessions", {"version": 2**31 - 1}, "version: this is no count of edits."),
    ("sessions", {"version": 10**30}, "version: this is no count of edits."),
    ("sessions", {"logged_at": "2026-11-20"}, "logged_at: this is no instant such as 2026-11-22T06:30:00+00:00."),
    ("sessions", {"logged_at": "0001-01-01T00:00:00+14:00"}, "logged_at: this is no instant such as 2026-11-22T06:30:00+00:00."),
    ("sessions", {"logged_at": "9999-12-31T23:59:59-12:00"}, "logged_at: this is no instant such as 2026-11-22T06:30:00+00:00."),
    ("sessions", {"logged_at": f"{ahead(3)}T00:00:00+00:00"}, "logged_at: this lies ahead."),
    ("sessions", {"entry_key": "1"}, "entry_key: this is no key."),
    ("sessions", {"entry_key": f"{{{key(1)}}}"}, "entry_key: this is no key."),
    ("sessions", {"exercises": None}, "exercises: a list is missing."),
    ("sessions", {"exercises": ["toe walk"]}, "exercises: one of them is no exercise."),
    ("sessions", {"exercises": [{}]}, "name: it is missing."),
    ("sessions", {"exercises": [{}] * 101}, "exercises: 101 are more than the 100 that a session can have."),
    ("sessions", {"exercises": [DONE | {"duration_s": 86_401}]}, "exercises: An exercise lasts a day at most."),
    ("sessions", {"exercises": [DONE | {"duration_s": 2**40}]}, "exercises: "),
    ("symptoms", {"area": "elbow"}, "area: this is no word of the list."),
    ("symptoms", {"area": ""}, "area: This field cannot be blank."),
    ("symptoms", {"side": "both"}, "side: this is no word of the list."),
    ("symptoms", {"moment": "next_morning"}, "moment: this is no word of the list."),
    ("symptoms", {"severity": None, "stiffness": "", "stiffness_min": None}, "Give a number from 0 to 10, or say how long it was stiff."),
    ("symptoms", {"stiffness_min": 31}, "The minutes do not fit the answer above them."),
    ("symptoms", {"qualities": ["ache", "elbow"]}, "qualities: Choose from the list."),
    ("symptoms", {"qualities": ["ache"] * 51}, "qualities: this is no list of words."),
    ("symptoms", {"qualities": [["ache"]]}, "qualities: this is no list of words."),
    ("symptoms", {"qualities": "ache"}, "qualities: this is no list of words."),
    ("symptoms", {"context": None}, "context: it is empty."),
    ("clear_days", {"day": ahead(2)}, "This day has not come yet."),
    ("periods", {"last_day": "2026-11-19"}, "The last day comes on or after the first."),
    ("periods", {"kind": "work"}, "kind: this is no word of the list."),
    ("periods", {"first_day": "9999-12-31"}, "It lies too far ahead."),
    ("periods", {"last_day": "9999-12-31"}, "It lies too far ahead."),
    ("pins", {"position": 4}, "Pin up to 3 routines."),
    ("pins", {"position": 10**20}, "position:"),
    ("pins", {"routine_name": ""}, "routine_name: This field cannot be blank."),
    ("followed", {"since": "yesterday"}, "since: this is no instant such as 2026-11-22T06:30:00+00:00."),
    ("followed", {"side": ""}, "side: This field cannot be blank."),
]  # fmt: skip


@pytest.mark.parametrize(("part", "wrong", "reason"), BAD)
def test_a_bad_entry_is_refused_with_its_reason_and_the_rest_taken_in(
    ben: User, whole: Say, part: str, wrong: Say, reason: str
) -> None:
    expected = copy.deepcopy(whole)
    del expected[part][0], expected["exported_at"]
    whole[part][0] |= wrong
    report = take_in(ben, zipped(whole))
    assert [(one.part, one.reason[: len(reason)]) for one in report.refused] == [(part, reason)]
    assert log_of(ben) == expected


@pytest.mark.parametrize("entry", [None, 1, "x", [], [[]], True])
def test_an_entry_that_is_none_is_refused(whole: Say, entry: Any) -> None:
    whole["symptoms"][0] = entry
    given = importing.open_export(zipped(whole))
    assert [(one.part, one.day, one.reason) for one in given.refused] == [("symptoms", "", "It is no entry.")]


@pytest.mark.parametrize("part", ["sessions", "symptoms", "clear_days", "periods", "pins", "followed"])
def test_every_field_of_an_entry_is_asked_for(whole: Say, part: str) -> None:
    for name in whole[part][0]:
        entry = {kept: value for kept, value in whole[part][0].items() if kept != name}
        given = importing.open_export(zipped(whole | {part: [entry]}))
        complaints = [one.reason for one in given.refused]
        wanted = (
            []
            if name == "routine"
            else ["exercises: a list is missing." if name == "exercises" else f"{name}: it is missing."]
        )
        assert complaints == wanted


def test_the_day_of_a_refused_entry_is_told_only_when_it_looks_like_one(whole: Say) -> None:
    whole["sessions"] = [{"day": "2026-11-20"}, {"day": "<script>"}, {"first_day": "2026-11-21"}]
    given = importing.open_export(zipped(whole))
    assert [one.day for one in given.refused] == ["2026-11-20", "", "2026-11-21"]


def test_a_day_that_has_begun_where_it_was_lived_is_taken_in_anywhere(ben: User, whole: Say) -> None:
    """Auckland's Monday is London's Sunday night: the entry's own zone says whether its day has come."""
    latest = timezone.now() + timedelta(hours=14)
    whole["clear_days"] = [
        whole["clear_days"][0] | {"zone": zone, "day": latest.date().isoformat(), "entry_key": str(key(number))}
        for number, zone in enumerate(["Pacific/Kiritimati", "Pacific/Pago_Pago"])
    ]
    report = take_in(ben, zipped(whole))
    assert [one.reason for one in report.refused] == ["This day has not come yet."]
    assert ben.clear_days.get().zone == "Pacific/Kiritimati"


def test_an_entry_of_a_zone_that_is_unknown_here_is_kept_with_its_name(ben: User, whole: Say) -> None:
    """Lists of zones differ by their year: a log from a newer machine is not refused for a name."""
    whole["sessions"][0]["zone"] = whole["clear_days"][0]["zone"] = "America/Coyhaique_2"
    report = take_in(ben, zipped(whole))
    assert (report.refused, report.unknown_zones) == ([], {"America/Coyhaique_2": 2})
    assert document(taken_out(ben))["sessions"][0] == whole["sessions"][0]


def test_a_day_that_has_come_nowhere_is_refused_in_an_unknown_zone_too(ben: User, whole: Say) -> None:
    whole["clear_days"] = [whole["clear_days"][0] | {"zone": "Mars/Olympus", "day": ahead(2)}]
    assert [one.reason for one in take_in(ben, zipped(whole)).refused] == ["This day has not come yet."]


def test_a_field_that_a_later_version_brought_is_what_nobody_said_in_an_earlier_file(
    whole: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(exporting.SINCE, "sessions.effort", 2)
    del whole["sessions"][0]["effort"]
    assert importing.open_export(zipped(whole | {"version": 1})).candidates[0].row.effort is None
    assert [one.reason for one in importing.open_export(zipped(whole)).refused] == ["effort: it is missing."]
