"""Sheets to hang up: a routine with its boxes, and the warning signs. That each is one sheet is a journey's matter."""

from __future__ import annotations

from django.test import Client
from django.utils.html import escape

from ankles.unbroken import unbroken
from library import loading, referable


def test_a_sheet_to_hang_up_has_a_box_for_each_day_of_twelve_weeks_and_room_for_a_weight(
    client: Client, guide: loading.Report
) -> None:
    sheet = client.get("/routines/calf-and-achilles-strength/sheet/").content.decode()
    assert sheet.count("<td><i></i></td>") == 12 * 7
    # five stages of two raises; heel drops rest a minute
    assert sheet.count(unbroken("3 s up, 3 s down, rest 120–180 s")) == 10
    assert ("Weight: what you used most." in sheet, 'content="noindex, follow"' in sheet) == (True, True)
    assert "Weight" not in client.get("/routines/before-a-run/sheet/").content.decode()
    assert client.get("/routines/nowhere/sheet/").status_code == 404


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
