"""What the site's own pages lead to cannot go away, and the list of it is whole."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from library import drafts, loading, proofing, protection, publishing, renaming
from library.documents import store
from library.markup import Referable
from library.models import Waiting, WarningLevel
from library.referable import from_documents
from tests.factories import ChapterFactory
from tests.library import small
from tests.library.admin.browsing import press

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
    referable = from_documents({("exercise", "toe-walk"): small.TOE_WALK})

    def said(document: dict[str, Any], around: Referable) -> list[str]:
        found = proofing.faults("chapter", "calves-feet-balance", document, around)
        return [fault.message for fault in found if "lead to the part" in fault.message]

    assert said(chapter, referable) == []
    renamed = chapter | {"body": chapter["body"].replace("The pain rule", "What hurts")}
    assert said(renamed, referable) == [
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
    press(desk, address, {"post": "yes"})
    assert store.document(store.find("chapter", "when-to-see-somebody")) == before
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
    assert store.find("chapter", "measure-at-a-wall").status == "published"


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
    assert store.find("routine", "after-a-run").status == "published"
    assert loading.seed(folder.path).troubled == []  # named once
    assert Waiting.objects.undecided().get().slug == "after-a-run"


# --- A release without a part that the site leads to ------------------------------------------

RULE = "calves-feet-balance"
HOME = "when-to-see-somebody"
LEADS = "See [the rule](chapter:calves-feet-balance#the-pain-rule)."
BODIES = {
    RULE: "Calves.\n\n## The pain rule\n\nUp to 3 is fine.",
    HOME: "".join(f"## {level.label}\n\n::: signs {level}\n:::\n\n" for level in WarningLevel).strip(),
}


@pytest.fixture
def leaned_on(tmp_path: Path) -> small.Folder:
    """A release with both chapters that have parts which the site leads to, and a page that leads to one of them."""
    folder = small.Folder(tmp_path / "content")
    for number, (slug, body) in enumerate(BODIES.items(), start=2):
        folder.pages["chapter", slug] = deepcopy(small.CHAPTER) | {
            "title": slug, "number": number, "covers": {}, "body": body,
        }  # fmt: skip
    folder.page("issue", "sore-arch")["body"] += f"\n\n{LEADS}"
    folder.write()
    return folder


DROPPED = [
    (
        RULE,
        "## The pain rule",
        "## What hurts",
        "pages of the site itself lead to the part 'the-pain-rule' of this page",
    ),
    (HOME, "## Get help today", "## At once", "pages link to the heading “Get help today”, which is not here"),
    (HOME, "::: signs days\n:::", "Later.", "this page prints the whole list: write “::: signs days” once"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "part", "instead", "said"), DROPPED, ids=["rule", "level", "list"])
def test_a_page_of_a_release_without_a_part_that_the_site_leads_to_waits_and_everything_else_goes_in(
    leaned_on: small.Folder, desk: Client, slug: str, part: str, instead: str, said: str
) -> None:
    loading.seed(leaned_on.path)
    page = leaned_on.page("chapter", slug)
    assert part in page["body"]
    page["body"] = page["body"].replace(part, instead)
    page["summary"] = "It cures."  # whatever else is wrong with the page: it does not come in
    leaned_on.page("issue", "sore-arch")["summary"] = "From the release."
    leaned_on.write()

    first, second = io.StringIO(), io.StringIO()
    call_command("seed_guide", folder=leaned_on.path, stdout=first)
    call_command("seed_guide", folder=leaned_on.path, stdout=second)
    assert f"Left as it was: chapter {slug}: {said}" in first.getvalue()
    assert slug not in second.getvalue()
    assert store.find("chapter", slug).body == BODIES[slug]
    assert store.find("issue", "sore-arch").summary == "From the release."
    waiting = Waiting.objects.undecided().get()
    start = desk.get(reverse("admin:index")).content.decode()
    assert reverse("admin:waiting", args=[waiting.pk]) in start
    assert html.unescape(start).count(said) == 1
    # The next release has it again, and goes in by itself.
    page.update(body=f"{BODIES[slug]}\n\nMore of it.", summary="What it says.")
    leaned_on.write()
    assert loading.seed(leaned_on.path).changed == [f"chapter {slug}"]
    assert not Waiting.objects.exists()


@pytest.mark.django_db
def test_a_new_page_without_a_part_that_the_site_leads_to_comes_in_and_is_named(leaned_on: small.Folder) -> None:
    leaned_on.page("chapter", RULE)["body"] = "Calves."
    leaned_on.page("issue", "sore-arch")["body"] = "The arch."
    leaned_on.write()
    report = loading.seed(leaned_on.path)
    assert [trouble.partition(", but ")[0] for trouble in report.troubled] == [
        "chapter calves-feet-balance: it is new and stands as it came"
    ]
    assert store.find("chapter", RULE).body == "Calves."
    assert loading.seed(leaned_on.path).troubled == []
