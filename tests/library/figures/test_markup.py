"""The markup of every figure: light, closed to inline styles, named where it should be."""

import gzip
import re
from itertools import pairwise
from xml.etree import ElementTree

import brotli
import pytest

from library.figures import drawings, drawn_as, figure, has_pose, movement_css, movements
from library.figures.exercises import solved_pose
from library.figures.frame import width_of_words
from library.figures.shapes import GLOW, THIGH_GLOW

EVERY = drawings()


@pytest.mark.parametrize("slug", EVERY)
@pytest.mark.parametrize("side", ["right", "left"])
def test_a_plate_is_well_formed_small_and_has_no_inline_style(slug: str, side: str) -> None:
    markup = figure(slug, motion=True, marks=True, title="A name", side=side)
    ElementTree.fromstring(markup)
    assert len(gzip.compress(markup.encode())) <= 6 * 1024
    assert "style" not in markup
    assert "<script" not in markup


def test_thirty_cards_cost_little_more_than_one() -> None:
    cards = [figure(slug, size="card") for slug in EVERY]
    together = len(brotli.compress("".join(cards).encode(), quality=5))
    alone = len(brotli.compress(cards[0].encode(), quality=5))
    assert (together - alone) / (len(cards) - 1) <= 1.2 * 1024


@pytest.mark.parametrize("slug", EVERY)
def test_a_figure_beside_its_name_is_hidden_and_one_alone_is_named(slug: str) -> None:
    assert 'aria-hidden="true"' in figure(slug, size="card")
    named = figure(slug, title="Towels & toes")
    assert f'<title id="fig-{slug}-plate-t">Towels &amp; toes: ' in named
    assert solved_pose(slug).pose.title[1:] in named
    assert f'<desc id="fig-{slug}-plate-d">' in named
    assert 'role="img"' in named


@pytest.mark.parametrize("slug", EVERY)
def test_the_stylesheet_moves_every_joint_the_figure_has(slug: str) -> None:
    css = movement_css(slug)
    joints = set(re.findall(r'class="joint ([a-z0-9]+)"', figure(slug, motion=True)))
    ruled = set(re.findall(rf"\.x-{slug} \.([a-z0-9]+){{", css))
    assert joints <= ruled
    assert "--dur:" in css
    # A figure without its stylesheet has no keyframes either: it stands whole instead of falling apart.
    assert f".x-{slug}{{--kf:fig-" in css
    assert "NaN" not in css


@pytest.mark.parametrize("slug", EVERY)
def test_a_mirrored_figure_keeps_its_words_readable(slug: str) -> None:
    drawn = {side: figure(slug, marks=True, side=side).split('<g class="mark">')[0] for side in ("left", "right")}
    turned = (
        "right" if solved_pose(slug).pose.camera == "foot-side" else "left"
    )  # an inner side facing right is a left foot's
    turns = {side: markup.count("scale(-1,1)") for side, markup in drawn.items()}
    assert turns[turned] > min(turns.values())
    assert "<text" not in "".join(drawn.values())


@pytest.mark.parametrize("slug", EVERY)
def test_every_label_stands_inside_the_frame_with_air(slug: str) -> None:
    pose = solved_pose(slug).pose
    x, y, width, height = pose.view
    frame = 7 * width / 320  # `.plate.line` draws its line 7 px inside a plate that is 320 px wide or more
    for mark in pose.marks:
        lines = str(mark["say"]).split("|")
        left, base = mark["label"]
        assert left >= x + frame + 3, mark
        assert left + max(map(width_of_words, lines)) <= x + width - frame - 3, mark
        assert base - 10 >= y + frame + 3, mark
        assert base + 13 * (len(lines) - 1) + 3 <= y + height - frame - 3, mark


def test_a_thumb_is_lighter_than_a_card_and_a_card_than_a_plate() -> None:
    weights = {size: sum(len(figure(slug, size=size)) for slug in EVERY) for size in ("plate", "card", "thumb")}
    assert weights["card"] < 0.8 * weights["plate"]
    assert weights["thumb"] < 0.8 * weights["card"]
    assert weights["card"] / len(EVERY) < 3.4 * 1024


@pytest.mark.parametrize("slug", EVERY)
def test_small_sizes_are_well_formed_and_a_thumb_has_no_signs(slug: str) -> None:
    for size in ("card", "thumb"):
        ElementTree.fromstring(figure(slug, size=size))
    assert 'class="motion-sign"' not in figure(slug, size="thumb")


@pytest.mark.parametrize(("slug", "least"), [
    ("calf-stretch-straight", 30), ("calf-stretch-bent", 30), ("towel-stretch", 30), ("heel-raise-hold", 30),
    ("single-leg-balance", 30), ("plantar-fascia-stretch", 10), ("short-foot", 5),
])  # fmt: skip
def test_what_is_held_is_eased_into_and_then_stays_still_as_long_as_the_exercise_says(slug: str, least: float) -> None:
    tempo = solved_pose(slug).pose.tempo
    assert tempo is not None
    assert tempo[0] <= 3
    assert tempo[1] >= least


def test_a_circle_has_a_dot_that_travels_round_it_only_where_the_figure_moves() -> None:
    for slug in ("ankle-circles", "ankle-cars"):
        assert 'class="pen joint"' in figure(slug, motion=True)
        assert 'class="pen joint"' not in figure(slug)


def test_the_view_box_of_every_figure_begins_at_nought() -> None:
    assert all(
        re.search(r'viewBox="0 0 ', figure(slug, size=size)) for slug in EVERY for size in ("plate", "card", "thumb")
    )


def test_an_exercise_without_a_pose_says_at_every_size_that_its_drawing_is_to_come() -> None:
    assert not has_pose("moon-walk")
    assert not has_pose("../poses/toe-walk")
    for size in ("plate", "card", "thumb"):
        words = re.sub(r"<desc>.*?</desc>|<[^>]+>", " ", figure("moon-walk", size=size)).split()
        assert words == ["Drawing", "to", "come"]
    assert movement_css("moon-walk") == ""


def test_every_tissue_of_a_whole_body_can_be_marked() -> None:
    used = {word for slug in EVERY for tissue in solved_pose(slug).pose.glow for word in tissue.split()}
    assert {"calf", "soleus", "achilles", "shin", "peroneal", "ankle", "plantar"} <= used
    assert set(GLOW) | set(THIGH_GLOW) <= used


def test_looks_vary_and_none_is_the_default() -> None:
    looks = [(solved_pose(slug).pose.hair, solved_pose(slug).pose.skin) for slug in EVERY]
    for skin in (1, 2, 3):
        assert 7 <= sum(look[1] == skin for look in looks) <= 13


def test_the_four_movements_are_named() -> None:
    assert [name for name, _ in movements()] == ["Dorsiflexion", "Plantar flexion", "Inversion", "Eversion"]
    assert all("style" not in svg for _, svg in movements())


def turns(css: str) -> list[tuple[str, list[float]]]:
    """Each part that moves with its turn in every phase, as the browser reads them, in degrees."""
    rules = re.findall(r"\.x-[\w-]+ \.([a-z0-9]+){([^}]*)}", css)
    return [(name, [float(turn) for turn in re.findall(r"rotate\((-?[\d.]+)deg\)", rule)]) for name, rule in rules]


@pytest.mark.parametrize("name", EVERY)
def test_nothing_spins_the_long_way_round_between_two_phases(name: str) -> None:
    for part, angles in turns(movement_css(name)):
        steps = [abs(one - other) for one, other in pairwise(angles)]
        assert max(steps, default=0) <= 130, (part, angles)


def test_a_band_that_crosses_half_a_circle_would_be_seen() -> None:
    assert turns(".x-band .l0{--a:rotate(178deg);--b:rotate(-179deg)}") == [("l0", [178, -179])]


def test_what_is_done_on_both_legs_is_drawn_on_both() -> None:
    assert drawn_as("heel-raise-bent", "each") == "heel-raise-bent-each"
    assert drawn_as("heel-raise-bent", "both") == "heel-raise-bent"
    assert drawn_as("heel-raise-straight", "both") == "heel-raise-straight-both"
    assert drawn_as("heel-raise-straight", "each") == drawn_as("heel-raise-straight", "") == "heel-raise-straight"
    assert drawn_as("knee-to-wall", "both") == "knee-to-wall"


def test_the_arrows_of_a_turned_heel_go_with_the_turn() -> None:
    """Seen from behind a right heel that tips inwards moves left and up on its inner side; outwards, on its outer side."""
    for name, is_inner in (("Inversion", True), ("Eversion", False)):
        svg = dict(movements())[name]
        tilt = float(re.search(r"rotate\((-?[\d.]+) 80 82\)", svg)[1])
        arc = svg.split('class="arc" d="M')[1].split("M")[0]
        x, y, *_, end_y = map(float, re.findall(r"[\d.]+", arc))
        assert (tilt > 0) == is_inner == (x < 80), name
        assert end_y < y, name
        assert "inner side" in svg
