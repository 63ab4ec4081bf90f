"""The picture that a link to a page is shown with: true of the page as it is today, or one that says nothing of it."""

from __future__ import annotations

import itertools
import re
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from ankles import caching
from library import figures, link_pictures, loading
from library.link_pictures import HEIGHT, WIDTH, Subject, sheet, subjects
from library.models import Exercise, Routine, Step
from library.models.vocabulary import AchillesHeel
from tests.library import crawling
from tests.library.crawling import Page

SITE = "http://localhost:8000"
FOLDER = "/static/ankles/img/links/"
HOW = "Draw them again: python docs/pictures/links.py"
VERSIONS = map(str, itertools.count())
STAND_INS = {f"any-{kind}" for kind in subjects.KINDS}


@pytest.fixture
def pages(guide: loading.Report) -> dict[str, Page]:
    return crawling.html_pages()


def files() -> dict[str, Path]:
    return {file.stem: file for file in Path(str(finders.find(link_pictures.FOLDER))).iterdir()}


def shown(page: Page) -> str:
    """The name of the picture that a link to a page is shown with."""
    return page.meta["og:image"].removeprefix(SITE + FOLDER).removesuffix(".png")


def asked(client: Client, path: str) -> Page:
    caching.content_version_file().write(next(VERSIONS), None)
    answer = client.get(path)
    return crawling.read(path, answer.status_code, {}, answer.content.decode())


# --- The pictures that were made -------------------------------------------------------------


def test_every_picture_was_made_of_what_the_guide_says_and_draws_today(guide: loading.Report) -> None:
    wanted = {
        one.name: link_pictures.said(one) | {"alt": sheet.alt(one), "source": sheet.source(one)}
        for one in subjects.every_subject()
    }
    made = link_pictures.pictures_made()
    assert {name for name, one in wanted.items() if made.get(name) != one} == set(), HOW
    assert set(wanted) == set(made) == set(files()), HOW


@pytest.mark.parametrize("what", ["title", "drawing", "colours"])
def test_a_picture_is_out_of_date_when_anything_on_it_changes(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Subject("exercise-toe-walk", "Ankle exercise", "Toe walks", ("figure toe-walk",))
    assert sheet.source(one) == link_pictures.pictures_made()["exercise-toe-walk"]["source"], HOW
    if what == "title":
        one = Subject(one.name, one.kind, "Toe walk", one.drawings)
    elif what == "drawing":
        monkeypatch.setattr(figures, "figure", lambda slug: "<svg></svg>")
    else:
        monkeypatch.setattr(sheet, "sheet_styles", lambda: ":root{--ink:#000}")
    assert sheet.source(one) != link_pictures.pictures_made()["exercise-toe-walk"]["source"]


def test_every_picture_has_the_size_that_pages_say_and_is_light() -> None:
    contents = {name: file.read_bytes() for name, file in files().items()}
    found = {name: (struct.unpack(">II", png[16:24]), len(png) < 40_000) for name, png in contents.items()}
    assert {name: one for name, one in found.items() if one != ((WIDTH, HEIGHT), True)} == {}
    assert sum(map(len, contents.values())) < 2_500_000


def test_a_title_stays_text_and_its_words_do_not_part_at_a_hyphen() -> None:
    html = sheet.page_of_subject(Subject("x", "<b>", "Heel-raise <i>hold</i>", ("sign",)))
    assert '<p class="kind">&lt;b&gt;</p>' in html
    assert '<h1 class="title"><span>Heel-raise</span> &lt;i&gt;hold&lt;/i&gt;</h1>' in html


# --- Which page shows which ------------------------------------------------------------------


def test_every_page_is_shown_with_its_own_picture(pages: dict[str, Page]) -> None:
    kinds = {"guide": "chapter", "issues": "issue", "exercises": "exercise", "routines": "routine", "places": "place"}
    fixed = {"": "home", "words": "glossary"}
    wanted = {}
    for path in pages:
        first, _, slug = path.strip("/").partition("/")
        wanted[path] = f"{kinds[first]}-{slug}" if slug and first in kinds else fixed.get(first, first)
    # What is on this phone is nothing to be shared.
    wanted |= dict.fromkeys(("/offline/", "/offline/log/"), "home")
    assert {path: shown(page) for path, page in pages.items()} == wanted
    assert set(link_pictures.pictures_made()) - STAND_INS == set(wanted.values())


def test_every_page_says_what_its_picture_shows_and_how_large_it_is(pages: dict[str, Page]) -> None:
    for page in pages.values():
        made = link_pictures.pictures_made()[shown(page)]
        assert page.meta["og:image:alt"] == made["alt"]
        assert made["title"] in made["alt"]
        assert len(made["alt"]) <= 420  # as much as a card of X has room for
        size = page.meta["og:image:type"], page.meta["og:image:width"], page.meta["og:image:height"]
        assert size == ("image/png", str(WIDTH), str(HEIGHT))


def test_only_its_own_page_is_shown_with_what_a_sore_heel_end_leaves_out(guide: loading.Report) -> None:
    left_out = {f"figure {row.slug}" for row in Exercise.objects.filter(achilles_heel=AchillesHeel.NO)}
    assert {"figure calf-stretch-straight", "figure calf-stretch-bent"} < left_out
    found = {one.name for one in subjects.every_subject() if left_out & set(one.drawings)}
    assert found == {name.replace("figure ", "exercise-") for name in left_out}


def test_the_player_and_the_sheet_are_shown_with_the_picture_of_their_page(
    client: Client, guide: loading.Report
) -> None:
    names = {
        "/exercises/toe-walk/play/": "exercise-toe-walk",
        "/routines/strength/play/": "routine-strength",
        "/routines/strength/sheet/": "routine-strength",
        "/guide/when-to-see-somebody/sheet/": "chapter-when-to-see-somebody",
        "/exercises/play/": "exercises",
    }
    assert {path: shown(asked(client, path)) for path in names} == names


# --- What editors change ---------------------------------------------------------------------


def test_a_page_that_an_editor_renames_is_shown_with_the_picture_of_its_kind(
    client: Client, guide: loading.Report
) -> None:
    Exercise.objects.filter(slug="toe-walk").update(title="Walking on your toes")
    page = asked(client, "/exercises/toe-walk/")
    assert shown(page) == "any-exercise"
    assert page.meta["og:image:alt"] == "Ankle exercise. Outer side of a right ankle."
    assert "exercise-toe-walk" not in page.html
    Exercise.objects.filter(slug="toe-walk").update(title="Toe walks")
    assert shown(asked(client, "/exercises/toe-walk/")) == "exercise-toe-walk"


def test_a_routine_with_other_steps_is_shown_with_the_picture_of_its_kind(
    client: Client, guide: loading.Report
) -> None:
    assert shown(asked(client, "/routines/strength/")) == "routine-strength"
    first = Step.objects.filter(routine__slug="strength").first()
    assert first is not None
    first.exercise = Exercise.objects.get(slug="towel-curl")
    first.save()
    assert shown(asked(client, "/routines/strength/")) == "any-routine"


def test_a_page_that_was_taken_back_is_shown_with_no_picture(client: Client, guide: loading.Report) -> None:
    Routine.objects.filter(slug="strength").update(status="retired")
    page = asked(client, "/routines/strength/")
    assert page.status == 410
    assert not re.search(r"og:image|img/links", page.html)


def test_every_floor_says_its_height_where_the_fitting_page_reads_it() -> None:
    floors = {
        name: re.findall(r'class="pr-floor" d="[^"]*?,([\d.]+)H', figures.figure(name)) for name in figures.drawings()
    }
    low = {name: float(found[0]) for name, found in floors.items() if found}
    assert set(low.values()) == {253.5, 279.5}  # close-ups stand higher than whole bodies
    assert {name for name, html in floors.items() if not html} == {
        name for name in figures.drawings() if "pr-floor" not in figures.figure(name)
    }
    assert "279.5" not in sheet.FIT
