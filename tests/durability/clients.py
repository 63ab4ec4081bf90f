"""Runners who write entries and send each again, with its key, until the site has said that it is kept."""

from __future__ import annotations

import http.client
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from tests.durability.serving import PASSWORD

PATIENCE_S = 60.0
NOT_YET = (500, 502, 503, 504)
HEAD = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(eq=False)
class Runner(threading.Thread):
    """One runner with a browser: writes until told to stop. `kept` is what the site acknowledged, in order."""

    number: int
    port: int
    pause_s: float = 0.02
    cookies: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    again: int = 0
    waits: list[float] = field(default_factory=list)
    origin: str = ""
    # In each note, so that whoever writes on the same site in another round is somebody else.
    tag: str = field(default_factory=lambda: uuid.uuid4().hex[:6])

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.stopping = threading.Event()

    @property
    def email(self) -> str:
        """Who it is."""
        return f"runner-{self.number}@example.org"

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> tuple[int, str]:
        """One request, on a connection of its own. Raises OSError or HTTPException when there was no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            token = {"csrfmiddlewaretoken": self.cookies.get("ankles-csrf", "")}
            body = urlencode(token | fields) if fields is not None else None
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            from_where = {"Origin": self.origin} if self.origin else {}
            head = HEAD | from_where | {"Cookie": cookie, "Host": f"localhost:{self.port}"}
            connection.request(method, path, body, head)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            for name, value in re.findall(r"([\w-]+)=([^;\s]*);", "\n".join(answer.headers.get_all("Set-Cookie", []))):
                if name.startswith("ankles"):
                    self.cookies[name] = value
            return answer.status, text
        finally:
            connection.close()

    def log_in(self) -> None:
        """Through the door. Raises RuntimeError when it stays shut."""
        self.ask("GET", "/accounts/login/")
        status, text = self.ask("POST", "/accounts/login/", {"login": self.email, "password": PASSWORD})
        if status != 302:
            raise RuntimeError(f"{self.email} could not log in: {status} {text[:300]}")

    def run(self) -> None:
        """Write entry after entry: a session with a note of its own, then a number for a place."""
        turn = 0
        while not self.stopping.is_set():
            day = (date(2026, 11, 1) - timedelta(days=turn % 400)).isoformat()
            note = f"{self.number}-{self.tag}-{turn}"
            if self.send(f"/log/{day}/sessions/", {"minutes": 1 + turn % 90, "note": note}):
                self.kept.append(note)
            severity = turn % 11
            if self.send(f"/log/{day}/symptoms/", {"place": "left-achilles_mid", "severity": severity}):
                self.numbers[day, "achilles_mid"] = severity
            turn += 1
            time.sleep(self.pause_s)

    def send(self, path: str, fields: dict[str, object]) -> bool:
        """Send an entry, again and again with its key, until there is an answer; whether it was kept."""
        fields, began = {**fields, "entry_key": str(uuid.uuid4())}, time.monotonic()
        while time.monotonic() - began < PATIENCE_S:
            try:
                status, text = self.ask("POST", path, fields)
            except (OSError, http.client.HTTPException):
                status, text = 0, ""
            if status in (200, 302, 303):
                self.waits.append(time.monotonic() - began)
                return True
            if status not in (0, *NOT_YET):
                self.refused.append(f"{path}: {status} {text[:200]}")
                return False
            self.again += 1
            time.sleep(0.1)
        self.refused.append(f"{path}: no answer for {PATIENCE_S:.0f} s")
        return False


def lost_and_doubled(runners: list[Runner], found: dict[str, dict[str, int]]) -> tuple[list[str], list[str]]:
    """Notes that were acknowledged and are not there, and notes that are there more than once or were never acknowledged."""
    notes = found["notes"]
    kept = [note for runner in runners for note in runner.kept]
    lost = [note for note in kept if note not in notes]
    tags = {runner.tag for runner in runners}
    ours = {note: count for note, count in notes.items() if set(note.split("-")) & tags}
    return lost, [note for note, count in ours.items() if count > 1 or note not in kept]
