"""Playing the guide: what the player's pages get of routines and exercises. Their times come from `clock`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from library import catalogue, figures, markup, meta
from library.addresses import address
from library.clock import LET_GO_S, READY_S, TimedDose, minutes, minutes_and_seconds, time_in_words
from library.models import AchillesHeel, Exercise, Routine, Stage, Step, Variation
from library.pictures import figure_or_picture

Facts = dict[str, Any]

MOST_PICKED = 12
TO_PICK_ON_A_PAGE = 36
# Of the words that somebody looks for; a name has 80 at most.
LONGEST_WORDS = 80


def play_routine(row: Routine, stage: Stage | None) -> Facts:
    """What the player's page of a routine gets, for one stage of it where it has stages."""
    steps = Step.objects.filter(routine=row, stage=stage).select_related("exercise").defer("exercise__rendered")
    chosen = list(steps)
    ways = _easier(step.exercise for step in chosen)
    lines = [_line(step.exercise, step.plan, ways, markup.plain(step.note), optional=step.optional) for step in chosen]
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
    line = _line(row, TimedDose.of(row.dose), _easier([row]))
    return _page(row.title, address("exercise", row.slug), [line]) | {"heel_end": heel_end([row])}


def play_picks(rows: Sequence[Exercise]) -> Facts:
    """What the player's page of picked exercises gets, in the order of the guide."""
    ways = _easier(rows)
    lines = [_line(row, TimedDose.of(row.dose), ways) for row in rows]
    title = rows[0].title if len(rows) == 1 else f"{len(rows)} exercises"
    return _page(title, address("page", "exercises"), lines) | {"heel_end": heel_end(rows)}


def heel_end(rows: Sequence[Exercise]) -> Facts:
    """What whoever has a sore heel end of the Achilles leaves out of these exercises, and what is done in another way.

    A routine says it in words of its own.
    """

    def marked(mark: AchillesHeel) -> list[Facts]:
        return [{"title": row.title, "url": address("exercise", row.slug)} for row in rows if row.achilles_heel == mark]

    return {"leave_out": marked(AchillesHeel.NO), "change": marked(AchillesHeel.CHANGE)}


def exercises_to_pick(ticked: Sequence[str], page: str | None, words: str = "") -> Facts:
    """What the choice of exercises gets: those of one of its pages, and before them what is ticked on others.

    Of a guide of several pages it may be those alone whose name holds all these words.
    """
    lines = catalogue.current().exercise_lines
    words = " ".join(words.split())[:LONGEST_WORDS]
    looked_for = words.casefold().split()
    found = [line for line in lines if all(word in f"{line['title']} {line['slug']}".casefold() for word in looked_for)]
    shown = Paginator(found, TO_PICK_ON_A_PAGE).get_page(page)
    here = {line["slug"] for line in shown}
    return {
        "shown": shown,
        "total": len(lines),
        "words": words,
        "can_be_looked_through": len(lines) > TO_PICK_ON_A_PAGE,
        "choices": [_to_pick(line, line["slug"] in ticked) for line in shown],
        "elsewhere": [_to_pick(line, True) for line in lines if line["slug"] in ticked and line["slug"] not in here],
        "pages": list(shown.paginator.get_elided_page_range(shown.number, on_each_side=2, on_ends=1))
        if shown.paginator.num_pages > 1
        else [],
    }


def _to_pick(line: Facts, is_ticked: bool) -> Facts:
    return {
        "slug": line["slug"],
        "number": line["number"],
        "title": line["title"],
        "figure_html": catalogue.thumb_of(line["slug"]),
        "is_ticked": is_ticked,
    }


def picked(slugs: Sequence[str]) -> tuple[list[str], int]:
    """The first twelve different slugs of an address, and how many more were asked for."""
    asked = list(dict.fromkeys(slug for slug in slugs if slug))
    return asked[:MOST_PICKED], len(asked) - len(asked[:MOST_PICKED])


def _page(title: str, back: str, lines: list[Facts], routine: str = "", stage: str = "") -> Facts:
    total = sum(line["whole_s"] for line in lines)
    drawn: dict[str, Exercise] = {name: row for line in lines for name, row in line["drawn"].items()}
    data = {
        "title": title,
        "routine": routine,
        "stage": stage,
        "steps": [line["data"] for line in lines],
        "figures": {name: meta.figure_css_path(name) for name in drawn},
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
            {
                "slug": name,
                "html": figure_or_picture(name, row.picture_for_readers, row.picture_alt, size="plate", motion=True),
            }
            for name, row in drawn.items()
        ],
        "data": data,
    }


def _line(
    row: Exercise, plan: TimedDose, ways: dict[int, list[Variation]], cue: str = "", *, optional: bool = False
) -> Facts:
    """One exercise as the list prints it, and as the script reads it (`data`); `drawn` is what both show, by its name."""
    own = ways.get(row.pk, [])
    return {
        "exercise": row.slug,
        "title": row.title,
        "url": address("exercise", row.slug) if row.is_live else "",
        "type": row.type,
        "type_label": row.get_type_display(),
        "dose": plan.dose.words(row.limb),
        "whole_s": plan.whole_s(),
        "rest": f"Rest {time_in_words(plan.before_s)}" if plan.before_s else "",
        "time": minutes_and_seconds(plan.seconds()),
        "words": plan.words(row.limb),
        "note": cue,
        "optional": optional,
        "figure_html": figure_or_picture(
            figures.drawn_as(row.slug, plan.given.sides), row.picture_for_readers, size="thumb"
        ),
        "data": _data(row, plan, cue) | {"optional": optional, "easier": [_easier_way(way, plan, row) for way in own]},
        "drawn": {figures.drawn_as(row.slug, plan.given.sides): row}
        | {figures.drawn_as(way.to.slug, way.to.sides): way.to for way in own if way.to and way.to.is_live},
    }


def _data(row: Exercise, plan: TimedDose, cue: str) -> Facts:
    return {
        "exercise": row.slug,
        "figure": figures.drawn_as(row.slug, plan.given.sides),
        "name": row.title,
        "dose": plan.dose.words(row.limb),
        "cue": cue or _marks(row.slug),
        "tap": plan.tap,
        "reps": plan.reps,
        "rep": plan.rep_s if plan.reps else 0,
        # Within each repetition; what is left of it is time to let go.
        "hold": plan.rep_s - LET_GO_S if plan.reps and plan.holds else 0,
        # Seconds up, held and down; none where no tempo is prescribed.
        "tempo": plan.given.tempo if plan.reps else None,
        "turns": plan.turns,
        "ways": plan.ways,
        "parts": plan.parts(),
    }


def _easier_way(way: Variation, plan: TimedDose, row: Exercise) -> Facts:
    """An easier form: another exercise at its own dose, or the same one done as the words say."""
    text = markup.plain(way.text)
    if way.to and way.to.is_live:
        return {"text": text, **_data(way.to, TimedDose.of(way.to.dose), "")}
    # The weight is named for the form that is left: no easier one is done with it.
    return {"text": text, "cue": text, "dose": f"{plan.dose.brief(row.limb)}, easier"}


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
