"""The foot map: regions tile each view, targets fit a thumb, words come with every colour."""

import re
from xml.etree import ElementTree

import pytest

from library.figures.footmap import (
    HEIGHT,
    SILHOUETTE,
    TILES,
    VIEWS,
    WIDTH,
    FootMapRegion,
    foot_map,
    labels_stylesheet,
    lights_stylesheet,
)
from library.figures.geometry import Point
from library.figures.regions import AREAS, BY_ID, MAIN_REGION, OUTSIDE_THE_MAP, REGIONS

PHONE = 160.0  # CSS pixels a view is wide on a 360 px phone: two columns, 16 px margins, an 8 px gap


def corners(polygon: str) -> list[Point]:
    """The corners of a tile."""
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in polygon.split())]


def inside(point: Point, polygon: list[Point]) -> bool:
    """Whether a point lies in a polygon (even-odd)."""
    found = False
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if (y1 > point[1]) != (y2 > point[1]) and point[0] < (x2 - x1) * (point[1] - y1) / (y2 - y1) + x1:
            found = not found
    return found


@pytest.mark.parametrize("view", VIEWS)
def test_every_point_of_a_view_belongs_to_exactly_one_region(view: str) -> None:
    tiles = [corners(polygon) for _, polygon, _ in TILES[view]]
    for x in range(WIDTH):
        for y in range(HEIGHT):
            assert sum(inside((x + 0.37, y + 0.41), tile) for tile in tiles) == 1, (x, y)


@pytest.mark.parametrize("view", VIEWS)
def test_every_target_is_44_pixels_on_a_360_pixel_phone(view: str) -> None:
    for region, polygon, _ in TILES[view]:
        xs, ys = zip(*corners(polygon), strict=True)
        assert (max(xs) - min(xs)) * PHONE / WIDTH >= 44, region
        assert (max(ys) - min(ys)) * PHONE / WIDTH >= 44, region


@pytest.mark.parametrize("view", VIEWS)
def test_every_target_holds_a_square_of_44_pixels(view: str) -> None:
    for region, polygon, _ in TILES[view]:
        shape = corners(polygon)
        places = [(x + 0.5, y + 0.5) for x in range(0, WIDTH - 43, 2) for y in range(0, HEIGHT - 43, 2)]
        edge = range(0, 44, 6)
        assert any(
            all(inside((x + a, y + b), shape) for a in edge for b in (0, 42.9))
            and all(inside((x + a, y + b), shape) for b in edge for a in (0, 42.9))
            for x, y in places
        ), region


def test_there_are_fourteen_regions_each_in_the_views_it_names() -> None:
    assert len(REGIONS) == 14
    shown = {region: tuple(view for view in VIEWS if region in {tile[0] for tile in TILES[view]}) for region in BY_ID}
    assert {region: set(views) for region, views in shown.items()} == {
        region.id: set(region.views) for region in REGIONS
    }


def test_all_26_areas_have_a_region_or_stand_in_the_list_alone() -> None:
    assert len(AREAS) == 26
    assert OUTSIDE_THE_MAP == ("ankle_whole", "other_unsure")
    assert {area for region in REGIONS for area in region.areas} == set(MAIN_REGION)
    assert all(area in BY_ID[region].areas for area, region in MAIN_REGION.items())
    assert len({region.main for region in REGIONS}) == 14


def test_a_region_with_an_address_is_a_link_that_says_its_name_and_number() -> None:
    markup = foot_map(view="back", side="left", regions={"achilles": FootMapRegion(href="/log/?a=1&b=2", level=2)})
    ElementTree.fromstring(markup)
    assert (
        '<a class="region level-low" href="/log/?a=1&amp;b=2" id="map-back-left-achilles" aria-label="Left Achilles tendon, 2 out of 10 today">'
        in markup
    )
    assert '<text class="region-number"' in markup
    assert markup.count("<a ") == 1


def test_a_map_without_addresses_is_a_picture_with_a_name() -> None:
    assert 'role="img" aria-label="Right foot, sole: Arch 4 out of 10"' in foot_map(
        view="sole", regions={"arch": FootMapRegion(level=4)}
    )


@pytest.mark.parametrize(
    ("level", "kind"),
    [
        (0, "level-low"),
        (2, "level-low"),
        (3, "level-middle"),
        (5, "level-middle"),
        (6, "level-high"),
        (10, "level-high"),
    ],
)
def test_a_number_is_drawn_in_its_zone(level: int, kind: str) -> None:
    assert f'class="region {kind}"' in foot_map(view="sole", regions={"arch": FootMapRegion(level=level)})


def test_the_chosen_region_carries_a_tick_and_says_so() -> None:
    markup = foot_map(view="inner", regions={"arch": FootMapRegion(href="#")}, selected="arch")
    assert 'class="tick"' in markup
    assert 'aria-current="true"' in markup


def test_left_and_right_mirror_the_drawing_and_never_the_number() -> None:
    for view in ("outer", "sole", "inner"):
        region = TILES[view][0][0]
        sides = [foot_map(view=view, side=side, regions={region: FootMapRegion(level=1)}) for side in ("left", "right")]
        places = [re.search(r'<text class="region-number" x="([\d.]+)"', markup) for markup in sides]
        found = [float(place[1]) for place in places if place]
        assert len(found) == 2
        assert sum(found) == pytest.approx(WIDTH)
        assert sum("scale(-1,1)" in markup for markup in sides) == 1


def test_two_maps_on_a_page_have_different_ids() -> None:
    ids = [
        re.findall(r'\bid="([^"]+)"', foot_map(view="back", uid=uid, regions={"calf": FootMapRegion(href="#")}))
        for uid in ("one", "two")
    ]
    assert not set(ids[0]) & set(ids[1])


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(KeyError):
        foot_map(view="back", selected="elbow")


def test_where_a_list_is_the_control_the_map_is_a_hidden_picture_whose_labels_belong_to_the_list() -> None:
    markup = foot_map(view="outer", side="left", regions={"heel-back": FootMapRegion(level=4)}, control="where")
    picture, labels = markup.split("</svg>")
    assert 'aria-hidden="true"' in picture
    assert "<a " not in picture
    assert re.findall(r'for="where-left-([a-z_]+)"', labels) == [BY_ID[tile[0]].main for tile in TILES["outer"]]
    assert 'class="spots turned" aria-hidden="true"' in labels


@pytest.mark.parametrize("side", ["left", "right"])
def test_every_area_on_the_map_lights_its_region_when_the_list_is_checked_or_focused(side: str) -> None:
    css = labels_stylesheet() + lights_stylesheet()
    for area, region in MAIN_REGION.items():
        for state in ("checked", "focus-visible"):
            found = re.findall(rf'\[value="{side}-{area}"\][^)]*\):{state}\s*\) \.(r-[a-z-]+) \{{', css)
            assert found == [f"r-{side}-{region}"], (area, state)
    assert all(f".sp-{view}-{region} {{" in css for view in VIEWS for region, _, _ in TILES[view])
    assert not {f"{side}-{area}" for area in OUTSIDE_THE_MAP} & set(re.findall(r'value="([a-z_-]+)"', css))


def test_the_regions_of_a_map_that_a_list_controls_are_named_as_the_stylesheet_names_them() -> None:
    lit = set(re.findall(r"\.(r-[a-z-]+) \{", lights_stylesheet()))
    for side in ("left", "right"):
        drawn = {
            name
            for view in VIEWS
            for name in re.findall(r'"region (r-[a-z-]+)', foot_map(view=view, side=side, control="where"))
        }
        assert (
            drawn == {f"r-{side}-{region}" for region in BY_ID} == {one for one in lit if one.startswith(f"r-{side}-")}
        )


def test_the_outer_bump_of_the_ankle_is_the_lower_one_on_either_foot_from_behind() -> None:
    places = [(float(x), float(y)) for x, y in re.findall(r"([\d.]+),([\d.]+)", SILHOUETTE["back"])]
    ankle = [place for place in places if 105 < place[1] < 130]
    inner, outer = min(ankle), max(ankle)  # drawn as a right foot: its outer side is at the right
    assert outer[1] > inner[1]
    turned_over = {side: "scale(-1,1)" in foot_map(view="back", side=side) for side in ("left", "right")}
    assert turned_over == {"left": True, "right": False}
