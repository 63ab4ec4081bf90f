"""Where it hurts: no region of the foot map sends a reader past the page that fits, least of all past a sore bone."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from library import loading, places, publishing
from library.documents import store
from library.figures.regions import REGIONS, MapRegion
from library.models import Area, Article, Status
from tests.factories import AreaFactory, IssueFactory
from tests.library.crawling import read

# FACTS F: what pain in each place is often called, as slugs; FACTS-2 part 4 adds the small bones under the big toe.
# The bones of higher risk are added wherever a reader may point for them: the talus deep in the ankle, the navicular at
# the top of the inner arch.
OFTEN_CALLED = {
    "achilles_mid": {"achilles-tendinopathy"},
    "achilles_insertion": {"achilles-tendinopathy"},
    "heel_plantar": {"plantar-heel-pain", "stress-fracture"},
    "heel_sides": {"stress-fracture"},
    "arch": {"stress-fracture", "plantar-heel-pain", "flat-or-high-arch"},
    "ankle_outer": {"ankle-sprain", "chronic-ankle-instability"},
    "ankle_outer_behind": {"peroneal-tendinopathy"},
    "ankle_inner": {"flat-or-high-arch", "ankle-sprain"},
    "ankle_front": {"ankle-arthritis", "stress-fracture"},
    "ankle_back_deep": {"ankle-arthritis", "stress-fracture"},
    "ankle_high": {"ankle-sprain"},
    "ankle_whole": {"stress-fracture", "ankle-arthritis", "chronic-ankle-instability", "getting-older"},
    "malleolus_bone": {"stress-fracture", "ankle-sprain"},
    "midfoot_top": {"stress-fracture"},
    "midfoot_outer": {"stress-fracture", "peroneal-tendinopathy"},
    "forefoot_bones": {"stress-fracture"},
    "forefoot_ball": {"shoes", "stress-fracture"},
    "big_toe": {"shoes", "ankle-arthritis", "stress-fracture"},
    "toes": {"shoes"},
    "calf_upper": {"getting-older"},
    "calf_lower": {"achilles-tendinopathy", "getting-older"},
    "shin_inner": {"stress-fracture"},
    "shin_front": {"stress-fracture"},
    "shin_outer": set(),
    "fibula_lower": {"stress-fracture"},
    "other_unsure": set(),
}
# The regions of which readers said that they were sent wrong, and what stands in each now.
SENT_WRONG = {
    "foot-top": ["stress-fracture", "ankle-arthritis", "ankle-sprain"],
    "heel-back": ["stress-fracture", "achilles-tendinopathy", "shoes"],
    "ball": ["stress-fracture", "shoes"],
    "outer-ankle": ["stress-fracture", "ankle-sprain", "chronic-ankle-instability", "peroneal-tendinopathy"],
    "calf": ["achilles-tendinopathy", "getting-older"],
}


def offered(region: str) -> list[str]:
    """The issues that a region's page leads to, as slugs in the order of the page."""
    html = Client().get(places.address_of(region)).content.decode()
    return re.findall(r'<a href="/issues/([a-z-]+)/"', html.partition('class="entries')[2])


def linked_from_map(path: str) -> set[str]:
    """The addresses that the foot map of a page leads to."""
    return set(re.findall(r'<a class="region" href="([^"]+)"', Client().get(path).content.decode()))


def regions_with(area: str) -> list[MapRegion]:
    """The regions that show an area."""
    return [region for region in places.EVERY if area in region.areas]


def test_every_areas_issues_are_reachable_from_each_of_its_regions(guide: loading.Report) -> None:
    assert set(OFTEN_CALLED) == set(Area.objects.values_list("code", flat=True))
    missing = [
        (area, region.id, called - set(offered(region.id)))
        for area, called in OFTEN_CALLED.items()
        for region in regions_with(area)
        if called - set(offered(region.id))
    ]
    assert missing == []
    assert [area for area in OFTEN_CALLED if not regions_with(area)] == ["other_unsure"]


def test_an_issue_that_names_an_area_is_offered_there_whatever_the_area_says(guide: loading.Report) -> None:
    pairs = Article.objects.issues().filter(areas__isnull=False).values_list("slug", "areas__code")
    missing = [
        (slug, region.id) for slug, area in pairs for region in regions_with(area) if slug not in offered(region.id)
    ]
    assert missing == []


def test_all_ten_are_reachable_from_the_drawn_foot(guide: loading.Report) -> None:
    everywhere = {slug for region in REGIONS for slug in offered(region.id)}
    assert everywhere == set(Article.objects.issues().published().values_list("slug", flat=True))


@pytest.mark.parametrize("region", SENT_WRONG)
def test_a_region_that_sent_readers_wrong_offers_all_that_may_fit(guide: loading.Report, region: str) -> None:
    assert offered(region) == SENT_WRONG[region]


def test_a_sore_bone_comes_first_wherever_it_may_be_one(guide: loading.Report) -> None:
    with_bone = {region.id: offered(region.id) for region in places.EVERY if "stress-fracture" in offered(region.id)}
    assert {found[0] for found in with_bone.values()} == {"stress-fracture"}
    assert len(with_bone) >= 10


@pytest.mark.parametrize("path", ["/", "/places/"])
def test_the_map_leads_to_the_choice_of_every_region(guide: loading.Report, path: str) -> None:
    assert linked_from_map(path) == {places.address_of(region.id) for region in REGIONS}


def test_a_place_says_what_to_rule_out_before_it_names_a_page_and_how_each_feels(guide: loading.Report) -> None:
    for region in places.EVERY:
        html = Client().get(places.address_of(region.id)).content.decode()
        page = read("", 200, {}, html)
        said = places.page_of_region(region)
        assert said["rule_out"], region.id
        assert all(line in page.text for part in said["rule_out"] for line in part["items"]), region.id
        assert all(part["label"] in page.text for part in said["rule_out"]), region.id
        assert all(feels for issue in said["issues"] for _, feels in issue["feels"])
        assert html.index('class="redflag') < html.index("What may fit"), region.id
        assert not said["neighbours"] or 'href="/guide/not-on-the-list/"' in html, region.id
        assert 'href="/guide/when-to-see-somebody/"' in html[html.find('class="redflag') : html.find("</section>")]


def test_whoever_cannot_see_the_map_hears_what_is_there(guide: loading.Report) -> None:
    html = Client().get("/").content.decode()
    assert 'aria-label="Ball of the foot: Stress fracture, Shoes"' in html


@pytest.mark.django_db
def test_a_page_that_was_taken_back_is_offered_no_more() -> None:
    AreaFactory.create(code="calf_lower", issues=[{"shoes": "A rub."}, {"getting-older": "Slower."}])
    gone = IssueFactory.create(slug="shoes", number=10)
    IssueFactory.create(slug="getting-older", number=9)
    publishing.begin_version()
    calf = places.BY_SLUG["calf"]
    assert [one["slug"] for one in places.issues_at(calf)] == ["shoes", "getting-older"]
    gone.status = Status.RETIRED
    gone.save()
    assert [one["slug"] for one in places.issues_at(calf)] == ["getting-older"]


@pytest.mark.django_db
def test_an_issue_without_words_for_a_place_is_described_by_its_summary() -> None:
    area = AreaFactory.create(code="arch", label="Arch or sole")
    IssueFactory.create(slug="sore-arch", summary="The arch is sore.").areas.add(area)
    publishing.begin_version()
    assert places.page_of_region(places.BY_SLUG["arch"])["issues"][0]["feels"] == [
        ("Arch or sole", "The arch is sore.")
    ]


@pytest.mark.django_db
def test_a_region_of_which_the_guide_holds_nothing_has_no_page_and_no_link() -> None:
    AreaFactory.create(code="arch")
    publishing.begin_version()
    assert Client().get("/places/calf/").status_code == 404
    assert Client().get("/places/arch/").status_code == 200
    assert linked_from_map("/") == {"/places/arch/"}


@pytest.mark.django_db
def test_an_area_keeps_the_order_that_an_editor_gave_its_pages() -> None:
    AreaFactory.create(code="toes")
    document = store.document(Area.objects.get()) | {"issues": [{"shoes": "A rub."}, {"ankle-sprain": ""}]}
    store.write("area", "toes", document)
    assert store.document(Area.objects.get())["issues"] == [{"shoes": "A rub."}, {"ankle-sprain": ""}]
