"""Where a picture stands in for a drawing: index, page, routine, player, print, the card of a link, search engines."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from ankles import caching
from library import publishing
from library.models import Exercise
from library.pictures import SentPicture
from tests.factories import ExerciseFactory, RoutineFactory, StepFactory
from tests.library.pictures.making import kept

pytestmark = pytest.mark.django_db
ALT = "A runner stands on a step, heels below its edge."


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def undrawn(slug: str, picture: SentPicture | None = None, **more: str) -> Exercise:
    """A published exercise that nobody has drawn."""
    row = ExerciseFactory.create(
        slug=slug, title=slug, picture=picture.name if picture else "", picture_alt=ALT, **more
    )
    publishing.record_change(row, None)
    return Exercise.objects.get(pk=row.pk)


def page(client: Client, path: str) -> str:
    caching.content_version_file().write("another", None)
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def images(html: str) -> list[dict[str, str]]:
    return [dict(re.findall(r'([a-z]+)="([^"]*)"', tag)) for tag in re.findall(r"<img[^>]*>", html)]


def test_without_a_drawing_and_a_photo_its_page_its_card_and_its_player_say_that_one_is_to_come(client: Client) -> None:
    undrawn("box-step", None)
    own = page(client, "/exercises/box-step/")
    assert "The drawing is to come" in own
    assert "Amber" not in own
    for html in (own, page(client, "/exercises/"), page(client, "/exercises/box-step/play/")):
        assert 'Drawing<tspan x="160" dy="1.2em">to come</tspan>' in html


def test_its_own_page_shows_it_whole_with_its_words_and_says_nothing_of_amber(client: Client) -> None:
    picture = kept(width=1600, height=1200)
    undrawn("box-step", picture)
    html = page(client, "/exercises/box-step/")
    (image,) = images(html)
    assert image == {
        "class": "photo", "src": picture.path(), "srcset": picture.srcset, "width": "1440", "height": "1080", "alt": ALT,
        "sizes": image["sizes"], "decoding": "async",
    }  # fmt: skip
    assert "62rem" in image["sizes"]
    assert "Amber" not in html
    assert client.get(picture.path()).status_code == 200


def test_the_card_of_a_link_and_search_engines_get_the_picture(client: Client) -> None:
    picture = kept()
    undrawn("box-step", picture)
    html = page(client, "/exercises/box-step/")
    assert re.search(rf'<meta property="og:image" content="[^"]*{re.escape(picture.path())}">', html)
    assert f'<meta property="og:image:alt" content="{ALT}">' in html
    size = '<meta property="og:image:width" content="{}">\n  <meta property="og:image:height" content="{}">'
    assert '<meta property="og:image:type" content="image/webp">' in html
    assert size.format(picture.width, picture.height) in html
    told = [
        json.loads(one) for one in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    ]
    (how_to,) = [one for one in told if one["@type"] == "HowTo"]
    assert [re.sub(r"^https?://[^/]+", "", one) for one in how_to["image"]] == [picture.path()]


def test_without_one_a_link_is_shown_with_the_picture_of_all_exercises(client: Client) -> None:
    undrawn("box-step")
    html = page(client, "/exercises/box-step/")
    assert "links/any-exercise.png" in html
    assert images(html) == []


def test_lists_routines_and_the_player_show_it_small_and_hidden_beside_its_name(client: Client) -> None:
    picture = kept()
    row = undrawn("box-step", picture)
    routine = RoutineFactory.create(slug="of-one")
    StepFactory.create(routine=routine, exercise=row, sides="both")
    publishing.record_change(routine, None)
    for path in ("/exercises/", "/routines/", "/routines/of-one/", "/exercises/play/"):
        (image,) = images(page(client, path))
        assert (image["src"], image["alt"], image["loading"]) == (picture.path(), "", "lazy"), path
    for path in ("/routines/of-one/play/", "/exercises/box-step/play/"):
        small, large = sorted(images(page(client, path)), key=lambda image: image["alt"])
        assert (small["alt"], large["alt"], large["src"]) == ("", ALT, picture.path()), path


def test_a_drawing_of_ours_is_shown_where_both_are_there(client: Client) -> None:
    picture = kept()
    undrawn("toe-walk", picture)
    for path in ("/exercises/toe-walk/", "/exercises/", "/exercises/toe-walk/play/"):
        html = page(client, path)
        assert images(html) == []
        assert "x-toe-walk" in html, path
    html = page(client, "/exercises/toe-walk/")
    assert (picture.name in html, "img/links/" in html) == (False, True)


def test_a_routine_shows_no_picture_of_an_exercise_that_was_taken_back(client: Client) -> None:
    row = undrawn("box-step", kept())
    routine = RoutineFactory.create(slug="of-one")
    StepFactory.create(routine=routine, exercise=row, sides="both")
    publishing.record_change(routine, None)
    publishing.retire(row, None)
    for path in ("/routines/of-one/", "/routines/of-one/play/", "/routines/"):
        assert images(page(client, path)) == [], path


@pytest.mark.parametrize("count", [1, 3])
def test_the_index_asks_no_more_however_many_pictures_it_shows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        undrawn(f"step-{number}", kept(width=600 + 10 * number))
    caching.content_version_file().write(f"version-{count}", None)
    with django_assert_num_queries(1):
        html = client.get("/exercises/").content.decode()
    assert len(images(html)) == count
