"""What every test can use."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from ankles import caching, middleware
from library import loading


@pytest.fixture(autouse=True)
def empty_shelf() -> Iterator[None]:
    """No test sees a page that another test rendered."""
    forget_pages()
    yield
    forget_pages()


def forget_pages() -> None:
    """Forget every kept page, in memory and on disk, and what was known of the content."""
    middleware.SHELF.clear()
    middleware.ARCHIVE.clear()
    caching.stamp().write(secrets.token_hex(4), None)


@pytest.fixture
def guide(db: None) -> loading.Report:
    """The real guide in the test's database."""
    return loading.seed()
