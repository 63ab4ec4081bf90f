"""Links to a report: made, opened, taken back. Whoever has the token of one has the right to read it while it lasts.

The token is 128 random bits. It stands in the link and nowhere else: the table has its SHA-256, by which it is looked up, so
that neither the table nor the time that a look-up takes tells anything about a token that is not known whole.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ankles.accounts.models import User
from logbook.models import LISTED_FOR, ShareLink, Sheet
from logbook.report import choosing
from logbook.trends import reading

TOKEN_BYTES: Final = 16
# What a runner chooses from, and what is chosen beforehand: a link must end, and two weeks are from one appointment to
# the next.
LASTS_DAYS: Final = (1, 7, 14, 30)
USUAL_DAYS: Final = 14
# Nobody keeps track of more; a script that makes them stops here.
MOST_LINKS: Final = 10


class TooManyLinks(Exception):
    """The runner has as many links as one can have; one must be taken back first."""


@dataclass(frozen=True)
class ListedLink:
    """A link as its owner's list has it. The token is not known any more."""

    link: ShareLink
    has_ended: bool


def make_link(runner: User, sheet: Sheet, days: int, now: datetime) -> str:
    """A new link to what a sheet shows, for so many days; returns its token, which nobody can be told again.

    Call it inside the transaction of the sending. Raises TooManyLinks.
    """
    if runner.share_links.good_at(now).count() >= MOST_LINKS:
        raise TooManyLinks
    token = secrets.token_urlsafe(TOKEN_BYTES)
    says = sheet.says() | {"places": [place.code for place in choosing.places_of(sheet, reading.what_there_is(runner))]}
    runner.share_links.create(digest=digest_of(token), made_at=now, ends_at=now + timedelta(days=days), **says)
    return token


def open_link(token: str, now: datetime) -> ShareLink | None:
    """The link of a token, counted as opened now; None alike for one that is wrong, has ended, or was taken back."""
    found = ShareLink.objects.hashed(digest_of(token)).good_at(now)
    # Looked up before anything is written: whoever tries made-up tokens keeps no runner from writing.
    link: ShareLink | None = found.with_runner().first()
    return link if link and found.open(now) else None


def links_of(runner: User, now: datetime) -> list[ListedLink]:
    """A runner's links, the newest first; those that ended longer ago than they are listed are not among them."""
    found = runner.share_links.newest_first()
    return [ListedLink(link, link.ends_at <= now) for link in found if link.ends_at > now - LISTED_FOR]


def forget_ended(now: datetime) -> None:
    """Delete the links of everybody that ended longer ago than they are listed."""
    ShareLink.objects.ended_before(now - LISTED_FOR).delete()


def digest_of(token: str) -> str:
    """What a row keeps of a token: its SHA-256, 64 hexadecimal digits. A token that was made up may be any text."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
