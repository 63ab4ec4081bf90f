"""The two feet, their list, and the stair of numbers."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from library.figures.regions import BY_ID, REGIONS
from logbook.guide import places
from logbook.management.commands import place_css
from logbook.vocabulary import AreaCode
from tests.logbook import printed

CSS = Path(settings.BASE_DIR) / "ankles" / "static" / "ankles" / "css"


def chooser(chosen: str = "") -> str:
    """Both feet and the list, as a page prints them."""
    return printed.part("places", feet=places.feet(), groups=places.LISTED, chosen=chosen)


def values(html: str) -> list[str]:
    """The values of the radio buttons, in order."""
    return re.findall(r'<input type="radio" name="place" id="where-[^"]+" value="([^"]+)"', html)


def test_every_area_stands_in_the_list_once_for_each_side() -> None:
    areas = [area for group in places.GROUPS for area in group.areas]
    assert sorted(areas) == sorted(AreaCode)
    assert values(chooser()) == [place for area in areas for place in (f"left-{area}", f"right-{area}")]
    assert len(places.PLACES) == len(places.CHOICES) == 52


def test_a_form_offers_every_place_by_its_code() -> None:
    assert places.CHOICES[:2] == (("left-calf_upper", "Left upper calf"), ("right-calf_upper", "Right upper calf"))
    assert [places.PLACES[code].name for code, _ in places.CHOICES] == [name for _, name in places.CHOICES]


def test_nothing_is_chosen_until_a_form_kept_a_choice() -> None:
    assert "checked" not in chooser()
    assert re.findall(r'value="([^"]+)" checked', chooser("right-arch")) == ["right-arch"]
    assert chooser('left-arch" onfocus="x') == chooser("left-elbow") == chooser()


def test_every_button_has_a_name_of_its_own_with_its_side() -> None:
    names = re.findall(r'<span class="visually-hidden">((?:Left|Right) [^<]+)</span>', chooser())
    assert names == [name for _, name in places.CHOICES]
    assert len(set(names)) == 52


def test_both_feet_are_drawn_from_four_sides_and_each_region_chooses_its_main_area() -> None:
    html = chooser()
    assert re.findall(r"<figcaption>([^<]+)", html) == ["Back", "Outer side", "Sole", "Inner side"] * 2
    labels = re.findall(r'<label class="sp-\w+-([a-z-]+)" for="where-(left|right)-([a-z_]+)"', html)
    assert {(region, side) for region, side, _ in labels} == {
        (one.id, side) for one in REGIONS for side in ("left", "right")
    }
    assert all(BY_ID[region].main == area for region, _, area in labels)


def test_every_label_of_the_map_belongs_to_a_button_of_the_list() -> None:
    html = chooser()
    ids = set(re.findall(r'<input [^>]*id="([^"]+)"', html))
    assert set(re.findall(r'for="([^"]+)"', html)) <= ids
    assert len(ids) == 52
    everything = re.findall(r'\bid="([^"]+)"', html)
    assert len(everything) == len(set(everything))


def test_the_drawings_are_made_once() -> None:
    assert places.feet() is places.feet()


def test_the_stair_has_eleven_buttons_that_save_and_none_is_marked() -> None:
    html = printed.stair()
    assert re.findall(r'<button name="severity" value="(\d+)">(\d+)</button>', html) == [
        (str(number), str(number)) for number in range(11)
    ]
    assert re.findall(r'class="band-name">(\w+)<', html) == ["Low", "Middle", "High"]
    assert "input" not in html


@pytest.mark.parametrize("number", [0, 5, 10])
def test_the_stair_marks_the_number_that_was_logged(number: int) -> None:
    assert re.findall(r'value="(\d+)" aria-current="true"', printed.stair(number)) == [str(number)]


def kept(folder: Path) -> dict[str, str]:
    """The stylesheets of the two feet as they stand in a folder."""
    return {
        name: (folder / name).read_text(encoding="utf-8")
        for name in ("place-labels.css", "place-lights.css", "place-names.css")
    }


def test_the_stylesheets_of_the_two_feet_are_what_would_be_drawn_now() -> None:
    assert kept(CSS) == places.stylesheets(), "Run `manage.py place_css`."


def test_the_command_writes_the_stylesheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_css, "FOLDER", tmp_path)
    call_command("place_css", stdout=io.StringIO())
    assert kept(tmp_path) == places.stylesheets()


def test_the_stylesheet_names_every_place_in_the_bar() -> None:
    rule = r'\[value="([^"]+)"\]:checked\) \.place-said::before \{\n  content: "([^"]+)";\n\}'
    said = re.findall(rule, places.stylesheets()["place-names.css"])
    assert said == list(places.CHOICES)


@pytest.mark.usefixtures("guide")
def test_every_area_leads_to_a_choice_of_the_guide_and_no_place_to_the_list_of_all(client: Client) -> None:
    found = {area: places.page_about(area) for area in AreaCode}
    assert {client.get(url).status_code for url in found.values()} == {200}
    assert found.pop(AreaCode.OTHER_UNSURE) == "/places/"
    assert all(re.fullmatch(r"/places/[a-z-]+/", url) for url in found.values())
    assert found[AreaCode.HEEL_PLANTAR] == "/places/heel-pad/"
    assert found[AreaCode.ANKLE_WHOLE] == "/places/whole-ankle/"


@pytest.mark.django_db
def test_without_a_guide_no_area_leads_anywhere() -> None:
    assert {places.page_about(area) for area in AreaCode} == {""}
