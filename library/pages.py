"""What the templates of the public pages get: computed values, in few queries, the same number for any amount of content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from library import figures, maps, markup
from library.addresses import address
from library.meta import day
from library.models import Area, Article, ArticleKind, Citation, Equipment, Exercise, Routine, Source, Step, Term
from library.rendering import NO_EQUIPMENT, labels, source_facts

Facts = dict[str, Any]
HERO = "calf-stretch-straight"
FIRST_ROUTINE = "before-a-run"
FILM_FRAMES = 6


def home() -> Facts:
    """The first page in four queries."""
    articles = list(Article.objects.published().in_order().listed())
    shown = list(Routine.objects.published().in_order().defer("body", "rendered"))
    first = next((routine for routine in shown if routine.slug == FIRST_ROUTINE), shown[0] if shown else None)
    return {
        "routine": _film(first) if first else None,
        "issues": [_listed(article) for article in articles if article.kind == ArticleKind.ISSUE],
        "chapters": [_listed(article) for article in articles if article.kind == ArticleKind.CHAPTER],
        "counts": {
            "exercises": Exercise.objects.published().count(),
            "issues": sum(1 for article in articles if article.kind == ArticleKind.ISSUE),
            "routines": len(shown),
        },
        "foot_map_html": foot_map(articles),
        "hero_figure_html": safe(figures.figure(HERO, size="plate", marks=True, title="Calf stretch at a wall")),
    }


def chapters() -> list[Facts]:
    """All chapters, for a list."""
    return [_listed(article) for article in Article.objects.chapters().published().in_order().listed()]


def issues() -> list[Facts]:
    """All issues, for a list."""
    return [_listed(article) for article in Article.objects.issues().published().in_order().listed()]


def chapter(article: Article) -> Facts:
    """One chapter, with the list of all and the exercises it names."""
    every = chapters()
    for one in every:
        one["current"] = one["slug"] == article.slug
    cards = [
        exercise.card_html
        for exercise in Exercise.objects.published()
        .filter(suited_by__article=article)
        .order_by("suited_by__position")
        .cards()
    ]
    return {
        "chapter": {
            "title": article.title,
            "number": article.number,
            "of": len(every),
            "minutes": article.minutes,
            "summary": article.summary,
            "body_html": safe(article.rendered["body"]),
            "sections": article.rendered["sections"],
            "edited": day(article.edited_at),
        },
        "chapters": every,
        **_neighbours(every, article.slug),
        "sources_html": safe(article.rendered["sources"]),
        "exercises_html": safe("".join(cards)),
    }


def issue(article: Article) -> Facts:
    """One issue, with the exercises that suit and its neighbours."""
    every = issues()
    rendered = article.rendered
    suiting = article.suits.select_related("exercise").order_by("position")
    return {
        "issue": {
            "title": article.title,
            "number": article.number,
            "of": len(every),
            "clinical_name": article.clinical_name,
            "summary": article.summary,
            "at_a_glance": [(term, safe(text)) for term, text in rendered["glance"]],
            "stop_and_see": [safe(text) for text in rendered["stop_and_see"]],
            "stop_note_html": safe(rendered["stop_note"]),
            "signs": [safe(text) for text in rendered["signs"]],
            "body_html": safe(rendered["body"]),
            "leave_out_html": safe(rendered["leave_out"]),
            "edited": day(article.edited_at),
            "sections": rendered["sections"],
            "map_html": safe(rendered["map"]),
        },
        "suits": [
            _exercise_line(suit.exercise) | {"note_html": safe(rendered["suits"].get(suit.exercise.slug, ""))}
            for suit in suiting
            if suit.exercise.is_live
        ],
        "sources_html": safe(rendered["sources"]),
        **_neighbours(every, article.slug),
    }


def exercise(row: Exercise) -> Facts:
    """One exercise: its finished page, where it is used, what goes with it."""
    every = [
        {"slug": slug, "number": number, "title": title, "url": address("exercise", slug)}
        for slug, number, title in Exercise.objects.published().in_order().values_list("slug", "number", "title")
    ]
    used = Routine.objects.published().filter(steps__exercise=row).in_order().distinct().values_list("slug", "title")
    suited = Article.objects.issues().published().filter(suits__exercise=row).in_order().values_list("slug", "title")
    related = Exercise.objects.published().related_to(row).in_order().values_list("card_html", flat=True)
    return {
        "exercise": {
            "title": row.title,
            "number": _place(every, row.slug),
            "of": len(every),
            "body_html": safe(row.rendered["body"]),
            "edited": day(row.edited_at),
        },
        "routines": [{"title": title, "url": address("routine", slug)} for slug, title in used],
        "issues": [{"title": title, "url": address("issue", slug)} for slug, title in suited],
        "related_html": safe("".join(card for card in related[:4])),
        **_neighbours(every, row.slug),
    }


def routines(with_figures: bool = False) -> list[Facts]:
    """All routines, for a list; with the first figures of each when asked."""
    rows = Routine.objects.published().in_order().defer("body", "rendered")
    found = [_routine_line(row) for row in rows]
    if with_figures:
        slugs: dict[str, list[str]] = {}
        for routine, slug in Step.objects.values_list("routine__slug", "exercise__slug"):
            names = slugs.setdefault(routine, [])
            if slug not in names:
                names.append(slug)
        for line in found:
            line["figures_html"] = [
                safe(figures.figure(slug, size="thumb")) for slug in slugs.get(line["slug"], [])[:5]
            ]
    return found


def routine(row: Routine) -> Facts:
    """One routine with its stages, and what else a reader may want."""
    every = routines()
    steps = list(row.steps.select_related("exercise"))
    stages = [
        {
            "name": stage.name,
            "note_html": safe(row.rendered["stages"].get(str(stage.pk), "")),
            "steps": _steps(row, [step for step in steps if step.stage_id == stage.pk]),
        }
        for stage in row.stages.all()
    ] or [{"name": "", "note_html": "", "steps": _steps(row, steps)}]
    return {
        "routine": {
            "title": row.title,
            "number": _place(every, row.slug),
            "of": len(every),
            "summary": row.summary,
            "minutes": row.minutes,
            "how_often": row.how_often,
            "when_label": row.get_when_display(),
            "kit_words": kit_words(steps),
            "body_html": safe(row.rendered["body"]),
            "dose_note_html": safe(row.rendered["dose_note"]),
            "edited": day(row.edited_at),
        },
        "stages": stages,
        "sources_html": safe(row.rendered["sources"]),
        **_neighbours(every, row.slug),
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
    return [source_facts(row) | {"used_in": list(used[row.pk].values())} for row in rows if row.pk in used]


def terms(rows: Iterable[Term]) -> list[Facts]:
    """The glossary."""
    found = []
    for row in rows:
        target = markup.parse_target(row.see)
        url = address(target[0], target[1]) + (f"#{target[2]}" if target[2] else "") if target else ""
        found.append({"term": row.term, "plain": row.plain, "text": row.text, "url": url})
    return found


def foot_map(articles: Iterable[Article]) -> SafeString:
    """The foot map with its regions leading to issue pages; one query."""
    titles = {article.slug: article.title for article in articles if article.kind == ArticleKind.ISSUE}
    return maps.guide_map(dict(Area.objects.values_list("code", "issue")), titles)


def kit_words(steps: Iterable[Step]) -> str:
    """What a routine needs, in words: `wall, towel` or `nothing`."""
    needed = {thing for step in steps for thing in step.exercise.equipment}
    words = [str(label).lower() for value, label in Equipment.choices if value in needed]
    return ", ".join(words) or "nothing"


def clock(seconds: int) -> str:
    """A time as minutes and seconds: 1:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def safe(html: str) -> SafeString:
    """Mark HTML that our own rendering made from checked content."""
    return mark_safe(html)


def _listed(article: Article) -> Facts:
    return {
        "slug": article.slug,
        "number": article.number,
        "title": article.title,
        "clinical_name": article.clinical_name,
        "summary": article.summary,
        "minutes": article.minutes,
        "url": address(article.kind, article.slug),
        "where": article.where,
    }


def _film(routine: Routine) -> Facts:
    steps = list(routine.steps.select_related("exercise").defer("exercise__rendered", "exercise__card_html"))
    frames = [
        {
            "title": step.exercise.title,
            "url": address("exercise", step.exercise.slug),
            "dose": step.dose.words(),
            "figure_html": safe(figures.figure(step.exercise.slug, size="card")),
        }
        for step in steps[:FILM_FRAMES]
    ]
    return _routine_line(routine) | {"kit_words": kit_words(steps), "steps": frames}


def _routine_line(routine: Routine) -> Facts:
    return {
        "slug": routine.slug,
        "number": routine.number,
        "title": routine.title,
        "url": address("routine", routine.slug),
        "summary": routine.summary,
        "minutes": routine.minutes,
        "when_label": routine.get_when_display(),
        "how_often": routine.how_often,
    }


def _exercise_line(exercise: Exercise) -> Facts:
    return {
        "title": exercise.title,
        "url": address("exercise", exercise.slug),
        "type": exercise.type,
        "type_label": exercise.get_type_display(),
        "dose": exercise.dose.words(),
        "equipment": ", ".join(labels(Equipment, exercise.equipment)) or NO_EQUIPMENT,
        "figure_html": safe(figures.figure(exercise.slug, size="thumb")),
    }


def _steps(routine: Routine, steps: Sequence[Step]) -> list[Facts]:
    notes = routine.rendered["notes"]
    return [
        _exercise_line(step.exercise)
        | {
            "number": number,
            "dose": step.dose.words(),
            "time": clock(step.time_s),
            "note_html": safe(notes.get(str(step.pk), "")),
            "optional": step.optional,
        }
        for number, step in enumerate(steps, start=1)
    ]


def _place(every: Sequence[Facts], slug: str) -> int:
    return next((place for place, one in enumerate(every, start=1) if one["slug"] == slug), 0)


def _neighbours(every: Sequence[Facts], slug: str) -> Facts:
    place = _place(every, slug)
    return {
        "previous": every[place - 2] if place > 1 else None,
        "next": every[place] if 0 < place < len(every) else None,
    }
