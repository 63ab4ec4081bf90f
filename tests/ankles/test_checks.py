"""What an operator hears about the site they run."""

from __future__ import annotations

import re

import pytest
from environs import Env
from pytest_django import Settings

from ankles import checks
from ankles.configuration import email_from, site_from
from ankles.contact import contact_from

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def public(settings: Settings) -> Settings:
    """A site that others reach, with everything it needs."""
    settings.SITE = site_from("https://ankles.example")
    settings.OPERATOR_NAME, settings.OPERATOR_CONTACT = "Ana", contact_from("ana@example.org")
    settings.EMAIL_BACKEND, settings.TRUSTED_PROXIES = SMTP, "127.0.0.1"
    return settings


def test_a_site_that_lacks_nothing_hears_nothing(public: Settings) -> None:
    assert checks.operator_warnings() == []


def test_without_mail_the_operator_hears_what_follows_for_runners(public: Settings) -> None:
    public.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    (said,) = checks.operator_warnings()
    assert "set EMAIL_URL" in said
    assert "whoever signs up can learn which addresses have an account" in said
    assert "manage.py reset_link EMAIL" in said


@pytest.mark.parametrize("name", ["locmem.LocMemCache", "dummy.DummyCache"])
def test_a_cache_that_workers_do_not_share_is_warned_about(public: Settings, name: str) -> None:
    public.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{name}"}}
    (said,) = checks.operator_warnings()
    assert "Wrong passwords are not counted between workers" in said


@pytest.mark.parametrize("url", ["https://ankles.example", "https://localhost:8443"])
def test_https_without_a_trusted_proxy_would_redirect_for_ever_and_is_said(public: Settings, url: str) -> None:
    public.SITE, public.TRUSTED_PROXIES = site_from(url), ""
    (said,) = checks.operator_warnings()
    assert "every page redirects to itself. Set TRUSTED_PROXIES" in said
    assert [one.id for one in checks.proxy_is_trusted()] == ["ankles.W001"]


def test_one_machine_needs_none_of_it(public: Settings) -> None:
    public.SITE, public.OPERATOR_NAME = site_from("http://localhost:8000"), ""
    assert checks.operator_warnings() == []


def test_the_address_that_the_site_suggests_for_mail_is_one_it_takes(
    public: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    public.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    suggested = re.search(r"\S+://[^\s.]+\S*:\d+", checks.operator_warnings()[0])
    assert suggested
    monkeypatch.setenv("EMAIL_URL", suggested[0])
    found = email_from(Env())
    assert (found["EMAIL_BACKEND"], found["EMAIL_USE_TLS"], found["EMAIL_PORT"]) == (SMTP, True, 587)
