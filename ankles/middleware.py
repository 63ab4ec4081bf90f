"""What happens to every request: kept public pages, policies for browsers, closed by default."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from ankles import caching
from ankles.responses import Gone, site_context

GetResponse = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")),
        # The player keeps the screen on; passkeys come with accounts.
        "screen-wake-lock=(self)",
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
    ]
)


class PublicPages:
    """Answers a public page from this worker's shelf; renders and keeps it when it is not there.

    It stands outermost: what it keeps is the finished answer, with every header the inner layers set. It keeps only
    what a view marked with `public_page`, with status 200 and no cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.shelf = SHELF

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve one request."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        for look in caching.before_looking:
            look()
        stamp = caching.stamp()
        token = stamp.current().token
        kept = self.shelf.find(request, token)
        if kept is not None:
            return kept.response(request)
        response = self.get_response(request)
        params = getattr(response, "public_params", None)
        if params is None or not isinstance(response, HttpResponse):
            return response
        if response.cookies or "Set-Cookie" in response.headers:
            raise RuntimeError(f"The public page {request.path_info} would set a cookie.")
        page = caching.keep(response)
        cacheable = response.headers.get("Cache-Control") == caching.PUBLIC_CACHE_CONTROL
        # An edit that lands while this page is being rendered must not be hidden by it.
        if response.status_code == 200 and cacheable and stamp.current().token == token:
            answer = page.response(request)
            self.shelf.put(request, token, params, page)
            return answer
        if response.status_code == 200:
            return page.response(request)
        return response


class BrowserPolicies:
    """Sets the Permissions-Policy, and keeps private pages out of every cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers to one answer."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if not hasattr(response, "public_params") and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class GonePages:
    """Answers 410 with a page that leads on, where a view says that something was retired."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn `Gone` into its page; leave everything else alone."""
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


SHELF = caching.Shelf()
