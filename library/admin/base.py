"""What every page of the desk shares: its fields, its addresses, its list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin import helpers
from django.db import models
from django.forms import Field
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from ankles.sent_numbers import number_sent
from library import renaming
from library.admin import editors, several
from library.admin.acts import Acts
from library.admin.fields import field_for
from library.admin.forms import DeskForm
from library.documents import store
from library.documents.schema import LISTS, PAGES
from library.models import Draft
from library.models.entry import Entry


class DeskAdmin(Acts):
    """One kind of object on the desk."""

    kind: ClassVar[str]
    form = DeskForm
    list_per_page = 60
    save_on_top = False
    change_form_template = "admin/library/change_form.html"
    change_list_template = "admin/library/change_list.html"
    delete_confirmation_template = "admin/library/delete.html"

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        """Our fields for lists and longer texts, Django's for the rest."""
        return field_for(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[Any]:
        """A form that knows its kind."""
        made: type[Any] = super().get_form(request, obj, change, **kwargs)
        made.kind = self.kind
        return made

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keys of sources, signs and places stay as they are: citations and logs rely on them. So does an address under which
        a drawing is filed."""
        name = LISTS.get(self.kind, "slug")
        if obj is None or name not in ("slug", "key", "code"):
            return ()
        return () if name == "slug" and not renaming.why_not(self.kind, obj.slug) else (name,)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        """A new page gets its address from its title."""
        return {"slug": ("title",)} if obj is None and issubclass(self.model, Entry) else {}

    def action_checkbox(self, obj: models.Model) -> SafeString:
        """The box to tick of a row, called what it ticks; Django calls every row an object."""
        shown = forms.CheckboxInput({"class": "action-select", "aria-label": f"Tick {obj}"}, lambda value: False)
        return shown.render(helpers.ACTION_CHECKBOX_NAME, str(obj.pk))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """What may be done with several at once, as Django's list asks for it: it has a box to tick for each then."""
        is_chief: bool | None = getattr(request, "_is_chief", None)
        if is_chief is None:
            is_chief = editors.is_chief(request.user)
            request._is_chief = is_chief  # type: ignore[attr-defined]  # asked several times a page
        names = ["publish", *(["retire"] if self.kind in PAGES and is_chief else [])]
        return {name: (None, name, several.ACTS[name].title) for name in names}

    def chosen(self, request: HttpRequest) -> HttpResponseRedirect:
        """Lead from a list to the summary of what would happen to what was ticked there."""
        act = request.POST.get("index", "")
        ticked = [number_sent(pk) for pk in request.POST.getlist(helpers.ACTION_CHECKBOX_NAME)]
        rows = store.rows(self.kind).filter(pk__in=[pk for pk in ticked if pk is not None])
        refs = [several.ref_of(self.kind, store.slug_of(row)) for row in rows]
        refs += [f"draft:{pk}" for pk in request.POST.getlist("new_draft")]
        if act not in self.get_actions(request) or not refs:
            self.message_user(request, "Tick what you want to publish or retire first.", messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())
        return HttpResponseRedirect(several.address_of_several(act, refs))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, named for what it holds, with the drafts of what is not in it yet."""
        if request.method == "POST":
            return self.chosen(request)
        title = str(self.opts.verbose_name_plural).capitalize()
        new = [
            (draft, self.address("draft", draft.pk))
            for draft in Draft.objects.filter(kind=self.kind, name="").select_related("by").newest_first()
        ]
        may_retire = "retire" in self.get_actions(request)
        own = {"title": title, "new_drafts": new, "may_retire": may_retire}
        return super().changelist_view(request, {**own, **(extra_context or {})})

    def row(self, obj: models.Model) -> Any:
        """The row itself in place of a proxy, freshly read."""
        return store.find(self.kind, store.slug_of(obj))

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of our own."""
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        own: dict[str, tuple[str, Any]] = {
            "draft": ("draft/<int:draft_id>/", self.draft_view),
            "discard": ("draft/<int:draft_id>/discard/", self.discard_view),
            "drafthistory": ("draft/<int:draft_id>/history/", self.draft_history_view),
            "draftcompare": ("draft/<int:draft_id>/compare/", self.draft_compare_view),
            "draftrestore": ("draft/<int:draft_id>/restore/<int:revision_id>/", self.draft_restore_view),
            "retire": ("<path:object_id>/retire/", self.retire_view),
            "takeoff": ("<path:object_id>/take-off/", self.take_off_view),
            "compare": ("<path:object_id>/compare/", self.compare_view),
            "restore": ("<path:object_id>/restore/<int:revision_id>/", self.restore_view),
        }
        found = [path(route, wrap(view), name=f"{info}_{name}") for name, (route, view) in own.items()]
        return [*found, *super().get_urls()]

    def address(self, page: str, *args: Any) -> str:
        """The address of one of this kind's pages on the desk."""
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

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Its public page, when readers can see it."""
        return obj.get_absolute_url() if isinstance(obj, Entry) and obj.is_live else None
