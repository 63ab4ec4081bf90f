"""Lists, what is said about the site, and places of the foot map are found by their names."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from library.search import corpus, ways
from library.search.index import Index
from library.search.query import understand
from library.search.ranking import rank
from tests.library.search.asking import found


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("exercises", "page:exercises"),
        ("list of all exercises with pictures", "page:exercises"),
        ("which routine", "page:routines"),
        ("cookies", "page:privacy"),
        ("who wrote this", "page:about"),
        ("screen reader", "page:accessibility"),
        ("studies", "page:sources"),
        ("where does it hurt", "page:places"),
        ("can i use it offline", "page:offline"),
        ("no signal in the hills", "page:offline"),
        ("who runs this website", "page:about"),
        ("are you actual doctors", "page:about"),
        ("where do your numbers come from", "page:sources"),
        ("5 minute routine", "page:routines"),
    ],
)
def test_a_list_or_a_page_about_the_site_that_is_asked_for_comes_first(index: Index, asked: str, page: str) -> None:
    assert found(index, asked)[0] == page


@pytest.mark.django_db
def test_where_no_phone_may_keep_the_guide_none_is_led_to_keeping_it(settings: Settings) -> None:
    assert "offline" in {page.slug for page in corpus.published_corpus().pages}
    settings.OFFLINE = False
    assert "offline" not in {page.slug for page in corpus.published_corpus().pages}


@pytest.mark.parametrize(
    ("asked", "place"),
    [("pain outer edge of the foot", "outer-edge"), ("inside ankle bone aches", "inner-ankle"), ("calf pain", "calf")],
)
def test_who_names_a_place_in_pain_is_offered_it_after_what_may_fit(index: Index, asked: str, place: str) -> None:
    assert found(index, asked)[1] == f"place:{place}"


@pytest.mark.parametrize("asked", ["achilles exercises", "massage gun on calves", "lift big toe only", "daily routine"])
def test_nobody_who_asks_for_something_else_is_sent_to_a_list_or_a_place(index: Index, asked: str) -> None:
    assert not [one for one in found(index, asked)[:3] if one.split(":")[0] in ways.KINDS]


def test_what_leads_on_changes_the_weight_of_no_word(index: Index) -> None:
    lead_on = {number for number, page in enumerate(index.pages) if page.kind in ways.KINDS}
    assert lead_on == set(range(min(lead_on), len(index.pages)))
    assert not [stem for stem, impacts in index.impacts.items() if lead_on & impacts.keys()]
    assert not [hit for hit in rank(index, understand("arthritis", index)) if hit.page in lead_on]


@pytest.mark.parametrize(
    ("asked", "routine"),
    [
        ("insertional warm up before running", "before-a-run-heel-end"),
        ("daily routine for an achilles insertion", "daily-mobility-heel-end"),
        ("trail balance with insertional achilles", "trail-stability-heel-end"),
        ("after a run stretching with sore heel end", "after-a-run-heel-end"),
        ("foot and arch routine but back of heel sore too", "foot-and-arch-heel-end"),
    ],
)
def test_who_names_the_heel_end_and_what_to_do_finds_the_version_for_it(index: Index, asked: str, routine: str) -> None:
    assert found(index, asked)[0] == f"routine:{routine}"
    assert found(index, "is it insertional")[0] != f"routine:{routine}"


def test_how_long_something_lasts_is_answered_by_a_page_before_any_list(index: Index) -> None:
    assert found(index, "how long does a running injury usually last")[0] == "chapter:ten-issues-at-a-glance"
