"""Whom readers reach: one e-mail address or one web address, and every link to it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import Settings

from ankles import middleware
from ankles.contact import Contact, contact_from

WEB = "https://social.example/@ankles"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", Contact()),
        ("  ", Contact()),
        (" hello@ankles.example ", Contact("hello@ankles.example", "mailto:hello@ankles.example", True)),
        ("mailto:hello@ankles.example", Contact("hello@ankles.example", "mailto:hello@ankles.example", True)),
        ("a?b&c%@x.example", Contact("a?b&c%@x.example", "mailto:a%3Fb%26c%25@x.example", True)),
        (WEB, Contact(WEB, WEB)),
        ("https://x.example/?to=a@b.example", Contact("https://x.example/?to=a@b.example", "https://x.example/?to=a@b.example")),
        ("https://x.example/bücher", Contact("https://x.example/bücher", "https://x.example/b%C3%BCcher")),
    ],
)  # fmt: skip
def test_a_contact_is_an_e_mail_or_a_web_address(value: str, expected: Contact) -> None:
    found = contact_from(value)
    assert found == expected
    assert (bool(found), str(found)) == (bool(expected.words), expected.words)


@pytest.mark.parametrize(
    "value",
    ["a@b.example, c@d.example", "a@b.example;c@d.example", "a@b.example c@d.example", "Ana <a@b.example>", "@ankles",
     "@ankles@social.example", "a@b", "+44 20 7946", "https://", "https:/x", "https:x", "https://x:y", "https://u:p@x.example",
     "https://a.example,https://b.example", "https://a.example https://b.example", "javascript:alert(1)", "ftp://x.example",
     'https://x.example/"onclick=', "ü@b.example", "a@b.example\nBcc: c@d.example"],
)  # fmt: skip
def test_what_is_neither_is_refused_in_one_line(value: str) -> None:
    with pytest.raises(ValueError, match="is neither one e-mail address such as") as raised:
        contact_from(value)
    assert len(str(raised.value).splitlines()) == 1


def links_to(contact: str, page: str) -> set[str]:
    return {href for href in re.findall(r'href="([^"]*)"', page) if contact in href}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "plain", "mistake"),
    [(WEB, WEB, WEB), ("hello@x.example", "mailto:hello@x.example", "mailto:hello@x.example?subject=Ankles%20{0}")],
)
@pytest.mark.parametrize(
    "path", ["/about/", "/privacy/", "/accessibility/", "/accounts/password/reset/", "/accounts/login/"]
)
def test_every_link_to_the_operator_leads_there(
    settings: Settings, client: Client, value: str, plain: str, mistake: str, path: str
) -> None:
    settings.OPERATOR_CONTACT = contact_from(value)
    middleware.PAGES_IN_MEMORY.clear()  # what was kept names nobody
    page = client.get(path).content.decode()
    expected = {mistake.format(path)}
    assert links_to(value, page) == expected | ({plain} if path != "/accounts/login/" else set())
    assert "mailto:http" not in page
