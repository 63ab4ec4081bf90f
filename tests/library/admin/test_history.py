"""Who changed what, and the way back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from library import drafts, publishing
from library.admin.comparing import differences
from library.documents import store
from library.editors_text import EditorsText
from library.models import Article, Draft, Exercise, Revision, Routine, Step
from tests.factories import (
    AreaFactory,
    ChapterFactory,
    ExerciseFactory,
    RoutineFactory,
    StageFactory,
    StepFactory,
    SuitFactory,
    UserFactory,
    VariationFactory,
    WarningSignFactory,
)
from tests.library.admin.browsing import page_of, press, publish, save

pytestmark = pytest.mark.django_db


def first_state(row: Any) -> Revision:
    """The state of a row as a release would have left it."""
    return publishing.record_change(row, by=None, action=Revision.Action.SEEDED)


def compare(client: Client, row: Any, old: Any, new: Any) -> Any:
    """The page of two states."""
    return client.get(f"{page_of(row, 'compare')}?old={old}&new={new}")


def test_the_history_says_who_and_when(desk: Client) -> None:
    chapter = ChapterFactory.create(title="Old title")
    first_state(chapter)
    publish(desk, chapter, title="New title")
    save(desk, chapter, title="Newer title")
    states = desk.get(page_of(chapter, "history")).context["states"]
    assert [(state.what, state.is_now) for state in states] == [
        ("Draft saved, by editor@example.org.", False),
        ("Published, by editor@example.org.", True),
        ("Came with a release.", False),
    ]


def test_two_states_are_compared_field_by_field_and_word_by_word(desk: Client) -> None:
    chapter = ChapterFactory.create(title="Old title", body="Rest for a week.\n\nThen walk.")
    first = first_state(chapter)
    publish(desk, chapter, title="New title", body="Rest for two weeks.\n\nThen walk.")
    second = Revision.objects.of("chapter", chapter.slug)[0]
    response = compare(desk, chapter, first.pk, second.pk)
    found = {
        one.label: [(piece.kind, piece.text) for piece in one.pieces if piece.kind != "same"]
        for one in response.context["differences"]
    }
    assert found == {
        "Title": [("gone", "Old"), ("new", "New")],
        "Text": [("gone", "a week"), ("new", "two weeks")],
    }
    page = response.content.decode()
    assert re.search(r"<del>.*?Old.*?</del>", page, re.DOTALL)
    assert re.search(r"<ins>.*?New.*?</ins>", page, re.DOTALL)
    for forbidden in ("style=", "title:", "---"):
        assert forbidden not in page
    # Whichever way round they are chosen, the older one is the older one.
    assert compare(desk, chapter, second.pk, first.pk).context["old"].ref == str(first.pk)


def test_a_page_with_one_state_offers_nothing_to_compare(desk: Client, editor: Any) -> None:
    """As it did, Compare showed the only state beside itself."""
    chapter = ChapterFactory.create()
    first_state(chapter)
    draft = drafts.save(EditorsText("chapter", "", "calves", {"title": "One"}), editor)
    assert draft is not None
    for address in (page_of(chapter, "history"), page_of_draft(draft, "drafthistory")):
        page = desk.get(address).content.decode()
        assert ("only state so far" in page, 'type="radio"' in page, 'value="Compare"' in page) == (True, False, False)
    publish(desk, chapter, title="New title")
    page = desk.get(page_of(chapter, "history")).content.decode()
    assert ("only state so far" in page, page.count('type="radio"'), 'value="Compare"' in page) == (False, 4, True)
    assert page.count("checked") == 2


def test_doses_and_rows_are_compared_in_the_words_of_the_form(desk: Client) -> None:
    stage = StageFactory.create(name="First weeks")
    step = StepFactory.create(routine=stage.routine, stage=stage, exercise__slug="rise", exercise__title="Heel rise")
    store.count_minutes(step.routine)
    save(desk, step.routine, steps__0__reps="8-15", stages__0__name="Weeks 1 to 2")
    [difference] = compare(desk, step.routine, "row", "draft").context["differences"]
    assert difference.label == "Stages"
    assert difference.old == (
        "Stage: First weeks\n  Heel rise; Repetitions: 10, Which side: Both sides together; 60 s in all"
    )
    assert "Stage: Weeks 1 to 2" in difference.new
    assert "Repetitions: 8-15" in difference.new


def test_what_a_page_names_is_compared_by_its_title_and_never_by_its_address(desk: Client) -> None:
    """As it did, a clash over exercises, areas or warning signs named what no form shows."""
    easy, sore = ExerciseFactory.create(slug="ring", title="Ankle rings"), AreaFactory.create(code="arch", label="Arch")
    sign = WarningSignFactory.create(key="snap", text="you felt a snap")
    named = {
        "areas": [sore.code],
        "stop_and_see": [sign.key, "long-gone"],
        "exercises": [{"exercise": "ring", "note": "Slow."}],
    }
    found = {
        one.label: one.new
        for one in differences("issue", {}, named | {"programme": RoutineFactory.create(title="Strong").slug})
    }
    assert found == {
        "Areas": "Arch",
        "Warning signs": "you felt a snap\nlong-gone",
        "Exercises on this page": "Ankle rings: Slow.",
        "Routine to start from here": "Strong",
    }
    harder = [{"text": "On one leg.", "to": easy.slug}, {"text": "On none.", "to": "gone"}]
    [difference] = differences("exercise", {}, {"harder": harder})
    assert difference.new == "On one leg. (leads to Ankle rings)\nOn none. (leads to gone (not in the guide))"


def test_a_blank_that_is_all_that_changed_can_be_seen() -> None:
    [difference] = differences("chapter", {"title": "One,two"}, {"title": "One, two"})
    assert [(piece.kind, piece.text) for piece in difference.pieces] == [
        ("same", "One,"),
        ("new", "␣"),
        ("same", "two"),
    ]


def test_an_earlier_state_is_shown_first_and_comes_back_as_a_draft_with_its_rows(desk: Client) -> None:
    stage = StageFactory.create(name="Weeks 1 to 2")
    StepFactory.create(routine=stage.routine, stage=stage, exercise__title="Rise")
    store.count_minutes(stage.routine)
    earlier = first_state(stage.routine)
    publish(desk, stage.routine, steps__0__reps="99", stages__0__name="Weeks 3 to 4", title="Other")
    assert Step.objects.get().reps_low == 99
    shown = desk.get(page_of(stage.routine, "restore", earlier.pk))
    assert [one.label for one in shown.context["differences"]] == ["Title", "Stages"]
    assert not Draft.objects.exists()

    response = press(desk, page_of(stage.routine, "restore", earlier.pk), follow=True)
    assert (Routine.objects.get().title, Step.objects.get().reps_low) == ("Other", 99)
    assert "The draft says what it said on" in str(next(iter(response.context["messages"])))
    publish(desk, stage.routine)
    routine = Routine.objects.get()
    assert (routine.title, [row.name for row in routine.stages.all()]) == (stage.routine.title, ["Weeks 1 to 2"])
    assert [(row.reps_low, row.stage.name, row.exercise.title) for row in Step.objects.all() if row.stage] == [
        (10, "Weeks 1 to 2", "Rise")
    ]
    actions = [revision.action for revision in Revision.objects.of("routine", routine.slug)]
    assert actions == ["saved", "drafted", "saved", "seeded"]


def test_easier_forms_and_listed_exercises_come_back_too(desk: Client) -> None:
    variation = VariationFactory.create(text="Hold a rail.")
    suit = SuitFactory.create(note="Slowly.", exercise=variation.exercise)
    for row, change in ((variation.exercise, "variations__0__DELETE"), (suit.article, "suits__0__DELETE")):
        earlier = first_state(row)
        publish(desk, row, **{change: "on"})
        press(desk, page_of(row, "restore", earlier.pk))
        publish(desk, row)
    assert [form.text for form in Exercise.objects.get().variations.all()] == ["Hold a rail."]
    assert [row.note for row in Article.objects.get().suits.all()] == ["Slowly."]


def test_looking_at_what_would_come_back_changes_nothing(desk: Client) -> None:
    chapter = ChapterFactory.create()
    earlier = first_state(chapter)
    publish(desk, chapter, title="Other")
    before = store.document(Article.objects.get())
    assert desk.get(page_of(chapter, "restore", earlier.pk)).status_code == 200
    assert (store.document(Article.objects.get()), Draft.objects.count()) == (before, 0)


def test_a_state_of_another_page_cannot_be_restored_or_compared_here(desk: Client) -> None:
    one, other = ChapterFactory.create(), ChapterFactory.create()
    state = first_state(other)
    assert press(desk, page_of(one, "restore", state.pk)).status_code == 404
    assert compare(desk, one, state.pk, "row").status_code == 404
    assert compare(desk, one, "row", "9" * 30).status_code == 404


def test_a_state_that_names_a_deleted_exercise_comes_back_and_says_what_is_missing(desk: Client) -> None:
    suit = SuitFactory.create()
    earlier = first_state(suit.article)
    publish(desk, suit.article, suits__0__DELETE="on")
    press(desk, page_of(suit.exercise, "delete"), {"post": "yes"})
    response = press(desk, page_of(suit.article, "restore", earlier.pk), follow=True)
    assert "there is no exercise" in str(list(response.context["messages"])[-1])
    assert Article.objects.get().suits.count() == 0
    # The name of what is missing stands in the form, and is kept.
    assert f"{suit.exercise.slug} (not in the guide)" in desk.get(page_of(suit.article)).content.decode()
    save(desk, suit.article, title="Another title")
    assert Draft.objects.get().document["exercises"] == [{"exercise": suit.exercise.slug}]


def test_restoring_asks_for_the_token_of_the_form(editor: object) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)  # type: ignore[arg-type]  # the fixture is a User
    chapter = ChapterFactory.create()
    revision = Revision.objects.create(kind="chapter", slug=chapter.slug, document={}, action="saved")
    assert strict.post(page_of(chapter, "restore", revision.pk)).status_code == 403


def test_a_draft_is_one_state_for_each_turn_of_an_editor(desk: Client) -> None:
    chapter = ChapterFactory.create()
    first_state(chapter)
    for title in ("One", "Two", "Three"):
        save(desk, chapter, title=title)
    draft = Draft.objects.get()
    ben = UserFactory.create(email="ben@example.org")
    drafts.save(EditorsText("chapter", chapter.slug, chapter.slug, draft.document | {"title": "Four"}), ben, draft)
    save(desk, chapter, title="Five")
    states = Revision.objects.of("chapter", chapter.slug)
    assert [(one.action, one.document["title"]) for one in states] == [
        ("drafted", "Five"), ("drafted", "Four"), ("drafted", "Three"), ("seeded", chapter.title),
    ]  # fmt: skip


@pytest.fixture
def new_chapter(desk: Client, editor: Any) -> Draft:
    """A draft of a chapter that never was in the guide: what the editor wrote, then what somebody else made of it."""
    text = EditorsText("chapter", "", "calves", {"title": "One", "body": "First words."})
    draft = drafts.save(text, editor)
    assert draft is not None
    ben = UserFactory.create(email="ben@example.org")
    drafts.save(EditorsText("chapter", "", "calves-again", {"title": "Two", "body": "Second words."}), ben, draft)
    return draft


def page_of_draft(draft: Draft, page: str, *args: Any) -> str:
    return reverse(f"admin:library_chapter_{page}", args=[draft.pk, *args])


def test_a_draft_that_never_was_in_the_guide_has_its_history_too(desk: Client, new_chapter: Draft) -> None:
    address = page_of_draft(new_chapter, "drafthistory")
    assert f'href="{address}"' in desk.get(page_of_draft(new_chapter, "draft")).content.decode()
    page = desk.get(address)
    newer, older = page.context["states"]
    assert [(state.what, state.is_now) for state in (newer, older)] == [
        ("Draft saved, by ben@example.org.", False),
        ("Draft saved, by editor@example.org.", False),
    ]
    assert f'action="{page_of_draft(new_chapter, "draftcompare")}"' in page.content.decode()
    assert "First words." in desk.get(f"{older.preview}light/").content.decode()
    compared = desk.get(page_of_draft(new_chapter, "draftcompare"), {"old": older.ref, "new": newer.ref})
    assert [one.label for one in compared.context["differences"]] == ["Title", "Text"]


def test_an_earlier_state_of_a_draft_that_never_was_in_the_guide_is_shown_first_and_comes_back(
    desk: Client, new_chapter: Draft
) -> None:
    earlier = Revision.objects.of("chapter", new_chapter.called)[1]
    address = page_of_draft(new_chapter, "draftrestore", earlier.pk)
    assert f'href="{address}"' in desk.get(page_of_draft(new_chapter, "drafthistory")).content.decode()
    assert [one.label for one in desk.get(address).context["differences"]] == ["Title", "Text"]
    assert Draft.objects.get().document["title"] == "Two"
    answer = press(desk, address)
    assert answer["Location"] == page_of_draft(new_chapter, "draft")
    draft = Draft.objects.get()
    assert (draft.pk, draft.name, draft.slug, draft.document["title"]) == (new_chapter.pk, "", "calves", "One")
    states = [one.document["title"] for one in Revision.objects.of("chapter", draft.called)]
    assert states == ["One", "Two", "One"]
    # The states of another draft are its own.
    other = drafts.save(EditorsText("chapter", "", "feet", {"title": "Feet"}), None)
    assert other is not None
    assert press(desk, page_of_draft(other, "draftrestore", earlier.pk)).status_code == 404


def test_what_a_draft_said_before_an_earlier_state_came_back_is_a_state_too(desk: Client) -> None:
    """As it was, one who went on alone lost it: the page that asks says that the history keeps it."""
    chapter = ChapterFactory.create(title="Of the release")
    earlier = first_state(chapter)
    save(desk, chapter, title="My words")
    press(desk, page_of(chapter, "restore", earlier.pk))
    assert Draft.objects.get().document["title"] == "Of the release"
    states = Revision.objects.of("chapter", chapter.slug)
    assert [one.document["title"] for one in states] == ["Of the release", "My words", "Of the release"]


def test_states_of_drafts_go_after_a_year_but_for_the_last_fifty_and_published_ones_stay(editor: Any) -> None:
    chapter = ChapterFactory.create()
    long_ago = timezone.now() - timedelta(days=400)
    for number in range(70):
        for action in ("drafted", "saved"):
            Revision.objects.create(
                kind="chapter", slug=chapter.slug, action=action, document={"number": number},
                at=long_ago + timedelta(minutes=number),
            )  # fmt: skip
    drafts.save(EditorsText("chapter", chapter.slug, chapter.slug, {"title": "New"}), editor)
    states = Revision.objects.of("chapter", chapter.slug)
    assert states.filter(action="saved").count() == 70
    kept = [one.document.get("number") for one in states.filter(action="drafted")]
    assert kept == [None, *range(69, 20, -1)]
