"""Doses of the release of 27 November, which had a tick for each side, after the upgrade: rows, history, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from library import loading
from library.documents import files, former, store
from library.models import Exercise, Revision, Routine, Seed, Step
from tests.library.small import Folder

BEFORE = [("library", "0003_warning_signs")]
AFTER = [("library", "0004_doses_say_which_side")]


def migrate(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def newest() -> Iterator[None]:
    """The tables are as they should be after each test, whatever happened in it."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "library"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("newest")
def test_a_tick_becomes_a_word_in_rows_and_in_the_history_and_a_tick_again() -> None:
    apps = migrate(BEFORE)
    common: dict[str, Any] = {"title": "T", "number": 1, "summary": "S", "body": "B", "status": "published"}
    old = apps.get_model("library", "Exercise")
    heel = {"type": "strength", "achilles_heel": "yes", "reps_low": 10, "reps_high": 10}
    ticked = old.objects.create(slug="one", per_side=True, load="15RM", **heel, **common)
    plain = old.objects.create(slug="other", per_side=False, **heel, **common)
    routine = apps.get_model("library", "Routine").objects.create(
        slug="r", when="any_time", how_often="daily", minutes=25, **common
    )
    apps.get_model("library", "Step").objects.create(
        routine=routine, exercise=ticked, time_s=30, reps_low=1, reps_high=1, per_side=True
    )
    document = {"dose": {"reps": 10, "per_side": True, "rest_s": 60}, "title": "T"}
    programme = {
        "minutes": 25,
        "stages": [{"name": "W", "steps": [{"exercise": "one", "dose": {"reps": 1, "per_side": True}}]}],
    }
    history = apps.get_model("library", "Revision").objects
    history.create(kind="exercise", slug="one", document=document, action="saved")
    history.create(kind="routine", slug="r", document=programme, action="saved")

    migrate(AFTER)
    assert dict(Exercise.objects.values_list("slug", "sides")) == {"one": "each", "other": ""}
    assert Step.objects.values_list("sides", flat=True).get() == "each"
    exercise, changed = Revision.objects.order_by("kind").values_list("document", flat=True)
    assert exercise == {"dose": {"reps": 10, "sides": "each", "rest_s": 60}, "title": "T"}
    assert changed["stages"][0]["steps"][0]["dose"] == {"reps": 1, "sides": "each"}

    Exercise.objects.filter(pk=plain.pk).update(sides="both", up_s=3, down_s=3, load="x" * 120)
    Routine.objects.update(minutes=15, minutes_to=39)
    apps = migrate(BEFORE)
    rows = apps.get_model("library", "Exercise").objects
    assert list(rows.order_by("slug").values_list("slug", "per_side", "load")) == [
        ("one", True, "15RM"), ("other", False, "x" * 40),
    ]  # fmt: skip
    assert apps.get_model("library", "Routine").objects.get().minutes == 39
    assert [one.document for one in apps.get_model("library", "Revision").objects.order_by("kind")] == [
        document,
        programme,
    ]


@pytest.mark.django_db
def test_a_page_that_nobody_touched_before_the_upgrade_follows_the_release(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    loading.seed(folder.path)
    exercise = Exercise.objects.get(slug="calf-stretch")
    # As the earlier release seeded it, and as the migration left it.
    old = former.per_side(store.document(exercise))
    assert old["dose"] == {"hold_s": 30, "per_side": True}
    Seed.objects.filter(slug="calf-stretch").update(digest=files.digest("exercise", old))
    folder.page("exercise", "calf-stretch")["summary"] = "Lean on a wall, with one leg."
    folder.write()
    report = loading.seed(folder.path)
    assert (report.changed, report.left) == (["exercise calf-stretch"], [])


@pytest.mark.django_db
def test_a_page_that_an_editor_changed_is_left_all_the_same(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    loading.seed(folder.path)
    exercise = Exercise.objects.get(slug="calf-stretch")
    Seed.objects.filter(slug="calf-stretch").update(
        digest=files.digest("exercise", former.per_side(store.document(exercise)))
    )
    exercise.sides = "both"
    exercise.save()
    folder.page("exercise", "calf-stretch")["summary"] = "Lean on a wall, with one leg."
    folder.write()
    # The dose is the editor's; the sentence is the release's, and clashes with nothing.
    assert loading.seed(folder.path).taken == ["exercise calf-stretch"]
    exercise.refresh_from_db()
    assert (exercise.sides, exercise.summary) == ("both", "Lean on a wall, with one leg.")


def test_the_hash_of_an_earlier_release_is_given_by_its_own_order_of_a_dose() -> None:
    """Written down from the release of 28 November 2026 (c7fb818), whose doses these are."""
    old = former.per_side({"dose": {"duration_s": "40-60", "sides": "each", "sets": 1, "how_often": "Once a day"}})
    assert "dose:\n  sets: 1\n  duration_s: 40-60\n  per_side: true\n  how_often: Once a day\n" in files.page_text(
        "exercise", {"title": "Ankle alphabet", **old}
    )
