"""Before issue: the holder confirms name and birth date or asks for a correction.

The office of the school answers.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.outcomes.certificates.actions.shared import lock_certificate, register_actor
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.policies import is_holder, may_answer, may_confirm
from lms.outcomes.certificates.states import CertificateState
from lms.people.personnel.actions import correct_official

LONGEST = 300


@transaction.atomic
def confirm_certificate(*, actor: Actor, certificate: Certificate) -> Certificate:
    """Confirm that name and birth date are right.

    The holder does; for a holder without an account, the office that has their signature.
    """
    if not may_confirm(actor, certificate):
        raise NotAllowed(_("Only the holder confirms name and birth date."))
    certificate = _lock_proposed(certificate)
    if certificate.confirmed_at is not None:
        return certificate
    certificate.confirmed_at = clock.now()
    certificate.correction_wanted = ""
    certificate.save(update_fields=["confirmed_at", "correction_wanted"])
    record(
        "certificate.confirmed",
        actor,
        certificate,
        name=certificate.holder_name,
        birth_date=certificate.holder_birth_date.isoformat(),
        by_holder=is_holder(actor, certificate),
    )
    return certificate


@transaction.atomic
def ask_correction(*, actor: Actor, certificate: Certificate, text: str) -> Certificate:
    """Ask for a correction, as the holder; an earlier confirmation no longer counts."""
    if not is_holder(actor, certificate):
        raise NotAllowed(_("Only the holder asks for a correction."))
    text = _require_text(text, _("Write what is wrong and how it should read."), "text")
    certificate = _lock_proposed(certificate)
    certificate.correction_wanted = text
    certificate.correction_answer = ""
    certificate.confirmed_at = None
    certificate.save(update_fields=["correction_wanted", "correction_answer", "confirmed_at"])
    record("certificate.correction_asked", actor, certificate, text=text)
    return certificate


@transaction.atomic
def correct_holder(
    *, actor: Actor, certificate: Certificate, full_name: str, birth_date: dt.date, reason: str
) -> Certificate:
    """Correct the official's entry and the proposed certificate; the holder then confirms anew."""
    if not may_answer(actor, certificate):
        raise NotAllowed(_("Corrections are answered by the office of the school."))
    reason = _require_text(reason, _("Say by which paper the entry is corrected."), "reason")
    certificate = _lock_proposed(certificate)
    official = correct_official(
        actor=register_actor(),
        official=certificate.result.enrolment.official,
        full_name=full_name,
        birth_date=birth_date,
        reason=f"{reason} ({actor.name}, {certificate.result.enrolment.group.school})",
    )
    before = {
        "name": certificate.holder_name,
        "birth_date": certificate.holder_birth_date.isoformat(),
    }
    certificate.holder_name = official.full_name
    certificate.holder_birth_date = official.birth_date
    certificate.holder_birth_precision = official.birth_precision
    certificate.confirmed_at = None
    certificate.correction_wanted = ""
    certificate.correction_answer = reason
    certificate.save()
    record("certificate.corrected", actor, certificate, before=before, reason=reason)
    return certificate


@transaction.atomic
def decline_correction(*, actor: Actor, certificate: Certificate, answer: str) -> Certificate:
    """Leave the entry as it is; the holder reads why, and confirms or asks again."""
    if not may_answer(actor, certificate):
        raise NotAllowed(_("Corrections are answered by the office of the school."))
    answer = _require_text(answer, _("Say why nothing is changed."), "answer")
    certificate = _lock_proposed(certificate)
    if not certificate.correction_wanted:
        raise RuleBroken(_("No correction is asked for here."))
    request = certificate.correction_wanted
    certificate.correction_wanted = ""
    certificate.correction_answer = answer
    certificate.save(update_fields=["correction_wanted", "correction_answer"])
    record("certificate.correction_declined", actor, certificate, asked=request, answer=answer)
    return certificate


def _lock_proposed(certificate: Certificate) -> Certificate:
    certificate = lock_certificate(certificate)
    if certificate.state != CertificateState.PROPOSED:
        raise RuleBroken(
            _(
                "The certificate is issued or withdrawn already. An error on an issued one is"
                " mended by a replacement: ask the school."
            )
        )
    return certificate


def _require_text(typed: str, ask: str, field: str) -> str:
    typed = " ".join(typed.split())
    if not typed:
        raise BadInput(ask, field=field)
    if len(typed) > LONGEST:
        raise BadInput(
            _("At most %(longest)s characters, please.") % {"longest": LONGEST}, field=field
        )
    return typed
