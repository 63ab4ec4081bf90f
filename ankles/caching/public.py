"""Marking a view as public: the same bytes for everyone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from ankles.caching.page import query_read

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

PUBLIC_CACHE_CONTROL = "public, max-age=0, s-maxage=60, must-revalidate"


def public_page(*params: str) -> Callable[[View[P]], View[P]]:
    """Mark a view as public: no log-in, GET and HEAD only, the same bytes for everyone.

    `params` names the query parameters that the page depends on. The view sees these and no others: what it is given is
    what the page is kept under, so that one reader's address never makes another reader's page, and a page with a
    stranger's tracking parameters is still the one page.
    """

    def decorate(view: View[P]) -> View[P]:
        @login_not_required
        # Nothing is ever posted here: an attempt is 405 for everybody, not a lesson about tokens.
        @csrf_exempt
        @require_safe
        @wraps(view)
        def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            query = query_read(request, params)
            request.GET, request.META["QUERY_STRING"] = QueryDict(query), query
            # Nor any cookie: Django answers one that can be none of its own (`ankles=x`) by taking it back or by
            # giving another, and whoever carried such a thing around read nothing but errors.
            request.COOKIES = {}
            request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
            response = view(request, *args, **kwargs)
            if "Cache-Control" not in response.headers:
                response.headers["Cache-Control"] = PUBLIC_CACHE_CONTROL
            response.public_params = params  # type: ignore[attr-defined]  # read by PublicPages, one layer up
            return response

        wrapped.public_params = params  # type: ignore[attr-defined]  # what a view depends on can be asked
        return cast("View[P]", wrapped)

    return decorate
