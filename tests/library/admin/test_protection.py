"""What the site's own pages lead to cannot go away, and the list of it is whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from library import drafts, loading, proofing, protection, publishing, renaming
from library.documents import store
from library.markup import World
from tests.factories import ChapterFactory
from tests.library import small

ROOT = Path(__file__).resolve().parents[3]
KINDS = {"guide": "chapter", "issues": "issue", "exercises": "exercise", "routines": "routine"}
LINK = re.compile(r"[\"'(`]/(guide|issues|exercises|routines)/([a-z0-9]+(?:-[a-z0-9]+)*)/(?:#([a-z0-9-]+))?")
# Addresses below that are no pages of the guide.
ROUTES = {("exercise", "play")}


def links() -> dict[tuple[str, str], set[str]]:
    """Every link of templates, scripts and code to a page of the guide by its address, with the parts."""
    found: dict[tuple[str, str], set[str]] = {}
    folders = [(ROOT / "templates", "*.html"), *((ROOT / app, "*.py") for app in ("ankles", "library", "logbook"))]
    folders.append((ROOT / "ankles" / "static", "*.js"))
    for folder, pattern in folders:
        for path in folder.rglob(pattern):
            for place, slug, part in LINK.findall(path.read_text(encoding="utf-8")):
                if (KINDS[place], slug) not in ROUTES:
                    found.setdefault((KINDS[place], slug), set()).update({part} - {""})
    return found


def test_the_list_holds_every_page_and_part_that_templates_scripts_and_code_lead_to() -> None:
    assert links() == {key: set(parts) for key, parts in protection.LEANED_ON.items()}


def test_a_heading_that_the_site_leads_to_stays() -> None:
    chapter = small.CHAPTER | {"covers": {}, "body": "Calves.\n\n## The pain rule\n\nUp to 3 is fine."}
    world = proofing.world_of({("exercise", "toe-walk"): small.TOE_WALK})

    def said(document: dict[str, Any], around: World) -> list[str]:
        found = proofing.faults("chapter", "calves-feet-balance", document, around)
        return [fault.message for fault in found if "lead to the part" in fault.message]

    assert said(chapter, world) == []
    renamed = chapter | {"body": chapter["body"].replace("The pain rule", "What hurts")}
    assert said(renamed, world) == [
        "pages of the site itself lead to the part 'the-pain-rule' of this page; keep its heading as it was"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["retire", "takeoff", "delete"])
def test_a_page_that_the_site_leads_to_can_be_made_to_go_by_nobody(desk: Client, page: str) -> None:
    chapter = ChapterFactory.create(slug="when-to-see-somebody", title="When to see somebody")
    before = store.document(chapter)
    address = reverse(f"admin:library_chapter_{page}", args=[chapter.pk])
    shown = desk.get(address, follow=True).content.decode()
    assert "pages of the site itself lead here" in shown
    desk.post(address, {"post": "yes"})
    assert store.document(store.find("chapter", "when-to-see-somebody")) == before  # type: ignore[arg-type]
    assert renaming.why_not("chapter", "when-to-see-somebody")


@pytest.mark.django_db
def test_whichever_way_it_is_tried_a_page_that_the_site_leads_to_does_not_go() -> None:
    chapter = ChapterFactory.create(slug="measure-at-a-wall")
    ways: list[Callable[[], object]] = [
        lambda: publishing.retire(chapter, None),
        lambda: publishing.deleted(chapter, None),
        lambda: drafts.take_off(chapter, None),
        lambda: renaming.rename("chapter", "measure-at-a-wall", "wall", None),
    ]
    for way in ways:
        with pytest.raises(
            protection.StaysError, match="chapter measure-at-a-wall: pages of the site itself lead here"
        ):
            way()
    assert store.find("chapter", "measure-at-a-wall").status == "published"  # type: ignore[union-attr]


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["retired", "draft", None])
def test_a_release_takes_no_page_off_that_the_site_leads_to_and_the_site_goes_on(
    tmp_path: Path, status: str | None
) -> None:
    folder = small.Folder(tmp_path)
    folder.pages["routine", "after-a-run"] = deepcopy(small.ROUTINE) | {"title": "After a run", "number": 2}
    folder.write()
    loading.seed(folder.path)
    if status is None:
        del folder.pages["routine", "after-a-run"]
        said = "routine after-a-run: the release has no file of it, but pages of the site itself lead here"
    else:
        folder.page("routine", "after-a-run")["status"] = status
        said = "routine after-a-run: the release takes it off the site, but pages of the site itself lead here"
    folder.page("chapter", "calves")["summary"] = "What calves do for you."
    folder.write()
    report = loading.seed(folder.path)
    assert [trouble.partition(", such as")[0] for trouble in report.troubled] == [said]
    assert report.changed == ["chapter calves"]
    assert store.find("routine", "after-a-run").status == "published"  # type: ignore[union-attr]
