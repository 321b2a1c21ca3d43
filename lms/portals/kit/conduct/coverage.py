"""What both pages of figures share: the day, the filter by state, the list of people."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from lms.core import clock
from lms.learning.conduct.queries import exemptable_among
from lms.outcomes.reporting.queries import ConductYear, State
from lms.outcomes.reporting.rendering import definitions, words_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest

# ?loc= of each state
WORDS = {State.DONE: "xong", State.MISSING: "chua", State.EXEMPT: "mien"}
# So many people stand on one page, and on one printed list.
_SIZE = 500


class DayForm(forms.Form):
    """The day up to which is counted."""

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
class Asked:
    """The day that `?ngay=` asks for; today where it asks for none or for nonsense (then `status`
    is 422).
    """

    form: DayForm
    day: dt.date
    status: int


def asked(request: ActorRequest) -> Asked:
    """Read the day."""
    form = DayForm(request.GET if "ngay" in request.GET else {"ngay": clock.today()})
    if form.is_valid():
        return Asked(form, form.cleaned_data["ngay"], 200)
    return Asked(form, clock.today(), 422)


def context(request: ActorRequest, wanted: Asked, found: ConductYear) -> dict[str, Any]:
    """What templates/kit/conduct/_people.html and _figures.html show."""
    chosen = request.GET.get("loc", "")
    chosen = chosen if chosen in WORDS.values() else ""
    people = [p for p in found.people if chosen in {"", WORDS[p.state]}]
    query = f"ngay={found.day.isoformat()}"
    filters = [
        (query, pgettext("conduct filter", "All"), found.total, chosen == ""),
        *(
            (
                f"{query}&loc={word}",
                words_of(state).capitalize(),
                found.count(state),
                chosen == word,
            )
            for state, word in WORDS.items()
        ),
    ]
    page = page_of(request, people, size=_SIZE)
    is_today = found.day == clock.today()
    return {
        "found": found,
        "form": wanted.form,
        "filters": filters,
        "page": page,
        "definitions": definitions(),
        # decisions are of today; on other days nobody is asked whom he may exempt
        "exemptable": (
            exemptable_among(request.actor, [p.official.pk for p in page]) if is_today else set()
        ),
    }


def exported_day(request: ActorRequest) -> dt.date:
    """The day of a POST for the Excel file; today where it names none that can be counted."""
    form = DayForm(request.POST)
    return form.cleaned_data["ngay"] if form.is_valid() else clock.today()
