"""Enrolling from a list: search, tick, see overlaps, send; then who was enrolled, who not, why."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.personnel.models import Official
from lms.people.personnel.queries import with_posts
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.school.class_forms import ReasonForm
from lms.teaching.classes import queries as classes
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment import actions, queries

PER_PAGE = 100


class EnrolForm(forms.Form):
    """The officials to enrol, the decision, and the reason where meetings overlap."""

    decision = forms.CharField(
        label=gettext_lazy("Decision or summons (number)"),
        max_length=120,
        help_text=gettext_lazy("For instance: QĐ 12/QĐ-TCT"),
    )
    override_reason = forms.CharField(
        label=gettext_lazy("Reason to enrol in spite of an overlap"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only for people whose meetings overlap; it is kept with the seat."),
    )
    officials = forms.TypedMultipleChoiceField(coerce=int, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, allowed: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officials: Any = self.fields["officials"]
        officials.choices = [(pk, pk) for pk in allowed]
        officials.error_messages["required"] = actions.OFFICIALS_WANTED


@actor_view("GET", "POST")
def show_enrolment(request: ActorRequest, code: str) -> HttpResponse:
    """The list of candidates with its search (`?tim=`); POST enrols the ticked ones."""
    group = classes.managed_class(request.actor, code)
    if request.method == "GET":
        return _show_list(request, group, EnrolForm(allowed=[], auto_id="e_%s"))
    ticked = [
        int(ticked_pk) for ticked_pk in request.POST.getlist("officials") if ticked_pk.isdecimal()
    ]
    # Only people of the area; the action names those who were enrolled meanwhile.
    allowed = queries.officials_in_area(group).filter(pk__in=ticked).values_list("pk", flat=True)
    form = EnrolForm(request.POST, allowed=list(allowed), auto_id="e_%s")
    outcome = None
    if form.is_valid():
        typed = form.cleaned_data
        outcome = apply_action(
            form,
            lambda: actions.enrol_officials(
                actor=request.actor,
                group=group,
                official_ids=typed["officials"],
                decision=typed["decision"],
                override_reason=typed["override_reason"],
            ),
        )
    if outcome is None:
        return _show_list(request, group, form, ticked)
    context = {"group": group, "outcome": outcome, "taken": queries.count_enrolled(group)}
    return render(request, "school/enrolment/outcome.html", context)


@actor_view("GET", "POST")
def show_withdrawal(request: ActorRequest, code: str, uid: uuid.UUID) -> HttpResponse:
    """Withdraw an enrolment, with the reason."""
    group = classes.managed_class(request.actor, code)
    enrolment = queries.class_enrolment(group, str(uid))
    form = ReasonForm(posted_data(request))
    if form.is_valid():
        apply_action(
            form,
            lambda: actions.withdraw_learner(
                actor=request.actor, enrolment=enrolment, reason=form.cleaned_data["reason"]
            ),
        )
        if not form.errors:
            messages.success(
                request, _("%(name)s no longer has a seat.") % {"name": enrolment.official}
            )
            return redirect("school_enrol", code=code)
    context = {"group": group, "enrolment": enrolment, "form": form}
    return render(request, "school/enrolment/withdraw.html", context, status=status_of(form))


def _show_list(
    request: ActorRequest, group: ClassGroup, form: EnrolForm, ticked: list[int] | None = None
) -> HttpResponse:
    search = request.GET.get("tim", "").strip()
    page = page_of(request, with_posts(queries.enrolment_candidates(group, search)), PER_PAGE)
    officials: list[Official] = list(page.object_list)
    overlaps = queries.clashes_with_class(group, [official.pk for official in officials])
    context: dict[str, Any] = {
        "group": group,
        "form": form,
        "page": page,
        "search": search,
        "rows": [
            (official, overlaps.get(official.pk), official.pk in (ticked or []))
            for official in officials
        ],
        "roster": queries.roster(group),
        "withdrawn": queries.withdrawn_learners(group),
        "is_open": group.state in actions.STATES_FOR_ENROLLING,
    }
    return render(request, "school/enrolment/list.html", context, status=status_of(form))
