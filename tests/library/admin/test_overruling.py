"""Findings that may be overruled: who may, with what reason, where the history shows it, and when it is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from library import drafts, overruling, publishing
from library.documents import store
from library.models import Draft, Exercise, Revision, Status
from tests.factories import ChapterFactory, ExerciseFactory
from tests.library.admin.browsing import open_form, page_of, press, publish, read, save

pytestmark = pytest.mark.django_db
PATIENT, SHARE = "For a patient runner.", "About 40% came back."
REASON = "She waits for her ankle; it is the adjective."


def asked(response: Any) -> list[tuple[str, str, str]]:
    """What the desk asks about: the field's label, its id and the words."""
    return [(one.label, one.field, one.message.partition(":")[0]) for one in response.context["asked"]]


def with_reasons(desk: Client, row: Any, reason: str = REASON, button: str = "_publish", **changes: str) -> Any:
    """Publish, and give every finding the same reason."""
    first = publish(desk, row, **changes)
    assert first.status_code == 200
    data = read(first.content.decode())
    names = [name for name in data if name.startswith("reason-")]
    assert names
    return desk.post(page_of(row), data | dict.fromkeys(names, reason) | {button: "1"})


def test_what_is_doubted_stands_at_the_top_beside_what_is_in_the_way_each_with_a_way_to_its_field(desk: Client) -> None:
    chapter = ChapterFactory.create()
    response = publish(desk, chapter, title="", body=f"It heals. {SHARE}", summary=PATIENT)
    assert response.context["adminform"].form.errors.keys() == {"title", "body"}
    # One answer: what is doubted is asked about beside what has to be put right, also where a field is missing.
    assert asked(response) == [("Summary", "id_summary", "'patient'"), ("Text", "id_body", "'40%'")]
    response = publish(desk, chapter, body=f"It heals.\n\n{SHARE}", summary=PATIENT)
    assert asked(response) == [("Summary", "id_summary", "'patient'"), ("Text", "id_body", "'40%'")]
    page = response.content.decode()
    assert page.index('id="findings"') < page.index('id="asked"') < page.index('name="title"')
    assert '<a href="#id_summary">Summary</a>' in page
    assert store.find("chapter", chapter.slug).summary == chapter.summary


def test_a_reason_publishes_it_and_the_history_the_comparison_and_the_desk_show_it(desk: Client) -> None:
    chapter = ChapterFactory.create()
    publishing.record_change(chapter, None, Revision.Action.SEEDED)
    assert with_reasons(desk, chapter, summary=PATIENT).status_code == 302
    assert store.find("chapter", chapter.slug).summary == PATIENT
    newest, first = Revision.objects.of("chapter", chapter.slug)
    assert overruling.reasons_in_words(newest.reasons) == [
        ("'patient': readers are runners; of them say 'people'", REASON)
    ]
    for address in (
        page_of(chapter),
        page_of(chapter, "history"),
        f"{page_of(chapter, 'compare')}?old={first.pk}&new={newest.pk}",
    ):
        assert REASON in desk.get(address).content.decode()


def test_the_same_text_is_not_asked_about_again_and_another_is(desk: Client) -> None:
    chapter = ChapterFactory.create()
    with_reasons(desk, chapter, summary=PATIENT)
    assert publish(desk, chapter, title="Another title").status_code == 302
    assert overruling.reasons_of_row("chapter", chapter.slug).keys() == Revision.objects.first().reasons.keys()
    assert asked(publish(desk, chapter, summary="For patient people.")) == [("Summary", "id_summary", "'patient'")]
    assert publish(desk, chapter, summary="For people.").status_code == 302
    assert overruling.reasons_of_row("chapter", chapter.slug) == {}
    assert publish(desk, chapter, summary=PATIENT).status_code == 302  # the history still holds why
    assert [one["reason"] for one in overruling.reasons_of_row("chapter", chapter.slug).values()] == [REASON]


def test_what_readers_see_already_is_not_asked_about(desk: Client) -> None:
    chapter = ChapterFactory.create(summary=PATIENT, body=SHARE)
    assert publish(desk, chapter, title="Another title").status_code == 302
    row = store.find("chapter", chapter.slug)
    publishing.retire(row, None)
    assert publish(desk, chapter).status_code == 302
    drafts.take_off(store.find("chapter", chapter.slug), None)
    assert publish(desk, chapter).status_code == 302
    # What no reader ever saw is.
    new = ChapterFactory.create(summary=PATIENT, status=Status.DRAFT)
    assert asked(publish(desk, new)) == [("Summary", "id_summary", "'patient'")]


@pytest.mark.parametrize(
    ("reason", "trouble"),
    [("x" * 301, "this is 301 characters long; 300 at most"), ("Bell \x07", "cannot be printed"), ("  ", "")],
)
def test_a_reason_is_some_plain_words(desk: Client, reason: str, trouble: str) -> None:
    chapter = ChapterFactory.create()
    response = with_reasons(desk, chapter, reason, summary=PATIENT)
    assert response.status_code == 200
    (one,) = response.context["asked"]
    assert trouble in one.trouble
    assert one.reason == reason.strip()
    assert not Revision.objects.exists()


def test_a_reason_is_shown_as_text(desk: Client) -> None:
    chapter = ChapterFactory.create()
    with_reasons(desk, chapter, "<b>Because</b>", summary=PATIENT)
    assert "&lt;b&gt;Because&lt;/b&gt;" in desk.get(page_of(chapter)).content.decode()


def test_an_editor_sees_what_is_doubted_and_whom_to_ask_and_cannot_overrule(plain_desk: Client, desk: Client) -> None:
    chapter = ChapterFactory.create()
    response = publish(plain_desk, chapter, summary=PATIENT)
    (one,) = response.context["asked"]
    page = response.content.decode()
    assert "ask a chief editor" in page
    assert one.name not in page
    assert publish(plain_desk, chapter, summary=PATIENT, **{one.name: REASON}).status_code == 200
    assert store.find("chapter", chapter.slug).summary == chapter.summary
    # The draft is never refused, and the chief goes on from it.
    assert save(plain_desk, chapter, summary=PATIENT).status_code == 302
    assert with_reasons(desk, chapter).status_code == 302
    # What the chief let stand, the editor may publish again with other words beside it.
    assert publish(plain_desk, chapter, title="Another title").status_code == 302


def test_a_reason_that_was_typed_is_kept_with_the_draft_and_with_its_date(desk: Client) -> None:
    chapter = ChapterFactory.create()
    assert with_reasons(desk, chapter, button="_save", summary=PATIENT).status_code == 302
    assert REASON in desk.get(page_of(chapter)).content.decode()
    later = datetime.now(UTC) + timedelta(days=2)
    assert publish(desk, chapter, publish_at=f"{later:%Y-%m-%dT%H:%M}").status_code == 302
    assert drafts.publish_due(later + timedelta(minutes=1)) == [f"chapter {chapter.slug}"]
    assert [one["reason"] for one in overruling.reasons_of_row("chapter", chapter.slug).values()] == [REASON]


def test_a_date_publishes_nothing_that_nobody_gave_a_reason_for(desk: Client) -> None:
    chapter = ChapterFactory.create()
    save(desk, chapter, summary=PATIENT)
    now = datetime.now(UTC)
    Draft.objects.update(publish_at=now)
    assert drafts.publish_due(now + timedelta(minutes=1)) == []
    assert "nobody has said why it may stay so" in Draft.objects.get().trouble


def test_a_new_exercise_without_a_drawing_goes_live_with_a_reason(desk: Client) -> None:
    exercise = ExerciseFactory.create(
        slug="heel-tap", status=Status.DRAFT, mistakes=["Too quick."], cautions=["Stop when it hurts."]
    )
    assert asked(publish(desk, exercise)) == [
        ("Picture", "id_picture", "There is no drawing of this exercise; readers get words alone")
    ]
    assert with_reasons(desk, exercise, "Its drawing comes in spring.").status_code == 302
    assert Exercise.objects.get(slug="heel-tap").is_live
    assert open_form(desk, exercise)["slug"] == "heel-tap"


# --- Reasons go with their words --------------------------------------------------------------------


def reasons_of_draft() -> list[str]:
    return [one["reason"] for one in Draft.objects.get().reasons.values()]


def test_a_state_of_a_draft_that_is_brought_back_brings_its_reasons(desk: Client) -> None:
    chapter = ChapterFactory.create()
    with_reasons(desk, chapter, button="_save", summary=PATIENT)
    Revision.objects.update(by=None)  # so that it stays a state of its own
    save(desk, chapter, summary="Other words.")
    assert reasons_of_draft() == []
    state = Revision.objects.of("chapter", chapter.slug)[1]
    press(desk, page_of(chapter, "restore", state.pk))
    assert reasons_of_draft() == [REASON]
    assert publish(desk, chapter).status_code == 302


def test_what_was_gone_comes_back_with_its_reasons(desk: Client) -> None:
    chapter = ChapterFactory.create()
    with_reasons(desk, chapter, button="_save", summary=PATIENT)
    press(desk, page_of(chapter, "delete"), {"post": "yes"})
    state = Revision.objects.of("chapter", chapter.slug).get(action="discarded")
    desk.post(reverse("admin:gone_state", args=[state.pk]))
    assert reasons_of_draft() == [REASON]


def test_two_who_are_brought_together_keep_the_reasons_that_one_typed(desk: Client) -> None:
    chapter = ChapterFactory.create()
    data = read(publish(desk, chapter, summary=PATIENT).content.decode())
    given = data | {name: REASON for name in data if name.startswith("reason-")}
    save(desk, chapter, body="Theirs.")
    desk.post(page_of(chapter), given | {"_publish": "1"})
    assert reasons_of_draft() == [REASON]
    assert Draft.objects.get().document["body"] == "Theirs."


def test_where_two_clash_the_reasons_that_were_typed_are_in_the_form_again(desk: Client) -> None:
    chapter = ChapterFactory.create()
    data = read(publish(desk, chapter, summary=PATIENT).content.decode())
    given = data | {name: REASON for name in data if name.startswith("reason-")}
    save(desk, chapter, summary="Theirs.")
    held = read(desk.post(page_of(chapter), given | {"_publish": "1"}).content.decode())
    assert [value for name, value in held.items() if name.startswith("reason-")] == [REASON]
    assert desk.post(page_of(chapter), held | {"_publish": "1"}).status_code == 302


def test_a_draft_that_meets_a_changed_page_keeps_the_reasons_that_were_typed(desk: Client) -> None:
    chapter = ChapterFactory.create()
    data = read(publish(desk, chapter, summary=PATIENT).content.decode())
    save(desk, chapter, summary=PATIENT)
    data |= {name: value for name, value in open_form(desk, chapter).items() if name in ("seen", "base")}
    given = data | {name: REASON for name in data if name.startswith("reason-")}
    store.write("chapter", chapter.slug, store.document(chapter) | {"title": "Corrected title"})
    desk.post(page_of(chapter), given | {"_publish": "1"})
    assert reasons_of_draft() == [REASON]
    assert Draft.objects.get().document["title"] == "Corrected title"
