"""Seeding: what a release brings, what an editor keeps, what a fault leaves untouched."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoCaptureOnCommitCallbacks

from ankles import caching
from library import exporting, loading, publishing
from library.documents import files, store
from library.models import Area, Article, Exercise, Revision, Routine, Seed, Status
from tests.library.small import OBJECTS, Folder, summary

pytestmark = pytest.mark.django_db


def edit_title(slug: str, title: str) -> None:
    """An editor's change of an exercise."""
    exercise = Exercise.objects.get(slug=slug)
    exercise.title = title
    exercise.save()
    publishing.record_change(exercise, None)


# --- The real content ------------------------------------------------------------------------


def test_the_real_content_fills_empty_tables_with_everything_and_leaves_nothing(guide: loading.Report) -> None:
    assert (guide.changed, guide.retired, guide.left, guide.gone, guide.same) == ([], [], [], [], 0)
    assert Exercise.objects.published().count() == 30
    assert Article.objects.issues().published().count() == 10
    assert Routine.objects.published().count() == 14
    assert Area.objects.count() == 26
    assert Revision.objects.count() == len(guide.made) == Seed.objects.exclude(kind="rendering").count()


# --- Twice -----------------------------------------------------------------------------------


def test_seeding_twice_changes_nothing(
    folder: Folder, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = loading.seed(folder.path)
    version, before = caching.content_version_file().current(), list(Exercise.objects.order_by("slug").values())
    with django_capture_on_commit_callbacks(execute=True):
        again = loading.seed(folder.path)
    assert (len(first.made), first.rendered) == (OBJECTS, 5)
    assert summary(again) == {"same": OBJECTS}
    assert list(again.lines()) == [f"The guide is up to date ({OBJECTS} objects)."]
    assert caching.content_version_file().current() == version
    assert list(Exercise.objects.order_by("slug").values()) == before
    assert Revision.objects.count() == OBJECTS


def test_an_untouched_row_follows_the_release(folder: Folder) -> None:
    loading.seed(folder.path)
    folder.page("exercise", "toe-walk")["steps"] = ["Rise.", "Walk.", "Rest."]
    folder.write()
    report = loading.seed(folder.path)
    assert summary(report) == {"changed": ["exercise toe-walk"], "same": OBJECTS - 1, "rendered": 5}
    row = Exercise.objects.get(slug="toe-walk")
    assert row.steps == ["Rise.", "Walk.", "Rest."]
    assert "Rest." in row.rendered["body"]
    assert Exercise.objects.count() == 2


def test_a_new_file_becomes_a_page(folder: Folder) -> None:
    loading.seed(folder.path)
    folder.pages[("exercise", "heel-walk")] = folder.page("exercise", "toe-walk") | {"title": "Heel walks", "number": 3}
    folder.write()
    assert summary(loading.seed(folder.path)) == {"made": ["exercise heel-walk"], "same": OBJECTS, "rendered": 6}
    assert Exercise.objects.published().filter(slug="heel-walk").exists()


def test_a_row_that_an_editor_changed_elsewhere_takes_what_the_release_corrects(folder: Folder) -> None:
    loading.seed(folder.path)
    edit_title("toe-walk", "Tiptoe walks")
    folder.page("exercise", "toe-walk")["summary"] = "From the release."
    folder.write()
    report = loading.seed(folder.path)
    assert summary(report) == {"taken": ["exercise toe-walk"], "same": OBJECTS - 1, "rendered": 5}
    row = Exercise.objects.get(slug="toe-walk")
    assert (row.title, row.summary) == ("Tiptoe walks", "From the release.")
    again = loading.seed(folder.path)
    assert summary(again) == {"left": ["exercise toe-walk"], "same": OBJECTS - 1}
    assert "Changed by an editor and left alone: exercise toe-walk." in list(again.lines())


def test_a_change_that_the_release_takes_over_follows_releases_again(folder: Folder) -> None:
    loading.seed(folder.path)
    edit_title("toe-walk", "Tiptoe walks")
    exporting.export_guide(folder.path)
    assert summary(loading.seed(folder.path)) == {"same": OBJECTS}
    folder.page("exercise", "toe-walk").update(title="Tiptoe walks", summary="Next release.")
    folder.write()
    assert loading.seed(folder.path).changed == ["exercise toe-walk"]


def test_a_changed_step_of_a_routine_counts_as_a_change_of_the_routine(folder: Folder) -> None:
    loading.seed(folder.path)
    routine = Routine.objects.get()
    step = routine.steps.get()
    step.time_s = 40
    step.save()
    folder.page("routine", "warm-up")["how_often"] = "before every run"
    folder.write()
    assert loading.seed(folder.path).taken == ["routine warm-up"]
    assert Routine.objects.get().steps.get().time_s == 40


def test_what_an_editor_deleted_stays_deleted(folder: Folder) -> None:
    loading.seed(folder.path)
    publishing.deleted(Routine.objects.get(), None)
    report = loading.seed(folder.path)
    assert report.gone == ["routine warm-up"]
    assert "Deleted by an editor and not brought back: routine warm-up." in list(report.lines())
    folder.page("routine", "warm-up")["summary"] = "A later release."
    folder.write()
    assert loading.seed(folder.path).gone == ["routine warm-up"]
    assert not Routine.objects.exists()


def test_a_page_whose_file_was_dropped_is_retired_and_named(folder: Folder) -> None:
    loading.seed(folder.path)
    del folder.pages[("routine", "warm-up")]
    folder.write()
    report = loading.seed(folder.path)
    assert summary(report) == {"retired": ["routine warm-up"], "same": OBJECTS - 1, "rendered": 5}
    assert Routine.objects.get().status == Status.RETIRED
    assert summary(loading.seed(folder.path)) == {"same": OBJECTS - 1}


def test_a_changed_page_whose_file_was_dropped_stays(folder: Folder) -> None:
    loading.seed(folder.path)
    edit_title("calf-stretch", "Wall stretch")
    del folder.pages[("exercise", "calf-stretch")]
    folder.page("exercise", "toe-walk").pop("harder")
    folder.write()
    assert loading.seed(folder.path).retired == []
    assert Exercise.objects.get(slug="calf-stretch").status == Status.PUBLISHED


def test_a_page_that_comes_back_in_a_later_release_is_published_again(folder: Folder) -> None:
    loading.seed(folder.path)
    page = folder.pages.pop(("routine", "warm-up"))
    folder.write()
    loading.seed(folder.path)
    folder.pages[("routine", "warm-up")] = page
    folder.write()
    assert loading.seed(folder.path).changed == ["routine warm-up"]
    assert Routine.objects.get().status == Status.PUBLISHED


def test_a_page_that_an_editor_made_is_not_overwritten_by_a_file_of_the_same_name(folder: Folder) -> None:
    loading.seed(folder.path)
    store.write("exercise", "heel-walk", folder.page("exercise", "toe-walk") | {"title": "Mine"})
    folder.pages[("exercise", "heel-walk")] = folder.page("exercise", "toe-walk") | {"title": "Theirs", "number": 3}
    folder.write()
    report = loading.seed(folder.path)
    assert summary(report) == {"waiting": ["exercise heel-walk (title, number)"], "same": OBJECTS}
    assert Exercise.objects.get(slug="heel-walk").title == "Mine"


def test_exercises_may_lead_to_each_other_in_a_circle(folder: Folder) -> None:
    folder.page("exercise", "calf-stretch")["easier"] = [{"text": "Walk first.", "to": "toe-walk"}]
    folder.write()
    loading.seed(folder.path)
    found = set(Exercise.objects.values_list("slug", "variations__to__slug"))
    assert found == {("toe-walk", "calf-stretch"), ("calf-stretch", "toe-walk")}


def test_a_release_that_renders_differently_renders_every_page_again(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading.seed(folder.path)
    monkeypatch.setattr(loading, "_code_digest", lambda: "another release")
    assert summary(loading.seed(folder.path)) == {"same": OBJECTS, "rendered": 5}


def test_the_digest_of_the_code_covers_all_that_a_page_is_made_with() -> None:
    found = {
        path.relative_to(loading.HERE.parent).as_posix() if path.is_relative_to(loading.HERE.parent) else path.name
        for pattern in loading.RENDERING_CODE
        for path in (path.resolve() for path in loading.HERE.glob(pattern))
    }
    wanted = {"library/markup.py", "library/rendering.py", "library/content/poses/toe-walk.yaml"}
    assert wanted <= found
    assert "templates/library/parts/exercise_card.html" in found
    assert "library/figures/drawing.py" in found
    # What the old list of parts left out: a label, an address, a reading time, the Markdown package.
    left_out = {"library/models/vocabulary.py", "library/addresses.py", "library/reading.py", "requirements.txt"}
    assert left_out <= found


# --- The commands ----------------------------------------------------------------------------


def test_the_command_says_what_it_did(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_guide", folder=folder.path)
    call_command("seed_guide", folder=folder.path)
    assert capsys.readouterr().out.splitlines() == [
        f"{OBJECTS} made.",
        "5 pages rendered.",
        f"The guide is up to date ({OBJECTS} objects).",
    ]


def test_the_command_lists_the_faults_and_loads_nothing(folder: Folder) -> None:
    folder.put("exercises/toe-walk.md", "no front matter")
    said = "exercises/toe-walk.md, line 1, file: begin with front matter between two lines of '---'"
    with pytest.raises(CommandError, match=r"Nothing was loaded\. 1 found") as caught:
        call_command("seed_guide", folder=folder.path)
    assert str(caught.value).splitlines()[1:] == [said]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("seed_guide", folder=tmp_path / "nowhere")


def test_every_object_says_the_same_as_its_file(folder: Folder) -> None:
    loading.seed(folder.path)
    found = {(file.kind, file.slug): file.document for file in files.read_all(folder.path)}
    assert {key: store.document(store.find(*key)) for key in found} == found
