"""A backup holds everything but log-ins and the key; a restore is all or nothing, and brings back nothing that was erased."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as site_settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django import Settings

from ankles import backups, caching
from ankles.accounts.models import User
from ankles.backups import archive
from library.models import PictureFile
from logbook.models import ShareLink
from logbook.report import choosing, sharing
from tests.ankles.backups.doing import do, lose_everything
from tests.factories import RunnerFactory
from tests.library.pictures.making import kept
from tests.logbook.whole import log_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_there_is_there_again(ana: User, file: Path, folder: Path) -> None:
    before = log_of(ana)
    do("backup", file)
    lose_everything(folder)
    assert do("restore", file).startswith("Restored as of ")
    again = User.objects.get(email="ana@example.org")
    assert (log_of(again), again.key, again.check_password("soft-landings-9")) == (before, ana.key, True)
    assert (folder / "media" / "a" / "foot.png").read_bytes() == b"picture"
    assert again.training_sessions.create(day="2026-11-22", minutes=1).pk > max(
        ana.training_sessions.values_list("pk", flat=True)[:2]
    )


def test_the_pictures_of_the_guide_are_there_again_byte_for_byte(ana: User, file: Path, folder: Path) -> None:
    picture = kept()

    def files() -> list[tuple[int, bytes]]:
        return [(row.width, bytes(row.content)) for row in PictureFile.objects.of(picture.name)]

    before = files()
    do("backup", file)
    lose_everything(folder)
    assert files() == []
    do("restore", file)
    assert [width for width, _ in before] == picture.widths
    assert files() == before


def test_a_backup_is_its_owners_only_and_leaves_nothing_beside_it(ana: User, file: Path, folder: Path) -> None:
    said = do("backup", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {path.name for path in file.parent.iterdir()} == {"var", "ankles.backup"}
    assert {path.name for path in folder.iterdir()} == {"media"}
    assert "checked. It is not encrypted." in said
    assert "The secret key is not in it." in said


def test_log_ins_and_the_secret_key_are_not_in_it(ana: User, file: Path, folder: Path) -> None:
    sessions = list(_sessions())
    do("backup", file)
    with zipfile.ZipFile(file) as whole:
        content = b"".join(whole.read(name) for name in whole.namelist())
    assert len(sessions) == 1
    assert sessions[0].encode() not in content
    assert site_settings.SECRET_KEY.encode() not in content
    lose_everything(folder)
    do("restore", file)
    assert list(_sessions()) == []


def test_a_restore_brings_no_shared_link_to_life_and_ends_those_that_are_there(
    ana: User, file: Path, folder: Path
) -> None:
    made = sharing.make_link(ana, choosing.chosen_sheet(ana), 14, timezone.now())
    do("backup", file)
    with zipfile.ZipFile(file) as whole:
        content = b"".join(whole.read(name) for name in whole.namelist())
    assert sharing.digest_of(made).encode() not in content
    # Taken back after the backup was made; and one that was made after it.
    ana.share_links.all().delete()
    since = sharing.make_link(ana, choosing.chosen_sheet(ana), 14, timezone.now())
    do("restore", file, "--force")
    assert [sharing.open_link(token, timezone.now()) for token in (made, since)] == [None, None]
    assert ShareLink.objects.count() == 0


def _sessions() -> list[str]:
    return [one.pk for one in Session.objects.all()]


def test_with_the_key_it_opens_second_factors_elsewhere(
    ana: User, file: Path, folder: Path, settings: Settings
) -> None:
    do("backup", file, "--with-key")
    lose_everything(folder)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "x" * 50
    assert "The secret key here is another one than the backup's" in do("restore", file)
    assert not (folder / "secret_key").exists()
    assert "The secret key in DATA_DIR is the backup's." in do("restore", file, "--with-key", "--force")
    assert (folder / "secret_key").read_text() == old
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


def test_a_file_that_is_there_is_not_overwritten_unasked(ana: User, file: Path) -> None:
    file.write_text("a diary")
    with pytest.raises(CommandError, match="is there already. Choose another name, or add --force."):
        do("backup", file)
    assert file.read_text() == "a diary"
    do("backup", file, "--force")
    with archive.open_backup(file) as reader:
        reader.check()


def test_a_folder_or_a_place_that_is_not_there_is_refused(ana: User, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is a folder. Name a file in it."):
        do("backup", tmp_path)
    with pytest.raises(CommandError, match="cannot be written"):
        do("backup", tmp_path / "nowhere" / "x")


def test_a_site_with_people_is_not_replaced_unasked(ana: User, file: Path) -> None:
    do("backup", file)
    before = log_of(ana)
    with pytest.raises(CommandError, match="This site has accounts.* Nothing was changed."):
        do("restore", file)
    ana.symptoms.all().delete()
    do("restore", file, "--force")
    assert log_of(User.objects.get(email="ana@example.org")) == before


def test_nothing_is_touched_by_a_damaged_file(ana: User, file: Path, folder: Path) -> None:
    do("backup", file)
    whole = file.read_bytes()
    User.objects.filter(pk=ana.pk).update(week_start=6)
    with zipfile.ZipFile(file) as sound:
        largest = max(sound.infolist(), key=lambda one: one.compress_size)
        places = [one.header_offset + 80 + one.compress_size // 2 for one in (largest, sound.getinfo("manifest.json"))]
        places.append(len(whole) - 30)
    for damaged in (
        *(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in places),
        whole[: len(whole) // 2],
        b"",
        b"PK",
    ):
        file.write_bytes(damaged)
        with pytest.raises(CommandError, match="Nothing was changed."):
            do("restore", file, "--force")
    assert User.objects.get().week_start == 6
    assert {path.name for path in folder.iterdir()} == {"media"}


def repacked(file: Path, **changes: Any) -> None:
    """A backup whose manifest says something else."""
    with zipfile.ZipFile(file) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    manifest = json.loads(members.pop("manifest.json")) | changes
    with zipfile.ZipFile(file, "w") as whole:
        for name, content in members.items():
            whole.writestr(name, content)
        whole.writestr("manifest.json", json.dumps(manifest))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": 2}, "This is ankles-backup 2; this release reads ankles-backup 1."),
        ({"vendor": "oracle"}, "This is a backup of oracle; the database here is "),
        ({"made_at": "yesterday"}, "The file's manifest cannot be read."),
        ({"files": {}}, "The file holds other members than its manifest says."),
        ({"extra": 1}, "The file's manifest cannot be read."),
    ],
)
def test_a_backup_of_another_kind_is_refused(ana: User, file: Path, changes: dict[str, Any], said: str) -> None:
    do("backup", file)
    repacked(file, **changes)
    with pytest.raises(CommandError, match=said.replace(".", r"\.")):
        do("restore", file, "--force")


def test_a_member_that_leads_out_of_the_folder_is_refused(ana: User, file: Path, folder: Path) -> None:
    do("backup", file)
    evil = b"x"
    with zipfile.ZipFile(file, "a") as whole:
        whole.writestr("media/../../evil", evil)
        manifest = json.loads(whole.read("manifest.json"))
    digest = hashlib.sha256(evil).hexdigest()
    repacked(file, files=manifest["files"] | {"media/../../evil": [digest, 1]})
    with pytest.raises(CommandError, match="The file holds a member called"):
        do("restore", file, "--force")
    assert not (folder.parent / "evil").exists()


def test_a_backup_of_a_newer_release_is_refused(ana: User, file: Path) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_applied("logbook", "9999_from_tomorrow")
    do("backup", file)
    recorder.record_unapplied("logbook", "9999_from_tomorrow")
    with pytest.raises(
        CommandError, match="of a newer release of Ankles .logbook.9999_from_tomorrow.. Update the site first."
    ):
        do("restore", file, "--force")
    assert User.objects.get(pk=ana.pk).symptoms.count() == 2


def test_a_site_of_a_newer_release_is_replaced_only_when_told_to(ana: User, file: Path) -> None:
    do("backup", file)
    recorder = MigrationRecorder(connection)
    recorder.record_applied("logbook", "9999_from_tomorrow")
    with pytest.raises(
        CommandError, match=r"This database is of a newer release of Ankles .logbook.9999_from_tomorrow.\."
    ):
        do("restore", file)
    do("restore", file, "--force")
    assert ("logbook", "9999_from_tomorrow") not in recorder.applied_migrations()


def test_a_backup_lives_thirty_days(ana: User, file: Path, folder: Path) -> None:
    do("backup", file)
    lose_everything(folder)
    with time_machine.travel(timezone.now() + backups.KEPT_FOR + timedelta(minutes=1)):
        with pytest.raises(CommandError, match="older than 30 days, the time the privacy page promises"):
            do("restore", file)
        said = do("backup", file.with_name("new.backup"))
        assert f"{file.resolve()} is older than the 30 days that the privacy page promises. Delete it." in said
        do("restore", file, "--force")
    assert User.objects.count() == 1


def test_media_that_came_since_go_and_links_are_not_followed(
    ana: User, file: Path, folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a neighbour's")
    (folder / "media" / "link").symlink_to(secret)
    do("backup", file)
    assert not any("link" in name for name in zipfile.ZipFile(file).namelist())
    (folder / "media" / "later.png").write_bytes(b"later")
    do("restore", file, "--force")
    assert [path.name for path in (folder / "media").rglob("*") if path.is_file()] == ["foot.png"]


def test_every_kept_page_is_made_anew(ana: User, file: Path) -> None:
    do("backup", file)
    before = caching.content_version_file().current().token
    do("restore", file, "--force")
    assert caching.content_version_file().current().token != before
    assert caching.content_version_file().is_due()


def test_a_backup_of_an_older_release_is_brought_up_to_this_one(file: Path) -> None:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    old = MigrationExecutor(connection).migrate([("accounts", "0001_start")]).apps.get_model("accounts", "User")
    for email in ("ana@example.org", "ben@example.org"):
        old.objects.create(email=email, password="x")
    backups.make_backup(file)
    MigrationExecutor(connection).migrate(leaves)
    User.objects.all().delete()
    do("restore", file)
    assert sorted(User.objects.values_list("email", flat=True)) == ["ana@example.org", "ben@example.org"]
    assert len(set(User.objects.values_list("key", flat=True))) == 2
    assert set(MigrationRecorder(connection).applied_migrations()) >= set(leaves)


def test_the_number_of_an_erased_account_is_never_given_again(file: Path) -> None:
    RunnerFactory(email="ana@example.org")
    gone = RunnerFactory(email="gone@example.org")
    number = gone.pk
    gone.delete()
    do("backup", file)
    do("restore", file, "--force")
    assert RunnerFactory(email="new@example.org").pk > number


def test_a_site_that_never_began_has_nothing_to_back_up(file: Path) -> None:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO hidden")
    try:
        with pytest.raises(CommandError, match="This site has no tables yet. Run `manage.py start` first."):
            do("backup", file)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS django_migrations")
            cursor.execute("ALTER TABLE hidden RENAME TO django_migrations")
    assert set(MigrationRecorder(connection).applied_migrations()) >= set(leaves)
    assert not file.exists()


def test_what_a_power_cut_left_of_a_backup_goes_with_the_next_one(ana: User, file: Path) -> None:
    abandoned, busy = (Path(site_settings.DATA_DIR) / f"backup-{name}" for name in ("yesterday", "now"))
    for one in (abandoned, busy):
        one.mkdir()
        (one / "database.sqlite3").write_bytes(b"erased since")
    os.utime(abandoned, (time.time() - 25 * 3600,) * 2)
    do("backup", file)
    assert (abandoned.exists(), busy.exists()) == (False, True)
    shutil.rmtree(busy)
