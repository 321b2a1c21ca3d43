"""/to-chuc/don-vi/<mã>/…: found a unit below, rename, move, change the level.

What would follow is said before it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.errors import NotFound
from lms.people.organisation import actions
from lms.people.organisation.area import area_unit
from lms.people.organisation.models import Level, Sector, Unit
from lms.people.organisation.policies import may_change, may_grant
from lms.people.organisation.queries import below
from lms.people.personnel.queries import staff_of
from lms.portals.authority.organisation.act_forms import (
    FoundForm,
    LevelForm,
    MoveForm,
    RenameForm,
)
from lms.portals.authority.organisation.fields import UnitField
from lms.portals.kit.forms import apply, rehearse, status_of
from lms.portals.kit.templatetags.kit import vi_date
from lms.portals.kit.views import ActorRequest, door

Typed = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """One thing that can be done to a unit: its words, what would follow, and the doing (gives the
    unit to show).
    """

    title: str
    button: str
    said: str
    follows: Callable[[Typed], list[str]]
    do: Callable[[Typed], Unit]


@door("GET", "POST")
def found(request: ActorRequest, code: str) -> HttpResponse:
    """Found a unit below this one."""
    parent = area_unit(request.actor, code)
    if not may_grant(request.actor, parent):
        raise NotFound

    def follows(typed: Typed) -> list[str]:
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

    def do(typed: Typed) -> Unit:
        draft = actions.UnitDraft(
            code=typed["code"],
            name=typed["name"],
            level=Level(typed["level"]),
            sector=Sector(typed["sector"]),
            valid_from=typed["valid_from"],
            eid=typed["eid"],
        )
        return actions.found_unit(actor=request.actor, parent=parent, draft=draft)

    act = Act(
        _("Found a unit below it"), _("Found the unit"), _("The unit is founded."), follows, do
    )
    return _page(request, parent, act, FoundForm, {"valid_from": clock.today()})


@door("GET", "POST")
def rename_unit(request: ActorRequest, code: str) -> HttpResponse:
    """Give the unit another name from a day on."""
    unit = _changeable(request, code)

    def follows(typed: Typed) -> list[str]:
        words = {"day": vi_date(typed["on"]), "name": typed["name"], "old": unit.name}
        return [
            _("From %(day)s the unit is called “%(name)s”.") % words,
            _(
                "Reports and papers of the days before keep the name “%(old)s”; the code, the"
                " people and the roles stay."
            )
            % words,
        ]

    def do(typed: Typed) -> Unit:
        return actions.rename(
            actor=request.actor,
            unit=unit,
            name=typed["name"],
            on=typed["on"],
            decision=typed["decision"],
        ).unit

    act = Act(_("Rename the unit"), _("Rename it"), _("The new name is written down."), follows, do)
    return _page(request, unit, act, RenameForm, {"on": clock.today(), "name": unit.name})


@door("GET", "POST")
def move_unit(request: ActorRequest, code: str) -> HttpResponse:
    """Put the unit below another one from a day on."""
    unit = _changeable(request, code)

    def follows(typed: Typed) -> list[str]:
        words = {
            "day": vi_date(typed["on"]),
            "unit": unit.name,
            "parent": typed["parent"].name,
            "people": staff_of(unit, typed["on"]).count(),
            "units": Unit.objects.filter(below(unit, typed["on"])).exclude(pk=unit.pk).count(),
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

    def do(typed: Typed) -> Unit:
        return actions.move(
            actor=request.actor,
            unit=unit,
            parent=typed["parent"],
            on=typed["on"],
            decision=typed["decision"],
        ).unit

    act = Act(_("Move the unit"), _("Move it"), _("The new place is written down."), follows, do)
    return _page(request, unit, act, MoveForm, {"on": clock.today()})


@door("GET", "POST")
def change_level(request: ActorRequest, code: str) -> HttpResponse:
    """Count the unit as another level from a day on."""
    unit = _changeable(request, code)

    def follows(typed: Typed) -> list[str]:
        words = {
            "day": vi_date(typed["on"]),
            "unit": unit.name,
            "level": Level(typed["level"]).label,
            "old": unit.get_level_display(),
        }
        return [
            _("From %(day)s %(unit)s is counted as: %(level)s.") % words,
            _(
                "Reports as of a day before count it as: %(old)s. People, roles and units below"
                " stay."
            )
            % words,
        ]

    def do(typed: Typed) -> Unit:
        return actions.change_level(
            actor=request.actor,
            unit=unit,
            level=Level(typed["level"]),
            on=typed["on"],
            decision=typed["decision"],
        ).unit

    act = Act(
        _("Change the level"),
        _("Change the level"),
        _("The new level is written down."),
        follows,
        do,
    )
    return _page(request, unit, act, LevelForm, {"on": clock.today(), "level": unit.level})


def _changeable(request: ActorRequest, code: str) -> Unit:
    """A unit that the actor may change.

    Who only reads the area, and the unit itself, find no such page.
    """
    unit = area_unit(request.actor, code)
    if not may_change(request.actor, unit):
        raise NotFound
    return unit


def _page(
    request: ActorRequest, unit: Unit, act: Act, form_class: type[forms.Form], initial: Typed
) -> HttpResponse:
    """The form; then, `do=look`, what would follow with a button for exactly that; `do=go` does
    it.
    """
    sent = request.method == "POST"
    form = form_class(request.POST if sent else None, initial=initial)
    for field in form.fields.values():
        if isinstance(field, UnitField):
            field.actor = request.actor
    follows: list[str] = []
    if sent and form.is_valid():
        if request.POST.get("do") == "go":
            changed = apply(form, lambda: act.do(form.cleaned_data))
            if changed is not None:
                messages.success(request, act.said)
                return redirect("authority_tree_unit", code=changed.code)
        else:
            rehearse(form, lambda: act.do(form.cleaned_data))
            follows = [] if form.errors else act.follows(form.cleaned_data)
    context = {"unit": unit, "act": act, "form": form, "follows": follows}
    return render(request, "authority/organisation/act.html", context, status=status_of(form))
