"""/to-chuc/ and /to-chuc/don-vi/<mã>/: the tree of units as of a day, and one unit through time."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core import clock
from lms.core.errors import NotFound
from lms.people.organisation.area import (
    UnitSearch,
    area_tops,
    area_tree,
    area_unit,
    periods_of_unit,
    successions_of_unit,
    unit_lines,
    units_above,
)
from lms.people.organisation.models import Sector, Unit, UnitLevel
from lms.people.organisation.policies import may_change_unit, may_grant
from lms.people.personnel.queries import staff_of
from lms.portals.kit.forms import status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view


class UnitTreeForm(forms.Form):
    """A search in the tree, and the day of the tree."""

    tim = forms.CharField(
        label=gettext_lazy("Name or code of the unit"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("With or without marks; former names are found too."),
        widget=forms.TextInput({"type": "search"}),
    )
    ngay = forms.DateField(
        label=pgettext_lazy("date", "As of"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    cap = forms.ChoiceField(label=pgettext_lazy("unit", "Level"), required=False)
    khoi = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    het = forms.BooleanField(
        label=gettext_lazy("With units that ended before this day"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        all_values = [("", pgettext_lazy("filter", "all"))]
        level: Any = self.fields["cap"]
        level.choices = [*all_values, *UnitLevel.choices]
        sector: Any = self.fields["khoi"]
        sector.choices = [*all_values, *Sector.choices]


@actor_view("GET")
def show_tree(request: ActorRequest) -> HttpResponse:
    """The units below one unit, or those of the whole area that a search finds, as of `?ngay=`."""
    tops = area_tops(request.actor)
    if not tops:
        raise NotFound
    typed = request.GET.dict()
    form = UnitTreeForm({**typed, "ngay": typed.get("ngay") or clock.today().isoformat()})
    filters = form.cleaned_data if form.is_valid() else {}
    day = filters.get("ngay") or clock.today()
    parent = tops[0]
    if request.GET.get("duoi"):
        parent = area_unit(request.actor, request.GET["duoi"])
    wanted = UnitSearch(
        day,
        filters.get("tim", "").strip(),
        filters.get("cap", ""),
        filters.get("khoi", ""),
        filters.get("het", False),
        parent,
    )
    page = page_of(request, area_tree(request.actor, wanted))
    above = [] if wanted.flat else units_above(request.actor, parent)
    context = {
        "form": form,
        "day": day,
        "wanted": wanted,
        "tops": tops,
        "parent_name": _name_on_day(parent, wanted),
        "above": above,
        "page": page,
        "lines": unit_lines(list(page), day),
        "may_change": may_grant(request.actor, tops[0]),
    }
    return render(request, "authority/organisation/tree.html", context, status=status_of(form))


@actor_view("GET")
def show_unit(request: ActorRequest, code: str) -> HttpResponse:
    """One unit: names and places through time, predecessors and successors, people, roles."""
    shown_unit = area_unit(request.actor, code)
    today = clock.today()
    day = min(max(today, shown_unit.valid_from), shown_unit.valid_to or dt.date.max)
    predecessors, successors = successions_of_unit(shown_unit)
    roles = list(shown_unit.roles.select_related("user").order_by("role", "valid_from", "pk"))
    current_roles = [role for role in roles if role.valid_to is None or role.valid_to >= today]
    page = page_of(request, area_tree(request.actor, UnitSearch(day, under=shown_unit)))
    context = {
        "unit": shown_unit,
        "day": day,
        "today": today,
        "periods": periods_of_unit(shown_unit),
        "before": predecessors,
        "after": successors,
        "above": units_above(request.actor, shown_unit),
        "people": staff_of(shown_unit).count(),
        "roles": current_roles,
        "ended_roles": [role for role in roles if role not in current_roles],
        "page": page,
        "children": unit_lines(list(page), day),
        "may_change": may_grant(request.actor, shown_unit),
        "may_reorganise": may_change_unit(request.actor, shown_unit),
        "ended": shown_unit.valid_to is not None and shown_unit.valid_to < today,
    }
    return render(request, "authority/organisation/unit.html", context)


def _name_on_day(unit: Unit, wanted: UnitSearch) -> str:
    """The name of the unit on the day of the tree."""
    return unit_lines([unit], wanted.day)[0].state.name
