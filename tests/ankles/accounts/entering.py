"""What a browser does at the door: sign up, log in, prove again who one is."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.core import mail
from django.test import Client

from tests.factories import PASSWORD

Data = dict[str, Any]

SIGN_UP = {
    "email": "ana@example.org",
    "password1": PASSWORD,
    "time_zone": "Europe/Paris",
    "is_adult": "on",
    "consent": "on",
}


class Hidden(HTMLParser):
    """Collects the hidden fields of the first form that goes to an address."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.seen = action, False, False
        self.fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a hidden field of the form."""
        of = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = of.get("action") == self.action and not self.seen
            self.seen = self.seen or self.inside
        elif tag == "input" and self.inside and of.get("type") == "hidden" and of["name"] != "csrfmiddlewaretoken":
            self.fields.append((of["name"], of.get("value", "")))


def hidden(response: Any, action: str) -> Data:
    """The hidden fields of the form of a page that goes to `action`, but for its token; several of a name as a list."""
    reader = Hidden(action)
    reader.feed(response.content.decode())
    found: Data = {}
    for name, value in reader.fields:
        found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def sign_up(client: Client, **changes: Any) -> Any:
    """Send the form of sign-up; a field that is None is left out."""
    data = {name: value for name, value in (SIGN_UP | changes).items() if value is not None}
    return client.post("/accounts/signup/", data)


def log_in(client: Client, email: str = "ana@example.org", password: str = PASSWORD, **more: Any) -> Any:
    """Send the form of the log-in."""
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def prove(client: Client, password: str = PASSWORD, to: str = "/accounts/") -> Any:
    """Write the password again."""
    return client.post("/accounts/reauthenticate/", {"password": password, "next": to})


def is_in(client: Client) -> bool:
    """Whether somebody is logged in: the profile opens."""
    return client.get("/accounts/").status_code == 200


def errors(response: Any) -> dict[str, list[str]]:
    """What a form says at its fields."""
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def link_of(which: int = -1) -> str:
    """The path of the first link in a mail that was sent."""
    found = re.search(r"http://testserver(/\S+)", str(mail.outbox[which].body))
    assert found
    return found[1]


def text_of(response: Any) -> str:
    """The words of a page's main part, without tags."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
