"""What pages say of themselves in their heads, on every page of the real guide."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import Settings

from library import figures, loading, meta
from library.meta import PageMeta
from tests.library import crawling
from tests.library.crawling import Page

SITE = "http://localhost:8000"


@pytest.fixture
def pages(guide: loading.Report) -> dict[str, Page]:
    return crawling.html_pages()


def twice(values: list[str]) -> list[str]:
    return sorted(value for value, count in Counter(values).items() if count > 1)


def structured(page: Page) -> list[dict[str, Any]]:
    return [json.loads(text) for text in page.json_ld]


def test_every_page_has_a_title_and_a_description_of_its_own(pages: dict[str, Page]) -> None:
    assert len(pages) == 95
    assert twice([page.title for page in pages.values()]) == []
    assert twice([page.description for page in pages.values()]) == []
    assert [path for path, page in pages.items() if not 10 <= len(page.title) <= 80] == []
    assert [path for path, page in pages.items() if not 50 <= len(page.description) <= 160] == []


def test_a_title_says_by_itself_what_the_page_is(pages: dict[str, Page]) -> None:
    sorts = {"guide": "Guide for runners", "issues": "Common problem of runners", "exercises": "Ankle exercise",
             "routines": "Ankle routine"}  # fmt: skip
    own = {path: page for path, page in pages.items() if path.count("/") == 3 and crawling.folder(path) in sorts}
    assert len(own) == 66
    for path, page in own.items():
        name = structured(page)[0].get("headline") or structured(page)[0]["name"]
        assert page.title == f"{name} · {sorts[crawling.folder(path)]} · Ankles"
        assert page.meta["og:title"] == f"{name} · {sorts[crawling.folder(path)]}"
    assert pages["/places/achilles/"].title == "Where it hurts: Achilles tendon · Ankles"
    assert pages["/places/heel-back/"].title == "Where it hurts: back of the heel · Ankles"
    bare = {"Exercises", "Routines", "The guide", "Words", "Sources", "Where it hurts", "Accessibility", "About Ankles"}
    assert bare & {page.title.removesuffix(" · Ankles") for page in pages.values()} == set()


def test_every_page_names_its_own_address_and_nobody_elses(pages: dict[str, Page]) -> None:
    found = {path: (page.canonical, page.meta["og:url"]) for path, page in pages.items()}
    robots = {path for path, page in pages.items() if page.meta.get("robots")}
    # What is on this phone is nothing to be found by others.
    assert robots == {"/offline/", "/offline/log/"}
    assert found == {path: ("" if path in robots else f"{SITE}{path}", f"{SITE}{path}") for path in pages}


def test_every_page_can_be_shared(pages: dict[str, Page]) -> None:
    wanted = {"og:title", "og:description", "og:type", "og:image", "og:image:alt", "og:site_name", "twitter:card"}
    lacking = {path: wanted - {name for name, value in page.meta.items() if value} for path, page in pages.items()}
    assert {path: names for path, names in lacking.items() if names} == {}
    assert {page.meta["twitter:card"] for page in pages.values()} == {"summary_large_image"}
    assert all(page.meta["og:description"] == page.description for page in pages.values())


def test_structured_data_can_be_read_and_gives_the_pages_own_address(pages: dict[str, Page]) -> None:
    kinds = {path: [item["@type"] for item in structured(page)] for path, page in pages.items()}
    assert kinds["/"] == ["WebSite"]
    assert kinds["/guide/why-ankles/"] == ["Article", "BreadcrumbList"]
    assert kinds["/issues/ankle-sprain/"] == ["Article", "BreadcrumbList"]
    assert kinds["/exercises/toe-walk/"] == ["HowTo", "BreadcrumbList"]
    assert kinds["/routines/strength/"] == ["HowTo", "BreadcrumbList"]
    for path, page in pages.items():
        assert {item["url"] for item in structured(page) if "url" in item} <= {f"{SITE}{path}"}


def test_structured_data_holds_words_and_no_markup(pages: dict[str, Page]) -> None:
    marked = re.compile(r"\[@|\]\(|<[a-z/]|\*\*")
    assert [path for path, page in pages.items() if any(marked.search(text) for text in page.json_ld)] == []


def test_nobody_is_said_to_have_reviewed_anything(pages: dict[str, Page]) -> None:
    claims = re.compile(r"review(?:er|ed by)|lastReviewed|medically|\bDr\.? [A-Z]|checked by", re.IGNORECASE)
    found = {path: hit[0] for path, page in pages.items() if (hit := claims.search(page.html))}
    assert found == {}


@pytest.mark.parametrize("specimen", ["reviewedBy", "lastReviewed", "Medically checked", "Reviewed by Ana"])
def test_the_rule_about_reviews_sees_a_bad_specimen(specimen: str) -> None:
    assert re.search(r"review(?:er|ed by)|lastReviewed|medically|reviewedBy", specimen, re.IGNORECASE)


def test_every_chapter_issue_exercise_and_routine_prints_when_it_was_last_edited(pages: dict[str, Page]) -> None:
    today = meta.day_in_words(datetime.now(UTC))
    lists = ("places", "offline")
    own = {path: page for path, page in pages.items() if path.count("/") == 3 and crawling.folder(path) not in lists}
    assert len(own) == 66
    assert [path for path, page in own.items() if f"Last edited {today}" not in page.text] == []
    assert [path for path, page in own.items() if page.text.count("Last edited") != 1] == []
    assert {datetime.fromisoformat(item["dateModified"]).date() for page in own.values() for item in structured(page)
            if "dateModified" in item} == {datetime.now(UTC).date()}  # fmt: skip


# --- The pieces ------------------------------------------------------------------------------


def test_no_text_can_end_the_script_that_holds_it() -> None:
    head = PageMeta("t", "d", "/", data=[{"name": "</script><script>alert(1)</script>&<!--"}])
    (text,) = head.json_ld
    assert not set("<>&") & set(text)
    assert json.loads(text) == {"name": "</script><script>alert(1)</script>&<!--"}


def test_addresses_follow_the_sites_own(settings: Settings) -> None:
    settings.SITE_URL = "https://ankles.example"
    assert PageMeta("t", "d", "/guide/").url == "https://ankles.example/guide/"
    trail = meta.breadcrumbs(("The guide", "/guide/"), ("Why", "/guide/why/"))
    assert [(item["position"], item["item"]) for item in trail["itemListElement"]] == [
        (1, "https://ankles.example/guide/"),
        (2, "https://ankles.example/guide/why/"),
    ]


def test_the_publisher_is_who_runs_the_site(settings: Settings) -> None:
    settings.OPERATOR_NAME = "Hill Runners"
    assert meta.publisher()["name"] == "Hill Runners"
    settings.OPERATOR_NAME = ""
    assert meta.publisher()["name"] == "Ankles"


def test_steps_are_given_in_plain_words_with_the_whole_time() -> None:
    data = meta.how_to("Walk", "s", "/x/", [("", ["Rise.[@radford-2006]", "See [this](exercise:toe-walk)."])], 125)
    assert data["totalTime"] == "PT2M5S"
    assert [step["text"] for step in data["step"]] == ["Rise.", "See this."]


def test_the_address_of_a_movement_changes_with_the_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = meta.figure_css_path("toe-walk")
    monkeypatch.setattr(figures, "movement_css", lambda slug: "another")
    meta.figure_css_path.cache_clear()
    after = meta.figure_css_path("toe-walk")
    meta.figure_css_path.cache_clear()
    assert re.fullmatch(r"/figures/toe-walk\.[0-9a-f]{12}\.css", before)
    assert after != before
    assert meta.figure_css_path("no-such") == ""


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (datetime(2026, 11, 2, 23, 59, tzinfo=UTC), "2 November 2026"),
        (datetime(2027, 1, 31, tzinfo=UTC), "31 January 2027"),
    ],
)
def test_a_day_is_printed_in_words(instant: datetime, said: str) -> None:
    assert meta.day_in_words(instant) == said


def test_a_programme_is_told_by_stage_and_shown_by_a_drawing_that_stands_by_itself(
    client: Client, pages: dict[str, Page]
) -> None:
    (how_to,) = [one for one in structured(pages["/routines/calf-and-achilles-strength/"]) if one["@type"] == "HowTo"]
    stages = [(one["@type"], one["name"], len(one["itemListElement"])) for one in how_to["step"]]
    assert stages[0] == ("HowToSection", "Week 1", 2)
    assert len(stages) == 6
    shown, drawing = how_to["image"]
    assert shown == pages["/routines/calf-and-achilles-strength/"].meta["og:image"]
    answer = client.get(drawing.removeprefix(SITE))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    picture = ElementTree.fromstring(answer.content)
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(answer.content) < 40_000
    assert client.get(drawing.removeprefix(SITE).replace(".svg", "0.svg")).status_code == 404


def test_a_step_of_a_routine_is_told_with_its_note_and_no_two_of_a_stage_alike(pages: dict[str, Page]) -> None:
    alike = []
    for path, page in pages.items():
        for one in structured(page):
            for stage in one.get("step", []):
                alike += [(path, text) for text in twice([step["text"] for step in stage.get("itemListElement", [])])]
    assert alike == []
    (how_to,) = [one for one in structured(pages["/routines/calf-and-achilles-strength/"]) if one["@type"] == "HowTo"]
    assert [step["text"] for step in how_to["step"][-1]["itemListElement"]] == [
        "Eccentric heel drop: 3 × 15, the sore leg only. Knee straight. Up on two legs, down on the sore one",
        "Eccentric heel drop: 3 × 15, the sore leg only. Knee bent. Up on two legs, down on the sore one",
    ]


def test_what_google_asks_for_is_there_and_true(pages: dict[str, Page]) -> None:
    publisher = {"@type": "Organization", "name": "Ankles", "url": f"{SITE}/"}
    for path, page in pages.items():
        told = {one["@type"]: one for one in structured(page)}
        if trail := told.get("BreadcrumbList"):
            items = [(item["@type"], item["position"]) for item in trail["itemListElement"]]
            assert items == [("ListItem", 1), ("ListItem", 2)]
            above, own = (item["item"].removeprefix(SITE) for item in trail["itemListElement"])
            assert (above in pages, own) == (True, path)
        if article := told.get("Article"):
            # Nobody is named who did not write or review it.
            assert (article["author"], article["publisher"], "reviewedBy" in article) == (publisher, publisher, False)
            assert article["image"] == page.meta["og:image"]
            assert article.get("about", {}).get("@type", "MedicalEntity") == "MedicalEntity"
            assert 0 < len(article["headline"]) <= 110
        if how_to := told.get("HowTo"):
            assert how_to["image"][0] == page.meta["og:image"]
            if "totalTime" in how_to:
                assert re.fullmatch(r"PT[0-9]+M[0-5]?[0-9]S", how_to["totalTime"])
            assert len(how_to["step"]) >= 1
            assert {step["@type"] for step in how_to["step"]} in ({"HowToStep"}, {"HowToSection"})


def test_the_time_of_a_routine_is_the_sum_on_its_page_and_a_range_is_no_time(pages: dict[str, Page]) -> None:
    said = {}
    for path, page in pages.items():
        if path.startswith("/routines/") and path != "/routines/":
            (how_to,) = [one for one in structured(page) if one["@type"] == "HowTo"]
            sums = set(re.findall(r"\b([0-9]+):([0-9]{2})\sin all, with \S+ s to get ready before each(;?)", page.text))
            only = [f"PT{int(whole)}M{int(over)}S" for whole, over, optional in sums if not optional]
            said[path] = (how_to.get("totalTime"), only[0] if len(sums) == len(only) == 1 else None)
    assert len(said) == 14
    assert {path: both for path, both in said.items() if len(set(both)) > 1} == {}
    timed = [path for path, (time, _) in said.items() if time]
    assert ("/routines/after-a-run/" in timed, "/routines/before-a-run/" in timed, len(timed)) == (True, False, 8)


def test_a_page_says_when_this_site_first_had_it(pages: dict[str, Page]) -> None:
    today = datetime.now(UTC).date().isoformat()
    found = [one for page in pages.values() for one in structured(page) if one["@type"] in ("Article", "HowTo")]
    assert len(found) == 66
    assert {one.get("datePublished") for one in found} == {today} <= {one["dateModified"] for one in found}
