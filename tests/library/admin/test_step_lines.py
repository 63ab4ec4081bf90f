"""A step of a routine on one line, and the times of the steps together."""

from __future__ import annotations

import pytest

from library.admin.step_lines import SAID, one_line, total_times


def typed(**values: str) -> dict[str, str]:
    """What stands in the fields of a step."""
    return dict.fromkeys(SAID, "") | values


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"position": "3", "exercise": "Heel raise", "sets": "3", "reps": "15", "sides": "each", "time_s": "630"},
            "3. Heel raise, 3 × 15, each side, 10:30",
        ),
        ({"exercise": "Towel pull", "reps": "10", "hold_s": "5"}, "Towel pull, 10 × 5 s"),
        (
            {"exercise": "Stretch", "sets": "2-3", "hold_s": "30-45", "sides": "both"},
            "Stretch, 2–3 × 30–45 s, both sides",
        ),
        ({"exercise": "Hops", "sets": "1", "duration_s": "20", "optional": "True"}, "Hops, 20 s, optional"),
        ({"exercise": "Walk", "distance_m": "10", "sides": "turns", "in_stage": "1"}, "Walk, 10 m, by turns, stage 2"),
        ({"position": "2", "time_s": "soon"}, "2. No exercise yet, soon"),
        ({"exercise": "Raise", "reps": "many", "sides": "wrong"}, "Raise, many"),
        ({"position": "4"}, "New step"),
        ({}, "New step"),
    ],
)
def test_an_editor_reads_a_step_on_one_line_however_unfinished(fields: dict[str, str], line: str) -> None:
    assert one_line(typed(**fields)) == line


@pytest.mark.parametrize(
    ("row", "said"), [("0", "Weeks 1 to 4"), ("1", "stage 2"), ("2", "stage 3"), ("7", "stage 8"), ("soon", "")]
)
def test_a_step_names_its_stage_and_one_without_a_name_by_its_number(row: str, said: str) -> None:
    stages = [("", "no stages"), ("0", "1. Weeks 1 to 4"), ("1", "2. new stage"), ("2", "3. ")]
    assert one_line(typed(exercise="Rise", in_stage=row), stages) == ", ".join(filter(None, ("Rise", said)))


def test_the_times_are_summed_for_each_stage_and_what_is_no_time_is_left_out() -> None:
    stages = [("", "no stages"), ("0", "1. Start"), ("1", "2. Later"), ("2", "3. new stage")]
    steps = [
        typed(time_s="60"), typed(time_s="75"), typed(time_s="soon"),
        typed(time_s="600", in_stage="1"), typed(in_stage="0"),
    ]  # fmt: skip
    assert total_times(steps, stages) == [("All times together", "2:15"), ("2. Later", "10:00")]
