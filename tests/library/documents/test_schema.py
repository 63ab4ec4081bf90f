"""What a content document may hold, and the words that an editor hears when it does not."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from library.documents.faults import Fault
from library.documents.schema import KINDS, LISTS, SCHEMAS, canonical, shape_faults
from tests.library import small

GOOD = small.PAGES | {(kind, kind): entries[0] for kind, entries in small.LISTS.items()}
DOCUMENTS = {kind: document for (kind, _), document in reversed(GOOD.items())}


def faults(kind: str, **changes: Any) -> list[str]:
    """The faults of a good document with some keys changed; None takes a key away."""
    document = deepcopy(DOCUMENTS[kind]) | changes
    found = shape_faults(kind, {name: value for name, value in document.items() if value is not None})
    return [f"{fault.field}: {fault.message}" for fault in found]


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_document_of_each_kind_has_no_fault(kind: str) -> None:
    assert faults(kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_key_is_named_with_those_that_are_known(kind: str) -> None:
    assert faults(kind, colour="red") == [f"colour: unknown here; these are known: {', '.join(SCHEMAS[kind])}"]


@pytest.mark.parametrize(
    ("kind", "key"), [(kind, name) for kind in KINDS for name, key in SCHEMAS[kind].items() if key.required]
)
def test_a_required_key_that_is_missing_is_named(kind: str, key: str) -> None:
    assert f"{key}: missing" in faults(kind, **{key: None})


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("exercise", {"title": ""}, "title: write some text here"),
        ("exercise", {"title": 7}, "title: write some text here"),
        ("exercise", {"title": "a\nb"}, "title: keep this on one line"),
        ("exercise", {"title": "x" * 121}, "title: this is 121 characters long; 120 at most"),
        ("exercise", {"number": 0}, "number: write a whole number from 1 to 9999"),
        ("exercise", {"number": True}, "number: write a whole number from 1 to 9999"),
        ("exercise", {"number": "1"}, "number: write a whole number from 1 to 9999"),
        ("exercise", {"status": "live"}, "status: 'live' is not one of draft, published, retired"),
        ("exercise", {"when": []}, "when: at least one is needed here, and none is there"),
        ("exercise", {"when": "pre_run"}, "when: write a list, each item on a line that begins with '- '"),
        ("exercise", {"when": ["noon"]}, "when, item 1: 'noon' is not one of pre_run, post_run, any_time, strength_day"),
        ("exercise", {"steps": ["One."]}, "steps: at least 2 are needed here, and only one is there"),
        ("exercise", {"steps": ["One.", ["Two."]]}, "steps, item 2: write some text here"),
        ("exercise", {"dose": "ten"}, "dose: write the parts of the dose, such as sets, reps and rest_s"),
        ("exercise", {"dose": {"reps": "many"}},
         "dose, reps: write a number such as 12, or a range such as 8-15"),
        ("exercise", {"dose": {"sets": 3}}, "dose: say how many times, how long to hold it or keep going, or how far"),
        ("exercise", {"achilles_heel": "safe"}, "achilles_heel: 'safe' is not one of yes, change, no"),
        ("exercise", {"achilles_heel": True}, "achilles_heel: True is not one of yes, change, no"),
        ("exercise", {"covers": ["E100"]}, "covers, item 1: 'E100' is no point of the inventory, such as G6, I2 or E4"),
        ("exercise", {"harder": [{"to": "toe-walk"}]}, "harder, item 1, text: missing"),
        ("exercise", {"harder": ["more"]}, "harder, item 1: write keys and values: text, to"),
        ("exercise", {"publish_at": "tomorrow"},
         "publish_at: 'tomorrow' is no date and time with an offset, such as 2026-12-01T06:00:00+00:00"),
        ("exercise", {"publish_at": "2026-12-01T06:00:00"},
         "publish_at: '2026-12-01T06:00:00' is no date and time with an offset, such as 2026-12-01T06:00:00+00:00"),
        ("chapter", {"exercises": ["Toe Walk"]},
         "exercises, item 1: there is no exercise 'Toe Walk'"),
        ("chapter", {"covers": ["G1"]}, "covers: write parts of the page with the points they cover"),
        ("chapter", {"covers": {"part": []}}, "covers, part: at least one is needed here, and none is there"),
        ("issue", {"areas": ["Arch!"]}, "areas, item 1: 'Arch!' is no code of an area"),
        ("issue", {"at_a_glance": [{"a": "1", "b": "2"}]},
         "at_a_glance, item 1: write one term and its text, such as 'Where: cord above the heel'"),
        ("issue", {"stop_and_see": []}, "stop_and_see: at least one is needed here, and none is there"),
        ("issue", {"where": "x" * 29}, "where: this is 29 characters long; 28 at most"),
        ("routine", {"steps": None}, "steps: a routine has either steps or stages"),
        ("routine", {"stages": [{"name": "One", "steps": small.ROUTINE["steps"]}]},
         "steps: a routine has either steps or stages"),
        ("routine", {"steps": [{"exercise": "toe-walk", "dose": {"reps": 1}}]}, "steps, item 1, time_s: missing"),
        ("routine", {"steps": [small.ROUTINE["steps"][0] | {"optional": "no"}]},
         "steps, item 1, optional: write true or leave it out"),
        ("routine", {"minutes": 0}, "minutes: a range goes from a smaller to a larger number, both above zero"),
        ("source", {"evidence": "rumour"},
         "evidence: 'rumour' is not one of review, trial, cohort, guideline, laboratory, practice"),
        ("source", {"reviewer": "Dr X"}, f"reviewer: unknown here; these are known: {', '.join(SCHEMAS['source'])}"),
        ("area", {"region": "arm"}, "region: 'arm' is not one of lower_leg, ankle, foot, none"),
        ("synonym", {"words": []}, "words: at least one is needed here, and none is there"),
    ],
)  # fmt: skip
def test_each_fault_is_said_once_at_its_place(kind: str, changes: dict[str, Any], said: str) -> None:
    assert faults(kind, **changes) == [said]


@pytest.mark.parametrize("kind", ["chapter", "issue", "exercise", "routine"])
def test_a_page_that_is_no_mapping_at_its_parts_never_crashes_the_check(kind: str) -> None:
    for name in SCHEMAS[kind]:
        for value in (7, 2.5, True, "x", [], [7], [None], {}, {"a": None}, [[["x"]]], [{"exercise": 7}]):
            assert isinstance(shape_faults(kind, DOCUMENTS[kind] | {name: value}), list)


def test_a_fault_is_placed_in_words() -> None:
    assert Fault(("steps", 1, "dose"), "x").field == "steps, item 2, dose"
    assert Fault((), "x").field == "file"


# --- The canonical form ----------------------------------------------------------------------


def test_the_canonical_form_puts_keys_in_order_and_leaves_out_what_is_empty() -> None:
    shuffled = dict(reversed(small.TOE_WALK.items())) | {"mistakes": [], "evidence": "", "equipment": []}
    result = canonical("exercise", shuffled)
    assert result == small.TOE_WALK
    assert list(result) == [name for name in SCHEMAS["exercise"] if name in small.TOE_WALK]


def test_the_canonical_form_keeps_a_required_key_even_when_it_is_empty() -> None:
    assert canonical("chapter", small.CHAPTER | {"body": ""})["body"] == ""


def test_areas_stand_in_the_order_of_their_codes() -> None:
    assert canonical("issue", small.ISSUE | {"areas": ["heel_sides", "arch"]})["areas"] == ["arch", "heel_sides"]


def test_the_canonical_form_of_a_canonical_form_is_itself() -> None:
    for kind, document in DOCUMENTS.items():
        once = canonical(kind, document)
        assert canonical(kind, once) == once == document


def test_every_kind_has_a_schema_and_every_list_a_name() -> None:
    assert set(SCHEMAS) == set(KINDS)
    assert all(name in SCHEMAS[kind] and SCHEMAS[kind][name].required for kind, name in LISTS.items())


# --- Limits, characters, identifiers ----------------------------------------------------------


@pytest.mark.parametrize(
    "dose", [{"sets": 99_999, "reps": 1}, {"reps": "1-201"}, {"hold_s": 601}, {"distance_m": 999_999}]
)
def test_a_dose_beyond_its_limit_is_refused_at_its_place(dose: dict[str, Any]) -> None:
    (fault,) = shape_faults("exercise", small.TOE_WALK | {"dose": dose | {"sides": "each"}})
    assert fault.path[0] == "dose"
    assert "at most" in fault.message


@pytest.mark.parametrize("character", ["\x0b", "\x00", "\x1f", "\ufffe", "\ud800"])
@pytest.mark.parametrize("field", ["title", "body"])
def test_a_character_that_a_feed_cannot_hold_is_refused(field: str, character: str) -> None:
    (fault,) = shape_faults("exercise", small.TOE_WALK | {field: f"Toe{character}walks"})
    assert (fault.path, "after 'Toe' stands a character" in fault.message) == ((field,), True)


@pytest.mark.parametrize(
    "wrong",
    [{"doi": "https://doi.org/10.1136/x"}, {"doi": "10.11/x"}, {"doi": "10.1136/a b"}, {"pmid": "PMID 12"}, {"pmid": "0"},
     {"pmc": "1234567"}, {"cochrane": "CD12"}],
)  # fmt: skip
def test_an_identifier_that_is_none_is_refused(wrong: dict[str, str]) -> None:
    (fault,) = shape_faults("source", small.SOURCE | wrong)
    assert fault.path == tuple(wrong)


def test_parts_have_one_order_however_a_database_gives_them_back() -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(item) for item in value] if isinstance(value, list) else value

    for kind, document in DOCUMENTS.items():
        assert repr(canonical(kind, turned(document))) == repr(canonical(kind, document))
