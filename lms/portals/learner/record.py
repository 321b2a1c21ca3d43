"""The learner's record: certificates to show and to confirm, results with their reasons, training
of the year.
"""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.errors import NotFound
from lms.outcomes.certificates import actions, queries
from lms.outcomes.certificates.actions.holder import LONGEST
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.rendering import qr_data_uri, verify_url
from lms.outcomes.certificates.states import CertificateState
from lms.outcomes.results.queries import my_results
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.views import ActorRequest, actor_view


class CertificateCorrectionForm(forms.Form):
    """What is wrong on the certificate, in the holder's words."""

    text = forms.CharField(
        label=gettext_lazy("What is wrong, and how should it read?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@actor_view("GET")
def show_record(request: ActorRequest) -> HttpResponse:
    """The learner's certificates, results and training record."""
    certificates = list(queries.my_certificates(request.actor))
    context = {
        "to_confirm": [c for c in certificates if _waits_for_holder(c)],
        "certificates": [c for c in certificates if not _waits_for_holder(c)],
        "results": my_results(request.actor),
        "training": queries.training_of(request.actor),
    }
    return render(request, "learner/record/index.html", context)


@actor_view("GET")
def show_certificate(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """One certificate with its QR code for the phone; a proposed one must be confirmed first."""
    own_certificate = queries.my_certificate(request.actor, pk)
    if own_certificate.state == CertificateState.PROPOSED:
        return redirect("learner_certificate_confirm", pk=pk)
    return render(
        request,
        "learner/record/certificate.html",
        {"certificate": own_certificate, **_qr_context(own_certificate)},
    )


@actor_view("GET", "POST")
def confirm_certificate(request: ActorRequest, pk: uuid.UUID) -> HttpResponse:
    """Name and birth date as they will be printed: the holder confirms or says what is wrong."""
    own_certificate = queries.my_certificate(request.actor, pk)
    if own_certificate.state != CertificateState.PROPOSED:
        return redirect("learner_certificate", pk=pk)
    form = CertificateCorrectionForm(request.POST if "text" in request.POST else None)
    if request.method == "POST" and not form.is_bound:
        actions.confirm_certificate(actor=request.actor, certificate=own_certificate)
        messages.success(request, _("Thank you. The school head can sign your certificate now."))
        return redirect("learner_record")
    if form.is_valid():
        text = form.cleaned_data["text"]
        apply_action(
            form,
            lambda: actions.ask_correction(
                actor=request.actor, certificate=own_certificate, text=text
            ),
        )
        if not form.errors:
            messages.success(request, _("The school office has your words and will answer."))
            return redirect("learner_record")
    context = {"certificate": own_certificate, "form": form}
    return render(request, "learner/record/confirm.html", context, status=status_of(form))


@actor_view("GET")
def download_certificate(request: ActorRequest, pk: uuid.UUID) -> FileResponse:
    """The issued PDF as a download. NotFound before it is issued."""
    own_certificate = queries.my_certificate(request.actor, pk)
    if not own_certificate.pdf:
        raise NotFound
    name = f"chung-chi-{own_certificate.serial.replace('/', '-')}.pdf"
    return FileResponse(
        own_certificate.pdf.open(),
        as_attachment=True,
        filename=name,
        content_type="application/pdf",
    )


def _waits_for_holder(certificate: Certificate) -> bool:
    return certificate.state == CertificateState.PROPOSED and certificate.confirmed_at is None


def _qr_context(certificate: Certificate) -> dict[str, Any]:
    verification_code = certificate.code
    groups = " ".join(
        verification_code[start : start + 4] for start in range(0, len(verification_code), 4)
    )
    return {"qr": qr_data_uri(verify_url(certificate)), "code": groups}
