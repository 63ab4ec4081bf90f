"""What somebody wrote is not lost when their log-in has ended: it goes through the log-in in the page itself.

A form that arrives from nobody is answered with the log-in, which carries its fields along as hidden ones: never in an
address, a session or a log. After logging in they are offered again, to the same path, in the same account. Files cannot
be carried by a page. The editor's desk shares this, and offers what was written on a page of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ankles import views
from ankles.responses import site_context, wants_json, whole_page

# The fields of an unsent form go through the pages of the log-in under these names: forms on pages that an earlier
# release made have them, so they stay.
UNSENT_PREFIX = "held-"
FILES_FIELD = "held_files"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)

RESENT_APPS = ("logbook",)
RESENT_PAGES = ("profile",)
# To erase or to export is decided anew, not sent again.
NOT_RESENT = ("logbook:erasure", "logbook:export")

# What an app says of a form of its own, from the day of its page, today, and its fields; the app puts it here when it is ready.
WORDS_OF_APPS: dict[str, Callable[[date | None, date, Iterable[tuple[str, str]]], list[tuple[str, str]]]] = {}

GetResponse = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True)
class UnsentForm:
    """A form on its way: where it goes, what it says field by field, and whether a file was left behind."""

    to: str
    fields: tuple[tuple[str, str], ...]
    files: bool = False

    @property
    def account(self) -> str:
        """The badge of the account that it was written in; empty when it does not say."""
        return dict(self.fields).get("account", "")


def fields_of(request: HttpRequest, prefix: str) -> list[tuple[str, str]]:
    """What a form sent, field by field, but for its token; only fields that begin with a prefix, and without it."""
    return [
        (name.removeprefix(prefix), str(value))
        for name, values in request.POST.lists()
        for value in values
        if name.startswith(prefix) and name != TOKEN
    ]


def unsent_form_of(request: HttpRequest) -> UnsentForm | None:
    """What is on its way through this request: put there by `ResendAfterLogin`, or carried by the form of a log-in page."""
    unsent: UnsentForm | None = getattr(request, "unsent_form", None)
    if unsent or request.method != "POST":
        return unsent
    fields, to = fields_of(request, UNSENT_PREFIX), request.POST.get("next", "")
    return UnsentForm(to, tuple(fields), FILES_FIELD in request.POST) if fields and may_be_sent_to(to) else None


def is_resent_page(match: ResolverMatch | None) -> bool:
    """Whether forms of the page at an address are kept: the logbook's, the runner's own settings, the desk's."""
    if match is None or match.view_name in NOT_RESENT:
        return False
    return match.view_name in RESENT_PAGES or bool(set(match.app_names) & set(RESENT_APPS)) or is_desk(match)


def is_desk(match: ResolverMatch | None) -> bool:
    """Whether a page is one of the desk's on which an editor writes."""
    name = match.view_name if match else ""
    return name.startswith("admin:library_") and name.endswith(("_add", "_change", "_draft"))


def may_be_sent_to(to: str) -> bool:
    """Whether what was not sent may be offered to an address: a path of ours whose forms are kept."""
    if not to.startswith("/") or not url_has_allowed_host_and_scheme(to, None):
        return False
    try:
        return is_resent_page(resolve(to))
    except Resolver404:
        return False


class ResendAfterLogin:
    """Answers a form of a runner that comes from nobody with a log-in that carries its fields along.

    It stands after AuthenticationMiddleware and before ClosedByDefault, which would send the runner away without them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Keep the fields of a form; leave everything else alone."""
        if request.method != "POST" or not getattr(view, "login_required", True):
            return None
        if not is_resent_page(request.resolver_match) or request.user.is_authenticated:
            return None
        return log_in_first(request)


def log_in_first(request: HttpRequest) -> HttpResponseBase:
    """The answer to a form from nobody: the log-in page with what was written, 403; for a script's JSON a bare 401."""
    if wants_json(request):
        return logged_out(request)
    response = log_in_page(request, UnsentForm(request.path, tuple(fields_of(request, "")), bool(request.FILES)))
    response.status_code = 403
    return whole_page(response)


def log_in_page(request: HttpRequest, unsent: UnsentForm) -> HttpResponseBase:
    """The log-in with what is not sent yet, as the answer to a form."""
    request.unsent_form, request.method = unsent, "GET"  # type: ignore[attr-defined]  # ours, on a request
    log_in = reverse("account_login")
    response: HttpResponseBase = resolve(log_in).func(request)
    if isinstance(response, TemplateResponse):
        response = response.render()
    return response


def logged_out(request: HttpRequest) -> JsonResponse:
    """401 for a script that asks for data or sends some: it keeps what it has, and asks the runner to log in."""
    return JsonResponse({"log_in": reverse("account_login")}, status=401)


def offer_to_resend(request: HttpRequest, unsent: UnsentForm) -> HttpResponse:
    """What was not sent, to send with one press: to whoever wrote it, and to nobody else. What was written at the desk is any
    editor's to send."""
    at_desk = is_desk(resolve(unsent.to))
    if at_desk and admin.site.has_permission(request):
        title = "What you wrote is kept"
        page = render(
            request, "admin/library/resend.html", admin.site.each_context(request) | {"title": title, "unsent": unsent}
        )
    elif not unsent.account and not at_desk:
        return views.csrf_failed(request)  # nobody knows whose it is: it is neither shown nor called somebody else's
    elif unsent.account != getattr(request.user, "badge", None):
        context = {"at_desk": at_desk} | site_context(section="logbook")
        page = render(request, "account/written_elsewhere.html", context, status=409)
    else:
        context = {"unsent": unsent, "words": words_to_recognise(request, unsent)} | site_context(section="logbook")
        page = render(request, "account/resend.html", context)
    return whole_page(page)


def words_to_recognise(request: HttpRequest, unsent: UnsentForm) -> list[tuple[str, str]]:
    """What a runner can recognise in an unsent form, by name; codes and keys are left out."""
    page = resolve(unsent.to)
    if page.app_name in WORDS_OF_APPS:
        today = request.user.today()  # type: ignore[union-attr]  # it is shown to nobody but its runner
        return WORDS_OF_APPS[page.app_name](page.kwargs.get("day"), today, unsent.fields)
    return [
        (name.replace("_", " ").capitalize(), value)
        for name, value in unsent.fields
        if value and (name == "weekly_aim" or " " in value.strip())
    ]


def keep_text_when_csrf_fails(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """403 for a form without its token; what a runner wrote on our own page is kept all the same.

    That happens when they logged in again in another tab, or their cookies went. Only a form that the browser says was
    sent from this site is kept: nobody else can put words before a runner.
    """
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return views.csrf_failed(request, reason)
    unsent = unsent_form_of(request)
    if unsent is None and request.method == "POST" and is_resent_page(request.resolver_match):
        if not request.user.is_authenticated:
            return log_in_first(request)
        unsent = UnsentForm(request.path, tuple(fields_of(request, "")), bool(request.FILES))
    if unsent is None or not request.user.is_authenticated:
        return views.csrf_failed(request, reason)
    page = offer_to_resend(request, unsent)
    page.status_code = 403 if page.status_code == 200 else page.status_code
    return page
