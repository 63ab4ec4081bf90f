"""An exercise on a session's form, and what becomes of it in the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from library import catalogue
from logbook.models import ExerciseDone
from logbook.vocabulary import Outcome, SideDone

DOSE_LENGTH = 200


def copy_of(done: ExerciseDone) -> ExerciseDone:
    """The same exercise for another session: in full, and without the time it took."""
    return ExerciseDone(exercise_id=done.exercise_id, name=done.name, dose=done.dose, side=done.side)


@dataclass
class ExerciseRow:
    """One exercise on the form: what it is offered as, or what the runner wrote. `was` is how the session has it."""

    key: str
    exercise: int | None
    name: str
    dose: str
    side: str = ""
    ticked: bool = False
    note: str = ""
    was: ExerciseDone | None = None
    group: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def drawing(self) -> str:
        """Its picture, small; one that the guide has none of looks like any other without one."""
        return catalogue.thumb_of(self.key.partition("~")[0])

    def done(self) -> ExerciseDone:
        """The row of a session that it stands for. How it went and how long it took stay with an exercise that stays."""
        one = ExerciseDone(exercise_id=self.exercise, name=self.name, dose=self.dose, side=self.side)
        if self.was and self.was.outcome != Outcome.SKIPPED:
            one.outcome, one.duration_s = self.was.outcome, self.was.duration_s
        return one

    @property
    def was_left_out(self) -> bool:
        """Whether the player saw it left out."""
        return self.was is not None and self.was.outcome == Outcome.SKIPPED

    def check(self) -> None:
        """Note what is wrong with what the runner wrote."""
        if len(self.dose) > DOSE_LENGTH:
            self.faults.append(f"Keep how much to {DOSE_LENGTH} characters.")
        if "\x00" in self.dose:
            self.faults.append("Null characters are not allowed.")
        if self.side not in ("", *SideDone.values):
            self.faults.append("Choose left, right, both, or nothing.")


@dataclass(frozen=True)
class ExerciseGroup:
    """Exercises of one type, folded to a line until they are wanted."""

    name: str
    rows: list[ExerciseRow]

    @property
    def is_open(self) -> bool:
        """Whether one of them is ticked: what a runner wrote is never folded away."""
        return any(row.ticked for row in self.rows)


def copy_left_out(was: ExerciseDone) -> ExerciseDone:
    """An exercise that was left out, as it was written down."""
    one = copy_of(was)
    one.outcome = Outcome.SKIPPED
    return one


def numbered(slugs: Iterable[str]) -> list[str]:
    """A key for each exercise of a list in which one may come twice: `heel-raise`, `heel-raise~2`."""
    seen: dict[str, int] = {}
    keys = []
    for slug in slugs:
        seen[slug] = seen.get(slug, 0) + 1
        keys.append(slug if seen[slug] == 1 else f"{slug}~{seen[slug]}")
    return keys
