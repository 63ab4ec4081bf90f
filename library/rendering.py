"""The HTML of articles, exercises and routines: made when they are saved, printed when they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse

from library import figures, maps, markup, reading, signs
from library.addresses import address
from library.markup import Referable, Scribe
from library.models import (
    AchillesHeel,
    Article,
    ArticleKind,
    Citation,
    Equipment,
    Exercise,
    Movement,
    Position,
    Routine,
    Source,
    Tissue,
    Variation,
    When,
)
from library.models.entry import Entry
from library.pictures import figure_or_picture, has_own

NO_EQUIPMENT = "No equipment"


def labels(vocabulary: Any, values: Iterable[str]) -> list[str]:
    """The words shown for values of a closed vocabulary."""
    return [str(vocabulary(value).label) for value in values]


def render(entry: Entry, referable: Referable) -> None:
    """Make the HTML of one entry, and note what it cites. Saves only what it made."""
    save_html(entry, make_html(entry, referable))


def make_html(entry: Entry, referable: Referable) -> list[str]:
    """Make the HTML of one entry without saving it: nobody waits for a lock meanwhile. Returns the keys it cites."""
    scribe = Scribe(referable)
    if isinstance(entry, Exercise):
        entry.rendered = _exercise(entry, scribe)
        entry.card_html = exercise_card(entry)
    elif isinstance(entry, Article):
        entry.rendered = _issue(entry, scribe) if entry.kind == ArticleKind.ISSUE else _chapter(entry, scribe)
        entry.minutes = reading.reading_minutes(markup.plain(entry.body, referable.signs))
    elif isinstance(entry, Routine):
        entry.rendered = _routine(entry, scribe)
    entry.rendered["sources"] = sources_html(scribe.cited, names_practice=scribe.names_practice)
    return scribe.cited


def save_html(entry: Entry, cited: Sequence[str]) -> None:
    """Save what `make_html` made, and what the entry cites."""
    entry.stale = ""
    columns = ["rendered", "card_html", "stale"] + (["minutes"] if isinstance(entry, Article) else [])
    entry.save(update_fields=columns)
    _note_citations(entry, cited)


def render_all(entries: Iterable[Entry], referable: Referable) -> int:
    """Render many entries; returns how many."""
    count = 0
    for entry in entries:
        render(entry, referable)
        count += 1
    return count


def exercise_card(exercise: Exercise) -> str:
    """The card of an exercise, as lists show it."""
    context = {
        "slug": exercise.slug,
        "url": address("exercise", exercise.slug),
        "number": exercise.number,
        "title": exercise.title,
        "type": exercise.type,
        "type_label": exercise.get_type_display(),
        "dose_short": exercise.dose.brief(exercise.limb),
        "equipment_short": ", ".join(labels(Equipment, exercise.equipment)) or NO_EQUIPMENT,
        "figure_html": figure_or_picture(exercise.slug, exercise.picture),
    }
    return render_to_string("library/parts/exercise_card.html", {"x": context})


def sources_html(keys: Sequence[str], *, names_practice: bool = False) -> str:
    """The list of sources at the foot of a page, in the order in which it cites them, and what it calls common practice."""
    context = {"sources": source_list(keys), "names_practice": names_practice}
    return render_to_string("library/parts/sources.html", context)


def source_list(keys: Sequence[str]) -> list[dict[str, Any]]:
    """The works behind keys, numbered in their order."""
    found = {source.key: source for source in Source.objects.filter(key__in=keys)}
    return [
        {"number": number, "short": found[key].short, **source_facts(found[key])}
        for number, key in enumerate(keys, start=1)
        if key in found
    ]


def source_facts(source: Source) -> dict[str, Any]:
    """What a page prints of one work."""
    return {
        "key": source.key,
        "citation": source.citation,
        "url": source.url,
        "identifier": source.identifier,
        "evidence_label": source.get_evidence_display(),
        "checked_label": source.get_checked_display(),
        "supports": source.supports,
    }


def _exercise(exercise: Exercise, scribe: Scribe) -> dict[str, Any]:
    context = {
        "slug": exercise.slug,
        "title": exercise.title,
        "number": exercise.number,
        "summary": exercise.summary,
        "type": exercise.type,
        "type_label": exercise.get_type_display(),
        "when_labels": labels(When, exercise.when),
        "equipment_labels": labels(Equipment, exercise.equipment),
        "position_labels": labels(Position, exercise.positions),
        "tissue_labels": labels(Tissue, exercise.tissues),
        "movement_labels": labels(Movement, exercise.movements),
        "aliases": exercise.aliases,
        "dose_cells": exercise.dose.cells(exercise.limb),
        "how_often": exercise.how_often,
        "dose_note_html": scribe.inline(exercise.dose_note),
        "steps": scribe.lines(exercise.steps),
        "mistakes": scribe.lines(exercise.mistakes),
        "easier": _forms(exercise, Variation.Direction.EASIER, scribe),
        "harder": _forms(exercise, Variation.Direction.HARDER, scribe),
        "cautions": scribe.lines(exercise.cautions),
        "achilles_heel": exercise.achilles_heel,
        "achilles_heel_label": AchillesHeel(exercise.achilles_heel).label,
        "achilles_heel_note_html": scribe.inline(exercise.achilles_heel_note),
        "body_html": scribe.block(exercise.body),
        "evidence_html": scribe.inline(exercise.evidence),
        "figure_html": figure_or_picture(
            exercise.slug,
            exercise.picture,
            exercise.picture_alt,
            size="plate",
            motion=True,
            marks=True,
            title=exercise.title,
        ),
        "has_motion": figures.has_pose(exercise.slug),
        "has_amber": figures.has_amber(exercise.slug),
        "has_drawing": figures.has_pose(exercise.slug),
        "has_photo": has_own(exercise.slug, exercise.picture),
    }
    context |= {"sources": source_list(scribe.cited), "names_practice": scribe.names_practice}
    return {"body": render_to_string("library/parts/exercise_body.html", {"x": context})}


def _forms(exercise: Exercise, direction: str, scribe: Scribe) -> list[dict[str, Any]]:
    forms = [form for form in exercise.variations.all() if form.direction == direction]
    return [
        {
            "html": scribe.inline(form.text),
            "url": scribe.href(f"exercise:{form.to.slug}") if form.to else None,
            "title": form.to.title if form.to else "",
        }
        for form in forms
    ]


def _chapter(article: Article, scribe: Scribe) -> dict[str, Any]:
    return {
        "body": scribe.block(article.body),
        "sections": _sections(article),
    }


def _sections(article: Article) -> list[dict[str, str]]:
    return [{"id": anchor, "title": words} for anchor, words in markup.headings(article.body)]


def _place(article: Article) -> str:
    """Where an issue sits: its own plate where one is drawn, else its areas on the foot map."""
    name = f"issue-{article.slug}"
    if name in figures.PLATES:
        return f'<div class="diagram plate">{figures.plate(name)}</div>'
    return maps.issue_map(area.code for area in article.areas.all())


def _issue(article: Article, scribe: Scribe) -> dict[str, Any]:
    return {
        "stop_and_see": boxed(article.stop_and_see, scribe),
        "stop_note": scribe.inline(article.stop_note),
        "glance": [[term, scribe.inline(text)] for fact in article.at_a_glance for term, text in fact.items()],
        "begin": [row for case in article.begin_with for row in _ways(case, scribe)],
        "signs": scribe.lines(article.signs),
        "body": scribe.block(article.body),
        "suits": {suit.exercise.slug: scribe.inline(suit.note) for suit in article.suits.all()},
        "leave_out": scribe.inline(article.leave_out),
        "sections": _sections(article),
        "map": _place(article),
    }


def _ways(case: Mapping[str, str], scribe: Scribe) -> Iterator[dict[str, Any]]:
    """Where a case leads: words, url and whether something starts there; nothing once readers cannot go there."""
    for condition, text in case.items():
        live = [target for target in markup.targets(text) if scribe.href(target)]
        parsed = [found for found in map(markup.parse_target, live) if found]
        exercises = [slug for kind, slug, _ in parsed if kind == "exercise"]
        if not parsed:
            continue
        if len(exercises) > 1:
            url = f"{reverse('library:play_picks')}?{urlencode([('exercise', slug) for slug in exercises])}"
        else:
            kind, slug, _ = parsed[0]
            url = address(kind, slug) + "play/" if kind in ("exercise", "routine") else str(scribe.href(live[0]))
        starts = bool(exercises) or parsed[0][0] == "routine"
        yield {"condition": condition, "words": markup.plain(text), "url": url, "starts": starts}


def boxed(keys: Sequence[str], scribe: Scribe) -> list[dict[str, Any]]:
    """The box of a page: its warning signs, level by level; each with level, label, url (or None) and items."""
    return [
        {
            "level": level or "",
            "label": level.label if level else "",
            "url": scribe.href(signs.place_of_level(level)) if level else None,
            "items": scribe.lines(texts),
        }
        for level, texts in signs.by_level(keys, scribe.referable.signs)
    ]


def _routine(routine: Routine, scribe: Scribe) -> dict[str, Any]:
    first, rest = markup.parted(routine.body)
    return {
        # For whom it is, and what to mind: said before the steps.
        "first": scribe.block(first),
        "dose_note": scribe.inline(routine.dose_note),
        "stages": {str(stage.pk): scribe.inline(stage.note) for stage in routine.stages.all()},
        "notes": {str(step.pk): scribe.inline(step.note) for step in routine.steps.all()},
        "body": scribe.block(rest),
    }


def _note_citations(entry: Entry, keys: Sequence[str]) -> None:
    owner = type(entry).__name__.lower()
    Citation.objects.filter(**{owner: entry}).delete()
    ids = dict(Source.objects.filter(key__in=keys).values_list("key", "pk"))
    Citation.objects.bulk_create(
        Citation(source_id=ids[key], position=position, **{owner: entry})
        for position, key in enumerate(keys, start=1)
        if key in ids
    )
