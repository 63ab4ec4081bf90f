"""The warning signs on the desk: ticked on a page, changed in the list, never deleted while a page prints them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from library.models import Article, WarningSign
from tests.factories import ExerciseFactory, IssueFactory, WarningSignFactory
from tests.library.admin.browsing import page_of, press, publish

pytestmark = pytest.mark.django_db


def test_an_editor_ticks_the_signs_of_a_page_under_their_levels(desk: Client) -> None:
    issue = IssueFactory.create()
    WarningSignFactory.create(key="cold", level="ambulance", text="the foot is cold")
    page = desk.get(page_of(issue)).content.decode()
    assert page.index("Call an ambulance") < page.index("the foot is cold") < page.index("you cannot take four steps")
    assert publish(desk, issue, stop_and_see=["cold", "four-steps"]).status_code == 302
    assert Article.objects.get().stop_and_see == ["four-steps", "cold"]


def test_words_of_an_earlier_release_are_still_to_be_seen_and_the_check_names_them(desk: Client) -> None:
    issue = IssueFactory.create(stop_and_see=["it throbs all night", "four-steps"])
    page = desk.get(page_of(issue)).content.decode()
    assert "Not in the list" in page
    assert 'value="it throbs all night"' in page
    errors = publish(desk, issue).context["adminform"].form.errors
    assert "'it throbs all night' is not in the list of warning signs" in errors["stop_and_see"][0]
    assert Article.objects.get().stop_and_see == ["it throbs all night", "four-steps"]


def test_a_sign_that_a_page_prints_cannot_be_deleted_and_the_page_is_named(desk: Client) -> None:
    IssueFactory.create(title="Sore arch")
    ExerciseFactory.create(title="Toe walks", cautions=["[!four-steps]."])
    sign = WarningSign.objects.get(key="four-steps")
    address = reverse("admin:library_warningsign_delete", args=[sign.pk])
    page = desk.get(address).content.decode()
    assert "Issue: Sore arch" in page
    assert "Exercise: Toe walks" in page
    press(desk, address, {"post": "yes"})
    assert WarningSign.objects.filter(key="four-steps").exists()


def test_an_unused_sign_can_be_deleted(desk: Client) -> None:
    sign = WarningSignFactory.create()
    press(desk, reverse("admin:library_warningsign_delete", args=[sign.pk]), {"post": "yes"})
    assert not WarningSign.objects.exists()


def test_a_caution_that_says_how_soon_in_its_own_words_is_refused_with_what_to_do(desk: Client) -> None:
    exercise = ExerciseFactory.create()
    errors = publish(desk, exercise, cautions="Call an ambulance.").context["adminform"].form.errors
    assert "print a sign of it" in errors["cautions"][0]
