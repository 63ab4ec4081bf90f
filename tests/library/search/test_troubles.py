"""Somebody in trouble is sent to what may be the matter, and to no exercise."""

from __future__ import annotations

import pytest

from library.search.index import Index
from library.search.query import Wants, understand
from tests.library.search.asking import found, index_of, page

SEE_SOMEBODY = "chapter:when-to-see-somebody"
DRILLS = ("exercise:", "routine:")


def drills_in(index: Index) -> list[str]:
    """The titles of all exercises and routines but "Before a run", which only says when, and "Sore heel end", a trouble."""
    titles = [page.title for page in index.pages if page.kind in ("exercise", "routine")]
    return [title for title in titles if not title.startswith("Sore") and not title.endswith("a run")]


@pytest.mark.parametrize(
    "sign", ["felt a snap in my calf during", "numb foot after", "my ankle is huge after", "9/10 pain after"]
)
def test_a_sign_leads_to_when_to_see_somebody_whatever_drill_it_came_with(index: Index, sign: str) -> None:
    asked = {title: found(index, f"{sign} {title}")[:2] for title in drills_in(index)}
    assert len(asked) > 30
    assert {
        title: said for title, said in asked.items() if SEE_SOMEBODY not in said or said[0].startswith(DRILLS)
    } == {}


def test_what_hurts_after_a_drill_comes_before_the_drill(index: Index) -> None:
    first = {title: found(index, f"sore heel after {title}")[0] for title in drills_in(index)}
    assert {title: said for title, said in first.items() if said.startswith(DRILLS)} == {}


def test_a_muscle_that_is_tired_by_a_drill_is_a_matter_of_the_drill(index: Index) -> None:
    for said in ("toe walks burn in calves", "calves sore after toe walks", "tight calf toe walks"):
        assert found(index, said)[0] == "exercise:toe-walk", said


@pytest.mark.parametrize("said", ["hot weather pogo hops", "pogo hops on a red mat"])
def test_a_colour_or_heat_is_a_sign_only_at_a_part_of_the_body(index: Index, said: str) -> None:
    assert found(index, said)[0] == "exercise:pogo-hops"
    assert found(index, "red toe after pogo hops")[0] != "exercise:pogo-hops"


def test_a_title_is_said_word_for_word_with_its_stop_words_too(index: Index) -> None:
    assert found(index, "hop and stick ankle arthritis shoes")[0] == "exercise:hop-stick"
    # Words that stand apart name nothing: "toe when I walk" is no toe walk.
    assert found(index, "sore toe when I walk")[0] != "exercise:toe-walk"


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ("heel bone aches three times a week", Wants.RELIEF),
        ("calf swells 3 times a day", Wants.ANYTHING),
        ("how many times a day ibuprofen for a sore heel", Wants.RELIEF),
        ("how many times a day can i take paracetamol", Wants.ANSWER),
        ("how many times a day heel drops", Wants.EXERCISE),
        ("how many reps for a sore achilles", Wants.EXERCISE),
        ("heel hurts after every session", Wants.RELIEF),
        ("achilles hurts when i do my stretches", Wants.RELIEF),
        ("stretches for a sore achilles", Wants.EXERCISE),
        ("tight calf after run stretch", Wants.EXERCISE),
        ("session for tight calves", Wants.PLAN),
    ],
)
def test_when_or_how_often_it_hurts_is_no_wish_for_an_exercise(index: Index, said: str, wants: Wants) -> None:
    assert understand(said, index).wants is wants


def test_a_sudden_sign_is_one_though_an_exercise_is_named(index: Index) -> None:
    assert understand("felt a pop in my calf, which stretch", index).trouble.is_sign
    assert not understand("which stretch for my swollen ankle", index).trouble.is_sign


@pytest.mark.parametrize(
    "said", ["10/10 pain cannot stand on it", "8 out of 10 pain after a pop", "6/10 pain in heel", "7/10"]
)
def test_more_pain_than_is_bearable_leads_to_when_to_see_somebody(index: Index, said: str) -> None:
    assert SEE_SOMEBODY in found(index, said)[:2]


def test_bearable_pain_leads_to_the_rule_of_pain(index: Index) -> None:
    for said in ("3/10 pain in heel", "5 out of 10 pain after a run"):
        assert "chapter:calves-feet-balance" in found(index, said)[:2], said


def test_a_guide_without_that_page_answers_with_what_it_has() -> None:
    assert found(index_of(page("hops", "Pogo hops")), "felt a snap during pogo hops") == ["exercise:hops"]


@pytest.mark.parametrize(
    "said",
    [
        "my 12 year old limps off the football pitch holding the back of his heel",
        "crunchy thick lump in the cord above my heel",
        "it creaks at the back of my heel",
    ],
)
def test_who_points_at_the_heel_end_and_asks_for_nothing_is_sent_to_no_routine(index: Index, said: str) -> None:
    assert not found(index, said)[0].startswith(("routine:", "exercise:"))
    assert (
        found(index, "warm up without hops because the back of my heel is sore")[0] == "routine:before-a-run-heel-end"
    )
