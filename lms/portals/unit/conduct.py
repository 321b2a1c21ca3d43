"""/don-vi/ung-xu/: the conduct module in the actor's units, and exemptions from it."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lms.outcomes.reporting.actions import export_conduct
from lms.outcomes.reporting.queries import unit_conduct
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.shared.conduct import coverage, exempting


@actor_view("GET")
def show_conduct(request: ActorRequest, code: str = "") -> HttpResponse:
    """The coverage of all units that the actor manages, or of one with all units below it."""
    asked_day = coverage.read_day(request)
    unit_coverage = unit_conduct(request.actor, asked_day.day, code)
    context = coverage.coverage_context(request, asked_day, unit_coverage)
    return render(request, "unit/conduct.html", context, status=asked_day.status)


@actor_view("POST")
def export_unit_conduct(request: ActorRequest) -> HttpResponse:
    """Start the Excel file of the page."""
    job = export_conduct(
        actor=request.actor,
        scope="unit",
        code=request.POST.get("code", ""),
        day=coverage.exported_day(request),
        back_url=reverse("unit_conduct"),
    )
    return redirect("account_job", job_id=job.pk)


@actor_view("GET", "POST")
def show_exemption(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """Exempt an official of the unit, or withdraw the exemption."""
    return exempting.show_exemption_page(request, uid, reverse("unit_conduct"))
