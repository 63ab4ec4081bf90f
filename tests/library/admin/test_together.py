"""Pages that name each other are published in one go: the checks of each see the others that are published with it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from library import drafts
from library.admin.several import AT_ONCE, TOGETHER
from library.documents import store
from library.models import Article, Draft, Exercise
from tests.factories import ChapterFactory, ExerciseFactory
from tests.library.admin.test_several import WHOLE, a_draft_of, done, told

pytestmark = pytest.mark.django_db
TOE, HEEL = "toe-walk", "heel-walk"  # both are drawn


def new_pair() -> tuple[Draft, Draft]:
    """Two new exercises: each links to the other, and is its easier or harder form."""
    row = ExerciseFactory.create(status="retired", **WHOLE)
    model = drafts.of_row(store.find("exercise", row.slug)).document

    def new(slug: str, other: str, number: int, **changes: Any) -> Draft:
        own = {"title": f"New {slug}", "number": number, "body": f"See the [other](exercise:{other})."}
        return Draft.objects.create(kind="exercise", slug=slug, document=model | own | changes)

    form = {"text": "In a chair.", "to": HEEL}
    return new(TOE, HEEL, 901, easier=[form]), new(HEEL, TOE, 902, harder=[{"text": "Standing.", "to": TOE}])


def refs(*found: Draft) -> list[str]:
    return [f"draft:{draft.pk}" for draft in found]


def test_two_new_pages_that_name_each_other_go_live_in_one_round(desk: Client, client: Client) -> None:
    pair = new_pair()
    summary = told(desk, "publish", *refs(*pair))
    assert summary.going == {f"Exercise: New {slug}": TOGETHER for slug in (TOE, HEEL)}
    after = done(desk, "publish", summary.sent)
    assert (after.headings, after.staying) == (["2 published"], {})
    assert after.going == {f"Exercise: New {slug}": "Published." for slug in (TOE, HEEL)}
    assert not Draft.objects.exists()
    for slug, other in ((TOE, HEEL), (HEEL, TOE)):
        page = client.get(f"/exercises/{slug}/").content.decode()
        assert page.count(f'href="/exercises/{other}/"') >= 2
    assert Exercise.objects.get(slug=TOE).variations.get().to == Exercise.objects.get(slug=HEEL)


def test_alone_neither_of_them_goes_and_the_summary_says_what_it_names(desk: Client) -> None:
    toe, heel = new_pair()
    for draft, other in ((toe, HEEL), (heel, TOE)):
        found = told(desk, "publish", *refs(draft))
        assert found.going == {}
        assert other in found.staying[f"Exercise: {draft.document['title']}"]


def test_a_page_may_link_to_a_heading_that_another_of_them_brings(desk: Client) -> None:
    one, two = (ChapterFactory.create(number=number, title=f"Chapter {number}") for number in (1, 2))
    a_draft_of(one, body="Words.\n\n## New part\n\nMore words of it.")
    a_draft_of(two, body=f"See [it](chapter:{one.slug}#new-part).\n\n## Part\n\nMore words of it.")
    chosen = [f"chapter:{two.slug}", f"chapter:{one.slug}"]
    assert list(told(desk, "publish", chosen[0]).staying) == ["Chapter: Chapter 2"]
    summary = told(desk, "publish", *chosen)
    assert summary.going["Chapter: Chapter 2"] == TOGETHER
    after = done(desk, "publish", summary.sent)
    assert after.going == {"Chapter: Chapter 2": "Published.", "Chapter: Chapter 1": "Published."}


def test_two_pages_exchange_their_numbers_in_one_round(desk: Client, client: Client) -> None:
    one, two = (ChapterFactory.create(number=number, title=f"Chapter {number}") for number in (1, 2))
    a_draft_of(one, number=2)
    a_draft_of(two, number=1)
    chosen = [f"chapter:{one.slug}", f"chapter:{two.slug}"]
    assert "already" in told(desk, "publish", chosen[0]).staying["Chapter: Chapter 1"]
    after = done(desk, "publish", told(desk, "publish", *chosen).sent)
    assert after.going == {"Chapter: Chapter 1": "Published.", "Chapter: Chapter 2": "Published."}
    assert dict(Article.objects.values_list("title", "number")) == {"Chapter 1": 2, "Chapter 2": 1}
    contents = client.get("/guide/").content.decode()
    assert contents.index("Chapter 2</") < contents.index("Chapter 1</")


def test_a_page_that_takes_over_the_number_of_another_goes_only_with_it(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (ChapterFactory.create(number=number, title=f"Chapter {number}") for number in (1, 2))
    a_draft_of(one, number=2)
    a_draft_of(two, number=3)
    sent = told(desk, "publish", f"chapter:{one.slug}", f"chapter:{two.slug}").sent
    publish = drafts.publish

    def publish_but_the_second(text: Any, *given: Any) -> Any:
        if text.wanted == two.slug:
            raise Article.DoesNotExist
        return publish(text, *given)

    monkeypatch.setattr(drafts, "publish", publish_but_the_second)
    assert done(desk, "publish", sent).going == {}
    assert sorted(Article.objects.values_list("number", flat=True)) == [1, 2]


def test_whoever_names_what_may_not_be_published_stays_and_the_others_go(desk: Client) -> None:
    toe, heel = new_pair()
    Draft.objects.filter(pk=heel.pk).update(document=heel.document | {"summary": ""})
    a_draft_of(ExerciseFactory.create(title="Better", number=1), summary="Better words.")
    found = told(desk, "publish", *refs(toe, heel), f"exercise:{Draft.objects.get(name__gt='').name}")
    assert list(found.going) == ["Exercise: Better"]
    assert set(found.staying) == {f"Exercise: New {slug}" for slug in (TOE, HEEL)}


def test_where_one_was_changed_since_the_summary_none_that_names_it_goes(desk: Client) -> None:
    toe, heel = new_pair()
    sent = told(desk, "publish", *refs(toe, heel)).sent
    assert drafts.save(drafts.with_document(drafts.of_draft(heel), heel.document | {"title": "Other"}), None, heel)
    after = done(desk, "publish", sent)
    assert after.going == {}
    assert "changed since the summary" in after.staying["Exercise: Other"]
    assert HEEL in after.staying[f"Exercise: New {TOE}"]
    assert Draft.objects.count() == 2


def test_where_one_fails_in_the_middle_neither_leaves_a_trace(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    toe, heel = new_pair()
    better = a_draft_of(ExerciseFactory.create(title="Better", number=1), summary="Better words.")
    publish = drafts.publish

    def publish_but_one(text: Any, *given: Any) -> Any:
        row = publish(text, *given)
        if text.wanted == HEEL:
            raise Exercise.DoesNotExist
        return row

    sent = told(desk, "publish", *refs(toe, heel), f"exercise:{better.name}").sent
    monkeypatch.setattr(drafts, "publish", publish_but_one)
    after = done(desk, "publish", sent)
    assert after.going == {"Exercise: Better": "Published."}
    assert after.staying == {f"Exercise: New {slug}": AT_ONCE for slug in (TOE, HEEL)}
    assert not Exercise.objects.filter(slug__in=(TOE, HEEL)).exists()
    assert set(Draft.objects.values_list("pk", flat=True)) == {toe.pk, heel.pk}
