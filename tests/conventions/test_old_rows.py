"""What an older release took does not stop an upgrade or a restore: a migration that adds a rule mends old rows first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import AddConstraint, AlterField, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.utils import timezone
from pytest_django import Settings

from ankles import backups
from ankles.accounts.models import User
from library.models import Step
from logbook.models import ExerciseDone
from tests.ankles.backups.doing import do

OURS = ("accounts", "library", "logbook")
Rule = tuple[str, str, str]


def rules(operations: list[Operation], state: ProjectState, app: str) -> Iterator[str]:
    """What these operations demand of rows that may be there already: constraints, and fields that take less.

    A constraint over nothing but fields of the same migration is none: what they hold is the migration's own.
    """
    new: set[tuple[str, str]] = set()
    for operation in operations:
        if type(operation).__name__ == "AddField":
            new.add((operation.model_name_lower, operation.name_lower))
        if isinstance(operation, AddConstraint) and (app, operation.model_name_lower) in state.models:
            named = fields_of(operation.constraint)
            if not named or any((operation.model_name_lower, name) not in new for name in named):
                yield operation.constraint.name
        if isinstance(operation, AlterField) and (app, operation.model_name_lower) in state.models:
            fields = state.models[app, operation.model_name_lower].fields
            before = fields.get(operation.name)
            if before is not None and takes_less(before, operation.field):
                yield f"{operation.model_name_lower}.{operation.name}"


def fields_of(constraint: models.BaseConstraint) -> set[str]:
    """The fields that a constraint names."""
    if isinstance(constraint, models.CheckConstraint):
        return {str(child[0]).partition("__")[0] for child in leaves(constraint.condition)}
    return set(getattr(constraint, "fields", ()))


def leaves(condition: Any) -> Iterator[tuple[str, Any]]:
    for child in condition.children:
        if isinstance(child, tuple):
            yield child
        else:
            yield from leaves(child)


def takes_less(before: models.Field[Any, Any], after: models.Field[Any, Any]) -> bool:
    """Whether a column would refuse what it took before."""
    shorter = (after.max_length or 0) < (before.max_length or 0)
    return shorter or (before.null and not after.null) or (after.unique and not before.unique)


def parents(loader: MigrationLoader, app: str, name: str) -> list[tuple[str, str]]:
    """What a migration stands on, by name."""
    return [(parent.key[0], parent.key[1]) for parent in loader.graph.node_map[app, name].parents]


def demanded() -> list[Rule]:
    """Every rule of ours that came after the first migration of its app: (app, migration, rule)."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [
        (app, name, rule)
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if app in OURS and not name.startswith("0001")
        # The graph's own parents: a dependency may say "the first one" of another app.
        for rule in rules(migration.operations, loader.project_state(parents(loader, app, name)), app)
    ]


def an_exercise_of_200000_s(apps: Any) -> int:
    """As the release of 22 November took it."""
    runner = apps.get_model("accounts", "User").objects.create(email="old@example.org", password="x")
    now = timezone.now()
    session = apps.get_model("logbook", "TrainingSession").objects.create(
        runner=runner, day=now.date(), logged_at=now, changed_at=now, minutes=20
    )
    for duration_s in (None, 45, 86_400, 200_000):
        apps.get_model("logbook", "ExerciseDone").objects.create(
            session=session, position=0, name="Toe walks", duration_s=duration_s
        )
    return int(session.pk)


def a_day_at_most(session: int) -> bool:
    rows = ExerciseDone.objects.filter(session_id=session).order_by("pk")
    return list(rows.values_list("duration_s", flat=True)) == [None, 45, 86_400, 86_400]


def a_step_beyond_all_limits(apps: Any) -> int:
    """As the desk took it until the limits came: 99,999 sets made a page of 5 MB. On PostgreSQL its column ended before."""
    sets_high = 99_999 if connection.vendor == "sqlite" else 32_767
    exercise = apps.get_model("library", "Exercise").objects.create(
        slug="old-sets", number=900, title="Old sets", summary="Many.", type="strength", achilles_heel="yes",
        sets_low=2, sets_high=sets_high, reps_low=10, reps_high=10,
    )  # fmt: skip
    routine = apps.get_model("library", "Routine").objects.create(
        slug="old-steps", number=900, title="Old steps", summary="Long.", when="any_time", how_often="Once", minutes=1
    )
    step = apps.get_model("library", "Step").objects.create(
        routine=routine,
        exercise=exercise,
        position=1,
        sets_low=2,
        sets_high=sets_high,
        reps_low=10,
        reps_high=10,
        time_s=30_000,
    )
    return int(step.pk)


def within_all_limits(step: int) -> bool:
    row = Step.objects.select_related("exercise").get(pk=step)
    return (row.sets_low, row.sets_high, row.time_s, row.exercise.sets_high) == (2, 20, 7_200, 20)


def two_accounts_of_one_badge(apps: Any) -> tuple[int, int]:
    """64 bits by chance could have been the same."""
    people = apps.get_model("accounts", "User").objects
    first, second = (
        people.create(email=f"old-{at}@example.org", password="x", badge="0123456789abcdef") for at in (1, 2)
    )
    return int(first.pk), int(second.pk)


def told_apart(accounts: tuple[int, int]) -> bool:
    first, second = (User.objects.get(pk=number).badge for number in accounts)
    return first == "0123456789abcdef" != second and len(second) == 16


LIMITS = ("library", "0010_doses_have_limits")
# For every rule: how an older release could break it, and what the row is afterwards.
OLD_ROWS: dict[Rule, tuple[Callable[[Any], Any], Callable[[Any], bool]]] = {
    ("accounts", "0007_a_badge_is_unique", "user.badge"): (two_accounts_of_one_badge, told_apart),
    ("logbook", "0002_exercise_done_lasts_a_day_at_most", "exercise_done_duration"): (
        an_exercise_of_200000_s,
        a_day_at_most,
    ),
    (*LIMITS, "exercise_dose_at_most"): (a_step_beyond_all_limits, within_all_limits),
    (*LIMITS, "step_dose_at_most"): (a_step_beyond_all_limits, within_all_limits),
    (*LIMITS, "step_time"): (a_step_beyond_all_limits, within_all_limits),
}
# Rules over what the same migration fills itself.
FILLED = {("accounts", "0002_keys_and_consent", "user.key")}


def test_every_later_rule_has_a_row_that_breaks_it() -> None:
    assert set(demanded()) - FILLED == set(OLD_ROWS)


def test_a_rule_over_old_rows_is_seen() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    state = loader.project_state([("logbook", "0001_start")])
    short = AlterField("exercisedone", "name", models.CharField(max_length=12))
    sure = AlterField("exercisedone", "duration_s", models.PositiveIntegerField())
    rule = AddConstraint(
        "exercisedone", models.CheckConstraint(condition=~models.Q(name=""), name="exercise_done_named")
    )
    kept = AlterField("exercisedone", "name", models.CharField(max_length=120, blank=True))
    said = list(rules([short, sure, rule, kept, RunPython(RunPython.noop)], state, "logbook"))
    assert said == ["exercisedone.name", "exercisedone.duration_s", "exercise_done_named"]


def before(rule: Rule) -> tuple[Any, Any]:
    """Bring the tables back to before a rule, and add the row that breaks it."""
    app, name, _ = rule
    executor = MigrationExecutor(connection)
    parents = [key for key in executor.loader.graph.node_map[app, name].parents if key.key[0] == app]
    state = executor.migrate([(parent.key[0], parent.key[1]) for parent in parents])
    return OLD_ROWS[rule][0](state.apps), OLD_ROWS[rule][1]


@pytest.fixture
def here(settings: Settings, tmp_path: Path) -> None:
    """A data folder of its own."""
    settings.DATA_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)


@pytest.mark.parametrize("rule", OLD_ROWS, ids=lambda rule: rule[2])
@pytest.mark.django_db(transaction=True)
def test_an_upgrade_takes_old_rows_along(rule: Rule) -> None:
    made, is_mended = before(rule)
    call_command("migrate", interactive=False, verbosity=0)
    assert is_mended(made)


@pytest.mark.parametrize("rule", OLD_ROWS, ids=lambda rule: rule[2])
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("here")
def test_so_does_the_restore_of_an_older_backup(rule: Rule, tmp_path: Path) -> None:
    made, is_mended = before(rule)
    backups.make_backup(tmp_path / "old.backup")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    do("restore", tmp_path / "old.backup", "--force")
    assert is_mended(made)
