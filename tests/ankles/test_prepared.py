"""A prepared query gives what its QuerySet gives, for any values, and refuses what it cannot take apart."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections
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
        lambda number: User.objects.values_list("pk"),
        lambda number: User.objects.order_by("pk").values_list("pk")[: number % 1_000_003],
    ],
    ids=["changed", "left out", "written into the SQL"],
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
