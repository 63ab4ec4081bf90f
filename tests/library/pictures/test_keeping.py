"""Pictures are rows: one at a time comes in, and what nothing shows goes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from ankles.file_locks import locked_file
from library.models import Draft, PictureFile, Preview, Revision, Seed, Waiting
from library.pictures.receiving import PictureRefused, receive
from library.pictures.sweeping import sweep_pictures
from tests.factories import ExerciseFactory
from tests.library.pictures.making import drawn, encoded_as, kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_a_picture_is_called_by_what_is_in_it_and_by_its_size() -> None:
    picture = kept()
    assert picture.name.endswith("-800x600")
    assert (picture.size, picture.widths) == ((800, 600), [480, 800])
    assert [(row.width, row.height) for row in PictureFile.objects.of(picture.name)] == [(480, 360), (800, 600)]
    assert picture.srcset == f"{picture.path(480)} 480w, {picture.path(800)} 800w"


def test_the_same_picture_sent_twice_is_one() -> None:
    assert kept() == kept()
    assert PictureFile.objects.count() == 2
    assert kept(width=700) != kept()


def test_while_one_picture_is_read_a_second_is_told_so() -> None:
    begun, over = Event(), Event()

    def read_another() -> None:
        with locked_file("picture"):
            begun.set()
            over.wait(30)

    thread = Thread(target=read_another)
    thread.start()
    assert begun.wait(10)
    with pytest.raises(PictureRefused, match="busy") as refused:
        receive(encoded_as("JPEG"))
    assert (refused.value.status, "in a moment" in refused.value.words) == (503, True)
    assert PictureFile.objects.count() == 0
    over.set()
    thread.join()
    receive(encoded_as("JPEG"))
    assert PictureFile.objects.count() == 2


# --- How long it is kept ----------------------------------------------------------------------------


def a_month_later() -> int:
    PictureFile.objects.update(kept_at=timezone.now() - timedelta(days=31))
    return sweep_pictures()


def test_a_picture_that_nothing_shows_goes_after_a_month() -> None:
    kept()
    assert sweep_pictures() == 0
    assert a_month_later() == 1
    assert PictureFile.objects.count() == 0


def test_what_is_sent_again_begins_its_month_again() -> None:
    kept()
    PictureFile.objects.update(kept_at=timezone.now() - timedelta(days=31))
    kept()
    assert sweep_pictures() == 0


def test_a_picture_in_any_state_that_somebody_can_come_back_to_stays() -> None:
    names = [kept(width=600 + 10 * number).name for number in range(8)]
    said = [{"picture": name} for name in names]
    ExerciseFactory.create(picture=names[0], status="retired")
    Draft.objects.create(kind="exercise", name="a", document=said[1], base=said[2])
    Revision.objects.create(kind="exercise", slug="a", document=said[3], action="saved")
    Seed.objects.create(kind="exercise", slug="a", digest="x", document=said[4])
    Seed.objects.create(kind="exercise", slug="b", digest="x", document=None)
    Waiting.objects.create(kind="exercise", slug="a", release=said[5], base=said[6])
    Preview.objects.create(kind="exercise", document=said[7])
    assert a_month_later() == 0
    Preview.objects.all().delete()
    assert sweep_pictures() == 1
    assert PictureFile.objects.names() == set(names[:7])


def test_where_nothing_is_a_month_old_the_history_is_not_looked_through(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    receive(encoded_as("PNG", drawn(400, 400)))
    with django_assert_num_queries(1):
        sweep_pictures()
