"""What a routine and a stage of it are called together."""

from __future__ import annotations

from logbook.titles import title_of


def test_a_stage_stands_behind_its_routine_and_never_alone() -> None:
    assert title_of("Strength", "Stage 2") == "Strength: Stage 2"
    assert title_of("Strength", "") == "Strength"
    assert (title_of("", "Stage 2"), title_of("", "")) == ("", "")
