"""Two people, or a person and a release, change one page: what each wrote stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.merging import merge
from tests.library import small


def step(exercise: str, note: str = "", **dose: Any) -> dict[str, Any]:
    made = {"exercise": exercise, "dose": {"reps": 10, "sides": "each"} | dose, "time_s": 60}
    return made | ({"note": note} if note else {})


def routine(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**small.ROUTINE, "steps": list(steps), **more}


BASE = routine(step("toe-walk"), step("calf-stretch"))


def test_two_fields_that_two_people_changed_are_both_taken() -> None:
    mine, theirs = small.TOE_WALK | {"title": "Tiptoe walks"}, small.TOE_WALK | {"summary": "Walk tall."}
    merged = merge("exercise", small.TOE_WALK, mine, theirs)
    assert merged.document == small.TOE_WALK | {"title": "Tiptoe walks", "summary": "Walk tall."}
    assert merged.clashes == []


def test_one_field_that_two_people_changed_keeps_both_texts() -> None:
    mine, theirs = small.TOE_WALK | {"title": "Mine"}, small.TOE_WALK | {"title": "Theirs"}
    merged = merge("exercise", small.TOE_WALK, mine, theirs)
    assert merged.document["title"] == "Mine"
    (clash,) = merged.clashes
    assert (clash.path, clash.base, clash.mine, clash.theirs) == (("title",), "Toe walks", "Mine", "Theirs")
    assert merge("exercise", small.TOE_WALK, mine, theirs, prefer_theirs=True).document["title"] == "Theirs"


def test_the_same_correction_by_two_people_is_no_clash() -> None:
    both = small.TOE_WALK | {"title": "Tiptoe walks"}
    assert merge("exercise", small.TOE_WALK, both, both).clashes == []


def test_without_a_base_everything_that_differs_is_a_clash() -> None:
    mine, theirs = small.TOE_WALK | {"title": "Mine"}, small.TOE_WALK | {"summary": "Theirs."}
    merged = merge("exercise", None, mine, theirs)
    assert {clash.path for clash in merged.clashes} == {("title",), ("summary",)}
    assert merged.document == mine
    [alone] = merge("exercise", None, {}, {"title": "Theirs"}).clashes
    assert (alone.path, alone.mine, alone.theirs) == (("title",), None, "Theirs")


def test_a_dose_is_one_statement() -> None:
    mine = small.TOE_WALK | {"dose": small.TOE_WALK["dose"] | {"sets": 5}}
    theirs = small.TOE_WALK | {"dose": small.TOE_WALK["dose"] | {"duration_s": 90}}
    assert [clash.path for clash in merge("exercise", small.TOE_WALK, mine, theirs).clashes] == [("dose",)]


def test_notes_at_two_steps_and_a_new_step_are_all_taken() -> None:
    mine = routine(step("toe-walk", "Slowly."), step("calf-stretch"))
    theirs = routine(step("toe-walk"), step("heel-walk"), step("calf-stretch", "Lean."))
    merged = merge("routine", BASE, mine, theirs)
    assert merged.clashes == []
    assert merged.document["steps"] == [step("toe-walk", "Slowly."), step("heel-walk"), step("calf-stretch", "Lean.")]


def test_a_step_that_one_removed_and_another_changed_is_a_clash() -> None:
    merged = merge(
        "routine", BASE, routine(step("toe-walk", "Slowly."), step("calf-stretch")), routine(step("calf-stretch"))
    )
    (clash,) = merged.clashes
    assert (clash.path, clash.theirs) == (("steps", "toe-walk"), None)
    assert merged.document["steps"][0] == step("toe-walk", "Slowly.")


def test_a_step_that_one_removed_and_nobody_changed_is_gone() -> None:
    merged = merge("routine", BASE, BASE | {"title": "Mine"}, routine(step("calf-stretch")))
    assert merged.document == routine(step("calf-stretch"), title="Mine")


def test_a_new_order_of_one_side_is_taken_with_the_additions_of_the_other() -> None:
    turned = routine(step("calf-stretch"), step("toe-walk"))
    added = routine(step("toe-walk"), step("calf-stretch"), step("heel-walk"))
    for mine, theirs in ((turned, added), (added, turned)):
        names = [one["exercise"] for one in merge("routine", BASE, mine, theirs).document["steps"]]
        assert names.index("calf-stretch") < names.index("toe-walk")
        assert set(names) == {"toe-walk", "calf-stretch", "heel-walk"}


def test_an_exercise_that_stands_twice_is_not_guessed_at() -> None:
    mine = routine(step("toe-walk", "First."), step("toe-walk"), step("calf-stretch"))
    theirs = routine(step("toe-walk", "Theirs."), step("calf-stretch"))
    assert [clash.path for clash in merge("routine", BASE, mine, theirs).clashes] == [("steps",)]


def test_a_stage_that_is_renamed_is_the_same_stage() -> None:
    def staged(name: str, note: str = "") -> dict[str, Any]:
        stages = [{"name": name, "note": note, "steps": [step("toe-walk")]}, {"name": "Two", "steps": [step("hop")]}]
        return {"title": "Strength", "stages": stages}

    merged = merge("routine", staged("One"), staged("First weeks"), staged("One", "Every second day."))
    assert merged.clashes == []
    assert merged.document == staged("First weeks", "Every second day.")


def test_words_of_a_list_are_added_and_removed_by_both() -> None:
    base = small.CALF_STRETCH | {"aliases": ["one", "two"]}
    merged = merge("exercise", base, base | {"aliases": ["two", "three"]}, base | {"aliases": ["one", "two", "four"]})
    assert sorted(merged.document["aliases"]) == ["four", "three", "two"]
    assert merged.clashes == []


def test_sentences_that_two_people_changed_stand_side_by_side() -> None:
    mine, theirs = small.TOE_WALK | {"steps": ["Rise.", "Walk."]}, small.TOE_WALK | {"steps": ["Up.", "Go."]}
    assert [clash.path for clash in merge("exercise", small.TOE_WALK, mine, theirs).clashes] == [("steps",)]


def test_unfinished_parts_are_values_like_any_other() -> None:
    mine, theirs = {"title": "", "steps": "many"}, {"title": "A", "steps": [{"exercise": None}]}
    assert [clash.path for clash in merge("routine", {"steps": []}, mine, theirs).clashes] == [("steps",)]


VALUES = st.one_of(
    st.text(max_size=3), st.integers(1, 3), st.lists(st.sampled_from("abc"), unique=True, max_size=3),
    st.lists(st.builds(step, st.sampled_from(["a", "b", "c"]), st.sampled_from(["", "x", "y"])), max_size=3),
)  # fmt: skip
DOCUMENTS = st.dictionaries(st.sampled_from(["title", "body", "aliases", "steps", "dose"]), VALUES, max_size=5)


@settings(max_examples=50)
@given(DOCUMENTS, DOCUMENTS)
def test_who_changed_alone_gets_exactly_what_they_wrote(base: dict[str, Any], new: dict[str, Any]) -> None:
    def filled(document: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in document.items() if value not in ("", [])}

    for merged in (merge("routine", base, new, base), merge("routine", base, base, new)):
        assert filled(merged.document) == filled(new)
        assert merged.clashes == []


@settings(max_examples=50)
@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_no_text_that_somebody_wrote_is_lost(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    merged = merge("routine", base, mine, theirs)
    kept = repr(merged)
    for document in (mine, theirs):
        for name, value in document.items():
            if isinstance(value, str) and value and value != base.get(name):
                assert repr(value) in kept


@pytest.mark.parametrize("who", ["mine", "theirs"])
def test_what_is_counted_is_nobodys_to_clash_over(who: str) -> None:
    changed = {"mine": BASE, "theirs": BASE} | {who: BASE | {"title": "New"}}
    merged = merge("routine", BASE, changed["mine"] | {"minutes": 5}, changed["theirs"] | {"minutes": 6})
    assert merged.clashes == []
