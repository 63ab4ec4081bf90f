"""What the public pages need to know of one another: titles, addresses, who uses whom.

One catalogue per content version and process, read from the tables part by part when a page first needs that part
(one query each, whatever the amount of content). A page then needs one more query, for its own row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Min
from django.utils.safestring import SafeString

from ankles.caching import PerVersion
from library import facets, figures, publishing, referable
from library.addresses import address
from library.clock import minutes, total_s
from library.models import Area, Article, ArticleExercise, ArticleKind, Exercise, Revision, Routine, Step, Variation
from library.models.vocabulary import AchillesHeel
from library.pictures import figure_or_picture
from library.routine_finder import Needs, Way, short_version
from library.signs import Signs

Facts = dict[str, Any]


class Catalogue:
    """All published pages in short. Its lists are shared by every page: nobody changes them."""

    @cached_property
    def articles(self) -> list[Article]:
        """Chapters and issues, without their texts."""
        return list(Article.objects.published().in_order().listed())

    @cached_property
    def chapters(self) -> list[Facts]:
        """The chapters, for lists."""
        return [_article(article) for article in self.articles if article.kind == ArticleKind.CHAPTER]

    @cached_property
    def issues(self) -> list[Facts]:
        """The issues, for lists."""
        return [_article(article) for article in self.articles if article.kind == ArticleKind.ISSUE]

    @cached_property
    def exercises(self) -> list[facets.Indexed]:
        """The exercises with their finished cards and what the facets ask."""
        return [facets.Indexed(row) for row in Exercise.objects.published().in_order().cards()]

    @cached_property
    def exercise_lines(self) -> list[Facts]:
        """The exercises, for previous and next."""
        return [_line(indexed.row) for indexed in self.exercises]

    @cached_property
    def cards(self) -> dict[str, str]:
        """Finished cards by slug, in the order of the exercises."""
        return {indexed.row.slug: indexed.row.card_html for indexed in self.exercises}

    @cached_property
    def pictures(self) -> dict[str, str]:
        """The pictures that editors sent, by the slug of their exercise."""
        return {one.row.slug: one.row.picture for one in self.exercises if one.row.picture}

    @cached_property
    def routines(self) -> list[Facts]:
        """The routines, for lists."""
        return [_routine(row) for row in Routine.objects.published().in_order().defer("body", "rendered")]

    @cached_property
    def _routine_drawings(self) -> dict[str, dict[str, bool]]:
        """The drawings of each routine's exercises, each once, in order, and whether a sore heel end leaves the exercise out."""
        found: dict[str, dict[str, bool]] = defaultdict(dict)
        rows = Step.objects.values_list("routine__slug", "exercise__slug", "sides", "exercise__achilles_heel")
        for routine, exercise, sides, heel in rows:
            found[routine].setdefault(figures.drawn_as(exercise, sides), heel == AchillesHeel.NO)
        return found

    @cached_property
    def routine_drawings(self) -> dict[str, list[str]]:
        """The drawings of each routine's exercises, each once, in order."""
        return {routine: list(drawings) for routine, drawings in self._routine_drawings.items()}

    def drawings_for_all(self, routine: str) -> list[str]:
        """The drawings of a routine's exercises but for those that a sore heel end of the Achilles leaves out."""
        return [name for name, left_out in self._routine_drawings.get(routine, {}).items() if not left_out]

    def suits_everybody(self, exercise: str) -> bool:
        """Whether an exercise is in the guide and a sore heel end of the Achilles does not leave it out."""
        return self._heels.get(exercise, AchillesHeel.NO) != AchillesHeel.NO

    @cached_property
    def _heels(self) -> dict[str, str]:
        return {indexed.row.slug: indexed.row.achilles_heel for indexed in self.exercises}

    @cached_property
    def routine_ways(self) -> dict[str, list[Way]]:
        """The ways through each routine that readers see, by its slug: its stages, or all of it and its short version."""
        rows = Routine.objects.published().in_order().prefetch_related("stages", "steps__exercise")
        return {row.slug: _ways(row) for row in rows}

    @cached_property
    def routines_with(self) -> dict[str, list[Facts]]:
        """The routines that use each exercise, by its slug."""
        rows = Routine.objects.published().in_order()
        return _grouped("routine", rows.values_list("slug", "title", "steps__exercise__slug"))

    @cached_property
    def suited(self) -> dict[tuple[str, str], list[str]]:
        """Slugs of the exercises that an article lists, by (kind, slug) of the article, in order."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        rows = ArticleExercise.objects.order_by("position", "pk")
        for kind, article, exercise in rows.values_list("article__kind", "article__slug", "exercise__slug"):
            found[(kind, article)].append(exercise)
        return found

    @cached_property
    def issues_with(self) -> dict[str, list[Facts]]:
        """The issues that list each exercise, by its slug."""
        rows = Article.objects.issues().published().in_order()
        return _grouped("issue", rows.values_list("slug", "title", "suits__exercise__slug"))

    @cached_property
    def related(self) -> dict[str, set[str]]:
        """Easier and harder neighbours of each exercise, in both directions, by slug."""
        found: dict[str, set[str]] = defaultdict(set)
        pairs = Variation.objects.filter(to__isnull=False).values_list("exercise__slug", "to__slug")
        for one, other in pairs:
            if one != other:
                found[one].add(other)
                found[other].add(one)
        return found

    @cached_property
    def first_published(self) -> dict[tuple[str, str], datetime]:
        """When this site first published each page, by (kind, slug)."""
        states = Revision.objects.filter(action__in=(Revision.Action.SEEDED, Revision.Action.SAVED))
        return {
            (kind, slug): at for kind, slug, at in states.values_list("kind", "slug").annotate(Min("at")).order_by()
        }

    @cached_property
    def areas(self) -> dict[str, Area]:
        """The places of the closed list, by code."""
        return {area.code: area for area in Area.objects.in_order()}

    @cached_property
    def signs(self) -> Signs:
        """The list of warning signs."""
        return referable.signs_in_force()

    @cached_property
    def areas_of_chapters(self) -> dict[str, list[str]]:
        """Codes of the areas that each chapter is about, by its slug."""
        found: dict[str, list[str]] = defaultdict(list)
        named = Article.objects.chapters().filter(areas__isnull=False)
        for slug, code in named.values_list("slug", "areas__code"):
            found[slug].append(code)
        return found

    @cached_property
    def issues_naming(self) -> dict[str, list[str]]:
        """Slugs of the issues whose own page names an area, by code of the area."""
        found: dict[str, list[str]] = defaultdict(list)
        named = Article.objects.issues().published().in_order().filter(areas__isnull=False)
        for slug, code in named.values_list("slug", "areas__code"):
            found[code].append(slug)
        return found


def _grouped(kind: str, rows: Iterable[tuple[str, str, str]]) -> dict[str, list[Facts]]:
    """Pages by the slug of an exercise that they use, each once; from rows of (slug, title, slug of the exercise)."""
    found: dict[str, dict[str, Facts]] = defaultdict(dict)
    for slug, title, exercise in rows:
        found[exercise][slug] = {"title": title, "url": address(kind, slug)}
    return {exercise: list(pages.values()) for exercise, pages in found.items()}


def picture_in_place_of(drawing: str) -> str:
    """The picture of an exercise that readers see and nobody has drawn; empty for none. No table is asked for a drawn one."""
    return "" if figures.has_pose(drawing) else current().pictures.get(drawing, "")


def thumb_of(drawing: str) -> SafeString:
    """What shows an exercise, small, where only its slug or the name of its drawing is known."""
    return figure_or_picture(drawing, picture_in_place_of(drawing), size="thumb")


def neighbours(lines: Sequence[Facts], slug: str) -> Facts:
    """The place of a page in its list, and the pages before and after it."""
    place = next((place for place, line in enumerate(lines) if line["slug"] == slug), None)
    if place is None:
        return {"place": 0, "previous": None, "next": None}
    return {
        "place": place + 1,
        "previous": lines[place - 1] if place else None,
        "next": lines[place + 1] if place + 1 < len(lines) else None,
    }


def _line(row: Any) -> Facts:
    kind = row.kind if isinstance(row, Article) else type(row).__name__.lower()
    return {"slug": row.slug, "number": row.number, "title": row.title, "url": address(kind, row.slug)}


def _article(article: Article) -> Facts:
    return _line(article) | {
        "clinical_name": article.clinical_name,
        "summary": article.summary,
        "minutes": article.minutes,
        "where": article.where,
    }


def _ways(row: Routine) -> list[Way]:
    steps = list(row.steps.all())
    parts = [(stage.name, [step for step in steps if step.stage_id == stage.pk]) for stage in row.stages.all()]
    ways = [
        Way(name, minutes(total_s(step.plan for step in some if not step.optional)), _needs(some))
        for name, some in parts or [("", steps)]
        if some
    ] or [Way("", row.minutes, Needs())]
    if short := short_version(row.body):
        name, length, exercises = short
        kept = [step for step in steps if step.exercise.slug in exercises]
        ways = [replace(way, name=way.name or "In full") for way in ways] + [Way(name, length, _needs(kept))]
    # One step that a sore heel end leaves out, and the routine is for somebody else, whichever of its stages.
    hurts = _needs(steps).hurts_heel_end
    return [replace(way, needs=replace(way.needs, hurts_heel_end=hurts)) for way in ways]


def _needs(steps: Iterable[Step]) -> Needs:
    return Needs.of((step.exercise.equipment, step.load, step.exercise.achilles_heel) for step in steps)


def _routine(row: Routine) -> Facts:
    return _line(row) | {
        "pk": row.pk,
        "summary": row.summary,
        "minutes": row.span,
        "when_label": row.get_when_display(),
        "how_often": row.how_often,
    }


CATALOGUE = PerVersion(Catalogue)


def current() -> Catalogue:
    """The catalogue of the content version in force; one of its own for a change that is not committed."""
    return Catalogue() if publishing.is_uncommitted() else CATALOGUE.get()
