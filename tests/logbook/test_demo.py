"""A demonstration: plausible, the same for the same day, and only where nobody else's log can be."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from pytest_django import Settings

from ankles.accounts.models import Tombstone, User
from ankles.configuration import site_from
from logbook import demo
from logbook.demo import half_year as demo_story
from logbook.models import Symptom
from tests.factories import UserFactory
from tests.logbook.whole import log_of


def test_every_row_of_the_story_keeps_the_rules(guide: object, sunday: date) -> None:
    demo.make_demo_runner()
    runner = User.objects.get(email=demo.EMAIL)
    for row in [
        *runner.symptoms.all()[:40],
        *runner.training_sessions.all()[:20],
        *runner.periods.all(),
        *runner.clear_days.all()[:5],
        *runner.runs.all()[:20],
        *runner.measures.all(),
        *runner.usual_runs.all(),
    ]:
        row.full_clean()
    assert {one.slug for one in (pin.routine for pin in runner.pinned_routines.all())} == set(demo_story.PINNED)
    assert runner.training_sessions.order_by("day")[0].exercises_done.count() > 0


def test_the_log_in_that_is_printed_works(guide: object) -> None:
    said = io.StringIO()
    call_command("make_demo", stdout=said)
    email, password = re.search(r"log in as (\S+) with the password (\S+)", said.getvalue()).groups()
    user = authenticate(RequestFactory().get("/"), email=email, password=password)
    assert user == User.objects.get(email=demo.EMAIL)
    assert (user.may_log, EmailAddress.objects.get(user=user).verified) == (True, True)


def test_made_again_it_is_as_new_and_nothing_of_the_old_one_is_left(guide: object, sunday: date) -> None:
    _, first = demo.make_demo_runner()
    old = User.objects.get(email=demo.EMAIL)
    before = log_of(old)
    old.symptoms.create(day=sunday, area="toes", side="left", moment="worst", severity=9)
    browser = Client()
    browser.force_login(old)
    _, second = demo.make_demo_runner()
    runner = User.objects.get(email=demo.EMAIL)
    without_keys = [[{**one, "entry_key": ""} for one in log["symptoms"]] for log in (before, log_of(runner))]
    assert without_keys[0] == without_keys[1]
    assert (first != second, runner.check_password(second), runner.check_password(first)) == (True, True, False)
    assert Symptom.objects.exclude(runner=runner).count() == 0
    assert browser.get("/log/data/").status_code == 302
    assert not Tombstone.objects.exists()


def test_where_somebody_has_an_account_there_is_no_demo(db: None) -> None:
    editor = UserFactory(is_staff=True)
    demo.make_demo_runner()
    real = UserFactory()
    with pytest.raises(CommandError, match="This site has accounts."):
        call_command("make_demo")
    assert User.objects.filter(pk__in=[editor.pk, real.pk]).count() == 2


def test_where_others_can_reach_the_site_there_is_no_demo(db: None, settings: Settings) -> None:
    settings.SITE = site_from("https://ankles.example")
    with pytest.raises(CommandError, match="for this machine only; SITE_URL names another address."):
        call_command("make_demo")
    with pytest.raises(CommandError, match="--demo is for this machine only; --host 0.0.0.0 lets others in."):
        call_command("start", "--demo", "--host", "0.0.0.0")
    assert User.objects.count() == 0
