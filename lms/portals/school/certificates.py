"""Certificates of a school: issuing those of a class, one certificate, the register of a year."""

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

from lms.core.audit.queries import events_about
from lms.core.errors import NotFound
from lms.core.jobs.queries import my_jobs
from lms.outcomes.certificates import actions, policies, queries
from lms.outcomes.certificates.actions.batches import ISSUE_CLASS
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.states import CertificateState, RevocationGround
from lms.outcomes.results.policies import has_graded
from lms.outcomes.results.queries import school_class
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.classes.models import ClassGroup


class SignCertificatesForm(forms.Form):
    """The declaration of the head, ticked on purpose: nothing is signed by a slip."""

    sure = forms.BooleanField(
        label=gettext_lazy(
            "I have checked the names and the results, and I sign as head of the school."
        )
    )


class ConfirmHolderForm(forms.Form):
    """The declaration that the holder has confirmed the entry on paper."""

    sure = forms.BooleanField(
        label=gettext_lazy(
            "The holder has confirmed name and birth date on paper; the school keeps it."
        )
    )


class RevokeCertificateForm(forms.Form):
    """One of the five grounds of revoking, and the decision."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"), choices=[("", "—"), *RevocationGround.choices]
    )
    decision = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=120)


class ReplaceCertificateForm(forms.Form):
    """An error of the school on an issued certificate."""

    decision = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=120)
    reason = forms.CharField(label=gettext_lazy("What was wrong?"), max_length=120)


class CancelCertificateForm(forms.Form):
    """The reason for which a proposed certificate is not issued."""

    reason = forms.CharField(label=gettext_lazy("Why is no certificate issued?"), max_length=120)


class CorrectHolderForm(forms.Form):
    """The right entry, and the paper that proves it."""

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


class DeclineCorrectionForm(forms.Form):
    """The answer to a holder whose wanted correction is not made."""

    answer = forms.CharField(label=gettext_lazy("Why is nothing changed?"), max_length=300)


@dataclass(frozen=True)
class CertificateAction:
    """One thing that may be done with a certificate from its page.

    `takes_fields`: the action takes the fields of the form as keywords.
    """

    form: type[forms.Form]
    action: Callable[..., Certificate]
    success: Promise
    takes_fields: bool = True


CERTIFICATE_ACTIONS = {
    "ky": CertificateAction(
        SignCertificatesForm,
        actions.issue_certificate,
        gettext_lazy("Signed and issued."),
        takes_fields=False,
    ),
    "xac-nhan": CertificateAction(
        ConfirmHolderForm,
        actions.confirm_certificate,
        gettext_lazy("The confirmation is written down."),
        takes_fields=False,
    ),
    "thu-hoi": CertificateAction(
        RevokeCertificateForm,
        actions.revoke_certificate,
        gettext_lazy("The certificate is revoked."),
    ),
    "thay-the": CertificateAction(
        ReplaceCertificateForm,
        actions.replace_certificate,
        gettext_lazy(
            "The old certificate is replaced. Its holder is asked to confirm the new one."
        ),
    ),
    "huy": CertificateAction(
        CancelCertificateForm,
        actions.cancel_certificate,
        gettext_lazy("The proposed certificate is withdrawn."),
    ),
    "sua": CertificateAction(
        CorrectHolderForm,
        actions.correct_holder,
        gettext_lazy("The entry is corrected. The holder is asked to check it again."),
    ),
    "tu-choi": CertificateAction(
        DeclineCorrectionForm,
        actions.decline_correction,
        gettext_lazy("Your answer is on its way to the holder."),
    ),
}


@actor_view("GET", "POST")
def show_class_certificates(request: ActorRequest, code: str) -> HttpResponse:
    """The certificates of a class; POST signs and issues all that the holders have confirmed."""
    group = school_class(request.actor, code)
    form = SignCertificatesForm(posted_data(request))
    if form.is_valid():
        job = apply_action(form, lambda: actions.issue_class(actor=request.actor, group=group))
        if job is not None:
            return redirect("account_job", job_id=job.pk)
    return _show_class(request, group, form)


def _show_class(request: ActorRequest, group: ClassGroup, form: forms.Form) -> HttpResponse:
    rows = list(queries.certificates_of_class(group))
    sheet = queries.approved_sheet(group)
    proposed = [row for row in rows if row.state == CertificateState.PROPOSED]
    is_approver = sheet is not None and sheet.approved_by_id == request.actor.user_id
    context: dict[str, Any] = {
        "group": group,
        "rows": rows,
        "sheet": sheet,
        "ready": sum(row.confirmed_at is not None for row in proposed),
        "unconfirmed": sum(row.confirmed_at is None for row in proposed),
        "issued": sum(row.state == CertificateState.ISSUED for row in rows),
        "may_sign": policies.may_sign(request.actor, group),
        "is_part": is_approver or has_graded(request.actor, group),
        "job": my_jobs(request.actor).filter(kind=ISSUE_CLASS, params__of=group.code).first(),
        "form": form,
    }
    return render(request, "school/certificates/class.html", context, status=status_of(form))


@actor_view("GET")
def show_certificate(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """One certificate, its history, and the actions that the actor may take."""
    return _show_detail(request, queries.school_certificate(request.actor, pk))


@actor_view("POST")
def act_on_certificate(request: ActorRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Carry out one of ACTS; after a refusal the page is shown with the form as it was sent."""
    certificate = queries.school_certificate(request.actor, pk)
    action = CERTIFICATE_ACTIONS.get(verb)
    if action is None:
        raise NotFound
    # The forms of one page share names of fields; the prefix keeps them apart.
    form = action.form(request.POST, prefix=verb)
    if form.is_valid():
        fields = form.cleaned_data if action.takes_fields else {}
        apply_action(
            form, lambda: action.action(actor=request.actor, certificate=certificate, **fields)
        )
    if form.errors:
        return _show_detail(request, certificate, verb, form)
    messages.success(request, str(action.success))
    return redirect("school_certificate", pk=pk)


@actor_view("GET")
def download_certificate(request: ActorRequest, pk: uuid.UUID) -> FileResponse:
    """Send the PDF that was made when the certificate was issued."""
    certificate = queries.school_certificate(request.actor, pk)
    if not certificate.pdf:
        raise NotFound
    name = f"chung-chi-{certificate.serial.replace('/', '-')}.pdf"
    return FileResponse(
        certificate.pdf.open(), as_attachment=True, filename=name, content_type="application/pdf"
    )


@actor_view("GET")
def show_register(request: ActorRequest) -> HttpResponse:
    """The register of one year, page by page; `?in=1`: whole, for printing."""
    registers = list(queries.kept_registers(request.actor))
    if not policies.keeps_any(request.actor):
        raise NotFound
    year = request.GET.get("nam")
    newest = registers[0] if registers else None
    shown_register = next((row for row in registers if str(row.year) == year), newest)
    rows: Any = queries.register_entries(shown_register) if shown_register else []
    is_for_print = request.GET.get("in") == "1"
    context = {
        "registers": registers,
        "register": shown_register,
        "page": page_of(request, rows, size=100_000 if is_for_print else 100),
        "is_for_print": is_for_print,
    }
    return render(request, "school/certificates/register.html", context)


@actor_view("POST")
def export_register(request: ActorRequest) -> HttpResponse:
    """Start the Excel file of a register."""
    year = request.POST.get("year", "")
    if not year.isascii() or not year.isdigit():
        raise NotFound
    register_of_year = queries.register_of(request.actor, request.POST.get("school", ""), int(year))
    job = actions.export_register(actor=request.actor, register=register_of_year)
    return redirect("account_job", job_id=job.pk)


def _show_detail(
    request: ActorRequest, certificate: Certificate, verb: str = "", form: forms.Form | None = None
) -> HttpResponse:
    forms_by_verb = {key: action.form(prefix=key) for key, action in CERTIFICATE_ACTIONS.items()}
    forms_by_verb["sua"] = CorrectHolderForm(
        prefix="sua",
        initial={
            "full_name": certificate.holder_name,
            "birth_date": certificate.holder_birth.day
            if certificate.holder_birth.is_complete
            else None,
        },
    )
    if form is not None:
        forms_by_verb[verb] = form
    context = {
        "certificate": certificate,
        "history": events_about(certificate),
        "may": _allowed_actions(request, certificate),
        "form": form,
        "forms": {key.replace("-", "_"): value for key, value in forms_by_verb.items()},
    }
    status = status_of(form) if form is not None else 200
    return render(request, "school/certificates/detail.html", context, status=status)


def _allowed_actions(request: ActorRequest, certificate: Certificate) -> dict[str, bool]:
    actor, group = request.actor, certificate.result.enrolment.group
    is_head = policies.may_sign(actor, group)
    is_proposed = certificate.state == CertificateState.PROPOSED
    is_issued = certificate.state == CertificateState.ISSUED
    may_answer = is_proposed and policies.may_answer(actor, certificate)
    return {
        "sign": is_head and is_proposed and certificate.confirmed_at is not None,
        "cancel": is_head and is_proposed,
        "revoke": is_issued and policies.may_revoke(actor, certificate),
        "replace": is_head and is_issued,
        "correct": may_answer,
        "decline": may_answer and bool(certificate.correction_wanted),
        "confirm": (
            may_answer
            and certificate.confirmed_at is None
            and policies.may_confirm(actor, certificate)
        ),
    }
