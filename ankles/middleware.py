"""What happens to every request: kept public pages, policies for browsers, closed by default."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

import brotli
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from ankles import caching
from ankles.proxies import NEVER_REDIRECTED
from ankles.reachable import KEEPER
from ankles.resend_after_login import logged_out
from ankles.responses import Gone, MovedTo, leave_for, site_context, wants_json

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# What the site uses, the screen kept on and passkeys, is a page's own without being named here: these are 0.1 kB a page.
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb"))
# What is said to pages, and what only serves to ask whether a file has changed.
NEEDLESS_ON_FILES = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "ETag",
    "Last-Modified",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Frame-Options",
)


CSP = "Content-Security-Policy"
# Nothing below these is ever public: nobody looks for it in memory or on the disk.
SHARED = "/shared/"
PRIVATE = ("/log/", "/accounts/", "/admin/", SHARED)


class PublicPages:
    """Answers a public page from this worker's memory or the disk; renders and keeps it when it is not there.

    It stands outermost: what it keeps is the finished answer, with every header the inner layers set. It keeps only
    what a view marked with `public_page`, with status 200 and no cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.in_memory = PAGES_IN_MEMORY
        self.on_disk = PAGES_ON_DISK

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve one request: from memory, from disk, or rendered."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        if not KEEPER.runs:  # in a worker of the server it does this: a kept page asks no database
            for look in caching.before_looking:
                look()
        if request.path_info.startswith(PRIVATE):
            return self.get_response(request)
        token = caching.content_version_file().current().token
        kept = self.in_memory.page_for(request, token)
        if kept is None and (read := self.on_disk.page_for(request, token)):
            kept, params = read
            self.in_memory.add(request, token, params, kept)
        return kept.response(request) if kept else self.render(request, token)

    def render(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Have the page made, and keep it when it is public."""
        response = self.get_response(request)
        params = getattr(response, "public_params", None)
        if params is None or not isinstance(response, HttpResponse) or response.status_code != 200:
            return response
        if response.cookies or "Set-Cookie" in response.headers:
            raise RuntimeError(f"The public page {request.path_info} would set a cookie.")
        if "cookie" in response.headers.get("Vary", "").lower():
            raise RuntimeError(f"The public page {request.path_info} looked at who is reading.")
        page = caching.KeptPage.from_response(response)
        cacheable = response.headers.get("Cache-Control") == caching.PUBLIC_CACHE_CONTROL
        # An edit that lands while this page is being rendered must not be hidden by it.
        if cacheable and caching.content_version_file().current().token == token:
            self.in_memory.add(request, token, params, page)
            self.on_disk.add(request, token, params, page)
        return page.response(request)


class SharedPages:
    """What a runner shares by a link is read without a cookie, sets none, and goes nowhere else: neither its address nor
    its words. It stands outside all that reads a cookie, so that a runner's own log-in changes nothing of it.
    """

    headers: Final = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on as nobody's; every answer below the address is marked, errors and redirects, too."""
        if not request.path_info.startswith(SHARED):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        if response.cookies or "Set-Cookie" in response.headers:
            raise RuntimeError("A page that is read by a link would set a cookie.")
        for name, value in self.headers.items():
            response.headers[name] = value
        return response


class HostOfProbes:
    """Answers /healthz and /readyz whatever host they are asked for: whoever watches the site asks by address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Call the host by the site's own name; the answers of both do not depend on it."""
        if request.path_info.strip("/") in NEVER_REDIRECTED:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
        return self.get_response(request)


class FilesForGood:
    """Takes off scripts and stylesheets that never change what they have no use for: 0.14 kB of each, and a first visit of
    the player asks for 17 of them. Their type, `nosniff` and that they come over TLS alone stay.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the answer with its name's hash in the address goes out with fewer headers."""
        response = self.get_response(request)
        is_for_good = response.headers.get("Cache-Control", "").endswith("immutable")
        if is_for_good and request.path_info.startswith((settings.STATIC_URL, "/figures/")):
            for name in NEEDLESS_ON_FILES:
                del response.headers[name]
        return response


class BrowserPolicies:
    """Sets the Permissions-Policy, and keeps private pages out of every cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers to one answer."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # django-csp writes its directives in the order of a set, which differs between processes.
        if policy := response.headers.get(CSP):
            response.headers[CSP] = "; ".join(sorted(policy.split("; ")))
        if not hasattr(response, "public_params") and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response


# Whose pages are compressed with padding: the logbook's, and what is shown of it by a link.
PADDED = {"logbook", "shared"}


class PrivateCompression(GZipMiddleware):
    """Compresses the pages of the logbook, with padding of a random length (docs/decisions/0006-compress-private-pages.md).

    Public pages are compressed once and kept by `PublicPages`; files are compressed when they are collected. Pages that
    say back what stands in an address (the desk's search, the log-in) are sent as they are.
    """

    # Brotli at half of what gzip's quickest costs, and as small; 2 packs Today a kilobyte smaller for twice the time.
    # Shorter answers are not worth it.
    quality, least_bytes = 1, 200

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress an answer where that is wanted and safe."""
        match, kind = request.resolver_match, response.headers.get("Content-Type", "")
        if match is None or not PADDED.intersection(match.app_names) or not isinstance(response, HttpResponse):
            return response
        if kind.startswith("text/html") and len(response.content) >= self.least_bytes and self._takes_brotli(request):
            return self._brotli(response)
        return (
            super().process_response(request, response)
            if kind.startswith(("text/html", "application/json"))
            else response
        )

    @staticmethod
    def _takes_brotli(request: HttpRequest) -> bool:
        return caching.best_encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")) == "br"

    def _brotli(self, response: HttpResponse) -> HttpResponse:
        # A comment as long as chance will have it: the length of the answer must not tell what is in it.
        padding = f"<!--{secrets.token_urlsafe(secrets.randbelow(self.max_random_bytes))}-->"
        response.content = brotli.compress(response.content + padding.encode(), quality=self.quality)
        response.headers["Content-Encoding"] = "br"
        response.headers["Content-Length"] = str(len(response.content))
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


class GonePages:
    """Answers 410 with a page that leads on, where a view says that something was retired; 301 where it moved."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn `Gone` into its page and `MovedTo` into a redirect; leave everything else alone."""
        if isinstance(exception, MovedTo):
            # A page may be called by its old name again: no browser is to remember this longer than a page.
            return HttpResponsePermanentRedirect(
                str(exception), headers={"Cache-Control": caching.PUBLIC_CACHE_CONTROL}
            )
        if isinstance(exception, Gone):
            return render(None, "410.html", {"title": str(exception), **site_context()}, status=410)
        return None


class ClosedByDefault(LoginRequiredMiddleware):
    """Every view asks for a log-in unless it says otherwise.

    Django's own middleware looks at the user first, which loads the session and puts `Vary: Cookie` on every public
    page; this one asks the view first.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Let public views through without asking who is there."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(  # type: ignore[override]  # a script hears 401, which is no redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Lead to the one door of the site. A script that wants data hears 401."""
        if wants_json(request):
            return logged_out(request)
        return leave_for(request, redirect_to_login(request.get_full_path()).headers["Location"])


PAGES_IN_MEMORY = caching.PagesInMemory()
PAGES_ON_DISK = caching.PagesOnDisk(Path(settings.DATA_DIR) / "pages")
