"""A photo or drawing for an exercise, sent from its form as soon as it is chosen, or from a page of its own without script."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path

from ankles.responses import wants_json
from ankles.sent_numbers import number_sent
from library import figures
from library.admin.base import DeskAdmin
from library.admin.picture_input import TAKEN
from library.admin.sheet import DeskSheet
from library.documents import schema
from library.models import Draft
from library.pictures import SentPicture
from library.pictures.receiving import MOST_SENT_BYTES, PictureRefused, receive
from library.writers import only_writer

if TYPE_CHECKING:
    from library.admin.filled import Filled
    from library.editors_text import EditorsText

# How an address names an exercise: by its row, or by its draft.
ROW, DRAFT = "exercise", "draft"


class Pictured(DeskAdmin):
    """A page of the desk whose form takes a picture."""

    def get_urls(self) -> list[URLPattern]:
        """Add the address to which pictures are sent: the only one of the site that takes so large a body."""
        view = self.admin_site.admin_view(self.picture_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_picture"
        return [path("picture/", view, name=name), *super().get_urls()]

    def form_of(self, request: HttpRequest, sheet: DeskSheet, text: EditorsText, data: Any) -> Filled:
        """The form, whose field knows where pictures are sent."""
        filled = super().form_of(request, sheet, text, data)
        widget: Any = filled.form.fields["picture"].widget
        widget.send_to = self.address("picture")
        widget.drawn = bool(text.slug) and figures.has_pose(text.slug)
        if sheet.draft is not None:
            widget.page = f"{widget.send_to}?{DRAFT}={sheet.draft.pk}"
        elif sheet.row is not None:
            widget.page = f"{widget.send_to}?{ROW}={sheet.row.pk}"
        return filled

    def picture_view(self, request: HttpRequest) -> HttpResponseBase:
        """Take a picture: for a script its name; without one it goes into the draft that the address names."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        sheet = self._sheet_named(request)
        if request.method != "POST":
            return self._picture_page(request, sheet)
        sent = request.FILES.get("file")
        try:
            if sent is None:
                raise PictureRefused("none")
            if (sent.size or 0) > MOST_SENT_BYTES:
                raise PictureRefused("bytes")
            picture = receive(sent.read())
        except PictureRefused as refused:
            if wants_json(request):
                return JsonResponse({"words": refused.words}, status=refused.status)
            return self._picture_page(request, sheet, refused)
        if wants_json(request):
            smallest = picture.path(picture.widths[0])
            size = {"width": picture.width, "height": picture.height}
            return JsonResponse({"name": picture.name, "src": smallest, **size}, status=201)
        if sheet is None:
            return self._picture_page(request, sheet, sent=picture)
        return self._put_in(request, sheet, picture)

    def _put_in(self, request: HttpRequest, sheet: DeskSheet, picture: SentPicture) -> HttpResponse:
        said = " ".join(request.POST.get("alt", "").replace("\x00", "").split())[:240]
        with only_writer():
            sheet = DeskSheet.now(self.kind, sheet.row, sheet.draft.pk if sheet.draft else None)
            document = sheet.text.document | {"picture": picture.name} | ({"picture_alt": said} if said else {})
            text = replace(sheet.text, document=schema.canonical(self.kind, document))
            return self.kept(request, sheet, text)

    def _sheet_named(self, request: HttpRequest) -> DeskSheet | None:
        """The exercise that an address names; None for one that names none. Raises Http404."""
        if draft_id := request.GET.get(DRAFT, ""):
            draft = Draft.objects.filter(kind=self.kind, pk=number_sent(draft_id) or 0).first()
            if draft is None:
                raise Http404
            row = self.model._default_manager.filter(slug=draft.name).first() if draft.name else None
            return DeskSheet.of(self.kind, self.row(row) if row is not None else None, draft)
        if row_id := request.GET.get(ROW, ""):
            row = self.model._default_manager.filter(pk=number_sent(row_id) or 0).first()
            if row is None:
                raise Http404
            return DeskSheet.now(self.kind, self.row(row), None)
        return None

    def _picture_page(
        self,
        request: HttpRequest,
        sheet: DeskSheet | None,
        refused: PictureRefused | None = None,
        sent: SentPicture | None = None,
    ) -> HttpResponse:
        context = self.context(
            request,
            sheet.row if sheet else None,
            "Send a picture",
            sheet=sheet,
            back=self.address_of(sheet) if sheet else self.address("changelist"),
            said=(sheet.text.document.get("picture_alt", "") if sheet else "") or request.POST.get("alt", ""),
            refused=refused.words if refused else "",
            sent=sent,
            taken=TAKEN,
        )
        status = refused.status if refused else 200
        return render(request, "admin/library/picture.html", admin.site.each_context(request) | context, status=status)
