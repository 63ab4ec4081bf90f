"""Today: what stands on it, how it answers, and what it costs the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ankles.accounts.models import User
from library import publishing
from logbook.entries import saving
from logbook.guide import plans
from logbook.place import Place
from logbook.vocabulary import Moment
from tests.logbook.saying import take_back, text, title, told
from tests.logbook.training import NEW, SUNDAY, log, pin, programme, sending, unwind
from tests.logbook.writing import clear, hurt, marked, trained

pytestmark = pytest.mark.usefixtures("sunday")
HTMX = {"HX-Request": "true", "HX-Target": "log"}


def buttons(page: str) -> list[str]:
    """The names of the buttons that log a training session, in their order."""
    form = re.findall(r"<form[^>]*sessions/.*?</form>", page, re.DOTALL)
    found = [
        re.sub(
            r'<button[^>]*aria-label="([^"]+)".*|<svg.*?</svg>|<small.*?</small>|<[^>]+>', r"\1", one, flags=re.DOTALL
        )
        for one in re.findall(r"<button.*?</button>", "".join(form), re.DOTALL)
    ]
    return [" ".join(one.split()) for one in found]


def test_whoever_has_pinned_nothing_is_offered_the_guides_first_routines(ana: User, browser_of_ana: Client) -> None:
    unwind(), programme()
    page = text(browser_of_ana.get("/log/"))
    assert "No routine picked yet" in page
    assert re.findall(r'name="place_1"[^>]*>([^<]+)<', page) == ["Unwind, 6 min"]
    assert 'class="others" open' not in page or "Minutes only" in page
    assert buttons(page) == ["Save"]


def test_what_was_done_last_is_the_first_to_pick(ana: User, browser_of_ana: Client) -> None:
    unwind()
    strong = programme()
    trained(ana, ana.today(), routine=strong, routine_name=strong.title, stage_name="Week 2")
    page = text(browser_of_ana.get("/log/"))
    picks = re.findall(r'name="place_1" value="([^"]+)">([^<]+)<', page)
    assert picks == [(f"{strong.pk}-2", "Strong: Week 2, 9 min"), (picks[1][0], "Unwind, 6 min")]
    browser_of_ana.post("/log/pins/", sending(ana, place_1=picks[0][0]))
    assert [(pin.routine_name, pin.stage_name) for pin in ana.pinned_routines.all()] == [("Strong", "Week 2")]


def test_the_usual_session_is_the_first_thing_to_tap(ana: User, browser_of_ana: Client) -> None:
    pin(ana, unwind()), pin(ana, programme(), "Week 2", position=2)
    page = text(browser_of_ana.get("/log/"))
    assert buttons(page) == [
        *("Done today: Unwind", "Done yesterday: Unwind", "Done today: Strong", "Done yesterday: Strong", "Save")
    ]
    assert page.count("button primary") == 1
    assert [one in page for one in ("2 exercises, 6 min", "Week 2. 2 exercises, 9 min")] == [True, True]
    assert re.findall(r'href="(/routines/[^"]+)"', page) == ["/routines/unwind/play/", "/routines/strong/play/?stage=2"]


def test_after_a_tap_the_row_says_so_and_holds_the_undo(ana: User, browser_of_ana: Client) -> None:
    pinned = pin(ana, unwind())
    answer = browser_of_ana.post(NEW, sending(ana, pin=pinned.pk, back="today"))
    row = re.findall(r'<li class="pinned".*?</li>', answer.content.decode(), re.DOTALL)[0]
    assert "Session saved, 6 min" in row
    assert "/log/undo/" in row
    assert buttons(text(answer)) == ["Done yesterday: Unwind", "Save"]
    again = ["Done again: Unwind", "Done yesterday: Unwind", "Save"]
    assert buttons(text(browser_of_ana.get("/log/"))) == again


def test_the_last_session_is_offered_where_no_pin_says_the_same(ana: User, browser_of_ana: Client) -> None:
    pinned = pin(ana, unwind())
    browser_of_ana.post("/log/2026-11-20/sessions/", sending(ana, pin=pinned.pk))
    assert "Same as last time" not in text(browser_of_ana.get("/log/"))
    log(ana, date(2026, 11, 21), "Hops", minutes=12)
    page = text(browser_of_ana.get("/log/"))
    assert "Same as last time<small>1 exercise, 12 min, yesterday</small>" in page


def test_the_last_session_is_found_after_months_without_any(ana: User, browser_of_ana: Client) -> None:
    log(ana, date(2026, 2, 3), minutes=12)
    assert "Session, 12 min, on 3 Feb" in text(browser_of_ana.get("/log/"))


def test_everything_of_the_day_is_listed_with_its_way_to_change_it(ana: User, browser_of_ana: Client) -> None:
    session = log(ana, SUNDAY, "Hops", minutes=12, effort=0, note="hills")
    symptom = hurt(ana, SUNDAY, 3)
    page = text(browser_of_ana.get("/log/"))
    logged = re.findall(r'<section class="logged".*?</section>', page, re.DOTALL)[0]
    assert re.findall(r'href="([^"]+)"', logged) == [
        f"/log/2026-11-22/sessions/{session.pk}/",
        f"/log/2026-11-22/symptoms/{symptom.pk}/",
    ]
    assert [one in logged for one in ("12 min, effort 0", "Hops, 10 times", "hills", "Left Achilles 3")] == [True] * 4


def test_a_routine_that_was_retired_is_still_logged_and_said_to_be_gone(ana: User, browser_of_ana: Client) -> None:
    routine = unwind()
    pin(ana, routine)
    publishing.retire(routine, None)
    page = text(browser_of_ana.get("/log/"))
    assert "2 exercises, 6 min. Not in the guide any more" in page
    assert "/play/" not in page
    assert buttons(page)[0] == "Done today: Unwind"


def test_htmx_gets_the_day_alone_and_the_words_beside_it(ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(NEW, sending(ana, minutes=9, back="today"), headers=HTMX)
    page = answer.content.decode()
    assert page.startswith('<title>Saved: Today · Ankles</title><div id="log"')
    assert "<html" not in page
    assert '<div id="said" hx-swap-oob="innerHTML"><div class="toast floats leaves">' in page
    assert answer.headers["Vary"] == "HX-Request, Cookie, Accept-Encoding"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_title_of_a_page_that_stays_open_follows_each_act(ana: User, browser_of_ana: Client) -> None:
    saved = browser_of_ana.post(NEW, sending(ana, minutes=9, back="today"), headers=HTMX).content.decode()
    sealed = re.findall(r'name="undo" value="([^"]+)"', saved)[0]
    undone = browser_of_ana.post("/log/undo/", sending(ana, undo=sealed, back="today"), headers=HTMX).content.decode()
    titles = [re.findall("<title>(.*?)</title>", page)[0] for page in (saved, undone)]
    assert titles == ["Saved: Today · Ankles", "Taken back: Today · Ankles"]


def test_a_refusal_takes_the_place_of_the_day_and_not_of_everything(ana: User, browser_of_ana: Client) -> None:
    answer = browser_of_ana.post(NEW, sending(ana, pin=999, back="today"), headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#log")
    assert "This routine is not pinned any more. Choose what you did." in text(answer)


def test_the_whole_page_is_the_frame_around_what_htmx_gets(ana: User, browser_of_ana: Client) -> None:
    pin(ana, unwind())
    whole, part = (browser_of_ana.get("/log/", headers=headers).content.decode() for headers in ({}, HTMX))
    keys = re.compile(r'name="(?:entry_key|csrfmiddlewaretoken)" value="[^"]*"')
    title, log_alone = "<title>Today · Ankles</title>", keys.sub("", part).partition('<div id="said"')[0]
    assert log_alone.startswith(title)
    assert log_alone.removeprefix(title) in keys.sub("", whole)
    assert whole.count(title) == whole.count("<h1>") == 1
    assert '<a href="/log/" aria-current="page">Today</a>' in whole


def test_a_page_from_before_midnight_goes_to_the_day_it_named(ana: User, browser_of_ana: Client) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 23, 59, tzinfo=UTC), tick=False):
        page = text(browser_of_ana.get("/log/"))
        action = re.findall(r'<form class="minutes[^>]* action="([^"]+)"', page)[0]
    with time_machine.travel(datetime(2026, 11, 23, 0, 1, tzinfo=UTC), tick=False):
        answer = browser_of_ana.post(action, sending(ana, minutes=9, back="today"))
    assert [row.day for row in ana.training_sessions.all()] == [SUNDAY]
    assert told(answer) == "Session saved for yesterday, 9 min"
    assert "<h1>Monday 23 November</h1>" in text(answer)


@pytest.mark.parametrize(
    ("zone", "instant", "heading"),
    [
        ("Pacific/Kiritimati", datetime(2026, 11, 22, 9, 59, tzinfo=UTC), "Sunday 22 November"),
        ("Pacific/Kiritimati", datetime(2026, 11, 22, 10, 1, tzinfo=UTC), "Monday 23 November"),
        ("Pacific/Pago_Pago", datetime(2026, 11, 23, 10, 59, tzinfo=UTC), "Sunday 22 November"),
        ("Europe/Paris", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sunday 25 October"),
        ("America/Los_Angeles", datetime(2027, 3, 14, 7, 59, tzinfo=UTC), "Saturday 13 March"),
    ],
)
def test_today_is_the_day_where_the_runner_lives(
    zone: str, instant: datetime, heading: str, ana: User, browser_of_ana: Client
) -> None:
    ana.time_zone = zone
    ana.save()
    with time_machine.travel(instant, tick=False):
        browser_of_ana.force_login(ana)
        assert f"<h1>{heading}</h1>" in text(browser_of_ana.get("/log/"))


def a_few(runner: User) -> None:
    """One of each."""
    log(runner, SUNDAY, "Hops", minutes=5)
    hurt(runner, SUNDAY, 3)
    runner.followed.create(area="achilles_mid", side="left")
    pin(runner, unwind())


def many(runner: User) -> None:
    """Three pins, three places, two months of entries."""
    for position, routine in enumerate((unwind(), programme()), start=1):
        pin(runner, routine, position=position)
    for ago in range(60):
        day = SUNDAY - timedelta(days=ago)
        for _ in range(3):
            log(runner, day, "Hops", "Circles", minutes=5)
        for area in ("achilles_mid", "heel_plantar", "arch"):
            saving.log_symptom(runner, day, Place(area, "left"), Moment.WORST, {"severity": ago % 11})
    clear(runner, date(2026, 8, 1))
    marked(runner, "rest", date(2026, 11, 3), date(2026, 11, 5))


@pytest.mark.parametrize(
    ("write", "count"), [(lambda runner: None, 8), (a_few, 8), (many, 8)], ids=["none", "few", "many"]
)
@pytest.mark.parametrize("path", ["/log/", "/log/2026-11-21/"])
def test_a_day_asks_eight_queries_whatever_the_history(
    path: str, write: Callable[[User], None], count: int, ana: User, browser_of_ana: Client
) -> None:
    write(ana)
    browser_of_ana.get(path)  # the guide's plans and the catalogue are read once for each content version
    with CaptureQueriesContext(connection) as asked:
        assert browser_of_ana.get(path).status_code == 200
    assert len(asked) == count


def test_pins_stand_in_the_runners_order_and_places_by_how_long_they_are_followed(
    ana: User, browser_of_ana: Client
) -> None:
    for position, name in ((3, "Third"), (1, "First"), (2, "Second")):
        ana.pinned_routines.create(position=position, routine_name=name)
    began = datetime(2026, 11, 1, tzinfo=UTC)
    for days, area, side in (
        (2, "arch", "left"),
        (1, "heel_plantar", "right"),
        (1, "heel_plantar", "left"),
        (0, "toes", "left"),
    ):
        ana.followed.create(area=area, side=side, since=began + timedelta(days=days))
    page = text(browser_of_ana.get("/log/"))
    assert re.findall(r'<h3 id="pin-\d+">(\w+)</h3>', page) == ["First", "Second", "Third"]
    assert re.findall(r'<h3 id="t-([a-z_-]+)">', page) == [
        Place(area, side).code
        for area, side in (("toes", "left"), ("heel_plantar", "left"), ("heel_plantar", "right"), ("arch", "left"))
    ]


def test_the_first_page_after_an_edit_of_the_guide_reads_its_plans_once(ana: User, browser_of_ana: Client) -> None:
    pin(ana, unwind())
    plans.PLANS.clear()
    browser_of_ana.get("/log/")
    with CaptureQueriesContext(connection) as asked:
        browser_of_ana.get("/log/")
    assert not [one for one in asked if "library_" in one["sql"]]


def test_undo_is_offered_once_and_not_for_what_came_again(ana: User, browser_of_ana: Client) -> None:
    form = sending(ana, minutes=9)
    first, second = browser_of_ana.post(NEW, form), browser_of_ana.post(NEW, form)
    assert ("/log/undo/" in text(first), "/log/undo/" in text(second)) == (True, False)
    take_back(browser_of_ana, first)
    assert told(browser_of_ana.post(NEW, form)) == "This was saved before, and taken away since"
    assert not ana.training_sessions.exists()


def test_whoever_gave_no_consent_is_asked_for_it_first(ana: User, browser_of_ana: Client) -> None:
    ana.withdraw()
    answer = browser_of_ana.post(NEW, sending(ana, minutes=9))
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, reverse("consent"))
    assert not ana.training_sessions.exists()


def test_the_title_says_which_act_it_was(ana: User, browser_of_ana: Client) -> None:
    made = browser_of_ana.post(NEW, sending(ana, minutes=9, back="today"))
    at = f"{NEW}{ana.training_sessions.get().pk}/"
    changed = browser_of_ana.post(at, sending(ana, version=1, day=SUNDAY, minutes=8, back="today"))
    same = take_back(browser_of_ana, changed)
    version = ana.training_sessions.get().version
    deleted = browser_of_ana.post(f"{at}deletion/", sending(ana, version=version, back="today"))
    back = take_back(browser_of_ana, deleted)
    none = take_back(browser_of_ana, browser_of_ana.post(NEW, sending(ana, minutes=9, back="today")))
    assert [title(one).partition(":")[0] for one in (made, changed, same, deleted, back, none)] == [
        *("Saved", "Changed", "Changed back", "Deleted", "Put back", "Taken back")
    ]
