"""Finding a routine: the minutes there are, what is at hand and nothing else, a sore heel end."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from library import loading
from library.routine_finder import Needs, Way, Wish, short_version, things_of

WALL = Needs(frozenset({"wall"}))
BARE = Needs()
HURTS = Needs(frozenset({"step"}), hurts_heel_end=True)


@pytest.mark.parametrize(
    ("query", "wish"),
    [
        ({}, Wish()),
        ({"minutes": ["10"]}, Wish(minutes=10)),
        ({"minutes": [""], "have": []}, Wish()),
        ({"minutes": ["7"], "heel": ["maybe"]}, Wish(minutes=7, unread_heel="maybe")),
        ({"heel": ["banana" * 9, "yes"]}, Wish(heel_end=True, unread_heel=("banana" * 9)[:40])),
        ({"heel": [""]}, Wish()),
        ({"minutes": ["", "10"]}, Wish(minutes=10)),
        (
            {"minutes": ["abc"], "have": ["spaceship", "wall"]},
            Wish(have=frozenset({"wall"}), unread_minutes="abc", unknown_things=("spaceship",)),
        ),
        ({"minutes": ["0"]}, Wish(unread_minutes="0")),
        ({"minutes": ["-5"]}, Wish(unread_minutes="-5")),
        ({"minutes": ["241"]}, Wish(unread_minutes="241")),
        ({"minutes": ["\u0661\u0660"]}, Wish(unread_minutes="\u0661\u0660")),
        ({"minutes": ["9" * 5000]}, Wish(unread_minutes="9" * 40)),
        ({"have": ["none"]}, Wish(have=frozenset())),
        ({"have": ["wall", "step"], "heel": ["yes"]}, Wish(have=frozenset({"wall", "step"}), heel_end=True)),
    ],
)
def test_an_address_says_what_is_wished_and_what_cannot_be_read_is_kept(
    query: dict[str, list[str]], wish: Wish
) -> None:
    assert Wish.of(query) == wish


@pytest.mark.parametrize(
    ("wish", "shortest", "needs", "fits"),
    [
        (Wish(), 90, HURTS, True),
        (Wish(minutes=10), 10, BARE, True),
        (Wish(minutes=10), 11, BARE, False),
        (Wish(have=frozenset()), 5, BARE, True),
        (Wish(have=frozenset()), 5, WALL, False),
        (Wish(have=frozenset({"wall", "band"})), 5, WALL, True),
        (Wish(have=frozenset({"band"})), 5, WALL, False),
        (Wish(heel_end=True), 5, HURTS, False),
        (Wish(heel_end=True), 5, WALL, True),
    ],
)
def test_a_routine_fits_when_nothing_beyond_the_wish_is_needed(
    wish: Wish, shortest: int, needs: Needs, fits: bool
) -> None:
    assert wish.fits(Way("", shortest, needs)) is fits


def test_a_weight_that_a_step_names_is_something_to_have() -> None:
    assert Needs.of([(["wall"], "a backpack", "yes"), ([], "", "no")]) == Needs(frozenset({"wall", "weight"}), True)
    assert [value for value, _ in things_of([WALL, HURTS])] == ["wall", "step"]


def titles(client: Client, query: str) -> list[str]:
    return re.findall(r'<h2><a href="/routines/([\w-]+)/">', client.get(f"/routines/{query}").content.decode())


def test_a_runner_finds_what_fits_and_the_page_says_how_many(client: Client, guide: loading.Report) -> None:
    assert len(titles(client, "")) == 14
    heel = titles(client, "?heel=yes")
    assert [slug for slug in heel if "heel-end" not in slug] == ["strength"]
    assert len(heel) == 8
    assert sorted(titles(client, "?minutes=10&heel=yes")) == [
        "after-a-run-heel-end", "before-a-run-heel-end", "daily-mobility-heel-end",
    ]  # fmt: skip
    page = client.get("/routines/?minutes=10&heel=yes").content.decode()
    assert "3 of 14 fit." in page
    assert 'content="noindex, follow"' in page
    assert 'name="minutes" value="10" checked' in page


@pytest.mark.parametrize("minutes", ["abc", "0", "-5", "5000", "7.5"])
def test_minutes_that_are_none_are_named_at_the_field_and_the_other_choices_stay(
    client: Client, guide: loading.Report, minutes: str
) -> None:
    answer = client.get(f"/routines/?minutes={minutes}&have=wall&heel=yes")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"“{minutes}” is no number of minutes from 1 to 240." in page
    assert re.findall(r'name="(\w+)" value="(\w*)" checked', page) == [
        ("minutes", ""),
        ("have", "wall"),
        ("heel", "yes"),
    ]
    assert titles(client, f"?minutes={minutes}&have=wall&heel=yes") == titles(client, "")
    assert "<title>Error: " in page


def test_any_whole_minutes_count_and_stay_chosen(client: Client, guide: loading.Report) -> None:
    page = client.get("/routines/?minutes=7").content.decode()
    assert 'name="minutes" value="7" checked' in page
    assert "after-a-run-heel-end" in titles(client, "?minutes=7")
    assert "daily-mobility" not in titles(client, "?minutes=7")


def test_nothing_found_says_what_is_nearest_and_what_it_takes(client: Client, guide: loading.Report) -> None:
    query = "?have=band&minutes=10&heel=yes"
    page = client.get(f"/routines/{query}").content.decode()
    assert titles(client, query) == []
    assert ("No routine fits all of that" in page, 'href="/routines/">Show all' in page) == (True, True)
    near = re.findall(r'href="/routines/([\w-]+)/">[^<]+</a>\s*<a class="chip" href="([^"]+)">With ([^<]+)</a>', page)
    assert len(near) == 3
    for slug, wider, _ in near:
        assert slug in titles(client, wider.removeprefix("/routines/").replace("&amp;", "&"))
        assert "heel-end" in slug or slug == "strength"
    assert near[0][2] == "wall"


def fitting(client: Client, query: str) -> dict[str, str]:
    """What the page says that fits of each routine."""
    page = client.get(f"/routines/{query}").content.decode()
    lines = re.findall(r'<h2><a href="/routines/([\w-]+)/">(.*?)</li>', page, re.DOTALL)
    return {slug: "".join(re.findall(r"What fits: <b>([^<]+)</b>", line)) for slug, line in lines}


def test_a_routine_is_found_by_a_stage_or_a_short_version_and_the_page_says_which(
    client: Client, guide: loading.Report
) -> None:
    found = fitting(client, "?minutes=20")
    assert found["calf-and-achilles-strength"] == "Instead: heel drops, weeks 1 to 12: 15\N{NO-BREAK SPACE}min"
    assert found["strength"] == "Short version: 15\N{NO-BREAK SPACE}min"
    assert "calf-and-heel-end-strength" not in found
    assert found["trail-stability"] == found["after-a-run"] == ""
    assert "strength" not in fitting(client, "?minutes=14")
    # Its drops hurt there: the whole routine is for somebody else.
    assert "calf-and-achilles-strength" not in fitting(client, "?heel=yes")
    assert set(fitting(client, "").values()) == {""}


def test_the_short_version_is_read_from_the_text_with_its_exercises() -> None:
    body = "Words.\n\n**Short version, 15 minutes.** Do [this](exercise:toe-walk) and [that](exercise:heel-walk).\n\n[x](exercise:y)"
    assert short_version(body) == ("Short version", 15, frozenset({"toe-walk", "heel-walk"}))
    assert short_version("A shorter version takes 15.") is None


def test_an_answer_about_the_heel_that_is_none_is_named_at_the_field(client: Client, guide: loading.Report) -> None:
    answer = client.get("/routines/?heel=banana&have=wall")
    page = answer.content.decode()
    assert (answer.status_code, "“banana” is no answer to this." in page) == (422, True)
    assert titles(client, "?heel=banana&have=wall") == titles(client, "")
