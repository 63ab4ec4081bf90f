"""Who uses what, for the whole guide at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library import publishing
from library.documents import store
from library.documents.schema import PAGES
from library.models import Exercise
from library.usage import Usage
from tests.factories import (
    ChapterFactory,
    ExerciseFactory,
    IssueFactory,
    RoutineFactory,
    SourceFactory,
    StepFactory,
    SuitFactory,
    VariationFactory,
    shown,
)

pytestmark = pytest.mark.django_db


def test_every_way_of_using_a_page_counts_once_for_each_page_and_nothing_uses_itself() -> None:
    exercise = ExerciseFactory.create(slug="rise", body="See [it](exercise:rise).")
    routine = StepFactory.create(exercise=exercise, routine__title="Daily", routine__slug="daily").routine
    StepFactory.create(exercise=exercise, routine=routine, position=2, note="As [before](exercise:rise).")
    SuitFactory.create(exercise=exercise, article__title="Heel pain")
    VariationFactory.create(to=exercise, exercise__title="Easier rise")
    chapter = ChapterFactory.create(
        title="Strength", slug="strength", body="[This](exercise:rise#steps), [that](routine:daily)."
    )
    IssueFactory.create(title="Sore", programme="daily", signs=["As in [strength](chapter:strength)."])
    ExerciseFactory.create(title="Named alike", body="[Another](exercise:rise-and-fall)")
    usage = Usage()
    assert [(page.kind, page.title) for page in usage.of("exercise", "rise")] == [
        ("chapter", "Strength"),
        ("exercise", "Easier rise"),
        ("issue", "Heel pain"),
        ("routine", "Daily"),
    ]
    assert [page.title for page in usage.of("routine", "daily")] == ["Strength", "Sore"]
    assert [page.title for page in usage.of("chapter", "strength")] == ["Sore"]
    assert usage.of("chapter", "strength")[0].kind == "issue"
    assert usage.times("exercise", "rise") == 4
    assert usage.times("issue", "strength") == usage.times("exercise", "nobody") == 0
    assert usage.used("exercise") == {"rise", "rise-and-fall"}
    assert (chapter.kind, chapter.pk) not in {(page.kind, page.pk) for page in usage.of("chapter", "strength")}


def test_a_source_counts_the_pages_that_cite_it() -> None:
    source, other = SourceFactory.create(), SourceFactory.create()
    words = f"A claim.[@{source.key}] And one more.[@{source.key}]"
    shown(ChapterFactory.create(title="Calves", body=words), RoutineFactory.create(title="Daily", body=words))
    usage = Usage()
    assert [page.title for page in usage.of("source", source.key)] == ["Calves", "Daily"]
    assert usage.times("source", other.key) == 0


def test_it_says_of_every_page_of_the_guide_what_is_said_before_that_page_is_retired(guide: object) -> None:
    usage = Usage()
    differing = [
        (kind, store.slug_of(row))
        for kind in (*PAGES, "source")
        for row in store.rows(kind)
        if {(page.kind, page.pk) for page in usage.of(kind, store.slug_of(row))}
        != {(store.kind_of(user), user.pk) for user in publishing.used_in(row)}
    ]
    assert differing == []
    assert sum(usage.times("exercise", row.slug) for row in Exercise.objects.all()) > 100


def test_it_asks_as_often_for_40_pages_as_for_10() -> None:
    asked = []
    for more in (10, 30):
        for _ in range(more):
            exercise = ExerciseFactory.create()
            StepFactory.create(exercise=exercise)
            ChapterFactory.create(body=f"[It](exercise:{exercise.slug})")
        with CaptureQueriesContext(connection) as queries:
            Usage()
        asked.append(len(queries))
    assert asked == [15, 15]
