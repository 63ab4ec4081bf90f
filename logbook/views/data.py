"""What a runner can do with all of it at once: take it out, take it in again, erase it."""

from __future__ import annotations

import tempfile
from typing import Any, Final

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth import logout
from django.db import IntegrityError, transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ankles import backups
from ankles.accounts import known_devices
from ankles.accounts.allauth_internals import did_recently_reauthenticate
from ankles.accounts.security import Act, happened
from ankles.responses import page, site_context
from logbook.day import in_short
from logbook.entries import receipts
from logbook.forms.data import CHOOSE_AGAIN, Erasure, TakeIn, Upload
from logbook.takeout import erasing, exporting, importing, log_locks
from logbook.takeout.importing import chosen_file
from logbook.takeout.importing.judging import SHOWN, ImportReport
from logbook.views.access import RunnersRequest, private

METHODS: Final = ["GET", "HEAD", "POST"]
# The parts of an export: one, many.
PARTS: Final = {
    "sessions": ("Training session", "Training sessions"),
    "symptoms": ("Symptom", "Symptoms"),
    "clear_days": ("Day on which nothing hurt", "Days on which nothing hurt"),
    "periods": ("Rest, injury or holiday", "Periods of rest, injury, holiday"),
    "pins": ("Pinned routine", "Pinned routines"),
    "followed": ("Place you follow", "Places you follow"),
    "trends_choices": ("Choice of what trends show", "Choices of what trends show"),
    "measures": ("Measure", "Measures"),
    "runs": ("Run", "Runs"),
    "usual_run": ("Usual run", "Usual run"),
    "report_choices": ("What your report shows", "What your report shows"),
}
SETTINGS: Final = {
    "time_zone": "Time zone",
    "week_start": "First day of the week",
    "weekly_aim": "Sessions a week you aim for",
}
MEANWHILE: Final = "Your log changed meanwhile, and nothing was added. Choose the file again."
YOURS_IS_UNDER_WAY: Final = "Another file of yours is being read or written at this moment. Wait until that is done."
OTHERS_ARE_UNDER_WAY: Final = "Other runners' files are being read at this moment. Try again in a minute."
RETRY_AFTER_S: Final = 30


class FileIsGone(Exception):
    """The file that was looked at is not there any more."""


def asks_for_password(request: HttpRequest) -> bool:
    """Whether the page of one's data was opened to take it out: `?ready`. Then the password comes before, and leads back."""
    return "ready" in request.GET


@require_safe
@private
@reauthentication_required(enabled=asks_for_password)  # type: ignore[untyped-decorator]  # allauth types it without arguments only
def data(request: RunnersRequest) -> HttpResponse:
    """What is here, and the ways out, in and away."""
    return data_page(request)


def data_page(request: RunnersRequest, fault: str = "", status: int = 200) -> HttpResponse:
    """The page of one's data; `fault` says why something could not be done just now."""
    facts = {
        "fault": fault,
        "counts": [(words, count) for words, count in erasing.counts_by_kind(request.user) if count],
        "recent": did_recently_reauthenticate(request),
        "backup_days": backups.KEPT_FOR.days,
    }
    return page(request, "logbook/data.html", _frame("Your data") | facts, status=status)


@require_http_methods(METHODS)
@private
@reauthentication_required
def export(request: RunnersRequest) -> HttpResponseBase:
    """The ZIP. It changes nothing, so a link may ask for it; the password was given within five minutes."""
    # Written whole before the first byte is sent: what fails is an error page, not half a file. It has no name on disk.
    file = tempfile.TemporaryFile(dir=settings.DATA_DIR)  # noqa: SIM115 (the answer closes it)
    try:
        with log_locks.locked_log(request.user):
            exporting.write_zip(request.user, file, timezone.now())
    except log_locks.Busy as busy:
        file.close()
        return _later(data_page(request, fault=_why(busy), status=409 if busy.own else 503), busy)
    file.seek(0)
    name = exporting.zip_name(request.user)
    if request.method != "HEAD":
        happened.send(None, act=Act.EXPORTED, account=request.user.pk, request=request)
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(METHODS)
@private
def take_in(request: RunnersRequest) -> HttpResponse:
    """Choose a file, see what it would add, add it."""
    if request.method != "POST":
        return _choose(request, Upload(runner=request.user))
    try:
        with log_locks.locked_log(request.user):
            return _taken_in(request) if "token" in request.POST else _looked_at(request)
    except log_locks.Busy as busy:
        status = 409 if busy.own else 503
        # A file that was looked at still waits: the same button adds it in a minute.
        token = request.POST.get("token", "")
        again = TakeIn(runner=request.user, initial={"token": token}) if token else None
        return _later(_choose(request, Upload(runner=request.user), status, _why(busy), again), busy)


def _looked_at(request: RunnersRequest) -> HttpResponse:
    form = Upload(request.POST, request.FILES, runner=request.user)
    if not form.is_valid():
        return _choose(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        report = importing.check(request.user, importing.open_export(file))
    except importing.Unreadable as error:
        form.add_error("file", str(error))
        return _choose(request, form, status=422)
    token = chosen_file.keep(request.user, file) if report.new or report.settings else ""
    return _report(request, report, TakeIn(runner=request.user, initial={"token": token}) if token else None)


@require_http_methods(METHODS)
@private
@reauthentication_required
def erasure(request: RunnersRequest) -> HttpResponse:
    """See what goes, choose, and have it gone."""
    form = Erasure(request.POST if request.method == "POST" else None, runner=request.user)
    if not form.is_bound or not form.is_valid():
        counts = [(words, count) for words, count in erasing.counts_by_kind(request.user) if count]
        facts = {"form": form, "counts": counts, "email": request.user.email, "backup_days": backups.KEPT_FOR.days}
        return page(request, "logbook/erasure.html", _frame("Erase") | facts, status=422 if form.is_bound else 200)
    what = form.cleaned_data["what"]
    if what == Erasure.ACCOUNT:
        number = request.user.pk
        erasing.erase_account(request.user)
        logout(request)
        happened.send(None, act=Act.ACCOUNT_ERASED, account=number, request=request)
        response = _erased(request, what)
        # Its entries that wait in this browser are dropped by js/outbox/erased.js. Cookies go by their names: Clear-Site-Data
        # would take those of the whole domain, and "storage" what somebody else wrote here and the guide on this phone.
        response.delete_cookie(settings.CSRF_COOKIE_NAME)
        known_devices.forget_device(response)
        return response
    with transaction.atomic():
        key, content = form.cleaned_data["entry_key"], form.content(act="erasure")
        _, fresh = receipts.accept(request.user, key, content)
        gone = erasing.erase_entries(request.user, withdraw=what == Erasure.WITHDRAW) if fresh else 0
        # Erased with the rest, and needed: the page sent once more must not erase what was logged after it.
        receipts.accept(request.user, key, content)
    if fresh:
        happened.send(None, act=Act.LOG_ERASED, account=request.user.pk, request=request)
    erasing.leave_no_trace()
    return _erased(request, what, gone, again=not fresh)


def _erased(request: HttpRequest, what: str, gone: int = 0, *, again: bool = False) -> HttpResponse:
    """In the guide's frame: there may be no logbook any more, and nobody to whom it belongs."""
    context = site_context(title="Erased", section="logbook") | {"what": what, "gone": gone, "again": again}
    return page(request, "logbook/erased.html", context, frame="frames/guide.html")


def _taken_in(request: RunnersRequest) -> HttpResponse:
    form, runner = TakeIn(request.POST, runner=request.user), request.user
    if not form.is_valid():
        return _choose_again(request, CHOOSE_AGAIN)
    file = chosen_file.file_of_token(runner, form.cleaned_data["token"])
    try:
        # Read and checked before anybody is made to wait for the write.
        given = importing.open_export(file) if file else None
        with transaction.atomic():
            _, fresh = receipts.accept(runner, form.cleaned_data["entry_key"], form.content(act="import"))
            if fresh and given is None:
                raise FileIsGone
            report = importing.take_in(runner, given) if fresh and given else None
    except (FileIsGone, importing.Unreadable):
        return _choose_again(request, CHOOSE_AGAIN)
    except IntegrityError:
        return _choose_again(request, MEANWHILE)
    chosen_file.forget(runner)
    return _report(request, report or ImportReport(), None, done=True, again=report is None)


def _choose(
    request: RunnersRequest, form: Upload, status: int = 200, fault: str = "", again: TakeIn | None = None
) -> HttpResponse:
    facts = {"form": form, "fault": fault, "again": again}
    return page(request, "logbook/import.html", _frame("Take entries in") | facts, status=status)


def _why(busy: log_locks.Busy) -> str:
    return YOURS_IS_UNDER_WAY if busy.own else OTHERS_ARE_UNDER_WAY


def _later(response: HttpResponse, busy: log_locks.Busy) -> HttpResponse:
    if not busy.own:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _choose_again(request: RunnersRequest, why: str) -> HttpResponse:
    return _choose(request, Upload(runner=request.user), status=422, fault=why)


def _report(
    request: RunnersRequest, report: ImportReport, form: TakeIn | None, *, done: bool = False, again: bool = False
) -> HttpResponse:
    today = request.user.today()
    facts = {
        "form": form,
        "done": done,
        "again": again,
        "report": report,
        "same": sum(report.same.values()),
        "counts": [(PARTS[name][1], *numbers) for name, *numbers in report.counts() if any(numbers)],
        "refused": [(PARTS[one.part][0], _day(one.day, today), one.reason) for one in report.refused[:SHOWN]],
        "unshown": max(0, len(report.refused) - SHOWN),
        "reasons": report.reasons(),
        "settings": [(SETTINGS[name], *_setting(request, name, both)) for name, both in report.settings.items()],
    }
    return page(request, "logbook/import_report.html", _frame("Taken in" if done else "What the file holds") | facts)


def _setting(request: RunnersRequest, name: str, both: tuple[Any, Any]) -> list[str]:
    if name == "week_start":
        return [str(request.user.WeekStart(value).label) for value in both]
    return ["none" if value is None else str(value).replace("_", " ") for value in both]


def _day(text: str, today: Any) -> str:
    try:
        return in_short(type(today).fromisoformat(text), today)
    except ValueError:
        return text or "no day"


def _frame(title: str) -> dict[str, Any]:
    return site_context(title=title, section="logbook", page="data")
