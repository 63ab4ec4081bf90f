"""The forms of Ana's pages, as a stranger would copy them: to her addresses, with her numbers, keys and versions in them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlencode, urljoin

from django.urls import resolve

from tests.conventions.test_routes import PUBLIC
from tests.factories import PASSWORD
from tests.logbook.played import answers, session, written_down
from tests.strangers.cast import MARK, Cast

Pairs = list[tuple[str, str]]
# What is written into an empty box: whatever it takes.
FILLED = {
    "number": "3",
    "password": PASSWORD,
    "text": "words",
    "date": "DAY",
    "time": "07:30",
    "email": "x@example.org",
}
# Boxes for words that are read as numbers.
FILLED_BY_NAME = {"distance": "5.2", "minutes": "30"}
SILENT = ("csrfmiddlewaretoken",)
# Left empty: a day beside a routine would be a second answer to one question, and a routine's name is filled in with other
# words than hers, which her log does not have.
LEFT_EMPTY = ("since_day", "since_stage")
FORM = "application/x-www-form-urlencoded"
# Nobody asks for these; whoever sends them all the same hands nothing over.
OWNERS = ("user", "user_id", "runner", "runner_id", "owner", "owner_id")


@dataclass
class Form:
    """One form: where it goes, what it holds as it stands on the page, and the buttons that send it (name, value, address)."""

    action: str
    method: str
    fields: Pairs = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    groups: set[str] = field(default_factory=set)

    def sendings(self) -> list[tuple[str, Pairs]]:
        """(address, fields) for the first and the last of its buttons; eleven numbers are one kind of button."""
        buttons = self.buttons or [("", "", "")]
        chosen = {one[2]: one for one in buttons} | {one: one for one in (buttons[0], buttons[-1])}
        return [
            (to or self.action, self.fields + ([(name, value)] if name else [])) for name, value, to in chosen.values()
        ]


class Reader(HTMLParser):
    """Collects the forms of a page. A group of radio buttons without a choice gets its first."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path, self.forms, self.current = path, [], None
        self.area: list[str] | None = None
        self.select, self.needed = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what belongs to a form."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urldefrag(urljoin(self.path, given.get("action") or self.path))[0]
            self.current = Form(action, given.get("method", "get").lower())
            self.forms.append(self.current)
        elif self.current is not None and "disabled" not in given:
            self._part(tag, given, self.current)

    def _part(self, tag: str, given: dict[str, str], form: Form) -> None:
        name, kind, value = given.get("name", ""), given.get("type", ""), given.get("value", "")
        if tag == "button" or (tag == "input" and kind in ("submit", "image")):
            to = urljoin(self.path, given["formaction"]) if "formaction" in given else ""
            form.buttons += [(name, value, to)] if kind != "button" else []
        elif tag == "textarea":
            form.fields.append((name, ""))
            self.area = []
        elif tag == "select":
            self.select, self.needed = name, "required" in given
        elif tag == "option" and self.select and (value or not self.needed):
            self._choose(form, self.select, value, "selected" in given)
        elif tag == "input" and kind == "radio":
            self._choose(form, name, value, "checked" in given)
        elif tag == "input" and kind == "checkbox":
            form.fields += [(name, value or "on")] if "checked" in given else []
        elif tag == "input" and name and name not in SILENT and kind != "file":
            filled = FILLED_BY_NAME.get(name) if kind == "text" else None
            form.fields.append((name, value or ("" if kind == "hidden" else filled or FILLED.get(kind or "text", ""))))

    def _choose(self, form: Form, name: str, value: str, chosen: bool) -> None:
        if chosen or name not in form.groups:
            form.fields = [pair for pair in form.fields if pair[0] != name] + [(name, value)]
        form.groups.add(name)

    def handle_data(self, data: str) -> None:
        """The text of a box."""
        if self.area is not None:
            self.area.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Close a form, a box or a list."""
        if tag == "form":
            self.current = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.area is not None and self.current is not None:
            name, _ = self.current.fields[-1]
            self.current.fields[-1] = (name, "".join(self.area).strip("\n"))
            self.area = None


def forms_on(path: str, html: str) -> list[Form]:
    """The forms of one page that change something: those that post."""
    reader = Reader(path)
    reader.feed(html)
    reader.close()
    return [form for form in reader.forms if form.method == "post"]


def sendings(cast: Cast, pages: dict[str, str], account: str | None = None) -> list[tuple[str, bytes, str]]:
    """Every form that Ana's pages (path -> HTML) hold, with what an answer to her and her player would send.

    (address, body, content type). With `account` they are in a stranger's hands: their badge for hers, their words for her
    words; her keys, numbers and versions are kept.
    """
    there = [sending for path, html in pages.items() for form in forms_on(path, html) for sending in form.sendings()]
    undo: tuple[str, Pairs] = ("/log/undo/", [("undo", cast.sealed), ("account", cast.ana.badge)])
    found = [
        (to, _copied(cast, fields, account), FORM) for to, fields in [undo, *there] if resolve(to).route not in PUBLIC
    ]
    whose = {} if account is None else {"account": account}
    played = {
        "/log/played/": session(cast.ana, **whose),
        "/log/sessions/": written_down(cast.ana, **whose),
        "/log/played/answers/": answers(cast.ana, session_key=cast.keys[0], **whose),
    }
    return found + [(to, json.dumps(body).encode(), "application/json") for to, body in played.items()]


def _copied(cast: Cast, fields: Pairs, account: str | None) -> bytes:
    day = cast.day.isoformat()
    fields = [(name, "" if name in LEFT_EMPTY else value) for name, value in fields]
    pairs = [
        (name, value if value == cast.sealed else value.replace(MARK, "words").replace("DAY", day))
        for name, value in fields
    ]
    if account is not None:
        pairs = [(name, account if name == "account" else value) for name, value in pairs]
    return urlencode(pairs + [(name, str(cast.ana.pk)) for name in OWNERS]).encode()
