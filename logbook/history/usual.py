"""The usual sessions as Today and a day offer them: pinned routines, the first ones to pick from, the last one once more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from logbook.day import as_seen_from
from logbook.guide import plans
from logbook.guide.pins import Choice, value_of
from logbook.history import week
from logbook.history.logged import ExerciseLine, Session, title
from logbook.history.record import SessionRow
from logbook.vocabulary import Outcome

FIRST_CHOICES = 3  # routines offered to whoever has pinned none


class Pin(NamedTuple):
    """A pinned routine, and the stage of it that the runner chose."""

    pk: int
    routine_id: int | None
    routine_name: str
    stage_name: str


@dataclass(frozen=True)
class Usual:
    """The card of a pinned routine.

    `done` says how often it was logged for the day, `play` where it is played, `leads` whether it is the one filled
    button of the page. `at` names the card for an answer.
    """

    pk: int
    at: str
    name: str
    about: str
    done: str
    play: str
    change: str
    leads: bool


def day_on_button(shown: date, now: date) -> str:
    """How a button says a day: `today`, `yesterday`, `on Tuesday`, `on 3 Nov`."""
    words = as_seen_from(shown, now)
    return words if words in ("today", "yesterday") else f"on {words}"


def usual_cards(pins: Iterable[Pin], sessions: Sequence[SessionRow], url: str, shown: date, now: date) -> list[Usual]:
    """The pinned routines in their order; the first that is not done yet leads."""
    known, cards, leads = plans.known_plans(), [], True
    for pk, routine, name, stage in pins:
        plan = known.find(routine, stage)
        name = plan.name if plan else name
        times = sum((one.routine_name, one.stage_name) == (name, stage) for one in sessions)
        often = "" if not times else "Done" if times == 1 else f"Done {times} times"
        cards.append(
            Usual(
                pk=pk,
                at=f"pin-{pk}",
                name=name,
                about=_about(plan, stage),
                done=often and f"{often} {day_on_button(shown, now)}",
                play=plan.play_url if plan and shown == now else "",
                change=f"{url}?pin={pk}",
                leads=leads and not times,
            )
        )
        leads = leads and bool(times)
    return cards


def _about(plan: plans.Plan | None, stage: str) -> str:
    """What a pinned routine holds: `3 exercises, 7 min`."""
    size = [f"{week.counted_noun(len(plan.usual), 'exercise')}, {plan.minutes} min"] if plan else []
    gone = [] if plan and plan.is_live else ["Not in the guide any more"]
    return ". ".join([stage, *size, *gone] if stage else [*size, *gone])


def first_choices(last: Session | None) -> list[tuple[str, str, int]]:
    """What to pick from, as (value of the form, name, minutes): the routine that was done last, then the guide's first ones
    without stages."""
    known = plans.known_plans()
    done = known.find(last.routine_id, last.stage_name) if last else None
    firsts = [done] if done and done.is_live else []
    plain = [one.plans[0] for one in known.offered if not one.plans[0].stage_number]
    every = dict.fromkeys([*firsts, *plain])
    return [
        (value_of(plan), Choice(plan.routine, plan.name, plan.stage_name).title, plan.minutes)
        for plan in list(every)[:FIRST_CHOICES]
    ]


def once_more(last: Session, pins: Iterable[Choice], done: Sequence[ExerciseLine], now: date) -> dict[str, Any] | None:
    """The last session, unless one tap on a pinned routine says the same."""
    known = plans.known_plans()
    exercises = [(one.name, one.dose) for one in done if one.outcome != Outcome.SKIPPED]
    said = (last.routine_name, last.stage_name, last.minutes, exercises)
    for pin in pins:
        plan = known.find(pin.routine_id, pin.stage_name)
        if plan and said == (plan.name, plan.stage_name, plan.minutes, [(one.name, one.dose) for one in plan.usual]):
            return None
    minutes = [] if last.minutes is None else [f"{last.minutes} min"]
    return {
        "pk": last.id,
        "words": ", ".join([title(last, len(exercises)), *minutes]),
        "when": day_on_button(last.day, now),
    }
