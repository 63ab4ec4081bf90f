"""The guide written back: not a byte of it changes but for what an editor changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from library import exporting, loading, publishing
from library.documents.files import CONTENT
from library.models import Routine, Term
from tests.library.small import OBJECTS, Folder
from tests.library.test_loading import edit_title, summary

pytestmark = pytest.mark.django_db


def test_seed_then_export_changes_no_byte_of_the_real_content(guide: loading.Report, tmp_path: Path) -> None:
    written = exporting.export_guide(tmp_path)
    names = sorted(str(path.relative_to(CONTENT)) for path in CONTENT.rglob("*") if path.is_file())
    content = [name for name in names if not name.startswith("poses/")]
    assert written == content
    different = [name for name in content if (CONTENT / name).read_bytes() != (tmp_path / name).read_bytes()]
    assert different == []


def test_an_editors_change_is_exported_as_a_small_diff(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    loading.seed(folder.path)
    before = folder.texts()
    edit_title("toe-walk", "Tiptoe walks")
    call_command("export_guide", folder=folder.path)
    after = folder.texts()
    assert capsys.readouterr().out.splitlines() == ["exercises/toe-walk.md", "1 files changed."]
    assert {name for name in after if after[name] != before[name]} == {"exercises/toe-walk.md"}
    assert after["exercises/toe-walk.md"] == before["exercises/toe-walk.md"].replace("title: Toe", "title: Tiptoe")


def test_the_file_of_a_deleted_page_is_taken_away_by_the_export(folder: Folder) -> None:
    loading.seed(folder.path)
    publishing.deleted(Routine.objects.get(), None)
    assert exporting.export_guide(folder.path) == ["routines/warm-up.md"]
    assert not (folder.path / "routines/warm-up.md").exists()


def test_a_list_whose_last_entry_was_deleted_can_be_seeded_again(folder: Folder) -> None:
    loading.seed(folder.path)
    publishing.deleted(Term.objects.get(), None)
    assert exporting.export_guide(folder.path) == ["glossary.yaml"]
    assert summary(loading.seed(folder.path)) == {"same": OBJECTS - 1}


def test_an_export_of_empty_tables_deletes_nothing(folder: Folder) -> None:
    before = folder.texts()
    with pytest.raises(CommandError, match="Nothing was written: the tables hold no guide yet"):
        call_command("export_guide", folder=folder.path)
    assert folder.texts() == before
