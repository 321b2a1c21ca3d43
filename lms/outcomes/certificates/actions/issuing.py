"""Signing and issuing a certificate in one transaction.

All conditions are checked again, the register gives its next number, the PDF is frozen.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cms import api
from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import NotAllowed, RuleBroken
from lms.outcomes.certificates import rendering
from lms.outcomes.certificates.actions.shared import (
    check_may_sign,
    lock_certificate,
    not_signed_by,
    register_actor,
    source_of,
)
from lms.outcomes.certificates.models import Certificate, Register
from lms.outcomes.certificates.policies import is_holder
from lms.outcomes.certificates.states import CERTIFICATE, TRAINING_KINDS, CertificateState
from lms.outcomes.certificates.store import freeze_file
from lms.outcomes.results.models import ResultVerdict
from lms.outcomes.results.policies import has_graded
from lms.outcomes.results.states import SheetState
from lms.people.organisation.models import Role, RoleAssignment, Unit
from lms.people.organisation.policies import on_day
from lms.people.personnel.actions import TrainingDraft, add_training_record
from lms.people.rulebook.queries import rule_for
from lms.teaching.enrolment.states import EnrolmentState

NUMBER_PATTERN = "certificate.number_pattern"


@transaction.atomic
def issue_certificate(*, actor: Actor, certificate: Certificate) -> Certificate:
    """Sign and issue today. An issued certificate comes back as it is: ten clicks give one number.

    The file is on the disk before the row says "issued"; a fault gives the number back, so that
    none is skipped. NotAllowed, RuleBroken, IllegalMove or RenderFailed leave everything as it was.
    """
    check_may_sign(actor, certificate.result.enrolment.group)
    certificate = lock_certificate(certificate)
    if certificate.state == CertificateState.ISSUED:
        return certificate
    school = certificate.result.enrolment.group.school
    today = clock.today()
    check_impartial(actor, certificate)
    _check_entitled(certificate, today)
    signatory = _signatory_role(actor, school, today)
    entry = _next_entry(school, today)
    CERTIFICATE.move(certificate, CertificateState.ISSUED)
    _enter(certificate, entry)
    certificate.issued_on, certificate.issued_at = today, clock.now()
    certificate.signed_by_id = actor.user_id
    certificate.signatory_name = signatory.user.full_name
    certificate.signatory_title = signatory.title or _("Head of the school")
    _freeze_pdf(certificate)
    certificate.save()
    record(
        "certificate.issued",
        actor,
        certificate,
        serial=certificate.serial,
        holder=certificate.holder_name,
        sha256=certificate.pdf_sha256,
    )
    _add_training_record(certificate)
    return certificate


def check_impartial(actor: Actor, certificate: Certificate) -> None:
    """NotAllowed for who approved the results, graded in the class or holds the certificate."""
    enrolment, sheet = certificate.result.enrolment, certificate.result.sheet
    if sheet.approved_by_id == actor.user_id:
        raise NotAllowed(_("Who approved the results does not sign the certificates."))
    if has_graded(actor, enrolment.group):
        raise NotAllowed(_("Who graded work in a class does not sign its certificates."))
    if is_holder(actor, certificate):
        raise NotAllowed(_("Nobody signs their own certificate."))


def _check_entitled(certificate: Certificate, today: dt.date) -> None:
    """RuleBroken where a condition of issue is not met (end of class ≤ approval ≤ issue)."""
    result, sheet = certificate.result, certificate.result.sheet
    name = {"name": certificate.holder_name}
    if certificate.confirmed_at is None:
        raise RuleBroken(
            _("%(name)s has not confirmed name and birth date yet. Remind the holder first.") % name
        )
    if result.verdict != ResultVerdict.PASSED or sheet.state != SheetState.APPROVED:
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


def _signatory_role(actor: Actor, school: Unit, today: dt.date) -> RoleAssignment:
    """The role as head under which the actor signs. NotAllowed where it has ended.

    Read from the database, not from the actor: a long batch may outlive a role.
    """
    roles = RoleAssignment.objects.filter(
        on_day(today), user_id=actor.key, role=Role.SCHOOL_HEAD
    ).select_related("unit", "user")
    for assignment in roles.order_by("id"):
        if school.path.startswith(assignment.unit.path):
            return assignment
    raise not_signed_by()


@dataclass(frozen=True)
class _RegisterEntry:
    """The next free number of a register, not taken yet, and the serial made from it."""

    register: Register
    number: int
    serial: str


def _next_entry(school: Unit, today: dt.date) -> _RegisterEntry:
    """The next entry of the school's register of the year. RuleBroken where the rule gives none.

    The row of the register stays locked until the transaction ends: nobody gets the same number.
    """
    pattern = str(rule_for(NUMBER_PATTERN, unit=school, day=today).value)
    register, _created = Register.objects.get_or_create(school=school, year=today.year)
    register = Register.objects.select_for_update().get(pk=register.pk)
    number = register.last_number + 1
    try:
        serial = pattern.format(school=school.code, year=today.year, number=number)
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
    return _RegisterEntry(register, number, serial)


def _enter(certificate: Certificate, entry: _RegisterEntry) -> None:
    """Take the number of the register for the certificate, which is not saved yet."""
    entry.register.last_number = entry.number
    entry.register.save(update_fields=["last_number"])
    certificate.register = entry.register
    certificate.number = entry.number
    certificate.serial = entry.serial


def _freeze_pdf(certificate: Certificate) -> None:
    body = rendering.render_certificate(certificate, certificate.result.enrolment.group.school)
    name, certificate.pdf_sha256 = freeze_file(f"certificates/{certificate.pk}", body)
    certificate.pdf.name = name


def _add_training_record(certificate: Certificate) -> None:
    """Add the certificate to its holder's training record, which personnel keeps."""
    group = certificate.result.enrolment.group
    add_training_record(
        actor=register_actor(),
        official=certificate.result.enrolment.official,
        draft=TrainingDraft(
            source=source_of(certificate),
            title=certificate.course_title,
            school=certificate.school_name,
            kind=TRAINING_KINDS[api.read_edition(group.edition_id).kind],
            periods=certificate.periods,
            starts_on=certificate.starts_on,
            ends_on=certificate.ends_on,
            document=certificate.serial,
        ),
    )
