"""A page with another address: a release that still uses the old one means the same page, and so does everybody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from library import drafts, loading, renaming
from library.documents import store
from library.editors_text import EditorsText
from library.models import Article, Moved, Revision, Routine, Seed
from tests.factories import AreaFactory, ChapterFactory, IssueFactory
from tests.library.small import Folder

pytestmark = pytest.mark.django_db


def test_every_way_to_name_a_page_follows() -> None:
    document = {
        "body": "See [it](exercise:old) and [that](exercise:old#part), not [this](exercise:older) or (routine:old).",
        "exercises": ["old", "older"],
        "programme": "old",
        "stages": [{"steps": [{"exercise": "old", "note": "As [here](exercise:old)."}]}],
        "easier": [{"text": "Less", "to": "old"}],
        "see": "exercise:old#part",
        "unfinished": [None, 3, {"exercise": 4}],
    }
    followed = renaming.following("issue", document, {("exercise", "old"): "new", ("routine", "old"): "daily"})
    assert followed == {
        "body": "See [it](exercise:new) and [that](exercise:new#part), not [this](exercise:older) or (routine:daily).",
        "exercises": ["new", "older"],
        "programme": "daily",
        "stages": [{"steps": [{"exercise": "new", "note": "As [here](exercise:new)."}]}],
        "easier": [{"text": "Less", "to": "new"}],
        "see": "exercise:new#part",
        "unfinished": [None, 3, {"exercise": 4}],
    }


def test_a_place_leads_to_a_renamed_issue() -> None:
    IssueFactory.create(slug="sore")
    area = AreaFactory.create(issues=[{"sore": "A word."}, {"other": ""}])
    renaming.rename("issue", "sore", "sorer", None)
    area.refresh_from_db()
    assert area.issues == [{"sorer": "A word."}, {"other": ""}]


def test_a_release_that_uses_the_old_name_corrects_the_same_page(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    loading.seed(folder.path)
    before = {row.slug for row in Article.objects.all()}
    renaming.rename("chapter", "calves", "calf-muscles", None)
    assert {row.slug for row in Article.objects.all()} == (before - {"calves"}) | {"calf-muscles"}
    # Nobody changed anything but the address: the release's correction arrives, and nothing is made twice.
    folder.page("chapter", "calves")["summary"] = "A corrected summary."
    folder.write()
    report = loading.seed(folder.path)
    assert (report.made, report.changed, report.left) == ([], ["chapter calf-muscles"], [])
    assert Article.objects.get(slug="calf-muscles").summary == "A corrected summary."
    assert Seed.objects.filter(kind="chapter").values_list("slug", flat=True).get() == "calf-muscles"


def test_a_renamed_routine_is_named_by_its_new_name_everywhere_in_a_release(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    loading.seed(folder.path)
    renaming.rename("routine", "warm-up", "before-you-run", None)
    folder.page("chapter", "calves")["body"] += "\n\nDo [this](routine:warm-up)."
    folder.write()
    loading.seed(folder.path)
    assert "(routine:before-you-run)" in Article.objects.get(slug="calves").body
    assert [row.slug for row in Routine.objects.all()] == ["before-you-run"]


def test_an_address_under_which_a_drawing_is_filed_stays() -> None:
    assert "drawing" in renaming.why_not("exercise", "toe-walk")
    assert "drawing" in renaming.why_not("issue", "ankle-sprain")
    assert renaming.why_not("chapter", "why-ankles") == ""


def test_names_of_names_lead_to_the_last_one() -> None:
    ChapterFactory.create(slug="one")
    renaming.rename("chapter", "one", "two", None)
    renaming.rename("chapter", "two", "three", None)
    assert renaming.moved_to("chapter", "one") == ("chapter", "three")
    assert renaming.now_called("chapter", "one") == "three"
    renaming.rename("chapter", "three", "one", None)
    assert renaming.moved_to("chapter", "two") == ("chapter", "one")
    assert not Moved.objects.filter(slug="one").exists()


def test_the_history_of_a_renamed_page_goes_along() -> None:
    chapter = ChapterFactory.create(slug="one")
    drafts.publish(EditorsText("chapter", "one", "one", store.content_of(chapter) | {"title": "First"}), None)
    text = drafts.of_row(Article.objects.get())
    drafts.publish(EditorsText("chapter", "one", "two", text.document), None)
    assert [one.action for one in Revision.objects.of("chapter", "two")] == ["saved", "saved"]
