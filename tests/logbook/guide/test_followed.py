"""The places a runner follows: what Today asks about them, and how asking ends."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from ankles.accounts.models import User
from library import publishing
from logbook.guide import followed, places
from logbook.history.record import SymptomRow
from logbook.place import Place
from tests.factories import AreaFactory
from tests.logbook import printed
from tests.logbook.saying import FRIDAY, LEFT, RIGHT, felt, log, sending, text, told, wrong
from tests.logbook.writing import hurt

SUNDAY = date(2026, 11, 22)


def place(last: int | None = None, ago: int | None = None, side: str = "left") -> followed.FollowedPlace:
    """A followed Achilles, with a last number so many days ago."""
    last_day = None if ago is None else SUNDAY - timedelta(days=ago)
    return followed.FollowedPlace(Place("achilles_mid", side), last, last_day)


def row(severity: int | None, moment: str = "worst", stiffness: str = "", side: str = "left") -> SymptomRow:
    """An entry of Sunday."""
    return SymptomRow(7, SUNDAY, "achilles_mid", side, moment, severity, stiffness, None, 1, "")


@pytest.mark.django_db
def test_a_card_without_an_entry_chooses_nothing() -> None:
    [card] = followed.place_cards([place()], [], SUNDAY, SUNDAY)
    assert (card.place.code, card.place.name, card.number, card.last, card.change, card.read) == (
        LEFT, "Left Achilles", None, "", "", ""
    )  # fmt: skip
    assert "aria-current" not in printed.stair(card.number)


LAST = [(1, "yesterday"), (2, "Friday"), (6, "Monday"), (7, "15 Nov"), (400, "18 Oct 2025")]


@pytest.mark.django_db
@pytest.mark.parametrize(("ago", "words"), LAST)
def test_the_last_number_stands_with_its_day(ago: int, words: str) -> None:
    [card] = followed.place_cards([place(0, ago)], [], SUNDAY, SUNDAY)
    assert (card.last, card.before) == (words, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(11))
def test_the_number_of_the_day_is_marked_and_no_other(number: int) -> None:
    [card] = followed.place_cards([place(9, 1)], [row(number)], SUNDAY, SUNDAY)
    assert re.findall(r'value="(\d+)" aria-current="true"', printed.stair(card.number)) == [str(number)]
    assert (card.number, card.change) == (number, "/log/2026-11-22/symptoms/7/")


@pytest.mark.django_db
def test_another_moment_or_side_of_the_day_marks_nothing() -> None:
    felt = [row(4, "first_steps"), row(5, "during"), row(6, side="right"), row(None, "after", "none")]
    [card] = followed.place_cards([place()], felt, SUNDAY, SUNDAY)
    assert (card.number, card.change, "aria-current" in printed.stair(card.number)) == (
        None,
        "",
        False,
    )


@pytest.mark.django_db
def test_a_worst_of_stiffness_alone_is_no_number_and_can_be_changed() -> None:
    [card] = followed.place_cards([place()], [row(None, stiffness="over_30")], SUNDAY, SUNDAY)
    assert (card.number, card.change) == (None, "/log/2026-11-22/symptoms/7/")
    assert "aria-current" not in printed.stair(card.number)


def test_a_morning_is_told_in_one_line_for_each_place() -> None:
    told = [
        row(3, "first_steps", "10_to_30"),
        row(0, "first_steps", side="right"),
        row(None, "first_steps", "none"),
        row(8),
    ]
    assert followed.morning_lines(told) == [
        "Left Achilles 3, stiff 10 to 30 min",
        "Right Achilles 0",
        "Left Achilles, not stiff",
    ]


@pytest.mark.parametrize(("is_clear", "felt", "may"), [(False, [], True), (True, [], False), (False, [row(0)], False)])
@pytest.mark.django_db
def test_nothing_can_be_said_of_a_day_that_says_nothing_yet(is_clear: bool, felt: list[SymptomRow], may: bool) -> None:
    asking = followed.place_questions([], felt, SUNDAY, SUNDAY, is_clear=is_clear)
    assert asking.may_clear is may


def test_the_places_of_a_runner_come_with_their_last_numbers(ana: User, ben: User) -> None:
    for runner, number in ((ana, 2), (ben, 9)):
        followed.follow(runner, Place("achilles_mid", "left"), stop=False)
        hurt(runner, FRIDAY, number)
    hurt(ana, SUNDAY, 8)
    hurt(ana, FRIDAY, 7, side="right")
    hurt(ana, SUNDAY - timedelta(days=1), 6, moment="during")
    assert followed.followed_places(ana, SUNDAY) == [(("achilles_mid", "left"), 2, FRIDAY)]
    assert followed.followed_places(ana, SUNDAY, "during") == [
        (("achilles_mid", "left"), 6, SUNDAY - timedelta(days=1))
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_however_many_places_are_followed_they_are_one_query(
    count: int, ana: User, django_assert_num_queries: Any
) -> None:
    for area in ("arch", "toes", "big_toe")[:count]:
        followed.follow(ana, Place(area, "left"), stop=False)
        hurt(ana, FRIDAY, 3, area=area)
    places.page_about("arch")
    with django_assert_num_queries(1):
        found = followed.followed_places(ana, SUNDAY)
        assert len(followed.place_cards(found, [], SUNDAY, SUNDAY)) == count


@pytest.mark.usefixtures("sunday")
def test_a_place_is_no_longer_asked_about_and_its_entries_stay(ana: User, browser_of_ana: Client, sunday: date) -> None:
    hurt(ana, sunday, 4)
    followed.follow(ana, Place("achilles_mid", "left"), stop=False)
    followed.follow(ana, Place("heel_plantar", "right"), stop=False)
    answer = browser_of_ana.post("/log/followed/", sending(ana, place=LEFT, stop="1", day=str(sunday)))
    assert told(answer) == "Left Achilles is off this page. What you logged there stays"
    assert list(ana.followed.values_list("area", flat=True)) == ["heel_plantar"]
    assert len(felt(ana)) == 1
    again = re.findall(r'name="place" value="([^"]+)"><button>Ask again', printed.tight(text(answer)))
    assert (
        told(browser_of_ana.post("/log/followed/", sending(ana, place=again[0])))
        == "Left Achilles is back on this page"
    )
    assert ana.followed.count() == 2


@pytest.mark.usefixtures("sunday")
def test_stopping_twice_is_stopping_once(ana: User, browser_of_ana: Client) -> None:
    followed.follow(ana, Place("achilles_mid", "left"), stop=False)
    form = sending(ana, place=LEFT, stop="1")
    assert [browser_of_ana.post("/log/followed/", form).status_code for _ in range(2)] == [200, 200]
    assert browser_of_ana.post("/log/followed/", form | {"stop": ""}).status_code == 409
    assert ana.followed.count() == 0


@pytest.mark.usefixtures("sunday")
def test_an_old_sending_that_comes_again_stops_nothing_that_was_begun_since(ana: User, browser_of_ana: Client) -> None:
    ana.followed.create(area="achilles_mid", side="left")
    old = sending(ana, place=LEFT, stop="1")
    browser_of_ana.post("/log/followed/", old)
    browser_of_ana.post("/log/followed/", sending(ana, place=LEFT))
    answer = browser_of_ana.post("/log/followed/", old)
    assert (told(answer), ana.followed.count()) == ("This was saved before, and taken away since", 1)


def test_nobody_stops_what_another_runner_follows(ana: User, ben: User, browser_of_ana: Client) -> None:
    followed.follow(ben, Place("achilles_mid", "left"), stop=False)
    browser_of_ana.post("/log/followed/", sending(ana, place=LEFT, stop="1"))
    assert (
        browser_of_ana.post("/log/followed/", sending(ana, place=LEFT, stop="1", account=ben.badge)).status_code == 409
    )
    assert ben.followed.count() == 1


@pytest.mark.usefixtures("sunday")
def test_a_number_begins_asking_again(ana: User, browser_of_ana: Client, sunday: date) -> None:
    for number in ("3", "4"):
        browser_of_ana.post(log(sunday, "symptoms/"), sending(ana, place=RIGHT, severity=number))
    assert list(ana.followed.values_list("area", "side")) == [("heel_plantar", "right")]


@pytest.mark.usefixtures("sunday")
@pytest.mark.parametrize(
    "fields", [{"place": ""}, {"place": "left-elbow"}, {"day": "x"}, {"entry_key": ""}, {"place": "\x00"}]
)
def test_a_form_that_was_tampered_with_stops_nothing(fields: dict[str, str], ana: User, browser_of_ana: Client) -> None:
    followed.follow(ana, Place("achilles_mid", "left"), stop=False)
    answer = browser_of_ana.post("/log/followed/", sending(ana, **{"place": LEFT, "stop": "1"} | fields))
    assert (answer.status_code, len(wrong(answer)), ana.followed.count()) == (422, 1, 1)


def test_the_address_leads_to_today_when_it_is_opened(browser_of_ana: Client) -> None:
    answer = browser_of_ana.get("/log/followed/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/log/")


@pytest.mark.django_db
def test_a_card_leads_to_the_choice_at_its_place_while_the_guide_has_one() -> None:
    assert places.page_about("achilles_mid") == ""
    AreaFactory(code="achilles_mid", issues=[{"achilles-tendinopathy": ""}])
    publishing.begin_version()
    assert followed.place_cards([place()], [], SUNDAY, SUNDAY)[0].read == "/places/achilles/"
