"""What every answer goes through, tried with small views of this module's own."""

from __future__ import annotations

import gzip

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path
from pytest_django import DjangoAssertNumQueries, Settings

from ankles import caching, middleware
from ankles.caching import PagesInMemory, PagesOnDisk, public_page
from ankles.middleware import PublicPages
from ankles.responses import Gone

CALLS: list[str] = []
TEXT = "the page, as long as pages are. " * 20
HANDLER = "ankles.views.not_found"


@public_page()
def plain(request: HttpRequest) -> HttpResponse:
    CALLS.append(request.get_full_path())
    return HttpResponse(f"{TEXT} {len(CALLS)}")


@public_page("q")
def asks(request: HttpRequest) -> HttpResponse:
    CALLS.append(request.get_full_path())
    return HttpResponse(f"{TEXT} q={request.GET.getlist('q')}")


@public_page()
def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(TEXT)
    response.set_cookie("reader", "7")
    return response


@public_page()
def with_reader(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("x")
    response.headers["Vary"] = "Cookie"
    return response


@public_page()
def with_session(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    return HttpResponse(TEXT)


@public_page()
def edited_meanwhile(request: HttpRequest) -> HttpResponse:
    CALLS.append("render")
    text = f"{TEXT} as it was at render {len(CALLS)}"
    if len(CALLS) == 1:
        caching.content_version_file().write("edited while the page was being made", None)
    return HttpResponse(text)


@public_page()
def not_kept(request: HttpRequest) -> HttpResponse:
    CALLS.append("render")
    return HttpResponse(TEXT, headers={"Cache-Control": "no-store"})


@public_page()
def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse([TEXT.encode()])


@public_page()
def gone(request: HttpRequest) -> HttpResponse:
    raise Gone("Toe walks")


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"for {request.user}")


@login_not_required
def open_but_private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


urlpatterns = [
    path("plain/", plain),
    path("asks/", asks),
    path("cookie/", with_cookie),
    path("reader/", with_reader),
    path("session/", with_session),
    path("edited/", edited_meanwhile),
    path("not-kept/", not_kept),
    path("streamed/", streamed),
    path("gone/", gone),
    path("private/", private),
    path("open/", open_but_private),
    path("login/", open_but_private),
]
handler404 = HANDLER


@pytest.fixture(autouse=True)
def small_site(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    settings.LOGIN_URL = "/login/"
    CALLS.clear()


@pytest.fixture
def signed_in(db: None) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_user("ana@example.org"))
    return client


# --- Rendered once, seen at once -------------------------------------------------------------


def test_a_page_is_rendered_once_for_all_its_readers(client: Client) -> None:
    bodies = {client.get(address).content for address in ("/plain/", "/plain/?utm_source=x", "/plain/?fbclid=y&a=b")}
    assert CALLS == ["/plain/"]
    assert len(bodies) == 1


def test_a_parameter_that_the_page_depends_on_makes_another_page(client: Client) -> None:
    texts = [client.get(address).content.decode() for address in ("/asks/", "/asks/?q=a", "/asks/?x=1&q=a")]
    assert [text.rpartition(" ")[2] for text in texts] == ["q=[]", "q=['a']", "q=['a']"]
    assert CALLS == ["/asks/", "/asks/?q=a"]


def test_head_and_304_come_from_the_same_kept_page(client: Client) -> None:
    first = client.get("/plain/")
    head = client.head("/plain/")
    unchanged = client.get("/plain/", headers={"if-none-match": first.headers["ETag"]})
    assert (head.status_code, head.content, unchanged.status_code, unchanged.content) == (200, b"", 304, b"")
    assert head.headers["ETag"] == unchanged.headers["ETag"] == first.headers["ETag"]
    assert CALLS == ["/plain/"]


def test_a_page_first_asked_for_by_head_is_kept_whole(client: Client) -> None:
    head = client.head("/plain/")
    get = client.get("/plain/")
    assert int(head.headers["Content-Length"]) == len(get.content) > 0
    assert CALLS == ["/plain/"]


def test_a_new_content_version_shows_at_once(client: Client) -> None:
    before = client.get("/plain/")
    caching.content_version_file().write("edited", None)
    after = client.get("/plain/", headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.content.decode().endswith(" 2")


def test_an_edit_that_lands_during_a_render_is_not_hidden_by_it(client: Client) -> None:
    assert client.get("/edited/").content.decode().endswith("render 1")
    assert client.get("/edited/").content.decode().endswith("render 2")
    assert client.get("/edited/").content.decode().endswith("render 2")


def as_another_worker(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A worker with nothing in memory: pages in memory and a view of the disk of its own."""
    monkeypatch.setattr(middleware, "PAGES_IN_MEMORY", PagesInMemory())
    monkeypatch.setattr(middleware, "PAGES_ON_DISK", PagesOnDisk(middleware.PAGES_ON_DISK.folder))
    return Client()


def test_an_edit_shows_in_every_worker_at_once_and_is_rendered_by_one_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    workers = [as_another_worker(monkeypatch) for _ in range(2)]
    seen = []
    for token in ("one", "two", "three"):
        caching.content_version_file().write(token, None)
        seen += [worker.get("/plain/").content.decode().rpartition(" ")[2] for worker in workers]
    assert seen == ["1", "1", "2", "2", "3", "3"]


def test_a_page_survives_a_restart_and_keeps_its_headers(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = client.get("/plain/")
    restarted = as_another_worker(monkeypatch)
    after = restarted.get("/plain/?utm_source=x")
    again = restarted.get("/plain/", headers={"accept-encoding": "gzip"})
    assert (after.content, dict(after.headers)) == (
        TEXT.encode() + b" 2",
        dict(before.headers) | {"ETag": after.headers["ETag"], "Content-Length": after.headers["Content-Length"]},
    )
    assert gzip.decompress(again.content) in (before.content, after.content)


def test_made_up_hosts_ports_and_queries_do_not_fill_the_disk(client: Client) -> None:
    for number in range(1, 40):
        client.get(f"/plain/?x={number}", HTTP_HOST=f"localhost:{number}")
        client.get("/plain/", HTTP_HOST=f"localhost:{1000 + number}")
        client.get(f"/asks/?q={number}")
    kept = [path for path in middleware.PAGES_ON_DISK.folder.rglob("*") if path.is_file()]
    assert len(kept) <= 4


def test_hosts_made_up_below_a_wildcard_leave_nothing_on_the_disk(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost", ".example.org"]
    client.get("/plain/", HTTP_HOST="localhost")
    before = sorted(middleware.PAGES_ON_DISK.folder.rglob("*"))
    for number in range(40):
        assert client.get("/plain/", HTTP_HOST=f"{number}.example.org").status_code == 200
        assert client.get("/plain/", HTTP_HOST=f"{number}.Example.org:{number + 1}").status_code == 200
    assert sorted(middleware.PAGES_ON_DISK.folder.rglob("*")) == before
    assert len([path for path in before if path.is_file()]) == 1


def test_a_warm_page_asks_the_database_nothing(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/plain/")
    with django_assert_num_queries(0):
        client.get("/plain/")


def test_a_page_that_says_so_is_never_kept(client: Client) -> None:
    answers = [client.get("/not-kept/") for _ in range(2)]
    assert CALLS == ["render", "render"]
    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store", "no-store"]
    assert all("Vary" not in answer.headers or answer.headers["Vary"] == "Accept-Encoding" for answer in answers)


# --- The same bytes for everyone -------------------------------------------------------------


def test_a_signed_in_reader_gets_the_same_bytes_and_headers_as_a_stranger(signed_in: Client) -> None:
    mine, theirs = signed_in.get("/plain/"), Client().get("/plain/")
    middleware.PAGES_IN_MEMORY.clear()
    CALLS.clear()
    first_as_reader = signed_in.get("/plain/")
    assert mine.content == theirs.content == first_as_reader.content
    assert dict(mine.headers) == dict(theirs.headers) == dict(first_as_reader.headers)
    assert mine.headers["Vary"] == "Accept-Encoding"
    assert mine.headers["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert not mine.cookies


def test_nobody_asks_who_a_signed_in_reader_is(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        signed_in.get("/plain/")


def test_a_public_page_that_would_set_a_cookie_is_an_error(client: Client) -> None:
    with pytest.raises(RuntimeError, match=r"The public page /cookie/ would set a cookie\."):
        client.get("/cookie/")


def test_a_public_page_that_looks_at_the_reader_is_an_error(client: Client) -> None:
    with pytest.raises(RuntimeError, match=r"The public page /reader/ looked at who is reading\."):
        client.get("/reader/")


def test_a_public_page_that_touches_the_session_is_an_error(client: Client, db: None) -> None:
    with pytest.raises(RuntimeError, match=r"The public page /session/ would set a cookie\."):
        client.get("/session/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_public_page_takes_no_other_method(client: Client, method: str) -> None:
    client.get("/plain/")
    answer = getattr(client, method)("/plain/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert TEXT not in answer.content.decode()


def test_a_stream_passes_through_and_is_not_kept(client: Client) -> None:
    assert b"".join(client.get("/streamed/").streaming_content) == TEXT.encode()


def test_a_host_that_is_not_ours_gets_nothing_even_when_the_page_is_kept(client: Client) -> None:
    client.get("/plain/")
    answer = client.get("/plain/", HTTP_HOST="evil.example")
    assert answer.status_code == 400
    assert TEXT not in answer.content.decode()


# --- Closed by default -----------------------------------------------------------------------


def test_a_view_that_says_nothing_asks_for_a_log_in(client: Client, db: None) -> None:
    answer = client.get("/private/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login/?next=/private/")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_private_page_stays_out_of_every_cache(signed_in: Client) -> None:
    answer = signed_in.get("/private/")
    assert answer.content == b"for ana@example.org"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers
    assert len(middleware.PAGES_IN_MEMORY) == 0


def test_an_open_page_that_is_not_marked_public_is_not_cached_either(client: Client) -> None:
    assert client.get("/open/").headers["Cache-Control"] == "private, no-store"


def test_what_a_view_raises_as_gone_is_a_410_page_that_leads_on(client: Client) -> None:
    answer = client.get("/gone/")
    html = answer.content.decode()
    assert answer.status_code == 410
    assert "“Toe walks” has been taken out" in html
    assert 'href="/exercises/"' in html
    assert "ETag" not in answer.headers


# --- What is looked at before a kept page -----------------------------------------------------


@time_machine.travel("2026-11-22T06:00:00Z", tick=False)
def test_what_an_app_wants_done_is_done_before_the_shelf_is_looked_at(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/plain/")
    monkeypatch.setattr(caching, "before_looking", [lambda: caching.content_version_file().write("due", None)])
    assert client.get("/plain/").content.decode().endswith(" 2")


def test_the_shelf_of_a_worker_is_the_one_that_its_middleware_asks() -> None:
    assert PublicPages(lambda request: HttpResponse()).in_memory is middleware.PAGES_IN_MEMORY
