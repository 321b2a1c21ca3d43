"""/to-chuc/vai-tro/: the roles in the actor's area; giving one and ending one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.actions import end_role, grant_role
from lms.people.organisation.area import area_tops
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any, may_grant
from lms.people.personnel.queries.roles import (
    area_role,
    area_roles,
    role_candidate,
    role_candidates,
)
from lms.portals.authority.fields import DayField, UnitField
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view


class RoleFilterForm(forms.Form):
    """The search and the filters of the list of roles."""

    tim = forms.CharField(
        label=gettext_lazy("Name of the person or of the unit"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    vt = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    het = forms.BooleanField(label=gettext_lazy("Ended roles"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["vt"]
        role.choices = [("", pgettext_lazy("filter", "all")), *Role.choices]


class GrantRoleForm(forms.Form):
    """A new role; `tim` finds the person, `user` is the account that was ticked."""

    tim = forms.CharField(
        label=gettext_lazy("Person: name, staff code or e-mail"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Who has an account and works in your area, or holds a role in it."),
        widget=forms.TextInput({"type": "search"}),
    )
    user = forms.TypedChoiceField(
        label=gettext_lazy("Who gets the role"), coerce=int, widget=forms.RadioSelect
    )
    unit = UnitField()
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    title = forms.CharField(
        label=gettext_lazy("Title in the role"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("As it stands under a signature, for instance: Hiệu trưởng"),
    )
    valid_from = DayField(label=pgettext_lazy("role", "First day"))
    valid_to = DayField(label=pgettext_lazy("role", "Last day"), required=False)
    reason = forms.CharField(
        label=pgettext_lazy("role", "Ground"),
        max_length=300,
        help_text=gettext_lazy("The decision that names the person, or why the role is needed."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.actor = actor
        self.people = role_candidates(actor, str(self["tim"].value() or ""))
        self._keep_ticked_person(actor)
        user: Any = self.fields["user"]
        user.choices = [
            (person.user_id, f"{person.name} · {person.words}") for person in self.people
        ]

    def _keep_ticked_person(self, actor: Actor) -> None:
        """Show the person who was ticked before another search, too."""
        ticked = str(self["user"].value() or "")
        if not ticked.isdigit() or int(ticked) in {person.user_id for person in self.people}:
            return
        person = role_candidate(actor, int(ticked))
        if person is not None:
            self.people = [person, *self.people]


class EndRoleForm(forms.Form):
    """The last day of a role, and why."""

    on = DayField(label=gettext_lazy("Last day of the role"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@actor_view("GET")
def show_roles(request: ActorRequest) -> HttpResponse:
    """The roles of the area, with search and filters."""
    tops = area_tops(request.actor)
    if not tops:
        raise NotFound
    form = RoleFilterForm(request.GET)
    filters = form.cleaned_data if form.is_valid() else {}
    ended = bool(filters.get("het"))
    rows = area_roles(
        request.actor, typed=filters.get("tim", ""), role=filters.get("vt", ""), ended=ended
    )
    context = {
        "form": form,
        "ended": ended,
        "page": page_of(request, rows),
        "today": clock.today(),
        "may_change": has_any(request.actor, Role.AUTHORITY),
    }
    return render(request, "authority/organisation/roles.html", context, status=status_of(form))


@actor_view("GET", "POST")
def show_granting(request: ActorRequest) -> HttpResponse:
    """Give a role; `do=find` only looks for the person and keeps the rest."""
    if not has_any(request.actor, Role.AUTHORITY):
        raise NotFound
    if request.method == "GET":
        initial = {"unit": request.GET.get("don-vi", ""), "valid_from": clock.today()}
        form = GrantRoleForm(initial=initial, actor=request.actor)
        return _grant_page(request, form, has_searched=False)
    if request.POST.get("do") == "find":
        form = GrantRoleForm(initial=request.POST.dict(), actor=request.actor)
        return _grant_page(request, form)
    form = GrantRoleForm(request.POST, actor=request.actor)
    if form.is_valid():
        typed = form.cleaned_data
        assignment = apply_action(
            form,
            lambda: grant_role(
                actor=request.actor,
                user_id=typed["user"],
                unit=typed["unit"],
                role=Role(typed["role"]),
                title=typed["title"],
                reason=typed["reason"],
                period=(typed["valid_from"], typed["valid_to"]),
            ),
        )
        if assignment is not None:
            messages.success(request, _("The role is given."))
            return redirect("authority_tree_unit", code=typed["unit"].code)
    return _grant_page(request, form)


def _grant_page(
    request: ActorRequest, form: GrantRoleForm, *, has_searched: bool = True
) -> HttpResponse:
    context = {"form": form, "has_searched": has_searched}
    return render(request, "authority/organisation/grant.html", context, status=status_of(form))


@actor_view("GET", "POST")
def show_role_ending(request: ActorRequest, pk: int) -> HttpResponse:
    """End a role on a day; what was signed under it stays valid."""
    assignment = area_role(request.actor, pk)
    form = EndRoleForm(posted_data(request), initial={"on": clock.today()})
    if form.is_valid():
        typed = form.cleaned_data
        ended = apply_action(
            form,
            lambda: end_role(
                actor=request.actor, assignment=assignment, on=typed["on"], reason=typed["reason"]
            ),
        )
        if ended is not None:
            messages.success(request, _("The role is ended. What was signed under it stays valid."))
            return redirect("authority_roles")
    context = {
        "form": form,
        "row": assignment,
        "may_change": may_grant(request.actor, assignment.unit),
    }
    return render(request, "authority/organisation/end.html", context, status=status_of(form))
