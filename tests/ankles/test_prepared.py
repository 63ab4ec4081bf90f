"""A prepared query gives what its QuerySet gives, for any values, and refuses what it cannot take apart."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections, models
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from ankles.accounts.models import User
from ankles.prepared import NotPreparable, Prepared
from library.models import Exercise
from tests.factories import ExerciseFactory, UserFactory

pytestmark = pytest.mark.django_db


def joined(since: date, among: Sequence[int]) -> QuerySet[Any, Any]:
    """People of these numbers who joined from a day on."""
    rows = User.objects.filter(joined_at__date__gte=since, pk__in=among)
    return rows.order_by("pk").values_list("pk", "email", "joined_at")


def test_rows_are_those_of_the_queryset_with_their_types() -> None:
    people = [UserFactory() for _ in range(3)]
    today = people[0].joined_at.date()
    prepared = Prepared(joined)
    for day, numbers in (
        (today, [people[0].pk, people[2].pk]),
        (today, [people[1].pk]),
        (today + timedelta(2), [1, 2]),
    ):
        assert prepared(day, numbers) == list(joined(day, numbers))


def test_it_is_compiled_once_for_each_length_and_asks_one_query() -> None:
    compiled = 0

    def build(among: Sequence[int]) -> QuerySet[Any, Any]:
        nonlocal compiled
        compiled += 1
        return User.objects.filter(pk__in=among).values_list("pk")

    prepared = Prepared(build)
    with CaptureQueriesContext(connection) as asked:
        for numbers in ([1, 2], [3, 4], [5, 6], [7]):
            prepared(numbers)
    assert (len(asked), compiled) == (4, 4)  # twice for two lengths


def test_lists_in_the_rows_come_out_as_lists() -> None:
    ExerciseFactory(tissues=["soleus"], number=7)
    rows = Prepared(lambda number: Exercise.objects.filter(number=number).values_list("tissues", "slug"))(7)
    assert [tissues for tissues, _ in rows] == [["soleus"]]


def test_a_constant_that_looks_like_nothing_in_particular_stays_a_constant() -> None:
    person = UserFactory(weekly_aim=3)
    rows = Prepared(lambda pk: User.objects.filter(pk=pk, weekly_aim=3).values_list("pk"))(person.pk)
    assert rows == [(person.pk,)]


@pytest.mark.parametrize(
    "build",
    [
        lambda number: User.objects.filter(pk=number + 1).values_list("pk"),
        lambda number: User.objects.filter(pk=number, weekly_aim=number % 7).values_list("pk"),
        lambda number: User.objects.values_list("pk"),
        lambda number: User.objects.order_by("pk").values_list("pk")[: number % 1_000_003],
    ],
    ids=["changed", "changed beside itself", "left out", "written into the SQL"],
)
def test_a_value_that_does_not_come_out_as_it_went_in_is_refused(build: Any) -> None:
    with pytest.raises(NotPreparable):
        Prepared(build)(5)


def test_a_list_as_long_as_an_import_is_compiled_at_once_and_not_kept() -> None:
    prepared = Prepared(lambda among: User.objects.filter(pk__in=among).values_list("pk"))
    person = UserFactory()
    began = time.process_time()
    assert prepared([*range(person.pk, person.pk + 20_000)]) == [(person.pk,)]
    assert time.process_time() - began < 3
    assert [shape for kept, shape in connections["default"].__dict__["_prepared"] if kept is prepared] == []


def by_number(number: Any) -> QuerySet[Any, Any]:
    """People of this number."""
    return User.objects.filter(pk=number).values_list("pk")


class Number(int):
    """A number that may compare as it likes."""


@pytest.mark.parametrize(
    "value",
    [None, True, False, 1.5, Decimal(1), uuid.UUID(int=7, version=4), b"a", {"a": 1}, {1, 2}, [], [1, None], [1, True], ["a"], Number(1),
     timedelta(days=1), datetime(2026, 11, 22, 12)],  # noqa: DTZ001 (without a zone, to be refused)
    ids=repr,
)  # fmt: skip
def test_a_value_it_was_not_made_for_is_refused_and_nothing_is_asked(value: Any) -> None:
    prepared = Prepared(by_number)
    prepared(1)
    with CaptureQueriesContext(connection) as asked, pytest.raises(NotPreparable):
        prepared(value)
    assert len(asked) == 0


@pytest.mark.parametrize("value", [{"note": "sore since Tuesday"}, ["sore since Tuesday"]], ids=["a note", "a list"])
def test_no_note_of_a_runner_stands_in_the_words_of_a_refusal(value: Any) -> None:
    with pytest.raises(NotPreparable) as refused:
        Prepared(by_number)(value)
    assert "sore" not in str(refused.value)


def test_a_word_of_a_closed_list_is_a_word() -> None:
    person = UserFactory(email="ana@example.org")
    rows = Prepared(lambda email: User.objects.filter(email=email).values_list("pk"))
    assert rows(Word.ANA) == rows("ana@example.org") == [(person.pk,)]


class Word(models.TextChoices):
    """A closed list."""

    ANA = "ana@example.org"


@pytest.mark.parametrize(
    "build",
    [
        lambda number: User.objects.filter(pk=number),
        lambda number: User.objects.filter(pk=number).values("pk"),
        lambda number: User.objects.filter(pk=number).values_list("pk", flat=True),
        lambda number: User.objects.filter(pk=number).values_list("pk", named=True),
        lambda number: User.objects.filter(pk=number).select_for_update().values_list("pk"),
        lambda number: User.objects.using("elsewhere").filter(pk=number).values_list("pk"),
    ],
    ids=["rows of a model", "dictionaries", "bare values", "named tuples", "a lock", "another database"],
)
def test_a_query_that_gives_no_plain_tuples_is_refused(build: Any) -> None:
    with pytest.raises(NotPreparable):
        Prepared(build)(1)
