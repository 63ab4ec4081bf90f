"""What the templates of the public pages get: computed values, in few queries, the same number for any amount of content."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from library import catalogue, figures, maps, markup, places, signs
from library.addresses import address
from library.catalogue import neighbours
from library.clock import READY_S, minutes, minutes_and_seconds, time_in_words, total_s
from library.documents.schema import PAGES
from library.documents.store import published
from library.doses import Range
from library.figures.regions import BY_ID, MapRegion
from library.meta import day_in_words
from library.models import Article, ArticleKind, Citation, Equipment, Exercise, Routine, Source, Step, Term
from library.pictures import figure_or_picture
from library.rendering import NO_EQUIPMENT, labels, source_facts

Facts = dict[str, Any]
HERO = "calf-stretch-straight"
FIRST_ROUTINE = "before-a-run"
FILM_FRAMES = 6
FIGURES_IN_A_LIST = 5
MOST_RELATED = 4
CITED = re.compile(r"<sup>.*?</sup>")
PRACTICE_BUTTON = re.compile(r'<button[^>]*class="cite practice"[^>]*>(.*?)</button>')


def home() -> Facts:
    """The first page."""
    known = catalogue.current()
    first = next((line for line in known.routines if line["slug"] == FIRST_ROUTINE), None)
    return {
        "routine": _film(first) if first else None,
        "issues": known.issues,
        "chapters": known.chapters,
        "counts": {
            "exercises": len(known.exercises),
            "issues": len(known.issues),
            "routines": len(known.routines),
        },
        "foot_map_html": _foot_map(places.regions()),
        "hero_figure_html": safe(figures.figure(HERO, size="plate", marks=True, title="Calf stretch at a wall")),
    }


def place_index() -> Facts:
    """Every region of the foot map, as a map and as a list."""
    regions = places.regions()
    return {"foot_map_html": _foot_map(regions), "regions": regions}


def place(region: MapRegion) -> Facts:
    """The choice at one region."""
    return {"place": places.page_of_region(region), "map_html": maps.region_map(region)}


def _foot_map(regions: list[Facts]) -> SafeString:
    # The name says what is there: who hears the map sees no drawing.
    return maps.guide_map(
        {
            one["id"]: (one["url"], ": ".join(filter(None, (one["name"], ", ".join(one["titles"])))))
            for one in regions
            if one["id"] in BY_ID
        }
    )


def guide() -> Facts:
    """The contents of the guide."""
    known = catalogue.current()
    return {"chapters": known.chapters, "issues": known.issues, "routines": known.routines}


def chapter(article: Article) -> Facts:
    """One chapter, with the list of all and the exercises it names."""
    known = catalogue.current()
    beside = neighbours(known.chapters, article.slug)
    named = known.suited.get((ArticleKind.CHAPTER, article.slug), [])
    return {
        "chapter": {
            "title": article.title,
            "number": article.number,
            "of": len(known.chapters),
            "minutes": article.minutes,
            "summary": article.summary,
            "body_html": safe(article.rendered["body"]),
            "sections": article.rendered["sections"],
            "edited": day_in_words(article.edited_at),
            "sheet": reverse("library:when_sheet") if article.slug == signs.HOME else "",
        },
        "chapters": [line | {"current": line["slug"] == article.slug} for line in known.chapters],
        **beside,
        "sources_html": safe(article.rendered["sources"]),
        "exercises_html": safe("".join(known.cards[slug] for slug in named if slug in known.cards)),
    }


def issue(article: Article) -> Facts:
    """One issue, with the exercises that suit and its neighbours."""
    known = catalogue.current()
    rendered = article.rendered
    suiting = article.suits.select_related("exercise").order_by("position")
    return {
        "issue": {
            "title": article.title,
            "number": article.number,
            "of": len(known.issues),
            "clinical_name": article.clinical_name,
            "summary": article.summary,
            "at_a_glance": [(term, safe(text)) for term, text in rendered["glance"]],
            "stop_and_see": [
                {**part, "items": [safe(text) for text in part["items"]]} for part in rendered["stop_and_see"]
            ],
            "stop_note_html": safe(rendered["stop_note"]),
            "signs": [safe(text) for text in rendered["signs"]],
            "body_html": safe(rendered["body"]),
            "leave_out_html": safe(rendered["leave_out"]),
            "edited": day_in_words(article.edited_at),
            "sections": rendered["sections"],
            "map_html": safe(rendered["map"]),
        },
        "suits": [
            _exercise_line(suit.exercise) | {"note_html": safe(rendered["suits"].get(suit.exercise.slug, ""))}
            for suit in suiting
            if suit.exercise.is_live
        ],
        "begin": [*rendered.get("begin", ()), *_programme(article)],
        "sources_html": safe(rendered["sources"]),
        **neighbours(known.issues, article.slug),
    }


def _programme(issue: Article) -> list[Facts]:
    """The way to the routine that an editor chose for an issue, while it is in the guide."""
    return [
        {
            "condition": f"Routine, {line['minutes']}\N{NO-BREAK SPACE}min",
            "words": line["title"],
            "url": f"{line['url']}play/",
            "starts": True,
        }
        for line in catalogue.current().routines
        if issue.programme and line["slug"] == issue.programme
    ]


def exercise(row: Exercise) -> Facts:
    """One exercise: its finished page, where it is used, what goes with it."""
    known = catalogue.current()
    beside = neighbours(known.exercise_lines, row.slug)
    near = known.related.get(row.slug, set())
    cards = [card for slug, card in known.cards.items() if slug in near]
    return {
        "exercise": {
            "title": row.title,
            "number": beside["place"],
            "of": len(known.exercises),
            "body_html": safe(row.rendered["body"]),
            "edited": day_in_words(row.edited_at),
        },
        "routines": known.routines_with.get(row.slug, []),
        "issues": known.issues_with.get(row.slug, []),
        "related_html": safe("".join(cards[:MOST_RELATED])),
        **beside,
    }


def routines() -> list[Facts]:
    """All routines, each with its first figures."""
    known = catalogue.current()
    return [
        line
        | {
            "figures_html": [
                catalogue.thumb_of(drawing)
                for drawing in known.routine_drawings.get(line["slug"], [])[:FIGURES_IN_A_LIST]
            ]
        }
        for line in known.routines
    ]


def routine(row: Routine) -> Facts:
    """One routine with its stages."""
    known = catalogue.current()
    beside = neighbours(known.routines, row.slug)
    steps = list(row.steps.select_related("exercise"))
    stages = [
        _stage(row, [step for step in steps if step.stage_id == stage.pk])
        | {"name": stage.name, "note_html": safe(row.rendered["stages"].get(str(stage.pk), ""))}
        for stage in row.stages.all()
    ] or [_stage(row, steps) | {"name": "", "note_html": ""}]
    return {
        "routine": {
            "title": row.title,
            "number": beside["place"],
            "of": len(known.routines),
            "summary": row.summary,
            "minutes": row.span,
            "how_often": row.how_often,
            "when_label": row.get_when_display(),
            "kit_words": kit_words(steps),
            "first_html": safe(row.rendered["first"]),
            "body_html": safe(row.rendered["body"]),
            "dose_note_html": safe(row.rendered["dose_note"]),
            "edited": day_in_words(row.edited_at),
        },
        "stages": stages,
        "sources_html": safe(row.rendered["sources"]),
        **beside,
    }


def sources(rows: Iterable[Source]) -> list[Facts]:
    """Every work that a published page cites, and those pages; two queries."""
    used: dict[int, dict[str, Facts]] = {}
    citations = Citation.objects.select_related("article", "exercise", "routine").defer(
        "article__body", "article__rendered", "exercise__rendered", "routine__rendered"
    )
    for citation in citations:
        page = citation.article or citation.exercise or citation.routine
        if page is not None and page.is_live:
            url = page.get_absolute_url()
            used.setdefault(citation.source_id, {})[url] = {"title": page.title, "url": url}
    shown = [source_facts(row) | {"used_in": list(used[row.pk].values())} for row in rows if row.pk in used]
    shown.sort(key=lambda line: line["citation"].casefold())
    letters = set()
    for line in shown:
        letter = line["citation"][0].upper()
        # The first work of each letter is where the letter leads.
        line["opens"] = "" if letter in letters else letter
        letters.add(letter)
    return shown


def terms(rows: Iterable[Term]) -> list[Facts]:
    """The glossary; a word leads on where readers see that page."""
    live = frozenset((kind, slug) for kind in PAGES for slug in published(kind).values_list("slug", flat=True))
    scribe = markup.Scribe(markup.Referable(live=live))
    return [{"term": row.term, "plain": row.plain, "text": row.text, "url": scribe.href(row.see) or ""} for row in rows]


def kit_words(steps: Iterable[Step]) -> str:
    """What a routine needs, in words: `wall, towel` or `nothing`."""
    needed = {thing for step in steps for thing in (*step.exercise.equipment, *(["weight"] if step.load else []))}
    words = [str(label).lower() for value, label in Equipment.choices if value in needed]
    return ", ".join(words) or "nothing"


def without_numbers(html: str) -> SafeString:
    """A text for a place where no list of sources follows: neither their numbers, nor what opens their notes."""
    return mark_safe(PRACTICE_BUTTON.sub(r"\1", CITED.sub("", html)))


def safe(html: str) -> SafeString:
    """Mark HTML that our own rendering made from checked content."""
    return mark_safe(html)


def _film(line: Facts) -> Facts:
    steps = Step.objects.filter(routine_id=line["pk"]).select_related("exercise")
    shown = list(steps.defer("exercise__rendered", "exercise__card_html"))
    frames = [
        {
            "title": step.exercise.title,
            "url": address("exercise", step.exercise.slug),
            "dose": step.dose.brief(step.exercise.limb),
            "figure_html": of_step(step, size="card"),
        }
        for step in shown[:FILM_FRAMES]
        if step.exercise.is_live
    ]
    return line | {"kit_words": kit_words(shown), "steps": frames}


def of_step(step: Step, *, size: str) -> SafeString:
    """What shows a step of a routine: its exercise, drawn on as many legs as it is done on there."""
    return figure_or_picture(
        figures.drawn_as(step.exercise.slug, step.sides), step.exercise.picture_for_readers, size=size
    )


def _exercise_line(exercise: Exercise) -> Facts:
    return {
        "title": exercise.title,
        # A retired exercise stays in a routine under its name, but leads nowhere.
        "url": address("exercise", exercise.slug) if exercise.is_live else "",
        "type": exercise.type,
        "type_label": exercise.get_type_display(),
        "dose": exercise.dose.brief(exercise.limb),
        "equipment": ", ".join(labels(Equipment, exercise.equipment)) or NO_EQUIPMENT,
        "figure_html": figure_or_picture(exercise.slug, exercise.picture_for_readers, size="thumb"),
    }


def _stage(routine: Routine, steps: Sequence[Step]) -> Facts:
    """The steps of a stage with their sum, and what the times beside them leave out of it."""
    whole = total_s(step.plan for step in steps)
    needed = total_s(step.plan for step in steps if not step.optional)
    without = f"; without what is optional {minutes_and_seconds(needed)}" if needed != whole else ""
    return {
        "minutes": minutes(whole),
        "seconds": Range(needed, whole),
        "sum": f"{minutes_and_seconds(whole)} in all, with {READY_S} s to get ready before each{without}",
        "steps": _steps(routine, steps),
    }


def one_time(stages: Iterable[Facts]) -> int | None:
    """How long a routine takes, in seconds; None where its stages differ or steps are optional, for then no one number is true."""
    spans = {stage["seconds"] for stage in stages}
    return spans.pop().high if len(spans) == 1 and all(span.low == span.high for span in spans) else None


def _steps(routine: Routine, steps: Sequence[Step]) -> list[Facts]:
    notes = routine.rendered["notes"]
    return [
        _exercise_line(step.exercise)
        | {
            "figure_html": of_step(step, size="thumb"),
            "number": number,
            "dose": step.dose.words(step.exercise.limb),
            "rest": f"Rest {time_in_words(step.plan.before_s)}" if step.plan.before_s else "",
            "words": step.plan.words(step.exercise.limb),
            "pace": step.dose.pace_words,
            "time": minutes_and_seconds(step.plan.seconds()),
            "note": step.note,
            "note_html": safe(notes.get(str(step.pk), "")),
            "optional": step.optional,
        }
        for number, step in enumerate(steps, start=1)
    ]
