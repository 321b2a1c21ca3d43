"""Cam kết của tôi: the commitments signed, each as a sheet to print, and how to withdraw one."""

import uuid

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from lms.learning.conduct import queries
from lms.learning.conduct.actions import withdraw_pledge
from lms.learning.conduct.actions.own import WITHDRAWAL_REASON_WANTED
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.views import ActorRequest, actor_view


class WithdrawPledgeForm(forms.Form):
    """Why a commitment is withdrawn."""

    reason = forms.CharField(
        label=_("Why do you take it back?"),
        max_length=300,
        help_text=_("Your signing stays in your record, with this reason."),
        error_messages={"required": WITHDRAWAL_REASON_WANTED},
    )


@actor_view("GET")
def show_commitments(request: ActorRequest) -> HttpResponse:
    """All commitments of the learner, newest first."""
    signed = list(queries.my_commitments(request.actor))
    return render(request, "learner/conduct/commitments.html", {"commitments": signed})


@actor_view("GET", "POST")
def show_commitment(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """One commitment as it was signed; POST withdraws it."""
    signed = queries.my_commitment(request.actor, pk)
    form = WithdrawPledgeForm(posted_data(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        apply_action(
            form,
            lambda: withdraw_pledge(
                actor=request.actor, commitment=signed.commitment, reason=reason
            ),
        )
        if not form.errors:
            return redirect("learner_commitment", pk=pk)
    context = {
        "signed": signed,
        "commitment": signed.commitment,
        "form": form,
        "withdrawal": getattr(signed.commitment, "withdrawal", None),
    }
    return render(request, "learner/conduct/commitment.html", context, status=status_of(form))
