"""Names of machines in the one form in which browsers send them: lower case, IDNA, IPv6 short and in brackets."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def canonical_host(name: str) -> str:
    """The form of a host that `Host` headers carry: `bücher.example` is `xn--bcher-kva.example`, `::1` is `[::1]`.

    Raises ValueError for what no browser could send or Django would refuse: an empty label, a wildcard, an underscore,
    a zone of an interface, a letter that browsers and the older IDNA encode differently (`ß`).
    """
    host = name.strip().lower().removesuffix(".")
    try:
        address = ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        pass
    else:
        return _address(address, name)
    ascii_host = host.encode("idna").decode("ascii")
    if not host.isascii() and ascii_host.encode("ascii").decode("idna") != host:
        raise ValueError(f"write {name!r} in the form that begins with xn--")
    labels = ascii_host.split(".")
    # A last label of digits makes a browser read the whole as an IPv4 address.
    if len(ascii_host) > 253 or not all(map(LABEL.fullmatch, labels)) or labels[-1].isdecimal():
        raise ValueError(f"{name!r} is no name of a host")
    return ascii_host


def is_loopback(host: str) -> bool:
    """Say whether a host name means this very machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _address(address: IPv4Address | IPv6Address, name: str) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    if address.scope_id:
        raise ValueError(f"{name!r} names an interface of one machine")
    return f"[{address.compressed}]"
