"""The tap on the usual session: a routine as the guide has it, or the same as last time, without a word of detail."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from logbook.forms.exercise_rows import copy_of
from logbook.forms.fields import hidden_number
from logbook.forms.sending import Sending
from logbook.guide import plans
from logbook.models import ExerciseDone, PinnedRoutine, TrainingSession
from logbook.vocabulary import Outcome


class OneTap(Sending):
    """A pinned routine as it stands, or a session once more (`same` is its number). Exactly one of them."""

    pin = hidden_number()
    same = hidden_number()

    def clean(self) -> dict[str, Any]:
        """Find what is meant among the runner's own."""
        given = self.cleaned_data
        if given.get("pin"):
            self.made = self._pinned(given["pin"])
        elif given.get("same"):
            self.made = self._again(given["same"])
        else:
            raise ValidationError("Choose what you did.")
        return given

    def _pinned(self, pk: int) -> tuple[TrainingSession, list[ExerciseDone]]:
        try:
            pin = self.runner.pinned_routines.get(pk=pk)
        except PinnedRoutine.DoesNotExist:
            raise ValidationError("This routine is not pinned any more. Choose what you did.") from None
        plan = plans.known_plans().find(pin.routine_id, pin.stage_name)
        session = TrainingSession(
            routine_id=pin.routine_id,
            routine_name=plan.name if plan else pin.routine_name,
            stage_name=pin.stage_name,
            minutes=plan.minutes if plan else None,
        )
        return session, [line.done() for line in plan.usual] if plan else []

    def _again(self, pk: int) -> tuple[TrainingSession, list[ExerciseDone]]:
        try:
            before = self.runner.training_sessions.get(pk=pk)
        except TrainingSession.DoesNotExist:
            raise ValidationError("That session is not there any more. Choose what you did.") from None
        session = TrainingSession(
            routine_id=before.routine_id,
            routine_name=before.routine_name,
            stage_name=before.stage_name,
            minutes=before.minutes,
        )
        done = [one for one in before.exercises_done.in_order() if one.outcome != Outcome.SKIPPED]
        return session, [copy_of(one) for one in done]
