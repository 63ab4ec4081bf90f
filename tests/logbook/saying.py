"""What a runner sends about symptoms, the sending of it, and what then stands in the log."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from datetime import date
from html import unescape
from typing import Any

from django.test import Client

from ankles.accounts.models import User
from logbook.models import Symptom

FRIDAY = date(2026, 11, 20)
LEFT, RIGHT = "left-achilles_mid", "right-heel_plantar"
EMPTY: dict[str, Any] = {
    "severity": None, "stiffness": "", "stiffness_min": None, "qualities": [], "timing": [], "onset": "", "context": [],
    "note": "",
}  # fmt: skip


def sending(runner: User, **fields: Any) -> dict[str, Any]:
    """A form of this runner with a key of its own."""
    return {"entry_key": str(uuid.uuid4()), "account": runner.badge, "back": "day", **fields}


def long(runner: User, **fields: Any) -> dict[str, Any]:
    """The long form: the left Achilles at its worst on Sunday, unless `fields` say something else."""
    where = {"form": "long", "area": "achilles_mid", "side": "left", "day": "2026-11-22", "moment": "worst"}
    return sending(runner, **where | fields)


def log(day: date | str, what: str) -> str:
    """An address of a day's own."""
    return f"/log/{day}/{what}"


def told(answer: Any) -> str:
    """What an answer says was done; nothing when nothing was."""
    page = answer.content.decode()
    found = re.search(r'<div class="toast[^>]*>\s*<p[^>]*>(.*?)(?:\. <a|</p>)', page)
    in_its_row = re.search(r'<p class="did"[^>]*tabindex[^>]*>.*?<span>(.*?)</span></p>', page, re.DOTALL)
    one = found or in_its_row
    return unescape(one[1]).strip() if one else ""


def title(answer: Any) -> str:
    """The title of the page, without the site's name."""
    found = re.findall(r"<title>(.*?) · Ankles</title>", answer.content.decode())
    return unescape(found[0])


def wrong(answer: Any) -> list[str]:
    """What an answer says is wrong, in the summary at its top."""
    found = re.search(r'class="errsum".*?</div>', answer.content.decode(), re.DOTALL)
    return [unescape(one) for one in re.findall(r"<(?:a [^>]*|p|li)>([^<]+)", found[0])] if found else []


def text(answer: Any) -> str:
    """The page as text."""
    return unescape(answer.content.decode())


def felt(runner: User) -> list[tuple[Any, ...]]:
    """Every symptom of a runner: day, area, side, moment, and what differs from nothing."""
    rows = runner.symptoms.order_by("day", "area", "side", "moment")
    return [(row.day, row.area, row.side, row.moment, _said(row)) for row in rows]


def _said(row: Symptom) -> dict[str, Any]:
    return {name: getattr(row, name) for name, nothing in EMPTY.items() if getattr(row, name) != nothing}


def take_back(browser: Client, answer: Any) -> Any:
    """Press Undo in an answer."""
    sealed = re.search(r'name="undo" value="([^"]{20,})"', answer.content.decode())
    assert sealed, "The answer holds no undo."
    return browser.post("/log/undo/", {"undo": sealed[1], "back": "day"})


def checked(answer: Any) -> Iterable[tuple[str, str]]:
    """Name and value of every button that stands chosen."""
    tags = re.findall(r"<input [^>]*\bchecked[^>]*>", answer.content.decode())
    return [(re.findall(r'name="([^"]+)"', tag)[0], re.findall(r'value="([^"]*)"', tag)[0]) for tag in tags]
