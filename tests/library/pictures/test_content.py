"""Pictures go with the content: exported beside it, seeded from there, the same bytes on another site."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from library import exporting, loading, publishing
from library.documents.files import ContentError
from library.models import Exercise, PictureFile
from library.pictures import SentPicture
from tests.library.pictures.making import kept
from tests.library.small import Folder

pytestmark = pytest.mark.django_db
ALT = "A runner leans on a wall."
FILE = "exercises/calf-stretch.md"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Folder:
    """The small guide, seeded."""
    settings.DATA_DIR = tmp_path
    found = Folder(tmp_path / "content")
    loading.seed(found.path)
    return found


@pytest.fixture
def picture(folder: Folder) -> SentPicture:
    """The one of the exercise that nobody has drawn, published by an editor."""
    sent = kept()
    row = Exercise.objects.get(slug="calf-stretch")
    row.picture, row.picture_alt = sent.name, ALT
    row.save()
    publishing.record_change(row, None)
    return sent


def files_of(folder: Folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder.path / "pictures").glob("*")}


def kept_bytes(picture: SentPicture) -> dict[str, bytes]:
    return {f"{row.name}.{row.width}.webp": bytes(row.content) for row in PictureFile.objects.of(picture.name)}


@pytest.mark.django_db(transaction=True)  # PostgreSQL empties no table inside of one
def test_what_is_exported_and_seeded_elsewhere_is_the_same(
    folder: Folder, picture: SentPicture, client: Client
) -> None:
    names = [f"pictures/{picture.name}.{width}.webp" for width in (480, 800)]
    assert exporting.export_guide(folder.path) == [FILE, *names]
    text = (folder.path / FILE).read_text(encoding="utf-8")
    assert f"picture: {picture.name}\npicture_alt: {ALT}\n" in text
    before = kept_bytes(picture)
    assert files_of(folder) == before
    assert exporting.export_guide(folder.path) == []

    call_command("flush", "--no-input", verbosity=0)
    loading.seed(folder.path)
    assert kept_bytes(picture) == before
    row = Exercise.objects.get(slug="calf-stretch")
    assert (row.picture, row.picture_alt) == (picture.name, ALT)
    assert client.get(picture.path()).status_code == 200
    assert picture.path() in client.get("/exercises/calf-stretch/").content.decode()
    assert exporting.export_guide(folder.path) == []
    assert loading.seed(folder.path).rendered == 0


def test_the_picture_of_nothing_is_taken_away_by_the_export(folder: Folder, picture: SentPicture) -> None:
    exporting.export_guide(folder.path)
    Exercise.objects.update(picture="")
    assert exporting.export_guide(folder.path) == [
        FILE,
        *(f"pictures/{picture.name}.{width}.webp" for width in (480, 800)),
    ]
    assert files_of(folder) == {}


def test_a_release_without_the_picture_that_it_names_is_refused_by_file_and_field(
    folder: Folder, picture: SentPicture
) -> None:
    exporting.export_guide(folder.path)
    for path in (folder.path / "pictures").glob("*"):
        path.unlink()
    assert loading.seed(folder.path).rendered == 0  # it is here, whatever comes beside the text
    Exercise.objects.update(picture="")
    PictureFile.objects.all().delete()
    with pytest.raises(ContentError, match=rf"{FILE}, line \d+, picture: there is no such picture beside the content"):
        loading.seed(folder.path)


@pytest.mark.parametrize("harm", ["other bytes", "a width is missing", "another name", "a tail"])
def test_files_that_are_not_the_picture_they_are_called_are_refused(
    folder: Folder, picture: SentPicture, harm: str
) -> None:
    exporting.export_guide(folder.path)
    small, large = (folder.path / f"pictures/{picture.name}.{width}.webp" for width in (480, 800))
    if harm == "other bytes":
        large.write_bytes(large.read_bytes()[:-1] + b"x")
    elif harm == "a width is missing":
        small.unlink()
    elif harm == "another name":
        small.rename(small.with_name("photo.webp"))
    else:
        large.write_bytes(large.read_bytes() + b"<script>")
    PictureFile.objects.all().delete()
    with pytest.raises(ContentError, match="pictures/"):
        loading.seed(folder.path)
    assert PictureFile.objects.count() == 0
