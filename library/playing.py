"""Playing the guide: steps with doses become a timeline of parts, in full halves. Pure values but for the last section.

What one set is (and so what a minute is): a set of an exercise done on each side is both sides, one full half after the
other; both halves and the change between them are counted, never half of either. Rest stands between sets, not between
sides: while one side works the other rests.

A part is `(kind, side, set, seconds)`: kind is ready, work, switch or rest; side is 0 (no side), 1 (the side that comes
first that day) or 2; the side and set of what is no work are those of the work that follows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.safestring import mark_safe

from library import catalogue, figures, markup, meta
from library.addresses import address
from library.doses import RANGES, Dose, Range
from library.models import Exercise, Routine, Stage, Step, Variation

Facts = dict[str, Any]

READY_S = 10
SWITCH_S = 6
# Between sets of what has no sides, where the dose names no rest.
BREATHER_S = 10
# After each hold of several: time to let go. The programmes' own step times reckon with it.
LET_GO_S = 2
# One repetition, or one metre, of what has no pace.
REP_S = 3
METRE_S = 1
MOST_PICKED = 12


class Part(NamedTuple):
    """One stretch of time in the player; see the head of this module."""

    kind: str
    side: int
    set: int
    seconds: int


@dataclass(frozen=True)
class Plan:
    """One exercise as it is played. `share` says where in its ranges (0 the low end, 1 the high end)."""

    given: Dose
    share: float = 0.0
    # The whole time that a routine allows for it, in seconds; it only counts where the dose has no pace.
    time_s: int | None = None

    @classmethod
    def of(cls, dose: Dose, time_s: int | None = None) -> Plan:
        """The plan of a dose: at the low end of its ranges, or where the time of a routine's step puts it."""
        if time_s is None:
            return cls(dose)
        plans = [cls(dose, share, time_s) for share in (0.5, 0.0, 1.0)]
        # Without a pace the time says nothing about the repetitions: the middle, as the routines reckon.
        return plans[0] if plans[0].tap else min(plans, key=lambda plan: abs(plan.working_s - time_s))

    @cached_property
    def dose(self) -> Dose:
        """The dose with one number for each range: what is done, and what the logbook keeps."""
        settled: dict[str, Any] = {name: self._one(name) for name in RANGES}
        return replace(self.given, **settled)

    @property
    def tap(self) -> bool:
        """Whether only the runner knows when it is done: repetitions or a distance without a pace."""
        dose = self.given
        return not (self.holds or (dose.reps and dose.rep_s))

    @property
    def holds(self) -> bool:
        """Whether it is held, or gone on with, for a time."""
        return bool(self.given.hold_s or self.given.duration_s)

    @property
    def sides(self) -> int:
        """2 when each side has a half of its own."""
        return 2 if self.given.per_side else 1

    @property
    def sets(self) -> int:
        """How many sets; both sides make one."""
        return self._number("sets", 1)

    @property
    def reps(self) -> int:
        """How many times in one half, both ways in; 0 when it is held or gone on with once."""
        reps = self._number("reps", 0)
        return 0 if reps <= 1 and self.holds else reps * self.ways

    @property
    def ways(self) -> int:
        """2 when a half turns round in its middle, such as circles."""
        return 2 if self.given.each_way else 1

    @property
    def rep_s(self) -> float:
        """How long one repetition lasts, in seconds; 0 when nobody says."""
        if self.holds:
            return self._number("hold_s", 0) + self._number("duration_s", 0) + LET_GO_S
        pace = self.given.rep_s
        return pace.low + (pace.high - pace.low) * self.share if pace else 0

    @property
    def work_s(self) -> int:
        """How long one half of one set lasts, in seconds. An estimate when `tap`."""
        if self.tap:
            return self._estimate()
        if self.reps:
            return math.ceil(self.reps * self.rep_s)
        return (self._number("hold_s", 0) or self._number("duration_s", 0)) * self.ways

    @property
    def between_s(self) -> int:
        """From one set to the next, in seconds."""
        return self._number("rest_s", 0) or (SWITCH_S if self.sides == 2 else BREATHER_S)

    @property
    def working_s(self) -> int:
        """All halves and the rests that the dose names, in seconds: what a routine's step time counts."""
        return self.sets * self.sides * self.work_s + (self.sets - 1) * self._number("rest_s", 0)

    def parts(self) -> list[Part]:
        """Everything in its order: get ready, each half in full, the changes of side, the rests."""
        found = [Part("ready", 1 if self.sides == 2 else 0, 1, READY_S)]
        for number in range(1, self.sets + 1):
            if number > 1:
                rests = bool(self._number("rest_s", 0)) or self.sides == 1
                found.append(Part("rest" if rests else "switch", self._side(1), number, self.between_s))
            for half in range(1, self.sides + 1):
                if half == 2:
                    found.append(Part("switch", 2, number, SWITCH_S))
                found.append(Part("work", self._side(half), number, self.work_s))
        return found

    def seconds(self) -> int:
        """How long it takes, getting ready left out: halves, changes of side, rests."""
        return sum(part.seconds for part in self.parts() if part.kind != "ready")

    def words(self) -> str:
        """Its times in words, for the list: `2 sets: 30 s a side, 6 s to change`; none where one number says it all."""
        work = f"{'about ' if self.tap else ''}{stretch(self.work_s)}"
        text = f"{work} a side, {SWITCH_S} s to change" if self.sides == 2 else work
        if self.sets == 1:
            return text if self.sides == 2 else ""
        rest = f", {stretch(self.between_s)} rest between sets" if self._number("rest_s", 0) or self.sides == 1 else ""
        return f"{self.sets} sets: {text}{rest}"

    def _side(self, half: int) -> int:
        return half if self.sides == 2 else 0

    def _one(self, name: str) -> Range | None:
        found: Range | None = getattr(self.given, name)
        if found is None:
            return None
        number = math.floor(found.low + (found.high - found.low) * self.share)
        return Range(number, number)

    def _number(self, name: str, default: int) -> int:
        one = self._one(name)
        return one.low if one else default

    def _estimate(self) -> int:
        halves = self.sets * self.sides
        if self.time_s:
            return max(1, (self.time_s - (self.sets - 1) * self._number("rest_s", 0)) // halves)
        return max(1, self.reps * REP_S or self._number("distance_m", 0) * METRE_S)


def clock(seconds: int) -> str:
    """A time as minutes and seconds: 1:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def stretch(seconds: int) -> str:
    """A stretch of time in words: `45 s`, `2:30 min`, `3 min`."""
    if seconds <= 90:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds % 60 == 0 else f"{clock(seconds)} min"


def minutes(seconds: int) -> int:
    """Whole minutes, rounded up, at least one: how the logbook counts a session."""
    return max(1, math.ceil(seconds / 60))


# --- From the tables to the page ---------------------------------------------------------------


def play_routine(row: Routine, stage: Stage | None) -> Facts:
    """What the player's page of a routine gets, for one stage of it where it has stages."""
    steps = Step.objects.filter(routine=row, stage=stage).select_related("exercise").defer("exercise__rendered")
    chosen = list(steps)
    ways = _easier(step.exercise for step in chosen)
    lines = [
        _line(step.exercise, Plan.of(step.dose, step.time_s), ways, markup.plain(step.note), optional=step.optional)
        for step in chosen
    ]
    name = stage.name if stage else ""
    return _page(row.title, address("routine", row.slug), lines, routine=row.slug, stage=name)


def stages_of(row: Routine) -> list[Facts]:
    """The stages a reader can pick from, each with its address; empty for a routine without stages."""
    found = list(row.stages.all())
    notes = row.rendered["stages"]
    return [
        {
            "number": number,
            "name": stage.name,
            "note_html": mark_safe(notes.get(str(stage.pk), "")),
            "url": f"{address('routine', row.slug)}play/?stage={number}",
            "row": stage,
        }
        for number, stage in enumerate(found, start=1)
    ]


def play_exercise(row: Exercise) -> Facts:
    """What the player's page of one exercise gets."""
    line = _line(row, Plan.of(row.dose), _easier([row]))
    return _page(row.title, address("exercise", row.slug), [line])


def play_picks(rows: Sequence[Exercise]) -> Facts:
    """What the player's page of picked exercises gets, in the order of the guide."""
    ways = _easier(rows)
    lines = [_line(row, Plan.of(row.dose), ways) for row in rows]
    title = rows[0].title if len(rows) == 1 else f"{len(rows)} exercises"
    return _page(title, address("page", "exercises"), lines)


def choices() -> list[Facts]:
    """Every exercise that can be picked, with its drawing."""
    return [
        {
            "slug": line["slug"],
            "number": line["number"],
            "title": line["title"],
            "figure_html": mark_safe(figures.figure(line["slug"], size="thumb")),
        }
        for line in catalogue.current().exercise_lines
    ]


def picked(slugs: Sequence[str]) -> tuple[list[str], int]:
    """The first twelve different slugs of an address, and how many more were asked for."""
    asked = list(dict.fromkeys(slug for slug in slugs if slug))
    return asked[:MOST_PICKED], len(asked) - len(asked[:MOST_PICKED])


def _page(title: str, back: str, lines: list[Facts], routine: str = "", stage: str = "") -> Facts:
    total = sum(line["seconds"] + READY_S for line in lines)
    slugs = dict.fromkeys(slug for line in lines for slug in [line["exercise"], *_leads_to(line)])
    data = {
        "title": title,
        "routine": routine,
        "stage": stage,
        "steps": [line["data"] for line in lines],
        "figures": {slug: meta.figure_css_path(slug) for slug in slugs},
    }
    return {
        "play": {
            "title": title,
            "stage": stage,
            "back": back,
            "minutes": minutes(total),
            "ready_s": READY_S,
            "has_pace": any(line["data"]["reps"] and not line["data"]["tap"] for line in lines),
        },
        "steps": lines,
        "figures": [
            {"slug": slug, "html": mark_safe(figures.figure(slug, size="plate", motion=True))} for slug in slugs
        ],
        "data": data,
    }


def _leads_to(line: Facts) -> list[str]:
    return [way["exercise"] for way in line["data"]["easier"] if "exercise" in way]


def _line(
    row: Exercise, plan: Plan, ways: dict[int, list[Variation]], cue: str = "", *, optional: bool = False
) -> Facts:
    """One exercise as the list prints it, and as the script reads it (`data`)."""
    return {
        "exercise": row.slug,
        "title": row.title,
        "url": address("exercise", row.slug) if row.is_live else "",
        "type": row.type,
        "type_label": row.get_type_display(),
        "dose": plan.dose.words(),
        "seconds": plan.seconds(),
        "time": clock(plan.seconds()),
        "words": plan.words(),
        "note": cue,
        "optional": optional,
        "figure_html": mark_safe(figures.figure(row.slug, size="thumb")),
        "data": _data(row, plan, cue)
        | {"optional": optional, "easier": [_easier_way(way, plan) for way in ways.get(row.pk, [])]},
    }


def _data(row: Exercise, plan: Plan, cue: str) -> Facts:
    return {
        "exercise": row.slug,
        "name": row.title,
        "dose": plan.dose.words(),
        "cue": cue or _marks(row.slug),
        "tap": plan.tap,
        "reps": plan.reps,
        "rep": plan.rep_s if plan.reps else 0,
        # Within each repetition; what is left of it is time to let go.
        "hold": plan.rep_s - LET_GO_S if plan.reps and plan.holds else 0,
        "ways": plan.ways,
        "parts": plan.parts(),
    }


def _easier_way(way: Variation, plan: Plan) -> Facts:
    """An easier form: another exercise at its own dose, or the same one done as the words say."""
    text = markup.plain(way.text)
    if way.to and way.to.is_live:
        return {"text": text, **_data(way.to, Plan.of(way.to.dose), "")}
    return {"text": text, "cue": text, "dose": f"{plan.dose.words()}, easier"}


def _marks(slug: str) -> str:
    """What the drawing's own labels say, as one line: `Hips lead, back knee straight, heel heavy`."""
    words = ", ".join(figures.marks(slug))
    return words[:1].upper() + words[1:]


def _easier(rows: Iterable[Exercise]) -> dict[int, list[Variation]]:
    """The easier forms of exercises by their number; two queries for any amount."""
    found: dict[int, list[Variation]] = {}
    wanted = [row.pk for row in rows]
    forms = Variation.objects.filter(exercise__in=wanted, direction=Variation.Direction.EASIER)
    for form in forms.select_related("to").defer("to__rendered").order_by("position", "pk"):
        found.setdefault(form.exercise_id, []).append(form)
    return found
