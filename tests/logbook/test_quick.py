"""The page of the quick forms: the same bytes for everybody. What a phone may remember of a runner is asked for apart."""

from __future__ import annotations

import json
import re

from django.test import Client

from ankles import caching
from ankles.accounts.models import User
from logbook.guide import plans
from logbook.vocabulary import AreaCode
from tests.logbook.conftest import LogIn

PAGE = "/offline/log/"


def test_the_page_is_the_same_for_everybody_and_kept_by_any_cache(
    guide: object, client: Client, browser_of_ana: Client
) -> None:
    answers = [client.get(PAGE), browser_of_ana.get(PAGE)]
    assert answers[0].content == answers[1].content
    for answer in answers:
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, caching.PUBLIC_CACHE_CONTROL)
        assert not answer.cookies
        assert "Cookie" not in answer.headers["Vary"]
        assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_it_names_every_routine_with_its_doses_and_every_place_and_nobodys_choice(
    guide: object, ana: User, client: Client
) -> None:
    ana.followed.create(area="arch", side="left")
    html = client.get(PAGE).content.decode()
    data = re.search(r'<script id="plans" type="application/json">(.*?)</script>', html)
    assert data
    offered = json.loads(data[1])
    known = plans.known_plans().plans
    assert [(one["routine"], one["stage"]) for one in offered] == [(plan.slug, plan.stage_name) for plan in known]
    assert offered[0]["steps"] == [[line.slug, line.name, line.dose] for line in known[0].usual]
    symptom = html[html.index('id="symptom"') : html.index('id="clear"')]
    assert set(re.findall(r'<option value="(\w+)">', symptom)) == set(AreaCode.values)
    assert "selected" not in html
    # Of all choices only the kilometres are made.
    assert len(re.findall(r"<input[^>]*\bchecked\b", html)) == 1
    assert ana.badge not in html


def test_what_a_phone_remembers_is_the_runners_own(guide: object, ana: User, ben: User, log_in: LogIn) -> None:
    plan = plans.known_plans().plans[0]
    ana.pinned_routines.create(routine_id=plan.routine, stage_name=plan.stage_name, routine_name=plan.name, position=1)
    ana.followed.create(area="arch", side="left")
    answers = [log_in(runner).get("/log/choices/") for runner in (ana, ben)]
    assert [answer.json() for answer in answers] == [
        {"account": ana.badge, "routines": [{"routine": plan.slug, "stage": plan.stage_name}], "places": [["arch", "left"]]},
        {"account": ben.badge, "routines": [], "places": []},
    ]  # fmt: skip
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}
