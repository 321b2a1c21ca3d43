"""/bao-cao/ung-xu/: the conduct module in the units of the area, in one unit; exemptions."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lms.outcomes.reporting.actions import export_conduct
from lms.outcomes.reporting.queries import area_conduct, area_unit_conduct
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.shared.conduct import coverage, exempting


@actor_view("GET")
def show_area_conduct(request: ActorRequest) -> HttpResponse:
    """The coverage of every unit of the area, lowest first."""
    asked_day = coverage.read_day(request)
    area = area_conduct(request.actor, asked_day.day)
    context = coverage.coverage_context(request, asked_day, area.whole) | {"area": area}
    return render(request, "authority/conduct/area.html", context, status=asked_day.status)


@actor_view("GET")
def show_unit_conduct(request: ActorRequest, code: str) -> HttpResponse:
    """The coverage of one unit with all units below it, person by person."""
    asked_day = coverage.read_day(request)
    unit_coverage = area_unit_conduct(request.actor, asked_day.day, code)
    context = coverage.coverage_context(request, asked_day, unit_coverage)
    return render(request, "authority/conduct/unit.html", context, status=asked_day.status)


@actor_view("POST")
def export_area_conduct(request: ActorRequest) -> HttpResponse:
    """Start the Excel file of the area, or of one unit of it."""
    code = request.POST.get("code", "")
    back = reverse("authority_conduct_unit", args=[code]) if code else reverse("authority_conduct")
    job = export_conduct(
        actor=request.actor,
        scope="area",
        code=code,
        day=coverage.exported_day(request),
        back_url=back,
    )
    return redirect("account_job", job_id=job.pk)


@actor_view("GET", "POST")
def show_exemption(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """Exempt an official of the area, or withdraw the exemption."""
    return exempting.show_exemption_page(request, uid, reverse("authority_conduct"))
