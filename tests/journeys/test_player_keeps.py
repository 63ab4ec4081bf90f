"""What was played reaches the logbook: once, and the right one, whatever the line, the tabs and the accounts do."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.conftest import Open
from tests.journeys.playing import (
    DAY,
    FAILURES,
    KEPT,
    NOON,
    ONE,
    STRAIGHT,
    WHOLE_S,
    Player,
    Runner,
    Send,
    done,
    kept,
    opened,
    page_of,
    played,
    ready,
    sessions,
    settle,
    symptoms,
)
from tests.journeys.site import Site


def test_a_session_writes_itself_side_by_side(ana: Runner, open_page: Open, site: Site) -> None:
    player = opened(page_of(ana, open_page, site), ONE).start().wait(90).stop()
    kept(player)
    assert sessions(site, ana) == [(DAY, "", 2, None)]
    assert done(site, ana) == [(STRAIGHT, "left", "part", 34), (STRAIGHT, "right", "part", 30)]


def test_a_routine_is_kept_with_its_name_and_what_was_skipped(ana: Runner, open_page: Open, site: Site) -> None:
    path = "/routines/foot-and-arch/play/?stage=1"
    player = opened(page_of(ana, open_page, site), path).start().tap("skip").wait(130)
    kept(player.stop())
    assert sessions(site, ana) == [(DAY, "Foot and arch routine", 3, None)]
    assert [row[1:3] for row in done(site, ana)][:4] == [
        ("left", "done"), ("right", "part"), ("left", "skipped"), ("right", "skipped"),
    ]  # fmt: skip


def failing(times: int, how: Send) -> tuple[list[str], Send]:
    """A way for the first sendings to fail, and the keys of all that were tried."""
    tried: list[str] = []

    def handle(route: Route) -> None:
        tried.append(str(route.request.post_data_json["entry_key"]))
        if len(tried) <= times:
            how(route)
        else:
            route.continue_()

    return tried, handle


# How often the outbox spoke while something waited: when it was put there, and when a try was over. Only then is it
# chosen when the next one comes, and only then a turn of the clock can reach it.
LISTEN_TO_THE_OUTBOX = """
window.spoke = 0;
addEventListener("ankles:outbox", () => spoke += "ankles.waits" in localStorage);
"""


@pytest.mark.parametrize("failure", FAILURES)
def test_a_sending_that_fails_twice_then_works_is_one_session(
    ana: Runner, open_page: Open, site: Site, failure: str
) -> None:
    page = page_of(ana, open_page, site)
    tried, handle = failing(2, FAILURES[failure])
    page.route("**/log/played/", handle)
    page.add_init_script(LISTEN_TO_THE_OUTBOX)
    player = played(page)
    note = page.locator(".after played-outbox")
    expect(note).to_contain_text(f"{STRAIGHT}, 3 min, 2 Mar. It waits in this browser and is not in your logbook yet.")
    for failed, later_s in ((1, 5), (2, 15)):
        page.wait_for_function("(times) => spoke === times", arg=failed + 1)
        player.wait(later_s)
    kept(player)
    assert (len(tried), len(set(tried)), sessions(site, ana)) == (3, 1, KEPT)


def test_a_session_that_could_not_be_sent_goes_on_the_next_visit(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    page.route("**/log/played/", FAILURES["no network"])
    played(page)
    expect(page.locator(".after played-outbox")).to_contain_text("waits in this browser")
    page.close()
    again = page.context.new_page()
    again.goto("/routines/daily-mobility/play/")
    settle(again)
    expect(again.locator(".ready played-outbox")).to_be_hidden()
    assert sessions(site, ana) == KEPT


def test_a_browser_that_stores_nothing_still_plays_and_sends(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    kept(played(page))
    assert sessions(site, ana) == KEPT


def test_back_on_the_line_it_is_sent_at_once(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    player = opened(page, ONE).start_and_load()
    page.context.set_offline(True)
    player.wait(WHOLE_S)
    expect(page.locator(".after played-outbox")).to_contain_text("waits in this browser")
    page.context.set_offline(False)
    kept(player)
    assert sessions(site, ana) == KEPT


def test_what_a_runner_starts_without_a_line_is_theirs(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    page.goto("/log/")
    page.clock.install(time=NOON)
    for path in ("**/log/player/", "**/log/played/"):
        page.route(path, FAILURES["no network"])
    page.goto(ONE)
    page.clock.pause_at(NOON.replace(second=30))
    player = ready(page)
    page.click("#start")
    expect(page.locator(".run")).to_be_visible()
    player.wait(WHOLE_S)
    expect(page.locator(".after played-outbox")).to_contain_text(
        "is not in your logbook yet. It is sent again by itself."
    )
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    kept(player)
    assert sessions(site, ana) == KEPT


def test_where_the_line_goes_with_the_first_step_the_end_says_so_and_is_shown_later(
    ana: Runner, open_page: Open, site: Site
) -> None:
    page = page_of(ana, open_page, site)
    player = opened(page, ONE)
    for name in ("after", "box"):
        page.route(f"**/js/player/{name}.*", lambda route: route.abort("internetdisconnected"))
    page.route("**/log/played/", FAILURES["no network"])
    player.start().wait(WHOLE_S)
    expect(page.locator("#done-title")).to_be_visible()
    expect(page.locator("#kept")).to_have_text("It waits on this phone until there is a network.")
    page.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    kept(player)
    expect(page.locator("#did li")).to_have_count(1)
    assert sessions(site, ana) == KEPT


def test_after_a_session_one_tap_keeps_a_number_and_zero_is_a_number(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    kept(played(page))
    expect(page.locator(".number-row button[aria-pressed]")).to_have_count(0)
    page.locator("#effort").get_by_role("button", name="7", exact=True).click()
    place = page.get_by_role("group", name="Left Achilles, during the session")
    for number in ("4", "0"):
        place.get_by_role("button", name=number, exact=True).click()
        expect(place.locator("p")).to_have_text(f"{number}: kept")
    expect(page.locator("#effort p")).to_have_text("7: kept")
    assert sessions(site, ana) == [(DAY, "", 3, 7)]
    assert symptoms(site, ana) == [(DAY, "achilles_mid", "left", "during", 0)]


def test_both_questions_can_be_left_out(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    kept(played(page))
    page.get_by_role("link", name="Back", exact=True).last.click()
    assert (sessions(site, ana), symptoms(site, ana)) == (KEPT, [])


def test_an_answer_without_a_line_follows_its_session(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    player = opened(page, ONE).start_and_load()
    page.context.set_offline(True)
    player.wait(WHOLE_S)
    page.locator("#effort").get_by_role("button", name="3", exact=True).click()
    expect(page.locator("#effort p")).to_have_text("3: waits to be sent")
    page.context.set_offline(False)
    expect(page.locator("#effort p")).to_have_text("3: kept")
    settle(page)
    assert sessions(site, ana) == [(DAY, "", 3, 3)]


def test_a_line_that_comes_back_while_something_is_sent_is_used_at_once(
    ana: Runner, open_page: Open, site: Site
) -> None:
    page = page_of(ana, open_page, site)
    player = opened(page, ONE).start_and_load()
    player.wait(WHOLE_S)
    expect(page.locator("#effort")).to_be_visible()
    settle(page)
    held: list[Route] = []
    page.route("**/log/player/", lambda route: held.append(route), times=1)
    with page.expect_request("**/log/player/"):
        page.locator("#effort").get_by_role("button", name="3", exact=True).click()
    expect(page.locator("#effort p")).to_have_text("3: waits to be sent")
    page.evaluate("dispatchEvent(new Event('online'))")
    assert len(held) == 1
    held[0].abort()
    # The page's clock stands still: nothing is sent by a try that comes later.
    expect(page.locator("#effort p")).to_have_text("3: kept")


def test_two_tabs_that_send_at_once_write_one_session(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(ana, open_page, site)
    player = opened(page, ONE).start_and_load()
    other = page.context.new_page()
    other.goto("/log/")
    page.context.set_offline(True)
    player.wait(WHOLE_S)
    expect(other.locator("played-outbox")).to_contain_text("waits in this browser")
    page.context.set_offline(False)
    kept(player)
    # Today says it once, and waits for nothing any more.
    expect(other.locator("played-outbox")).to_contain_text("Kept in your logbook: ")
    expect(other.locator("played-outbox")).not_to_contain_text("waits in this browser")
    assert sessions(site, ana) == KEPT


def test_the_second_tab_says_that_it_runs_elsewhere(ana: Runner, open_page: Open, site: Site) -> None:
    one = opened(page_of(ana, open_page, site), ONE).start().wait(20)
    two = one.page.context.new_page()
    two.goto(ONE)
    expect(two.locator("#offer-says")).to_have_text(f"This is running in another tab: {STRAIGHT}.")
    expect(two.locator("#start")).to_be_hidden()
    Player(two).tap("offer-take")
    # The browser hands the turn over, which takes a moment.
    expect(two.locator(".run")).to_be_visible()
    assert Player(two).at == (STRAIGHT, "Left", "Paused", "0:20")
    # The first tab has let go, and does not write over the second.
    expect(one.page.locator("#offer-says")).to_have_text(f"This is running in another tab: {STRAIGHT}.")
    Player(two).tap("main-button").wait(WHOLE_S - 20)
    kept(Player(two))
    expect(one.page.locator("#start")).to_be_visible()
    assert sessions(site, ana) == KEPT


def test_a_visitor_plays_and_keeps_it_after_logging_in(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(None, open_page, site)
    played(page)
    note = page.locator(".after played-outbox")
    expect(note).to_contain_text("waits in this browser until a logbook keeps it.")
    expect(note.get_by_role("link")).to_have_text(["Start a logbook", "Log in"])
    ana.log_in(page.context, site)
    page.reload()
    note = page.locator(".ready played-outbox")
    expect(note).to_contain_text(f"Keep the session of 2 Mar? {STRAIGHT}, 3 min, played here without an account.")
    assert sessions(site, ana) == []
    note.get_by_role("button", name="Keep it").click()
    expect(note).to_be_hidden()
    settle(page)
    assert sessions(site, ana) == KEPT


def test_a_visitor_throws_it_away_with_a_second_tap(open_page: Open) -> None:
    player = played(open_page(None))
    note = player.page.locator(".after played-outbox")
    note.get_by_role("button", name="Throw it away").click()
    assert len(player.waiting) == 1
    note.get_by_role("button", name="Throw it away for good?").click()
    expect(note).to_be_hidden()
    settle(player.page)


def test_it_never_goes_into_another_account_on_the_same_phone(
    ana: Runner, ben: Runner, open_page: Open, site: Site
) -> None:
    page = page_of(ana, open_page, site)
    page.route("**/log/played/", FAILURES["server error"])
    played(page)
    expect(page.locator(".after played-outbox")).to_contain_text("is sent again by itself")
    # Ben first: with the line back, the next try of its own would take it to Ana, and rightly.
    ben.log_in(page.context, site)
    page.unroute("**/log/played/")
    page.reload()
    note = page.locator(".ready played-outbox")
    expect(note).to_have_text("A session waits in this browser for the account that played it.Throw it away")
    assert (sessions(site, ana), sessions(site, ben)) == ([], [])
    ana.log_in(page.context, site)
    page.reload()
    settle(page)
    expect(note).to_be_hidden()
    assert (sessions(site, ana), sessions(site, ben)) == (KEPT, [])


def test_a_run_left_by_another_account_is_not_taken_up(ana: Runner, ben: Runner, open_page: Open, site: Site) -> None:
    player = opened(page_of(ana, open_page, site), ONE).start().wait(45)
    ben.log_in(player.page.context, site)
    player.page.reload()
    expect(player.page.locator("#offer-says")).to_contain_text("An unfinished session of another account")
    expect(player.page.locator("#offer-go")).to_be_hidden()
    player.tap("offer-keep")
    expect(player.page.locator("#start")).to_be_focused()
    assert [letter["body"]["account"] for letter in player.waiting] != [""]
    assert (sessions(site, ana), sessions(site, ben)) == ([], [])


def test_on_a_page_that_stood_open_it_is_the_run_of_whoever_starts_it(
    ana: Runner, ben: Runner, open_page: Open, site: Site
) -> None:
    player = opened(page_of(ana, open_page, site), ONE)
    ben.log_in(player.page.context, site)
    player.start().wait(WHOLE_S)
    kept(player)
    assert (sessions(site, ana), sessions(site, ben)) == ([], KEPT)


def test_a_page_that_is_come_back_to_no_longer_says_that_it_waits(ana: Runner, open_page: Open, site: Site) -> None:
    page = page_of(None, open_page, site)
    played(page)
    ana.log_in(page.context, site)
    tab = page.context.new_page()
    # A page in the cache of the browser hears nothing of what other pages do.
    tab.add_init_script("BroadcastChannel.prototype.postMessage = () => {};")
    tab.goto("/log/")
    tab.get_by_role("button", name="Keep it").click()
    expect(tab.locator("played-outbox")).to_contain_text("Kept in your logbook")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(page.locator(".after played-outbox")).to_be_hidden()
    settle(page)
    assert sessions(site, ana) == KEPT


def test_a_log_in_that_ended_while_playing_loses_nothing(ana: Runner, open_page: Open, site: Site) -> None:
    player = opened(page_of(ana, open_page, site), ONE).start()
    player.page.context.clear_cookies()
    player.wait(WHOLE_S)
    note = player.page.locator(".after played-outbox")
    expect(note).to_have_text("A session waits in this browser for the account that played it.Log inThrow it away")
    ana.log_in(player.page.context, site)
    player.page.reload()
    settle(player.page)
    expect(player.page.locator(".ready played-outbox")).to_be_hidden()
    assert sessions(site, ana) == KEPT
