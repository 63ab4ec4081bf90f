"""What the tables of measures and runs take, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ankles.accounts.models import User
from logbook.entries import saving, undo
from logbook.models import Measure, Run
from tests.logbook.writing import TODAY, day, measured, ran

REFUSED_MEASURES: list[dict[str, Any]] = [
    {"kind": "hop_mm"},
    {"side": "both"},
    {"setup": "eyes_open"},
    {"first_try": 301},
    {"third_try": 100},
    {"kind": "heel_raises", "setup": "", "second_try": 20},
    {"kind": "balance_s", "setup": "", "first_try": 46},
    {"kind": "balance_s", "setup": "", "first_try": 45, "second_try": 46},
    {"day": "1999-12-31"},
]
REFUSED_RUNS: list[dict[str, Any]] = [
    {},
    {"distance_m": 0, "distance_unit": "km"},
    {"distance_m": 1_000_001, "distance_unit": "km"},
    {"distance_m": 5_000},
    {"distance_m": 5_000, "distance_unit": "ft"},
    {"duration_s": 0},
    {"duration_s": 172_801},
    {"duration_s": 600, "distance_unit": "km"},
    {"duration_s": 600, "effort": 11},
]


@pytest.mark.parametrize("said", REFUSED_MEASURES)
def test_the_table_refuses_a_measure_that_cannot_be_meant(ana: User, said: dict[str, Any]) -> None:
    given = {"day": TODAY, "kind": "knee_to_wall_mm", "side": "left", "first_try": 100} | said
    with pytest.raises(IntegrityError), transaction.atomic():
        ana.measures.create(**given)
    assert not ana.measures.exists()


@pytest.mark.parametrize("said", REFUSED_RUNS)
def test_the_table_refuses_a_run_that_says_neither_how_far_nor_how_long(ana: User, said: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ana.runs.create(day=TODAY, **said)
    assert not ana.runs.exists()


def test_nothing_reached_is_kept_as_zero_and_a_try_not_made_as_nothing(ana: User) -> None:
    measured(ana, TODAY, 0, 12)
    assert list(ana.measures.values_list("first_try", "second_try", "third_try")) == [(0, 12, None)]


def test_a_side_is_measured_once_a_day_in_one_way(ana: User, ben: User) -> None:
    measured(ana, TODAY, 100)
    with pytest.raises(IntegrityError), transaction.atomic():
        measured(ana, TODAY, 101)
    measured(ana, TODAY, 102, side="right")
    measured(ana, TODAY, 103, setup="bare_later")
    measured(ana, day(1), 104)
    measured(ben, TODAY, 105)
    assert (ana.measures.count(), ben.measures.count()) == (4, 1)


def test_two_runs_on_a_day_are_two_runs(ana: User) -> None:
    ran(ana, TODAY, 5_000)
    ran(ana, TODAY, 5_000)
    assert ana.runs.on(TODAY).count() == 2


def test_both_sides_of_a_test_are_saved_together_or_not_at_all(ana: User) -> None:
    measured(ana, TODAY, 100, side="right")
    left, right = (
        Measure(day=TODAY, kind="knee_to_wall_mm", side=side, setup="bare_morning", first_try=90)
        for side in ("left", "right")
    )
    with pytest.raises(IntegrityError):
        saving.log_measures(ana, [left, right])
    assert [row.first_try for row in ana.measures.all()] == [100]


def test_one_undo_takes_both_sides_back(ana: User) -> None:
    sides = [Measure(day=TODAY, kind="balance_s", side=side, first_try=30) for side in ("left", "right")]
    saved = saving.log_measures(ana, sides)
    assert undo.take_back(ana, undo.seal(ana, saved.changes)) == TODAY
    assert not ana.measures.exists()


def test_a_changed_run_counts_its_edits_and_a_stale_form_writes_nothing(ana: User) -> None:
    run = ran(ana, TODAY, 5_000)
    saving.change_run(ana, run.pk, 1, {"distance_m": 6_000})
    with pytest.raises(saving.Stale):
        saving.change_run(ana, run.pk, 1, {"distance_m": 7_000})
    assert list(ana.runs.values_list("distance_m", "version")) == [(6_000, 2)]


def test_nobody_changes_anothers_row(ana: User, ben: User) -> None:
    run, measure = ran(ana, TODAY, 5_000), measured(ana, TODAY, 100)
    with pytest.raises(Run.DoesNotExist):
        saving.change_run(ben, run.pk, 1, {"distance_m": 1})
    with pytest.raises(Measure.DoesNotExist):
        saving.change_measure(ben, measure.pk, 1, {"first_try": 1})


def test_the_usual_run_is_one_and_is_the_one_that_was_chosen_last(ana: User) -> None:
    first = saving.choose_usual_run(ana, ran(ana, TODAY, 5_000))
    second = saving.choose_usual_run(ana, ran(ana, TODAY, None, 1_800))
    assert first is not None
    assert second is not None
    assert first.pk != second.pk
    assert list(ana.usual_runs.values_list("distance_m", "distance_unit", "duration_s")) == [(None, "", 1_800)]
    saving.choose_usual_run(ana, None)
    assert not ana.usual_runs.exists()
