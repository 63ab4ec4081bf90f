"""What somebody without an account sees who has a link to a runner's report.

GET is a door without facts: programs that look at links in a chat open nothing and count nothing. It is the same for a link
that is good, wrong, ended or taken back, and reads no table. POST opens: the token is the right, so no token against forgery
is asked for. `ankles.middleware.SharedPages` stands before all of it: no cookie is read or set, and what is answered says to
browsers that the address goes nowhere.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ankles.accounts import throttles
from ankles.responses import page, site_context
from logbook.report import sharing, sheet

FRAME = "frames/shared.html"


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, token: str) -> HttpResponse:
    """A door; behind it one report, while its link lasts."""
    if request.method != "POST":
        return _page(request, "door", "A page that somebody shares with you")
    try:
        throttles.try_link(request)
    except throttles.TooMany as many:
        response = _page(request, "too_many", "Too many at once", status=429)
        response.headers["Retry-After"] = str(many.limit.seconds)
        return response
    link = sharing.open_link(token, timezone.now())
    if link is None:
        return _page(request, "closed", "This link opens nothing", status=404)
    facts = sheet.what_it_prints(link.runner, link, link.chosen_places, link.runner.today())
    return page(request, "shared/report.html", site_context(title="A runner’s report") | facts, frame=FRAME)


def _page(request: HttpRequest, name: str, title: str, status: int = 200) -> HttpResponse:
    return page(request, f"shared/{name}.html", site_context(title=title), status=status, frame=FRAME)
