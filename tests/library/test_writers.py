"""Two editors press at the same moment: on a database that locks rows, too, the second one sees what the first one did."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from ankles.accounts.models import User
from library import drafts
from library.admin import editors
from library.models import Term
from tests.factories import ExerciseFactory, TermFactory, UserFactory
from tests.library.admin.browsing import open_form, page_of, read

pytestmark = pytest.mark.django_db(transaction=True)
NEW = reverse("admin:library_term_add")


@pytest.fixture(autouse=True)
def _locks_rows(db: None) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time by itself")


def browser(name: str) -> Client:
    """The browser of an editor."""
    user: User = UserFactory.create(email=f"{name}@example.org")
    editors.make_editor(user)
    client = Client()
    client.force_login(user)
    return client


def somebody_waits() -> bool:
    """Whether somebody waits for a lock of this database's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def pressed_at_once(monkeypatch: pytest.MonkeyPatch, *presses: Callable[[], Any]) -> list[Any]:
    """The answers to two presses, the second while the first one publishes: until it came as far, or waits."""
    inside, answers = [Event(), Event()], [None, None]
    publish = drafts.publish

    def held(*args: Any, **kwargs: Any) -> Any:
        next(event for event in inside if not event.is_set()).set()
        until = time.monotonic() + 20
        while not inside[1].is_set() and not somebody_waits() and time.monotonic() < until:
            time.sleep(0.01)
        return publish(*args, **kwargs)

    def press(which: int) -> None:
        try:
            answers[which] = presses[which]()
        finally:
            connection.close()

    monkeypatch.setattr(drafts, "publish", held)
    threads = [Thread(target=press, args=[which]) for which in (0, 1)]
    threads[0].start()
    assert inside[0].wait(20)
    threads[1].start()
    for thread in threads:
        thread.join(30)
    return answers


def test_words_published_at_the_same_moment_stand_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    term = TermFactory.create(plain="Before.")
    ana, ben = browser("ana"), browser("ben")
    ours, theirs = (open_form(client, term) | {"_publish": "1"} for client in (ana, ben))
    first, second = pressed_at_once(
        monkeypatch,
        lambda: ana.post(page_of(term), ours | {"plain": "Ana's words."}),
        lambda: ben.post(page_of(term), theirs | {"plain": "Ben's words."}),
    )
    assert (first.status_code, second.status_code) == (302, 200)
    assert Term.objects.get().plain == "Ana's words."
    clash = second.content.decode()
    assert "This was saved by ana@example.org" in clash
    assert read(clash)["plain"] == "Ben's words."


def test_a_name_that_was_taken_at_the_same_moment_is_said_to_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = browser("ana"), browser("ben")
    form = read(ana.get(NEW).content.decode()) | {"term": "cadence", "_publish": "1"}
    first, second = pressed_at_once(
        monkeypatch,
        lambda: ana.post(NEW, form | {"plain": "Ana's words."}),
        lambda: ben.post(NEW, form | {"plain": "Ben's words."}),
    )
    assert (first.status_code, second.status_code) == (302, 200)
    assert Term.objects.get().plain == "Ana's words."
    assert second.context["adminform"].form.errors["term"] == ["This is there already."]


def test_the_page_that_sends_a_picture_opens_without_a_transaction() -> None:
    exercise = ExerciseFactory.create()
    address = reverse("admin:library_exercise_picture")
    assert browser("ana").get(f"{address}?exercise={exercise.pk}").status_code == 200
