"""Up to this release and back: what was logged since stays, and what cannot be done is said before it is begun."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from pytest_django import Settings

from ankles import backups, releases, upgrades
from ankles.accounts.models import User
from ankles.models import Chore
from library import loading, publishing
from library.models import Exercise, Routine, Seed, WarningSign
from logbook.takeout import exporting
from tests.ankles.backups.doing import do
from tests.factories import RunnerFactory
from tests.library.small import Folder
from tests.logbook.whole import fill, log_of

pytestmark = pytest.mark.django_db(transaction=True)

# The release of 27 November, the first that runners had in earnest: the last migration of each of our apps.
BEFORE = {"accounts": "0002", "library": "0001", "logbook": "0002", "ankles": "0000"}


@pytest.fixture(autouse=True)
def here(settings: Settings, tmp_path: Path) -> None:
    """A data folder of its own."""
    settings.DATA_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)


def applied() -> set[upgrades.Migration]:
    return set(MigrationExecutor(connection).loader.applied_migrations)


def before() -> list[upgrades.Migration]:
    """What the older release had."""
    return [(app, name) for app, name in sorted(applied()) if app not in BEFORE or name[:4] <= BEFORE[app]]


@pytest.fixture
def ana() -> User:
    """A runner whose log was kept with this release."""
    ana = RunnerFactory(email="ana@example.org")
    fill(ana)
    return ana


def test_what_was_logged_with_the_newer_release_is_there_in_the_older_one_and_again_in_the_newer(ana: User) -> None:
    log, wanted, newest = log_of(ana), before(), applied()
    Chore.objects.claim("sweep", ana.joined_at, ana.joined_at - ana.joined_at)
    # The older release has no tables for these: the operator is told, and the rest stays.
    newer = {
        "logbook.TrendsChoice": 1,
        "logbook.Measure": 2,
        "logbook.Run": 2,
        "logbook.UsualRun": 1,
        "logbook.ReportChoice": 1,
    }
    assert upgrades.what_would_go(wanted) == newer
    gone = upgrades.roll_back(wanted)
    assert set(gone) == newest - set(wanted)
    assert ("ankles", "0001_chores") in gone
    assert applied() == set(wanted)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM logbook_symptom")
        assert cursor.fetchone() == (len(log["symptoms"]),)
    call_command("migrate", interactive=False, verbosity=0)
    assert log_of(User.objects.get(email=ana.email)) == log | {part: [] for part in exporting.SINCE}


def test_going_back_ends_where_the_last_upgrade_began(ana: User) -> None:
    wanted = before()
    upgrades.roll_back(wanted)
    assert upgrades.one_way_migrations(upgrades.pending_migrations()) == []
    upgrades.begin_upgrade()
    call_command("migrate", interactive=False, verbosity=0)
    upgrades.end_upgrade()
    assert upgrades.pending_migrations() == []
    said = do("roll_back")
    assert "Taken back: ankles.0001_chores" in said
    assert "The rows are kept. Start the older release now." in said
    assert applied() == set(wanted)
    with pytest.raises(CommandError, match="No upgrade was done from this DATA_DIR"):
        do("roll_back")
    call_command("migrate", interactive=False, verbosity=0)


def test_an_upgrade_that_ended_half_way_is_still_one_upgrade() -> None:
    wanted = before()
    upgrades.roll_back(wanted)
    upgrades.begin_upgrade()
    call_command("migrate", "ankles", interactive=False, verbosity=0)
    upgrades.begin_upgrade()  # the next start goes on
    call_command("migrate", interactive=False, verbosity=0)
    upgrades.end_upgrade()
    assert upgrades.migrations_before_upgrade() == wanted


def test_a_backup_of_the_older_release_says_how_far_back(ana: User, tmp_path: Path) -> None:
    wanted = before()
    upgrades.roll_back(wanted)
    backups.make_backup(tmp_path / "old.backup")
    call_command("migrate", interactive=False, verbosity=0)
    do("roll_back", "--as-in", tmp_path / "old.backup")
    assert applied() == set(wanted)
    assert do("roll_back", "--as-in", tmp_path / "old.backup") == "There is nothing to take back.\n"
    call_command("migrate", interactive=False, verbosity=0)


def test_what_the_older_release_has_no_place_for_is_named_before_it_would_go(ana: User, tmp_path: Path) -> None:
    log = log_of(ana)
    wanted = [(app, name) for app, name in sorted(applied()) if app != "logbook"]
    going = upgrades.what_would_go(wanted)
    assert going["logbook.Symptom"] == len(log["symptoms"])
    assert "logbook.Receipt" not in going
    upgrades._write(wanted, done=True)
    with pytest.raises(
        CommandError, match=r"has no place for this: .*logbook.Symptom .2.*Make a backup, then add --force."
    ):
        do("roll_back")
    assert log_of(ana) == log
    do("roll_back", "--force")
    assert applied() == set(wanted)
    call_command("migrate", interactive=False, verbosity=0)


def test_what_cannot_be_taken_back_is_said_before_the_upgrade_and_before_going_back(
    ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = before()
    monkeypatch.setattr(RunPython, "reversible", False)
    assert upgrades.one_way_migrations([("accounts", "0002_keys_and_consent"), ("logbook", "0001_start")]) == [
        "accounts.0002_keys_and_consent"
    ]
    without = [(app, name) for app, name in wanted if app != "logbook"]
    with pytest.raises(upgrades.NoWayBack, match=r"logbook.0002_\w+ cannot be taken back. Restore a backup"):
        upgrades.roll_back(without)
    assert log_of(ana)["symptoms"]
    monkeypatch.setattr(upgrades, "pending_migrations", lambda: [("accounts", "0002_keys_and_consent")])
    with pytest.raises(
        CommandError, match=r"cannot be taken back .accounts.0002_keys_and_consent.. Nothing was changed."
    ):
        call_command("start", "--port", "18768")


def test_older_tables_than_asked_for_are_said() -> None:
    with pytest.raises(upgrades.NoWayBack, match="have not seen logbook.0099_later"):
        upgrades.roll_back([*applied(), ("logbook", "0099_later")])


def test_a_database_without_tables_has_no_upgrade_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.migrations.loader.MigrationLoader.check_consistent_history", lambda *_: None)
    monkeypatch.setattr("django.db.migrations.recorder.MigrationRecorder.applied_migrations", lambda _: {})
    assert upgrades.pending_migrations() == []
    assert releases.unknown_migrations([]) == []


def test_the_guide_follows_releases_again_after_going_back_and_forth(tmp_path: Path) -> None:
    """What went with a table was deleted by nobody, and what the tables' way changed was edited by nobody."""
    folder = Folder(tmp_path / "content")
    loading.seed(folder.path)
    publishing.deleted(Routine.objects.get(), None)
    mine = Exercise.objects.get(slug="calf-stretch")
    mine.title = "Mine"
    mine.save()
    publishing.record_change(mine, None)
    upgrades.roll_back(before())
    with connection.cursor() as cursor:
        cursor.execute("SELECT stop_and_see FROM library_article WHERE slug = 'sore-arch'")
        assert "it is numb" in str(cursor.fetchone())  # the older release would have printed the key
    with connection.cursor() as cursor:  # the older release keeps hashes of its own, and its editors' pages as they are
        cursor.execute("UPDATE library_seed SET digest = 'of its own' WHERE slug != 'calf-stretch'")
    call_command("migrate", interactive=False, verbosity=0)
    assert not WarningSign.objects.exists()
    folder.page("exercise", "toe-walk")["summary"] = "From the newest release."
    folder.page("exercise", "calf-stretch")["title"] = "Theirs"
    folder.write()
    report = loading.seed(folder.path)
    assert [one.key for one in WarningSign.objects.all()] == ["numb"]
    assert Exercise.objects.get(slug="toe-walk").summary == "From the newest release."
    assert Exercise.objects.get(slug="calf-stretch").title == "Mine"
    assert (report.gone, report.waiting, report.left) == (
        ["routine warm-up"], ["exercise calf-stretch (title)"], [],
    )  # fmt: skip
    assert Seed.objects.get(kind="warning").document is not None
    assert report.troubled == []
