"""The anatomy plates: labels are words, leaders do not cross, everything stays on the plate."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from library.figures import PLATES, plate
from library.figures.frame import width_of_words
from library.figures.geometry import Point
from library.figures.plates import BOARDS

NARROWEST = 17.8  # plate units of a label on a phone, as anatomy.css sets them
QUIET = 16.6 * 0.92  # and of its second line, in letters that are not bold
AIR = 6  # units between words and the edge of the plate


def crosses(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two straight lines meet."""

    def turn(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, other
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def test_the_plates_are_those_the_guide_and_the_ten_issues_need() -> None:
    issues = [
        "ankle-sprain", "achilles-tendinopathy", "plantar-heel-pain", "peroneal-tendinopathy", "ankle-arthritis", "stress-fracture",
        "chronic-ankle-instability", "flat-or-high-arch", "getting-older", "shoes",
    ]  # fmt: skip
    assert set(PLATES) == {
        "ankle-outer",
        "ankle-inner",
        "achilles-two-places",
        "calf",
        "knee-bent-straight",
        "step-load",
        *(f"issue-{slug}" for slug in issues),
    }


@pytest.mark.parametrize("name", PLATES)
def test_a_plate_is_well_formed_named_and_without_inline_style(name: str) -> None:
    markup = plate(name)
    root = ElementTree.fromstring(markup)
    assert root.attrib["aria-labelledby"] == f"plate-{name}"
    assert f'<title id="plate-{name}">' in markup
    assert "style" not in markup
    ids = re.findall(r'\bid="([^"]+)"', markup)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PLATES)
def test_leader_lines_never_cross(name: str) -> None:
    leaders = [label.leader for label in BOARDS[name]().labels if label.points != label.at]
    assert not [pair for pair in combinations(leaders, 2) if crosses(*pair)]


@pytest.mark.parametrize("name", PLATES)
def test_labels_stay_on_the_plate_and_off_each_other_on_a_phone(name: str) -> None:
    board = BOARDS[name]()
    boxes = []
    for label in board.labels:
        wide = max(width_of_words(label.name) * NARROWEST, width_of_words(label.say) * QUIET) / 11
        x = label.at[0] - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
        y = label.at[1] - 13
        boxes.append((x, y, x + wide, y + (34 if label.say else 17)))
        assert x >= AIR, label.name
        assert x + wide <= board.size[0] - AIR, label.name
        assert y + (34 if label.say else 17) <= board.size[1] + 2, label.name
    for (a, b, c, d), (e, f, g, h) in combinations(boxes, 2):
        assert c <= e or g <= a or d <= f or h <= b


def test_a_plate_nobody_drew_is_refused() -> None:
    with pytest.raises(KeyError):
        plate("moon")


def test_the_outer_side_names_every_part_the_guide_speaks_of() -> None:
    words = " ".join(f"{label.name} {label.say}" for label in BOARDS["ankle-outer"]().labels)
    for part in ("Tibia", "Fibula", "Talus", "Calcaneus", "Subtalar joint", "Achilles tendon", "Plantar fascia", "Peroneal tendons", "Outer ligaments"):  # fmt: skip
        assert part in words


def test_the_two_places_on_the_achilles_are_apart_and_each_has_its_name() -> None:
    markup = plate("achilles-two-places")
    middle, heel_end = re.findall(r'class="tendon" d="([^"]+)"', markup)
    heights = [[float(y) for _, y in re.findall(r"([\d.]+),([\d.]+)", path)] for path in (middle, heel_end)]
    assert max(heights[0]) < min(heights[1])
    assert max(heights[0]) - min(heights[0]) == pytest.approx(5 * 12, abs=2)  # five centimetres, from 2 to 7
    assert [label.name for label in BOARDS["achilles-two-places"]().labels[:2]] == ["Middle", "Heel end"]


@pytest.mark.parametrize(("name", "arrows"), [("step-load", 4), ("knee-bent-straight", 2)])
def test_a_plate_that_speaks_of_a_movement_shows_it_with_arrows(name: str, arrows: int) -> None:
    drawn = re.findall(r'class="push" d="([^"]+)"', plate(name))
    assert sum(d.count("M") for d in drawn) == 2 * arrows  # a line and its head
