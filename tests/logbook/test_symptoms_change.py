"""An entry is changed, moved, deleted, and brought back."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import Tombstone, User
from logbook.entries import saving
from logbook.models import Symptom
from tests.logbook import printed
from tests.logbook.saying import FRIDAY, checked, felt, log, long, sending, take_back, text, told, wrong
from tests.logbook.writing import clear, hurt

pytestmark = pytest.mark.usefixtures("sunday")
SAID: dict[str, Any] = {"severity": "3", "stiffness": "under_10", "stiffness_min": "5", "qualities": ["ache"],
        "timing": ["night_rest"], "onset": "gradual", "context": ["trail"], "note": "Two\nlines"}  # fmt: skip


@pytest.fixture
def entry(ana: User, sunday: date) -> Symptom:
    """An entry of Ana's with something of everything."""
    return hurt(ana, sunday, **SAID | {"severity": 3, "stiffness_min": 5})


def address(entry: Symptom) -> str:
    """Where an entry is changed."""
    return log(entry.day, f"symptoms/{entry.pk}/")


def change(browser: Client, entry: Symptom, version: int = 1, **fields: Any) -> Any:
    """Send the long form of an entry."""
    return browser.post(address(entry), long(entry.runner, version=version, **SAID | fields))


def test_the_form_shows_the_entry_as_it_is(entry: Symptom, browser_of_ana: Client) -> None:
    answer = browser_of_ana.get(address(entry))
    said = [("side", "left"), ("moment", "worst"), ("severity", "3"), ("stiffness", "under_10"), ("qualities", "ache"),
            ("timing", "night_rest"), ("onset", "gradual"), ("context", "trail")]  # fmt: skip
    assert checked(answer) == said
    assert 'value="5"' in text(answer)
    assert "Two\nlines</textarea>" in text(answer)
    assert text(answer).count('<details class="fold" open>') == 4


def test_sending_the_form_as_it_is_changes_only_the_version(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    before = felt(ana)
    assert told(change(browser_of_ana, entry)) == "Left Achilles 3, stiff under 10 min saved"
    assert (felt(ana), ana.symptoms.get().version) == (before, 2)


def test_a_number_can_be_cleared_and_only_stiffness_kept(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    answer = change(browser_of_ana, entry, severity="", note="")
    assert told(answer) == "Left Achilles, stiff under 10 min saved"
    kept = {name: SAID[name] for name in ("stiffness", "qualities", "timing", "onset", "context")}
    assert felt(ana)[0][4] == kept | {"stiffness_min": 5}


def test_an_entry_moves_to_another_place_day_and_moment(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    form = long(ana, version=1, area="arch", side="right", moment="after", day="2026-11-20", severity="3")
    answers = [browser_of_ana.post(address(entry), form) for _ in range(2)]
    assert {told(one) for one in answers} == {"Right arch 3 (after) saved for Friday 20 November"}
    assert felt(ana) == [(FRIDAY, "arch", "right", "after", {"severity": 3})]
    assert ana.symptoms.get().pk == entry.pk
    take_back(browser_of_ana, answers[0])
    assert felt(ana)[0][:4] == (entry.day, "achilles_mid", "left", "worst")


def test_an_entry_moved_onto_a_clear_day_takes_that_away(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    clear(ana, FRIDAY)
    words = told(change(browser_of_ana, entry, day="2026-11-20"))
    assert words.endswith("saved for Friday 20 November. “Nothing that day” is taken away")
    assert ana.clear_days.count() == 0


def test_an_entry_cannot_be_moved_onto_another(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    other = hurt(ana, entry.day, 7, area="arch", side="right", note="Mine too")
    before = felt(ana)
    answer = change(browser_of_ana, entry, area="arch", side="right")
    assert answer.status_code == 422
    assert wrong(answer) == ["This place has an entry for that moment of the day already. Change that one."]
    assert f'href="{address(other)}"' in text(answer)
    assert felt(ana) == before


def test_the_old_address_of_a_moved_entry_leads_on(entry: Symptom, browser_of_ana: Client) -> None:
    old = address(entry)
    change(browser_of_ana, entry, day="2026-11-20")
    answer = browser_of_ana.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (302, log(FRIDAY, f"symptoms/{entry.pk}/"))


def test_a_second_tab_is_told_and_keeps_its_words(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    change(browser_of_ana, entry, severity="9", note="From the first tab")
    answer = change(browser_of_ana, entry, severity="1", note="From the second tab")
    assert answer.status_code == 409
    rows = re.findall(
        r'<th scope="row">([^<]+)</th><td[^>]*>([^<]*)</td><td[^>]*>([^<]*)</td>', printed.tight(text(answer))
    )
    assert rows == [("Number", "9", "1"), ("Note", "From the first tab", "From the second tab")]
    assert ("severity", "1") in checked(answer)
    assert "From the second tab</textarea>" in text(answer)
    assert (ana.symptoms.get().note, ana.symptoms.get().version) == ("From the first tab", 2)


def test_a_second_tab_may_save_its_words_after_all(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    change(browser_of_ana, entry, note="From the first tab")
    answer = change(browser_of_ana, entry, note="From the second tab")
    version = re.findall(r'name="version" value="(\d+)"', text(answer))[0]
    assert change(browser_of_ana, entry, int(version), note="From the second tab").status_code == 200
    assert (ana.symptoms.get().note, ana.symptoms.get().version) == ("From the second tab", 3)


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "1" * 400, "2", "2147483648"])
def test_a_version_that_is_not_the_entrys_changes_nothing(
    version: str, entry: Symptom, ana: User, browser_of_ana: Client
) -> None:
    answer = browser_of_ana.post(address(entry), long(ana, version=version, severity="9"))
    assert (answer.status_code in (409, 422), felt(ana)[0][4]["severity"]) == (True, 3)


def test_words_for_an_entry_that_another_tab_deleted_are_kept(
    entry: Symptom, ana: User, browser_of_ana: Client
) -> None:
    where = address(entry)
    entry.delete()
    answer = browser_of_ana.post(where, long(ana, version=1, note="Too late?"))
    assert (answer.status_code, felt(ana)) == (404, [])
    assert "Too late?</textarea>" in text(answer)
    assert 'action="/log/2026-11-22/symptoms/"' in text(answer)


def test_somebody_elses_entry_is_not_found(entry: Symptom, ana: User, ben: User, browser_of_ana: Client) -> None:
    his = hurt(ben, entry.day, 7, area="arch", note="Ben's own words")
    before = (felt(ana), felt(ben))
    answers = [browser_of_ana.get(address(his)), browser_of_ana.post(address(his), long(ana, version=1, severity="1")),
               browser_of_ana.post(f"{address(his)}deletion/", sending(ana, version=1))]  # fmt: skip
    assert [one.status_code for one in answers] == [404, 404, 404]
    assert all("Ben's own words" not in text(one) for one in answers)
    assert (felt(ana), felt(ben)) == before


@pytest.mark.parametrize("pk", ["0", "9" * 30, "99999999999"])
def test_an_entry_that_never_was_is_not_found(pk: str, ana: User, browser_of_ana: Client) -> None:
    where = log(FRIDAY, f"symptoms/{pk}/")
    form = sending(ana, version=1)
    assert browser_of_ana.get(where).status_code == 404
    assert browser_of_ana.post(where, long(ana, version=1)).status_code == 404
    assert browser_of_ana.post(f"{where}deletion/", form).status_code == 404


def test_a_deleted_entry_is_gone_and_comes_back_with_undo(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    before = felt(ana)
    answer = browser_of_ana.post(f"{address(entry)}deletion/", sending(ana, version=1))
    assert (told(answer), felt(ana)) == ("Left Achilles 3, stiff under 10 min is deleted", [])
    assert Tombstone.objects.count() == 1
    take_back(browser_of_ana, answer)
    assert (felt(ana), Tombstone.objects.count()) == (before, 0)


def test_deleting_twice_is_deleting_once(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    form = sending(ana, version=1)
    answers = [browser_of_ana.post(f"{address(entry)}deletion/", form) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert told(answers[1]) == "That entry is deleted"
    assert felt(ana) == []


def test_an_entry_that_changed_meanwhile_is_not_deleted(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    change(browser_of_ana, entry, note="Changed")
    answer = browser_of_ana.post(f"{address(entry)}deletion/", sending(ana, version=1))
    assert (answer.status_code, ana.symptoms.get().note) == (409, "Changed")
    assert "so it was not deleted" in text(answer)
    assert "Changed</textarea>" in text(answer)


def test_a_deletion_without_its_version_deletes_nothing(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(f"{address(entry)}deletion/", sending(ana))
    assert (answer.status_code, len(wrong(answer)), len(felt(ana))) == (422, 1, 1)


def test_looking_at_a_deletion_deletes_nothing(entry: Symptom, ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.get(f"{address(entry)}deletion/")
    assert (answer.status_code, answer.headers["Location"]) == (303, log(entry.day, ""))
    assert len(felt(ana)) == 1


def test_an_entry_of_tomorrow_of_a_runner_who_flew_west_can_be_changed(
    ana: User, browser_of_ana: Client, sunday: date
) -> None:
    entry = hurt(ana, sunday + timedelta(days=1), 3)
    # The browser lets the day stay, too.
    assert re.findall(r'name="day"[^>]*\bmax="([^"]+)"', text(browser_of_ana.get(address(entry)))) == ["2026-11-23"]
    answer = browser_of_ana.post(address(entry), long(ana, version=1, day=str(entry.day), severity="5"))
    assert (answer.status_code, ana.symptoms.get().severity) == (200, 5)
    refused = browser_of_ana.post(
        address(entry), long(ana, version=2, day=str(sunday + timedelta(days=2)), severity="5")
    )
    assert wrong(refused) == ["Choose a day up to today."]


def test_what_was_written_is_kept_also_when_the_entry_goes_while_it_is_sent(
    entry: Symptom, ana: User, browser_of_ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise Symptom.DoesNotExist

    monkeypatch.setattr(saving, "change_symptom", gone)
    answer = change(browser_of_ana, entry, note="My words")
    assert (answer.status_code, "My words</textarea>" in text(answer)) == (404, True)


def test_a_form_of_another_account_changes_nothing(
    entry: Symptom, ana: User, ben: User, browser_of_ana: Client
) -> None:
    answer = change(browser_of_ana, entry, account=ben.badge, note="Ben's words")
    assert (answer.status_code, ana.symptoms.get().version) == (409, 1)
    assert "Two\nlines" not in text(answer)
