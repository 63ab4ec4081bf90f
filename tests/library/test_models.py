"""What the database refuses, with the words for it, and which rows a selection gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from library.documents import store
from library.models import (
    Area,
    Article,
    ArticleExercise,
    Exercise,
    Routine,
    Seed,
    Source,
    Stage,
    Status,
    Step,
    Variation,
)  # fmt: skip
from library.models.vocabulary import AchillesHeel, Equipment, ExerciseType, Position, When
from tests.library import small

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rows(db: None) -> None:
    """One row of each kind."""
    store.write("source", "radford-2006", small.SOURCE)
    store.write("area", "arch", small.AREA, 1)
    for (kind, slug), document in reversed(small.PAGES.items()):
        store.write(
            kind, slug, document | {"harder": []} if kind == "exercise" else document
        ) if kind == "exercise" else None
    for (kind, slug), document in small.PAGES.items():
        store.write(kind, slug, document)


BROKEN: list[tuple[type[models.Model], dict[str, Any], str]] = [
    (Exercise, {"status": "live"}, "The state is draft, published or retired."),
    (Exercise, {"title": ""}, "It needs a title."),
    (Exercise, {"type": "stretchy"}, "Choose the type from the list."),
    (Exercise, {"achilles_heel": "safe"}, "Choose an answer from the list."),
    (Exercise, {"sets_low": 3, "sets_high": 2}, "A range goes from a smaller to a larger number, both above zero. Fill in both or neither."),
    (Exercise, {"sets_low": 0, "sets_high": 2}, "A range goes from a smaller to a larger number, both above zero. Fill in both or neither."),
    (Exercise, {"rest_s_low": 30, "rest_s_high": None}, "A range goes from a smaller to a larger number, both above zero. Fill in both or neither."),
    (Exercise, {"duration_s_low": None, "duration_s_high": None, "hold_s_low": None, "hold_s_high": None},
     "Say how many, how long or how far: repetitions, hold, duration or distance."),
    (Article, {"kind": "essay"}, "An article is a chapter or an issue."),
    (Article, {"status": "live"}, "The state is draft, published or retired."),
    (Routine, {"when": "noon"}, "Choose when it fits from the list."),
    (Routine, {"minutes": 0}, "A routine lasts a minute or more."),
    (Step, {"time_s": 0}, "A step lasts a second or more, and two hours at most."),
    (Source, {"evidence": "rumour"}, "Choose the kind of evidence from the list."),
    (Source, {"checked": "never"}, "Say how far it was checked, from the list."),
    (Variation, {"direction": "sideways"}, "A form is easier or harder."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("model", "changes", "said"), BROKEN, ids=[f"{one[0].__name__} {next(iter(one[1]))}" for one in BROKEN]
)
def test_what_makes_no_sense_is_refused_by_the_database_and_in_words(
    model: type[models.Model], changes: dict[str, Any], said: str
) -> None:
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as caught:
        row.validate_constraints()
    assert said in caught.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.filter(pk=row.pk).update(**changes)


def test_an_address_is_taken_once_among_its_kind() -> None:
    for model in (Exercise, Routine):
        row = model._default_manager.first()
        assert row is not None
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    chapter = Article.objects.chapters().get()
    chapter.pk, chapter.kind = None, "issue"
    chapter.save(force_insert=True)
    assert Article.objects.filter(slug="calves").count() == 2


def test_an_exercise_stands_once_in_the_list_of_an_article() -> None:
    suit = ArticleExercise.objects.first()
    assert suit is not None
    suit.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        suit.save(force_insert=True)


def test_a_seed_stands_once_for_each_object() -> None:
    Seed.objects.create(kind="exercise", slug="x", digest="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Seed.objects.create(kind="exercise", slug="x", digest="2")


def test_a_deleted_exercise_takes_no_routine_with_it() -> None:
    with pytest.raises(models.ProtectedError):
        Exercise.objects.get(slug="toe-walk").delete()
    assert (Routine.objects.count(), Step.objects.count()) == (1, 1)


def test_a_deleted_routine_takes_its_own_steps_and_nothing_else() -> None:
    Routine.objects.get().delete()
    assert (Step.objects.count(), Stage.objects.count(), Exercise.objects.count()) == (0, 0, 2)


STATES = [
    (Status.DRAFT, None, False),
    (Status.RETIRED, None, False),
    (Status.PUBLISHED, None, True),
    (Status.PUBLISHED, NOW, True),
    (Status.PUBLISHED, NOW - timedelta(days=1), True),
    (Status.PUBLISHED, NOW + timedelta(seconds=1), False),
    (Status.DRAFT, NOW - timedelta(days=1), False),
]


@pytest.mark.parametrize(("status", "publish_at", "seen"), STATES)
def test_readers_see_what_is_published_and_due(status: str, publish_at: datetime | None, seen: bool) -> None:
    Exercise.objects.filter(slug="toe-walk").update(status=status, publish_at=publish_at)
    assert Exercise.objects.published(NOW).filter(slug="toe-walk").exists() is seen
    waits = status == Status.PUBLISHED and not seen
    assert Exercise.objects.scheduled(NOW).filter(slug="toe-walk").exists() is waits


def test_chapters_and_issues_come_in_the_order_of_their_numbers() -> None:
    store.write("chapter", "b", small.CHAPTER | {"number": 3})
    store.write("chapter", "a", small.CHAPTER | {"number": 3})
    store.write("chapter", "c", small.CHAPTER | {"number": 2})
    assert [one.slug for one in Article.objects.chapters().in_order()] == ["calves", "c", "a", "b"]
    assert [one.slug for one in Article.objects.issues()] == ["sore-arch"]


@pytest.mark.parametrize(
    ("fields", "identifier", "url"),
    [
        ({"doi": "10.1/x"}, "doi:10.1/x", "https://doi.org/10.1/x"),
        ({"pmid": "123"}, "PubMed 123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ({"pmc": "PMC1"}, "PMC1", "https://pmc.ncbi.nlm.nih.gov/articles/PMC1/"),
        ({"cochrane": "CD1"}, "CD1", ""),
        ({}, "", ""),
    ],
)
def test_a_source_links_only_where_an_identifier_is_known(fields: dict[str, str], identifier: str, url: str) -> None:
    source = Source(key="x", **fields)
    assert (source.identifier, source.url) == (identifier, url)


def test_areas_come_in_the_order_of_the_list() -> None:
    store.write("area", "heel_sides", small.AREA | {"code": "heel_sides"}, 2)
    store.write("area", "achilles_mid", small.AREA | {"code": "achilles_mid"}, 3)
    assert [area.code for area in Area.objects.in_order()] == ["arch", "heel_sides", "achilles_mid"]


def test_the_closed_vocabularies_are_those_of_the_fact_sheet() -> None:
    assert ExerciseType.values == ["dynamic", "static", "strength", "balance", "plyometric"]
    assert When.values == ["pre_run", "post_run", "any_time", "strength_day"]
    assert AchillesHeel.values == ["yes", "change", "no"]
    assert "safe" not in " ".join(AchillesHeel.labels).lower()
    assert len(Position.values) == len(set(Position.labels)) == 6
    assert len(Equipment.values) == len(set(Equipment.labels)) == 10
