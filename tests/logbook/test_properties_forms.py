"""Whatever stands in a form: an answer with words, never a 500, and nothing written unless all of it was right.

The forms are those of Ana's pages as they are; every field of each is tried with everything below.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import resolve
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.logbook.examples import contradictions, undone
from tests.strangers import addresses as places
from tests.strangers import asking, forms
from tests.strangers.cast import NUMBERS, Cast, belongings, build

SCRIPT = "<script>alert(1)</script>"
HOSTILE: dict[str, Any] = {
    "nothing": "", "blanks": " \t\r\n", "a word": "x", "below": "-1", "beyond": "241", "half": "3.5", "other digits": "٣",
    "exponent": "1e9", "digits without end": "9" * 400, "a NUL": "a\0b", "letters of all kinds": "é́🏃\u202e\ufeff\u0000"[:-1],
    "HTML": SCRIPT, "SQL": "' OR 1=1 --", "1900": "1900-01-01", "no such day": "2026-02-30", "year 1": "0001-01-01",
    "year 9999": "9999-12-31", "another's number": "7100001", "no number of anybody": "9000000000000007", "beyond 64 bits": str(2**70),
    "too long": "y" * 2_001, "a line of JSON": '{"a": [1]}', "a path": "../../etc/passwd", "a date and time": "2026-11-20T10:00:00Z",
    "a formula": "=HYPERLINK(1)", "not a number": "NaN", "a moment": "during", "a half pair": "\\ud800",
}  # fmt: skip
Sending = tuple[str, list[tuple[str, str]]]
# `.ci/slow` says how many examples it wants.
EVERYWHERE = "ANKLES_EXAMPLES" in os.environ


@pytest.fixture
def scene(db: None, settings: Settings) -> Cast:
    """Ana with her rows; nobody is told to wait."""
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()
    return build()


@pytest.fixture
def of_her_pages(scene: Cast) -> dict[str, Sending]:
    """One sending for each route and set of fields that Ana's pages post: name -> (address, fields). Read once: what is
    sent from them is taken back each time."""
    found, _ = places.addresses(scene, [route for route in places.private_routes() if route.startswith("log/")])
    pages = {
        one.path: asking.ask(scene, asking.Question("ana", "GET", one.path)).body.decode("utf-8", "replace")
        for one in found
    }
    kept = {}
    for to, body, kind in forms.sendings(scene, pages):
        if kind == forms.FORM:
            fields = [(name, value) for name, value in parse_qsl(body.decode(), True) if name not in forms.OWNERS]
            kept[f"{resolve(to).route} {' '.join(dict.fromkeys(name for name, _ in fields))}"] = (to, fields)
    return kept


def wrong_with(scene: Cast, client: Client, to: str, body: Any, kind: str, before: Any) -> list[str]:
    """What is wrong with what came of it; an exception goes through."""
    client.cookies.load(scene.browsers["ana"])
    writes = asking.Writes()
    with undone(), connection.execute_wrapper(writes):
        answer: Any = client.post(to, body, content_type=kind)
        html = answer.getvalue()
        found = contradictions(scene.ana) if writes.seen else []
        wrong = (
            [f"{answer.status_code}"]
            if answer.status_code not in (200, 201, 302, 303, 400, 403, 404, 409, 413, 422)
            else []
        )
        wrong += ["says two things of a day"] if found else []
        wrong += (
            ["written all the same"]
            if answer.status_code >= 400 and writes.seen and belongings(scene.ana) != before
            else []
        )
    return wrong + (["HTML comes back as HTML"] if SCRIPT.encode() in html else [])


def tries(of_her_pages: dict[str, Sending], hostile: list[str], everywhere: bool) -> list[tuple[str, str, str]]:
    """Which hostile value goes into which field of which form: (value, form, field).

    Forms share the classes of their fields: CI puts every value into a field of every name, in the forms that have it by turns;
    `.ci/slow` puts every value into every field of every form (docs/decisions/0045).
    """
    having: dict[str, list[str]] = {}
    for form, (_, fields) in of_her_pages.items():
        for name in dict.fromkeys(name for name, _ in fields):
            having.setdefault(name, []).append(form)
    turns = list(HOSTILE)

    def chosen(what: str, all_of_them: list[str]) -> list[str]:
        turn = turns.index(what)
        return all_of_them if everywhere else all_of_them[turn :: len(turns)] or [all_of_them[turn % len(all_of_them)]]

    return [
        (what, form, name)
        for what in hostile
        for name, all_of_them in having.items()
        for form in chosen(what, all_of_them)
    ]


# In four parts, for as many processes: her pages are read once for each.
@pytest.mark.parametrize("part", range(4))
def test_every_field_of_every_form_refuses_it_or_takes_it_as_it_is(
    scene: Cast, of_her_pages: dict[str, Sending], part: int
) -> None:
    before, wrong, client = belongings(scene.ana), {}, Client()
    tried = tries(of_her_pages, list(HOSTILE)[part::4], EVERYWHERE)
    for what, form, name in tried:
        to, fields = of_her_pages[form]
        body = urlencode([(one, HOSTILE[what] if one == name else value) for one, value in fields])
        if found := wrong_with(scene, client, to, body, forms.FORM, before):
            wrong[f"{what}: {form}: {name}"] = found
    assert wrong == {}
    assert len(tried) > (700 if EVERYWHERE else 150)


def test_by_turns_every_form_gets_a_part_and_every_name_gets_everything(of_her_pages: dict[str, Sending]) -> None:
    by_turns, all_of_it = (tries(of_her_pages, list(HOSTILE), everywhere) for everywhere in (False, True))
    assert {(what, name) for what, _, name in by_turns} == {(what, name) for what, _, name in all_of_it}
    assert {(form, name) for _, form, name in by_turns} == {(form, name) for _, form, name in all_of_it}
    assert len(by_turns) < len(all_of_it) * 0.7


@given(data=st.data())
def test_several_wrong_things_at_once_are_no_worse(
    scene: Cast, of_her_pages: dict[str, Sending], data: st.DataObject
) -> None:
    to, fields = data.draw(st.sampled_from(list(of_her_pages.values())))
    values = st.one_of(
        st.sampled_from(list(HOSTILE.values())),
        st.text(max_size=30),
        st.sampled_from([str(one) for one in NUMBERS.values()]),
    )
    sent: list[tuple[str, str]] = []
    for name, value in fields:
        how = data.draw(st.sampled_from(["as it was", "as it was", "other", "gone", "twice"]))
        sent += [(name, value)] if how in ("as it was", "twice") else []
        sent += [(name, data.draw(values))] if how in ("other", "twice") else []
    body = urlencode(sent, errors="surrogatepass")
    assert wrong_with(scene, Client(), to, body, forms.FORM, belongings(scene.ana)) == []


def test_a_form_that_is_huge_or_no_text_or_without_fields_is_refused_whole(
    scene: Cast, of_her_pages: dict[str, Sending]
) -> None:
    before, client = belongings(scene.ana), Client()
    bodies: list[bytes] = [b"note=" + b"x" * 1_100_000, b"note=%ff%fe&minutes=\xff", b"", b"&&&==&=", b"a&" * 1_100]
    for to, _ in of_her_pages.values():
        for body in bodies:
            assert wrong_with(scene, client, to, body, forms.FORM, before) == []
            assert wrong_with(scene, client, to, body, "application/json", before) == []
            assert wrong_with(scene, client, to, body, "multipart/form-data; boundary=x", before) == []


JSON_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=20), st.sampled_from(list(HOSTILE.values()))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip


@given(data=st.data())
def test_whatever_json_the_player_sends_is_taken_or_refused_with_words(scene: Cast, data: st.DataObject) -> None:
    played = [one for one in forms.sendings(scene, {}) if one[2] == "application/json"]
    to, body, kind = data.draw(st.sampled_from(played))
    said = json.loads(body)
    for name in data.draw(st.lists(st.sampled_from(sorted(said)), min_size=1, max_size=3)):
        said[name] = data.draw(JSON_VALUES)
    assert wrong_with(scene, Client(), to, json.dumps(said).encode(), kind, belongings(scene.ana)) == []


@pytest.mark.parametrize("days", [1, 2, 400])
def test_no_day_to_come_takes_an_entry(scene: Cast, of_her_pages: dict[str, Sending], days: int) -> None:
    before, client, later = belongings(scene.ana), Client(), (scene.ana.today() + timedelta(days=days)).isoformat()
    for to, fields in of_her_pages.values():
        if scene.day.isoformat() not in to:
            continue
        body = urlencode([(name, value.replace(scene.day.isoformat(), later)) for name, value in fields])
        client.cookies.load(scene.browsers["ana"])
        with undone():
            client.post(to.replace(scene.day.isoformat(), later), body, content_type=forms.FORM)
            assert later not in str(
                belongings(scene.ana)["logbook.TrainingSession"] + belongings(scene.ana)["logbook.Symptom"]
            )
    assert belongings(scene.ana) == before
