"""An older release keeps its hands off a newer database."""

from __future__ import annotations

import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ankles import releases
from library.models import Exercise

TOMORROW = ("logbook", "9999_from_tomorrow")


def test_what_this_release_has_is_known() -> None:
    assert releases.unknown_migrations(
        [("logbook", "0001_start"), ("auth", "0001_initial"), TOMORROW, ("new", "0001_x")]
    ) == [
        "logbook.9999_from_tomorrow",
        "new.0001_x",
    ]


def test_migrations_are_known_by_their_files_and_none_is_imported_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    monkeypatch.delitem(sys.modules, "logbook.migrations.0001_start")
    releases.migrations_of_this_release.cache_clear()
    assert releases.migrations_of_this_release() == set(theirs)
    assert "logbook.migrations.0001_start" not in sys.modules


@pytest.mark.django_db
def test_a_database_of_this_release_is_taken_and_a_newer_one_refused_before_anything_is_seeded() -> None:
    releases.refuse_newer_database()
    MigrationRecorder(connection).record_applied(*TOMORROW)
    with pytest.raises(CommandError, match="This database is of a newer release of Ankles") as raised:
        call_command("seed_guide")
    assert len(str(raised.value).splitlines()) == 1
    assert Exercise.objects.count() == 0


@pytest.mark.django_db
def test_djangos_own_migrate_refuses_a_newer_database_too() -> None:
    call_command("migrate", skip_checks=False, verbosity=0)
    MigrationRecorder(connection).record_applied(*TOMORROW)
    with pytest.raises(CommandError, match="This database is of a newer release of Ankles"):
        call_command("migrate", skip_checks=False, verbosity=0)
