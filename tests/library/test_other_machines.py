"""Several machines share a PostgreSQL: an edit on one shows on all. SQLite has one machine, which asks nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from ankles import caching
from library import publishing
from library.models import ContentVersion

SEVERAL = connection.vendor == "postgresql"


@pytest.fixture(autouse=True)
def asked_at_once(empty_shelf: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No two seconds pass in a test."""
    monkeypatch.setattr(publishing, "POLL_S", 0.0)


@pytest.mark.skipif(not SEVERAL, reason="SQLite has no other machines.")
def test_an_edit_on_another_machine_shows_on_this_one(db: None) -> None:
    publishing.OtherMachines().follow()
    here = caching.content_version_file().current().token
    ContentVersion.objects.update_or_create(pk=1, defaults={"token": "written-there"})
    publishing.OtherMachines().follow()
    assert (here != "written-there", caching.content_version_file().current().token) == (True, "written-there")


@pytest.mark.skipif(not SEVERAL, reason="SQLite has no other machines.")
def test_two_seconds_pass_before_it_is_asked_again(
    db: None, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(publishing, "POLL_S", 2.0)
    follower = publishing.OtherMachines()
    with django_assert_num_queries(1):
        for _ in range(5):
            follower.follow()


@pytest.mark.skipif(SEVERAL, reason="Here there may be other machines.")
def test_a_machine_that_is_alone_asks_nothing(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        publishing.OtherMachines().follow()
