"""/don-vi/yeu-cau/: requests of people about their own data, for those who answer them."""

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
    count_waiting,
    handled_request,
    may_handle_any,
    open_requests,
)
from lms.portals.kit.forms import UNPROCESSABLE, apply_action
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view

_PER_PAGE = 30
_MOST_CLOSED = 10


class TakeRequestForm(forms.Form):
    """No field: the form only carries a refusal."""


class ExtendRequestForm(forms.Form):
    """The days by which the time is extended, and the reason."""

    days = forms.IntegerField(
        label=gettext_lazy("How many days more"),
        min_value=1,
        error_messages={"required": gettext_lazy("Write a number of days.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why more time is needed"),
        max_length=300,
        help_text=gettext_lazy("The person reads it."),
        error_messages={"required": actions.REASON_WANTED},
    )


class FinishRequestForm(forms.Form):
    """The answer to the person."""

    answer = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=actions.LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("The person reads it."),
        error_messages={"required": actions.ANSWER_WANTED},
    )


class RefuseRequestForm(forms.Form):
    """The ground on which the request is refused."""

    ground = forms.CharField(
        label=gettext_lazy("Ground of the refusal"),
        max_length=actions.LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Name the article or the rule, and where the person can turn to."),
        error_messages={"required": actions.GROUND_WANTED},
    )


# Form, action and message of each step; the key is the value of the button `do`.
_FORMS: dict[str, type[forms.Form]] = {
    "take": TakeRequestForm,
    "extend": ExtendRequestForm,
    "finish": FinishRequestForm,
    "refuse": RefuseRequestForm,
}
_ACTIONS: dict[str, Callable[..., DataRequest]] = {
    "take": actions.take_request,
    "extend": actions.extend_request,
    "finish": actions.finish_request,
    "refuse": actions.refuse_request,
}
_SUCCESS_MESSAGES = {
    "take": gettext_lazy("You deal with it now; the person has been told."),
    "extend": gettext_lazy("The time is extended; the person has been told why."),
    "finish": gettext_lazy("Done; the person has your answer."),
    "refuse": gettext_lazy("Refused; the person has the ground."),
}


@actor_view("GET")
def show_requests(request: ActorRequest) -> HttpResponse:
    """The open requests by deadline, with the last closed ones; `?xem=xong`: all closed ones."""
    if not may_handle_any(request.actor):
        raise NotFound
    closed = closed_requests(request.actor)
    is_closed = request.GET.get("xem") == "xong"
    page = page_of(request, closed if is_closed else open_requests(request.actor), size=_PER_PAGE)
    context = {
        "page": page,
        "is_closed": is_closed,
        "waiting": count_waiting(request.actor),
        "closed": [] if is_closed else list(closed[:_MOST_CLOSED]),
    }
    return render(request, "unit/requests/list.html", context)


@actor_view("GET", "POST")
def show_request(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """One request; POST carries out the step that `do` names."""
    data_request = handled_request(request.actor, uid)
    step = request.POST.get("do", "") if request.method == "POST" else ""
    step_forms = {
        name: form(request.POST if name == step else None) for name, form in _FORMS.items()
    }
    if step in step_forms and _act_on_request(request.actor, data_request, step, step_forms[step]):
        messages.success(request, str(_SUCCESS_MESSAGES[step]))
        return redirect("unit_request", uid=uid)
    context = {
        "data_request": data_request,
        "forms": step_forms,
        "step": step,
        "form": step_forms.get(step),
        "may_keep": may_keep(request.actor, data_request.official),
        "most_days": data_request.extension_days,
    }
    status = UNPROCESSABLE if step in step_forms else 200
    return render(request, "unit/requests/request.html", context, status=status)


def _act_on_request(actor: Actor, data_request: DataRequest, step: str, form: forms.Form) -> bool:
    """Carry out a step; a refusal is added to the form. Returns whether it was done."""
    if form.is_valid():
        apply_action(
            form, lambda: _ACTIONS[step](actor=actor, request=data_request, **form.cleaned_data)
        )
    return not form.errors
