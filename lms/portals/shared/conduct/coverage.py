"""The day, the filter by state and the list of people on the conduct pages of both portals."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from lms.core import clock
from lms.learning.conduct.queries import exemptable_among
from lms.outcomes.reporting.queries import ConductState, ConductYear
from lms.outcomes.reporting.rendering import figure_definitions, state_words
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest

# ?loc= of each state
WORD_OF_STATE = {
    ConductState.DONE: "xong",
    ConductState.MISSING: "chua",
    ConductState.EXEMPT: "mien",
}
# So many people stand on one page, and on one printed list.
_SIZE = 500


class ConductDayForm(forms.Form):
    """The day up to which training counts."""

    ngay = forms.DateField(
        label=pgettext_lazy("date", "As of"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_ngay(self) -> dt.date:
        day: dt.date = self.cleaned_data["ngay"]
        if day > clock.today():
            raise forms.ValidationError(_("Choose today or a day before."))
        return day


@dataclass(frozen=True)
class AskedDay:
    """The day that `?ngay=` asks for, today where it names none.

    `status`: 422 where it names no day that can be counted, else 200.
    """

    form: ConductDayForm
    day: dt.date
    status: int


def read_day(request: ActorRequest) -> AskedDay:
    """Read the day from `?ngay=`."""
    form = ConductDayForm(request.GET if "ngay" in request.GET else {"ngay": clock.today()})
    if form.is_valid():
        return AskedDay(form, form.cleaned_data["ngay"], 200)
    return AskedDay(form, clock.today(), 422)


def coverage_context(
    request: ActorRequest, chosen_day: AskedDay, year: ConductYear
) -> dict[str, Any]:
    """The context of templates/shared/conduct/_people.html and _figures.html."""
    chosen = request.GET.get("loc", "")
    if chosen not in WORD_OF_STATE.values():
        chosen = ""
    people = [person for person in year.people if chosen in {"", WORD_OF_STATE[person.state]}]
    query = f"ngay={year.day.isoformat()}"
    filters = [(query, pgettext("conduct filter", "All"), year.total, chosen == "")]
    for state, word in WORD_OF_STATE.items():
        label = state_words(state).capitalize()
        filters.append((f"{query}&loc={word}", label, year.count(state), chosen == word))
    page = page_of(request, people, size=_SIZE)
    is_today = year.day == clock.today()
    return {
        "conduct_year": year,
        "form": chosen_day.form,
        "filters": filters,
        "page": page,
        "definitions": figure_definitions(),
        # an exemption is decided today, so other days offer none
        "exemptable": (
            exemptable_among(request.actor, [person.official.pk for person in page])
            if is_today
            else set()
        ),
    }


def exported_day(request: ActorRequest) -> dt.date:
    """The day of a POST for the Excel file; today where it names none that can be counted."""
    form = ConductDayForm(request.POST)
    return form.cleaned_data["ngay"] if form.is_valid() else clock.today()
