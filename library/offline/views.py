"""What the worker asks for: the page that stands in for others, the list of all, the guide in parts, words to search."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import resolve, reverse

from ankles import caching
from ankles.caching import public_page
from ankles.responses import Gone, MovedTo
from library.meta import PageMeta
from library.offline import addresses, words
from library.search import INDEX_IN_FORCE
from library.views import respond

Facts = dict[str, Any]


@public_page()
def offline(request: HttpRequest) -> HttpResponse:
    """What stands where a page cannot be had: what is on this phone, and how all of it comes there."""
    head = PageMeta(
        title="Without a network",
        description="Keep the guide on this phone, and read, search and play it where there is no network.",
        path=reverse("library:offline"),
        robots="noindex",
    )
    return respond(request, "library/offline.html", head)


@public_page()
def offline_list(request: HttpRequest) -> HttpResponse:
    """Every address that a phone keeps, in how many parts they come, what they weigh, and of which edition they are."""
    pages = addresses.kept_addresses()
    edition = addresses.edition()
    parts, about = len(addresses.in_parts(pages)), addresses.about_bytes(pages)
    return JsonResponse({"edition": edition, "parts": parts, "bytes": about, "pages": pages})


@public_page()
def offline_part(request: HttpRequest, number: int) -> HttpResponse:
    """Part `number` of the guide, from 1: its pages as they are under their own addresses."""
    edition = addresses.edition()
    parts = addresses.in_parts(addresses.kept_addresses())
    if not 1 <= number <= len(parts):
        raise Http404
    pages = [page for path in parts[number - 1] if (page := _page(request, path))]
    return JsonResponse({"edition": edition, "pages": pages})


@public_page()
def offline_words(request: HttpRequest) -> HttpResponse:
    """What a phone searches in by itself."""
    return JsonResponse(words.compact(INDEX_IN_FORCE.get()))


def _page(request: HttpRequest, address: str) -> Facts | None:
    """A page as its own view makes it; None where it has gone meanwhile."""
    path, _, query = address.partition("?")
    asked = copy(request)
    asked.path = asked.path_info = path
    asked.META = request.META | {"QUERY_STRING": query}
    asked.GET = QueryDict(query)
    view, arguments, named = resolve(path)
    try:
        answer = view(asked, *arguments, **named)
    except (Http404, Gone, MovedTo):
        return None
    kept = caching.KeptPage.from_response(answer)
    return {"path": address, "type": kept.headers["Content-Type"], "mark": kept.etag, "text": kept.body.decode()}
