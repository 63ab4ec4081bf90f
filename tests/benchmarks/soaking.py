"""The people of a soak: readers, loggers and editors, each in a thread, and what they saw. Needs Django set up."""

from __future__ import annotations

import http.client
import json
import random
import re
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from tests.durability.clients import Runner
from tests.durability.serving import RUNNERS, Mortal
from tests.library.admin.browsing import read

# Accounts of runners; those of editors follow.
ACCOUNTS, EDITORS = 64, 2
PAGES = (
    "/", "/exercises/", "/routines/", "/guide/how-the-ankle-works/", "/guide/when-to-see-somebody/",
    "/issues/achilles-tendinopathy/", "/exercises/calf-stretch-straight/", "/search/?q=heel",
)  # fmt: skip
CSRF = "soak" * 8  # a token as Django makes one: 32 letters
DOORS = f"""
import json
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from ankles.accounts.models import User
User.objects.filter(email__startswith="runner-").update(time_zone="Europe/London")
keys = []
for number in range({ACCOUNTS + EDITORS}):
    if number >= {ACCOUNTS}:
        call_command("make_editor", f"runner-{{number}}@example.org", verbosity=0)
    browser = Client()
    browser.force_login(User.objects.get(email=f"runner-{{number}}@example.org"))
    keys.append({{"ankles-csrf": "{CSRF}"}} | {{name: one.value for name, one in browser.cookies.items()}})
print(json.dumps(keys))
"""
# What a 503 must say, on whichever page.
WORDS = re.compile("cannot be made right now|Not saved|not known whether|Not done", re.IGNORECASE)


def make_people(site: Mortal) -> list[dict[str, str]]:
    """Runners, then editors, all logged in; returns each one's cookies. (A log-in costs a password's hash, on purpose.)"""
    site.shell(RUNNERS % (ACCOUNTS + EDITORS))
    keys: list[dict[str, str]] = json.loads(site.shell(DOORS).strip().splitlines()[-1])
    return keys


@dataclass
class Seen:
    """By what was asked: seconds of each good answer, and how often each status came (0: no answer)."""

    waits: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: defaultdict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    wordless: int = 0

    def note(self, kind: str, status: int, seconds: float, text: str) -> None:
        """One answer."""
        self.statuses[kind][status] += 1
        if 200 <= status < 400:
            self.waits[kind].append(seconds)
        elif status == 503 and not WORDS.search(text):
            self.wordless += 1

    def others(self, kind: str) -> str:
        """The answers that were not good, in words."""
        found = {status: times for status, times in sorted(self.statuses[kind].items()) if not 200 <= status < 400}
        return ", ".join(f"{times} × {status or 'no answer'}" for status, times in found.items()) or "none"

    def row(self, kind: str) -> tuple[str, str, str, str, str]:
        """How many, p50, p99 and longest in seconds, and the other answers."""
        waits = sorted(self.waits[kind])
        at = [
            waits[min(len(waits) - 1, int(len(waits) * share))] if waits else float("nan") for share in (0.5, 0.99, 1)
        ]
        return f"{len(waits):,}", f"{at[0]:.3f}", f"{at[1]:.3f}", f"{at[2]:.2f}", self.others(kind)


@dataclass(eq=False)
class Logger(Runner):
    """A runner who looks at Today and logs a session and a number, again with its key until it is kept."""

    account: int = 0
    seen: Seen = field(default_factory=Seen)
    looks: bool = True

    @property
    def email(self) -> str:
        """Whose log it is: a note says which logger wrote it, and several may follow each other in one log."""
        return f"runner-{self.account}@example.org"

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> tuple[int, str]:
        """One request, noted by its kind."""
        kind, began = "look at Today" if method == "GET" else "log an entry", time.monotonic()
        try:
            status, text = super().ask(method, path, fields)
        except (OSError, http.client.HTTPException):
            self.seen.note(kind, 0, 0.0, "")
            raise
        self.seen.note(kind, status, time.monotonic() - began, text)
        return status, text

    def run(self) -> None:
        """Until told to stop."""
        turn = 0
        while not self.stopping.is_set():
            if self.looks:
                self.look()
            self.log_session(turn)
            self.log_number(turn)
            turn += 1
            self.stopping.wait(self.pause_s * random.uniform(0.5, 1.5))

    def look(self) -> None:
        """Today; whoever gets no answer goes on."""
        try:
            self.ask("GET", "/log/")
        except (OSError, http.client.HTTPException):
            self.stopping.wait(0.1)

    def log_session(self, turn: int) -> None:
        """Some minutes, with a note that nobody else writes."""
        note = f"{self.number}-{turn}"
        if self.send(f"/log/{_day(turn)}/sessions/", {"minutes": 1 + turn % 90, "note": note}):
            self.kept.append(note)

    def log_number(self, turn: int) -> None:
        """How much one place hurt."""
        day, severity = _day(turn), turn % 11
        if self.send(f"/log/{day}/symptoms/", {"place": "left-achilles_mid", "severity": severity}):
            self.numbers[day, "achilles_mid"] = severity


@dataclass(eq=False)
class Visitor(threading.Thread):
    """Somebody whose connection stays open from page to page."""

    port: int
    seen: Seen
    cookies: dict[str, str] = field(default_factory=dict)
    number: int = 0
    pause_s: float = 0.2

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.stopping = threading.Event()
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, kind: str, path: str, body: str | None = None) -> str:
        """One request; its text, "" without an answer."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        head = {"Host": f"localhost:{self.port}"} | ({"Cookie": cookies} if cookies else {})
        if body is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        try:
            self.line.request("POST" if body is not None else "GET", path, body, head)
            answer = self.line.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.line.close()
            self.seen.note(kind, 0, 0.0, "")
            self.stopping.wait(0.1)
            return ""
        self.seen.note(kind, answer.status, time.monotonic() - began, text)
        return text


@dataclass(eq=False)
class Reader(Visitor):
    """Reads one page after the other."""

    def run(self) -> None:
        """Until told to stop."""
        while not self.stopping.is_set():
            self.ask("read a page", random.choice(PAGES))
            self.stopping.wait(self.pause_s * random.uniform(0.5, 1.5))


@dataclass(eq=False)
class Editor(Visitor):
    """Publishes another summary of one exercise, again and again."""

    said: str = ""

    def run(self) -> None:
        """Until told to stop."""
        rows = re.findall(
            r'href="(/admin/library/exercise/[0-9]+/change/)', self.ask("edit", "/admin/library/exercise/")
        )
        if not rows:
            raise RuntimeError("The desk shows no exercises.")
        self.row, turn = rows[self.number], 0
        while not self.stopping.is_set():
            turn += 1
            said = f"Soaked {self.number}, time {turn}."
            fields = read(self.ask("edit", self.row)) | {"summary": said, "_publish": "1"}
            if self.publish(fields):
                self.said = said
            self.stopping.wait(self.pause_s * random.uniform(0.5, 1.5))

    def publish(self, fields: dict[str, object]) -> bool:
        """Whether it is published."""
        before = len(self.seen.waits["publish"])
        text = self.ask("publish", self.row, urlencode(fields | {"csrfmiddlewaretoken": CSRF}, doseq=True))
        return len(self.seen.waits["publish"]) > before and "What is in the way" not in text

    def is_shown(self) -> bool:
        """Whether the last summary stands on the exercise's own page, within five seconds."""
        found = re.search(r'href="[^"]*(/exercises/[a-z0-9-]+/)"', self.ask("look afterwards", self.row))
        page, deadline = found[1] if found else "/", time.monotonic() + 5
        while self.said not in self.ask("look afterwards", page):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.2)
        return bool(self.said)


def _day(turn: int) -> str:
    return (date(2026, 11, 1) - timedelta(days=turn % 400)).isoformat()
