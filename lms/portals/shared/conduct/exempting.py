"""Exempting one official, and taking it back: the page of the unit and of the authority."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core.errors import NotFound
from lms.learning.conduct.actions import ExemptionDraft, exempt_official, withdraw_exemption
from lms.learning.conduct.actions.exempting import GROUND_WANTED
from lms.learning.conduct.queries import (
    ExemptionGround,
    exemptable_official,
    exemptions_of,
    grounds_for,
)
from lms.people.personnel.models import Official
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.views import ActorRequest


class ExemptionForm(forms.Form):
    """The decision that exempts an official from the conduct module."""

    ground = forms.ChoiceField(
        label=pgettext_lazy("exemption", "Ground"),
        widget=forms.RadioSelect,
        error_messages={"required": GROUND_WANTED},
    )
    decision = forms.CharField(
        label=gettext_lazy("Number of the decision"),
        max_length=120,
        help_text=gettext_lazy("For example: QĐ 12/QĐ-UBND"),
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Date of the decision"), widget=forms.DateInput({"type": "date"})
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Exempt from"), widget=forms.DateInput({"type": "date"})
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Exempt until"), widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, grounds: tuple[ExemptionGround, ...], *args: Any) -> None:
        super().__init__(*args)
        choices = [(ground.key, f"{ground.title} · {ground.source}") for ground in grounds]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined] # a ChoiceField


class WithdrawExemptionForm(forms.Form):
    """Why an exemption is taken back."""

    reason = forms.CharField(label=gettext_lazy("Why is it taken back?"), max_length=300)


def show_exemption_page(request: ActorRequest, uid: uuid.UUID, back: str) -> HttpResponse:
    """Show an official's exemptions; POST `do=exempt` adds one, `do=back` with `of` withdraws one.

    `back`: the address of the list that led here. NotFound for officials out of reach.
    """
    official = exemptable_official(request.actor, uid)
    step = request.POST.get("do", "") if request.method == "POST" else ""
    form = ExemptionForm(grounds_for(official), request.POST if step == "exempt" else None)
    withdrawal = WithdrawExemptionForm(request.POST if step == "back" else None)
    if form.is_valid() and _exempt_official(request, official, form):
        return redirect(back)
    if withdrawal.is_valid() and _withdraw_exemption(request, official, withdrawal):
        return redirect(request.path)
    context = {
        "official": official,
        "form": withdrawal if withdrawal.is_bound else form,
        "exempt": form,
        "taking": withdrawal,
        "exemptions": exemptions_of(official),
        "back": back,
        "taken": request.POST.get("of", ""),
    }
    status = max(status_of(form), status_of(withdrawal))
    return render(request, "shared/conduct/exempt.html", context, status=status)


def _exempt_official(request: ActorRequest, official: Official, form: ExemptionForm) -> bool:
    draft = ExemptionDraft(**form.cleaned_data)
    apply_action(form, lambda: exempt_official(actor=request.actor, official=official, draft=draft))
    if not form.errors:
        messages.success(request, _("%(name)s is exempt.") % {"name": official})
    return not form.errors


def _withdraw_exemption(
    request: ActorRequest, official: Official, form: WithdrawExemptionForm
) -> bool:
    exemptions = {str(exemption.pk): exemption for exemption in exemptions_of(official)}
    exemption = exemptions.get(request.POST.get("of", ""))
    if exemption is None:
        raise NotFound
    reason = form.cleaned_data["reason"]
    apply_action(
        form, lambda: withdraw_exemption(actor=request.actor, exemption=exemption, reason=reason)
    )
    if not form.errors:
        messages.success(
            request, _("The exemption of %(name)s is taken back.") % {"name": official}
        )
    return not form.errors
