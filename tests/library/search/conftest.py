"""The index of the real guide, made once in a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from library.search import INDEX_IN_FORCE, corpus
from library.search.index import Index, build
from tests.snapshot import Snapshot


def pytest_itemcollected(item: pytest.Item) -> None:
    """Have the tables made for whoever asks for the index, also where no other test of the run needs them."""
    if "index" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def index(guide_snapshot: Snapshot, django_db_blocker: DjangoDbBlocker) -> Index:
    """The index of the guide as it is released. Needs no database afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        guide_snapshot.put()
        made = build(corpus.published_corpus())
        transaction.set_rollback(True)
    return made


@pytest.fixture(autouse=True)
def no_index() -> Iterator[None]:
    """No test searches another test's tables."""
    INDEX_IN_FORCE.clear()
    yield
    INDEX_IN_FORCE.clear()
