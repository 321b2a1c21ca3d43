"""Signing and issuing: conditions checked again, the next number of the register, the PDF frozen,
all in one transaction.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from cms import api
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotAllowed, RuleBroken
from lms.outcomes.certificates.actions.shared import clerk, locked, source_of, tell_holder
from lms.outcomes.certificates.models import Certificate, Register
from lms.outcomes.certificates.policies import is_holder, may_sign
from lms.outcomes.certificates.rendering import pdf
from lms.outcomes.certificates.states import CERTIFICATE, TRAINING_KINDS, CertificateState
from lms.outcomes.certificates.store import freeze
from lms.outcomes.results.models import Verdict
from lms.outcomes.results.policies import graded
from lms.outcomes.results.states import SheetState
from lms.people.organisation.models import Role, RoleAssignment, Unit
from lms.people.organisation.policies import on_day
from lms.people.personnel.actions import TrainingDraft, add_training_record
from lms.people.rulebook.queries import rule
from lms.teaching.enrolment.states import EnrolmentState

NUMBER_PATTERN = "certificate.number_pattern"


@transaction.atomic
def issue(*, actor: Actor, certificate: Certificate) -> Certificate:
    """Sign and issue today. An issued certificate comes back as it is: ten clicks give one number.

    The file is on the disk before the row says "issued"; a fault gives the number back, so that
    none is skipped.
    """
    if not may_sign(actor, certificate.result.enrolment.group):
        raise NotAllowed(_("Certificates are signed by the head of the school."))
    certificate = locked(certificate)
    if certificate.state == CertificateState.ISSUED:
        return certificate
    CERTIFICATE.move(certificate, CertificateState.ISSUED)
    today = clock.today()
    impartial(actor, certificate)
    _entitled(certificate, today)
    signatory = _signatory(actor, certificate.result.enrolment.group.school, today)
    _number(certificate, certificate.result.enrolment.group.school, today)
    certificate.issued_on, certificate.issued_at = today, clock.now()
    certificate.signed_by_id = actor.user_id
    certificate.signatory_name = signatory.user.full_name
    certificate.signatory_title = signatory.title or _("Head of the school")
    _freeze(certificate)
    certificate.save()
    record(
        "certificate.issued",
        actor,
        certificate,
        serial=certificate.serial,
        holder=certificate.holder_name,
        sha256=certificate.pdf_sha256,
    )
    _write_down(certificate)
    tell_holder(
        certificate,
        "issued",
        _("New certificate: %(course)s") % {"course": certificate.course_title},
        _("Number %(serial)s. Open it to show the QR code or to keep the PDF.")
        % {"serial": certificate.serial},
    )
    return certificate


def impartial(actor: Actor, certificate: Certificate) -> None:
    """Grader ≠ approver ≠ signatory, and nobody signs his own. NotAllowed otherwise."""
    enrolment, sheet = certificate.result.enrolment, certificate.result.sheet
    if sheet.approved_by_id == actor.user_id:
        raise NotAllowed(_("Who approved the results does not sign the certificates."))
    if graded(actor, enrolment.group):
        raise NotAllowed(_("Who graded work in a class does not sign its certificates."))
    if is_holder(actor, certificate):
        raise NotAllowed(_("Nobody signs his own certificate."))


def _entitled(certificate: Certificate, today: dt.date) -> None:
    """All conditions once more, at the moment of numbering (issue ≥ approval ≥ end of class)."""
    result, sheet = certificate.result, certificate.result.sheet
    name = {"name": certificate.holder_name}
    if certificate.confirmed_at is None:
        raise RuleBroken(
            _("%(name)s has not confirmed name and birth date yet. Remind the holder first.") % name
        )
    if result.verdict != Verdict.PASSED or sheet.state != SheetState.APPROVED:
        raise RuleBroken(_("The result of %(name)s is not approved as passed.") % name)
    if result.enrolment.state != EnrolmentState.ENROLLED:
        raise RuleBroken(_("%(name)s has left the class.") % name)
    if sheet.decided_on is None or not certificate.ends_on <= sheet.decided_on <= today:
        raise RuleBroken(
            _(
                "A certificate is dated no earlier than the approval, and that no earlier than the"
                " end of the class."
            )
        )


def _signatory(actor: Actor, school: Unit, today: dt.date) -> RoleAssignment:
    """The role under which is signed, read fresh: a long batch may outlive a role."""
    roles = RoleAssignment.objects.filter(
        on_day(today), user_id=actor.key, role=Role.SCHOOL_HEAD
    ).select_related("unit", "user")
    for held in roles.order_by("id"):
        if school.path.startswith(held.unit.path):
            return held
    raise NotAllowed(_("Certificates are signed by the head of the school."))


def _number(certificate: Certificate, school: Unit, today: dt.date) -> None:
    """The next number of the school's register of the year; its row stays locked until the end."""
    pattern = str(rule(NUMBER_PATTERN, unit=school, day=today).value)
    register, _made = Register.objects.get_or_create(school=school, year=today.year)
    register = Register.objects.select_for_update().get(pk=register.pk)
    register.last_number += 1
    try:
        serial = pattern.format(school=school.code, year=today.year, number=register.last_number)
    except (KeyError, IndexError, ValueError, AttributeError):
        serial = ""
    if not serial or Certificate.objects.filter(serial=serial).exists():
        raise RuleBroken(
            _(
                "The pattern “%(pattern)s” of the rulebook gives no new number. It must hold"
                " {school}, {year} and {number}."
            )
            % {"pattern": pattern}
        )
    register.save(update_fields=["last_number"])
    certificate.register, certificate.number = register, register.last_number
    certificate.serial = serial


def _freeze(certificate: Certificate) -> None:
    body = pdf(certificate, certificate.result.enrolment.group.school)
    name, certificate.pdf_sha256 = freeze(f"certificates/{certificate.pk}", body)
    certificate.pdf.name = name


def _write_down(certificate: Certificate) -> None:
    """What a lower floor must know later is written down to it."""
    group = certificate.result.enrolment.group
    add_training_record(
        actor=clerk(),
        official=certificate.result.enrolment.official,
        draft=TrainingDraft(
            source=source_of(certificate),
            title=certificate.course_title,
            school=certificate.school_name,
            kind=TRAINING_KINDS[api.edition(group.edition_id).kind],
            periods=certificate.periods,
            starts_on=certificate.starts_on,
            ends_on=certificate.ends_on,
            document=certificate.serial,
        ),
    )
