"""What the player would never send: refused in words, nothing written, never an error of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from ankles.accounts.models import User
from logbook.entries import playing
from logbook.forms import played as forms
from logbook.views import played as views
from tests.logbook.examples import undone
from tests.logbook.played import answers, in_days, send, session, step

FAR = 2
LONG_AGO = "2026-03-01T07:15:00Z"
WRONG: list[tuple[str, Any]] = [
    ("entry_key", "no key"), ("entry_key", 7), ("entry_key", None), ("account", "x" * 17), ("day", "1999-12-31"),
    ("day", "soon"), ("day", 20260301), ("day", None), ("started_at", "noon"), ("started_at", 5), ("ended_at", ""),
    ("zone", "z" * 65), ("routine", "r" * 81), ("stage", "s\0"), ("stage", "s" * 81), ("active_s", -1), ("active_s", 86401),
    ("active_s", "long"), ("active_s", True), ("active_s", None), ("steps", []), ("steps", "all"),
    ("steps", {"0": {}}), ("steps", [step()] * 201), ("steps", [7]), ("steps", [step(outcome="skipped")]),
    ("steps", [step(side="middle")]), ("steps", [step(outcome="won")]), ("steps", [step(name="")]),
    ("steps", [step(name="n" * 121)]), ("steps", [step(dose="d" * 201)]), ("steps", [step(duration_s=-1)]),
    ("steps", [step(exercise="e" * 81)]), ("steps", [step(name="a\0b")]),
]  # fmt: skip
BODIES = [b"", b"no json", b"[]", b"null", b"7", b'{"active_s": NaN}', b'{"stage": "\\ud800"}', b"\xff", b"[" * 100_000]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_wrong_field_is_named_and_nothing_is_written(
    ana: User, browser_of_ana: Client, field: str, value: object
) -> None:
    answer = send(browser_of_ana, session(ana, **{field: value}))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert ana.training_sessions.count() == ana.receipts.count() == 0


def test_a_day_that_has_not_come_anywhere_yet_is_refused(ana: User, browser_of_ana: Client) -> None:
    answer = send(browser_of_ana, session(ana, day=in_days(ana, FAR), started_at=LONG_AGO))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["day"])
    assert ana.training_sessions.count() == 0


@pytest.mark.parametrize("path", ["/log/played/", "/log/played/answers/"])
@pytest.mark.parametrize("body", BODIES, ids=[str(place) for place, _ in enumerate(BODIES)])
def test_a_body_that_is_no_json_of_ours_is_refused(browser_of_ana: Client, path: str, body: bytes) -> None:
    answer = browser_of_ana.post(path, body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (422, {"errors": {"body": ["This is not the player's JSON."]}})


def test_somebody_elses_number_in_the_body_changes_nothing(ana: User, ben: User, browser_of_ana: Client) -> None:
    extra = {"runner": ben.pk, "user_id": ben.pk, "id": 1, "note": "from outside", "effort": 9}
    send(browser_of_ana, session(ana, steps=[step(session=1, position=9, runner=ben.pk)]) | extra)
    assert list(ana.training_sessions.values_list("note", "effort", "exercises_done__position")) == [("", None, 1)]
    assert ben.training_sessions.count() == 0


@pytest.mark.parametrize("path", ["/log/player/", "/log/played/", "/log/played/answers/"])
@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_only_the_methods_that_are_meant_are_answered(browser_of_ana: Client, path: str, method: str) -> None:
    answer = getattr(browser_of_ana, method)(path)
    assert answer.status_code == (200 if (path, method) == ("/log/player/", "get") else 405)


ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=30)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=8,
)
NAMES = [*session(User()), "effort", "symptoms", "session_key"]


def statuses(runner: User, *sendings: tuple[Callable[..., HttpResponse], object]) -> set[int]:
    """How each view answers a body of this runner's."""
    found = set()
    for view, body in sendings:
        request = RequestFactory().post("/", body, content_type="application/json")
        request.user = runner
        found.add(view(request).status_code)
    return found


@pytest.mark.django_db
@given(changes=st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=4), steps=st.lists(ANYTHING, max_size=3))
def test_whatever_is_sent_is_kept_or_refused_and_never_breaks(changes: dict[str, Any], steps: list[Any]) -> None:
    with undone():
        runner = User.objects.create_user("someone@example.org")
        runner.agree("1")
        found = statuses(
            runner,
            (views.played, session(runner, steps=steps) | changes),
            (views.played, session(runner) | changes),
            (views.answers, answers(runner) | changes),
        )
        assert found <= {200, 201, 404, 409, 422}


@given(ANYTHING)
def test_reading_says_no_or_gives_text_and_lists(said: object) -> None:
    try:
        found = forms.read_json(json.dumps(said).encode())
    except ValueError:
        return
    assert all(isinstance(value, str | None) or name in forms.LISTS for name, value in found.items())


def test_a_fault_of_the_server_is_no_fault_of_what_was_sent(
    ana: User, browser_of_ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: Any) -> None:
        raise ValueError("ours")

    monkeypatch.setattr(playing, "keep_session", faulty)
    with pytest.raises(ValueError, match="ours"):
        send(browser_of_ana, session(ana))
