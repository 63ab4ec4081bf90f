"""The one notice: by its triggers and by nothing else, in the same words for everybody, with the entry kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from logbook import notice
from logbook.entries.saving import SavedAct
from logbook.models import Symptom
from logbook.views.sending import WriteResult
from logbook.views.symptoms import confirmation_of
from logbook.vocabulary import AreaCode, Circumstance, Moment, Onset, Quality, Side, Stiffness, Timing
from tests.logbook.saying import LEFT, felt, long, sending, text
from tests.logbook.writing import hurt

pytestmark = pytest.mark.usefixtures("sunday")
HERE = "/log/2026-11-22/symptoms/"
# PRODUCT.md, "The one notice", letter for letter.
WORDS = (
    "Some things are worth having looked at: pain you can cover with a fingertip, pain at night or in ordinary walking, "
    "numbness or tingling, heat or redness, locking, giving way, or a sudden injury. Stop running until somebody "
    "qualified has seen it. Cannot take four steps, a calf that is hot and swollen, or pain that is severe and growing? "
    "Get help today."
)
TRIGGERS = {
    "qualities": ["tingling_numb", "throbbing", "catch_lock", "tender_point", "bruise_warm_red", "giving_way"],
    "timing": ["night_rest", "daily_walk"],
    "onset": ["sudden_event"],
}
EVERY = [(field, word) for field, vocabulary in (("qualities", Quality), ("timing", Timing), ("onset", Onset))
         for word in vocabulary.values]  # fmt: skip


def shows(answer: Any) -> bool:
    """Whether an answer holds the notice, whole and with its link."""
    return f"<p>{WORDS}</p>" in text(answer) and 'href="/guide/when-to-see-somebody/">When to see somebody' in text(
        answer
    )


def test_the_words_are_those_of_the_product() -> None:
    assert (notice.WORDS, notice.LINK) == (WORDS, "/guide/when-to-see-somebody/")


@pytest.mark.parametrize(("field", "word"), EVERY)
def test_a_word_shows_the_notice_if_and_only_if_it_is_a_trigger(
    field: str, word: str, ana: User, browser_of_ana: Client
) -> None:
    answer = browser_of_ana.post(HERE, long(ana, severity="0", **{field: word}))
    assert shows(answer) is (word in TRIGGERS[field])
    assert felt(ana)[0][4] == {"severity": 0, field: word if field == "onset" else [word]}


def test_no_area_and_no_number_shows_it(ana: User) -> None:
    shown = []
    for area in AreaCode:
        for number in range(11):
            row = Symptom.new(
                ana, pk=1, day=date(2026, 11, 22), area=area, side="left", moment="worst", severity=number
            )
            shown.append(confirmation_of(ana, WriteResult(SavedAct(row), 1, row.day)).notice)
    assert shown == [False] * 26 * 11


def test_no_tap_on_the_highest_number_of_any_place_shows_it(ana: User, browser_of_ana: Client) -> None:
    pages = [browser_of_ana.post(HERE, sending(ana, place=f"left-{area}", severity="10")) for area in AreaCode]
    assert {(page.status_code, WORDS[:30] in text(page)) for page in pages} == {(200, False)}
    assert ana.symptoms.count() == 26


def test_side_moment_stiffness_and_what_was_different_never_show_it(ana: User, browser_of_ana: Client) -> None:
    for side in Side.values:
        for moment, stiff in zip(Moment.values, Stiffness.values, strict=True):
            said = {"side": side, "moment": moment, "stiffness": stiff, "severity": "10", "context": Circumstance.values,
                    "note": "sudden, numb, at night"}  # fmt: skip
            assert WORDS[:30] not in text(browser_of_ana.post(HERE, long(ana, **said)))
    assert ana.symptoms.count() == 8


def test_everything_that_is_no_trigger_together_shows_nothing(ana: User, browser_of_ana: Client) -> None:
    quiet = {
        field: [word for name, word in EVERY if name == field and word not in TRIGGERS[field]] for field in TRIGGERS
    }
    quiet["qualities"].remove("none")
    answer = browser_of_ana.post(HERE, long(ana, severity="10", **quiet | {"onset": "gradual"}))
    assert (ana.symptoms.count(), WORDS[:30] in text(answer)) == (1, False)


def test_an_entry_that_holds_a_trigger_shows_it_after_a_tap_too(
    ana: User, browser_of_ana: Client, sunday: date
) -> None:
    hurt(ana, sunday, 2, qualities=["throbbing"])
    assert shows(browser_of_ana.post(HERE, sending(ana, place=LEFT, severity="1")))
    hurt(ana, sunday, 2, moment="first_steps", timing=["night_rest"])
    morning = sending(ana) | {f"severity-{LEFT}": "3", f"seen-{LEFT}": "1"}
    assert shows(browser_of_ana.post("/log/2026-11-22/morning/", morning))


def test_it_stands_after_an_entry_and_not_on_the_next_page(ana: User, browser_of_ana: Client) -> None:
    browser_of_ana.post(HERE, long(ana, severity="1", timing=["night_rest"]))
    assert [shows(browser_of_ana.get(path)) for path in ("/log/", "/log/2026-11-22/", HERE)] == [False] * 3


def test_a_refused_entry_shows_no_notice(ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(HERE, long(ana, timing=["night_rest"]))
    assert (answer.status_code, shows(answer)) == (422, False)
