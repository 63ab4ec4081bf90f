"""What every page of the desk does: check the whole document, save it once, preview, retire, restore, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, models, transaction
from django.forms import Field
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from library import publishing
from library.admin import checking, composing, history, preview
from library.admin.checking import Faulty
from library.admin.fields import field_for
from library.admin.forms import DeskForm
from library.admin.generics import ModelAdmin, TabularInline
from library.documents import schema, store
from library.documents.schema import LISTS, Fault
from library.models import Revision, Status
from library.models.entry import Entry

if TYPE_CHECKING:
    from ankles.accounts.models import User

PREVIEW = "_preview"


def _editor(request: HttpRequest) -> User:
    """Who is at the desk: its door lets nobody in who is not logged in."""
    return cast("User", request.user)


class DeskAdmin(ModelAdmin):
    """One kind of object on the desk."""

    kind: ClassVar[str]
    form = DeskForm
    actions = None
    list_per_page = 60
    save_on_top = False
    change_form_template = "admin/library/change_form.html"
    delete_confirmation_template = "admin/library/delete.html"

    # --- The form -------------------------------------------------------------------------------

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        """Our fields for lists and longer texts, Django's for the rest."""
        return field_for(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[Any]:
        """A form that knows its kind and what the checks of content said."""
        made: type[Any] = super().get_form(request, obj, change, **kwargs)
        made.kind = self.kind
        made.faults = getattr(request, "desk_faults", ())
        return made

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What names an object stays as it is once it is saved: bookmarks, citations and logs rely on it."""
        name = LISTS.get(self.kind, "slug")
        return (name,) if obj and name in ("slug", "key", "code") else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        """A new page gets its address from its title."""
        return {"slug": ("title",)} if obj is None and issubclass(self.model, Entry) else {}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Save, or show the form again with what the checks of content found; then nothing was saved."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Faulty as error:
            own, rows = error.own, error.rows
        except IntegrityError:
            refused = Fault(
                (), "The database refused this, because somebody else saved something at the same moment. Save again."
            )
            own, rows = [refused], {}
        request.desk_faults, request.row_faults = own, rows  # type: ignore[attr-defined]  # ours, on a request
        return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, named for what it holds."""
        title = str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    # --- Saving ---------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the row itself. Its history goes with it when a word of the glossary or search is renamed."""
        super().save_model(request, obj, form, change)
        if form.name and form.name != store.slug_of(obj):
            Revision.objects.of(self.kind, form.name).update(slug=store.slug_of(obj))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Write the rows below it, ask the checks of content, and have the change shown. Once."""
        below, places = composing.children(self.kind, formsets)
        if astray := composing.astray(places):
            raise Faulty(astray, places)
        row = self.row(form.instance)
        below["areas"] = [area.code for area in form.cleaned_data.get("areas", ())]
        store.write_children(row, below)
        row = self.row(form.instance)
        if faults := checking.faults_of(row):
            raise Faulty(faults, places)
        publishing.record_change(row, by=_editor(request))
        form.instance.refresh_from_db()

    def row(self, obj: models.Model) -> Any:
        """The row itself in place of a proxy, freshly read."""
        return store.find(self.kind, store.slug_of(obj))

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Only the fields: the rows below are in the revision."""
        return super().construct_change_message(request, form, [], add)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Show the preview and forget everything, or go on."""
        return self.previewed(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Show the preview and forget everything, or go on."""
        if shown := self.previewed(request, obj):
            return shown
        for words in checking.broken_links(obj):
            self.message_user(request, f"{words}, which is not on this page. Change the link there.", messages.WARNING)
        return super().response_change(request, obj)

    def previewed(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """The page as a reader would see it; the transaction of the form is rolled back."""
        if PREVIEW not in request.POST or not preview.path_of(obj):
            return None
        shown = preview.page(self.row(obj), request)
        transaction.set_rollback(True)
        return shown

    # --- The other pages ------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        """Add the pages for retiring and restoring."""
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/retire/", wrap(self.retire_view), name=f"{info}_retire"),
            path(
                "<path:object_id>/restore/<int:revision_id>/",
                wrap(require_POST(self.restore_view)),
                name=f"{info}_restore",
            ),
            *super().get_urls(),
        ]

    def wanted(self, request: HttpRequest, object_id: str, *, to_change: bool) -> Any:
        """The object of a page. Raises Http404 and PermissionDenied."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        allowed = (
            self.has_change_permission(request, obj) if to_change else self.has_view_or_change_permission(request, obj)
        )
        if not allowed:
            raise PermissionDenied
        return obj

    def address(self, page: str, *args: Any) -> str:
        """The address of one of this object's pages on the desk."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def context(self, request: HttpRequest, obj: Any, title: str, **more: Any) -> dict[str, Any]:
        """What the desk's own pages need."""
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": obj,
            "object": obj,
            **more,
        }

    def retire_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Ask first, saying where the page is used; then take it out of the guide."""
        obj = self.wanted(request, object_id, to_change=True)
        if not isinstance(obj, Entry) or obj.status == Status.RETIRED:
            raise Http404
        if request.method == "POST":
            publishing.retire(self.row(obj), by=_editor(request))
            self.message_user(request, f"“{obj}” is retired. Readers see that it was taken back.", messages.SUCCESS)
            return HttpResponseRedirect(self.address("change", obj.pk))
        context = self.context(request, obj, f"Retire “{obj}”?", used=users_of(self.row(obj)))
        return TemplateResponse(request, "admin/library/retire.html", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what, and a button to go back."""
        obj = self.wanted(request, object_id, to_change=False)
        found = history.states(self.kind, store.slug_of(obj))
        context = self.context(
            request, obj, f"History of “{obj}”", states=found, can_restore=self.has_change_permission(request, obj)
        )
        return TemplateResponse(request, "admin/library/history.html", context | (extra_context or {}))

    def restore_view(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponseBase:
        """Bring an earlier state back, with the rows below it."""
        obj = self.wanted(request, object_id, to_change=True)
        revision = Revision.objects.of(self.kind, store.slug_of(obj)).filter(pk=revision_id).first()
        if revision is None:
            raise Http404
        try:
            if schema.shape_faults(self.kind, revision.document):
                raise ValueError
            row = publishing.restore(revision, by=_editor(request))
        except (models.ObjectDoesNotExist, DatabaseError, ValueError):
            words = "That state cannot come back as it was: it names something that is not in the guide any more. Nothing was changed."
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(self.address("history", obj.pk))
        self.message_user(request, f"“{row}” is as it was on {revision.at:%d %B %Y at %H:%M} UTC.", messages.SUCCESS)
        for fault in checking.faults_of(self.row(row)):
            self.message_user(request, f"Look at this next: {fault.field}: {fault.message}.", messages.WARNING)
        return HttpResponseRedirect(self.address("change", obj.pk))

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What stands in the way of deleting: the pages that need the object, with a link to each."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected or self.kind in ("area", "warning"):
            protected = [link for obj in objs for link in users_of(self.row(obj))]
        return deleted, counts, lacking, protected

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """Ask first, saying what links to it."""
        obj = self.get_object(request, unquote(object_id))
        used = users_of(self.row(obj)) if obj is not None else []
        return super().delete_view(request, object_id, {"used": used, **(extra_context or {})})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete for good; the last state stays as a revision."""
        publishing.deleted(self.row(obj), by=_editor(request))

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Its public page, when readers can see it."""
        return obj.get_absolute_url() if isinstance(obj, Entry) and obj.is_live else None

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        """Offer what this object can do."""
        context["can_preview"] = (obj is None and self.kind not in ("area", "synonym")) or bool(
            obj and preview.path_of(obj)
        )
        context["can_retire"] = isinstance(obj, Entry) and obj.status != Status.RETIRED
        return super().render_change_form(request, context, add, change, form_url, obj)


def users_of(row: models.Model) -> list[str]:
    """The pages that use a row, each with a link to its place on the desk."""
    found: list[str] = []
    for user in publishing.used_in(row):
        kind = store.kind_of(user)
        found.append(
            format_html(
                '<a href="{}">{}: {}</a>',
                reverse(f"admin:library_{kind}_change", args=[user.pk]),
                kind.capitalize(),
                user,
            )
        )
    return found


class RowInline(TabularInline):
    """Rows below a page. Two empty ones are there without JavaScript."""

    extra = 2

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        """Our fields for longer texts, Django's for the rest."""
        return field_for(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A set of forms that know what the checks of content said."""
        made: Any = super().get_formset(request, obj, **kwargs)
        made.form.faults = getattr(request, "row_faults", {})
        return made
