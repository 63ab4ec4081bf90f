"""What the guide says a routine holds: names and doses in words, ready to be kept in a log as they are today.

Read from the guide's tables once per content version and process; Today asks no query for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ankles.caching import PerVersion
from library import clock, markup, publishing
from library.models import Exercise, Routine, Step
from logbook.models import ExerciseDone, TrainingSession
from logbook.vocabulary import Outcome


@dataclass(frozen=True)
class PlanLine:
    """One exercise as it is offered: the words a log keeps of it. `note` is the guide's cue for the step, `group` the
    guide's word for its type."""

    exercise: int
    slug: str
    name: str
    dose: str
    note: str = ""
    optional: bool = False
    group: str = ""

    def done(self) -> ExerciseDone:
        """The exercise as a row of a session, not saved."""
        return ExerciseDone(exercise_id=self.exercise, name=self.name, dose=self.dose, outcome=Outcome.DONE)


@dataclass(frozen=True)
class Plan:
    """A routine, or one stage of it. `is_live` says whether readers see it; `stage_number` counts its stages from 1."""

    routine: int
    slug: str
    name: str
    stage_name: str
    stage_number: int
    minutes: int
    is_live: bool
    lines: tuple[PlanLine, ...]

    @property
    def usual(self) -> list[PlanLine]:
        """What is done without being asked: everything but what the guide calls optional."""
        return [line for line in self.lines if not line.optional]

    @property
    def play_url(self) -> str:
        """Where it is played; empty while readers do not see it."""
        stage = f"?stage={self.stage_number}" if self.stage_number else ""
        return f"/routines/{self.slug}/play/{stage}" if self.is_live else ""


@dataclass(frozen=True)
class Offered:
    """A routine that can be pinned or logged, with a plan for each of its stages (one plan where it has none)."""

    routine: int
    name: str
    # In words: a range where the stages differ.
    minutes: str
    plans: tuple[Plan, ...]


class Plans:
    """Every routine of one content version, retired ones too: a log still knows them. Drafts are the editors' own."""

    def find(self, routine: int | None, stage_name: str) -> Plan | None:
        """The plan of a routine's stage; None when the guide has no such stage or routine any more."""
        return self._by_stage.get((routine, stage_name))

    def numbered(self, routine: int, stage: int) -> Plan | None:
        """The plan of a routine's stage by its number, 0 where it has none; None for what readers do not see."""
        plans = (plan for one in self.offered if one.routine == routine for plan in one.plans)
        return next((plan for plan in plans if plan.stage_number == stage), None)

    @cached_property
    def offered(self) -> list[Offered]:
        """The routines that readers see, in the guide's order."""
        found: dict[int, list[Plan]] = {}
        for plan in self._by_stage.values():
            if plan.is_live:
                found.setdefault(plan.routine, []).append(plan)
        return [
            Offered(routine, plans[0].name, self._minutes[routine], tuple(plans)) for routine, plans in found.items()
        ]

    @property
    def plans(self) -> list[Plan]:
        """Every plan that readers see."""
        return [plan for one in self.offered for plan in one.plans]

    @cached_property
    def slugs(self) -> dict[int | None, str]:
        """The slug of every exercise by its number, retired ones too."""
        return dict(Exercise.objects.values_list("pk", "slug"))

    @cached_property
    def exercises(self) -> list[PlanLine]:
        """The exercises that readers see, each with the dose its page begins with, in the guide's order."""
        rows = Exercise.objects.published().in_order().defer("body", "rendered", "card_html")
        return [_line(row, clock.TimedDose.of(row.dose)) for row in rows]

    @cached_property
    def _minutes(self) -> dict[int, str]:
        return {row.pk: str(row.span) for row in self._routines}

    @cached_property
    def _routines(self) -> list[Routine]:
        return list(Routine.objects.shown_before().in_order().defer("body", "rendered", "card_html"))

    @cached_property
    def _by_stage(self) -> dict[tuple[int | None, str], Plan]:
        steps: dict[int, list[Step]] = {}
        rows = Step.objects.select_related("stage", "exercise")
        for step in rows.defer("exercise__body", "exercise__rendered", "exercise__card_html"):
            steps.setdefault(step.routine_id, []).append(step)
        plans = [plan for row in self._routines for plan in _plans(row, steps.get(row.pk, []))]
        return {(plan.routine, plan.stage_name): plan for plan in plans}


def _plans(routine: Routine, steps: Sequence[Step]) -> list[Plan]:
    stages: dict[int | None, list[Step]] = {}
    for step in steps:
        stages.setdefault(step.stage_id, []).append(step)
    if not any(stages):
        return [_plan(routine, list(steps))]
    return [_plan(routine, found, number) for number, found in enumerate((stages[pk] for pk in stages if pk), start=1)]


def _plan(routine: Routine, steps: list[Step], number: int = 0) -> Plan:
    stage = steps[0].stage if number else None
    return Plan(
        routine=routine.pk,
        slug=routine.slug,
        name=routine.title,
        stage_name=stage.name if stage else "",
        stage_number=number,
        minutes=clock.minutes(clock.total_s(step.plan for step in steps if not step.optional)),
        is_live=routine.is_live,
        lines=tuple(_line(step.exercise, step.plan, markup.plain(step.note), step.optional) for step in steps),
    )


def _line(exercise: Exercise, plan: clock.TimedDose, note: str = "", optional: bool = False) -> PlanLine:
    return PlanLine(
        exercise.pk,
        exercise.slug,
        exercise.title,
        plan.dose.words(exercise.limb),
        note,
        optional,
        exercise.get_type_display(),
    )


def unlink_the_gone(session: TrainingSession, exercises: Sequence[ExerciseDone]) -> None:
    """Drop links to what the guide lost since its plans were read; the names stay. Both are rows about to be saved."""
    routines = Routine.objects.only("pk").in_bulk([session.routine_id] if session.routine_id else [])
    known = Exercise.objects.only("pk").in_bulk([one.exercise_id for one in exercises if one.exercise_id]).keys()
    if session.routine_id not in routines:
        session.routine_id = None
    for one in exercises:
        if one.exercise_id not in known:
            one.exercise_id = None


PLANS = PerVersion(Plans)


def known_plans() -> Plans:
    """The plans of the content version in force; ones of their own for a change that is not committed."""
    return Plans() if publishing.is_uncommitted() else PLANS.get()
