"""What every test can use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ankles import caching, middleware
from library import loading


@pytest.fixture(autouse=True)
def empty_shelf() -> Iterator[None]:
    """No test sees a page that another test rendered."""
    middleware.SHELF.clear()
    caching.stamp().write("test", None)
    yield
    middleware.SHELF.clear()


@pytest.fixture
def guide(db: None) -> loading.Report:
    """The real guide in the test's database."""
    return loading.seed()
