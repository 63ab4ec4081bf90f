"""Two versions of an entry, held side by side: what each line of them is called."""

from __future__ import annotations

from datetime import date, time

import pytest

from logbook.history import logged, measured, runs
from logbook.models import ExerciseDone, Measure, Run, TrainingSession

SUNDAY = date(2026, 11, 22)
SESSION = TrainingSession(day=SUNDAY, time=time(18, 30), minutes=6, effort=0, note="Mud.")
MEASURE = Measure(day=SUNDAY, kind="knee_to_wall_mm", side="left", setup="bare_morning", first_try=9, note="A pinch.")
RUN = Run(day=SUNDAY, distance_m=5_000, distance_unit="km", effort=3, note="Rain.")


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (
            logged.entry_in_words(SESSION, [ExerciseDone(name="Hops", dose="2 × 6")], SUNDAY),
            ["Day", "Began at", "Minutes", "Exercises", "Effort", "Note"],
        ),
        (measured.entry_in_words(MEASURE, SUNDAY), ["Day", "Tries", "How it was taken", "Note"]),
        (runs.entry_in_words(RUN, SUNDAY), ["Day", "Run", "Effort", "Note"]),
    ],
    ids=["session", "measure", "run"],
)
def test_each_line_is_called_by_a_word_that_a_runner_knows(lines: list[tuple[str, str]], names: list[str]) -> None:
    assert [name for name, _ in lines] == names
    assert dict(lines)["Day"] == "Sunday 22 November"
