"""Pages about the site itself: health, robots, the manifest, and what is shown when something goes wrong."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from ankles import scripts
from ankles.caching import public_page
from ankles.hosts import is_loopback
from ankles.proxies import FORWARDED
from ankles.readiness import READINESS
from ankles.request_ids import CURRENT
from ankles.responses import site_context

# The RFC wants less than a year; a copy that is kept for a day is still far from its end.
SECURITY_TXT_LASTS: Final = timedelta(days=180)
WORKERS: Final = Path(settings.BASE_DIR) / "ankles" / "static" / "ankles" / "js" / "offline"


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this worker answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when this worker can do its work, 503 when not; which part of it cannot, to whoever asks on this machine."""
    found = READINESS.look()
    ready = not any(found.values())
    text = "ready\n" if ready else "not ready\n"
    if is_loopback(request.META.get("REMOTE_ADDR", "")) and not request.META.get(FORWARDED):
        text = "".join(f"{name}: {wrong or 'ok'}\n" for name, wrong in found.items())
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, content_type="text/plain", headers=headers, status=200 if ready else 503)


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where somebody who found a hole writes (RFC 9116). It is none of the kept pages: it must never have expired."""
    contact = settings.OPERATOR_CONTACT
    if not contact:
        raise Http404
    expires = datetime.combine(timezone.now().date() + SECURITY_TXT_LASTS, time.min, UTC)
    lines = [f"Contact: {contact.href}", f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: en"]
    if settings.SITE.secure:  # the RFC knows no other scheme
        lines.append(f"Canonical: {settings.SITE_URL}/.well-known/security.txt")
    headers = {"Cache-Control": "public, max-age=86400"}
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8", headers=headers)


@public_page()
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may fetch: the guide. Private parts and searches are named so that they are not tried."""
    lines = ["User-agent: *", "Disallow: /accounts/", "Disallow: /admin/", "Disallow: /search/?", "",
             f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]  # fmt: skip
    return HttpResponse("\n".join(lines), content_type="text/plain")


@public_page()
def worker(request: HttpRequest) -> HttpResponse:
    """The worker that keeps the guide on a phone; where OFFLINE=false the one that takes it off again.

    A browser asks for it at every visit, past its own cache, and hears 304 while it is the same. No other cache keeps it:
    a broken worker must be gone the moment that a better one is here.
    """
    text = scripts.without_comment_lines(
        (WORKERS / ("worker.js" if settings.OFFLINE else "removing.js")).read_text(encoding="utf-8")
    )
    headers = {"Cache-Control": "public, no-cache"}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


@public_page()
def manifest(request: HttpRequest) -> HttpResponse:
    """The site as something a phone can put on its home screen."""
    icons = [
        {"src": static(f"ankles/img/{name}"), "sizes": size, "type": "image/png", "purpose": purpose}
        for name, size, purpose in (
            ("icon-192.png", "192x192", "any"),
            ("icon-512.png", "512x512", "any"),
            ("maskable-512.png", "512x512", "maskable"),
        )
    ]
    data: dict[str, Any] = {
        "id": "/",
        "name": "Ankles",
        "short_name": "Ankles",
        "description": "A field guide to your own ankles, for runners.",
        "lang": "en-GB",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#FAF5EA",
        "theme_color": "#FAF5EA",
        "icons": icons,
        "shortcuts": [
            {"name": "Today", "url": "/log/"},
            {"name": "Play the usual", "url": "/log/usual/"},
            {"name": "Search", "url": "/search/"},
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json")


@public_page()
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for this address whatever a page says."""
    response = HttpResponseRedirect(static("ankles/img/favicon.ico"))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 as a page that leads on."""
    return _error("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 as a page that leads on."""
    return _error("403.html", 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was sent without its token; says how to send it again."""
    return _error("403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 as a page that leads on."""
    return _error("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without the database and without anything of the request."""
    return HttpResponse(get_template("500.html").render({"request_id": CURRENT.get()}), status=500)


def _error(template: str, status: int) -> HttpResponse:
    return render(None, template, {"request_id": CURRENT.get()} | site_context(), status=status)
