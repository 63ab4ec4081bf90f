"""Several objects published or retired at once: first what would happen to each, then what was done and what was refused.

What was done stands on a page of its own, so that a reload of it does nothing again.

Each is a transaction of its own, so that one in trouble holds up no other; those that name each other are one together
(together.py). Whatever changed since the summary was made is
refused: nobody publishes words that they have not seen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DatabaseError, models
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from ankles.sent_numbers import number_sent
from library import drafts, overruling, protection, publishing, referable
from library.admin import checking, editors, start, together
from library.admin.editors import editor
from library.admin.sheet import DeskSheet, state_mark
from library.admin.when import instant_in_words
from library.documents import store
from library.documents.schema import KINDS
from library.field_names import label_of
from library.models import Draft, Kind, Revision, Status
from library.models.entry import Entry
from library.overruling import Past, Reasons
from library.usage import Usage, UsingPage
from library.writers import only_writer

# So many at a time: what a list shows on a page, and some drafts.
MOST: Final = 100
# Of a guide with a thousand exercises each takes a third of a second; a proxy waits for an answer no longer than a minute.
LONGEST_S: Final = 20
# So many of one object's findings stand in the summary.
SAID: Final = 3
# Under which the session keeps what the last act did: words of the guide, nothing of a runner's.
DONE: Final = "several_done"
CHANGED = "It was changed since the summary was made. Look at it once more."
NO_TIME = "The others took all the time there is. Choose it once more."
NOT_FOUND = "It is not here any more."
TOGETHER = "It goes together with others of these that it cannot do without."
AT_ONCE = "It names something that is not in the guide, or somebody saved at the same moment."


@dataclass(frozen=True)
class OneOfSeveral:
    """One object that was chosen: what names it in the form, where it stands now, and a mark of that state."""

    ref: str
    sheet: DeskSheet
    past: Past
    mark: str

    @property
    def name(self) -> str:
        """What an editor calls it."""
        return f"{Kind(self.sheet.kind).label}: {self.sheet.row or self.sheet.draft}"

    @property
    def href(self) -> str:
        """Its form."""
        if self.sheet.row is not None:
            return start.address_of_row(self.sheet.kind, self.sheet.row)
        assert self.sheet.draft is not None  # noqa: S101 (for the type checker: one of the two is there)
        return start.draft_url(self.sheet.draft)


@dataclass(frozen=True)
class FateOfOne:
    """What happens to one object, or happened: whether it goes ahead, why or why not, and the pages that use it."""

    name: str
    href: str
    goes: bool
    said: Sequence[str] = ()
    used: Sequence[tuple[str, str]] = ()
    # What the form sends back: the reference and the mark of the state.
    sent: str = ""


# What an act says of one object before it is done (whether it goes ahead, and the words), how it is done, and what has to be
# looked at once it is committed.
Weighing = Callable[[DeskSheet, Past], tuple[bool, list[str]]]
Doing = Callable[[HttpRequest, DeskSheet], models.Model]
Following = Callable[[models.Model], list[str]]


def address_of_several(act: str, refs: Iterable[str]) -> str:
    """The summary of an act for some objects, by their references."""
    return f"{reverse('admin:several', args=[act])}?{urlencode([('chosen', ref) for ref in refs])}"


def ref_of(kind: str, name: str, draft_id: int | None = None) -> str:
    """What names an object in the address of a summary: `exercise:toe-walk`, or `draft:12` for what is not there yet."""
    return f"{kind}:{name}" if name else f"draft:{draft_id}"


# --- What would happen ------------------------------------------------------------------------


def weigh_publishing(sheet: DeskSheet, past: Past) -> tuple[bool, list[str]]:
    """Whether an object may be published as it is, and what is in the way."""
    row, draft = sheet.row, sheet.draft
    if draft is not None and draft.publish_at:
        return False, [f"It publishes itself on {instant_in_words(draft.publish_at)}."]
    if draft is None and isinstance(row, Entry) and row.status == Status.PUBLISHED and not row.is_live:
        assert row.publish_at is not None  # noqa: S101 (for the type checker: that is why it is not live)
        return False, [f"A release publishes it on {instant_in_words(row.publish_at)}."]
    if row is not None and drafts.says_the_same(row, sheet.text):
        return False, ["Readers see exactly this already."]
    if drafts.caught_up(sheet.text, draft, row) is not None:
        return False, ["The page was changed since the draft began. Bring the two together in its form."]
    if faults := drafts.faults_of_text(sheet.text):
        said = [f"{label_of(sheet.kind, str(fault.path[0]))}: {fault.message}" for fault in faults[:SAID]]
        return False, said + ([f"And {len(faults) - SAID} more, which its form shows."] if len(faults) > SAID else [])
    if asking := overruling.weigh(sheet.text, draft, past=past).asking:
        words = "Change it, or give the reason in its form."
        return False, [f"{label_of(sheet.kind, str(doubt.shown_at[0]))}: {doubt.message}. {words}" for doubt in asking]
    if row is None:
        return True, ["New in the guide."]
    if isinstance(row, Entry) and not row.is_live:
        return True, ["Was retired: it comes back." if row.status == Status.RETIRED else "Comes onto the site."]
    return True, ["Readers see the draft in place of what they see now."]


def weigh_retiring(sheet: DeskSheet, past: Past) -> tuple[bool, list[str]]:
    """Whether an object may be retired, and what follows from that."""
    row, draft = sheet.row, sheet.draft
    if row is None:
        return False, ["It is not in the guide yet. Throw the draft away in its form."]
    if not isinstance(row, Entry):
        return False, ["Only pages are retired. It can be deleted in its form."]
    if row.status == Status.RETIRED:
        return False, ["It is retired already."]
    if words := protection.why_it_stays(sheet.kind, row.slug):
        return False, [f"Protected: {words}."]
    said = ["Its address says that it was taken out."]
    if draft is not None and draft.publish_at:
        said.append(f"Its draft brings it back on {instant_in_words(draft.publish_at)}.")
    elif draft is not None:
        said.append("Its draft stays.")
    return True, said


# --- What is done -----------------------------------------------------------------------------


def publish_one(request: HttpRequest, sheet: DeskSheet) -> models.Model:
    """Publish an object that was weighed in this transaction."""
    reasons = overruling.weigh(sheet.text, sheet.draft).reasons
    return drafts.publish(sheet.text, editor(request), sheet.draft, reasons)


def retire_one(request: HttpRequest, sheet: DeskSheet) -> models.Model:
    """Retire an object that was weighed in this transaction."""
    publishing.retire(sheet.row, by=editor(request))
    row: models.Model = sheet.row
    return row


def nothing_more(row: models.Model) -> list[str]:
    """An act after which nothing has to be looked at."""
    return []


@dataclass(frozen=True)
class ActOnSeveral:
    """An act: its words, who may do it, how one object is weighed and done, and what is said of it afterwards."""

    title: str
    button: str
    will: str
    done: str
    weigh: Weighing
    do: Doing
    afterwards: Following
    for_chiefs: bool = False

    @property
    def said(self) -> str:
        """What is said of one object, and written into its log."""
        return f"{self.done.capitalize()}."


ACTS: Final[dict[str, ActOnSeveral]] = {
    "publish": ActOnSeveral(
        "Publish several",
        "Publish",
        "will be published",
        "published",
        weigh_publishing,
        publish_one,
        checking.broken_links,
    ),
    "retire": ActOnSeveral(
        "Retire several",
        "Retire",
        "will be retired",
        "retired",
        weigh_retiring,
        retire_one,
        nothing_more,
        for_chiefs=True,
    ),
}


def several(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponseBase:
    """Say what would happen to each; or do it, and lead to what was done. Retiring is a chief editor's."""
    act = _act(request, name)
    if request.method == "POST":
        sent = [one.rpartition(" ") for one in request.POST.getlist("chosen")[:MOST]]
        until = time.monotonic() + LONGEST_S
        marks = {ref: mark for ref, _, mark in sent}
        joint = {} if act.for_chiefs else _do_together(request, act, marks)
        outcomes = [joint.get(ref) or _do(request, act, ref, mark, until=until) for ref, mark in marks.items()]
        back = _list_of(ref for ref, _, _ in sent)
        request.session[DONE] = {"act": name, "back": back, "outcomes": [asdict(one) for one in outcomes]}
        return HttpResponseRedirect(reverse("admin:several_done", args=[name]))
    refs = request.GET.getlist("chosen")[:MOST]
    context |= {
        "back": _list_of(refs),
        "is_done": False,
        "most": MOST if len(request.GET.getlist("chosen")) > MOST else 0,
    }
    return _page(request, act, summary(act, refs), context | {"address": reverse("admin:several", args=[name])})


def several_done(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponseBase:
    """What the last act of this log-in did to each; nothing where that was another act, or none."""
    act = _act(request, name)
    kept = request.session.get(DONE) or {}
    outcomes = [FateOfOne(**one) for one in kept["outcomes"]] if kept.get("act") == name else []
    return _page(request, act, outcomes, context | {"back": kept.get("back", reverse("admin:index")), "is_done": True})


def _act(request: HttpRequest, name: str) -> ActOnSeveral:
    act = ACTS.get(name)
    if act is None:
        raise Http404
    if act.for_chiefs and not editors.is_chief(request.user):
        raise PermissionDenied
    return act


def _page(
    request: HttpRequest, act: ActOnSeveral, outcomes: Sequence[FateOfOne], context: dict[str, Any]
) -> HttpResponseBase:
    context |= {
        "title": act.title,
        "act": act,
        "going": [one for one in outcomes if one.goes],
        "staying": [one for one in outcomes if not one.goes],
    }
    return TemplateResponse(request, "admin/library/several.html", context)


def _list_of(refs: Iterable[str]) -> str:
    """Where the choice was made: the list of a kind where all are of one, else the start page."""
    kinds = {ref.partition(":")[0] for ref in refs} - {"draft"}
    if len(kinds) == 1 and (kind := kinds.pop()) in KINDS:
        return reverse(f"admin:library_{start.TABLE_OF.get(kind, kind)}_changelist")
    return reverse("admin:index")


def summary(act: ActOnSeveral, refs: Sequence[str]) -> list[FateOfOne]:
    """What would happen to each; what is not there is left out. As many queries for many as for a few."""
    usage, ones = (Usage() if act.for_chiefs else None), found(refs)
    with referable.read_once():
        joint = frozenset() if act.for_chiefs else _joint(act, ones)[0]
        return [_weighed(act, one, usage, is_joint=one.ref in joint) for one in ones]


def _joint(act: ActOnSeveral, ones: Sequence[OneOfSeveral]) -> tuple[frozenset[str], frozenset[str]]:
    """What may be published only because others of these are, and the same with those others; within `referable.read_once`."""
    by_ref, sheets = {one.ref: one for one in ones}, {one.ref: one.sheet for one in ones}

    def may_go(ref: str) -> bool:
        return act.weigh(sheets[ref], by_ref[ref].past)[0]

    refused = [ref for ref in sheets if not may_go(ref)]
    joint = together.need_the_others(sheets, refused, may_go) if refused else frozenset()
    going = {ref: sheet for ref, sheet in sheets.items() if ref in joint or ref not in refused}
    return joint, together.with_what_they_name(going, joint)


def _weighed(act: ActOnSeveral, one: OneOfSeveral, usage: Usage | None, *, is_joint: bool) -> FateOfOne:
    goes, said = (True, [TOGETHER]) if is_joint else act.weigh(one.sheet, one.past)
    used = usage.of(one.sheet.kind, one.sheet.text.name) if usage and goes else []
    return FateOfOne(one.name, one.href, goes, said, [_link_to(page) for page in used], f"{one.ref} {one.mark}")


def _link_to(page: UsingPage) -> tuple[str, str]:
    return f"{Kind(page.kind).label}: {page.title}", reverse(f"admin:library_{page.kind}_change", args=[page.pk])


def _do_together(request: HttpRequest, act: ActOnSeveral, marks: dict[str, str]) -> dict[str, FateOfOne]:
    """Publish those that name each other, all or none of them, by their references; the rest goes one by one."""
    with referable.read_once():
        if not _joint(act, found(list(marks)))[0]:
            return {}
    fates: dict[str, FateOfOne] = {}
    try:
        with only_writer():
            seen = [one for one in found(list(marks)) if one.mark == marks[one.ref]]
            with referable.read_once():
                _, group = _joint(act, seen)
            ones = [one for one in seen if one.ref in group]
            # Before it is done: a draft that was published has no address any more.
            fates = {one.ref: FateOfOne(one.name, one.href, goes=False, said=[AT_ONCE]) for one in ones}
            together.write_new(one.sheet for one in ones)
            rows = {one.ref: act.do(request, one.sheet) for one in ones}
            for row in rows.values():
                LogEntry.objects.log_actions(editor(request).pk, [row], CHANGE, act.said, single_object=True)
    except (ObjectDoesNotExist, DatabaseError, protection.StaysError):
        return fates
    return {one.ref: _done(act, one, rows[one.ref]) for one in ones}


def _do(request: HttpRequest, act: ActOnSeveral, ref: str, mark: str, *, until: float) -> FateOfOne:
    """Weigh one object once more, and do it, if it is not too late; all in a transaction of its own."""
    refused = FateOfOne(ref, "", goes=False)
    try:
        with only_writer():
            one = next(iter(found([ref])), None)
            if one is None:
                return replace(refused, said=[NOT_FOUND])
            refused = FateOfOne(one.name, one.href, goes=False)
            if time.monotonic() > until:
                return replace(refused, said=[NO_TIME])
            if one.mark != mark:
                return replace(refused, said=[CHANGED])
            goes, said = act.weigh(one.sheet, one.past)
            if not goes:
                return replace(refused, said=said)
            row = act.do(request, one.sheet)
            LogEntry.objects.log_actions(editor(request).pk, [row], CHANGE, act.said, single_object=True)
    except (ObjectDoesNotExist, DatabaseError):
        return replace(refused, said=[AT_ONCE])
    except protection.StaysError as error:
        return replace(refused, said=[str(error)])
    return _done(act, one, row)


def _done(act: ActOnSeveral, one: OneOfSeveral, row: models.Model) -> FateOfOne:
    """What became of an object; to be asked after the commit."""
    said = [act.said, *act.afterwards(row)]
    return FateOfOne(one.name, start.address_of_row(one.sheet.kind, row), goes=True, said=said)


# --- What was chosen --------------------------------------------------------------------------


def found(refs: Sequence[str]) -> list[OneOfSeveral]:
    """The objects of these references, each once, in their order: a few queries for each kind among them."""
    wanted: dict[str, list[str]] = {}
    for ref in dict.fromkeys(refs):
        kind, _, name = ref.partition(":")
        wanted.setdefault(kind, []).append(name)
    new = [pk for name in wanted.get("draft", ()) if (pk := number_sent(name)) is not None]
    standing: dict[str, DeskSheet] = {
        f"draft:{draft.pk}": DeskSheet.of(draft.kind, None, draft)
        for draft in Draft.objects.filter(pk__in=new, name="")
    }
    states: dict[str, list[tuple[int, str, Reasons]]] = {}
    for kind, names in wanted.items():
        if kind not in KINDS:
            continue
        beside = {draft.name: draft for draft in Draft.objects.filter(kind=kind, name__in=names)}
        for row in store.rows_called(kind, names):
            name = store.slug_of(row)
            standing[f"{kind}:{name}"] = DeskSheet.of(kind, row, beside.get(name))
        read = Revision.objects.of_several(kind, names).published().values_list("slug", "pk", "action", "reasons")
        for name, *state in read:
            states.setdefault(f"{kind}:{name}", []).append((state[0], state[1], state[2]))
    return [_chosen(ref, standing[ref], states.get(ref, [])) for ref in dict.fromkeys(refs) if ref in standing]


def _chosen(ref: str, sheet: DeskSheet, states: Sequence[tuple[int, str, Reasons]]) -> OneOfSeveral:
    mark = state_mark(sheet.draft, states[0][0] if states else 0)
    return OneOfSeveral(ref, sheet, Past(sheet.row, [(action, reasons) for _, action, reasons in states]), mark)
