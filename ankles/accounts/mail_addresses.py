"""One form of an e-mail address for one mailbox, and whether mail can reach it at all."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST_LOCAL = 64  # octets before the @ (RFC 5321, section 4.5.3.1.1)
NO_ACCENTS = (
    "Mail cannot be sent to letters such as é or ü before the @. Write your address as your mail provider spells it "
    "without them, or use another."
)
UNREACHABLE = "No mail can reach this address. Write one like name@example.org."
# Letters that domains have had since 2010 (RFC 5892, section 2.6) and that Python, and with it Django's mail, still takes for
# others: mail to straße.example would go to strasse.example. The joiners are left out.
KEPT_APART = set("ßς")
# Names that no mail server of the world has (RFC 6761); a name without a dot has none either.
NOWHERE = ("invalid", "localhost")


def canonical_address(text: str) -> str:
    """The form that is kept: lower case, accents composed, the domain as mail is sent to it, read back into letters.

    What is no address comes back in lower case; whoever calls this checks it.
    """
    plain = unicodedata.normalize("NFC", text.strip().lower())
    local, at, domain = plain.rpartition("@")
    return f"{local}{at}{_domain(domain)}" if at else plain


def _domain(name: str) -> str:
    if set(name) & KEPT_APART:
        labels = [f"xn--{label.encode('punycode').decode()}" if set(label) & KEPT_APART else label
                  for label in name.split(".")]  # fmt: skip
        name = ".".join(labels)
    try:
        # What Django puts on the envelope.
        ascii_name = name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return name
    try:
        return ascii_name.encode("ascii").decode("idna")
    except UnicodeError:
        return ascii_name


def check_reachable(address: str) -> None:
    """Refuse what is no address, and one that no mail can reach. Takes the canonical form. Raises ValidationError."""
    local, _, domain = address.rpartition("@")
    if local and not local.isascii():
        raise ValidationError(NO_ACCENTS, code="accents")
    validate_email(address)
    last = domain.rpartition(".")[2]
    nowhere = "." not in domain or last in NOWHERE or last.isdigit() or domain.startswith("[")
    if nowhere or len(local) > LONGEST_LOCAL or not local.isprintable() or not _has_ascii_name(domain):
        raise ValidationError(UNREACHABLE, code="unreachable")


def _has_ascii_name(domain: str) -> bool:
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return True
