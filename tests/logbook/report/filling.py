"""As much as a sheet can ever have to hold."""

from __future__ import annotations

from datetime import timedelta

from ankles.accounts.models import User
from logbook.models import ExerciseDone, Run, Symptom, TrainingSession
from logbook.place import Place

LEFT = {"area": "achilles_mid", "side": "left"}
RIGHT = {"area": "arch", "side": "right"}
STIFF, MINUTES = ("none", "under_10", "10_to_30", "over_30"), (None, 5, 20, 45)
DOSE = "4 × 6 on each leg, with a backpack so heavy that 6 is the most you can do (6RM)"


def fill(runner: User, days: int) -> None:
    """Everything every day: four places at four moments with a note, two sessions, a run."""
    places = [
        LEFT,
        RIGHT,
        {"area": "ankle_outer_behind", "side": "left"},
        {"area": "achilles_insertion", "side": "right"},
    ]
    for back in range(days):
        day = runner.today() - timedelta(days=back)
        Symptom.objects.bulk_create(
            Symptom(runner=runner, day=day, moment=moment, severity=(back + at) % 11, stiffness=STIFF[back % 4], stiffness_min=MINUTES[back % 4], note="words " * 60,
                    **place)
            for at, place in enumerate(places)
            for moment in ("worst", "during", "after", "first_steps")
        )  # fmt: skip
        TrainingSession.objects.bulk_create(
            TrainingSession(
                runner=runner,
                day=day,
                minutes=25,
                routine_name="A routine with a long name " * 4,
                stage_name=f"The stage called {back % 4}",
            )
            for _ in range(2)
        )
        for session in runner.training_sessions.filter(day=day):
            session.exercises_done.bulk_create(
                ExerciseDone(session=session, position=at, name=f"An exercise with a long name number {at}", dose=DOSE,
                             side="both")
                for at in range(12)
            )  # fmt: skip
        if back % 20 == 0:
            runner.periods.create(kind="holiday", first_day=day - timedelta(days=9), last_day=day)
        Run.objects.create(runner=runner, day=day, distance_m=8_000, distance_unit="km")
    for back in range(0, days, 10):
        for kind, setup, value in (
            ("knee_to_wall_mm", "bare_later", 100 + back),
            ("heel_raises", "floor_beat", 20),
            ("balance_s", "eyes_closed", 30),
        ):
            for side in ("left", "right"):
                runner.measures.create(
                    day=runner.today() - timedelta(days=back), kind=kind, side=side, setup=setup, first_try=value
                )
    runner.report_choices.create(
        weeks=12,
        with_notes=True,
        questions="\n".join(["Why " * 24] * 5),
        places=[Place(**place).code for place in places],
    )
