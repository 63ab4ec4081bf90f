"""The long form: a new entry with all that may be said of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from logbook.vocabulary import STIFFNESS_MINUTES, Circumstance, Moment, Onset, Quality, Stiffness, Timing
from tests.logbook.saying import FRIDAY, LEFT, checked, felt, log, long, sending, text, told, wrong
from tests.logbook.writing import hurt

pytestmark = pytest.mark.usefixtures("sunday")
HERE = "/log/2026-11-22/symptoms/"


def save(browser: Client, runner: User, **fields: Any) -> Any:
    """Send the long form of a new entry."""
    return browser.post(HERE, long(runner, **fields))


def test_say_more_opens_an_empty_form_for_the_chosen_place(ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(HERE, sending(ana, place=LEFT, severity="", more="1"))
    assert (answer.status_code, checked(answer)) == (200, [("side", "left")])
    assert re.findall(r'<option value="(\w+)" selected', text(answer)) == ["achilles_mid"]
    assert 'name="day" id="day" value="2026-11-22"' in text(answer)
    assert (felt(ana), ana.receipts.count()) == ([], 0)


def test_say_more_without_a_place_chooses_none(ana: User, browser_of_ana: Client) -> None:
    for place in ("", "left-elbow", "<script>"):
        answer = browser_of_ana.post(HERE, sending(ana, place=place, more="1"))
        assert (checked(answer), " selected" in text(answer), "<script>" in text(answer)) == ([], False, False)


def test_everything_that_is_said_is_kept(ana: User, browser_of_ana: Client, sunday: date) -> None:
    said = {"severity": "6", "stiffness": "10_to_30", "stiffness_min": "25", "qualities": ["sharp", "ache"],
            "timing": ["run_start_eases"], "onset": "gradual", "context": ["hills_up", "road"], "note": "On the “hill”. 🦶"}  # fmt: skip
    answer = save(browser_of_ana, ana, moment="during", **said)
    assert told(answer) == "Left Achilles 6, stiff 10 to 30 min (during) saved"
    kept = said | {"severity": 6, "stiffness_min": 25, "qualities": ["ache", "sharp"], "context": ["road", "hills_up"]}
    assert felt(ana) == [(sunday, "achilles_mid", "left", "during", kept)]


def test_all_words_of_all_lists_can_be_said_at_once(ana: User, browser_of_ana: Client) -> None:
    lists = {"qualities": [word for word in Quality.values if word != "none"], "timing": Timing.values,
             "context": Circumstance.values}  # fmt: skip
    for number, onset in enumerate(Onset.values):
        save(browser_of_ana, ana, moment=Moment.values[number], severity=str(number), onset=onset, **lists)
    assert [row[4] for row in felt(ana)] == [
        {"severity": Moment.values.index(row[3]), "onset": Onset.values[Moment.values.index(row[3])], **lists}
        for row in felt(ana)
    ]
    assert len(felt(ana)) == 4


def test_stiffness_alone_is_an_entry(ana: User, browser_of_ana: Client) -> None:
    answer = save(browser_of_ana, ana, stiffness="none")
    assert told(answer) == "Left Achilles, not stiff saved"
    assert felt(ana)[0][4] == {"stiffness": "none"}


@pytest.mark.parametrize("minutes", ["0", "1", "9", "10", "30", "31", "240"])
def test_minutes_alone_answer_the_question_above_them(minutes: str, ana: User, browser_of_ana: Client) -> None:
    save(browser_of_ana, ana, stiffness_min=minutes)
    answer = next(word for word, (low, high) in STIFFNESS_MINUTES.items() if low <= int(minutes) <= high)
    assert felt(ana)[0][4] == {"stiffness": answer, "stiffness_min": int(minutes)}


@pytest.mark.parametrize("answer", Stiffness.values)
def test_minutes_that_do_not_fit_the_answer_are_refused(answer: str, ana: User, browser_of_ana: Client) -> None:
    low, high = STIFFNESS_MINUTES[answer]
    for minutes in {max(low - 1, 0), min(high + 1, 240)} - set(range(low, high + 1)):
        refused = save(browser_of_ana, ana, stiffness=answer, stiffness_min=str(minutes))
        assert wrong(refused) == ["These minutes do not fit the answer above. Change one of them."]
    assert felt(ana) == []


@pytest.mark.parametrize("minutes", ["-1", "241", "1.5", "٩", "1e1", "ten", "9" * 4000, "1\x00", "1_0", "&"])
def test_what_is_no_whole_number_of_minutes_is_refused(minutes: str, ana: User, browser_of_ana: Client) -> None:
    answer = save(browser_of_ana, ana, severity="2", stiffness_min=minutes)
    assert (answer.status_code, len(wrong(answer)), felt(ana)) == (422, 1, [])
    assert ("severity", "2") in checked(answer)


def test_an_entry_says_a_number_or_how_stiff_it_was(ana: User, browser_of_ana: Client) -> None:
    answer = save(browser_of_ana, ana, note="It hurt.", qualities=["ache"])
    assert (answer.status_code, felt(ana)) == (422, [])
    assert wrong(answer) == ["Give a number from 0 to 10, or say how long it was stiff."]
    assert ("qualities", "ache") in checked(answer)
    assert "It hurt.</textarea>" in text(answer)


def test_an_empty_form_names_everything_that_is_missing(ana: User, browser_of_ana: Client) -> None:
    answer = save(browser_of_ana, ana, area="", side="", day="", moment="")
    assert wrong(answer) == [
        "Choose the place.", "Choose left or right.", "Choose the day.", "Choose when you felt it.",
        "Give a number from 0 to 10, or say how long it was stiff.",
    ]  # fmt: skip
    links = re.findall(r'class="errsum".*?</div>', text(answer), re.DOTALL)[0]
    for anchor in re.findall(r'href="#([^"]+)"', links):
        assert f'id="{anchor}"' in text(answer)


def test_none_of_these_goes_with_nothing_else(ana: User, browser_of_ana: Client) -> None:
    answer = save(browser_of_ana, ana, severity="2", qualities=["none", "ache"])
    assert wrong(answer) == ["Choose what it feels like, or “None of these”, not both."]
    save(browser_of_ana, ana, severity="2", qualities=["none"])
    assert felt(ana)[0][4] == {"severity": 2, "qualities": ["none"]}


FIELDS = {"area": "elbow", "side": "both", "moment": "next_morning", "severity": "11", "stiffness": "a_bit",
          "qualities": ["ache", "gout"], "timing": "first_steps", "onset": "slow", "context": ["['road']"]}  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_a_word_of_no_list_is_refused_at_its_field(field: str, ana: User, browser_of_ana: Client) -> None:
    for word in (FIELDS[field], "\x00", "<b>x</b>", "x" * 200_000):
        answer = save(browser_of_ana, ana, **{"severity": "2", field: word})
        assert (answer.status_code, len(wrong(answer))) == (422, 1), word[:20]
        assert f'href="#{field}"' in text(answer)
        assert "<b>x</b>" not in answer.content.decode()
    assert felt(ana) == []


DAYS = {"2026-11-23": "Choose a day up to today.", "9999-12-31": "Choose a day up to today.",
        "1900-01-01": "Choose a day from 2000 on.", "0001-01-01": "Choose a day from 2000 on.",
        "2026-02-30": "Write a day such as 2026-11-22.", "٢٠٢٦-11-20": "Write a day such as 2026-11-22.",
        "20 November": "Write a day such as 2026-11-22.", "2026-11-20\x00": "Write a day such as 2026-11-22."}  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
def test_a_day_that_cannot_be_meant_is_refused(day: str, ana: User, browser_of_ana: Client) -> None:
    answer = save(browser_of_ana, ana, severity="2", day=day)
    assert (answer.status_code, wrong(answer), felt(ana)) == (422, [DAYS[day]], [])


def test_a_note_of_2000_characters_is_kept_however_its_lines_break(ana: User, browser_of_ana: Client) -> None:
    save(browser_of_ana, ana, severity="2", note="ab\r\n" * 666 + "xy")
    assert ana.symptoms.get().note == "ab\n" * 666 + "xy"
    assert len(ana.symptoms.get().note) == 2000


@pytest.mark.parametrize("note", ["x" * 2001, "🦶" * 2001, "x" * 900_000], ids=["x", "feet", "much"])
def test_a_note_that_is_too_long_is_given_back(note: str, ana: User, browser_of_ana: Client) -> None:
    answer = save(browser_of_ana, ana, severity="2", note=note)
    assert (answer.status_code, felt(ana)) == (422, [])
    assert wrong(answer) == [f"Keep the note to 2,000 characters; it has {len(note)} now."]
    assert f"{note}</textarea>" in text(answer)


def test_a_note_with_a_null_character_is_refused(ana: User, browser_of_ana: Client) -> None:
    answer = save(browser_of_ana, ana, severity="2", note="a\x00b")
    assert (answer.status_code, len(wrong(answer)), felt(ana)) == (422, 1, [])


def test_markup_in_a_note_stays_words(ana: User, browser_of_ana: Client) -> None:
    answer = save(browser_of_ana, ana, severity="2", note="<script>alert(1)</script>")
    assert ana.symptoms.get().note == "<script>alert(1)</script>"
    assert "&lt;script&gt;alert(1)" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_a_place_that_has_an_entry_is_not_written_over(ana: User, browser_of_ana: Client, sunday: date) -> None:
    there = hurt(ana, sunday, 2, note="First")
    answer = save(browser_of_ana, ana, severity="8", note="Second")
    assert answer.status_code == 422
    assert wrong(answer) == ["This place has an entry for that moment of the day already. Change that one."]
    assert f'href="{log(sunday, f"symptoms/{there.pk}/")}">Change the entry that is there</a>' in text(answer)
    assert "Second</textarea>" in text(answer)
    assert felt(ana) == [(sunday, "achilles_mid", "left", "worst", {"severity": 2, "note": "First"})]


def test_an_entry_for_another_day_is_kept_there(ana: User, browser_of_ana: Client) -> None:
    answer = save(browser_of_ana, ana, severity="2", day="2026-11-20")
    assert told(answer) == "Left Achilles 2 saved for Friday 20 November"
    assert [row[0] for row in felt(ana)] == [FRIDAY]


def test_the_long_form_sent_twice_is_one_entry(ana: User, browser_of_ana: Client) -> None:
    form = long(ana, severity="2", note="Once")
    answers = [browser_of_ana.post(HERE, form) for _ in range(2)]
    assert [told(one) for one in answers] == ["Left Achilles 2 saved"] * 2
    assert (ana.symptoms.count(), ana.symptoms.get().version) == (1, 1)
