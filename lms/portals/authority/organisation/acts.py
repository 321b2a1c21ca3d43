"""/to-chuc/don-vi/<mã>/…: create a unit below, rename, move, change the level.

What would follow is shown before it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation import actions
from lms.people.organisation.area import area_unit
from lms.people.organisation.models import Sector, Unit, UnitLevel
from lms.people.organisation.policies import may_change_unit, may_grant
from lms.people.organisation.queries import stood_below
from lms.people.personnel.queries import staff_of
from lms.portals.authority.fields import UnitField
from lms.portals.authority.organisation.act_forms import (
    CreateUnitForm,
    MoveUnitForm,
    RenameUnitForm,
    UnitLevelForm,
)
from lms.portals.kit.forms import apply_action, rehearse_action, status_of
from lms.portals.kit.templatetags.kit import vi_date
from lms.portals.kit.views import ActorRequest, actor_view

TypedFields = dict[str, Any]


@dataclass(frozen=True)
class UnitChange:
    """One thing that can be done to a unit, with its words.

    `describe` says in sentences what would follow; `carry_out` does it and returns the unit whose
    page is shown afterwards.
    """

    title: Promise
    button: Promise
    success: Promise
    form: type[forms.Form]
    describe: Callable[[Unit, TypedFields], list[str]]
    carry_out: Callable[[Actor, Unit, TypedFields], Unit]


def _describe_creation(parent: Unit, typed: TypedFields) -> list[str]:
    return [
        _(
            "From %(day)s there is the unit “%(name)s” (%(code)s) below %(parent)s. It has"
            " nobody yet: officials and roles are added to it afterwards."
        )
        % {
            "day": vi_date(typed["valid_from"]),
            "name": typed["name"],
            "code": typed["code"],
            "parent": parent.name,
        }
    ]


def _create_unit(actor: Actor, parent: Unit, typed: TypedFields) -> Unit:
    draft = actions.UnitDraft(
        code=typed["code"],
        name=typed["name"],
        level=UnitLevel(typed["level"]),
        sector=Sector(typed["sector"]),
        valid_from=typed["valid_from"],
        eid=typed["eid"],
    )
    return actions.found_unit(actor=actor, parent=parent, draft=draft)


def _describe_renaming(unit: Unit, typed: TypedFields) -> list[str]:
    words = {"day": vi_date(typed["on"]), "name": typed["name"], "old": unit.name}
    return [
        _("From %(day)s the unit is called “%(name)s”.") % words,
        _(
            "Reports and papers of the days before keep the name “%(old)s”; the code, the"
            " people and the roles stay."
        )
        % words,
    ]


def _rename_unit(actor: Actor, unit: Unit, typed: TypedFields) -> Unit:
    return actions.rename_unit(
        actor=actor,
        unit=unit,
        name=typed["name"],
        on=typed["on"],
        decision=typed["decision"],
    ).unit


def _describe_move(unit: Unit, typed: TypedFields) -> list[str]:
    words = {
        "day": vi_date(typed["on"]),
        "unit": unit.name,
        "parent": typed["parent"].name,
        "people": staff_of(unit, typed["on"]).count(),
        "units": Unit.objects.filter(stood_below(unit, typed["on"])).exclude(pk=unit.pk).count(),
    }
    return [
        _("From %(day)s %(unit)s stands below %(parent)s.") % words,
        _(
            "%(people)d people with a post here or below and %(units)d units below go with it."
            " Whoever oversees %(parent)s oversees them from that day on."
        )
        % words,
        _("Reports as of a day before count them where they stood then.") % words,
    ]


def _move_unit(actor: Actor, unit: Unit, typed: TypedFields) -> Unit:
    return actions.move_unit(
        actor=actor,
        unit=unit,
        parent=typed["parent"],
        on=typed["on"],
        decision=typed["decision"],
    ).unit


def _describe_level(unit: Unit, typed: TypedFields) -> list[str]:
    words = {
        "day": vi_date(typed["on"]),
        "unit": unit.name,
        "level": UnitLevel(typed["level"]).label,
        "old": unit.get_level_display(),
    }
    return [
        _("From %(day)s %(unit)s is counted as: %(level)s.") % words,
        _("Reports as of a day before count it as: %(old)s. People, roles and units below stay.")
        % words,
    ]


def _change_unit_level(actor: Actor, unit: Unit, typed: TypedFields) -> Unit:
    return actions.change_unit_level(
        actor=actor,
        unit=unit,
        level=UnitLevel(typed["level"]),
        on=typed["on"],
        decision=typed["decision"],
    ).unit


CREATION = UnitChange(
    gettext_lazy("Found a unit below it"),
    gettext_lazy("Found the unit"),
    gettext_lazy("The unit is founded."),
    CreateUnitForm,
    _describe_creation,
    _create_unit,
)
RENAMING = UnitChange(
    gettext_lazy("Rename the unit"),
    gettext_lazy("Rename it"),
    gettext_lazy("The new name is written down."),
    RenameUnitForm,
    _describe_renaming,
    _rename_unit,
)
MOVE = UnitChange(
    gettext_lazy("Move the unit"),
    gettext_lazy("Move it"),
    gettext_lazy("The new place is written down."),
    MoveUnitForm,
    _describe_move,
    _move_unit,
)
LEVEL_CHANGE = UnitChange(
    gettext_lazy("Change the level"),
    gettext_lazy("Change the level"),
    gettext_lazy("The new level is written down."),
    UnitLevelForm,
    _describe_level,
    _change_unit_level,
)


@actor_view("GET", "POST")
def show_founding(request: ActorRequest, code: str) -> HttpResponse:
    """Create a unit below this one."""
    parent = area_unit(request.actor, code)
    if not may_grant(request.actor, parent):
        raise NotFound
    return _show_form(request, parent, CREATION, {"valid_from": clock.today()})


@actor_view("GET", "POST")
def show_renaming(request: ActorRequest, code: str) -> HttpResponse:
    """Give the unit another name from a day on."""
    unit = _changeable_unit(request, code)
    return _show_form(request, unit, RENAMING, {"on": clock.today(), "name": unit.name})


@actor_view("GET", "POST")
def show_moving(request: ActorRequest, code: str) -> HttpResponse:
    """Put the unit below another one from a day on."""
    unit = _changeable_unit(request, code)
    return _show_form(request, unit, MOVE, {"on": clock.today()})


@actor_view("GET", "POST")
def show_level_change(request: ActorRequest, code: str) -> HttpResponse:
    """Count the unit as another level from a day on."""
    unit = _changeable_unit(request, code)
    return _show_form(request, unit, LEVEL_CHANGE, {"on": clock.today(), "level": unit.level})


def _changeable_unit(request: ActorRequest, code: str) -> Unit:
    """A unit that the actor may change.

    NotFound for the unit's own people and for those who only read the area.
    """
    unit = area_unit(request.actor, code)
    if not may_change_unit(request.actor, unit):
        raise NotFound
    return unit


def _show_form(
    request: ActorRequest, unit: Unit, change: UnitChange, initial: TypedFields
) -> HttpResponse:
    """The form of a change.

    POST with `do=look` shows what would follow and a button for exactly that; `do=go` does it.
    """
    is_sent = request.method == "POST"
    form = change.form(request.POST if is_sent else None, initial=initial)
    for field in form.fields.values():
        if isinstance(field, UnitField):
            field.actor = request.actor
    follows: list[str] = []
    if is_sent and form.is_valid():
        typed = form.cleaned_data
        if request.POST.get("do") == "go":
            changed = apply_action(form, lambda: change.carry_out(request.actor, unit, typed))
            if changed is not None:
                messages.success(request, str(change.success))
                return redirect("authority_tree_unit", code=changed.code)
        else:
            # The action is run and rolled back, so a refusal shows before anything is written.
            rehearse_action(form, lambda: change.carry_out(request.actor, unit, typed))
            follows = [] if form.errors else change.describe(unit, typed)
    context = {"unit": unit, "change": change, "form": form, "follows": follows}
    return render(request, "authority/organisation/act.html", context, status=status_of(form))
