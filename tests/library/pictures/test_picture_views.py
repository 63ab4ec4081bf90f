"""Who gets the file of a picture: readers with the page that shows it, editors before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from ankles.proxies import FORWARDED
from library.models import PictureFile
from library.pictures import SentPicture
from tests.factories import ExerciseFactory
from tests.library.pictures.making import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_a_reader_gets_the_picture_of_a_published_page_for_good(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    picture = kept()
    ExerciseFactory.create(picture=picture.name, picture_alt="A leg.")
    with django_assert_num_queries(2):
        answer = client.get(picture.path(480))
    assert answer.status_code == 200
    assert answer.content == bytes(PictureFile.objects.of(picture.name)[0].content)
    assert {name: answer.headers.get(name) for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options", "Vary")} == {
        "Content-Type": "image/webp",
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Vary": None,
    }  # fmt: skip
    # nginx is to let go of it soon after its page is gone.
    assert client.get(picture.path(480), **{FORWARDED: "1"}).headers["X-Accel-Expires"] == "1"
    assert not answer.cookies
    assert "default-src" in answer.headers["Content-Security-Policy"]
    head = client.head(picture.path(480))
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
    again = client.get(picture.path(480), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(picture.path(480)).status_code == 405


@pytest.mark.parametrize("status", ["draft", "retired", "tomorrow", "nowhere"])
def test_a_stranger_does_not_get_the_picture_of_a_page_that_readers_do_not_see(client: Client, status: str) -> None:
    picture = kept()
    if status == "tomorrow":
        ExerciseFactory.create(picture=picture.name, publish_at=timezone.now() + timedelta(days=1))
    elif status != "nowhere":
        ExerciseFactory.create(picture=picture.name, status=status)
    answer = client.get(picture.path())
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "private, no-store")
    assert b"RIFF" not in answer.content


def test_what_is_no_picture_is_not_there(client: Client) -> None:
    picture = kept()
    ExerciseFactory.create(picture=picture.name)
    other = SentPicture("0" * 32 + "-800x600")
    for path in (picture.path(481), other.path(), "/pictures/toe-walk/480.webp", "/pictures/0/0.webp"):
        assert client.get(path).status_code == 404


def test_a_page_that_is_taken_back_takes_its_picture_with_it(client: Client) -> None:
    picture = kept()
    exercise = ExerciseFactory.create(picture=picture.name)
    assert client.get(picture.path()).status_code == 200
    exercise.status = "retired"
    exercise.save()
    assert client.get(picture.path()).status_code == 404
