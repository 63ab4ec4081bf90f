"""How often something may be tried: wrong passwords by device, by network, by address; mails by address.

Each try takes a place in the cache for as long as it counts, and the cache says which of several that come at once has
it (`add`): no count is read and written back, whatever cache is in force. A place that was taken can be given back.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from ankles.accounts import known_devices

IPV6_NETWORK = 64
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 24 * 3600


@dataclass(frozen=True)
class Limit:
    """At most so many tries in so many seconds."""

    name: str
    most: int
    seconds: int


# Whoever was in before from this browser, and got in by a password, a passkey or a link.
KNOWN_DEVICE = Limit("log-in-known-device", 5, 5 * MINUTE_S)
# Everybody else. One network may not guess on at one address, nor at many; at one address from many networks the limit is
# wide: a narrow one would let a stranger shut the owner out from a new browser.
ADDRESS_FROM_NETWORK = Limit("log-in-address-and-network", 5, 5 * MINUTE_S)
NETWORK = Limit("log-in-network", 10, MINUTE_S)
ADDRESS = Limit("log-in-address", 100, HOUR_S)
# Right passwords count here, too: each costs the server as much as a wrong one.
HASHES_FOR_DEVICE = Limit("hashes-for-device", 30, MINUTE_S)
HASHES_FOR_NETWORK = Limit("hashes-for-network", 30, MINUTE_S)
# Who is logged in and writes the password again: nobody else's tries count.
PROOF = Limit("proof", 5, 5 * MINUTE_S)
# Links to a report, good and bad ones: several people of one practice may open theirs at once.
LINKS = Limit("links", 30, MINUTE_S)
# Mails that a stranger can have sent to somebody.
MAIL_SOON = Limit("mail", 1, 5 * MINUTE_S)
MAIL_DAY = Limit("mail-day", 6, DAY_S)


class TooMany(Exception):
    """A try that must not be let through. `limit` says which one it met."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit


class Tries:
    """Places that one try has taken."""

    def __init__(self) -> None:
        self._places: list[str] = []

    def take(self, limit: Limit, *whose: str) -> bool:
        """Take one of the places of `whose`; False when all are taken. Neither the cache nor its keys name anybody."""
        digest = salted_hmac(f"ankles.throttles.{limit.name}", "\n".join(whose), algorithm="sha256").hexdigest()
        first = secrets.randbelow(limit.most)
        for number in range(limit.most):
            place = f"try-{limit.name}-{digest}-{(first + number) % limit.most}"
            if cache.add(place, True, limit.seconds):
                self._places.append(place)
                return True
        return False

    def give_back(self) -> None:
        """The try does not count: it was right, or not let through."""
        for place in self._places:
            cache.delete(place)
        self._places.clear()


def try_log_in(request: HttpRequest, email: str) -> Tries:
    """Count a try at an address. Raises TooMany when the password must not be looked at.

    Somebody unknown and somebody who has an account are counted alike.
    """
    network, device = (
        network_to_slow(request.META.get("REMOTE_ADDR", "")),
        known_devices.device_of(request, email),
    )
    if device:
        return _taken([(HASHES_FOR_DEVICE, device)], [(KNOWN_DEVICE, device)])
    limits = [(ADDRESS_FROM_NETWORK, f"{email} {network}"), (NETWORK, network), (ADDRESS, email)]
    return _taken([(HASHES_FOR_NETWORK, network)], limits)


def try_proof(request: HttpRequest) -> Tries:
    """Count a try of somebody who is logged in to prove that they still are the one. Raises TooMany."""
    return _taken([], [(PROOF, request.session.session_key or "")])


def try_link(request: HttpRequest) -> None:
    """Count the opening of a link to a report. Raises TooMany."""
    _taken([(LINKS, network_to_slow(request.META.get("REMOTE_ADDR", "")))], [])


@contextmanager
def try_mail(kind: str, email: str, limits: tuple[Limit, ...] = (MAIL_SOON, MAIL_DAY)) -> Iterator[bool]:
    """Whether another mail of a kind may go to an address now. One that fails to leave does not count."""
    try:
        tries = _taken([], [(limit, f"{kind} {email}") for limit in limits])
    except TooMany:
        yield False
        return
    try:
        yield True
    except BaseException:
        tries.give_back()
        raise


def network_to_slow(address: str) -> str:
    """The network of a client: whoever has one address of IPv6 has a whole /64 of them."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network(f"{found}/{IPV6_NETWORK}", strict=False))
    return str(found)


def _taken(for_good: list[tuple[Limit, str]], returned: list[tuple[Limit, str]]) -> Tries:
    """Take a place under each limit, or none of `returned`; only those can be given back. Raises TooMany."""
    tries = Tries()
    for limit, whose in returned:
        if not tries.take(limit, whose):
            tries.give_back()
            raise TooMany(limit)
    for limit, whose in for_good:
        if not Tries().take(limit, whose):
            tries.give_back()
            raise TooMany(limit)
    return tries
