"""The form of one object on the desk: filled from its draft or its row; kept as a draft, published, or only looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import messages
from django.contrib.admin import helpers
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DatabaseError, IntegrityError, OperationalError, models
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils import timezone

from library import drafts, overruling, protection
from library.admin import checking, composing, editors, inserting, overruled, preview
from library.admin.composing import Places
from library.admin.editors import editor
from library.admin.filled import Filled, clashing
from library.admin.generics import ModelAdmin
from library.admin.inlines import ALL_FIELDS, ShownRows
from library.admin.sheet import DeskSheet
from library.admin.standing import and_its_date, fate_of_date, minutes_of_readers, standing_in_words
from library.admin.when import instant_in_words
from library.clock import READY_S
from library.documents import store
from library.editors_text import EditorsText
from library.merging import Clash, Merged
from library.models import Draft, Status
from library.models.entry import Entry
from library.overruling import Reasons
from library.writers import only_writer

PREVIEW, PUBLISH = "_preview", "_publish"
BOTH = "where both say something new, yours stands in the form and the other beside it. Take over what you want, then go on."
CONFLICT = (
    "This was saved by {who} on {when} while you had it open. What you two changed in different places is brought together "
    "below, and nothing is saved yet: " + BOTH
)
GONE_MEANWHILE = (
    "While you had it open, {who} {did}. Nothing was published or saved; your words stand below. "
    "Save them as a draft, or publish once more: that brings the page back."
)
AT_ONCE = "The database refused this, because somebody else saved something at the same moment. Save again."
NOT_THERE = "It names something that is not in the guide. Nothing was published."


class ToThePublished(HttpResponseRedirect):
    """Leads to the form of a row that was published."""

    def __init__(self, address: str, row: models.Model) -> None:
        super().__init__(address)
        self.row = row


class Writing(ModelAdmin):
    """The pages of the desk on which something is written."""

    kind: ClassVar[str]

    if TYPE_CHECKING:  # what the classes built on this one bring (acts.py, base.py)

        def wanted(self, request: HttpRequest, object_id: str, *, to_change: bool) -> Any: ...
        def row(self, obj: models.Model) -> Any: ...
        def address(self, page: str, *args: Any) -> str: ...
        def context(self, request: HttpRequest, obj: Any, title: str, **more: Any) -> dict[str, Any]: ...

    # --- The two addresses: beside a row, and before there is one --------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """An object that is there, or a new one."""
        row = self.wanted(request, object_id, to_change=request.method == "POST") if object_id else None
        if row is None and not self.has_add_permission(request):
            raise PermissionDenied
        draft = drafts.draft_beside(self.kind, store.slug_of(row)) if row is not None else None
        return self.sheet_view(request, DeskSheet.of(self.kind, self.row(row) if row is not None else None, draft))

    def draft_view(self, request: HttpRequest, draft_id: int) -> Any:
        """A draft of a page that is not there yet; one of a page that is leads to that."""
        draft = Draft.objects.filter(kind=self.kind, pk=draft_id).first()
        if draft is None:
            raise Http404
        if not self.has_change_permission(request):
            raise PermissionDenied
        if draft.name:
            row = store.find(self.kind, draft.name)
            if row is None:
                raise Http404
            return HttpResponseRedirect(self.address("change", row.pk))
        return self.sheet_view(request, DeskSheet.of(self.kind, None, draft))

    def address_of(self, sheet: DeskSheet) -> str:
        """Where a form is found on the desk."""
        if sheet.row is not None:
            return self.address("change", sheet.row.pk)
        return self.address("draft", sheet.draft.pk) if sheet.draft else self.address("add")

    def sheet_view(self, request: HttpRequest, sheet: DeskSheet) -> Any:
        """Show the form, or do what was pressed. What is refused comes back as it was typed, and nothing was saved."""
        if request.method != "POST":
            return self.shown(request, sheet, self.filled(request, sheet))
        filled = self.filled(request, sheet)
        if ALL_FIELDS in request.POST:
            return self.shown(request, sheet, filled)
        try:
            with only_writer():
                sheet = DeskSheet.now(self.kind, sheet.row, sheet.draft.pk if sheet.draft else None)
                done = self.sent(request, sheet, filled)
        except (IntegrityError, OperationalError):
            done, words = None, AT_ONCE
        except (ObjectDoesNotExist, DatabaseError):
            done, words = None, NOT_THERE
        else:
            words = ""
        if isinstance(done, ToThePublished):
            for link in checking.broken_links(done.row):
                self.message_user(request, link, messages.WARNING)
        if words:
            self.ask_again(request, sheet, *filled.read(sheet.text), filled)
            filled.say(words)
        return done or self.shown(request, sheet, filled)

    def sent(self, request: HttpRequest, sheet: DeskSheet, filled: Filled) -> Any:
        """Do what was pressed; None where something is in the way, which the form then says."""
        text, places = filled.read(sheet.text)
        if PREVIEW in request.POST:
            kept = drafts.keep_preview(text, editor(request))
            return HttpResponseRedirect(preview.preview_url("typed", kept.pk))
        cleaned = filled.form.cleaned_data
        base, called = cleaned.get("base"), cleaned.get("called") or ""
        is_newest = sheet.is_newest(cleaned.get("seen") or "", base, called)
        if PUBLISH in request.POST and sheet.row is not None and cleaned.get("stood") == "live" != sheet.stands:
            before = sheet.text.document if is_newest else base
            return self.gone_meanwhile(request, sheet, *sheet.together_with(text, before, called))
        if not is_newest:
            return self.together(request, sheet, *sheet.together_with(text, base, called))
        if PUBLISH not in request.POST:
            return self.kept(request, sheet, text, filled)
        merged = drafts.caught_up(text, sheet.draft, sheet.row)
        if merged is not None:
            return self.caught_up(request, sheet, replace(text, document=merged.document), merged)
        return self.published(request, sheet, filled, text, places)

    def ask_again(
        self, request: HttpRequest, sheet: DeskSheet, text: EditorsText, places: Places, filled: Filled
    ) -> None:
        """Show the reasons that were typed again, where nothing of what was sent is kept."""
        if typed := overruled.reasons_typed(request):
            weighed = overruling.weigh(text, sheet.draft, typed)
            filled.asked = overruled.open_findings(weighed, typed, filled.form, filled.formsets, places)

    def together(self, request: HttpRequest, sheet: DeskSheet, text: EditorsText, clashes: Sequence[Clash]) -> Any:
        """Somebody else saved in between. What both may have is saved; what they may not stands side by side, and nothing is
        saved until the second one says which."""
        who, at = sheet.last_by
        if clashes:
            said = CONFLICT.format(who=who, when=instant_in_words(at) if at else "another page")
            filled = self.refilled(request, sheet, text, said)
            self.ask_again(request, sheet, text, {}, filled)
            return self.shown(request, sheet, filled, clashes, sheet.text)
        had_date = sheet.draft.publish_at if sheet.draft else None
        weighed = overruling.weigh(text, sheet.draft, overruled.reasons_typed(request))
        draft = drafts.save(text, editor(request), sheet.draft, weighed.reasons)
        words = f"Meanwhile {who} saved other fields. Both changes are in the draft now{and_its_date(draft, had_date)}."
        if PUBLISH in request.POST:
            words += " Nothing was published: look at it once more, then publish it."
        self.message_user(request, words, messages.WARNING, extra_tags=saved_tag(request))
        return HttpResponseRedirect(self.address_of(DeskSheet.of(self.kind, sheet.row, draft or sheet.draft)))

    def gone_meanwhile(
        self, request: HttpRequest, sheet: DeskSheet, text: EditorsText, clashes: Sequence[Clash]
    ) -> Any:
        """The page was retired or taken off while its form was open: nobody brings it back without being told."""
        newest = sheet.newest
        who = str(newest.by or "a release") if newest else "somebody"
        did = "retired this page" if sheet.stands == Status.RETIRED else "took this page off the site"
        filled = self.refilled(request, sheet, text, BOTH[:1].upper() + BOTH[1:])
        self.message_user(request, GONE_MEANWHILE.format(who=who, did=did), messages.WARNING)
        self.ask_again(request, sheet, text, {}, filled)
        return self.shown(request, sheet, filled, clashes, sheet.text)

    def caught_up(self, request: HttpRequest, sheet: DeskSheet, text: EditorsText, merged: Merged) -> Any:
        """The page itself changed since the draft began. Both are brought together in the draft, which is shown before it may be
        published."""
        row, page, before = sheet.row, drafts.of_row(sheet.row), cast("Draft", sheet.draft)
        had_date = before.publish_at
        weighed = overruling.weigh(text, before, overruled.reasons_typed(request))
        draft = drafts.save_caught_up(text, editor(request), before, row, weighed.reasons)
        words = (
            "The page was changed since this draft began. Nothing was published, and both changes are in the draft now"
            + and_its_date(draft, had_date)
        )
        now = DeskSheet.of(self.kind, row, draft)
        if merged.clashes:
            filled = self.refilled(request, now, text, f"{words}: {BOTH}")
            return self.shown(request, now, filled, merged.clashes, page)
        words += ". Look at it once more, then publish it."
        self.message_user(request, words, messages.WARNING, extra_tags=saved_tag(request))
        return HttpResponseRedirect(self.address_of(now))

    def kept(
        self, request: HttpRequest, sheet: DeskSheet, text: EditorsText, filled: Filled | None = None
    ) -> HttpResponseRedirect:
        """Keep the text as a draft, however unfinished. One with a date keeps that, if it may go live as it is now."""
        had_date = sheet.draft.publish_at if sheet.draft is not None else None
        before = sheet.draft.version if sheet.draft else 0
        weighed = overruling.weigh(text, sheet.draft, overruled.reasons_typed(request))
        draft = drafts.save(text, editor(request), sheet.draft, weighed.reasons)
        at = filled.form.cleaned_data.get("publish_at") if filled else had_date
        if draft is None or (draft.version == before and at == had_date):
            self.message_user(request, "Nothing was changed.", messages.INFO)
            return HttpResponseRedirect(self.address_of(DeskSheet.of(self.kind, sheet.row, draft)))
        words = "The draft is saved. Readers do not see it until you publish it."
        if had_date:
            words = f"The draft is saved, and {fate_of_date(draft, at)}."
        elif at:
            words += " It gets its date when you publish it with that."
        self.log_change(request, sheet.row or draft, "Saved a draft.")
        self.message_user(request, words, messages.SUCCESS, extra_tags=saved_tag(request))
        return HttpResponseRedirect(self.address_of(DeskSheet.of(self.kind, sheet.row, draft)))

    def published(
        self, request: HttpRequest, sheet: DeskSheet, filled: Filled, text: EditorsText, places: Places
    ) -> HttpResponseRedirect | None:
        """Publish the text now or at its date, once nothing is in the way."""
        found = [*composing.steps_without_stage(places), *drafts.faults_of_text(text)]
        typed = overruled.reasons_typed(request)
        weighed = overruling.weigh(text, sheet.draft, typed)
        if found or filled.has_unread or weighed.asking:
            filled.refuse(found, places)
            filled.asked = overruled.open_findings(weighed, typed, filled.form, filled.formsets, places)
            return None
        at = filled.form.cleaned_data.get("publish_at")
        if at and at > timezone.now():
            return self.scheduled(request, sheet, text, at, weighed.reasons)
        if sheet.row is not None and drafts.says_the_same(sheet.row, text):
            drafts.publish(text, editor(request), sheet.draft)
            self.message_user(request, "Readers see exactly this already. Nothing was changed.", messages.INFO)
            return HttpResponseRedirect(self.address("change", sheet.row.pk))
        row = drafts.publish(text, editor(request), sheet.draft, weighed.reasons)
        said = self.log_change if sheet.row is not None else self.log_addition
        said(request, row, "Published.")
        self.message_user(request, f"“{row}” is published.", messages.SUCCESS, extra_tags=saved_tag(request))
        return ToThePublished(self.address("change", row.pk), row)

    def scheduled(
        self, request: HttpRequest, sheet: DeskSheet, text: EditorsText, at: datetime, reasons: Reasons
    ) -> HttpResponseRedirect:
        """Keep the text as a draft that publishes itself."""
        draft = drafts.save(text, editor(request), sheet.draft, reasons) or Draft.objects.create(
            kind=text.kind, name=text.name, slug=text.slug, document=text.document, base=text.document,
            by=editor(request),
        )  # fmt: skip
        drafts.schedule(draft, at, reasons)
        self.log_change(request, sheet.row or draft, "Gave the draft a date.")
        words = f"The draft publishes itself on {instant_in_words(at)}. Until then readers see what they see now."
        self.message_user(request, words, messages.SUCCESS, extra_tags=saved_tag(request))
        return HttpResponseRedirect(self.address_of(DeskSheet.of(self.kind, sheet.row, draft)))

    # --- The form as it is shown ------------------------------------------------------------------

    def filled(self, request: HttpRequest, sheet: DeskSheet) -> Filled:
        """The form of a text with the rows below it; bound when something was sent."""
        return self.form_of(request, sheet, sheet.text, request.POST if request.method == "POST" else None)

    def refilled(self, request: HttpRequest, sheet: DeskSheet, text: EditorsText, said: str) -> Filled:
        """A form that is filled with another text than that of its sheet, and says why."""
        filled = self.form_of(request, sheet, text, None)
        filled.form.say(said)
        return filled

    def form_of(self, request: HttpRequest, sheet: DeskSheet, text: EditorsText, data: Any) -> Filled:
        """The form that shows a text, or what was sent."""
        rows = composing.rows_initial(text)
        request.desk_rows = rows  # type: ignore[attr-defined]  # ours, on a request (inlines.rows_shown)
        made = self.get_form(request, sheet.row, change=sheet.row is not None)
        instance = sheet.row if sheet.row is not None else self.model()
        initial = composing.initial_of(text, made.base_fields) | {
            "seen": sheet.seen,
            "base": sheet.text.document,
            "called": sheet.text.slug,
            "stood": sheet.stands,
            "publish_at": sheet.draft.publish_at if sheet.draft else None,
            "zone": timezone.get_current_timezone_name(),
        }
        form: Any = made(data, instance=instance, initial=initial)
        if sheet.row is None and sheet.draft is None and data is None:
            next(iter(form.visible_fields())).field.widget.attrs["autofocus"] = True
        formsets, inlines = [], []
        for inline in self.get_inline_instances(request, sheet.row):
            formset = inline.get_formset(request, sheet.row)
            row_form: Any = inline.form
            own = rows.get(row_form, []) if data is None else None
            formsets.append(formset(data, instance=instance, prefix=formset.get_default_prefix(), initial=own))
            inlines.append(inline)
        return Filled(form, formsets, inlines, text)

    def get_inline_formsets(self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Any = None) -> Any:
        """The rows below the page, for the admin's templates."""
        return [
            ShownRows(inline, formset, inline.get_fieldsets(request, obj), model_admin=self)
            for inline, formset in zip(inline_instances, formsets, strict=True)
        ]

    def shown(
        self,
        request: HttpRequest,
        sheet: DeskSheet,
        filled: Filled,
        clashes: Sequence[Clash] = (),
        other: EditorsText | None = None,
    ) -> Any:
        """The page of the form; above it what clashes with another text, both side by side."""
        row, add = sheet.row, sheet.row is None
        fieldsets: Any = self.get_fieldsets(request, row)
        admin_form = helpers.AdminForm(
            filled.form, list(fieldsets), self.get_prepopulated_fields(request, row),
            self.get_readonly_fields(request, row), model_admin=self,
        )  # fmt: skip
        rows = self.get_inline_formsets(request, filled.formsets, filled.inlines, row)
        media = self.media + admin_form.media
        for one in rows:
            media += one.media
        stays = protection.why_it_stays(self.kind, store.slug_of(row)) if row is not None else ""
        can_go = isinstance(row, Entry) and not stays
        context = {
            **self.admin_site.each_context(request),
            "title": f"{'New' if add else 'Change'} {self.opts.verbose_name}",
            "subtitle": str(sheet.draft or row) if sheet.draft or row is not None else None,
            "adminform": admin_form,
            "object_id": row.pk if row is not None else None,
            "original": row,
            "is_popup": False,
            "to_field": None,
            "media": media,
            "inline_admin_formsets": rows,
            "in_the_way": helpers.AdminErrorList(filled.form, filled.formsets),
            "preserved_filters": self.get_preserved_filters(request),
            "sheet": sheet,
            "came_with": browsers_copy(request),
            "minutes_of_readers": minutes_of_readers(sheet.text),
            "ready_s": READY_S,
            "draft": sheet.draft,
            "standing": standing_in_words(sheet),
            "clashes": clashing(sheet.kind, filled, clashes, other) if other else (),
            "targets": inserting.targets_by_path(),
            "can_preview": preview.has_page(sheet.text),
            "can_retire": can_go and row.status != Status.RETIRED and editors.is_chief(request.user),
            "can_take_off": can_go and row.status == Status.PUBLISHED,
            "stays": stays,
            "asked": filled.asked,
            "may_overrule": editors.is_chief(request.user),
            "overruled": overruling.reasons_in_words(
                sheet.draft.reasons if sheet.draft else overruling.reasons_of_row(self.kind, sheet.text.name)
            ),
        }
        return self.render_change_form(request, context, add=add, change=not add, obj=row)


def saved_tag(request: HttpRequest) -> str:
    """A mark on the message that a form was saved, by which the browser lets go of its own copy of it (js/desk/keeping.js)."""
    copy = browsers_copy(request)
    return f"saved-{copy}" if copy else ""


def browsers_copy(request: HttpRequest) -> str:
    """The name of the browser's own copy of what was sent (js/desk/keeping.js); empty where there is none."""
    copy = request.POST.get("copy", "")
    return copy if copy.isalnum() and len(copy) <= 40 else ""
