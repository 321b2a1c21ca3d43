"""Results of a class: computing, reading each explanation, approving, sending back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import clock
from lms.core.lookup import one_or_404
from lms.outcomes.results import actions, policies, queries
from lms.outcomes.results.models import ResultSheet, ResultVerdict
from lms.outcomes.results.states import SheetState
from lms.people.rulebook.catalogue import ENTRIES
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.states import ClassState


class ComputeForm(forms.Form):
    """No field: the form only carries a refusal."""


class ApproveForm(forms.Form):
    """The decision by which the results are approved."""

    decision = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=120)
    decided_on = forms.DateField(
        label=gettext_lazy("Date of the decision"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class SendBackForm(forms.Form):
    """The reason for which the class is opened again."""

    reason = forms.CharField(label=gettext_lazy("What is to be corrected?"), max_length=300)


@actor_view("GET")
def show_results(request: ActorRequest, code: str) -> HttpResponse:
    """The current sheet of results, or what is missing before one can be computed."""
    return _show_page(request, queries.school_class(request.actor, code))


@actor_view("POST")
def compute_results(request: ActorRequest, code: str) -> HttpResponse:
    """Compute a new sheet of results."""
    group = queries.school_class(request.actor, code)
    form = ComputeForm(request.POST)
    apply_action(form, lambda: actions.compute_results(actor=request.actor, group=group))
    if form.errors:
        return _show_page(request, group, form=form)
    return redirect("school_results", code=code)


@actor_view("POST")
def approve_results(request: ActorRequest, code: str) -> HttpResponse:
    """Approve the sheet whose number the page showed, so that no newer one is approved unseen."""
    group = queries.school_class(request.actor, code)
    sheet = one_or_404(group.sheets.all(), number=_read_number(request.POST.get("sheet", "")))
    form = ApproveForm(request.POST)
    if form.is_valid():
        apply_action(
            form,
            lambda: actions.approve_results(actor=request.actor, sheet=sheet, **form.cleaned_data),
        )
    if form.errors:
        return _show_page(request, group, form=form, approve_form=form)
    messages.success(
        request,
        _(
            "The results are approved and the class is closed. Learners are asked to confirm their"
            " names."
        ),
    )
    return redirect("school_results", code=code)


@actor_view("POST")
def send_results_back(request: ActorRequest, code: str) -> HttpResponse:
    """Open the class again for corrections."""
    group = queries.school_class(request.actor, code)
    form = SendBackForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        apply_action(
            form, lambda: actions.send_results_back(actor=request.actor, group=group, reason=reason)
        )
    if form.errors:
        return _show_page(request, group, form=form, send_back_form=form)
    messages.success(
        request, _("The class is open again. Compute the results anew after the correction.")
    )
    return redirect("school_results", code=code)


def _show_page(request: ActorRequest, group: ClassGroup, **bound_forms: forms.Form) -> HttpResponse:
    actor, form = request.actor, bound_forms.get("form")
    sheet = queries.current_sheet(group)
    is_office = policies.may_compute(actor, group)
    is_before_closing = group.state in (ClassState.RUNNING, ClassState.ASSESSING)
    is_computed = sheet is not None and sheet.state == SheetState.COMPUTED
    may_approve = is_computed and policies.may_approve(actor, group)
    context: dict[str, Any] = {
        "group": group,
        "sheet": sheet,
        **_sheet_context(sheet),
        "withdrawn": list(queries.withdrawn_enrolments(group)),
        "open_registers": queries.open_registers(group) if is_before_closing else [],
        "waiting": list(queries.unmarked_work(group)) if is_before_closing else [],
        "is_office": is_office,
        "may_compute": is_office and is_before_closing,
        "may_approve": may_approve,
        "has_part": is_office and is_computed and not may_approve,
        "approve_form": ApproveForm(initial={"decided_on": clock.today()}),
        "send_back_form": SendBackForm(),
        **bound_forms,
    }
    status = status_of(form) if form is not None else 200
    return render(request, "school/results/index.html", context, status=status)


def _sheet_context(sheet: ResultSheet | None) -> dict[str, Any]:
    """The results of a sheet, those not passed among them, and its rules with their values."""
    lines = list(queries.results_of(sheet)) if sheet else []
    return {
        "lines": lines,
        "failed": [line for line in lines if line.verdict == ResultVerdict.FAILED],
        "rules": [(rule, _describe_rule(rule)) for rule in sheet.rules] if sheet else [],
    }


def _describe_rule(rule: dict[str, Any]) -> str:
    """The value of a rule as it was copied into a sheet, with its measure ("80% số tiết")."""
    entry = ENTRIES.get(rule["key"])
    if entry is None:
        # A rule that the product no longer knows; its sheet is kept.
        return str(rule["value"])
    return "; ".join(entry.words(rule["value"]))


def _read_number(typed: str) -> int:
    """The number of a sheet; 0, which no sheet has, for anything else."""
    if typed.isascii() and typed.isdigit() and len(typed) < 6:
        return int(typed)
    return 0
