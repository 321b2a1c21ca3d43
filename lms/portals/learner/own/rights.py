"""/ho-so/quyen/: the learner's requests about their own data with deadlines, and a new request."""

import uuid
from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.personnel.fields import (
    OPEN_FIELDS,
    SENSITIVE_FIELDS,
    OfficialField,
    list_names,
)
from lms.people.privacy import actions
from lms.people.privacy.models import DataRequest
from lms.people.privacy.queries import my_request, my_requests, open_like, own_official
from lms.people.rulebook.queries import rules_for
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view

_PAGE = 20
RequestKind = DataRequest.Kind


def _list_fields(fields: Sequence[OfficialField]) -> str:
    return capfirst(list_names(fields))


# in the reader's language, like the other titles
_list_title = lazy(_list_fields, str)
# `?muc=` → the part of the file, as a request names it
FILE_PARTS = {
    "person": _list_title(OPEN_FIELDS),
    "posts": gettext_lazy("Posts"),
    "ranks": gettext_lazy("Ranks and grades"),
    "qualifications": gettext_lazy("Degrees and certificates"),
    "ratings": gettext_lazy("Yearly ratings"),
    "standards": gettext_lazy("Decisions about standards"),
    "training": gettext_lazy("Training"),
    "sensitive": _list_title(SENSITIVE_FIELDS),
}
KIND_MEANINGS = {
    RequestKind.CORRECT: gettext_lazy(
        "Something in your file is wrong or missing. Say how it should read and by which paper."
    ),
    RequestKind.ACCESS: gettext_lazy(
        "You want to know what is kept and what it is used for. Your own file can be downloaded at"
        " once, without asking."
    ),
    RequestKind.RESTRICT: gettext_lazy(
        "Something should not be used until it is settled, for example while a correction is looked"
        " into."
    ),
    RequestKind.OBJECT: gettext_lazy(
        "You do not agree with one use of your data. Say which, and why."
    ),
    RequestKind.DELETE: gettext_lazy(
        "The law has records of training and of public service kept, so they are not deleted; what"
        " may no longer be used is restricted instead. You get the answer with its ground."
    ),
}


class DataRequestForm(forms.Form):
    """A request about one's own data, in the person's words."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you ask for?"),
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you ask for.")},
    )
    about = forms.CharField(
        label=gettext_lazy("About which part of the file"), max_length=200, required=False
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        max_length=actions.LONGEST,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": gettext_lazy("Write what you ask for.")},
    )


@actor_view("GET")
def show_requests(request: ActorRequest) -> HttpResponse:
    """The learner's requests, newest first."""
    own_official(request.actor)
    page = page_of(request, my_requests(request.actor), size=_PAGE)
    return render(request, "learner/own/rights.html", {"page": page})


@actor_view("GET", "POST")
def ask_about_data(request: ActorRequest) -> HttpResponse:
    """The form for a new request; `?muc=` names the part of the file that is wrong."""
    official = own_official(request.actor)
    part = FILE_PARTS.get(request.GET.get("muc", ""))
    initial = {"kind": RequestKind.CORRECT, "about": part} if part else {}
    form = DataRequestForm(posted_data(request), initial=initial)
    same = None
    if form.is_valid():
        about, words = form.cleaned_data["about"], form.cleaned_data["words"]
        kind = RequestKind(form.cleaned_data["kind"])
        data_request = apply_action(
            form,
            lambda: actions.submit_request(
                actor=request.actor, kind=kind, about=about, words=words
            ),
        )
        if data_request is not None:
            messages.success(request, _("Your request is on its way. You hear of each step."))
            return redirect("learner_request", uid=data_request.uid)
        same = open_like(official, kind, about)
    context = {"form": form, "same": same, "kinds": _explained_kinds()}
    return render(request, "learner/own/ask.html", context, status=status_of(form))


@actor_view("GET", "POST")
def show_request(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """One request with its steps; POST withdraws it."""
    data_request = my_request(request.actor, uid)
    if request.method == "POST":
        actions.withdraw_request(actor=request.actor, request=data_request)
        messages.success(request, _("The request is withdrawn."))
        return redirect("learner_request", uid=uid)
    return render(request, "learner/own/request.html", {"one": data_request})


def _explained_kinds() -> list[tuple[str, str, int | None]]:
    """Each kind with its meaning and the days that the rulebook gives it."""
    rule = rules_for("privacy.finish_days").get("privacy.finish_days")
    days = rule.value if rule else {}
    return [
        (str(kind.label), str(KIND_MEANINGS[kind]), days.get(kind.value)) for kind in RequestKind
    ]
