"""A browser in which the password was given a moment ago, and what its pages say."""

from __future__ import annotations

import html
import io
import re
import time
import uuid
from typing import Any

from allauth.account.internal.flows import login
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from ankles.accounts.models import User


def in_again(runner: User, ago_s: float = 0) -> Client:
    """Logged in, with the password given again so many seconds ago."""
    client = Client()
    client.force_login(runner)
    session = client.session
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(runner.pk)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - ago_s, "reauthenticated": True}
    ]
    session.save()
    return client


def words(response: Any) -> str:
    """What a page says in its middle, without marks."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def body(response: Any) -> bytes:
    """What was sent, to its end; that closes the file behind it."""
    return b"".join(response)


def hidden(response: Any) -> dict[str, str]:
    """The hidden fields of the first form of a page, but for its token."""
    found = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', response.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def upload(
    client: Client, runner: User, file: io.BytesIO | bytes, name: str = "ankles.zip", **other: Any
) -> HttpResponse:
    """Send a file to be looked at."""
    content = file if isinstance(file, bytes) else file.getvalue()
    fields = {"entry_key": str(uuid.uuid4()), "account": runner.badge} | other
    return client.post("/log/data/import/", fields | {"file": SimpleUploadedFile(name, content)})
