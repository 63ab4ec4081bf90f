"""The frame of a page of the logbook, made once and kept: head, masthead, navigation and foot are the same for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.html import escape

from ankles import compiled
from ankles.responses import page, site_context
from logbook.views.access import RunnersRequest

HOLE = "\x1d"  # a character that no template and no escaped text of ours holds


class Frame(NamedTuple):
    """What stands before the title, between title and content, between content and what is said, and after that."""

    head: str
    top: str
    middle: str
    foot: str


def framed(request: RunnersRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Like `page` with part "log", for a template with the partials `log` and `said` and no other block of its own."""
    htmx = request.htmx
    if settings.DEBUG or (htmx and not htmx.boosted and not htmx.history_restore_request):
        return page(request, template, context, part="log", status=status)
    meta, around = context["meta"], frame(context["meta"]["page"])
    log = compiled.render(f"{template}#log", context)
    said = compiled.render(f"{template}#said", context) if context.get("said") else ""
    html = "".join([around.head, escape(meta["title"]), around.top, log, around.middle, said, around.foot])
    response = HttpResponse(html, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


@lru_cache(maxsize=16)
def frame(here: str) -> Frame:
    """The frame with the entry `here` of the navigation marked."""
    context = site_context(title=HOLE, section="logbook", page=here) | {"hole": HOLE}
    return Frame(*render_to_string("logbook/frame.html", context).split(HOLE))
