"""Several objects published or retired at once: first what would happen to each, then what was done and what was refused."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ankles.accounts.models import User
from library import drafts
from library.admin import several
from library.admin.several import MOST, address_of_several
from library.documents import store
from library.models import Draft, Exercise, Revision, Status
from tests.factories import ChapterFactory, ExerciseFactory, SourceFactory, StepFactory, TermFactory
from tests.library.admin.browsing import page_of

pytestmark = pytest.mark.django_db
OUTCOME = re.compile(
    r"<li>\s*(?:<a href=\"([^\"]*)\">|<b>)(.*?)</(?:a|b)>\s*<div class=\"said\">(.*?)</div>", re.DOTALL
)
PART = re.compile(r'<section aria-labelledby="(going|staying)">\s*<h2[^>]*>(.*?)</h2>(.*?)</section>', re.DOTALL)

# What the checks doubt where it is missing.
WHOLE: dict[str, Any] = {"mistakes": ["Falling back fast."], "cautions": ["Stop when it hurts."]}


class Told:
    """A summary as an editor reads it."""

    def __init__(self, page: str) -> None:
        found = {part: (heading, body) for part, heading, body in PART.findall(page)}
        self.headings = [heading for heading, _ in found.values()]
        self.going, self.staying = (
            {} if part not in found else self.outcomes(found[part][1]) for part in ("going", "staying")
        )
        self.back = re.findall(r'class="closelink" href="([^"]*)"', page)[0]
        self.sent = [html.unescape(value) for value in re.findall(r'name="chosen" value="([^"]*)"', page)]

    def outcomes(self, part: str) -> dict[str, str]:
        """Name to the words about it."""
        self.addresses = getattr(self, "addresses", {}) | {name: href for href, name, _ in OUTCOME.findall(part)}
        return {
            html.unescape(name): " ".join(html.unescape(re.sub(r"<[^>]*>", " ", said)).split())
            for _, name, said in OUTCOME.findall(part)
        }


def told(client: Client, act: str, *refs: str) -> Told:
    """What would happen."""
    return Told(client.get(address_of_several(act, refs)).content.decode())


def done(client: Client, act: str, sent: list[str]) -> Told:
    """What happened."""
    answer = client.post(reverse("admin:several", args=[act]), {"chosen": sent}, follow=True)
    assert (answer.status_code, [status for _, status in answer.redirect_chain]) == (200, [302])
    return Told(answer.content.decode())


def test_links_are_looked_for_after_each_commit(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    depths: list[int] = []
    looking = replace(
        several.ACTS["publish"], afterwards=lambda row: depths.append(len(connection.savepoint_ids)) or ["“A” links."]
    )
    monkeypatch.setitem(several.ACTS, "publish", looking)
    chapter = ChapterFactory.create()
    a_draft_of(chapter, title="Calves, better")
    after = done(desk, "publish", told(desk, "publish", f"chapter:{chapter.slug}").sent)
    assert (list(after.going.values()), depths) == (["Published. “A” links."], [len(connection.savepoint_ids)])


def the_row(kind: str, name: str) -> Any:
    """A row with what its document needs."""
    return store.find(kind, name)


def a_draft_of(row: Any, by: User | None = None, **changes: Any) -> Draft:
    text = drafts.of_row(the_row(store.kind_of(row), store.slug_of(row)))
    draft = drafts.save(drafts.with_document(text, text.document | changes), by)
    assert draft is not None
    return draft


def a_new_one(**changes: Any) -> Draft:
    """The draft of an exercise that is not in the guide yet, ready to be published: a drawing of it is there."""
    model = drafts.of_row(the_row("exercise", ExerciseFactory.create(status="retired", **WHOLE).slug)).document
    return Draft.objects.create(
        kind="exercise", slug="toe-walk", document=model | {"title": "New rise", "number": 900} | changes
    )


def test_a_summary_says_what_will_happen_to_each_and_changes_nothing(desk: Client) -> None:
    better = ExerciseFactory.create(title="Better", number=1)
    a_draft_of(better, summary="Better words.")
    new = a_new_one()
    unfinished = Draft.objects.create(kind="exercise", slug="half", document={"title": "Half a page"})
    live = ExerciseFactory.create(title="Live", number=2)
    back = ExerciseFactory.create(title="Back", number=3, status="retired")
    off = ExerciseFactory.create(title="Off", slug="heel-walk", number=4, status="draft", **WHOLE)
    dated = a_draft_of(ExerciseFactory.create(title="Dated", number=5), summary="Later.")
    drafts.schedule(dated, timezone.now() + timedelta(days=2))
    released = ExerciseFactory.create(title="Released", number=6, publish_at=timezone.now() + timedelta(days=2))
    doubted = ChapterFactory.create(title="Doubted", number=1)
    a_draft_of(doubted, body="For patients it is 70 % better.\n\n## A part\n\nSome words of it.")
    source = SourceFactory.create(short="Somebody 2001")
    a_draft_of(source, supports="Something else.")
    before = (Revision.objects.count(), Draft.objects.count())
    pages = (better, live, back, off, released)
    refs = [f"exercise:{row.slug}" for row in pages]
    refs += [
        f"draft:{new.pk}",
        f"draft:{unfinished.pk}",
        f"exercise:{dated.name}",
        f"chapter:{doubted.slug}",
        f"source:{source.key}",
    ]
    found = told(
        desk, "publish", *refs, refs[0], "exercise:nobody", "draft:999999", f"draft:{'9' * 5000}", "nonsense", "user:1"
    )
    assert found.going == {
        "Exercise: Better": "Readers see the draft in place of what they see now.",
        "Exercise: Back": "Was retired: it comes back.",
        "Exercise: Off": "Comes onto the site.",
        "Exercise: New rise": "New in the guide.",
        "Source: Somebody 2001": "Readers see the draft in place of what they see now.",
    }
    assert list(found.staying) == [
        "Exercise: Live", "Exercise: Released", "Exercise: Half a page", "Exercise: Dated", "Chapter: Doubted",
    ]  # fmt: skip
    assert found.staying["Exercise: Live"] == "Readers see exactly this already."
    assert found.staying["Exercise: Released"].startswith("A release publishes it on ")
    assert found.staying["Exercise: Dated"].startswith("It publishes itself on ")
    assert found.staying["Exercise: Half a page"].startswith("Number: missing Summary: missing ")
    assert found.staying["Exercise: Half a page"].endswith(" more, which its form shows.")
    assert "Change it, or give the reason in its form." in found.staying["Chapter: Doubted"]
    assert found.headings == ["5 will be published", "5 will stay as now"]
    assert found.addresses["Exercise: Live"] == page_of(live)
    assert desk.get(found.addresses["Exercise: New rise"]).status_code == 200
    assert (Revision.objects.count(), Draft.objects.count()) == before


def test_what_the_summary_said_is_done_and_told(desk: Client, client: Client, editor: User) -> None:
    row = ExerciseFactory.create(title="Better", number=1)
    a_draft_of(row, summary="Better words.")
    new = a_new_one()
    found = done(desk, "publish", told(desk, "publish", f"exercise:{row.slug}", f"draft:{new.pk}").sent)
    assert found.headings == ["2 published"]
    assert found.back == reverse("admin:library_exercise_changelist")
    assert found.going == {"Exercise: Better": "Published.", "Exercise: New rise": "Published."}
    assert found.staying == {}
    assert not Draft.objects.exists()
    assert "Better words." in client.get(row.get_absolute_url()).content.decode()
    assert client.get("/exercises/toe-walk/").status_code == 200
    assert desk.get(found.addresses["Exercise: New rise"]).status_code == 200
    assert {state.by for state in Revision.objects.filter(action="saved")} == {editor}


def test_what_was_done_can_be_read_again_and_a_reload_does_nothing(desk: Client) -> None:
    """As it did, a reload sent the whole form again, and said that everything was changed since."""
    draft = a_draft_of(ExerciseFactory.create(title="Toe yoga", **WHOLE), summary="Another summary, which is new.")
    read = done(desk, "publish", told(desk, "publish", f"exercise:{draft.name}").sent)
    again = Told(desk.get(reverse("admin:several_done", args=["publish"])).content.decode())
    assert again.going == read.going == {"Exercise: Toe yoga": "Published."}
    assert Revision.objects.of("exercise", draft.name).published().count() == 1


def test_what_there_is_no_time_for_is_left_as_it_is_and_named(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several, "LONGEST_S", -1)
    draft = a_draft_of(ExerciseFactory.create(title="Toe yoga", **WHOLE), summary="Another summary, which is new.")
    read = done(desk, "publish", told(desk, "publish", f"exercise:{draft.name}").sent)
    assert (read.going, read.staying) == ({}, {"Exercise: Toe yoga": several.NO_TIME})
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_of_another_act_or_of_none_it_says_that_nothing_was_done(desk: Client) -> None:
    address = reverse("admin:several_done", args=["publish"])
    assert "Nothing was published." in desk.get(address).content.decode()
    chapter = ChapterFactory.create()
    done(desk, "retire", told(desk, "retire", f"article:{chapter.slug}").sent)
    assert "Nothing was published." in desk.get(address).content.decode()


def test_what_was_changed_since_the_summary_is_refused_and_the_others_go_ahead(desk: Client) -> None:
    seen, changed, gone, caught = (ExerciseFactory.create(number=number) for number in range(1, 5))
    texts = {row: a_draft_of(row, summary="First words.") for row in (seen, changed, gone, caught)}
    found = told(desk, "publish", *(f"exercise:{row.slug}" for row in (seen, changed, gone, caught)))
    assert len(found.going) == 4
    a_draft_of_again = texts[changed]
    drafts.save(
        drafts.with_document(drafts.of_draft(a_draft_of_again), a_draft_of_again.document | {"summary": "Second."}),
        None,
        a_draft_of_again,
    )
    texts[gone].delete()
    gone.delete()
    # Somebody published the page itself: the draft was not told.
    fresh = the_row("exercise", caught.slug)
    drafts.publish(drafts.with_document(drafts.of_row(fresh), drafts.of_row(fresh).document | {"title": "Other"}), None)
    after = done(desk, "publish", found.sent)
    assert after.headings == ["1 published", "3 refused"]
    assert after.going == {f"Exercise: {seen.title}": "Published."}
    assert after.staying == {
        f"Exercise: {changed.title}": "It was changed since the summary was made. Look at it once more.",
        f"exercise:{gone.slug}": "It is not here any more.",
        "Exercise: Other": "It was changed since the summary was made. Look at it once more.",
    }
    summaries = dict(Exercise.objects.values_list("slug", "summary"))
    assert (summaries[seen.slug], summaries[changed.slug]) == ("First words.", "A short line about it.")


def test_one_that_fails_in_the_middle_leaves_no_trace_and_holds_up_no_other(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [ExerciseFactory.create(number=number) for number in (1, 2, 3)]
    for row in rows:
        a_draft_of(row, summary="New words.")
    found = told(desk, "publish", *(f"exercise:{row.slug}" for row in rows))
    publish = drafts.publish

    def publish_but_one(text: Any, *given: Any) -> Any:
        row = publish(text, *given)
        if text.name == rows[1].slug:
            raise Exercise.DoesNotExist
        return row

    monkeypatch.setattr(drafts, "publish", publish_but_one)
    after = done(desk, "publish", found.sent)
    assert after.headings == ["2 published", "1 refused"]
    assert "not in the guide" in after.staying[f"Exercise: {rows[1].title}"]
    assert list(Exercise.objects.in_order().values_list("summary", flat=True)) == [
        "New words.", "A short line about it.", "New words.",
    ]  # fmt: skip
    assert Draft.objects.get().name == rows[1].slug


def test_a_summary_of_retiring_names_what_uses_each_what_is_protected_and_what_cannot_be(desk: Client) -> None:
    step = StepFactory.create(exercise__title="Rise", exercise__number=1, routine__title="Daily")
    dated = a_draft_of(ExerciseFactory.create(title="Dated", number=2), summary="Later.")
    drafts.schedule(dated, timezone.now() + timedelta(days=2))
    protected = ChapterFactory.create(slug="measure-at-a-wall", title="At a wall")
    gone = ExerciseFactory.create(title="Gone", number=3, status="retired")
    term, new = TermFactory.create(term="Soleus"), a_new_one()
    found = told(
        desk, "retire", f"exercise:{step.exercise.slug}", f"exercise:{dated.name}", f"chapter:{protected.slug}",
        f"exercise:{gone.slug}", f"term:{term.term}", f"draft:{new.pk}",
    )  # fmt: skip
    assert found.going["Exercise: Rise"] == (
        "Its address says that it was taken out. Used in 1 place, whose links to it go Routine: Daily"
    )
    assert "Its draft brings it back on " in found.going["Exercise: Dated"]
    assert found.staying["Chapter: At a wall"].startswith("Protected: pages of the site itself lead here")
    assert found.staying["Exercise: Gone"] == "It is retired already."
    assert found.staying["Glossary entry: Soleus"].startswith("Only pages are retired.")
    assert found.staying["Exercise: New rise"].startswith("It is not in the guide yet.")
    after = done(desk, "retire", [*found.sent, f"chapter:{protected.slug} /0"])
    assert after.headings == ["2 retired", "1 refused"]
    assert after.staying["Chapter: At a wall"].startswith("Protected: ")
    assert dict(Exercise.objects.values_list("title", "status"))["Rise"] == Status.RETIRED
    protected.refresh_from_db()
    assert protected.is_live


def test_a_page_that_was_put_right_since_the_summary_is_not_retired(desk: Client) -> None:
    row = ExerciseFactory.create(number=1)
    found = told(desk, "retire", f"exercise:{row.slug}")
    fresh = the_row("exercise", row.slug)
    drafts.publish(
        drafts.with_document(drafts.of_row(fresh), drafts.of_row(fresh).document | {"title": "Put right"}), None
    )
    assert done(desk, "retire", found.sent).headings == ["1 refused"]
    row.refresh_from_db()
    assert row.is_live


def test_only_a_chief_editor_retires_several(plain_desk: Client) -> None:
    row = ExerciseFactory.create()
    address = address_of_several("retire", [f"exercise:{row.slug}"])
    assert plain_desk.get(address).status_code == 403
    assert plain_desk.post(address, {"chosen": [f"exercise:{row.slug} /0"]}).status_code == 403
    listing = reverse("admin:library_exercise_changelist")
    assert 'value="retire"' not in plain_desk.get(listing).content.decode()
    answer = plain_desk.post(listing, {"index": "retire", "_selected_action": [row.pk]})
    assert answer["Location"] == listing
    row.refresh_from_db()
    assert row.is_live
    a_draft_of(row, summary="Words of an editor.")
    sent = told(plain_desk, "publish", f"exercise:{row.slug}").sent
    assert done(plain_desk, "publish", sent).headings == ["1 published"]


def test_what_is_ticked_in_a_list_leads_to_the_summary(desk: Client) -> None:
    one, two = ExerciseFactory.create(number=1), ExerciseFactory.create(number=2)
    new = a_new_one()
    listing = reverse("admin:library_exercise_changelist")
    page = desk.get(listing).content.decode()
    assert page.count('name="_selected_action"') == 3
    assert f'name="new_draft" value="{new.pk}" form="changelist-form"' in page
    for act in ("publish", "retire"):
        ticked = {"index": act, "_selected_action": [two.pk, one.pk], "new_draft": [new.pk]}
        answer = desk.post(listing, ticked)
        refs = [f"exercise:{one.slug}", f"exercise:{two.slug}", f"draft:{new.pk}"]
        assert answer["Location"] == address_of_several(act, refs)
        assert f'name="index" value="{act}"' in page
    answer = desk.post(f"{listing}?state=live", {"index": "publish"}, follow=True)
    assert answer.redirect_chain == [(f"{listing}?state=live", 302)]
    assert "Tick what you want" in answer.content.decode()
    # Sources are not retired.
    assert 'value="retire"' not in desk.get(reverse("admin:library_source_changelist")).content.decode()


def test_drafts_of_every_kind_are_ticked_in_their_list(desk: Client) -> None:
    row = ExerciseFactory.create(number=1)
    a_draft_of(row, summary="Better words.")
    new = a_new_one()
    page = desk.get(reverse("admin:desk_list", args=["drafts"])).content.decode()
    refs = re.findall(r'name="chosen" value="([^"]*)"', page)
    assert refs == [f"draft:{new.pk}", f"exercise:{row.slug}"]
    assert f'action="{reverse("admin:several", args=["publish"])}"' in page
    assert len(told(desk, "publish", *refs).going) == 2
    assert 'name="chosen"' not in desk.get(reverse("admin:desk_list", args=["longest-unedited"])).content.decode()


def test_so_many_at_a_time_and_no_more(desk: Client) -> None:
    rows = [ExerciseFactory.create() for _ in range(MOST + 5)]
    page = desk.get(address_of_several("retire", [f"exercise:{row.slug}" for row in rows])).content.decode()
    assert f"{MOST} will be retired" in page
    assert f"the first {MOST}" in page
    assert desk.get(reverse("admin:several", args=["delete"])).status_code == 404


@pytest.mark.parametrize("act", ["publish", "retire"])
def test_a_summary_asks_as_often_for_40_pages_as_for_10(desk: Client, act: str) -> None:
    rows = []
    for number in range(1, 41):
        rows.append(StepFactory.create(exercise__number=number).exercise)
        a_draft_of(rows[-1], summary=f"Other words {number}.")
    asked = []
    for many in (10, 10, 40):
        with CaptureQueriesContext(connection) as queries:
            found = told(desk, act, *(f"exercise:{row.slug}" for row in rows[:many]))
        assert len(found.going) == many
        asked.append(len(queries))
    assert asked[1] == asked[2] <= 45
