"""Which reverse proxies are believed when they say who asks and over which scheme."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from waitress.proxy_headers import proxy_headers_middleware

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger("ankles.proxies")
FOR, PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"
REQUEST_ID = "HTTP_X_REQUEST_ID"
# Set in a request that came through a proxy, believed or not: its address may be that of a proxy on this machine.
FORWARDED = "ankles.forwarded"
# What a probe on the machine itself asks for, past the proxy (settings.SECURE_REDIRECT_EXEMPT).
NEVER_REDIRECTED = ("healthz", "readyz")
SIGNS = (FOR, PROTO, "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")


def check_proxies(trusted_proxies: str) -> None:
    """Raise ValueError, with one line for the operator, when the proxies cannot be read."""
    behind_proxies(lambda environ, start_response: (), trusted_proxies)


def behind_proxies(application: WSGIApplication, trusted_proxies: str, *, https: bool = False) -> WSGIApplication:
    """The application with the address and the scheme of the real client, as far as the proxies in front are trusted.

    `trusted_proxies`: "" trusts nobody and takes all forwarding headers away; "2" says that every request comes through
    two proxies, whatever their addresses; "10.0.0.5, 10.1.0.0/16" are the proxies' addresses or networks. Only
    X-Forwarded-For, X-Forwarded-Proto and X-Request-ID are read. Raises ValueError for anything else. With `https`, the site's own
    scheme, what would make every page redirect to itself is said once in the log.
    """
    words = trusted_proxies.replace(",", " ").split()
    hops = int(words.pop()) if len(words) == 1 and words[0].isdecimal() else min(len(words), 1)
    networks = [ip_network(word) for word in words]
    plain: WSGIApplication = proxy_headers_middleware(application)
    believing: WSGIApplication = proxy_headers_middleware(application, "*", 1, {"x-forwarded-for", "x-forwarded-proto"})
    said = not https

    def known(address: str) -> bool:
        try:
            return any(ip_address(address.strip()) in network for network in networks)
        except ValueError:
            return False

    def choose(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        nonlocal said
        peer = environ["REMOTE_ADDR"]
        trusted = known(peer) if networks else bool(hops)
        if not said and (warning := _why_it_redirects(environ, trusted)):
            said = True
            logger.warning(warning, peer)
        if any(sign in environ for sign in SIGNS):
            environ[FORWARDED] = "1"
        if not trusted:
            environ.pop(REQUEST_ID, None)  # a name of the log's lines: strangers give none
            return plain(environ, start_response)
        chain = [_address_in(word) for word in environ.pop(FOR, "").split(",")]
        if networks:
            while len(chain) > 1 and known(chain[-1]):
                chain.pop()
        # Who it is, is not known where a proxy says "unknown": then it is the proxy that asks.
        client = chain[-1] if networks else chain[-hops:][0]
        scheme = _scheme_in(environ.pop(PROTO, ""))
        environ |= ({FOR: client} if client else {}) | ({PROTO: scheme} if scheme else {})
        return believing(environ, start_response)

    return choose


def _address_in(word: str) -> str:
    """The address in one word of X-Forwarded-For, without quotes, brackets and port; "" when there is none."""
    text = word.strip().strip('"')
    text = text[1:].partition("]")[0] if text.startswith("[") else text
    text = text.partition(":")[0] if text.count(":") == 1 else text
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


def _scheme_in(said: str) -> str:
    """The scheme in X-Forwarded-Proto; "" when there is none. Where several proxies each wrote theirs, the first stands
    for what the reader asked with, as Django reads it; who lies about it has only themselves redirected, or not."""
    scheme = said.partition(",")[0].strip().strip('"').lower()
    return scheme if scheme in ("http", "https") else ""


def _why_it_redirects(environ: WSGIEnvironment, trusted: bool) -> str:
    """What an operator should hear about a request that will be sent to https again and again; "" when it will not."""
    if environ.get("PATH_INFO", "").strip("/") in NEVER_REDIRECTED:
        return ""
    if trusted:
        if _scheme_in(environ.get(PROTO, "")):
            return ""
        return "The proxy at %s does not say how it was asked; let it send X-Forwarded-Proto, or pages redirect to themselves."
    if _scheme_in(environ.get(PROTO, "")) != "https":
        return ""
    return (
        "Somebody at %s asks for a reader who came by https, and is not believed, so that pages redirect to themselves. "
        "If that is your proxy, put its address into TRUSTED_PROXIES."
    )
