"""The desk itself: who may come in, and in which order things stand on it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from ankles.resend_after_login import log_in_page, unsent_form_of
from ankles.responses import site_context
from library.admin import editors, gone, inserting, picking, preview, several, start, waiting
from library.admin.when import in_own_zone

ORDER = ("Chapter", "Issue", "Exercise", "Routine", "WarningSign", "Source", "Term", "Synonym", "Area")


class Desk(AdminSite):
    """Holds the library and nothing else: no users, no logs."""

    site_header = "Ankles: the editor's desk"
    site_title = "Ankles desk"
    index_title = "At the desk"
    logout_template = "admin/logged_out.html"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Only active staff in the Editors group, or superusers; with a second factor where the site demands one."""
        known: bool | None = getattr(request, "_is_editor", None)
        if known is None:
            known = editors.is_editor(request.user) and not editors.lacks_second_factor(request.user)
            request._is_editor = known  # type: ignore[attr-defined]  # asked several times a page
        return known

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Ask for no password, by whatever method: lead an editor to the desk and everybody else to the one door of the
        site. A form that an earlier release held on its own log-in page goes on through that door.
        """
        if self.has_permission(request):
            return HttpResponseRedirect(desk_page(request) or reverse("admin:index"))
        if editors.is_editor(request.user):
            return render(request, "account/second_factor_needed.html", site_context(section="logbook"), status=403)
        if request.user.is_authenticated:
            return render(request, "account/no_editor.html", site_context(section="logbook"), status=403)
        if unsent := unsent_form_of(request):
            return log_in_page(request, unsent)
        return redirect_to_login(desk_page(request) or reverse("admin:index"))

    @method_decorator(never_cache)
    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the profile, where the one form for another password is."""
        return HttpResponseRedirect(reverse("profile"))

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """As `password_change`."""
        return self.password_change(request)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A page of the desk, whose times are the editor's own."""
        return super().admin_view(in_own_zone(view), cacheable)

    def get_urls(self) -> list[Any]:
        """Add the pages on which a state is looked at: they are the same for every kind."""
        own: dict[str, tuple[str, Any]] = {
            "preview": ("preview/<str:what>/<int:pk>/", preview.preview),
            "preview_page": ("preview/<str:what>/<int:pk>/<str:scheme>/", preview.preview_page),
            "preview_css": ("preview/<str:scheme>.css", preview.preview_css),
        }
        found = [path(route, self.admin_view(view), name=f"library_{name}") for name, (route, view) in own.items()]
        found.append(path("exercises/", self.admin_view(picking.exercises_offered), name="exercises_offered"))
        found.append(path("pages/", self.admin_view(picking.pages_offered), name="pages_offered"))
        found.append(path("list/<str:key>/", self.admin_view(self.list_view), name="desk_list"))
        found.append(path("offers/<str:kind>/", self.admin_view(inserting.offers), name="offers"))
        found.append(path("several/<str:act>/", self.admin_view(self.several_view), name="several"))
        found.append(path("several/<str:act>/done/", self.admin_view(self.several_done_view), name="several_done"))
        found.append(path("release/<int:waiting_id>/", self.admin_view(self.waiting_view), name="waiting"))
        found.append(path("gone/<int:revision_id>/", self.admin_view(self.gone_state_view), name="gone_state"))
        return [*found, *super().get_urls()]

    def gone_state_view(self, request: HttpRequest, revision_id: int) -> Any:
        """One state of what was deleted or thrown away, which can become a draft."""
        return gone.gone_state(request, revision_id, self.each_context(request))

    def waiting_view(self, request: HttpRequest, waiting_id: int) -> Any:
        """What of a release waits for an editor."""
        return waiting.decide(request, waiting_id, self.each_context(request))

    def list_view(self, request: HttpRequest, key: str) -> Any:
        """One of the start page's lists, whole."""
        return start.list_view(request, key, self.each_context(request))

    def several_view(self, request: HttpRequest, act: str) -> Any:
        """Several objects published or retired at once."""
        return several.several(request, act, self.each_context(request))

    def several_done_view(self, request: HttpRequest, act: str) -> Any:
        """What was done to several objects at once."""
        return several.several_done(request, act, self.each_context(request))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Where an editor's day begins: what is being worked on and what wants looking after, then everything there is."""
        return super().index(
            request,
            {
                "lists": start.shown_lists(editors.editor(request)),
                **(extra_context or {}),
            },
        )

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The entries in the order in which an editor thinks of them."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: ORDER.index(model["object_name"]))
        return apps


def desk_page(request: HttpRequest) -> str:
    """The page of the desk that somebody was on their way to; empty when they name none, or an address elsewhere."""
    to = request.POST.get("next") or request.GET.get("next", "")
    door = reverse("admin:login")
    is_ours = to.startswith(reverse("admin:index")) and not to.startswith(door)
    return to if is_ours and url_has_allowed_host_and_scheme(to, None) else ""
