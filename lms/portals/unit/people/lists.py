"""The list of people as of a day, and registering somebody new."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core import clock
from lms.core.errors import NotFound
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import has_any
from lms.people.organisation.queries import names_on
from lms.people.personnel.actions import register_official
from lms.people.personnel.models import Group, Official
from lms.people.personnel.queries import (
    MOST_FOUND,
    find_namesakes,
    find_officials,
    next_code,
    readable_among,
    register_on,
    units_kept,
)
from lms.people.personnel.queries.files import Namesakes, RegisterFilter, readable_unit, tree_units
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.unit.people import fields
from lms.portals.unit.people.forms import NewOfficialForm


class PeopleFilterForm(forms.Form):
    """The filters of the list; the fields are named as in the address."""

    def __init__(self, units: list[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        choices = [("", gettext_lazy("All units")), *units]
        self.fields["don-vi"] = forms.ChoiceField(
            label=pgettext_lazy("post", "Unit"), choices=choices, required=False
        )
        self.fields["nhom"] = fields.choice_field(
            pgettext_lazy("officials", "Group"), Group, empty=gettext_lazy("All groups")
        )
        self.fields["ngay"] = fields.day_field(pgettext_lazy("date", "As of"), required=False)
        self.fields["chu-chot"] = fields.flag_field(gettext_lazy("Key officials alone"))


@actor_view("GET")
def show_people(request: ActorRequest) -> HttpResponse:
    """The people of the actor's units, today or on another day."""
    if not has_any(request.actor, Role.UNIT_MANAGER, Role.AUTHORITY, Role.AUDITOR):
        raise NotFound
    day, day_was_typed = _read_day(request)
    chosen_unit = _read_unit(request, day)
    units = tree_units(request.actor, day, chosen_unit)
    form = PeopleFilterForm([(state.unit.code, state.name) for state in units], request.GET)
    form.is_valid()
    filters = form.cleaned_data
    wanted = RegisterFilter(
        day, chosen_unit, filters.get("nhom", ""), bool(filters.get("chu-chot"))
    )
    typed = request.GET.get("tim", "")[:100]
    rows = register_on(request.actor, wanted)
    officials = find_officials(request.actor, typed, among=rows, day=day) if typed.strip() else rows
    page = page_of(request, officials)
    _name_units(page, day)
    today = clock.today()
    context = {
        "typed": typed,
        "page": page,
        "form": form,
        "day": day,
        "is_today": day == today,
        "most": MOST_FOUND,
        "unit": chosen_unit,
        # On another day the list has people whose files the actor does not read today.
        "readable": readable_among(request.actor, page) if day != today else None,
        "narrowed": day_was_typed or chosen_unit or wanted.group or wanted.keys_only,
        "manages": has_any(request.actor, Role.UNIT_MANAGER),
        "writes": has_any(request.actor, Role.UNIT_MANAGER, Role.AUTHORITY),
    }
    return render(request, "unit/people/list.html", context, status=status_of(form))


@actor_view("GET", "POST")
def show_registration(request: ActorRequest) -> HttpResponse:
    """Register somebody who is not in the register yet.

    Where it has people of the same name, the actor confirms that this is another person.
    """
    units = list(units_kept(request.actor))
    if not units:
        raise NotFound
    initial = {"unit": request.GET.get("don-vi", ""), "valid_from": clock.today()}
    form = NewOfficialForm(units, posted_data(request), initial=initial)
    namesakes_found = None
    if form.is_valid():
        namesakes_found = _find_namesakes(request, form)
        if not namesakes_found or form.cleaned_data["different"]:
            official = apply_action(
                form, lambda: register_official(actor=request.actor, draft=form.official_draft())
            )
            if official is not None:
                messages.success(
                    request, _("%(name)s is in the register now.") % {"name": official}
                )
                return redirect("unit_person", uid=official.uid)
        else:
            form.add_error(
                "different", _("Compare with the entries above; tick this if it is somebody else.")
            )
    if not namesakes_found:
        del form.fields["different"]
    code = next_code(units[0]) if len(units) == 1 else ""
    context = {"form": form, "namesakes": namesakes_found, "code": code}
    return render(request, "unit/people/new.html", context, status=status_of(form))


def _find_namesakes(request: ActorRequest, form: NewOfficialForm) -> Namesakes:
    typed = form.cleaned_data
    unit = form.units[typed["unit"]]
    return find_namesakes(request.actor, typed["full_name"], typed["birth_date"], unit)


def _read_day(request: ActorRequest) -> tuple[dt.date, bool]:
    """The day of `?ngay=` and True; today and False where it is missing or no date."""
    try:
        return dt.date.fromisoformat(request.GET.get("ngay", "")), True
    except ValueError:
        return clock.today(), False


def _read_unit(request: ActorRequest, day: dt.date) -> Unit | None:
    code = request.GET.get("don-vi", "")[:32]
    return readable_unit(request.actor, code, day) if code else None


def _name_units(page: Page[Official], day: dt.date) -> None:
    """Set `place` of each post of the page: the name of its unit on that day."""
    posts: list[Any] = []
    for official in page:
        posts += official.current_posts  # type: ignore[attr-defined]  # set by the query
    names = names_on([post.unit for post in posts], day) if day != clock.today() else {}
    for post in posts:
        post.place = names.get(post.unit_id, post.unit.name)
