"""Ana's log is Ana's: whoever else comes, with whatever method, to whatever address, with her numbers and her keys in hand.

Generated from the URLconf: a private route that is not tried here, or cannot be built, fails (HOUSE.md 16).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.urls import resolve
from pytest_django import Settings

from tests.conventions.test_routes import SHARED
from tests.strangers import addresses as places
from tests.strangers import asking, cast, forms, leaks

WHO = ("visitor", "ben", "without-consent", "editor", "editing-runner")
DESK = "admin/"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
# Pages with a new secret each time.
NEVER_THE_SAME = {"accounts/2fa/totp/activate/", "accounts/2fa/webauthn/add/"}
# Forms that change nothing of a log by being sent once, as they stand on the page.
CHANGE_NOTHING = {
    "log/data/export/": "gives the ZIP",
    "log/data/import/": "takes a file, which a page cannot hold",
}


@pytest.fixture
def scene(db: None, settings: Settings) -> cast.Cast:
    """Everybody. Nobody is told to wait: a 429 would hide what comes after it."""
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()
    return cast.build()


def tried(scene: cast.Cast, who: str, method: str, routes: list[str]) -> list[str]:
    """All that is wrong when somebody tries routes with a method."""
    found, wrong = places.addresses(scene, routes)
    before = cast.belongings(scene.ana)
    for address in found:
        # Whatever a page of hers leaves behind in the server is there when the stranger comes.
        if method == "GET" and not address.route.startswith(DESK):
            asking.ask(scene, asking.Question("ana", "GET", address.path))
        for question in asking.questions(scene, who, method, address):
            wrong += asking.complaints(scene, question, address, before)
    return wrong


def pages_of_hers(scene: cast.Cast) -> dict[str, str]:
    """Every page that Ana can open, as she sees it."""
    found, _ = places.addresses(scene, [route for route in places.private_routes() if not route.startswith(DESK)])
    questions = [asking.Question("ana", "GET", one.path) for one in found]
    return {one.path: asking.ask(scene, one).body.decode("utf-8", "replace") for one in questions}


def test_ana_has_a_row_in_every_table_and_a_mark_in_every_text(scene: cast.Cast) -> None:
    assert cast.without_rows(scene) == []
    assert {name: text for name, text in cast.texts(scene).items() if text and cast.MARK not in text} == {}
    assert len(cast.texts(scene)) >= 12


@pytest.mark.parametrize("method", asking.METHODS)
@pytest.mark.parametrize("who", WHO)
def test_a_stranger_sees_and_changes_nothing_of_hers(scene: cast.Cast, who: str, method: str) -> None:
    routes = [route for route in places.private_routes() if not route.startswith(DESK)]
    assert len(routes) > 40
    assert tried(scene, who, method, routes) == []


@pytest.mark.parametrize("method", asking.METHODS)
@pytest.mark.parametrize("who", ["visitor", "ben", "editor"])
def test_the_desk_knows_nothing_of_her(scene: cast.Cast, who: str, method: str) -> None:
    routes = [route for route in places.private_routes() if route.startswith(DESK)]
    assert len(routes) > 60
    assert tried(scene, who, method, routes) == []


@pytest.mark.parametrize("who", WHO)
def test_a_form_of_hers_sent_by_somebody_else_does_nothing_to_her(scene: cast.Cast, who: str) -> None:
    before, wrong, pages = cast.belongings(scene.ana), [], pages_of_hers(scene)
    found, _ = places.addresses(scene, places.private_routes())
    known = {address.path: address for address in found}
    for account in (None, scene.reached_from(who)):
        for to, body, kind in forms.sendings(scene, pages, account):
            question = asking.Question(who, "POST", to, body, kind)
            wrong += asking.complaints(scene, question, known.get(to, places.Address(to, to)), before)
    assert wrong == []


def test_the_same_forms_do_something_when_she_sends_them(scene: cast.Cast) -> None:
    before, powerful, in_vain = cast.belongings(scene.ana), set(), {}
    for to, body, kind in forms.sendings(scene, pages_of_hers(scene)):
        answer = asking.ask(scene, asking.Question("ana", "POST", to, body, kind))
        done = answer.status < 400 and answer.ana not in (None, before)
        powerful |= {resolve(to).route} if done else set()
        in_vain |= {} if done else {resolve(to).route: answer.status}
    posts = {route for route in in_vain.keys() | powerful if route.startswith("log/")} - CHANGE_NOTHING.keys()
    assert {route: in_vain[route] for route in posts - powerful} == {}
    assert taking_posts(scene) - posts == CHANGE_NOTHING.keys()


def taking_posts(scene: cast.Cast) -> set[str]:
    """The routes of the log that take a POST: each must be reached by a form of hers, or nothing was tried there."""
    found, _ = places.addresses(scene, [route for route in places.private_routes() if route.startswith("log/")])
    sent = {one.route: asking.ask(scene, asking.Question("ana", "POST", one.path)).status for one in found}
    return {route for route, status in sent.items() if status != 405}


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("who", ["ben", "editing-runner"])
def test_what_a_runner_sees_is_the_same_whether_or_not_somebody_else_is_there(scene: cast.Cast, who: str) -> None:
    found, _ = places.addresses(scene, [route for route in places.private_routes() if not route.startswith(DESK)])
    pages = [address.path for address in found if not address.nobodys and address.route not in NEVER_THE_SAME]
    with_her = {path: asking.plainly(asking.ask(scene, asking.Question(who, "GET", path))) for path in pages}
    scene.ana.delete()
    without = {path: asking.plainly(asking.ask(scene, asking.Question(who, "GET", path))) for path in pages}
    assert [path for path in pages if with_her[path] != without[path]] == []


# --- The third class: what is read by whoever has a link. ---

DOORS = {name: f"/shared/{token}/" for name, token in cast.TOKENS.items()} | {"no token": "/shared/x/"}
MARKED = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def article(answer: asking.Answer) -> str:
    """The sheet of a page, from its first to its last tag; empty where there is none."""
    found = re.search(r'<article class="report.*?</article>', answer.body.decode(), re.DOTALL)
    return found[0] if found else ""


def beyond_the_sheet(scene: cast.Cast, answer: asking.Answer) -> list[str]:
    """What of hers an answer shows outside of its sheet."""
    outside = answer.seen.decode().replace(article(answer), "")
    return sorted(mark for mark in scene.markers if mark in outside)


def test_every_page_that_is_read_by_a_link_is_tried_here() -> None:
    assert {resolve(door).route for door in DOORS.values()} == SHARED


@pytest.mark.parametrize("who", [*WHO, "ana"])
def test_a_door_is_the_same_for_everybody_whatever_the_link(scene: cast.Cast, who: str) -> None:
    answers = [asking.ask(scene, asking.Question(who, "GET", door)) for door in DOORS.values()]
    heads = [asking.ask(scene, asking.Question(who, "HEAD", door)) for door in DOORS.values()]
    visitor = asking.ask(scene, asking.Question("visitor", "GET", DOORS["no token"]))
    assert {(one.status, one.body, one.ana) for one in answers} == {(200, visitor.body, None)}
    assert {one.status for one in heads} == {200}
    for answer in (*answers, *heads):
        assert beyond_the_sheet(scene, answer) == []
        assert [name for name in answer.headers if name.startswith("Set-Cookie")] == []
        assert {name: answer.headers.get(name) for name in MARKED} == MARKED


@pytest.mark.parametrize("who", [*WHO, "ana"])
def test_a_good_link_opens_what_its_preview_shows_and_counts_it(scene: cast.Cast, who: str) -> None:
    preview = asking.ask(scene, asking.Question("ana", "GET", f"/log/report/links/{cast.NUMBERS['links']}/"))
    before = cast.belongings(scene.ana)
    opened = asking.ask(scene, asking.Question(who, "POST", DOORS["good"]))
    assert (opened.status, article(opened)) == (200, article(preview))
    assert f"{cast.MARK} question" in article(opened)
    assert beyond_the_sheet(scene, opened) == []
    assert f"{cast.MARK} note" not in article(opened)
    assert {name: opened.headers.get(name) for name in MARKED} == MARKED
    assert [name for name in opened.headers if name.startswith("Set-Cookie")] == []
    changed = {label: rows for label, rows in opened.ana.items() if rows != before[label]}
    counted = [(row["opens"], row["last_opened_at"] is None) for row in changed.pop("logbook.ShareLink")]
    assert (changed, counted) == ({}, [(1, False), (0, True)])


@pytest.mark.parametrize("who", [*WHO, "ana"])
def test_a_link_that_is_wrong_ended_or_taken_back_opens_nothing_and_looks_the_same(scene: cast.Cast, who: str) -> None:
    answers = [asking.ask(scene, asking.Question(who, "POST", DOORS[name])) for name in DOORS if name != "good"]
    assert len({(one.status, one.body, str(one.headers)) for one in answers}) == 1
    assert (answers[0].status, article(answers[0]), answers[0].ana) == (404, "", None)
    assert beyond_the_sheet(scene, answers[0]) == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_no_other_method_opens_a_link(scene: cast.Cast, method: str) -> None:
    answers = [asking.ask(scene, asking.Question("visitor", method, door)) for door in DOORS.values()]
    assert {(one.status, one.ana) for one in answers} == {(405, None)}
    assert [{name: one.headers.get(name) for name in MARKED} for one in answers] == [MARKED] * len(DOORS)


def test_something_of_hers_beside_the_sheet_would_be_noticed(scene: cast.Cast) -> None:
    opened = asking.ask(scene, asking.Question("ben", "POST", DOORS["good"]))
    leaking = replace(opened, body=opened.body.replace(b"</article>", f"</article>{cast.MARK} note".encode()))
    assert beyond_the_sheet(scene, leaking) == [cast.MARK]


LEAKS = {
    "leak/sessions/<int:pk>/": ("ben", "GET", "shows zqana"),
    "leak/header/": ("ben", "HEAD", "shows zqana"),
    "leak/writes/": ("editor", "POST", "changes logbook.Symptom"),
    "leak/hands-over/": ("ben", "POST", "changes logbook.TrainingSession"),
    "leak/symptoms/<int:pk>/": ("ben", "GET", "tells that the row is there (405, 404)"),
    "leak/keeps/": ("ben", "GET", "shows zqana"),
    "leak/opens/": ("visitor", "GET", "lets a visitor in: 200"),
    "leak/<slug:nickname>/": ("ben", "GET", "cannot be built: nothing of Ana's is known for <slug:nickname>"),
}


@pytest.mark.parametrize("route", LEAKS)
def test_each_kind_of_leak_is_noticed(scene: cast.Cast, settings: Settings, route: str) -> None:
    settings.ROOT_URLCONF = leaks.__name__
    leaks.KEPT.clear()
    who, method, words = LEAKS[route]
    wrong = tried(scene, who, method, [route])
    assert any(words in line for line in wrong), wrong


def test_a_view_that_tells_everybody_the_same_is_let_through(scene: cast.Cast, settings: Settings) -> None:
    settings.ROOT_URLCONF = leaks.__name__
    assert tried(scene, "ben", "GET", ["leak/opens/"]) == []
