"""Sessions that cannot be: other people's, of a day to come, too long, of the wrong kind. Nothing is half written."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from tests.logbook.saying import text, wrong
from tests.logbook.training import NEW, SUNDAY, exercise, log, pin, sending, sessions, unwind

pytestmark = pytest.mark.usefixtures("sunday")
MEGABYTE = "x" * 900_000


@pytest.mark.parametrize("day", ["2026-11-23", "2027-01-01", "1999-12-31", "1900-01-01", "2026-02-30", "0026-11-22"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_day_that_cannot_be_logged_has_no_address(day: str, method: str, ana: User, browser_of_ana: Client) -> None:
    answer = getattr(browser_of_ana, method)(f"/log/{day}/sessions/", sending(ana, minutes=5))
    assert (answer.status_code, sessions(ana)) == (404, [])


def test_somebody_elses_pin_and_session_are_not_found(ana: User, ben: User, browser_of_ana: Client) -> None:
    theirs, session = pin(ben, unwind()), log(ben, SUNDAY, "Hops", minutes=6, note="bens-secret")
    answers = [
        browser_of_ana.post(NEW, sending(ana, pin=theirs.pk)),
        browser_of_ana.post(NEW, sending(ana, same=session.pk)),
        browser_of_ana.get(f"{NEW}{session.pk}/"),
        browser_of_ana.post(f"{NEW}{session.pk}/", sending(ana, version=1, day="2026-11-22", minutes=9)),
        browser_of_ana.post(f"{NEW}{session.pk}/deletion/", sending(ana, version=1)),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 404, 404, 404]
    assert not any("bens-secret" in text(answer) for answer in answers)
    assert (sessions(ana), [one["minutes"] for one in sessions(ben)]) == ([], [6])


def test_somebody_elses_pin_prefills_nothing(ana: User, ben: User, browser_of_ana: Client) -> None:
    theirs = pin(ben, unwind())
    assert "checked" not in text(browser_of_ana.get(f"{NEW}?pin={theirs.pk}"))


def test_a_form_of_another_account_writes_nothing_and_shows_nothing(
    ana: User, ben: User, browser_of_ana: Client
) -> None:
    answer = browser_of_ana.post(NEW, sending(ben, minutes=5, note="bens-secret"))
    assert answer.status_code == 409
    assert "bens-secret" not in text(answer)
    assert sessions(ana) == sessions(ben) == []


def test_an_owner_in_the_form_is_not_looked_at(ana: User, ben: User, browser_of_ana: Client) -> None:
    browser_of_ana.post(NEW, sending(ana, minutes=5) | dict.fromkeys(("runner", "user", "user_id", "owner"), ben.pk))
    assert ([one["minutes"] for one in sessions(ana)], sessions(ben)) == ([5], [])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"effort": "11"}, "Choose a number from 0 to 10."),
        ({"effort": "-1"}, "Choose a number from 0 to 10."),
        ({"effort": "5.5"}, "Choose a number from 0 to 10."),
        ({"time": "25:00"}, "Write a time such as 18:30."),
        ({"time": "\x00"}, "Write a time such as 18:30."),
        ({"note": "x" * 2001}, "Keep the note to 2,000 characters; it has 2001 now."),
        ({"note": MEGABYTE}, "Keep the note to 2,000 characters; it has 900000 now."),
        ({"note": "a\x00b"}, "Null characters are not allowed."),
        ({"exercise": ["nonsense"]}, "One of the exercises is not in the guide. Choose from the list."),
        ({"exercise": ["hops\x00"]}, "One of the exercises is not in the guide. Choose from the list."),
        ({"exercise": ["hops"], "dose-hops": "x" * 201}, "Hops: Keep how much to 200 characters."),
        ({"exercise": ["hops"], "dose-hops": "a\x00"}, "Hops: Null characters are not allowed."),
        ({"exercise": ["hops"], "side-hops": "up"}, "Hops: Choose left, right, both, or nothing."),
        ({"routine": "999"}, "The guide does not have this routine any more. Tick what you did, or give the minutes."),
        ({"entry_key": "not-a-key"}, "This key is not one of ours. Open the page again."),
        ({"entry_key": ""}, "Open the page again; its form has no key."),
    ],
)
def test_a_field_that_cannot_be_is_named_and_the_rest_is_kept(
    fields: dict[str, Any], said: str, ana: User, browser_of_ana: Client
) -> None:
    exercise("hops", "Hops")
    answer = browser_of_ana.post(NEW, sending(ana, minutes=17) | fields)
    assert (answer.status_code, wrong(answer)) == (422, [said])
    assert 'value="17"' in text(answer)
    assert sessions(ana) == []


def test_a_note_of_2000_with_line_breaks_is_as_long_as_it_looks(ana: User, browser_of_ana: Client) -> None:
    browser_of_ana.post(NEW, sending(ana, minutes=5, note="ab\r\n" * 666 + "cd"))
    assert sessions(ana)[0]["note"] == "ab\n" * 666 + "cd"


def test_words_of_any_alphabet_and_markup_are_words(ana: User, browser_of_ana: Client) -> None:
    words = "<script>alert(1)</script> Läufer 走る 🦶 ‮ {{ user }}"
    answer = browser_of_ana.post(NEW, sending(ana, minutes=5, note=words, back="today"))
    assert sessions(ana)[0]["note"] == words
    assert "<script>alert" not in answer.content.decode()
    assert words in text(answer)


def test_numbers_no_database_can_hold_are_not_found(ana: User, browser_of_ana: Client) -> None:
    huge = "9" * 40
    statuses = [
        browser_of_ana.get(f"{NEW}{huge}/").status_code,
        browser_of_ana.post(NEW, sending(ana, pin=huge)).status_code,
        browser_of_ana.post(NEW, sending(ana, same=huge)).status_code,
        browser_of_ana.get(f"{NEW}?pin={huge}").status_code,
        browser_of_ana.get(f"{NEW}?pin={'9' * 5000}").status_code,
        browser_of_ana.get(f"{NEW}?routine=x&stage=-1").status_code,
    ]
    assert statuses == [404, 422, 422, 200, 200, 200]


def test_nothing_at_all_is_an_answer_too(ana: User, browser_of_ana: Client) -> None:
    assert browser_of_ana.post(NEW, {}).status_code == 422
    assert browser_of_ana.post(NEW, {"pin": ""}).status_code == 422
    assert browser_of_ana.put(NEW).status_code == 405
    assert sessions(ana) == []


def test_a_form_without_its_token_writes_nothing(ana: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana)
    assert strict.post(NEW, sending(ana, minutes=5)).status_code == 403
    assert sessions(ana) == []
