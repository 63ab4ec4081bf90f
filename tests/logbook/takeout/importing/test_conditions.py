"""A check constraint says the same of a row in memory as the database says of the row in its table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from ankles.accounts.models import User
from logbook.models import ExerciseDone, Period, PinnedRoutine, Symptom, TrainingSession
from logbook.takeout.importing.conditions import broken_condition, condition_holds
from logbook.vocabulary import Stiffness

TABLES = [*apps.get_app_config("logbook").get_models(), User]
SMALL = st.one_of(st.none(), st.integers(0, 300))
DAYS = st.sampled_from([date(1999, 12, 31), date(2000, 1, 1), date(2026, 11, 22)])
WORDS = st.sampled_from(["", "left", "right", "both", "done", "rest", "arch", "worst", *Stiffness.values, "<b>"])
ROWS = st.one_of(
    st.builds(
        Symptom, day=DAYS, area=WORDS, side=WORDS, moment=WORDS, severity=SMALL, stiffness=WORDS, stiffness_min=SMALL, onset=WORDS,
    ),
    st.builds(TrainingSession, day=DAYS, minutes=st.one_of(SMALL, st.just(1440), st.just(1441)), effort=SMALL),
    st.builds(ExerciseDone, side=WORDS, outcome=WORDS),
    st.builds(Period, kind=WORDS, first_day=DAYS, last_day=st.one_of(st.none(), DAYS)),
    st.builds(PinnedRoutine, position=st.integers(0, 5)),
)  # fmt: skip


def refused_by_the_database(row: models.Model) -> str | None:
    """What Django says after asking the database for each check constraint in turn."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                constraint.validate(type(row), row)
            except ValidationError as error:
                return str(error.messages[0])
    return None


@pytest.mark.django_db
@given(ROWS)
def test_memory_and_database_refuse_the_same_rows(row: Any) -> None:
    assert broken_condition(row) == refused_by_the_database(row)


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_every_constraint_of_the_log_can_be_asked_in_memory(model: type[models.Model]) -> None:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            assert condition_holds(constraint.condition, model()) in (True, False, None)


@pytest.mark.parametrize(
    "condition", [models.Q(day__year=2026), models.Q(day=1) ^ models.Q(day=2), models.Exists(Symptom.objects.all())]
)
def test_a_condition_that_memory_cannot_judge_is_an_error(condition: Any) -> None:
    with pytest.raises(NotImplementedError):
        condition_holds(condition, Symptom(day=date(2026, 11, 22)))


def test_nothing_compared_is_neither_true_nor_false() -> None:
    row = Symptom(severity=None)
    assert condition_holds(models.Q(severity__gte=1), row) is None
    assert condition_holds(~models.Q(severity__gte=1), row) is None
    assert condition_holds(models.Q(severity__gte=1) | models.Q(severity__isnull=True), row) is True
    assert condition_holds(models.Q(severity__gte=1) & models.Q(severity__isnull=False), row) is False
    assert condition_holds(models.Q(), row) is True
