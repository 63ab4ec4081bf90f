"""Health data stays in the answer to its runner: not in caches, addresses, sessions, cookies, mails or the desk (HOUSE.md 18)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.messages.storage.cookie import CookieStorage
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from pytest_django import Settings

from ankles.accounts.models import User
from tests.conventions.test_routes import PUBLIC, every_route
from tests.strangers import addresses as places
from tests.strangers import asking, cast, forms

DESK = "admin/"
COOKIES = {"ankles", "ankles-csrf"}
# What a session may remember: who is in, and how they proved it.
REMEMBERED = {"_auth_user_id", "_auth_user_backend", "_auth_user_hash", "_session_expiry", "account_authentication_methods",
              "account_authentication_methods_user", "account_reauthentication_state", "account_user", "mfa.totp.secret",
              "mfa.webauthn.state", "account_login"}  # fmt: skip
DAY, MONTH, NUMBER = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{4}-[0-9]{2}", "[0-9]{1,19}"
NOUNS = "undo|trends|span|choice|calendar|periods|deletion|pins|followed|data|export|import|erasure|player|played|answers|clear|morning|sessions|symptoms|report|links|measures|knee-to-wall|heel-raises|balance|runs|usual"
PRIVATE = re.compile(f"/log/(?:(?:{NOUNS}|{DAY}|{MONTH}|{NUMBER})/)*")
# A number of a row, a position, a day; nothing that was felt.
QUERY = re.compile(
    f"(?:(?:pin|same|routine|session|again)=(?:{NUMBER}|{DAY})|(?:day|before)={DAY}|ready=?1?|next=/[a-z0-9/-]*)?"
)
POINTERS = re.compile(r"""(?:href|src|action|formaction|hx-get|hx-post|data-here|data-[a-z]+-url)=["']([^"']*)["']""")


@pytest.fixture
def scene(db: None, settings: Settings) -> cast.Cast:
    """Everybody. Nobody is told to wait."""
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()
    return cast.build()


def routes() -> list[str]:
    """The private routes that are a runner's."""
    return [route for route in places.private_routes() if not route.startswith(DESK)]


@dataclass(frozen=True)
class Told:
    """All that Ana was told: the answer to each question, and the mails that were sent on the way."""

    answers: list[tuple[asking.Question, asking.Answer]]
    mails: list[EmailMessage]


@pytest.fixture(scope="module")
def told_once() -> list[Told]:
    """Where the first test that needs it leaves what was told: thousands of answers, which each test only reads."""
    return []


@pytest.fixture
def told(scene: cast.Cast, told_once: list[Told]) -> Told:
    """Everything that Ana is answered at every route of hers, asked once for all tests that look through it."""
    if not told_once:
        seen = answers(scene, routes())
        told_once.append(Told(seen, list(mail.outbox)))
    return told_once[0]


def answers(scene: cast.Cast, private: list[str]) -> list[tuple[asking.Question, asking.Answer]]:
    """Everything that Ana is answered: every page, every form of hers, and what is wrong, not there or not allowed."""
    found, _ = places.addresses(scene, private)
    questions = [
        asking.Question("ana", method, one.path) for one in found for method in ("GET", "HEAD", "POST", "DELETE")
    ]
    questions += [asking.Question("ana", "GET", one.path, htmx=True) for one in found]
    questions += [asking.Question("ana", "GET", one.nobodys) for one in found if one.nobodys]
    seen = [(question, asking.ask(scene, question)) for question in questions]
    pages = {
        question.path: answer.body.decode("utf-8", "replace") for question, answer in seen if question.method == "GET"
    }
    posts = [asking.Question("ana", "POST", to, body, kind) for to, body, kind in forms.sendings(scene, pages)]
    return [*seen, *((question, asking.ask(scene, question)) for question in posts)]


def kept_somewhere(answer: asking.Answer) -> list[str]:
    """What would let a cache keep an answer."""
    found = [name for name in ("ETag", "Last-Modified") if name in answer.headers]
    control = answer.headers.get("Cache-Control", "")
    return found + (
        [f"Cache-Control: {control}"] if not {"private", "no-store"} <= set(re.split(r"[, ]+", control)) else []
    )


def says_too_much(address: str) -> bool:
    """Whether an address of the logbook carries more than days, spans, nouns and numbers of rows."""
    parts = urlsplit(address)
    if not parts.path.startswith("/log/"):
        return cast.MARK in unquote(address)
    return not (PRIVATE.fullmatch(parts.path) and QUERY.fullmatch(parts.query))


def remembers_history(html: str) -> bool:
    """Whether a page loads htmx and lets it keep pages in the browser."""
    if "htmx" not in html:
        return False
    found = re.search(r"""<meta name="htmx-config" content='([^']*)'""", html)
    wanted = {"historyCacheSize": 0, "allowEval": False, "historyRestoreAsHxRequest": False}
    said = json.loads(found[1]) if found else {}
    return {name: said.get(name) for name in wanted} != wanted


def test_nothing_private_is_kept_by_any_cache(told: Told) -> None:
    kept = {str(question): kept_somewhere(answer) for question, answer in told.answers if kept_somewhere(answer)}
    assert kept == {}
    assert {answer.status for _, answer in told.answers} >= {200, 404, 405, 422}


def test_a_private_page_is_sent_whole_to_whoever_says_that_they_have_it(scene: cast.Cast) -> None:
    found, _ = places.addresses(scene, routes())
    old = {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT", "If-None-Match": "*"}
    assert [
        one.path for one in found if asking.ask(scene, asking.Question("ana", "GET", one.path), old).status == 304
    ] == []


def test_addresses_carry_days_and_numbers_of_rows_and_never_what_was_felt(told: Told) -> None:
    found = set()
    for _, answer in told.answers:
        pointers = POINTERS.findall(answer.body.decode("utf-8", "replace"))
        found |= {
            *pointers,
            *(answer.headers[name] for name in ("Location", "HX-Redirect", "HX-Push-Url") if name in answer.headers),
        }
    # What an authenticator on the same phone is handed is no address: it is opened by that program and asked of nobody.
    found = {address for address in found if not address.startswith("otpauth://totp/")}
    assert {address for address in found if says_too_much(address.replace("&amp;", "&"))} == set()
    assert len({address for address in found if address.startswith("/log/")}) > 15


def test_htmx_keeps_no_page_of_hers_in_the_browser(told: Told) -> None:
    pages = {str(question): answer.body.decode("utf-8", "replace") for question, answer in told.answers}
    assert [where for where, html in pages.items() if remembers_history(html)] == []
    assert len([html for html in pages.values() if "htmx-config" in html]) > 10


def test_cookies_and_mails_hold_nothing_of_hers(scene: cast.Cast, told: Told) -> None:
    cookies, words = set(), []
    for question, answer in told.answers:
        given = SimpleCookie(
            "; ".join(value.partition(":")[2] for name, value in answer.headers.items() if "Set-Cookie" in name)
        )
        private = question.path.startswith("/log/")
        # Only where somebody is let in, and only signs that nobody can read.
        if device := given.pop("ankles-device", None):
            assert question.path.startswith("/accounts/") or not device.value
            assert re.fullmatch(r"[0-9a-f.]*", device.value)
        cookies |= {name for name, morsel in given.items() if morsel.value and (private or name != "messages")}
        words += messages_in(given["messages"].value) if "messages" in given else []
    words += [part for one in told.mails for part in (one.subject, str(one.body))]
    assert [said for said in words if cast.MARK in said.replace(scene.ana.email, "")] == []
    assert cookies <= COOKIES


def messages_in(value: str) -> list[str]:
    """The words in a cookie of messages."""
    request = HttpRequest()
    request.COOKIES["messages"] = value
    return [str(one.message) for one in CookieStorage(request)]


def test_a_session_remembers_who_is_in_and_nothing_that_they_wrote(scene: cast.Cast) -> None:
    client = asking.client_of(scene, "ana")
    pages = {one.path: "" for one in places.addresses(scene, routes())[0]}
    pages = {where: client.get(where).getvalue().decode("utf-8", "replace") for where in pages}
    for to, body, kind in forms.sendings(scene, pages):
        if not re.search("erasure|withdrawal|password|sessions/$|2fa", to):
            client.post(to, body, content_type=kind)
    remembered: dict[str, Any] = dict(client.session.items())
    assert set(remembered) <= REMEMBERED
    assert cast.MARK not in str(remembered).replace(scene.ana.email, "")


def test_the_desk_has_no_table_of_people_and_no_way_there(scene: cast.Cast) -> None:
    assert {model._meta.app_label for model in admin.site._registry} == {"library"}
    private = [model._meta for model in apps.get_models() if model._meta.app_label != "library"]
    paths = [f"/admin/{one.app_label}/{one.model_name}/{end}" for one in private for end in ("", "add/", "1/change/")]
    assert {asking.ask(scene, asking.Question("editor", "GET", where)).status for where in paths} <= {404}
    listed = asking.ask(scene, asking.Question("editor", "GET", "/admin/")).body.decode()
    assert set(re.findall(r'href="/admin/([a-z]+)/', listed)) <= {"library", "list", "password_change", "logout"}


def test_every_public_route_was_left_out_on_purpose() -> None:
    assert {route for route, _ in every_route() if route.startswith("log/")} & PUBLIC == set()


def keeps(request: HttpRequest) -> HttpResponse:
    return HttpResponse("words", headers={"Cache-Control": "private, max-age=60", "ETag": '"1"'})


def points(request: HttpRequest) -> HttpResponse:
    return HttpResponse('<a href="/log/2026-11-22/symptoms/left-achilles_mid/">Achilles</a> htmx')


urlpatterns = [path("log/keeps/", keeps), path("log/points/", points), path("", include("ankles.urls"))]


def test_a_page_that_may_be_kept_or_points_at_an_area_is_noticed(scene: cast.Cast, settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    kept, page = (asking.ask(scene, asking.Question("ana", "GET", where)) for where in ("/log/keeps/", "/log/points/"))
    assert kept_somewhere(kept) == ["ETag", "Cache-Control: private, max-age=60"]
    assert [says_too_much(one) for one in POINTERS.findall(page.body.decode())] == [True]
    assert remembers_history(page.body.decode())


BAD = [
    "/log/achilles/",
    "/log/2026-11-22/?area=arch",
    "/log/2026-11-22/?severity=7",
    "/log/calendar/?q=heel",
    "/x/?note=zqana",
]
GOOD = ["/log/", "/log/2026-11-22/", "/log/calendar/2026-11/", "/log/2026-11-22/symptoms/7/deletion/", "/log/periods/3/", "/guide/",
        "/log/2026-11-22/#log"]  # fmt: skip


def test_an_address_is_judged_by_what_it_says() -> None:
    assert [one for one in BAD if not says_too_much(one)] == []
    assert [one for one in GOOD if says_too_much(one)] == []


def test_the_person_has_no_name_that_could_leak(scene: cast.Cast) -> None:
    assert {field.name for field in User._meta.concrete_fields} & {"first_name", "last_name", "username"} == set()
