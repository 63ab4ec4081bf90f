"""An editor sends a picture: from the form, and without script; what is kept is a name, in form, draft, history and page."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from ankles.file_locks import locked_file
from library import drafts
from library.documents import store
from library.models import Draft, Exercise, PictureFile, Revision
from library.pictures import SentPicture, receiving
from tests.factories import ExerciseFactory
from tests.library.admin.browsing import open_form, page_of, press, publish
from tests.library.pictures.making import encoded_as, kept, png_bomb

pytestmark = pytest.mark.django_db
SEND = "/admin/library/exercise/picture/"
JSON = {"Accept": "application/json"}
ALT = "A runner stands on a step."


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def a_file(content: bytes | None = None, called: str = "photo.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(called, encoded_as("JPEG") if content is None else content, kind)


def sent_by_script(client: Client, content: bytes | None = None, **more: Any) -> Any:
    return client.post(SEND, {"file": a_file(content, **more)}, headers=JSON)


def test_the_script_hears_the_name_of_what_it_sent(desk: Client) -> None:
    answer = sent_by_script(desk)
    assert answer.status_code == 201
    picture = SentPicture(answer.json()["name"])
    assert answer.json() == {"name": picture.name, "src": picture.path(480), "width": 800, "height": 600}
    shown = desk.get(picture.path())
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "private, no-store")
    assert "Cookie" in shown.headers["Vary"]
    assert Client().get(picture.path()).status_code == 404
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "status", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "svg"),
        (b"<!doctype html><title>x</title>", 422, "unknown"),
        (b"", 422, "empty"),
        (png_bomb(40_000, 40_000), 413, "pixels"),
        (b"\xff\xd8\xff" + b"\0" * (12 * 2**20), 413, "bytes"),
    ],
    ids=["svg", "html", "empty", "40,000 x 40,000", "more than 12 MB"],
)
def test_what_is_refused_is_told_in_words_to_the_script_and_at_the_field(
    desk: Client, content: bytes, status: int, why: str
) -> None:
    """Called a photo by name and header, all of them."""
    words = receiving.REFUSED[why][1]
    answer = sent_by_script(desk, content, called="photo.png", kind="image/png")
    assert (answer.status_code, answer.json()) == (status, {"words": words})
    row = ExerciseFactory.create()
    page = desk.post(f"{SEND}?exercise={row.pk}", {"file": a_file(content), "alt": "My words."})
    assert page.status_code == status
    text = html.unescape(page.content.decode())
    assert f'<p class="errornote" id="refused">{words}</p>' in text
    assert 'aria-describedby="file-help refused"' in text
    assert 'value="My words."' in text
    assert (PictureFile.objects.count(), Draft.objects.count()) == (0, 0)


def test_two_editors_at_once_are_told_in_words(desk: Client) -> None:
    with locked_file("picture"):
        answer = sent_by_script(desk)
    assert (answer.status_code, answer.json()["words"]) == (503, receiving.REFUSED["busy"][1])


def test_nobody_but_an_editor_sends_one(client: Client, ana: Client) -> None:
    for browser, status in ((client, 401), (ana, 302)):
        assert sent_by_script(browser).status_code == status
        assert browser.post(SEND, {"file": a_file()}).status_code == 302
        assert browser.get(SEND).status_code == 302
    assert PictureFile.objects.count() == 0


def test_a_form_of_somewhere_else_sends_none(editor: object) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)  # type: ignore[arg-type]  # the fixture's person
    assert sent_by_script(strict).status_code == 403
    assert PictureFile.objects.count() == 0


# --- Without script ---------------------------------------------------------------------------------


def test_without_script_a_picture_goes_into_the_draft_of_its_page(desk: Client) -> None:
    row = ExerciseFactory.create(title="Box step")
    change = reverse("admin:library_exercise_change", args=[row.pk])
    way = f"{SEND}?exercise={row.pk}"
    assert way in html.unescape(desk.get(change).content.decode())
    assert "Box step" in desk.get(way).content.decode()
    answer = desk.post(way, {"file": a_file(), "alt": f" {ALT}\n"})
    assert (answer.status_code, answer.headers["Location"]) == (302, change)
    (draft,) = Draft.objects.all()
    name = draft.document["picture"]
    assert (PictureFile.objects.names(), draft.document["picture_alt"]) == ({name}, ALT)
    assert Exercise.objects.get().picture == ""
    form = desk.get(change).content.decode()
    assert f'value="{name}"' in form
    assert SentPicture(name).path() in form


def test_without_script_a_picture_goes_into_a_draft_of_a_page_that_is_not_there_yet(desk: Client) -> None:
    draft = Draft.objects.create(kind="exercise", document={"title": "Box step", "picture_alt": ALT})
    page = reverse("admin:library_exercise_draft", args=[draft.pk])
    way = f"{SEND}?draft={draft.pk}"
    assert way in desk.get(page).content.decode()
    answer = desk.post(way, {"file": a_file(), "alt": ""})
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    draft.refresh_from_db()
    assert set(draft.document) == {"title", "picture", "picture_alt"}
    assert draft.document["picture_alt"] == ALT


def test_without_script_and_before_anything_is_saved_the_form_says_what_to_do(desk: Client) -> None:
    assert "Save the draft first" in desk.get(reverse("admin:library_exercise_add")).content.decode()
    answer = desk.post(SEND, {"file": a_file()})
    (name,) = PictureFile.objects.names()
    assert f"<code>{name}</code>" in answer.content.decode()


def test_an_address_that_names_no_exercise_is_not_there(desk: Client) -> None:
    long = "9" * 5000
    for query in (
        "draft=9999",
        "exercise=9999",
        "draft=x",
        "exercise=1e3",
        "draft=²",
        f"draft={long}",
        f"exercise={long}",
    ):
        assert desk.get(f"{SEND}?{query}").status_code == 404, query[:20]


# --- Part of the page --------------------------------------------------------------------------------


@pytest.fixture
def row(desk: Client) -> Exercise:
    """An exercise that the checks of content have nothing against."""
    found: Exercise = ExerciseFactory.create(
        slug="box-step", title="Box step", summary="Step up and down.", body="Step up [practice]."
    )
    return found


def test_a_picture_needs_its_words_before_it_goes_live(desk: Client, row: Exercise) -> None:
    picture = kept()
    refused = publish(desk, row, picture=picture.name)
    assert refused.status_code == 200
    assert "Say in words what the picture shows" in refused.content.decode()
    assert Exercise.objects.get().picture == ""
    assert publish(desk, row, picture=picture.name, picture_alt=ALT).status_code == 302
    live = Exercise.objects.get()
    assert (live.picture, live.picture_alt) == (picture.name, ALT)
    assert picture.path() in Client().get("/exercises/box-step/").content.decode()


@pytest.mark.parametrize(
    ("name", "said"),
    [("0" * 32 + "-800x600", "is not here any more"), ("../../etc/passwd", "this is no picture"), ("x", "this is no picture")],
)  # fmt: skip
def test_a_name_of_no_picture_goes_nowhere(desk: Client, row: Exercise, name: str, said: str) -> None:
    refused = publish(desk, row, picture=name, picture_alt=ALT)
    assert refused.status_code == 200
    assert said.lower() in refused.content.decode().lower()


def test_what_a_picture_shows_promises_nothing_either(desk: Client, row: Exercise) -> None:
    refused = publish(desk, row, picture=kept().name, picture_alt="This cures your ankle.")
    assert refused.status_code == 200
    assert "no cure is promised" in refused.content.decode()


def test_a_draft_keeps_it_the_preview_shows_it_and_history_brings_it_back(desk: Client, row: Exercise) -> None:
    first, second = kept(), kept(width=900)
    publish(desk, row, picture=first.name, picture_alt=ALT)
    publish(desk, row, picture=second.name, picture_alt="Another.")
    before = Revision.objects.of("exercise", "box-step").order_by("pk").first()
    assert before is not None
    assert before.document["picture"] == first.name
    compare = reverse("admin:library_exercise_compare", args=[row.pk])
    newest = Revision.objects.of("exercise", "box-step").first()
    assert newest is not None
    different = html.unescape(desk.get(f"{compare}?old={before.pk}&new={newest.pk}").content.decode())
    assert all(said in different for said in ("pixels", "800", "900", first.name[:8], second.name[:8]))
    press(desk, reverse("admin:library_exercise_restore", args=[row.pk, before.pk]))
    (draft,) = Draft.objects.all()
    assert (draft.document["picture"], draft.document["picture_alt"]) == (first.name, ALT)
    preview = desk.get(f"/admin/preview/draft/{draft.pk}/light/").content.decode()
    assert first.path() in preview
    assert second.path() not in preview
    assert Client().get(first.path()).status_code == 404
    assert desk.get(first.path()).status_code == 200


def test_two_editors_of_one_page_are_merged_with_the_picture_of_one(desk: Client, row: Exercise) -> None:
    picture = kept()
    change = page_of(row)
    mine, theirs = open_form(desk, row), open_form(desk, row)
    desk.post(change, theirs | {"picture": picture.name, "picture_alt": ALT, "_save": "x"})
    desk.post(change, mine | {"summary": "Up and down.", "_save": "x"})
    (draft,) = Draft.objects.all()
    assert (draft.document["picture"], draft.document["summary"]) == (picture.name, "Up and down.")
    found = drafts.of_draft(draft)
    assert store.content_of(row).keys() | {"picture", "picture_alt"} == found.document.keys()
