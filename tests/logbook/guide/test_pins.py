"""Which routines stand on Today: up to three, in the runner's order, nothing chosen for them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ankles.accounts.models import User
from library import publishing
from tests.logbook.saying import checked, text, told, wrong
from tests.logbook.test_today import buttons
from tests.logbook.training import pin, programme, sending, unwind

pytestmark = pytest.mark.usefixtures("sunday")


def pinned(runner: User) -> list[tuple[int, str, str]]:
    """A runner's pins in their order."""
    return list(runner.pinned_routines.order_by("position").values_list("position", "routine_name", "stage_name"))


def selected(page: str) -> list[str]:
    """What stands in the three places."""
    return re.findall(r"<option[^>]*\bselected[^>]*>([^<]+)<", page)


def test_nothing_is_chosen_before_the_runner_chooses(ana: User, browser_of_ana: Client) -> None:
    unwind(), programme()
    page = browser_of_ana.get("/log/pins/")
    assert selected(text(page)) == ["None", "None", "None"]
    assert list(checked(page)) == []


def test_routines_and_their_stages_are_pinned_in_the_runners_order(ana: User, browser_of_ana: Client) -> None:
    one, other = unwind(), programme()
    form = sending(ana, place_1=f"{other.pk}-2", place_2="", place_3=str(one.pk))
    answer = browser_of_ana.post("/log/pins/", form)
    assert told(answer) == "Your routines are saved"
    assert pinned(ana) == [(1, "Strong", "Week 2"), (2, "Unwind", "")]
    assert selected(text(browser_of_ana.get("/log/pins/"))) == ["Strong: Week 2, 9 min", "Unwind, 6 min", "None"]


def test_a_routine_that_stays_keeps_its_number_so_that_an_open_page_works(ana: User, browser_of_ana: Client) -> None:
    one, other = unwind(), programme()
    before = pin(ana, one)
    browser_of_ana.post("/log/pins/", sending(ana, place_1=f"{other.pk}-1", place_2=str(one.pk)))
    assert pinned(ana) == [(1, "Strong", "Week 1"), (2, "Unwind", "")]
    assert ana.pinned_routines.get(position=2).pk == before.pk


def test_pins_can_all_be_taken_away(ana: User, browser_of_ana: Client) -> None:
    pin(ana, unwind())
    browser_of_ana.post("/log/pins/", sending(ana, place_1=""))
    assert pinned(ana) == []


def test_one_tap_on_today_pins_the_first_routine(ana: User, browser_of_ana: Client) -> None:
    routine = unwind()
    answer = browser_of_ana.post("/log/pins/", sending(ana, place_1=str(routine.pk), back="today"))
    assert buttons(text(answer))[0] == "Done today: Unwind"
    assert pinned(ana) == [(1, "Unwind", "")]


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ({"place_1": "999"}, "The guide does not have this one any more. Choose another."),
        ({"place_2": "x"}, "The guide does not have this one any more. Choose another."),
        ({"place_1": "1-\x00"}, "The guide does not have this one any more. Choose another."),
    ],
)
def test_what_the_guide_does_not_have_cannot_be_pinned(
    places: dict[str, str], said: str, ana: User, browser_of_ana: Client
) -> None:
    pin(ana, unwind())
    answer = browser_of_ana.post("/log/pins/", sending(ana) | places)
    assert (answer.status_code, wrong(answer)) == (422, [said])
    assert pinned(ana) == [(1, "Unwind", "")]


def test_the_same_routine_twice_is_asked_about(ana: User, browser_of_ana: Client) -> None:
    routine = unwind()
    answer = browser_of_ana.post("/log/pins/", sending(ana, place_1=routine.pk, place_3=routine.pk))
    assert (answer.status_code, wrong(answer)) == (422, ["Third: you chose this one already. Choose another, or none."])
    assert pinned(ana) == []


def test_a_pin_that_the_guide_lost_can_be_kept_or_let_go(ana: User, browser_of_ana: Client) -> None:
    routine = unwind()
    kept = pin(ana, routine)
    publishing.retire(routine, None)
    page = text(browser_of_ana.get("/log/pins/"))
    assert selected(page) == ["Unwind (not in the guide any more)", "None", "None"]
    browser_of_ana.post("/log/pins/", sending(ana, place_1="kept-1"))
    assert [one.pk for one in ana.pinned_routines.all()] == [kept.pk]


def test_a_stage_that_was_renamed_is_still_logged_by_the_name_it_was_pinned_with(
    ana: User, browser_of_ana: Client
) -> None:
    routine = programme()
    mine = pin(ana, routine, "Week 2")
    routine.stages.filter(name="Week 2").update(name="Second week")
    publishing.begin_version()
    browser_of_ana.post("/log/2026-11-22/sessions/", sending(ana, pin=mine.pk))
    session = ana.training_sessions.get()
    assert (session.title, session.minutes, session.routine_id) == ("Strong: Week 2", None, routine.pk)


def test_the_same_sending_twice_is_one_choice_and_other_words_are_asked_about(
    ana: User, browser_of_ana: Client
) -> None:
    form = sending(ana, place_1=str(unwind().pk))
    statuses = [browser_of_ana.post("/log/pins/", one).status_code for one in (form, form, form | {"place_1": ""})]
    assert statuses == [200, 200, 409]
    assert pinned(ana) == [(1, "Unwind", "")]


def test_ben_pins_nothing_for_ana(ana: User, ben: User, browser_of_ana: Client) -> None:
    browser_of_ana.post("/log/pins/", sending(ana, place_1=str(unwind().pk)) | {"runner": ben.pk})
    assert (len(pinned(ana)), pinned(ben)) == (1, [])


def test_the_home_screen_plays_the_first_pin_that_the_guide_still_has(ana: User, browser_of_ana: Client) -> None:
    def leads() -> str:
        answer = browser_of_ana.get("/log/usual/")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "private, no-store")
        return str(answer.headers["Location"])

    assert leads() == "/routines/"
    one, other = unwind(), programme()
    browser_of_ana.post("/log/pins/", sending(ana, place_1=str(one.pk), place_2=f"{other.pk}-2"))
    assert leads() == f"/routines/{one.slug}/play/"
    publishing.retire(one, None)
    assert leads() == f"/routines/{other.slug}/play/?stage=2"
