"""What pages know of one another: read once per content version, never from what is not committed."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from ankles import caching
from library import catalogue, drafts, loading, publishing
from library.admin import preview
from library.documents import store
from tests.factories import every_entry
from tests.library import small


def test_the_catalogue_is_read_once_for_all_pages_of_a_version(
    guide: loading.Report, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Client().get("/exercises/toe-walk/")
    with django_assert_num_queries(1):
        Client().get("/exercises/heel-walk/")
    Client().get("/guide/why-ankles/")
    with django_assert_num_queries(1):
        Client().get("/guide/how-the-ankle-works/")


def test_a_new_version_has_a_new_catalogue(guide: loading.Report) -> None:
    before = catalogue.current()
    assert catalogue.current() is before
    caching.content_version_file().write("edited", None)
    assert catalogue.current() is not before


@pytest.mark.django_db(transaction=True)
def test_what_an_editor_only_previews_never_reaches_other_readers(client: Client, rf: RequestFactory) -> None:
    store.write("source", "radford-2006", small.SOURCE)
    store.write("exercise", "toe-walk", small.TOE_WALK | {"harder": []})
    publishing.render_again(every_entry())
    # As the desk does it: written and shown inside a transaction that is then rolled back.
    with transaction.atomic():
        document = small.TOE_WALK | {"harder": [], "title": "Zebra hops", "number": 2, "status": "draft"}
        row = store.write("exercise", "zebra-hops", document)
        assert "Zebra hops" in preview.page_of_text(drafts.of_row(row), rf.get("/admin/"))
        transaction.set_rollback(True)
    paths = ("/exercises/", "/exercises/toe-walk/", "/search/?q=zebra")
    assert [path for path in paths if "zebra-hops" in client.get(path).content.decode()] == []


@pytest.mark.parametrize(
    ("slug", "expected"),
    [("a", (1, None, "b")), ("b", (2, "a", "c")), ("c", (3, "b", None)), ("nowhere", (0, None, None))],
)
def test_neighbours_are_the_pages_before_and_after(slug: str, expected: tuple[int, str | None, str | None]) -> None:
    found = catalogue.neighbours([{"slug": one} for one in "abc"], slug)
    names = [found[side] and found[side]["slug"] for side in ("previous", "next")]
    assert (found["place"], *names) == expected
