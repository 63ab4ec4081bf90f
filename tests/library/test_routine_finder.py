"""Finding a routine: the minutes there are, what is at hand and nothing else, a sore heel end."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from library import loading
from library.routine_finder import Needs, Wish, things_of

WALL = Needs(frozenset({"wall"}))
BARE = Needs()
HURTS = Needs(frozenset({"step"}), hurts_heel_end=True)


@pytest.mark.parametrize(
    ("query", "wish"),
    [
        ({}, Wish()),
        ({"minutes": ["10"]}, Wish(minutes=10)),
        ({"minutes": [""], "have": []}, Wish()),
        ({"minutes": ["11"], "have": ["spaceship"], "heel": ["maybe"]}, Wish()),
        ({"minutes": ["\u0661\u0660", "10"]}, Wish(minutes=10)),
        ({"minutes": ["9" * 5000, "10"]}, Wish(minutes=10)),
        ({"have": ["none"]}, Wish(have=frozenset())),
        ({"have": ["wall", "step"], "heel": ["yes"]}, Wish(have=frozenset({"wall", "step"}), heel_end=True)),
    ],
)
def test_an_address_says_what_is_wished_and_anything_else_is_left_out(query: dict[str, list[str]], wish: Wish) -> None:
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
    assert wish.fits(shortest, needs) is fits


def test_a_weight_that_a_step_names_is_something_to_have() -> None:
    assert Needs.of([(["wall"], "a backpack", "yes"), ([], "", "no")]) == Needs(frozenset({"wall", "weight"}), True)
    assert [value for value, _ in things_of([WALL, HURTS])] == ["wall", "step"]


def titles(client: Client, query: str) -> list[str]:
    return re.findall(r'<h2><a href="/routines/([\w-]+)/">', client.get(f"/routines/{query}").content.decode())


def test_a_runner_finds_what_fits_and_the_page_says_how_many(client: Client, guide: loading.Report) -> None:
    assert len(titles(client, "")) == 13
    heel = titles(client, "?heel=yes")
    assert [slug for slug in heel if "heel-end" not in slug] == ["strength"]
    assert len(heel) == 7
    assert sorted(titles(client, "?minutes=10&heel=yes")) == [
        "after-a-run-heel-end", "before-a-run-heel-end", "daily-mobility-heel-end",
    ]  # fmt: skip
    page = client.get("/routines/?minutes=10&heel=yes").content.decode()
    assert "3 of 13 fit." in page
    assert 'content="noindex, follow"' in page
    assert 'name="minutes" value="10" checked' in page


def test_nothing_found_says_what_would_help(client: Client, guide: loading.Report) -> None:
    page = client.get("/routines/?have=band&minutes=10&heel=yes").content.decode()
    assert titles(client, "?have=band&minutes=10&heel=yes") == []
    assert ("No routine fits all of that" in page, "Show all 13" in page) == (True, True)
