"""The long form of a symptom: new, to be changed, refused, or changed by somebody else meanwhile (another tab)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpResponse
from django.urls import reverse

from ankles.accounts.models import User
from ankles.responses import page, whole_page
from logbook import pain
from logbook.day import in_words
from logbook.forms import symptom as forms
from logbook.guide import places
from logbook.models import Symptom
from logbook.views.access import RunnersRequest
from logbook.views.today import carried_by_forms, frame
from logbook.vocabulary import AS_THE_DAY_GOES, AreaCode, Circumstance, Onset, Quality, Side, Stiffness, Timing

NAME: Final = "long"
MEANWHILE: Final = "Another tab or another device saved this entry after you opened it. What you wrote is still in the form below; nothing of it is saved yet."
CHOICES: Final[dict[str, list[tuple[str, str]]]] = {
    "side": Side.choices,
    "moment": [(one.value, str(one.label)) for one in AS_THE_DAY_GOES],
    "stiffness": Stiffness.choices,
    "qualities": Quality.choices,
    "timing": Timing.choices,
    "onset": Onset.choices,
    "context": Circumstance.choices,
}
LABELS: Final = {
    "area": "Place", "side": "Side", "day": "Day", "moment": "When", "severity": "Number", "stiffness": "Stiff",
    "stiffness_min": "Minutes", "qualities": "What it feels like", "timing": "When it comes", "onset": "How it began",
    "context": "What was different", "note": "Note",
}  # fmt: skip


@dataclass(frozen=True)
class Option:
    """One choice of a list as the page shows it."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class ChangedField:
    """A field that says one thing in the log and another in the form."""

    label: str
    there: str
    yours: str


def form_of(runner: User, entry: Symptom) -> forms.SymptomChange:
    """The form of an entry, as it stands."""
    return forms.SymptomChange(runner=runner, was=entry, initial=forms.as_initial(entry))


def blank(request: RunnersRequest, day: date) -> HttpResponse:
    """The form for a new entry; it keeps the place that was chosen on the way here. Writes nothing."""
    code = request.POST.get("place", "")
    given = {"day": day} | (places.PLACES[code]._asdict() if code in places.PLACES else {})
    return form_page(request, day, forms.SymptomForm(runner=request.user, initial=given))


def form_page(
    request: RunnersRequest,
    day: date,
    form: forms.SymptomForm,
    status: int = 200,
    told: str = "",
    differences: Sequence[ChangedField] = (),
) -> HttpResponse:
    """The form as a page, with what was written in it and what is wrong with it. `told` says why it is shown again."""
    entry, today = form.was, request.user.today()
    back, title = back_to(day, today), "Change a symptom" if entry else "Log a symptom"
    context = {
        "told": told,
        "errors": forms.messages(form),
        "wrong": dict.fromkeys(form.fields, "") | {field: str(found[0]) for field, found in form.errors.items()},
        # After a conflict the form is sent against the entry as it is now: the runner has seen both.
        "entry": entry,
        "heading": entry.place.name if entry else "Say more about a place",
        "words": in_words(day, today),
        "day_url": reverse("logbook:today") if day == today else reverse("logbook:day", args=[day]),
        "action": _address(entry) if entry else reverse("logbook:symptoms", args=[day]),
        # Whoever flew west may have an entry of tomorrow.
        "latest": max(today, entry.day if entry else today).isoformat(),
        "given": {field: "".join(_given(form, field)) for field in ("day", "stiffness_min", "note")},
        "groups": _areas(form),
        "options": {field: _options(form, field) for field in CHOICES},
        "bands": _bands(form),
        "opened": _opened(form),
        "other": _address(form.other) if form.other else "",
        "differences": differences,
        "read": places.page_about(entry.area) if entry else "",
        **frame(f"Error: {title}" if form.errors else title, "today" if day == today else "calendar"),
        **carried_by_forms(request, back),
    }
    return whole_page(page(request, "logbook/symptom.html", context, status=status))


def refused(request: RunnersRequest, day: date, form: forms.SymptomForm) -> HttpResponse:
    """422 after the database found the place taken: another tab was quicker. Raises IntegrityError for anything else."""
    again = form.again()
    if again.is_valid():
        raise
    return form_page(request, day, again, status=422)


def stale(request: RunnersRequest, form: forms.SymptomForm, entry: Symptom) -> HttpResponse:
    """409: the entry was changed after the form was opened. Both texts, the runner's own ready to be saved."""
    form.was = entry
    return form_page(request, entry.day, form, status=409, told=MEANWHILE, differences=_differences(form, entry))


def back_to(day: date, today: date) -> str:
    """The page on which an answer is given: Today, or the day."""
    return "today" if day == today else "day"


def _address(entry: Symptom) -> str:
    return reverse("logbook:symptom", args=[entry.day, entry.pk])


def _given(form: forms.SymptomForm, field: str) -> list[str]:
    value = form[field].value()
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [] if value is None or value == "" else [str(value)]


def _options(form: forms.SymptomForm, field: str) -> list[Option]:
    given = _given(form, field)
    return [Option(value, label, value in given) for value, label in CHOICES[field]]


def _areas(form: forms.SymptomForm) -> list[tuple[str, list[Option]]]:
    given = _given(form, "area")
    return [
        (group.name, [Option(area.value, area.label, area.value in given) for area in group.areas])
        for group in places.GROUPS
    ]


def _bands(form: forms.SymptomForm) -> list[tuple[pain.Band, list[Option]]]:
    given = _given(form, "severity")
    return [
        (band, [Option(str(number), str(number), str(number) in given) for number in range(band.low, band.high + 1)])
        for band in pain.BANDS
    ]


def _opened(form: forms.SymptomForm) -> dict[str, bool]:
    """Which folded groups stand open: those that hold something, or something wrong."""
    folded = ("qualities", "timing", "onset", "context")
    return {field: bool(_given(form, field) or form.errors.get(field)) for field in folded}


def _differences(form: forms.SymptomForm, entry: Symptom) -> list[ChangedField]:
    there = form_of(form.runner, entry)
    pairs = [(LABELS[field], _words(there, field), _words(form, field)) for field in LABELS]
    return [ChangedField(*pair) for pair in pairs if pair[1] != pair[2]]


def _words(form: forms.SymptomForm, field: str) -> str:
    labels = dict(AreaCode.choices if field == "area" else CHOICES.get(field, []))
    return ", ".join(labels.get(value, value).replace("\r\n", "\n") for value in _given(form, field))
