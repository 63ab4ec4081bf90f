"""Migrations are prose: complete, named, reversible, without content."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from ankles.accounts.models import User
from library.documents import files, store
from library.models import Area

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for name in ("ankles", "library", "logbook") for path in (ROOT / name).rglob("migrations/0*.py"))
OURS = ("accounts", "library", "logbook")


@pytest.mark.django_db
def test_the_models_have_no_change_that_no_migration_knows() -> None:
    said = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert said.getvalue().strip() == "No changes detected"


def faults(name: str, text: str) -> list[str]:
    """What a migration must not be: nameless, one-way, or a carrier of content."""
    found = []
    if re.search(r"_auto_|_\d{8}|_and_more", name) or not re.fullmatch(r"\d{4}_[a-z0-9_]{3,}", name):
        found.append("has no name of its own")
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("RunPython", "RunSQL")
        ):
            given = {keyword.arg for keyword in node.keywords}
            if len(node.args) < 2 and not given & {"reverse_code", "reverse_sql"}:
                found.append(f"{node.func.attr} cannot be taken back")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 400:
            found.append("carries content")
    return found


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("0002_auto_20261122_0600", "", "has no name of its own"),
        ("0002_alter_exercise_title_and_more", "", "has no name of its own"),
        ("0002_words", "migrations.RunPython(forwards)", "RunPython cannot be taken back"),
        ("0002_words", "migrations.RunSQL('DROP TABLE x')", "RunSQL cannot be taken back"),
        ("0002_words", f"x = {'a' * 401!r}", "carries content"),
    ],
)
def test_a_bad_migration_is_seen(name: str, text: str, said: str) -> None:
    assert faults(name, text) == [said]


def test_every_migration_is_named_reversible_and_without_content() -> None:
    found = {path.name: faults(path.stem, path.read_text(encoding="utf-8")) for path in FILES}
    assert {name: said for name, said in found.items() if said} == {}
    assert len(FILES) >= 2


@pytest.mark.django_db
def test_every_operation_of_ours_can_be_undone() -> None:
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    one_way = [
        f"{app}.{name}: {operation}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in OURS
        for operation in migration.operations
        if not operation.reversible
    ]
    assert one_way == []


@pytest.mark.django_db(transaction=True)
def test_the_librarys_migrations_go_back_and_forth() -> None:
    executor = MigrationExecutor(connection)
    leaf = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "library"]
    first = [("library", "0001_start")]
    executor.migrate(first)
    executor = MigrationExecutor(connection)
    executor.migrate(leaf)
    assert set(MigrationExecutor(connection).loader.applied_migrations) >= set(leaf)


@pytest.mark.django_db(transaction=True)
def test_people_who_were_there_before_get_a_key_each() -> None:
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    state = executor.migrate([("accounts", "0001_start")])
    old = state.apps.get_model("accounts", "User")
    old.objects.create(email="ana@example.org", password="x")
    old.objects.create(email="ben@example.org", password="x")
    MigrationExecutor(connection).migrate(leaves)
    assert len(set(User.objects.values_list("key", flat=True))) == 2


# The hash that the release before kept for an area it had seeded: `files.digest` of `ARCH` then.
ARCH = {"code": "arch", "label": "Arch or sole", "region": "foot", "issue": "plantar-heel-pain"}
SEEDED = "68ebeb9cf4b162d8abc579cb48f01c6461539ade30cc4a6fbb70be5bc5f3342f"


def said_of(apps: Any) -> list[Any]:
    """What the tables say of areas: rows, history, and the hashes of what was seeded."""
    models = [apps.get_model("library", name).objects.order_by("pk") for name in ("Area", "Revision", "Seed")]
    areas, revisions, seeds = models
    return [
        [area.issues if hasattr(area, "issues") else area.issue for area in areas],
        [revision.document for revision in revisions],
        [seed.digest for seed in seeds],
    ]


@pytest.mark.django_db(transaction=True)
def test_areas_that_led_to_one_issue_lead_to_a_list_and_back_and_untouched_ones_follow_the_release() -> None:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    old = MigrationExecutor(connection).migrate([("library", "0001_start")]).apps
    shin = {"code": "shin", "label": "Shin", "region": "lower_leg"}
    for position, one in enumerate((ARCH, shin), start=1):
        old.get_model("library", "Area").objects.create(position=position, **one)
        old.get_model("library", "Revision").objects.create(kind="area", slug=one["code"], document=one)
        # The shin's hash is that of other words: an editor changed it since.
        digest = SEEDED if one is ARCH else "e" * 64
        old.get_model("library", "Seed").objects.create(kind="area", slug=one["code"], digest=digest)
    before = said_of(old)

    new = MigrationExecutor(connection).migrate(leaves).apps
    arch = {key: value for key, value in ARCH.items() if key != "issue"} | {"issues": [{"plantar-heel-pain": ""}]}
    assert said_of(new) == [[[{"plantar-heel-pain": ""}], []], [arch, shin], [files.digest("area", arch), "e" * 64]]
    assert [store.document(area) for area in Area.objects.in_order()] == [arch, shin]

    back = MigrationExecutor(connection).migrate([("library", "0001_start")]).apps
    again = said_of(back)
    MigrationExecutor(connection).migrate(leaves)
    assert again == [["plantar-heel-pain", ""], *before[1:]]
