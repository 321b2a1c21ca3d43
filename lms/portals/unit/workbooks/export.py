"""The list of people as a workbook, without sensitive fields or, for a purpose, with them."""

import datetime as dt

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from lms.core import clock
from lms.core.errors import NotFound
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.people.personnel.models import Group
from lms.people.workbooks.actions import export_people, start_export
from lms.people.workbooks.lists import AT_ONCE, PeopleFilter, count_of, kept_count_of
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.unit.people.fields import purpose_field
from lms.portals.unit.workbooks.batches import XLSX


class ExportPurposeForm(forms.Form):
    """The purpose for which the sensitive fields are needed."""

    purpose = purpose_field(
        gettext_lazy(
            "Everybody in the list sees your name, the time and this purpose in their access log."
        )
    )


@actor_view("POST")
def export_people_list(request: ActorRequest) -> HttpResponse:
    """Send the people of the filter in the address, without sensitive fields.

    A long list is written in the background.
    """
    if not has_any(request.actor, Role.UNIT_MANAGER, Role.AUTHORITY, Role.AUDITOR):
        raise NotFound
    people_filter = _read_filter(request)
    if count_of(request.actor, people_filter) > AT_ONCE:
        job = start_export(
            actor=request.actor, people_filter=people_filter, back_url=_people_address(request)
        )
        return redirect("account_job", job_id=job.pk)
    return _workbook_response(
        export_people(actor=request.actor, people_filter=people_filter), people_filter
    )


@actor_view("GET", "POST")
def show_sensitive_export(request: ActorRequest) -> HttpResponse:
    """The list with the sensitive fields.

    It asks for a purpose, which everybody in the list reads in their access log.
    """
    if not has_any(request.actor, Role.UNIT_MANAGER, Role.AUTHORITY):
        raise NotFound
    people_filter = _read_filter(request)
    form = ExportPurposeForm(posted_data(request))
    if form.is_valid():
        response = apply_action(
            form, lambda: _export_sensitive(request, people_filter, form.cleaned_data["purpose"])
        )
        if response is not None:
            return response
    context = {
        "form": form,
        "count": kept_count_of(request.actor, people_filter),
        "back": _people_address(request),
    }
    return render(request, "unit/workbooks/sensitive.html", context, status=status_of(form))


def _export_sensitive(
    request: ActorRequest, people_filter: PeopleFilter, purpose: str
) -> HttpResponse:
    if kept_count_of(request.actor, people_filter) > AT_ONCE:
        job = start_export(
            actor=request.actor,
            people_filter=people_filter,
            purpose=purpose,
            back_url=_people_address(request),
        )
        return redirect("account_job", job_id=job.pk)
    return _workbook_response(
        export_people(actor=request.actor, people_filter=people_filter, purpose=purpose),
        people_filter,
    )


def _read_filter(request: ActorRequest) -> PeopleFilter:
    """The filter of the address; values that do not exist narrow nothing."""
    query = request.GET
    try:
        day = dt.date.fromisoformat(query.get("ngay", ""))
    except ValueError:
        day = clock.today()
    group = query.get("nhom", "")
    return PeopleFilter(
        day.isoformat(),
        query.get("don-vi", "")[:32],
        group if group in Group.values else "",
        bool(query.get("chu-chot")),
        query.get("tim", "")[:100],
    )


def _people_address(request: ActorRequest) -> str:
    """The address of the list of people with the same filter."""
    query = request.GET.urlencode()
    address = reverse("unit_people") + (f"?{query}" if query else "")
    # Longer addresses do not fit into the column of a job.
    return address if len(address) <= 200 else reverse("unit_people")


def _workbook_response(body: bytes, people_filter: PeopleFilter) -> HttpResponse:
    response = HttpResponse(body, content_type=XLSX)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="danh-sach-can-bo-{people_filter.day}.xlsx"'
    )
    return response
