"""Doses beyond what anybody does: no row holds one, and the upgrade brings down what an earlier release let in."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from library.models import Exercise
from tests.factories import ExerciseFactory

BEFORE, AFTER = [("library", "0009_what_waits_of_a_release")], [("library", "0010_doses_have_limits")]


def migrate(to: list[tuple[str, str]]) -> Any:
    """Go to a state of the tables; returns its models."""
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return executor.loader.project_state(to).apps


@pytest.mark.django_db
def test_no_row_holds_more_than_anybody_does() -> None:
    row = ExerciseFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        Exercise.objects.filter(pk=row.pk).update(sets_low=21, sets_high=21)
    Exercise.objects.filter(pk=row.pk).update(sets_low=20, sets_high=20)


@pytest.mark.django_db(transaction=True)
def test_the_upgrade_brings_down_what_was_typed_and_goes_back() -> None:
    try:
        old = migrate(BEFORE).get_model("library", "Exercise").objects
        heel = {"type": "strength", "achilles_heel": "yes", "title": "T", "number": 1, "summary": "S"}
        old.create(slug="one", reps_low=10, reps_high=30_000, sets_low=30_000, sets_high=30_000, **heel)
        old.create(slug="other", reps_low=8, reps_high=15, **heel)
        migrate(AFTER)
        found = Exercise.objects.order_by("slug").values_list("reps_low", "reps_high", "sets_low", "sets_high")
        assert list(found) == [(10, 200, 20, 20), (8, 15, None, None)]
        migrate(BEFORE)
    finally:
        # To the newest, whatever came since: the next test meets the tables of this release.
        call_command("migrate", interactive=False, verbosity=0)
