"""What stands around a runner is what the exercise lists and what its steps name: nothing more is drawn, and nothing less."""

import re
from typing import Any

import pytest
import yaml

from library.figures.exercises import POSES, drawings, slugs, solved_pose
from library.models.vocabulary import Equipment

EXERCISES = POSES.parent / "exercises"
# What each thing that is drawn says somebody has at hand.
SAYS = {
    "wall": "wall", "wall-behind": "wall", "step": "step", "rail": "rail", "ball": "ball", "roll": "towel", "cloth": "towel",
    "band": "band", "strap": "towel", "backpack": "weight",
}  # fmt: skip
# What is drawn and never listed, and why.
NEVER_LISTED = {
    "floor": "everybody has one",
    "knee": "the other leg of one's own",
    "hand": "one's own",
    "chair": "the position says that one sits; any seat will do",
    "mat": "the position says that one sits on the floor; a carpet or a bed will do",
    "post": "a band is tied to whatever stands fast, as the steps say",
    "table": "a band is tied to whatever stands fast, as the steps say",
}
SITTING = {"chair": "seated", "mat": "long_sitting"}
# By which words the steps name a thing.
NAMES = {"weight": r"backpack|weight"}


def exercise(slug: str) -> dict[str, Any]:
    """What stands at the head of an exercise's file."""
    found: dict[str, Any] = yaml.safe_load((EXERCISES / f"{slug}.md").read_text(encoding="utf-8").split("---\n")[1])
    return found


def own(slug: str) -> str:
    """The exercise that a second drawing belongs to."""
    return slug.removesuffix("-both").removesuffix("-each")


def drawn(slug: str) -> set[str]:
    """Everything drawn beside the body: props, bands and towels, what is worn."""
    pose = solved_pose(slug).pose
    return {name for name, _ in pose.props} | {str(link.get("kind", "band")) for link in pose.links} | set(pose.wear)


@pytest.mark.parametrize("slug", drawings())
def test_what_is_drawn_is_what_the_exercise_lists(slug: str) -> None:
    assert drawn(slug) <= set(SAYS) | set(NEVER_LISTED)
    assert {SAYS[name] for name in drawn(slug) if name in SAYS} == set(exercise(own(slug)).get("equipment", []))


@pytest.mark.parametrize("slug", slugs())
def test_what_an_exercise_lists_is_named_in_its_steps(slug: str) -> None:
    found = exercise(slug)
    for thing in found.get("equipment", []):
        assert re.search(rf"\b(?:{NAMES.get(thing, thing)})", " ".join(found["steps"]), re.IGNORECASE), thing


@pytest.mark.parametrize("slug", slugs())
def test_a_seat_or_a_mat_is_drawn_for_who_sits(slug: str) -> None:
    for name, position in SITTING.items():
        assert name not in drawn(slug) or position in exercise(slug)["positions"], name


def test_every_thing_that_can_be_listed_can_be_told_from_a_drawing_or_is_listed_nowhere() -> None:
    listed = {thing for slug in slugs() for thing in exercise(slug).get("equipment", [])}
    assert listed <= set(SAYS.values()) <= set(Equipment.values)
    assert not set(SAYS) & set(NEVER_LISTED)
