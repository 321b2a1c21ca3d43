"""How a certificate ends: cancelled before issue, revoked on a ground, replaced by a corrected one.

A number that was taken is never given again.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.outcomes.certificates.actions.issuing import check_impartial
from lms.outcomes.certificates.actions.proposing import draft_of
from lms.outcomes.certificates.actions.shared import (
    lock_certificate,
    register_actor,
    source_of,
)
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.policies import is_holder, may_revoke, may_sign
from lms.outcomes.certificates.states import CERTIFICATE, CertificateState, RevocationGround
from lms.people.organisation.reshaping import require_decision
from lms.people.personnel.actions import revoke_training_record

LONGEST = 120


@transaction.atomic
def cancel_certificate(*, actor: Actor, certificate: Certificate, reason: str) -> Certificate:
    """Cancel a proposed certificate. It has no number yet, and none is proposed in its place."""
    _require_head(actor, certificate)
    reason = _require_text(reason, _("Say why no certificate is issued."), "reason")
    certificate = lock_certificate(certificate)
    CERTIFICATE.move(certificate, CertificateState.CANCELLED)
    certificate.ended_at, certificate.ended_decision = clock.now(), reason
    certificate.save()
    record("certificate.cancelled", actor, certificate, reason=reason)
    return certificate


@transaction.atomic
def revoke_certificate(
    *, actor: Actor, certificate: Certificate, ground: str, decision: str
) -> Certificate:
    """Revoke an issued certificate on one of the five grounds (TT 03/2023/TT-BNV Điều 8, from a
    summary).
    """
    if not may_revoke(actor, certificate):
        raise NotAllowed(
            _("Only the head of the school, or of the one that followed it, revokes a certificate.")
        )
    if is_holder(actor, certificate):
        raise NotAllowed(_("Nobody decides about their own certificate."))
    if ground not in RevocationGround.values:
        raise BadInput(_("Choose the ground of the revocation."), field="ground")
    decision = require_decision(decision)
    certificate = lock_certificate(certificate)
    CERTIFICATE.move(certificate, CertificateState.REVOKED)
    _end_certificate(certificate, ground, decision)
    record(
        "certificate.revoked",
        actor,
        certificate,
        serial=certificate.serial,
        ground=ground,
        decision=decision,
    )
    return certificate


@transaction.atomic
def replace_certificate(
    *, actor: Actor, certificate: Certificate, decision: str, reason: str
) -> Certificate:
    """Replace an issued certificate in which the school made an error.

    The old one ends as replaced. Returned is a proposed one with today's data, which its holder
    confirms; it gets the next number of the register when it is issued.
    """
    _require_head(actor, certificate)
    decision = require_decision(decision)
    reason = _require_text(reason, _("Say what was wrong on the old certificate."), "reason")
    old = lock_certificate(certificate)
    check_impartial(actor, old)
    CERTIFICATE.move(old, CertificateState.REPLACED)
    _end_certificate(old, RevocationGround.SCHOOL_ERROR, decision)
    new = draft_of(old.result, old.result.sheet)
    new.replaces = old
    new.save()
    record(
        "certificate.replaced",
        actor,
        old,
        serial=old.serial,
        decision=decision,
        reason=reason,
        by=str(new.pk),
    )
    return new


def _require_head(actor: Actor, certificate: Certificate) -> None:
    if not may_sign(actor, certificate.result.enrolment.group):
        raise NotAllowed(_("Only the head of the school decides about issued certificates."))


def _require_text(typed: str, ask: str, field: str) -> str:
    typed = " ".join(typed.split())
    if not typed:
        raise BadInput(ask, field=field)
    return typed[:LONGEST]


def _end_certificate(certificate: Certificate, ground: str, decision: str) -> None:
    certificate.ended_at = clock.now()
    certificate.ended_ground, certificate.ended_decision = ground, decision
    certificate.save()
    revoke_training_record(
        actor=register_actor(), source=source_of(certificate), on=clock.today(), reason=decision
    )
