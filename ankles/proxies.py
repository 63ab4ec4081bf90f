"""Which reverse proxies are believed when they say who asks and over which scheme."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from waitress.proxy_headers import proxy_headers_middleware

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def check_proxies(trusted_proxies: str) -> None:
    """Raise ValueError, with one line for the operator, when the proxies cannot be read."""
    behind_proxies(lambda environ, start_response: (), trusted_proxies)


def behind_proxies(application: WSGIApplication, trusted_proxies: str) -> WSGIApplication:
    """The application with the address and the scheme of the real client, as far as the proxies in front are trusted.

    `trusted_proxies`: "" trusts nobody and takes all forwarding headers away; "2" says that every request comes through
    two proxies, whatever their addresses; "10.0.0.5, 10.1.0.0/16" are the proxies' addresses or networks. Only
    X-Forwarded-For and X-Forwarded-Proto are read. Raises ValueError for anything else.
    """
    words = trusted_proxies.replace(",", " ").split()
    hops = int(words.pop()) if len(words) == 1 and words[0].isdecimal() else min(len(words), 1)
    networks = [ip_network(word) for word in words]
    headers = {"x-forwarded-for", "x-forwarded-proto"}
    plain: WSGIApplication = proxy_headers_middleware(application)
    believing: WSGIApplication = proxy_headers_middleware(application, "*", hops, headers)

    def known(address: str) -> bool:
        try:
            return any(ip_address(address.strip()) in network for network in networks)
        except ValueError:
            return False

    def choose(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not known(environ["REMOTE_ADDR"]):
            return plain(environ, start_response)
        if "HTTP_X_FORWARDED_FOR" in environ:
            chain = environ["HTTP_X_FORWARDED_FOR"].split(",")
            while len(chain) > 1 and known(chain[-1]):
                chain.pop()
            environ["HTTP_X_FORWARDED_FOR"] = ",".join(chain)
        return believing(environ, start_response)

    return choose if networks else believing if hops else plain
