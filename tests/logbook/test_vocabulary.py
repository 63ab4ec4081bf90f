"""The closed vocabularies are those of FACTS F, and their words name no condition and promise nothing."""

from __future__ import annotations

import pytest
import yaml
from django.db import models

from library.documents.files import CONTENT
from logbook import vocabulary
from logbook.guide.places import GROUPS
from logbook.vocabulary import (
    STIFFNESS_MINUTES,
    AreaCode,
    Circumstance,
    Moment,
    Onset,
    Quality,
    Side,
    Stiffness,
    Timing,
)

ALL = [one for one in vars(vocabulary).values() if isinstance(one, type) and issubclass(one, models.TextChoices) and one.__members__]  # fmt: skip
FACTS = {
    Quality: "ache sharp stiff tight burning tingling_numb throbbing swelling weak giving_way click_painless catch_lock "
    "tender_point bruise_warm_red none",
    Timing: "first_steps_am run_start_eases during_builds during_steady after_same_day next_morning night_rest daily_walk",
    Onset: "sudden_event gradual flare_of_old unknown",
    Side: "left right",
    Moment: "worst during after first_steps",
    Stiffness: "none under_10 10_to_30 over_30",
}
NEVER = ["diagnos", "treat", "cure", "heal ", "safe", "clear", "prevent", "proven", "risk", "tendinopath", "fasci",
         "fractur", "sprain", "arthrit", "itis", "syndrome", "instab"]  # fmt: skip


def areas_of_the_guide() -> list[dict[str, str]]:
    """The 26 areas as the guide's content has them."""
    found: list[dict[str, str]] = yaml.safe_load((CONTENT / "areas.yaml").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("words", FACTS, ids=lambda one: one.__name__)
def test_a_list_holds_the_words_of_the_facts_in_their_order(words: type[models.TextChoices]) -> None:
    assert words.values == FACTS[words].split()


def test_the_areas_are_those_of_the_guide() -> None:
    assert sorted(AreaCode.values) == sorted(area["code"] for area in areas_of_the_guide())
    assert len(AreaCode.values) == 26


def test_the_list_groups_the_areas_as_the_guide_does() -> None:
    regions = {area["code"]: area["region"] for area in areas_of_the_guide()}
    grouped = {group.name: {regions[area] for area in group.areas} for group in GROUPS}
    assert grouped == {"Lower leg": {"lower_leg"}, "Ankle": {"ankle"}, "Foot": {"foot"}, "No single place": {"none"}}


def test_what_was_different_covers_surface_hills_speed_shoes_exercise_and_arch() -> None:
    assert set(Circumstance.values) == {
        "road", "track", "trail", "treadmill", "camber", "hills_up", "hills_down", "speed", "new_shoes", "worn_shoes",
        "new_exercise", "arch_low", "arch_high", "arch_changed",
    }  # fmt: skip


def test_the_minutes_of_the_answers_meet_from_0_to_240() -> None:
    spans = [STIFFNESS_MINUTES[answer] for answer in Stiffness]
    assert [minute for low, high in spans for minute in range(low, high + 1)] == list(range(241))


@pytest.mark.parametrize("words", ALL, ids=lambda one: one.__name__)
def test_every_word_reads_differently(words: type[models.TextChoices]) -> None:
    assert len(set(words.labels)) == len(words.labels)
    # A unit is written small, as beside a number.
    is_unit = words is vocabulary.DistanceUnit
    assert all(label == label.strip() for label in words.labels)
    assert all(is_unit or label[0].isupper() or label[0].isdigit() for label in words.labels)


@pytest.mark.parametrize("words", ALL, ids=lambda one: one.__name__)
def test_no_word_names_a_condition_or_promises_anything(words: type[models.TextChoices]) -> None:
    assert [(label, never) for label in words.labels for never in NEVER if never in f"{label} ".lower()] == []


def test_a_bad_word_would_be_seen() -> None:
    assert any(never in "plantar fasciitis " for never in NEVER)
