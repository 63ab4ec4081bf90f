"""Sheets to hang up: a routine with its boxes, and the warning signs. That each is one sheet is a journey's matter."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.html import escape

from ankles.unbroken import unbroken
from library import loading, referable
from library.sheet_views import times_a_day


def boxes(sheet: str) -> list[int]:
    """How many parts the box of each day has, where there is a line for the morning after beside it."""
    return [found.count("<i></i>") for found in re.findall(r"<td>((?:<i></i>)+)<span></span></td>", sheet)]


def test_a_sheet_to_hang_up_has_a_box_and_a_line_for_the_next_morning_for_each_day_of_twelve_weeks(
    client: Client, guide: loading.Report
) -> None:
    sheet = client.get("/routines/calf-and-achilles-strength/sheet/").content.decode()
    # heel drops are done twice a day
    assert boxes(sheet) == [2] * 12 * 7
    assert "what you do twice a day has half a box each" in sheet
    # five stages of two raises; heel drops rest a minute
    assert sheet.count(unbroken("3 s up, 3 s down, rest 120–180 s")) == 10
    assert ("Weight: what you used most." in sheet, 'content="noindex, follow"' in sheet) == (True, True)
    once = client.get("/routines/before-a-run/sheet/").content.decode()
    assert ("Weight" in once, boxes(once)) == (False, [1] * 12 * 7)
    assert "Tick a box for each session." in once
    assert boxes(client.get("/routines/calf-and-heel-end-strength/sheet/").content.decode()) == [1] * 12 * 7
    often = client.get("/routines/foot-and-arch/sheet/").content.decode()
    assert boxes(often) == [3] * 12 * 7
    assert "what you do 3 times a day has one part of it each" in often
    assert client.get("/routines/nowhere/sheet/").status_code == 404


@pytest.mark.parametrize(
    ("words", "times"),
    [("Twice a day", 2), ("3 times a day, first before getting up", 3), ("3 times daily", 3), ("twice daily", 2),
     ("Every other day", 1), ("3 times a week", 1), ("", 1), ("Once a day", 1), ("9 times a day", 4), ("0 times a day", 1)],
)  # fmt: skip
def test_the_words_of_a_dose_say_how_many_times_a_day(words: str, times: int) -> None:
    assert times_a_day(words) == times


def test_a_sheet_says_whom_it_is_for_shows_each_drawing_once_and_tells_steps_of_one_name_apart(
    client: Client, guide: loading.Report
) -> None:
    sheet = client.get("/routines/calf-and-achilles-strength/sheet/").content.decode()
    drops = [words.split("</li>")[0] for words in sheet.split("<b>Eccentric heel drop</b>")[1:]]
    assert [said for words in drops for said in ("Knee straight", "Knee bent") if said in words] == [
        "Knee straight",
        "Knee bent",
    ]
    assert sheet.count('<div class="plate">') == 3
    assert ("once somebody qualified has looked at it" in sheet, "leave out the heel drops" in sheet) == (True, True)
    assert "Not for soreness at the heel bone." in sheet
    assert "popovertarget" not in sheet  # the list of sources stays on the routine's page


def test_the_sheet_of_warning_signs_holds_every_one_and_the_numbers_to_ring(
    client: Client, guide: loading.Report
) -> None:
    sheet = client.get("/guide/when-to-see-somebody/sheet/").content.decode()
    assert all(escape(sign.text[1:]) in sheet for sign in referable.signs_in_force().values())
    assert all(unbroken(number) in sheet for number in ("999", "112", "911", "000", "0800 611 116"))
    assert 'href="/guide/when-to-see-somebody/sheet/"' in client.get("/guide/when-to-see-somebody/").content.decode()
