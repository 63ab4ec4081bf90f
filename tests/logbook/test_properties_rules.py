"""Rules that hold whatever a runner does: undo is the way back, nothing half-written, a clear day is clear."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankles.accounts.models import User
from logbook import pain
from logbook.day import first_of_week
from logbook.entries import rows, undo
from tests.logbook.examples import ACTS, Act, contradictions, do, entries, said, take_back, undone

SEVERAL = st.lists(ACTS, min_size=1, max_size=8)
ANY_DAY = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(acts=SEVERAL)
def test_taking_back_the_last_act_brings_the_log_back_to_the_letter(ana: User, acts: list[Act]) -> None:
    with undone():
        for act in acts:
            before = said(ana)
            saved = do(ana, act)
        if saved and saved.changes:
            assert take_back(ana, undo.seal(ana, saved.changes))
        assert said(ana) == before


@given(acts=SEVERAL)
def test_taking_everything_back_leaves_what_was_there_first(ana: User, acts: list[Act]) -> None:
    with undone():
        do(ana, acts[0])
        start, sealed = said(ana), []
        for act in acts[1:]:
            saved = do(ana, act)
            sealed += [undo.seal(ana, saved.changes)] if saved and saved.changes else []
        assert [take_back(ana, one) for one in reversed(sealed)] == [True] * len(sealed)
        assert said(ana) == start


@given(before=SEVERAL, act=ACTS, between=SEVERAL)
def test_a_second_undo_of_the_same_act_touches_nothing_that_stands_there(
    ana: User, before: list[Act], act: Act, between: list[Act]
) -> None:
    with undone():
        for one in before:
            do(ana, one)
        saved = do(ana, act)
        sealed = undo.seal(ana, saved.changes if saved else [])
        take_back(ana, sealed)
        for one in between:
            do(ana, one)
        there = said(ana)
        take_back(ana, sealed)
        # It may bring back what was deleted since; it never takes or changes.
        now = said(ana)
        assert {kind: {key: now[kind].get(key) for key in found} for kind, found in there.items()} == there


@given(steps=st.lists(st.tuples(ACTS, st.integers(0, 3)), max_size=8))
def test_a_log_never_says_two_things_of_a_day_whatever_is_taken_back(ana: User, steps: list[tuple[Act, int]]) -> None:
    with undone():
        sealed: list[str] = []
        for act, which in steps:
            saved = do(ana, act)
            sealed += [undo.seal(ana, saved.changes)] if saved and saved.changes else []
            if which and sealed:
                take_back(ana, sealed[-which % len(sealed)])
            assert contradictions(ana) == []


@given(act=ACTS, there=SEVERAL)
def test_an_undo_of_somebody_else_changes_nothing(ana: User, ben: User, act: Act, there: list[Act]) -> None:
    with undone():
        for one in there:
            do(ana, one)
        saved = do(ana, act)
        before = entries(ana), entries(ben)
        sealed = undo.seal(ana, saved.changes if saved else [])
        assert not take_back(ben, sealed)
        assert not take_back(ana, sealed[:-1] + ("A" if sealed[-1] != "A" else "B"))
        assert (entries(ana), entries(ben)) == before


@given(acts=SEVERAL)
def test_an_entry_as_data_and_back_is_the_same_entry(ana: User, ben: User, acts: list[Act]) -> None:
    with undone():
        for act in acts:
            do(ana, act)
        there = entries(ana)
        for kind, found in there.items():
            for data in found.values():
                rows.recreate(ben, kind, data)
        assert entries(ben) == there


@given(severity=st.integers(-5, 15))
def test_every_number_has_one_band_and_no_other_number_has_any(severity: int) -> None:
    if 0 <= severity <= 10:
        band = pain.band(severity)
        assert (band.low <= severity <= band.high, band.word) == (
            True,
            "low" if severity < 3 else "middle" if severity < 6 else "high",
        )
    else:
        with pytest.raises(ValueError, match=str(severity)):
            pain.band(severity)


@given(day=ANY_DAY, start=st.sampled_from([0, 5, 6]))
def test_a_week_holds_its_day_and_begins_where_the_runner_says(day: date, start: int) -> None:
    first = first_of_week(day, start)
    assert (first <= day <= first + timedelta(days=6), first.weekday()) == (True, start)
