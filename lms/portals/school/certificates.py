"""Certificates of a school: sign and issue a class, one certificate's page with what may be done,
the register.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lms.core.audit.queries import history
from lms.core.errors import NotFound
from lms.core.jobs.queries import my_jobs
from lms.outcomes.certificates import actions, policies, queries
from lms.outcomes.certificates.actions.batches import ISSUE_CLASS
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.states import CertificateState, Ground
from lms.outcomes.results.policies import graded
from lms.outcomes.results.queries import school_class
from lms.portals.kit.forms import apply, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, door
from lms.teaching.classes.models import ClassGroup


class SignForm(forms.Form):
    """The signature is an act of its own: nothing is signed by a slip of the finger."""

    sure = forms.BooleanField(
        label=gettext_lazy(
            "I have checked the names and the results, and I sign as head of the school."
        )
    )


class ConfirmForm(forms.Form):
    """The office has the holder's signature on paper."""

    sure = forms.BooleanField(
        label=gettext_lazy(
            "The holder has confirmed name and birth date on paper; the school keeps it."
        )
    )


class RevokeForm(forms.Form):
    """One of the five grounds and a decision."""

    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=[("", "—"), *Ground.choices])
    decision = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=120)


class ReplaceForm(forms.Form):
    """An error of the school on an issued certificate."""

    decision = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=120)
    reason = forms.CharField(label=gettext_lazy("What was wrong?"), max_length=120)


class CancelForm(forms.Form):
    """Why a proposed certificate is not issued."""

    reason = forms.CharField(label=gettext_lazy("Why is no certificate issued?"), max_length=120)


class CorrectForm(forms.Form):
    """The entry as it is right, and the paper that proves it."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    birth_date = forms.DateField(
        label=gettext_lazy("Birth date"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("By which paper?"),
        help_text=gettext_lazy("For example: identity card seen on 20/11/2026"),
        max_length=200,
    )


class DeclineForm(forms.Form):
    """Why nothing is changed."""

    answer = forms.CharField(label=gettext_lazy("Why is nothing changed?"), max_length=300)


@dataclass(frozen=True)
class Act:
    """One thing that may be done with a certificate from its page."""

    form: type[forms.Form]
    action: Callable[..., Certificate]
    done: str | Promise
    takes_form: bool = True


ACTS = {
    "ky": Act(SignForm, actions.issue, gettext_lazy("Signed and issued."), takes_form=False),
    "xac-nhan": Act(
        ConfirmForm,
        actions.confirm,
        gettext_lazy("The confirmation is written down."),
        takes_form=False,
    ),
    "thu-hoi": Act(RevokeForm, actions.revoke, gettext_lazy("The certificate is revoked.")),
    "thay-the": Act(
        ReplaceForm,
        actions.replace,
        gettext_lazy(
            "The old certificate is replaced. Its holder is asked to confirm the new one."
        ),
    ),
    "huy": Act(CancelForm, actions.cancel, gettext_lazy("The proposed certificate is withdrawn.")),
    "sua": Act(
        CorrectForm,
        actions.correct_holder,
        gettext_lazy("The entry is corrected. The holder is asked to check it again."),
    ),
    "tu-choi": Act(
        DeclineForm,
        actions.decline_correction,
        gettext_lazy("Your answer is on its way to the holder."),
    ),
}


@door("GET", "POST")
def issue_class(request: ActorRequest, code: str) -> HttpResponse:
    """Certificates of a class: who is proposed, who has not confirmed; the head signs and issues
    all.
    """
    group = school_class(request.actor, code)
    form = SignForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        job = apply(form, lambda: actions.issue_class(actor=request.actor, group=group))
        if job is not None:
            return redirect("account_job", job_id=job.pk)
    return _class_page(request, group, form)


def _class_page(request: ActorRequest, group: ClassGroup, form: forms.Form) -> HttpResponse:
    rows = list(queries.of_class(group))
    sheet = queries.approved_sheet(group)
    proposed = [row for row in rows if row.state == CertificateState.PROPOSED]
    approver = sheet is not None and sheet.approved_by_id == request.actor.user_id
    context: dict[str, Any] = {
        "group": group,
        "rows": rows,
        "sheet": sheet,
        "ready": sum(row.confirmed_at is not None for row in proposed),
        "unconfirmed": sum(row.confirmed_at is None for row in proposed),
        "issued": sum(row.state == CertificateState.ISSUED for row in rows),
        "may_sign": policies.may_sign(request.actor, group),
        "is_part": approver or graded(request.actor, group),
        "job": my_jobs(request.actor).filter(kind=ISSUE_CLASS, params__of=group.code).first(),
        "form": form,
    }
    return render(request, "school/certificates/class.html", context, status=status_of(form))


@door("GET")
def detail(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """One certificate, its history, and what the actor may do with it."""
    return _detail(request, queries.school_certificate(request.actor, pk))


@door("POST")
def act(request: ActorRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Do one of ACTS; a refusal shows the page again with what was typed."""
    certificate = queries.school_certificate(request.actor, pk)
    chosen = ACTS.get(verb)
    if chosen is None:
        raise NotFound
    form = chosen.form(request.POST, prefix=verb)
    if form.is_valid():
        data = form.cleaned_data if chosen.takes_form else {}
        apply(form, lambda: chosen.action(actor=request.actor, certificate=certificate, **data))
    if form.errors:
        return _detail(request, certificate, verb, form)
    messages.success(request, str(chosen.done))
    return redirect("school_certificate", pk=pk)


@door("GET")
def certificate_file(request: ActorRequest, pk: uuid.UUID) -> FileResponse:
    """The frozen PDF."""
    found = queries.school_certificate(request.actor, pk)
    if not found.pdf:
        raise NotFound
    name = f"chung-chi-{found.serial.replace('/', '-')}.pdf"
    return FileResponse(
        found.pdf.open(), as_attachment=True, filename=name, content_type="application/pdf"
    )


@door("GET")
def register(request: ActorRequest) -> HttpResponse:
    """The register of one year, on paper as on the screen."""
    registers = list(queries.registers(request.actor))
    if not policies.keeps_any(request.actor):
        raise NotFound
    chosen = next((r for r in registers if str(r.year) == request.GET.get("nam")), None)
    chosen = chosen or next(iter(registers), None)
    rows: Any = queries.entries(chosen) if chosen else []
    whole = request.GET.get("in") == "1"
    context = {
        "registers": registers,
        "register": chosen,
        "page": page_of(request, rows, size=100_000 if whole else 100),
        "whole": whole,
    }
    return render(request, "school/certificates/register.html", context)


@door("POST")
def export_register(request: ActorRequest) -> HttpResponse:
    """The register as Excel, in the background."""
    year = request.POST.get("year", "")
    if not year.isascii() or not year.isdigit():
        raise NotFound
    found = queries.register_of(request.actor, request.POST.get("school", ""), int(year))
    job = actions.export_register(actor=request.actor, register=found)
    return redirect("account_job", job_id=job.pk)


def _detail(
    request: ActorRequest, certificate: Certificate, verb: str = "", form: forms.Form | None = None
) -> HttpResponse:
    shown = {key: one.form(prefix=key) for key, one in ACTS.items()}
    shown["sua"] = CorrectForm(
        prefix="sua",
        initial={
            "full_name": certificate.holder_name,
            "birth_date": certificate.holder_birth_date,
        },
    )
    if form is not None:
        shown[verb] = form
    context = {
        "certificate": certificate,
        "history": history(certificate),
        "may": _may(request, certificate),
        "form": form,
        "forms": {key.replace("-", "_"): value for key, value in shown.items()},
    }
    status = status_of(form) if form is not None else 200
    return render(request, "school/certificates/detail.html", context, status=status)


def _may(request: ActorRequest, certificate: Certificate) -> dict[str, bool]:
    actor, group = request.actor, certificate.result.enrolment.group
    head = policies.may_sign(actor, group)
    proposed = certificate.state == CertificateState.PROPOSED
    issued = certificate.state == CertificateState.ISSUED
    office = proposed and policies.may_answer(actor, certificate)
    return {
        "sign": head and proposed and certificate.confirmed_at is not None,
        "cancel": head and proposed,
        "revoke": issued and policies.may_revoke(actor, certificate),
        "replace": head and issued,
        "correct": office,
        "decline": office and bool(certificate.correction_wanted),
        "confirm": (
            office and certificate.confirmed_at is None and policies.may_confirm(actor, certificate)
        ),
    }
