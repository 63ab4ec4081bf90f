"""Whom readers reach: the operator's e-mail or web address, read once, so that nothing else has to tell the two apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import iri_to_uri

from ankles.hosts import canonical_host


@dataclass(frozen=True)
class Contact:
    """An address as it is printed, and what a link to it leads to. Both are empty when nobody can be reached."""

    words: str = ""
    href: str = ""
    is_email: bool = False

    def __bool__(self) -> bool:
        return bool(self.words)

    def __str__(self) -> str:
        return self.words

    @property
    def email(self) -> str:
        """The e-mail address; empty for a web address."""
        return self.words if self.is_email else ""


def contact_from(value: str) -> Contact:
    """Read one e-mail address or one http(s) address; "" is nobody.

    Raises ValueError, with one line for the operator, for anything else: two addresses, a name beside the address, a
    telephone number. `mailto:` before an e-mail address is understood.
    """
    text = value.strip()
    if not text:
        return Contact()
    refused = ValueError(
        f"{value!r} is neither one e-mail address such as hello@ankles.example nor one web address such as "
        "https://ankles.example/contact"
    )
    if re.search(r"[\s<>\"\x00-\x1f\x7f]", text):
        raise refused
    if re.match(r"(?i)https?:", text):
        try:
            parts = urlsplit(text)
            parts.port  # noqa: B018 (raises ValueError when it is no number)
            canonical_host(parts.hostname or "")
        except ValueError as error:
            raise refused from error
        if not text.lower().startswith(f"{parts.scheme}://") or parts.username is not None:
            raise refused
        return Contact(text, iri_to_uri(text))
    email = re.sub(r"(?i)^mailto:", "", text)
    try:
        validate_email(email)
    except ValidationError as error:
        raise refused from error
    # In a mailto address `?`, `&`, `%` and `#` would mean something else (RFC 6068).
    return Contact(email, f"mailto:{quote(email, safe='@+')}", is_email=True)
