"""The index of exercises: what a choice leaves, how many each further choice would leave, and what to loosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library import catalogue
from library.facets import (
    FACETS,
    NOTHING,
    PARAMS,
    Indexed,
    Selection,
    chosen_options,
    facet_list,
    loosen,
    things_to_add,
)
from library.models import Exercise
from library.models.vocabulary import BODY_PART_OF, BodyPart, Equipment, Tissue

PATH = "/exercises/"


@dataclass
class Row:
    """An exercise as the index knows it."""

    slug: str
    type: str = "dynamic"
    when: list[str] = field(default_factory=lambda: ["any_time"])
    positions: list[str] = field(default_factory=lambda: ["standing"])
    equipment: list[str] = field(default_factory=list)
    tissues: list[str] = field(default_factory=lambda: ["soleus"])
    achilles_heel: str = "yes"


CIRCLES = Row("circles", when=["pre_run", "any_time"], positions=["seated", "standing"], tissues=["ankle_joint"])
STRETCH = Row("stretch", type="static", when=["post_run"], equipment=["wall"], achilles_heel="no")
RAISE = Row("raise", type="strength", when=["strength_day"], equipment=["wall", "step"], achilles_heel="change")
ROWS = [Indexed(row) for row in (CIRCLES, STRETCH, RAISE)]


def names(**chosen: list[str]) -> list[str]:
    return [found.row.slug for found in Selection(chosen).of(ROWS)]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ["circles", "stretch", "raise"]),
        ({"type": ["static"]}, ["stretch"]),
        ({"type": ["static", "strength"]}, ["stretch", "raise"]),
        ({"type": ["static"], "when": ["post_run"]}, ["stretch"]),
        ({"type": ["static"], "when": ["pre_run"]}, []),
        ({"position": ["seated"]}, ["circles"]),
        ({"area": ["calf"]}, ["stretch", "raise"]),
        ({"area": ["joint"]}, ["circles"]),
        ({"heel": ["yes", "change"]}, ["circles", "raise"]),
        ({"equipment": ["none"]}, ["circles"]),
        ({"equipment": ["wall"]}, ["stretch"]),
        ({"equipment": ["step"]}, []),
        ({"equipment": ["wall", "step"]}, ["stretch", "raise"]),
        ({"equipment": ["none", "wall"]}, ["circles", "stretch"]),
        ({"type": ["nonsense"]}, ["circles", "stretch", "raise"]),
        ({"colour": ["red"]}, ["circles", "stretch", "raise"]),
    ],
)
def test_what_a_choice_leaves(chosen: dict[str, list[str]], expected: list[str]) -> None:
    assert names(**chosen) == expected


def test_a_count_says_what_the_option_leaves_given_the_other_facets() -> None:
    found = {facet["name"]: facet["options"] for facet in facet_list(Selection({"when": ["post_run"]}), ROWS)}
    assert [(option["value"], option["count"], option["on"]) for option in found["type"]] == [
        ("dynamic", 0, False),
        ("static", 1, False),
        ("strength", 0, False),
    ]
    assert [(option["value"], option["count"], option["on"]) for option in found["when"]] == [
        ("pre_run", 1, False),
        ("post_run", 1, True),
        ("any_time", 1, False),
        ("strength_day", 1, False),
    ]


def test_an_option_that_no_exercise_answers_to_is_not_offered_unless_it_was_chosen() -> None:
    assert "balance" not in str(facet_list(Selection({}), ROWS))
    chosen = facet_list(Selection({"type": ["balance"]}), ROWS)
    assert [option["value"] for option in chosen[0]["options"]] == ["dynamic", "static", "strength", "balance"]


def test_an_address_has_its_choices_in_one_order() -> None:
    one = Selection({"when": ["post_run"], "type": ["static", "dynamic"]})
    other = Selection({"type": ["dynamic", "static", "static"], "when": ["post_run"]})
    assert one.url(PATH) == other.url(PATH) == "/exercises/?type=dynamic&type=static&when=post_run"
    assert Selection({}).url(PATH) == PATH


def test_a_choice_can_be_taken_away_by_its_own_link() -> None:
    selection = Selection({"type": ["static"], "when": ["post_run"]})
    assert chosen_options(selection, PATH) == [
        {"label": "Static", "url_without": "/exercises/?when=post_run"},
        {"label": "After a run", "url_without": "/exercises/?type=static"},
    ]


def test_taking_a_choice_away_does_not_change_the_selection_it_was_asked_of() -> None:
    selection = Selection({"type": ["static", "dynamic"], "when": ["post_run"]})
    assert selection.without("type", "static").url(PATH) == "/exercises/?type=dynamic&when=post_run"
    assert selection.without("type").url(PATH) == "/exercises/?when=post_run"
    assert selection.without("type").without("when").is_empty
    assert selection.url(PATH) == "/exercises/?type=dynamic&type=static&when=post_run"


def test_when_nothing_is_left_the_page_says_what_to_loosen_and_for_how_many() -> None:
    selection = Selection({"type": ["static"], "when": ["pre_run"], "area": ["calf"]})
    assert selection.of(ROWS) == []
    assert loosen(selection, ROWS, PATH) == [
        {"label": "Before a run", "url": "/exercises/?type=static&area=calf", "count": 1}
    ]


def kit(chosen: list[str]) -> dict[str, int]:
    """The counts of the things to have."""
    facet = next(facet for facet in facet_list(Selection({"equipment": chosen}), ROWS) if facet["name"] == "equipment")
    return {option["value"]: option["count"] for option in facet["options"]}


def test_a_thing_counts_the_exercises_that_use_it_and_nothing_that_is_not_there() -> None:
    assert kit([]) == {"none": 1, "wall": 1, "step": 0}
    assert kit(["wall"]) == {"none": 1, "wall": 1, "step": 1}
    assert kit(["step"]) == {"none": 1, "wall": 2, "step": 0}


def test_whoever_has_a_step_only_is_told_what_else_an_exercise_with_it_needs() -> None:
    with_wall = {"label": "Wall", "url": "/exercises/?equipment=wall&equipment=step", "count": 1}
    assert things_to_add(Selection({"equipment": ["step"]}), ROWS, PATH) == [with_wall]
    assert things_to_add(Selection({"equipment": ["step"], "type": ["static"]}), ROWS, PATH) == []
    assert things_to_add(Selection({"type": ["static"], "when": ["pre_run"]}), ROWS, PATH) == []


def test_the_parameters_of_the_index_are_its_facets() -> None:
    assert PARAMS == ("type", "when", "equipment", "position", "area", "heel")
    assert [facet.name for facet in FACETS] == list(PARAMS)


def test_every_tissue_that_can_be_pointed_at_belongs_to_a_place() -> None:
    assert set(Tissue.values) - set(BODY_PART_OF) == {"quadriceps", "hip"}
    assert set(BODY_PART_OF.values()) == set(BodyPart)


choices = st.fixed_dictionaries(
    {facet.name: st.lists(st.sampled_from([value for value, _ in facet.options]), max_size=3) for facet in FACETS}
)


@given(choices)
def test_every_count_is_what_the_reader_then_gets(chosen: dict[str, list[str]]) -> None:
    selection = Selection(chosen)
    for facet in facet_list(selection, ROWS):
        for option in facet["options"]:
            then = Selection(chosen | {facet["name"]: [option["value"]]})
            assert option["count"] == len(then.of(ROWS))


@pytest.mark.django_db
def test_whatever_two_things_are_at_hand_only_what_uses_them_and_nothing_else_is_listed(guide: object) -> None:
    rows = catalogue.current().exercises
    uses = {one.slug: set(one.equipment) for one in Exercise.objects.published()}
    for pair in combinations_with_replacement([NOTHING, *Equipment.values], 2):
        listed = {one.row.slug for one in Selection({"equipment": pair}).of(rows)}
        things = set(pair) - {NOTHING}
        assert listed == {slug for slug, needs in uses.items() if (needs <= things if needs else NOTHING in pair)}, pair
