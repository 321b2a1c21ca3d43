"""The page of a unit's profile: the day, a day to compare with, the tables."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core import clock
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import may_on
from lms.people.organisation.queries import state_on
from lms.people.standards.queries import profile_measures, unit_profile
from lms.portals.kit.forms import status_of
from lms.portals.kit.views import ActorRequest
from lms.portals.shared.profile.tables import ProfileReading, tables_of


class ProfileDaysForm(forms.Form):
    """The day of a profile, and another one before or after it."""

    ngay = forms.DateField(
        label=pgettext_lazy("date", "As of"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    voi = forms.DateField(
        label=gettext_lazy("Compare with"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


def profile_context(request: ActorRequest, unit: Unit) -> tuple[dict[str, Any], int]:
    """The context of templates/shared/profile/_profile.html and the status of the page.

    Where no day is asked for, it is today, or the last day of a unit that has ended. Small cells of
    sensitive figures are shown only to the managers of the unit.
    """
    default = min(clock.today(), unit.valid_to or dt.date.max)
    form = ProfileDaysForm(request.GET if "ngay" in request.GET else {"ngay": default})
    is_asked = form.is_valid()
    day: dt.date = form.cleaned_data["ngay"] if is_asked else default
    other: dt.date | None = form.cleaned_data["voi"] if is_asked else None
    days = sorted({day, other or day})
    is_veiled = not may_on(request.actor, unit, Role.UNIT_MANAGER)
    profiles = [unit_profile(unit, each) for each in days]
    state = state_on(unit, day)
    page_context = {
        "unit": unit,
        "name": state.name if state else unit.name,
        "form": form,
        "day": day,
        "days": days,
        "profiles": profiles,
        "profile": profiles[days.index(day)],
        "is_comparing": len(days) > 1,
        "days_without_people": [
            each for each, profile in zip(days, profiles, strict=True) if not profile.total
        ],
        "tables": tables_of(
            profiles, ProfileReading(tuple(days), profile_measures(unit, day), is_veiled)
        ),
        "read_at": clock.now(),
    }
    return page_context, status_of(form)
