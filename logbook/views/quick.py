"""The quick forms without a network: one public page, and what a phone may remember of a runner.

The page is the same bytes for everybody and is kept by any cache: it names every routine and every place, and nobody's
choice. What is written on it waits in the browser (static/ankles/js/outbox/) and is sent to the addresses of the logbook.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import json_script
from django.views.decorators.http import require_safe

from ankles.caching import public_page
from ankles.jinja import blocks
from ankles.responses import BLOCKS, site_context
from library.meta import PageMeta
from logbook import pain
from logbook.guide import places, plans
from logbook.models import LONGEST_MIN
from logbook.titles import title_of
from logbook.views.access import RunnersRequest, private
from logbook.vocabulary import Stiffness

Facts = dict[str, Any]


@public_page()
def quick(request: HttpRequest) -> HttpResponse:
    """Every quick form, for whoever opens it, wherever they are."""
    offered = [_plan(plan) for plan in plans.known_plans().plans]
    head = PageMeta(
        title="Log without a network",
        description="Write down a session, a number or a run where there is no network: it waits on your phone.",
        path=reverse("quick"),
        section="logbook",
        robots="noindex",
    )
    around = site_context() | {"meta": head}
    context = around | {
        "plans": offered,
        "data": json_script(offered, "plans"),
        "groups": places.GROUPS,
        "sides": [(side.value, side.label) for side in places.SIDES],
        "bands": [(band, [str(number) for number in range(band.low, band.high + 1)]) for band in pain.BANDS],
        "stiffness": Stiffness.choices,
        "most_minutes": LONGEST_MIN,
    }
    parts = blocks("logbook/quick.html", BLOCKS, context, None)
    return HttpResponse(render_to_string("frames/quick.html", around | parts, using="django"))


@require_safe
@private
def choices(request: RunnersRequest) -> HttpResponse:
    """What "Remember on this phone" remembers: whose choice it is, the pinned routines, the followed places."""
    runner = request.user
    pinned = [(pin.routine_id, pin.stage_name) for pin in runner.pinned_routines.in_order()]
    found = [plan for one in pinned if (plan := plans.known_plans().find(*one)) and plan.is_live]
    return JsonResponse(
        {
            "account": runner.badge,
            "routines": [{"routine": plan.slug, "stage": plan.stage_name} for plan in found],
            "places": [list(pair) for pair in runner.followed.in_order().values_list("area", "side")],
        }
    )


def _plan(plan: plans.Plan) -> Facts:
    """A routine, or a stage of it, with what it holds today: [slug, name, dose] of each exercise."""
    return {
        "routine": plan.slug,
        "stage": plan.stage_name,
        "name": title_of(plan.name, plan.stage_name),
        "minutes": plan.minutes,
        "steps": [[line.slug, line.name, line.dose] for line in plan.usual],
    }
