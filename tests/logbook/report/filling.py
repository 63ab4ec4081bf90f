"""As much as a sheet can ever have to hold."""

from __future__ import annotations

from datetime import timedelta

from ankles.accounts.models import User
from logbook.models import Run, Symptom, TrainingSession
from logbook.place import Place

LEFT = {"area": "achilles_mid", "side": "left"}
RIGHT = {"area": "arch", "side": "right"}


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
            Symptom(runner=runner, day=day, moment=moment, severity=(back + at) % 11, stiffness="10_to_30", note="words " * 60,
                    **place)
            for at, place in enumerate(places)
            for moment in ("worst", "during", "after", "first_steps")
        )  # fmt: skip
        TrainingSession.objects.bulk_create(
            TrainingSession(runner=runner, day=day, minutes=25, routine_name="A routine with a long name " * 4)
            for _ in range(2)
        )
        Run.objects.create(runner=runner, day=day, distance_m=8_000, distance_unit="km")
    for back in range(0, days, 10):
        for kind, value in (("knee_to_wall_mm", 100 + back), ("heel_raises", 20), ("balance_s", 30)):
            for side in ("left", "right"):
                runner.measures.create(day=runner.today() - timedelta(days=back), kind=kind, side=side, first_try=value)
    runner.report_choices.create(
        weeks=12, with_notes=True, questions="Why " * 125, places=[Place(**place).code for place in places]
    )
