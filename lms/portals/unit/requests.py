"""/don-vi/yeu-cau/: what people asked about their own data, for those who keep their files."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.personnel.policies import may_keep
from lms.people.privacy import actions
from lms.people.privacy.models import DataRequest
from lms.people.privacy.queries import (
    closed_requests,
    handled_request,
    handles_any,
    open_requests,
    waiting,
)
from lms.portals.kit.forms import UNPROCESSABLE, apply
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, door

_PAGE = 30
_CLOSED = 10


class TakeForm(forms.Form):
    """Nothing to fill in, but a refusal needs a place."""


class ExtendForm(forms.Form):
    """How many days more, and why."""

    days = forms.IntegerField(
        label=gettext_lazy("How many days more"),
        min_value=1,
        error_messages={"required": gettext_lazy("Write a number of days.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why more time is needed"),
        max_length=300,
        help_text=gettext_lazy("The person reads it."),
        error_messages={
            "required": gettext_lazy("Say why more time is needed; the person reads it.")
        },
    )


class FinishForm(forms.Form):
    """What was done."""

    answer = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=actions.LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("The person reads it."),
        error_messages={"required": gettext_lazy("Say what was done; the person reads it.")},
    )


class RefuseForm(forms.Form):
    """On which ground it is refused."""

    ground = forms.CharField(
        label=gettext_lazy("Ground of the refusal"),
        max_length=actions.LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Name the article or the rule, and where the person can turn to."),
        error_messages={
            "required": gettext_lazy(
                "Say on which ground it is refused, and where the person can turn to."
            )
        },
    )


# What can be done, by the word of the button.
_FORMS: dict[str, type[forms.Form]] = {
    "take": TakeForm,
    "extend": ExtendForm,
    "finish": FinishForm,
    "refuse": RefuseForm,
}
_ACTS: dict[str, Callable[..., DataRequest]] = {
    "take": actions.take,
    "extend": actions.extend,
    "finish": actions.finish,
    "refuse": actions.refuse,
}
_SAID = {
    "take": gettext_lazy("You deal with it now; the person has been told."),
    "extend": gettext_lazy("The time is extended; the person has been told why."),
    "finish": gettext_lazy("Done; the person has your answer."),
    "refuse": gettext_lazy("Refused; the person has the ground."),
}


@door("GET")
def requests(request: ActorRequest) -> HttpResponse:
    """Open ones by deadline; closed ones below, or all of them with `?xem=xong`."""
    if not handles_any(request.actor):
        raise NotFound
    closed = closed_requests(request.actor)
    is_closed = request.GET.get("xem") == "xong"
    page = page_of(request, closed if is_closed else open_requests(request.actor), size=_PAGE)
    context = {
        "page": page,
        "is_closed": is_closed,
        "waiting": waiting(request.actor),
        "closed": [] if is_closed else list(closed[:_CLOSED]),
    }
    return render(request, "unit/requests/list.html", context)


@door("GET", "POST")
def one(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """One request and what can be done with it: `do` names the act."""
    data_request = handled_request(request.actor, uid)
    step = request.POST.get("do", "") if request.method == "POST" else ""
    forms_by_step = {name: form(request.POST if name == step else None) for name, form in _FORMS.items()}
    if step in forms_by_step and _act(request.actor, data_request, step, forms_by_step[step]):
        messages.success(request, str(_SAID[step]))
        return redirect("unit_request", uid=uid)
    context = {
        "one": data_request,
        "forms": forms_by_step,
        "step": step,
        "form": forms_by_step.get(step),
        "may_keep": may_keep(request.actor, data_request.official),
        "most": data_request.extension_days,
    }
    status = UNPROCESSABLE if step in forms_by_step else 200
    return render(request, "unit/requests/request.html", context, status=status)


def _act(actor: Actor, data_request: DataRequest, step: str, form: forms.Form) -> bool:
    """Whether it went through; a refusal stands on the form."""
    if form.is_valid():
        apply(form, lambda: _ACTS[step](actor=actor, request=data_request, **form.cleaned_data))
    return not form.errors
