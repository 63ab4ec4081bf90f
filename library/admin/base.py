"""What every page of the desk shares: its fields, its addresses, its list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.forms import Field
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse

from library import renaming
from library.admin.acts import Acts
from library.admin.fields import field_for
from library.admin.forms import DeskForm
from library.documents import store
from library.documents.schema import LISTS
from library.models import Draft
from library.models.entry import Entry


class DeskAdmin(Acts):
    """One kind of object on the desk."""

    kind: ClassVar[str]
    form = DeskForm
    actions = None
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

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, named for what it holds, with the drafts of what is not in it yet."""
        title = str(self.opts.verbose_name_plural).capitalize()
        new = [
            (draft, self.address("draft", draft.pk))
            for draft in Draft.objects.filter(kind=self.kind, name="").select_related("by").newest_first()
        ]
        return super().changelist_view(request, {"title": title, "new_drafts": new, **(extra_context or {})})

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
