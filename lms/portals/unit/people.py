"""/don-vi/nhan-su/: the people of my unit, one person's file, his account, his sensitive fields with a trace."""

import uuid

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from lms.core.errors import NotFound
from lms.outcomes.reporting.queries import learning, units_run_by
from lms.people.personnel.actions import look_at_sensitive
from lms.people.personnel.models import Official, Sensitive
from lms.people.personnel.queries import find, held_levels, run_officials
from lms.portals.kit.access import access_of
from lms.portals.kit.forms import apply
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, door


class PurposeForm(forms.Form):
    """For what the sensitive fields are needed."""

    purpose = forms.CharField(
        label=gettext_lazy("For what do you need these data?"),
        max_length=300,
        help_text=gettext_lazy("Your name, the time and this purpose are written down."),
    )


@door("GET")
def people(request: ActorRequest) -> HttpResponse:
    """The list, with a search as people type."""
    units = list(units_run_by(request.actor))
    if not units:
        raise NotFound("")
    typed = request.GET.get("tim", "")[:100]
    found = find(request.actor, typed, among=run_officials(request.actor))
    context = {"units": units, "typed": typed, "found": len(found), "page": page_of(request, found)}
    return render(request, "unit/people/list.html", context)


@door("GET", "POST")
def person(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """One person's file and account."""
    official = _mine(request, uid)
    access = access_of(request, official)
    if access.answer is not None:
        return access.answer
    looked, purpose = _look(request, official)
    context = {
        "official": official,
        "access": access,
        "studying": learning(official),
        "trainings": official.trainings.order_by("-ends_on", "-pk"),
        "levels": held_levels(official).values(),
        "posts": official.posts.select_related("unit").order_by("-valid_from"),
        "purpose": purpose,
        "sensitive": looked,
    }
    status = 422 if purpose.is_bound and purpose.errors else access.status
    response = render(request, "unit/people/person.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _mine(request: ActorRequest, uid: uuid.UUID) -> Official:
    official = run_officials(request.actor).filter(uid=uid).first()
    if official is None:
        raise NotFound("")
    return official


def _look(request: ActorRequest, official: Official) -> tuple[Sensitive | None, PurposeForm]:
    asked = request.method == "POST" and request.POST.get("do") == "look"
    form = PurposeForm(request.POST if asked else None)
    if not form.is_valid():
        return None, form
    purpose = form.cleaned_data["purpose"]
    return apply(
        form, lambda: look_at_sensitive(actor=request.actor, official=official, purpose=purpose)
    ), form
