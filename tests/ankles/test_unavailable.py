from __future__ import annotations

from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client, RequestFactory

from ankles import unavailable as answers

ORIGIN = {"HTTP_ORIGIN": "http://testserver"}
FIELDS = {"csrfmiddlewaretoken": "t", "entry_key": "key-1", "note": "<my words>"}


@pytest.mark.django_db
@pytest.mark.parametrize(("error", "status"), [(OperationalError, 503), (InterfaceError, 503), (ValueError, 500)])
def test_a_page_that_is_not_kept_says_that_the_database_is_away_and_nothing_else_is_called_so(
    error: type[Exception], status: int
) -> None:
    def fail(*_: Any) -> None:
        raise error("database is locked")

    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(fail):
        answer = client.get("/healthz")
    assert answer.status_code == status
    assert ("Our database does not answer" in answer.content.decode()) == (status == 503)
    assert (answer.headers.get("Retry-After"), answer.headers["Cache-Control"]) == (
        "5" if status == 503 else None,
        "private, no-store",
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [("55P03", "a lock did not come in time"), ("57P01", "the database stopped or ended the question"), ("42P01", "")],
)
def test_the_operator_hears_in_words_why_postgresql_did_not_answer(state: str, said: str) -> None:
    error = OperationalError("words of a row")
    error.__cause__ = type("LockNotAvailable", (Exception,), {"sqlstate": state})()
    assert answers.cause_in_words(error) == said


def test_the_operator_hears_that_nothing_came_and_sees_where_a_cursor_was_used_that_is_closed() -> None:
    assert answers.cause_in_words(OperationalError("the connection is closed")) == "the database does not answer"
    assert answers.cause_in_words(InterfaceError("the cursor is closed")) == ""


def test_a_form_from_this_site_is_given_back_and_a_strangers_is_not() -> None:
    ours = RequestFactory().post("/log/2026-10-02/sessions/", FIELDS, **ORIGIN)
    theirs = RequestFactory().post("/log/2026-10-02/sessions/", FIELDS, HTTP_ORIGIN="https://elsewhere.example")
    assert dict(answers.fields_to_resend(ours)) == FIELDS
    assert answers.fields_to_resend(theirs) == []
    text = answers.unavailable(ours).content.decode()
    assert 'value="&lt;my words&gt;"' in text
    assert "my words" not in answers.unavailable(theirs).content.decode()


def test_a_password_is_never_given_back() -> None:
    fields = {"login": "ana@example.org", "password": "soft-landings-9"}
    request = RequestFactory().post("/accounts/login/", fields, **ORIGIN)
    assert "soft-landings-9" not in answers.unavailable(request).content.decode()


@pytest.mark.parametrize(
    ("begun", "fields", "said"),
    [
        (False, FIELDS, f"{answers.NOT_SAVED} {answers.AGAIN}"),
        (True, FIELDS, f"{answers.NOT_KNOWN} {answers.COUNTS_ONCE}"),
        (True, {"note": "no key"}, f"{answers.NOT_KNOWN} {answers.LOOK_FIRST}"),
    ],
)
def test_what_may_have_been_written_is_not_known_and_never_failed(
    begun: bool, fields: dict[str, str], said: str
) -> None:
    request = RequestFactory().post("/log/2026-10-02/sessions/", fields, HTTP_HX_REQUEST="true")
    request.write_begun = begun
    assert answers.unavailable(request).content.decode() == said


def test_a_script_hears_it_as_json_and_keeps_what_it_has() -> None:
    request = RequestFactory().post("/log/played/", "{}", content_type="application/json")
    answer = answers.unavailable(request)
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/json")
