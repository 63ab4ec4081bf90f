"""The HTML that is made when content is saved."""

from __future__ import annotations

import pytest
from django.test import Client

from library import figures, publishing, referable, rendering
from library.documents import store
from library.models import Article, Citation, Exercise, Routine, Source
from tests.library import crawling, small

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rows(db: None) -> None:
    """The small pages, not rendered yet."""
    store.write("source", "radford-2006", small.SOURCE)
    store.write("area", "arch", small.AREA, 1)
    store.write("warning", "numb", small.SIGN, 1)
    for slug in ("calf-stretch", "toe-walk"):
        store.write("exercise", slug, small.PAGES[("exercise", slug)])
    for key in (("chapter", "calves"), ("issue", "sore-arch"), ("routine", "warm-up")):
        store.write(*key, small.PAGES[key])


def rendered(slug: str) -> Exercise:
    row = Exercise.objects.prefetch_related("variations__to").get(slug=slug)
    rendering.render(row, referable.from_tables())
    return Exercise.objects.get(slug=slug)


def test_an_exercise_prints_its_steps_dose_cautions_and_the_answer_about_the_heel() -> None:
    page = crawling.read("/x/", 200, {}, rendered("toe-walk").rendered["body"])
    for words in (
        "Toe walks", "Rise onto your toes.", "Walk with small steps.", "2–3", "20–30 s", "Stop when it hurts.", "tiptoe walk",
        "Fits", "Before a run", "Walking", "No equipment",
    ):  # fmt: skip
        assert words in page.text, words
    assert page.links.count("/exercises/calf-stretch/") == 1


def test_a_card_names_the_exercise_its_kind_and_its_dose() -> None:
    card = crawling.read("/x/", 200, {}, rendered("toe-walk").card_html)
    assert card.links == ["/exercises/toe-walk/"]
    for words in ("Toe walks", "Strength", "2–3 × 20–30 s", "No equipment"):
        assert words in card.text
    assert "<svg" in card.html


def test_what_a_page_cites_is_noted_once_in_order_and_forgotten_when_it_is_cited_no_more() -> None:
    row = rendered("toe-walk")
    assert list(Citation.objects.values_list("exercise__slug", "source__key", "position")) == [
        ("toe-walk", "radford-2006", 1)
    ]
    row.body = "No source any more."
    row.save()
    rendered("toe-walk")
    assert not Citation.objects.exists()


def test_a_page_prints_its_sources_with_their_evidence_and_how_far_they_were_checked() -> None:
    html = rendered("toe-walk").rendered["body"]
    page = crawling.read("/x/", 200, {}, html)
    assert "source-radford-2006" in page.ids
    assert "https://doi.org/10.1136/bjsm.2006.029348" in page.links
    for words in ("Radford 2006 BJSM 40:870", "Review of several studies", "abstract or record read"):
        assert words.lower() in page.text.lower()


def test_a_page_without_sources_has_no_list_of_them() -> None:
    assert "source-" not in rendered("calf-stretch").rendered["body"]


def test_a_chapter_knows_its_parts_and_its_reading_time() -> None:
    row = Article.objects.get(kind="chapter")
    row.body = "word " * 600 + "\n\n## The lower calf\n\nx"
    rendering.render(row, referable.from_tables())
    row.refresh_from_db()
    assert row.rendered["sections"] == [{"id": "the-lower-calf", "title": "The lower calf"}]
    assert row.minutes == 3


def test_an_issue_keeps_its_box_its_signs_and_its_notes() -> None:
    row = Article.objects.get(kind="issue")
    rendering.render(row, referable.from_tables())
    row.refresh_from_db()
    assert row.rendered["stop_and_see"] == [
        {"level": "today", "label": "Get help today", "url": None, "items": ["it is numb"]}
    ]
    assert row.rendered["signs"] == ["Sore in the morning."]
    assert row.rendered["suits"] == {"toe-walk": "Slowly."}
    assert row.rendered["glance"] == [["Where", "the arch"]]


def test_rendering_again_changes_nothing_and_touches_no_other_column() -> None:
    before = rendered("toe-walk")
    Exercise.objects.filter(slug="toe-walk").update(title="Changed by somebody meanwhile")
    stale = before
    rendering.render(stale, referable.from_tables())
    assert Exercise.objects.get(slug="toe-walk").title == "Changed by somebody meanwhile"


def test_a_routine_renders_the_note_of_each_step() -> None:
    row = Routine.objects.get()
    rendering.render(row, referable.from_tables())
    assert row.rendered["notes"] == {str(row.steps.get().pk): "Tall."}


def test_an_exercise_that_nobody_drew_yet_has_a_plate_all_the_same() -> None:
    assert not figures.has_pose("calf-stretch")
    assert "<svg" in rendered("calf-stretch").card_html


def test_a_source_that_was_renamed_is_not_invented() -> None:
    Source.objects.update(key="other")
    assert "Radford" not in rendered("toe-walk").rendered["body"]


def test_for_whom_a_routine_is_and_what_to_mind_stand_before_its_steps(client: Client) -> None:
    row = Routine.objects.get()
    row.body = (
        "For stiff calves.\n\nKeep to the order.\n\n::: care Sore heel\nLeave it out.\n:::\n\nStop when it hurts."
    )
    row.save()
    rendering.render(row, referable.from_tables())
    assert "For stiff calves." in row.rendered["first"]
    assert "Leave it out." in row.rendered["first"]
    assert "Keep to the order." not in row.rendered["first"]
    publishing.begin_version()
    html = client.get("/routines/warm-up/").content.decode()
    places = [
        html.index(words) for words in ("For stiff calves.", "Leave it out.", 'class="xlist"', "Keep to the order.")
    ]
    assert places == sorted(places)
    assert html.count("Leave it out.") == 1


def test_a_way_to_begin_goes_with_the_page_that_it_leads_to() -> None:
    row = Article.objects.get(slug="sore-arch")
    row.begin_with = [
        {"Early": "[Toe walk](exercise:toe-walk), [hops](exercise:hops)"},
        {"Then": "[Toe walk](exercise:toe-walk) and [stretch](exercise:calf-stretch)"},
        {"Late": "[Hops](exercise:hops)"},
        {"Every day": "[Warm-up](routine:warm-up)"},
        {"Why": "[What helps](issue:sore-arch#what-helps)"},
    ]
    rendering.render(row, referable.from_tables())
    assert [(way["condition"], way["url"], way["starts"]) for way in row.rendered["begin"]] == [
        ("Early", "/exercises/toe-walk/play/", True),
        ("Then", "/exercises/play/?exercise=toe-walk&exercise=calf-stretch", True),
        ("Every day", "/routines/warm-up/play/", True),
        ("Why", "/issues/sore-arch/#what-helps", False),
    ]
