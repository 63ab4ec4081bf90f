"""A draft beside the published page: however unfinished, seen by nobody but editors, published when somebody or a date says so."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse

from library import drafts, exporting, places, publishing, signs
from library.documents import store
from library.editors_text import EditorsText
from library.models import Article, Draft, Exercise, Moved, Revision, Routine, Status, Term, Waiting
from tests.conventions.test_routes import PUBLIC, closed
from tests.factories import (
    AreaFactory,
    ChapterFactory,
    ExerciseFactory,
    IssueFactory,
    SeedFactory,
    SourceFactory,
    StageFactory,
    StepFactory,
    SuitFactory,
    SynonymFactory,
    TermFactory,
    VariationFactory,
    WarningSignFactory,
    every_entry,
    shown,
)
from tests.library.admin.browsing import open_form, page_of, press, publish, read, save

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
MARK, OTHER = "zebrafinch", "bullfinchy"


def test_a_draft_is_kept_beside_the_page_and_readers_go_on_seeing_the_page(desk: Client, client: Client) -> None:
    chapter = ChapterFactory.create(title="Calves")
    shown(chapter)
    before = store.document(Article.objects.get())
    response = save(desk, chapter, title="Calves, better", body="")
    assert response["Location"] == page_of(chapter)
    assert store.document(Article.objects.get()) == before
    assert "Calves, better" not in client.get(chapter.get_absolute_url()).content.decode()
    form = read(desk.get(page_of(chapter)).content.decode())
    assert (form["title"], form["body"]) == ("Calves, better", "")
    assert "Readers see the published page, not this draft." in desk.get(page_of(chapter)).content.decode()


UNREADABLE = {
    "title": "",
    "number": "first of all",
    "slug": "Not An Address",
    "reps": "15-8",
    "hold_s": "long",
    "up_s": "slow",
    "achilles_heel": "",
    "covers": "g1",
    "steps": "One line only.",
    "variations-0-text": "",
    "variations-0-position": "none",
}


def test_a_draft_may_hold_anything_and_gives_it_back_as_it_was_typed(desk: Client) -> None:
    exercise = VariationFactory.create().exercise
    data = open_form(desk, exercise) | UNREADABLE
    assert desk.post(page_of(exercise), data | {"_save": "1"}).status_code == 302
    again = read(desk.get(page_of(exercise)).content.decode())
    # A row that says nothing is none, and an order that is none is the last.
    expected = {name: value for name, value in UNREADABLE.items() if not name.startswith("variations")}
    assert {name: again[name] for name in expected} == expected
    faults = publish(desk, exercise)
    assert {"title", "number", "slug", "reps", "achilles_heel", "steps"} <= set(faults.context["adminform"].form.errors)
    assert Exercise.objects.get(pk=exercise.pk).title == exercise.title


def test_a_step_without_an_exercise_is_kept(desk: Client) -> None:
    routine = StepFactory.create(note="First.").routine
    save(desk, routine, steps__0__exercise="", steps__0__time_s="soon")
    again = read(desk.get(page_of(routine)).content.decode())
    assert (again["steps-0-exercise"], again["steps-0-note"]) == ("", "First.")
    assert "time_s=soon" in again["steps-0-held"]
    response = publish(desk, routine)
    assert set(response.context["inline_admin_formsets"][1].formset.forms[0].errors) == {"exercise", "time_s"}


def test_every_kind_of_object_has_drafts_and_saving_nothing_is_none(desk: Client) -> None:
    step = StepFactory.create()
    store.count_minutes(step.routine)
    rows = [
        AreaFactory.create(), SourceFactory.create(), TermFactory.create(), SynonymFactory.create(),
        WarningSignFactory.create(), ChapterFactory.create(), IssueFactory.create(), step.exercise, step.routine,
    ]  # fmt: skip
    for row in rows:
        table = {"warning": "warningsign"}.get(store.kind_of(row), store.kind_of(row))
        address = reverse(f"admin:library_{table}_change", args=[row.pk])
        data = read(desk.get(address).content.decode())
        assert desk.post(address, data | {"_save": "1"}).status_code == 302
        assert not Draft.objects.exists(), row
        name = {"area": "label", "source": "supports", "term": "plain", "synonym": "words", "warning": "text"}
        changed = data | {name.get(store.kind_of(row), "title"): MARK, "_save": "1"}
        assert desk.post(address, changed).status_code == 302
        assert MARK in json.dumps(Draft.objects.get().document), row
        again = read(desk.get(address).content.decode())
        assert desk.post(address, again | {"_publish": "1"}).status_code == 302
        assert not Draft.objects.exists(), row
        assert MARK in json.dumps(store.document(type(row)._default_manager.get(pk=row.pk)))


@pytest.fixture
def drafts_everywhere(desk: Client) -> list[str]:
    """A draft beside a page of each kind and one of a page that is not there yet, each with a word that stands nowhere else;
    one of them has a date. The names are the addresses that the new ones are to have."""
    stage = StageFactory.create()
    step = StepFactory.create(routine=stage.routine, stage=stage)
    store.count_minutes(stage.routine)
    rows = [ChapterFactory.create(slug=signs.HOME), IssueFactory.create(), step.exercise, stage.routine]
    SuitFactory.create(article=rows[1], exercise=step.exercise)
    shown(*rows)
    for row in rows:
        save(desk, row, title=f"{MARK} title", summary=f"{MARK} summary", aliases=MARK)
    area = AreaFactory.create(code=places.REGIONS[0].main)
    for row in (SourceFactory.create(), TermFactory.create(), SynonymFactory.create(), area):
        words = {"source": "short", "term": "plain", "area": "label"}.get(store.kind_of(row), "words")
        save(desk, row, **{words: MARK})
    for kind, row in zip(("chapter", "issue", "exercise", "routine"), rows, strict=True):
        text = EditorsText(kind, "", f"{MARK}-{kind}", drafts.of_row(row).document | {"title": MARK})
        drafts.save(text, None)
    draft = Draft.objects.get(kind="chapter", name="")
    drafts.schedule(draft, datetime(2999, 1, 1, tzinfo=UTC))
    publishing.render_again(every_entry())
    return [f"/{folder}/{MARK}-{kind}/" for kind, folder in FOLDERS.items()]


FOLDERS = {"chapter": "guide", "issue": "issues", "exercise": "exercises", "routine": "routines"}
# What no draft of this test could stand in: a picture has a test of its own (pictures/test_keeping.py), drawings and the icon are
# files, and security.txt is there only where a contact is named.
WITHOUT_WORDS = {
    "pictures/<slug:name>/<int:width>.webp",
    "figures/<slug:slug>.<str:digest>.css",
    "figures/<slug:slug>.<str:digest>.svg",
    ".well-known/security.txt",
    "favicon.ico",
}


def public_addresses() -> list[str]:
    """Every address that a visitor may open, as the resolver knows them. Fails on a route that this cannot build."""
    pages = {kind: [row.slug for row in store.published(kind)] for kind in FOLDERS}
    slugs = {
        "guide/<slug:slug>/": pages["chapter"],
        "issues/<slug:slug>/": pages["issue"],
        "places/<slug:slug>/": [region.id for region in places.REGIONS if places.known_areas(region)],
        **{f"exercises/<slug:slug>/{page}": pages["exercise"] for page in ("", "play/")},
        **{f"routines/<slug:slug>/{page}": pages["routine"] for page in ("", "play/", "sheet/")},
        "offline/parts/<int:number>.json": ["1"],
    }
    found = [f"/search/?q={MARK}", "/exercises/?when=any_time", f"/exercises/play/?exercise={pages['exercise'][0]}"]
    for route in PUBLIC - WITHOUT_WORDS:
        if not route.startswith(("accounts/", "admin/")):
            found += [f"/{re.sub('<.*?>', slug, route)}" for slug in slugs.get(route, [""] if "<" not in route else ())]
            assert "<" not in route or route in slugs, route
    assert all(slugs.values())
    return sorted(found)


def seen_in_the_logbook(ana: Client) -> list[str]:
    """The addresses of somebody's own pages whose answers hold the word."""
    addresses = [address for address, route in closed().items() if route.startswith(("log/", "accounts/"))]
    answers = {address: ana.get(address) for address in addresses}
    assert {"/log/", "/log/pins/"} <= {address for address, answer in answers.items() if answer.status_code == 200}
    return [one for one, answer in answers.items() if MARK in answer.content.decode("utf-8", "replace").lower()]


def test_of_a_draft_nothing_is_to_be_seen_in_public(drafts_everywhere: list[str], client: Client) -> None:
    for address in public_addresses():
        response = client.get(address)
        assert response.status_code == 200, address
        # The search says back what was asked; beyond that it says what it says of a word that stands nowhere.
        page = response.content.decode().lower()
        if "q=" in address:
            assert page.replace(MARK, OTHER) == client.get(f"/search/?q={OTHER}").content.decode().lower()
        else:
            assert MARK not in page, address
    for address in drafts_everywhere:
        assert client.get(address).status_code == 404


def test_of_a_draft_nothing_is_to_be_seen_in_the_logbook(drafts_everywhere: list[str], ana: Client) -> None:
    assert seen_in_the_logbook(ana) == []


def test_a_draft_stands_in_no_table_but_its_own_and_the_histories(drafts_everywhere: list[str]) -> None:
    found = set()
    for model in apps.get_models():
        if model._meta.app_label in ("library", "logbook", "ankles", "accounts") and not model._meta.proxy:
            for row in model._default_manager.values():
                if MARK in json.dumps(row, default=str):
                    found.add(model.__name__)
    assert found == {"Draft", "Revision"}


def test_what_is_looked_for_above_is_found_once_it_is_published(
    drafts_everywhere: list[str], client: Client, ana: Client
) -> None:
    """The negative control of the three tests above."""
    for draft in Draft.objects.all():
        drafts.publish(drafts.of_draft(draft), None, draft)
    seen = [address for address in public_addresses() if MARK in client.get(address).content.decode().lower()]
    assert {
        "/", "/guide/", "/issues/", "/exercises/", "/routines/", "/words/", "/sitemap.xml", "/feed/",
        "/offline/list.json", "/offline/parts/1.json", "/offline/words.json", "/exercises/play/",
    } <= set(seen)  # fmt: skip
    assert "/log/pins/" in seen_in_the_logbook(ana)


def test_drafts_are_no_part_of_an_export(drafts_everywhere: list[str], tmp_path: Path) -> None:
    SeedFactory.create()
    exporting.export_guide(tmp_path)
    assert not any(MARK in path.read_text() for path in tmp_path.rglob("*.*"))


# --- A date ------------------------------------------------------------------------------------


@pytest.fixture
def on_time() -> Any:
    """A clock that stands at NOW."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def test_a_date_publishes_the_draft_by_itself_and_the_page_stays_until_then(
    desk: Client, client: Client, on_time: Any, django_capture_on_commit_callbacks: Any
) -> None:
    chapter = ChapterFactory.create(title="Old words")
    shown(chapter)
    with django_capture_on_commit_callbacks(execute=True):
        response = publish(desk, chapter, title="New words", publish_at="2026-11-28T13:00")
    assert response.status_code == 302
    assert Draft.objects.get().publish_at == NOW + timedelta(hours=1)
    assert "publishes itself on 28 November 2026 at 13:00 UTC" in desk.get(page_of(chapter)).content.decode()
    assert "Old words" in client.get(chapter.get_absolute_url()).content.decode()
    on_time.move_to(NOW + timedelta(hours=1, seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        client.get("/")
    assert "New words" in client.get(chapter.get_absolute_url()).content.decode()
    assert not Draft.objects.exists()
    newest = Revision.objects.of("chapter", chapter.slug)[0]
    assert (newest.action, str(newest.by)) == ("saved", "editor@example.org")


def test_a_new_page_is_published_by_its_date(desk: Client, client: Client, on_time: Any) -> None:
    data = open_form(desk, ChapterFactory.create()) | {
        "slug": "sleep",
        "title": "Sleep",
        "number": "99",
        "seen": "",
        "base": "",
    }
    desk.post("/admin/library/chapter/add/", data | {"_publish": "1", "publish_at": "2026-11-28T13:00"})
    assert client.get("/guide/sleep/").status_code == 404
    assert drafts.publish_due(NOW + timedelta(hours=2)) == ["chapter sleep"]
    assert client.get("/guide/sleep/").status_code == 200


DATED = [
    # What is changed later, the date that the form sends with it, what is said, and whether it publishes itself.
    ({"title": "Newer words"}, None, "publishes itself as it is now on 28 November 2026 at 13:00 UTC", True),
    ({"title": "Newer words"}, "2026-11-28T12:30", "publishes itself as it is now on 28 November 2026 at 12:30", True),
    ({}, "2026-11-28T12:30", "publishes itself as it is now on 28 November 2026 at 12:30", True),
    ({"title": "Newer words"}, "", "its date is taken off: it does not publish itself any more", False),
    ({}, "", "its date is taken off: it does not publish itself any more", False),
    (
        {"title": ""},
        None,
        "its date is taken off, because as it is now it may not go live: Title: write some text here",
        False,
    ),
    ({"body": "For patients."}, None, "may not go live: Text: 'patients': readers are runners", False),
]


@pytest.mark.parametrize(("changes", "at", "said", "goes"), DATED)
def test_a_draft_that_is_changed_keeps_its_date_or_says_why_not(
    desk: Client, on_time: Any, changes: dict[str, str], at: str | None, said: str, goes: bool
) -> None:
    chapter = ChapterFactory.create()
    publish(desk, chapter, title="New words", publish_at="2026-11-28T13:00")
    dated = {} if at is None else {"publish_at": at}
    response = desk.post(page_of(chapter), open_form(desk, chapter) | changes | dated | {"_save": "1"}, follow=True)
    assert said in " ".join(map(str, response.context["messages"]))
    assert drafts.publish_due(NOW + timedelta(hours=2)) == ([f"chapter {chapter.slug}"] if goes else [])


def test_what_the_checks_refuse_by_then_stays_a_draft_and_the_start_page_says_why(desk: Client, on_time: Any) -> None:
    rise, chapter, other = ExerciseFactory.create(slug="rise"), ChapterFactory.create(), ChapterFactory.create()
    publish(desk, other, title="Other words", publish_at="2026-11-28T13:00")
    publish(desk, chapter, body="See [it](exercise:rise).", publish_at="2026-11-28T13:00")
    # A retired one would not stop it: its page is named and not linked.
    rise.delete()
    assert drafts.publish_due(NOW + timedelta(hours=2)) == [f"chapter {other.slug}"]
    draft = Draft.objects.get()
    assert (draft.publish_at, "there is no such exercise" in draft.trouble) == (None, True)
    start = desk.get("/admin/").content.decode()
    assert "A date could not publish these" in start
    assert page_of(chapter) in start
    assert "there is no such exercise" in desk.get(page_of(chapter)).content.decode()


def test_a_draft_that_cannot_be_written_stops_nobody(desk: Client, on_time: Any, monkeypatch: Any) -> None:
    publish(desk, ChapterFactory.create(), title="New words", publish_at="2026-11-28T13:00")
    Draft.objects.update(document={"title": "A chapter with nothing else"})
    assert drafts.publish_due(NOW + timedelta(hours=2)) == []
    assert "missing" in Draft.objects.get().trouble


# --- Off the site ------------------------------------------------------------------------------


def test_taking_a_page_off_shows_first_what_uses_it_and_its_words_go_on_as_a_draft(
    desk: Client, client: Client
) -> None:
    step = StepFactory.create(routine__title="Daily")
    shown(step.exercise, step.routine)
    page = desk.get(page_of(step.exercise, "takeoff")).content.decode()
    assert "Used in 1 place" in page
    assert "Routine: Daily" in page
    assert Exercise.objects.get().is_live
    assert press(desk, page_of(step.exercise, "takeoff")).status_code == 302
    assert client.get(step.exercise.get_absolute_url()).status_code == 404
    draft = Draft.objects.get()
    assert (draft.name, draft.document) == (
        step.exercise.slug,
        store.content_only(store.document(Exercise.objects.get())),
    )
    assert publish(desk, step.exercise).status_code == 302
    assert client.get(step.exercise.get_absolute_url()).status_code == 200
    assert Routine.objects.get().steps.count() == 1


def test_a_retired_page_can_name_the_page_that_takes_its_place(desk: Client, client: Client) -> None:
    old, new = ExerciseFactory.create(), ExerciseFactory.create()
    shown(old, new)
    press(desk, page_of(old, "retire"), {"replacement": f"exercise:{new.slug}"})
    response = client.get(old.get_absolute_url())
    assert (response.status_code, response["Location"]) == (301, new.get_absolute_url())
    assert "max-age=0" in response["Cache-Control"]
    assert client.get(f"{old.get_absolute_url()}play/")["Location"] == f"{new.get_absolute_url()}play/"
    # A replacement that is taken off leads nowhere: the address says what happened.
    drafts.take_off(Exercise.objects.get(pk=new.pk), None)
    assert client.get(old.get_absolute_url()).status_code == 410
    publish(desk, old)
    assert client.get(old.get_absolute_url()).status_code == 200
    assert not Moved.objects.exists()


def test_pages_that_replace_each_other_lead_nowhere(client: Client) -> None:
    one, other = ChapterFactory.create(), ChapterFactory.create()
    publishing.retire(one, None, replacement=other)
    publishing.retire(other, None, replacement=one)
    assert client.get(one.get_absolute_url()).status_code == 410


# --- Another address -----------------------------------------------------------------------------


def test_a_page_may_have_another_address_and_every_text_follows(
    desk: Client, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    chapter = ChapterFactory.create(slug="old-name", body="Words.\n\n## A part\n\nMore words.")
    other = ChapterFactory.create(body="See [it](chapter:old-name#a-part).")
    term = TermFactory.create(see="chapter:old-name#a-part")
    shown(chapter, other)
    edited = other.edited_at
    save(desk, other, summary="A draft that is being written.")
    with django_capture_on_commit_callbacks(execute=True):
        assert publish(desk, chapter, slug="new-name").status_code == 302
    response = client.get("/guide/old-name/")
    assert (response.status_code, response["Location"]) == (301, "/guide/new-name/")
    assert client.get("/guide/new-name/").status_code == 200
    other.refresh_from_db()
    assert (other.body, other.edited_at) == ("See [it](chapter:new-name#a-part).", edited)
    assert 'href="/guide/new-name/#a-part"' in client.get(other.get_absolute_url()).content.decode()
    assert Draft.objects.get().document["body"] == "See [it](chapter:new-name#a-part)."
    assert Term.objects.get(pk=term.pk).see == "chapter:new-name#a-part"
    assert Revision.objects.of("chapter", "new-name").exists()
    # And back: the first address is its own again, the second leads to it.
    with django_capture_on_commit_callbacks(execute=True):
        publish(desk, Article.objects.get(slug="new-name"), slug="old-name")
    assert client.get("/guide/old-name/").status_code == 200
    assert client.get("/guide/new-name/")["Location"] == "/guide/old-name/"


# --- Thrown away -----------------------------------------------------------------------------------


def test_a_draft_that_is_thrown_away_is_shown_first_and_stays_in_the_history(desk: Client) -> None:
    chapter = ChapterFactory.create(title="Calves")
    save(desk, chapter, title="Calves, worse")
    draft = Draft.objects.get()
    shown_first = desk.get(page_of(chapter, "draft").replace(f"/{chapter.pk}/", f"/{draft.pk}/") + "discard/")
    assert "worse" in shown_first.content.decode()
    address = reverse("admin:library_chapter_discard", args=[draft.pk])
    assert Draft.objects.exists()
    assert press(desk, address)["Location"] == page_of(chapter)
    assert not Draft.objects.exists()
    assert read(desk.get(page_of(chapter)).content.decode())["title"] == "Calves"
    newest = Revision.objects.of("chapter", chapter.slug)[0]
    assert (newest.action, newest.document["title"]) == ("discarded", "Calves, worse")


def test_the_draft_of_a_deleted_page_stays_in_the_history(desk: Client) -> None:
    chapter = ChapterFactory.create()
    save(desk, chapter, title="Half a thought")
    press(desk, page_of(chapter, "delete"), {"post": "yes"})
    assert not Draft.objects.exists()
    states = Revision.objects.of("chapter", chapter.slug)
    assert [one.action for one in states] == ["deleted", "discarded", "drafted"]


def test_somebody_elses_draft_is_not_overwritten(desk: Client) -> None:
    chapter = ChapterFactory.create()
    mine = open_form(desk, chapter) | {"body": "Mine.", "_save": "1"}
    save(desk, chapter, body="Theirs.")
    held = desk.post(page_of(chapter), mine)
    assert held.status_code == 200
    assert read(held.content.decode())["body"] == "Mine."
    assert Draft.objects.get().document["body"] == "Theirs."
    assert desk.post(page_of(chapter), read(held.content.decode()) | {"_save": "1"}).status_code == 302
    assert Draft.objects.get().document["body"] == "Mine."


def test_a_page_of_a_draft_that_has_a_row_leads_there(desk: Client) -> None:
    chapter = ChapterFactory.create()
    save(desk, chapter, title="Other")
    draft = Draft.objects.get()
    assert desk.get(reverse("admin:library_chapter_draft", args=[draft.pk]))["Location"] == page_of(chapter)
    assert Article.objects.get().status == Status.PUBLISHED


# --- A date, whoever changes the draft -------------------------------------------------------------------

STAYS = "publishes itself as it is now on 28 November 2026 at 13:00 UTC"
GOES = "its date is taken off, because as it is now it may not go live"


def restore(desk: Client, row: Article, body: str) -> str:
    """An earlier state of the dated draft is brought back; what the desk says."""
    chosen = next(one for one in Revision.objects.of("chapter", row.slug) if one.document["body"] == body)
    return said(press(desk, page_of(row, "restore", chosen.pk), follow=True))


def join(desk: Client, row: Article, body: str) -> str:
    """A second editor saves another field of the dated draft."""
    mine = open_form(desk, row) | {"body": body, "_save": "1"}
    mine.pop("publish_at")
    Draft.objects.update(document={**Draft.objects.get().document, "summary": "Theirs."}, version=99)
    return said(desk.post(page_of(row), mine, follow=True))


def catch_up(desk: Client, row: Article, body: str) -> str:
    """A release changes the page, then somebody presses Publish for the dated draft."""
    release(row, body=body, title="Corrected title")
    Draft.objects.update(document={**Draft.objects.get().document, "body": Draft.objects.get().base["body"]})
    return said(publish(desk, row))


def take(desk: Client, row: Article, body: str) -> str:
    """An editor takes the words of a release into the dated draft."""
    document = store.document(Article.objects.get(pk=row.pk))
    waiting = Waiting.objects.create(
        kind="chapter", slug=row.slug, base=document, release=document | {"body": body}
    )  # fmt: skip
    return said(press(desk, reverse("admin:waiting", args=[waiting.pk]), {"_take": "yes"}, follow=True))


def said(response: Any) -> str:
    """What the desk says."""
    found = (
        response if response.context and "messages" in response.context else response.client.get(response["Location"])
    )
    return " ".join(map(str, found.context["messages"]))


@pytest.mark.parametrize("way", [restore, join, catch_up, take])
@pytest.mark.parametrize(("body", "stays"), [("Earlier words.", True), ("It cures.", False)])
def test_a_dated_draft_that_anything_changes_keeps_its_date_or_the_desk_says_why_not(
    desk: Client, on_time: Any, way: Any, body: str, stays: bool
) -> None:
    chapter = ChapterFactory.create()
    save(desk, chapter, body=body)
    Revision.objects.update(by=None)  # so that it stays a state of its own
    publish(desk, chapter, body="Dated words.", publish_at="2026-11-28T13:00")
    assert Draft.objects.get().publish_at == NOW + timedelta(hours=1)
    words = way(desk, chapter, body)
    assert (STAYS if stays else GOES) in words
    draft = Draft.objects.get()
    assert (draft.document["body"], draft.publish_at) == (body, NOW + timedelta(hours=1) if stays else None)


# --- Two hands on one page -----------------------------------------------------------------------------


def test_two_editors_who_changed_different_fields_are_brought_together(desk: Client) -> None:
    chapter = ChapterFactory.create()
    mine = open_form(desk, chapter) | {"body": "Mine.", "_save": "1"}
    save(desk, chapter, summary="Theirs.")
    response = desk.post(page_of(chapter), mine, follow=True)
    assert ">Meanwhile editor@example.org saved other fields" in response.content.decode()
    draft = Draft.objects.get()
    assert (draft.document["body"], draft.document["summary"]) == ("Mine.", "Theirs.")


def test_where_both_changed_one_field_the_rest_is_brought_together_and_nothing_is_saved_yet(desk: Client) -> None:
    chapter = ChapterFactory.create()
    mine = open_form(desk, chapter) | {"body": "Mine.", "_save": "1"}
    save(desk, chapter, body="Theirs.", summary="A summary of theirs.")
    held = desk.post(page_of(chapter), mine)
    form = read(held.content.decode())
    assert (form["body"], form["summary"]) == ("Mine.", "A summary of theirs.")
    assert "The other text" in held.content.decode()
    assert Draft.objects.get().document["body"] == "Theirs."
    assert desk.post(page_of(chapter), form | {"_save": "1"}).status_code == 302
    draft = Draft.objects.get()
    assert (draft.document["body"], draft.document["summary"]) == ("Mine.", "A summary of theirs.")


def release(row: Article, **changes: str) -> None:
    """A release corrects a page."""
    store.write("chapter", row.slug, store.document(Article.objects.get(pk=row.pk)) | changes)
    publishing.record_change(Article.objects.get(pk=row.pk), None, Revision.Action.SEEDED)


def test_a_form_that_stood_open_while_the_address_changed_takes_neither_it_nor_its_links_back(
    desk: Client, client: Client
) -> None:
    """As it did, the second editor's save held the old address, and publishing it renamed the page back."""
    calves, other = ChapterFactory.create(slug="calves"), ChapterFactory.create(body="See [it](chapter:calves).")
    shown(calves, other)
    mine, linking = open_form(desk, calves), open_form(desk, other)
    publish(desk, calves, slug="lower-legs")
    desk.post(page_of(calves), mine | {"summary": "Mine.", "_save": "1"})
    draft = Draft.objects.get()
    assert (draft.name, draft.slug, draft.document["summary"]) == ("lower-legs", "lower-legs", "Mine.")
    assert publish(desk, calves).status_code == 302
    assert client.get("/guide/calves/")["Location"] == "/guide/lower-legs/"
    assert "Mine." in client.get("/guide/lower-legs/").content.decode()
    # A text that leads there was opened before, too: its words are new, and its link follows.
    desk.post(page_of(other), linking | {"body": "See [it](chapter:calves), all of it.", "_save": "1"})
    assert Draft.objects.get().document["body"] == "See [it](chapter:lower-legs), all of it."


def test_two_addresses_for_one_draft_stand_side_by_side_before_anything_is_saved(desk: Client) -> None:
    chapter = ChapterFactory.create(slug="calves")
    mine = open_form(desk, chapter) | {"slug": "my-legs", "_save": "1"}
    save(desk, chapter, slug="their-legs")
    held = desk.post(page_of(chapter), mine)
    assert [(one.label, one.old, one.new) for one in held.context["clashes"]] == [("Address", "their-legs", "my-legs")]
    assert Draft.objects.get().slug == "their-legs"
    desk.post(page_of(chapter), read(held.content.decode()) | {"_save": "1"})
    assert Draft.objects.get().slug == "my-legs"
    # Who did not touch it keeps what the other one chose, and a form of before the upgrade says nothing of it.
    desk.post(page_of(chapter), open_form(desk, chapter) | {"title": "Legs", "called": "", "_save": "1"})
    assert (Draft.objects.get().slug, Draft.objects.get().document["title"]) == ("my-legs", "Legs")


def test_a_draft_that_was_kept_beside_a_page_takes_nothing_of_three_releases_back(desk: Client) -> None:
    chapter = ChapterFactory.create()
    save(desk, chapter, body="A better text.")
    release(chapter, summary="Corrected by a release.")
    release(chapter, title="Corrected title")
    release(chapter, summary="Corrected twice.")
    response = desk.post(page_of(chapter), open_form(desk, chapter) | {"_publish": "1"}, follow=True)
    assert "The page was changed since this draft began" in " ".join(map(str, response.context["messages"]))
    assert Article.objects.get().body != "A better text."
    assert publish(desk, chapter).status_code == 302
    row = Article.objects.get()
    assert (row.body, row.summary, row.title) == ("A better text.", "Corrected twice.", "Corrected title")


def test_what_a_release_and_a_draft_both_changed_stands_side_by_side_before_it_is_published(desk: Client) -> None:
    chapter = ChapterFactory.create()
    save(desk, chapter, summary="A better summary.")
    release(chapter, summary="Corrected by a release.", title="Corrected title")
    held = publish(desk, chapter)
    assert [(one.old, one.new) for one in held.context["clashes"]] == [("Corrected by a release.", "A better summary.")]
    assert Article.objects.get().summary == "Corrected by a release."
    form = read(held.content.decode())
    assert form["title"] == "Corrected title"
    assert desk.post(page_of(chapter), form | {"_publish": "1"}).status_code == 302
    assert (Article.objects.get().summary, Article.objects.get().title) == ("A better summary.", "Corrected title")


def test_a_date_publishes_what_does_not_clash_and_nothing_that_does(desk: Client, on_time: Any) -> None:
    one, other = ChapterFactory.create(), ChapterFactory.create()
    for row in (one, other):
        publish(desk, row, summary="A better summary.", publish_at="2026-11-28T13:00")
    release(one, title="Corrected title")
    release(other, summary="Corrected by a release.")
    assert drafts.publish_due(NOW + timedelta(hours=2)) == [f"chapter {one.slug}"]
    assert list(Article.objects.order_by("pk").values_list("title", "summary")) == [
        ("Corrected title", "A better summary."),
        (other.title, "Corrected by a release."),
    ]
    assert "changed meanwhile" in Draft.objects.get().trouble
