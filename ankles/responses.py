"""How a view answers: a page of the site, or the part of it that htmx asked for."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ankles.jinja import blocks

# What a frame (templates/frames/) has room for.
BLOCKS: Final = ("head", "log", "said")
# A frame is the same for everybody who sees a title and a path; to make it anew is a fifteenth of Today (decision 0015). Some 6 kB each.
KEPT_FRAMES: Final = 100
ROOM: Final = re.compile(f"\0({'|'.join(BLOCKS)})\0")

Response = TypeVar("Response", bound=HttpResponseBase)


def site_context(**meta: Any) -> dict[str, Any]:
    """What base.html needs on a page that is no page of the guide: errors, the logbook."""
    head = {"title": "Ankles", "description": "", "path": "", "section": "", "robots": "noindex", "og_type": "website"}
    site = {
        "name": "Ankles",
        "url": settings.SITE_URL,
        "operator": settings.OPERATOR_NAME,
        "contact": settings.OPERATOR_CONTACT,
        "works_offline": settings.OFFLINE,
    }
    return {"meta": head | meta, "site": site}


class Gone(Exception):
    """What stood at this address was taken back on purpose; the message is its title."""


class MovedTo(Exception):
    """What stood at this address stands at another one for good; the message is its path."""


def whole_page(response: Response) -> Response:
    """The same answer, which tells htmx that it is a page of its own and not the part that it asked for."""
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "innerHTML"
    return response


def leave_for(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect. An htmx request is told to leave its page: a redirect would put the other page into a part of it."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks and not a page: it sends JSON, or takes nothing else."""
    return request.content_type == "application/json" or request.headers.get("Accept", "") == "application/json"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    part: str | None = None,
    status: int = 200,
    frame: str = "frames/logbook.html",
) -> HttpResponse:
    """A page of the logbook: the blocks of a Jinja2 template in Django's frame, the same for everybody.

    `part` names the block that is the whole answer to an htmx request that is no boost and no history restore. A script
    that sends a form and takes nothing but JSON gets what the page would say (`said_in_json`).
    """
    if request.method == "POST" and wants_json(request):
        return said_in_json(context, status)
    htmx = getattr(request, "htmx", None)
    if part and htmx and not htmx.boosted and not htmx.history_restore_request:
        # With its title, as a whole page has it: htmx takes it, so that no act's word outlives the next act.
        html = format_html("<title>{} · Ankles</title>", context["meta"]["title"])
        html += blocks(template, [part], context, request)[part]
    else:
        html = in_frame(frame, context, blocks(template, BLOCKS, context, request))
    response = HttpResponse(html, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def in_frame(frame: str, context: Mapping[str, Any], inner: Mapping[str, SafeString]) -> SafeString:
    """Finished blocks in a frame of Django's, of which `context` says `meta` and `site`, in values that can be hashed."""
    # With DEBUG an edit of a frame is seen at once.
    frame_in_pieces = _frame_in_pieces if settings.DEBUG else _kept_frame
    pieces = frame_in_pieces(frame, tuple(context["meta"].items()), tuple(context["site"].items()))
    # Every second piece is the name of a block.
    return mark_safe("".join([inner.get(piece, "") if place % 2 else piece for place, piece in enumerate(pieces)]))


def _frame_in_pieces(
    frame: str, meta: tuple[tuple[str, Hashable], ...], site: tuple[tuple[str, Hashable], ...]
) -> tuple[str, ...]:
    """A frame around nothing: markup, and between two pieces of it the name of the block that goes there."""
    room = {name: mark_safe(f"\0{name}\0") for name in BLOCKS}
    html = render_to_string(frame, {"meta": dict(meta), "site": dict(site), **room}, using="django")
    return tuple(ROOM.split(html))


_kept_frame = lru_cache(maxsize=KEPT_FRAMES)(_frame_in_pieces)


def said_in_json(context: Mapping[str, Any], status: int) -> JsonResponse:
    """What a page says of a form, for a script that sends one later than it was written.

    `saved` is true for what the logbook has, and for nothing else: a page that only asks again says false. `errors` are
    the reasons of a refusal in the page's own words.
    """
    said = context.get("said")
    if status < 400 and said:
        return JsonResponse({"saved": True, "said": said.words}, status=status)
    reasons = [context.get("fault"), context.get("told"), *(words for _, words in context.get("errors", ()))]
    if minutes := context.get("minutes_form"):
        reasons += [str(message) for messages in minutes.errors.values() for message in messages]
    errors = [str(words) for words in reasons if words]
    return JsonResponse({"saved": False, "errors": errors}, status=status if status >= 400 else 422)
