"""What the tests of seeding, exporting and drawing a release share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.library.small import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A release: the small guide as files."""
    return Folder(tmp_path / "content")
