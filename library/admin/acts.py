"""What is done with an object beside writing: taken off, retired, deleted, its draft thrown away, an earlier state brought back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from library import drafts, protection, publishing
from library.admin import comparing, editors, history
from library.admin.deciding import CHANGED, alone_when_sent, asked, is_decided, not_as_shown
from library.admin.editors import editor
from library.admin.picking import RetireForm
from library.admin.sheet import DeskSheet
from library.admin.standing import and_its_date
from library.admin.when import instant_in_words
from library.admin.writing import Writing
from library.documents import store
from library.field_names import place_in_words
from library.models import Draft, Moved, Revision, Status
from library.models.entry import Entry

SEEN = "Readers see nothing of it until you publish it."
DRAFT_GONE = "Nothing was done: that draft is not here any more. It was published or thrown away meanwhile."


class Acts(Writing):
    """The pages of the desk on which something is decided. Each first shows what would change."""

    def sheet_of(self, request: HttpRequest, object_id: str, *, to_change: bool) -> DeskSheet:
        """The object of a page with its draft. Raises Http404 and PermissionDenied."""
        row = self.row(self.wanted(request, object_id, to_change=to_change))
        return DeskSheet.of(self.kind, row, drafts.draft_beside(self.kind, store.slug_of(row)))

    def sheet_of_draft(self, request: HttpRequest, draft_id: int) -> DeskSheet:
        """A draft of a page that is not there yet. Raises Http404, for that of a page that is, too, and PermissionDenied."""
        draft = Draft.objects.filter(kind=self.kind, pk=draft_id, name="").first()
        if draft is None:
            raise Http404
        if not self.has_change_permission(request):
            raise PermissionDenied
        return DeskSheet.of(self.kind, None, draft)

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

    def kept_where_it_is(self, request: HttpRequest, row: Any) -> HttpResponseRedirect | None:
        """Back to its form with the words why a page cannot go away; None where it can."""
        words = protection.why_it_stays(self.kind, store.slug_of(row))
        if not words:
            return None
        self.message_user(request, f"“{row}” stays: {words}.", messages.ERROR)
        return HttpResponseRedirect(self.address("change", row.pk))

    @alone_when_sent
    def retire_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Ask first, saying where the page is used; then take it out of the guide. Only a chief editor does."""
        sheet = self.sheet_of(request, object_id, to_change=True)
        if not editors.is_chief(request.user):
            raise PermissionDenied
        row = sheet.row
        if not isinstance(row, Entry):
            raise Http404
        if row.status == Status.RETIRED:
            return self.done_already(request, row, "it is retired already")
        if kept := self.kept_where_it_is(request, row):
            return kept
        form = RetireForm(request.POST if request.method == "POST" else None, entry=row)
        if is_decided(request, sheet) and form.is_valid():
            publishing.retire(row, by=editor(request), replacement=form.page)
            leads = f" Its address leads to “{form.page}”." if form.page else " Its address says that it was taken out."
            self.message_user(request, f"“{row}” is retired.{leads}", messages.SUCCESS)
            return HttpResponseRedirect(self.address("change", row.pk))
        context = self.context(request, row, f"Retire “{row}”?", used=users_of(row), form=form)
        return asked(request, "retire", sheet, context)

    def done_already(self, request: HttpRequest, row: Any, words: str) -> HttpResponseRedirect:
        """Back to its form where somebody else did it meanwhile. Raises Http404 for a look at what cannot be done."""
        if request.method != "POST":
            raise Http404
        self.message_user(request, f"Nothing was done with “{row}”: {words}.", messages.INFO)
        return HttpResponseRedirect(self.address("change", row.pk))

    @alone_when_sent
    def take_off_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Ask first, saying where the page is used; then take it off the site. What it says goes on as a draft."""
        sheet = self.sheet_of(request, object_id, to_change=True)
        row = sheet.row
        if not isinstance(row, Entry):
            raise Http404
        if row.status != Status.PUBLISHED:
            return self.done_already(request, row, "it is off the site already")
        if kept := self.kept_where_it_is(request, row):
            return kept
        if is_decided(request, sheet):
            drafts.take_off(row, by=editor(request))
            words = f"“{row}” is off the site. What it said is a draft; publishing that brings the page back."
            self.message_user(request, words, messages.SUCCESS)
            return HttpResponseRedirect(self.address("change", row.pk))
        context = self.context(request, row, f"Take “{row}” off the site?", used=users_of(row))
        return asked(request, "take_off", sheet, context)

    @alone_when_sent
    def discard_view(self, request: HttpRequest, draft_id: int) -> HttpResponseBase:
        """Ask first, showing what would be thrown away; then throw the draft away. Its history keeps it."""
        draft = Draft.objects.filter(kind=self.kind, pk=draft_id).first()
        if not self.has_change_permission(request):
            raise PermissionDenied
        if draft is None and request.method == "POST":
            self.message_user(request, DRAFT_GONE, messages.INFO)
            return HttpResponseRedirect(self.address("changelist"))
        if draft is None:
            raise Http404
        row = store.find(self.kind, draft.name) if draft.name else None
        sheet = DeskSheet.of(self.kind, row, draft)
        if is_decided(request, sheet):
            drafts.discard(draft, by=editor(request))
            where = "Its history still holds it."
            if row is None:
                where = format_html(
                    'It stands in <a href="{}">what is gone</a>.', reverse("admin:desk_list", args=["gone"])
                )
            self.message_user(request, format_html("The draft is thrown away. {}", where), messages.SUCCESS)
            return HttpResponseRedirect(
                self.address("change", row.pk) if row is not None else self.address("changelist")
            )
        found = comparing.differences(self.kind, drafts.of_row(row).document if row is not None else {}, draft.document)
        context = self.context(request, row, f"Throw the draft of “{draft}” away?", draft=draft, differences=found)
        return asked(request, "discard", sheet, context)

    # --- History ----------------------------------------------------------------------------------

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who did what and when, and any two states to choose."""
        return self.states_page(request, self.sheet_of(request, object_id, to_change=False), extra_context)

    def draft_history_view(self, request: HttpRequest, draft_id: int) -> HttpResponse:
        """The same of a draft whose page is not there yet."""
        return self.states_page(request, self.sheet_of_draft(request, draft_id))

    def states_page(
        self, request: HttpRequest, sheet: DeskSheet, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every state of an object."""
        title = f"History of “{sheet.draft if sheet.row is None else sheet.row}”"
        context = self.context(request, sheet.row, title, states=history.states(sheet), draft=sheet.draft)
        return TemplateResponse(request, "admin/library/history.html", context | (extra_context or {}))

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """What is different between two states, field by field and word by word."""
        return self.compared_page(request, self.sheet_of(request, object_id, to_change=False))

    def draft_compare_view(self, request: HttpRequest, draft_id: int) -> HttpResponseBase:
        """The same of a draft whose page is not there yet."""
        return self.compared_page(request, self.sheet_of_draft(request, draft_id))

    def compared_page(self, request: HttpRequest, sheet: DeskSheet) -> HttpResponseBase:
        """Two states of an object side by side."""
        old, new = (history.state_named(sheet, request.GET.get(name, "")) for name in ("old", "new"))
        if old is None or new is None:
            raise Http404
        if old.at and new.at and new.at < old.at:
            old, new = new, old
        context = self.context(
            request, sheet.row, f"Two states of “{sheet.draft if sheet.row is None else sheet.row}”", old=old, new=new,
            draft=sheet.draft, differences=history.compared(self.kind, old, new),
        )  # fmt: skip
        return TemplateResponse(request, "admin/library/compare.html", context)

    @alone_when_sent
    def restore_view(self, request: HttpRequest, object_id: str, revision_id: int) -> HttpResponseBase:
        """Show first what would come back; then make a draft of it. Readers see nothing of that until it is published."""
        return self.restore_page(request, self.sheet_of(request, object_id, to_change=True), revision_id)

    @alone_when_sent
    def draft_restore_view(self, request: HttpRequest, draft_id: int, revision_id: int) -> HttpResponseBase:
        """The same of a draft whose page is not there yet."""
        return self.restore_page(request, self.sheet_of_draft(request, draft_id), revision_id)

    def restore_page(self, request: HttpRequest, sheet: DeskSheet, revision_id: int) -> HttpResponseBase:
        """What would come back, or that it did."""
        state = history.state_named(sheet, str(revision_id))
        if state is None:
            raise Http404
        if is_decided(request, sheet):
            return self.restored(request, sheet, revision_id)
        now = history.state_named(sheet, "draft" if sheet.draft else "row")
        context = self.context(
            request, sheet.row, f"Bring back the state of {state.when}?", state=state, now=now, draft=sheet.draft,
            differences=history.compared(self.kind, now, state) if now else (),
        )  # fmt: skip
        return asked(request, "restore", sheet, context)

    def restored(self, request: HttpRequest, sheet: DeskSheet, revision_id: int) -> HttpResponseRedirect:
        """Make the draft."""
        revision = Revision.objects.get(pk=revision_id)
        text = drafts.of_revision(revision)
        had_date = sheet.draft.publish_at if sheet.draft else None
        reasons = {**(sheet.draft.reasons if sheet.draft else {}), **revision.reasons}
        draft = drafts.save(text, editor(request), sheet.draft, reasons, is_new_turn=True)
        when = instant_in_words(revision.at)
        if draft is None:
            self.message_user(request, f"The page says what it said on {when} already.", messages.INFO)
        else:
            date = and_its_date(draft, had_date)
            seen = "Readers see nothing of it until then." if draft.publish_at else SEEN
            self.message_user(request, f"The draft says what it said on {when}{date}. {seen}", messages.SUCCESS)
            for fault in drafts.faults_of_text(text)[:8]:
                words = f"Look at this next: {place_in_words(text.kind, fault.path)}: {fault.message}."
                self.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(self.address_of(DeskSheet.of(self.kind, sheet.row, draft or sheet.draft)))

    # --- Deleted ----------------------------------------------------------------------------------

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What stands in the way of deleting: the pages that need the object, with a link to each."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected or self.kind in ("area", "warning"):
            protected = [link for obj in objs for link in users_of(self.row(obj))]
        protected = [
            *filter(None, (protection.why_it_stays(self.kind, store.slug_of(obj)) for obj in objs)),
            *protected,
        ]
        return deleted, counts, lacking, protected

    @alone_when_sent
    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        """Ask first, saying what links to it; why, where the site itself needs it."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_delete_permission(request, obj):
            return super().delete_view(request, object_id, extra_context)
        row = self.row(obj)
        if kept := self.kept_where_it_is(request, row):
            return kept
        may_retire = isinstance(row, Entry) and row.status != Status.RETIRED
        sheet = DeskSheet.of(self.kind, row, drafts.draft_beside(self.kind, store.slug_of(row)))
        changed = not_as_shown(request, sheet)
        more = {"used": users_of(row), "may_retire": may_retire, "mark": sheet.mark, "changed": changed}
        if changed:
            request.POST = QueryDict()  # Django deletes what comes with an answer, and asks without
        answer = super().delete_view(request, object_id, {**more, **(extra_context or {})})
        if changed:
            answer.status_code = CHANGED
        return answer

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete for good, with its draft; the last state of both stays as a revision."""
        row = self.row(obj)
        if draft := drafts.draft_beside(self.kind, store.slug_of(row)):
            drafts.discard(draft, by=editor(request))
        publishing.deleted(row, by=editor(request))
        Moved.objects.filter(to_kind=self.kind, to_slug=store.slug_of(row)).delete()
        words = format_html(
            'What it said stands in <a href="{}">what is gone</a>.', reverse("admin:desk_list", args=["gone"])
        )
        self.message_user(request, words, messages.INFO)


def users_of(row: Any) -> list[str]:
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
