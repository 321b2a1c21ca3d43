"""/bao-cao/: the year of my area, and the profile of one unit on a day."""

import datetime as dt

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy

from lms.core import clock
from lms.core.errors import NotFound
from lms.outcomes.reporting.queries import area, area_conduct, area_unit, area_units
from lms.people.standards.queries import unit_profile
from lms.portals.authority.tables import tables_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, door


class DayForm(forms.Form):
    """The day of a profile."""

    ngay = forms.DateField(
        label=pgettext_lazy("date", "As of"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


@door("GET")
def home(request: ActorRequest) -> HttpResponse:
    """Classes, lượt and người kept apart, fill rate, certificates, the conduct module in each unit."""
    found = area(request.actor)
    if found is None:
        raise NotFound("")
    context = {"area": found, "conduct": area_conduct(request.actor, clock.today())}
    return render(request, "authority/home.html", context)


@door("GET")
def units(request: ActorRequest) -> HttpResponse:
    """The units of my area, ended ones too, each leading to its profile."""
    if area(request.actor) is None:
        raise NotFound("")
    typed = request.GET.get("tim", "")[:100]
    page = page_of(request, area_units(request.actor, typed))
    return render(request, "authority/units.html", {"typed": typed, "page": page})


@door("GET")
def unit(request: ActorRequest, code: str) -> HttpResponse:
    """The profile of one unit as of `?ngay=`; an ended unit is shown as of its last day."""
    found = area_unit(request.actor, code)
    usual = min(clock.today(), found.valid_to or dt.date.max)
    form = DayForm(request.GET if "ngay" in request.GET else {"ngay": usual})
    day = form.cleaned_data["ngay"] if form.is_valid() else usual
    profile = unit_profile(found, day)
    context = {
        "unit": found,
        "form": form,
        "day": day,
        "profile": profile,
        "tables": tables_of(profile),
        "read_at": clock.now(),
    }
    return render(request, "authority/unit.html", context, status=200 if form.is_valid() else 422)
