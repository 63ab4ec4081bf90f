"""A fault in any content file names file, line and field, and nothing is half loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from ankles import caching
from library import figures, loading
from library.documents import files
from library.documents.files import ContentError
from library.models import Exercise, Revision, Seed
from tests.library.small import OBJECTS, Folder, line_with, rows

pytestmark = pytest.mark.django_db


# --- Faults ----------------------------------------------------------------------------------


def test_a_fault_names_file_line_and_field_and_nothing_is_half_loaded(folder: Folder) -> None:
    folder.page("exercise", "toe-walk")["type"] = "stretchy"
    folder.write()
    with pytest.raises(ContentError) as caught:
        loading.seed(folder.path)
    line = line_with(folder, "exercises/toe-walk.md", "stretchy")
    assert caught.value.faults == [
        f"exercises/toe-walk.md, line {line}, type: 'stretchy' is not one of dynamic, static, strength, balance, plyometric"
    ]
    assert set(rows().values()) == {0}
    assert not Seed.objects.exists()
    assert not Revision.objects.exists()


def test_a_fault_in_a_later_release_leaves_the_whole_guide_as_it_was(folder: Folder) -> None:
    loading.seed(folder.path)
    folder.page("exercise", "toe-walk")["summary"] = "Changed."
    folder.page("issue", "sore-arch")["body"] = "It is cured by rest."
    folder.write()
    with pytest.raises(ContentError, match=r"issues/sore-arch\.md"):
        loading.seed(folder.path)
    assert Exercise.objects.get(slug="toe-walk").summary == "Walk on your toes."
    assert Revision.objects.count() == OBJECTS


@pytest.mark.django_db(transaction=True)
def test_a_seeding_that_breaks_in_the_middle_leaves_nothing_behind(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_room(*args: object) -> None:
        raise OSError("no space left on device")

    version = caching.content_version_file().current()
    monkeypatch.setattr(loading, "_remember", out_of_room)
    with pytest.raises(OSError, match="no space left"):
        loading.seed(folder.path)
    assert set(rows().values()) == {0}
    assert caching.content_version_file().current() == version


def test_one_run_shows_every_fault_of_every_file(folder: Folder) -> None:
    folder.page("exercise", "toe-walk")["covers"] = ["X2"]
    folder.page("chapter", "calves")["number"] = 0
    folder.lists["source"][0]["evidence"] = "rumour"
    folder.write()
    with pytest.raises(ContentError) as caught:
        loading.seed(folder.path)
    assert [fault.partition(":")[0] for fault in caught.value.faults] == [
        f"sources.yaml, line {line_with(folder, 'sources.yaml', 'rumour')}, evidence",
        f"chapters/calves.md, line {line_with(folder, 'chapters/calves.md', 'number')}, number",
        f"exercises/toe-walk.md, line {line_with(folder, 'exercises/toe-walk.md', 'X2')}, covers, item 1",
    ]


REFERENCES = [
    ("routine", "warm-up", {"steps": [{"exercise": "no-such", "dose": {"reps": 1, "sides": "both"}, "time_s": 3}]},
     "steps, item 1, exercise: there is no exercise 'no-such'"),
    ("issue", "sore-arch", {"areas": ["elbow"]}, "areas, item 1: there is no area 'elbow'"),
    ("chapter", "calves", {"body": "See [this](issue:nowhere).", "covers": {}},
     "body: (issue:nowhere): there is no such issue"),
    ("exercise", "calf-stretch", {"evidence": "Shown.[@made-up-2020]"},
     "evidence: [@made-up-2020]: no source has this key"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "slug", "change", "said"), REFERENCES, ids=["slug", "area", "link", "source"])
def test_a_reference_to_nothing_is_named_with_its_place(
    folder: Folder, kind: str, slug: str, change: dict[str, object], said: str
) -> None:
    folder.page(kind, slug).update(change)
    folder.lists["term"] = []
    folder.write()
    with pytest.raises(ContentError) as caught:
        loading.seed(folder.path)
    needle = {"routine": "no-such", "issue": "elbow", "chapter": "nowhere", "exercise": "made-up"}[kind]
    name = files.file_name(kind, slug)
    assert caught.value.faults == [f"{name}, line {line_with(folder, name, needle)}, {said}"]
    assert set(rows().values()) == {0}


def test_a_drawing_that_cannot_be_drawn_is_a_fault_of_the_content(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "poses").mkdir()
    (tmp_path / "poses" / "toe-walk.yaml").write_text("title: nothing else\n")
    monkeypatch.setattr("library.figures.exercises.POSES", tmp_path / "poses")
    figures.figure.cache_clear()
    monkeypatch.setattr("library.figures.exercises.solved_pose", figures.exercises.solved_pose.__wrapped__)
    try:
        with pytest.raises(ContentError) as caught:
            loading.seed(folder.path)
    finally:
        figures.figure.cache_clear()
    assert [fault.partition(":")[0] for fault in caught.value.faults] == ["poses/toe-walk.yaml"]
    assert set(rows().values()) == {0}
