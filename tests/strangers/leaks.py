"""A site that leaks, for the test of the test: each view does one thing that the stranger test must notice."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from logbook.models import Symptom, TrainingSession

KEPT: dict[str, HttpResponse] = {}


def reads(request: HttpRequest, pk: int) -> HttpResponse:
    """Looks a row up by its number alone."""
    return HttpResponse(get_object_or_404(TrainingSession, pk=pk).note)


def header(request: HttpRequest) -> HttpResponse:
    """Says nothing on its page, and everything in a header."""
    return HttpResponse("nothing", headers={"X-Last": TrainingSession.objects.latest("pk").note})


@csrf_exempt
def writes(request: HttpRequest) -> HttpResponse:
    """Believes the number in a form."""
    if request.method == "POST":
        Symptom.objects.filter(pk=_number(request)).update(severity=0)
    return HttpResponse("saved")


@csrf_exempt
def hands_over(request: HttpRequest) -> HttpResponse:
    """Believes the owner in a form."""
    if request.method == "POST" and request.POST.get("runner", "").isdigit():
        TrainingSession.objects.create(runner_id=int(request.POST["runner"]), day="2026-11-01", minutes=5)
    return HttpResponse("saved")


def tells(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows nothing, but another refusal for a row that is there."""
    if Symptom.objects.filter(pk=pk).exists():
        return HttpResponse("not yours", status=405)
    raise Http404


def keeps(request: HttpRequest) -> HttpResponse:
    """Keeps the first answer for everybody."""
    if "page" not in KEPT:
        person: Any = request.user
        KEPT["page"] = HttpResponse(person.email)
    return KEPT["page"]


@login_not_required
def opens(request: HttpRequest) -> HttpResponse:
    """Asks for no log-in, and has nothing to hide. It hides nothing."""
    return HttpResponse("come in")


urlpatterns = [
    path("leak/sessions/<int:pk>/", reads),
    path("leak/header/", header),
    path("leak/writes/", writes),
    path("leak/hands-over/", hands_over),
    path("leak/symptoms/<int:pk>/", tells),
    path("leak/keeps/", keeps),
    path("leak/opens/", opens),
    path("leak/<slug:nickname>/", reads),
    path("", include("ankles.urls")),
]


def _number(request: HttpRequest) -> int:
    text = request.POST.get("symptom", "")
    return int(text) if text.isdigit() else 0
