"""What a browser does with a form of the desk: reads it, changes a field, sends it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse

from library.documents import store

Data = dict[str, Any]


class FormReader(HTMLParser):
    """Collects what a browser would send for the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons: set[str] = set()
        self.data: Data = {}
        self._textarea = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field and its value."""
        of = {name: value or "" for name, value in attrs}
        name = of.get("name", "")
        if tag == "input" and of.get("type") == "submit":
            self.buttons.add(name)
        elif tag == "input" and name and of.get("type") not in ("checkbox", "radio"):
            self.data[name] = of.get("value", "")
        elif tag == "input" and name and "checked" in of:
            self.data.setdefault(name, []).append(of.get("value", "on"))
        elif tag == "textarea":
            self._textarea = name
            self.data[name] = ""
        elif tag == "select":
            self._select = name
            self.data[name] = ""
        elif tag == "option" and "selected" in of and self._select:
            self.data[self._select] = of.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Browsers send the lines of a textarea with CR LF."""
        if tag == "textarea":
            self.data[self._textarea] = self.data[self._textarea].removeprefix("\n").replace("\n", "\r\n")
            self._textarea = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        """Collect the text of a textarea."""
        if self._textarea:
            self.data[self._textarea] += data


def read(html: str) -> Data:
    """The fields of a page's forms with their values."""
    reader = FormReader()
    reader.feed(html)
    return reader.data


def page_of(row: models.Model, page: str = "change", *args: Any) -> str:
    """The address of a page of a row on the desk."""
    table = {"warning": "warningsign"}.get(store.kind_of(row), store.kind_of(row))
    return reverse(f"admin:library_{table}_{page}", args=[row.pk, *args])


def open_form(client: Client, row: models.Model) -> Data:
    """The change form of a row, as a browser holds it."""
    response = client.get(page_of(row))
    assert response.status_code == 200
    return read(response.content.decode())


def buttons(client: Client, address: str) -> set[str]:
    """The names of the buttons of a page."""
    reader = FormReader()
    reader.feed(client.get(address).content.decode())
    return reader.buttons - {""}


def publish(client: Client, row: models.Model, button: str = "_publish", **changes: Any) -> Any:
    """Open the form of a row, change some fields, press a button. Fields of rows are written `steps__0__reps`."""
    data = open_form(client, row) | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(page_of(row), data | {button: "1"})


def save(client: Client, row: models.Model, **changes: Any) -> Any:
    """Open the form of a row, change some fields, keep them as a draft."""
    return publish(client, row, "_save", **changes)


def look(client: Client, row: models.Model, scheme: str = "light", **changes: Any) -> Any:
    """Open the form of a row, change some fields, press Preview; the page in the frame."""
    shell = publish(client, row, "_preview", **changes)
    assert shell.status_code == 302
    return client.get(f"{shell['Location']}{scheme}/")


def press(client: Client, address: str, data: Data | None = None, *, follow: bool = False) -> Any:
    """Open a page that asks before something is done, and press its button."""
    shown = read(client.get(address).content.decode())
    return client.post(address, shown | (data or {}), follow=follow)
