"""What the player's pages get: which exercises were picked."""

from __future__ import annotations

from library.playing import picked


def test_a_handful_of_exercises_is_picked_each_once() -> None:
    assert picked(["b", "a", "", "b"]) == (["b", "a"], 0)
    assert picked([str(number) for number in range(40)])[1] == 28
