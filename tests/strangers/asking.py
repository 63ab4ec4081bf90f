"""A stranger asks, and what came of it is looked at: the answer, and every row that is Ana's."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus, urlencode

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.factories import PASSWORD
from tests.strangers.addresses import NOBODYS, Address
from tests.strangers.cast import NUMBERS, Cast, belongings

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
DOORS = ("/accounts/login/", "/admin/login/")
# What differs between two answers to the same question, and tells nobody anything.
CHANGING = re.compile(
    rb"expires=[^;]+GMT|[0-9a-f]{8}-[0-9a-f-]{27}|csrf\w*=\w+|\"csrf\": \"\w+|csrfmiddlewaretoken\" value=\"\w+|name=\"csrf\w*\" value=\"\w+"
)


@dataclass(frozen=True)
class Question:
    """One request: who sends what where. `body` is urlencoded, or JSON."""

    who: str
    method: str
    path: str
    body: bytes = b""
    kind: str = "application/x-www-form-urlencoded"
    htmx: bool = False

    def __str__(self) -> str:
        return f"{self.who} {self.method} {self.path}{' (htmx)' if self.htmx else ''}"


@dataclass(frozen=True)
class Answer:
    """What came back, whole; `ana` is all that is hers afterwards, None when nothing at all was written."""

    status: int
    headers: dict[str, str]
    body: bytes
    ana: Any

    @property
    def seen(self) -> bytes:
        """All that the stranger got to see: headers, cookies and body."""
        return "\n".join(f"{name}: {value}" for name, value in self.headers.items()).encode() + b"\n" + self.body


class Writes:
    """Sees whether a request did anything to the database but read it."""

    READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")

    def __init__(self) -> None:
        self.seen = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Let the statement through."""
        self.seen = self.seen or not sql.lstrip(" (").upper().startswith(self.READS)
        return execute(sql, params, many, context)


def client_of(cast: Cast, who: str) -> Client:
    """Somebody's browser, as it was after logging in."""
    client = Client()
    client.handler = cast.server
    client.cookies.load(cast.browsers[who])
    return client


def ask(cast: Cast, question: Question, headers: dict[str, str] | None = None) -> Answer:
    """Send it, look, and take back what it did. An exception of a view goes through: a 500 is a fault."""
    client = client_of(cast, question.who)
    headers = (headers or {}) | ({"HX-Request": "true", "HX-Target": "log"} if question.htmx else {})
    writes = Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        response: Any = client.generic(question.method, question.path, question.body, question.kind, headers=headers)
        body = _body(response)
        cookies = {f"Set-Cookie {name}": str(morsel) for name, morsel in response.cookies.items()}
        answer = Answer(
            response.status_code, dict(response.headers) | cookies, body, belongings(cast.ana) if writes.seen else None
        )
        transaction.set_rollback(True)
    return answer


def _body(response: HttpResponseBase) -> bytes:
    whole = b"".join(response) if response.streaming else getattr(response, "content", b"")
    if whole[:2] == b"PK":
        # What is packed is seen, too.
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    return bytes(whole)


def fields(cast: Cast, who: str, account: str) -> dict[str, Any]:
    """Everything that could name what is Ana's, in one form: references, owners, keys, her undo."""
    ids, ana = cast.ids, cast.ana
    return {
        "account": account, "entry_key": cast.keys[0], "version": 1, "undo": cast.sealed, "password": PASSWORD,
        "id": ids["sessions"], "pk": ids["sessions"], "session": ids["sessions"], "training_session": ids["sessions"],
        "symptom": ids["symptoms"], "period": ids["periods"], "pin": ids["pins"], "same_as": ids["sessions"], "again": ids["sessions"],
        "user": ana.pk, "user_id": ana.pk, "runner": ana.pk, "runner_id": ana.pk, "owner": ana.pk,
        "day": cast.day.isoformat(), "first_day": cast.day.isoformat(), "minutes": 44, "effort": 2, "place": "right-fibula_lower",
        "area": "fibula_lower", "side": "right", "moment": "worst", "severity": 1, "kind": "rest", "back": "day", "confirm": "on",
        "note": f"words of {who}", "session_id": ids["sessions"], "session_key": cast.keys[0], "symptom_id": ids["symptoms"], "next": f"/log/{cast.day}/",
    }  # fmt: skip


def questions(cast: Cast, who: str, method: str, address: Address) -> list[Question]:
    """What somebody asks at an address with a method: plainly, and with all that is Ana's posted along."""
    if method in ("GET", "HEAD", "OPTIONS"):
        query = urlencode({name: value for name, value in fields(cast, who, "").items() if name != "undo"})
        plain = Question(who, method, address.path)
        return [plain, Question(who, method, address.path, htmx=True), Question(who, method, f"{address.path}?{query}")]
    if method != "POST":
        return [Question(who, method, address.path, urlencode(fields(cast, who, cast.reached_from(who))).encode())]
    found = []
    for account in {cast.reached_from(who), cast.ana.badge}:
        sent = fields(cast, who, account)
        form, fresh = urlencode(sent).encode(), urlencode(sent | {"entry_key": uuid.uuid4()}).encode()
        found += [Question(who, method, address.path, form), Question(who, method, address.path, fresh, htmx=True),
                  Question(who, method, address.path, json.dumps(sent).encode(), "application/json")]  # fmt: skip
    return found


def complaints(cast: Cast, question: Question, address: Address, before: Any) -> list[str]:
    """What is wrong with what came of a stranger's question; empty when nothing is."""
    answer, found = ask(cast, question), []
    seen = _without_what_was_sent(cast, question, answer)
    leaked = sorted(mark for mark in cast.markers if mark in seen)
    if leaked:
        found.append(f"shows {', '.join(leaked)}")
    if answer.ana not in (None, before):
        found.append(f"changes {', '.join(label for label in before if answer.ana[label] != before[label])}")
    if question.who == "visitor" and not _is_turned_away(answer):
        found.append(f"lets a visitor in: {answer.status}")
    elif address.nobodys and question.who != "visitor":
        found += _as_if_it_were_not_there(cast, question, address, answer)
    return [f"{question}: {words}" for words in found]


def _without_what_was_sent(cast: Cast, question: Question, answer: Answer) -> str:
    # A form that is answered with itself holds the key that came with it: that tells nobody anything.
    sent, seen = unquote_plus(question.body.decode() + question.path), answer.seen.decode("utf-8", "replace")
    for value in (cast.keys[0], cast.ana.badge, cast.sealed):
        seen = seen.replace(value, "") if value in sent else seen
    return seen


def _is_turned_away(answer: Answer) -> bool:
    to = (
        answer.headers.get("HX-Redirect", "")
        if answer.status == 200 and not answer.body
        else answer.headers.get("Location", "")
    )
    return to.partition("?")[0] in DOORS or answer.status in (401, 403, 405)


def _as_if_it_were_not_there(cast: Cast, question: Question, address: Address, answer: Answer) -> list[str]:
    # Whoever asks for somebody else's row is told what they are told of a row that never was.
    other = ask(cast, Question(question.who, question.method, question.path.replace(address.path, address.nobodys),
                               question.body, question.kind, question.htmx))  # fmt: skip
    same = plainly(answer) == plainly(other)
    return (
        []
        if same and answer.status == other.status
        else [f"tells that the row is there ({answer.status}, {other.status})"]
    )


def plainly(answer: Answer) -> bytes:
    """An answer without what changes between any two, and without the number that was asked for."""
    seen = CHANGING.sub(b"", answer.seen)
    for number in (*NUMBERS.values(), NOBODYS):
        seen = seen.replace(str(number).encode(), b"")
    return seen
