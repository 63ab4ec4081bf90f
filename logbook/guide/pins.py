"""The routines that a runner keeps at hand: which there are to choose from, and keeping the choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from ankles.accounts.models import User
from logbook.guide import plans
from logbook.models import PinnedRoutine
from logbook.titles import title_of


class Choice(NamedTuple):
    """One routine, or one stage of it, as it can be pinned."""

    routine_id: int | None
    routine_name: str
    stage_name: str

    @property
    def title(self) -> str:
        """Routine and stage in one line."""
        return title_of(self.routine_name, self.stage_name)


def choice_of(pin: PinnedRoutine) -> Choice:
    """What a pin stands for."""
    return Choice(pin.routine_id, pin.routine_name, pin.stage_name)


def value_of(plan: plans.Plan) -> str:
    """What a form says for a plan: the routine's number, and the stage's where it has stages."""
    return f"{plan.routine}-{plan.stage_number}" if plan.stage_number else str(plan.routine)


def value_now(pin: PinnedRoutine) -> str:
    """What a form says for a pin; empty when readers do not see its routine or stage any more."""
    plan = plans.known_plans().find(pin.routine_id, pin.stage_name)
    return value_of(plan) if plan and plan.is_live else ""


def routines_to_pin() -> dict[str, Choice]:
    """Everything that can be pinned, by the value a form sends."""
    return {
        value_of(plan): Choice(plan.routine, plan.name, plan.stage_name)
        for one in plans.known_plans().offered
        for plan in one.plans
    }


@transaction.atomic
def pin(runner: User, chosen: Sequence[Choice]) -> None:
    """Make these the pinned routines, in this order. A routine that stays keeps its number, so that an open page works."""
    before = {_what(choice_of(pin)): pin.pk for pin in runner.pinned_routines.select_for_update()}
    runner.pinned_routines.all().delete()
    runner.pinned_routines.bulk_create(
        PinnedRoutine(pk=before.get(_what(one)), runner=runner, position=place, **one._asdict())
        for place, one in enumerate(chosen, start=1)
    )


def _what(one: Choice) -> tuple[int | None, str, str]:
    # The guide may call a routine another name; it is the same one.
    return one.routine_id, one.stage_name, "" if one.routine_id else one.routine_name
