"""Who signs certificates, keeps the register, holds a certificate. Two faces each."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.outcomes.certificates.models import Certificate
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import has_any, may_on, within
from lms.teaching.classes.models import ClassGroup

_GROUP = "result__enrolment__group__"


def may_sign(actor: Actor, group: ClassGroup) -> bool:
    """The head of the class's school, in person (TT 03/2023/TT-BNV: the school issues and revokes)."""
    return actor.user_id is not None and may_on(actor, group.school, Role.SCHOOL_HEAD)


def signable_by(actor: Actor) -> Q:
    """Classes whose certificates the actor may sign."""
    if actor.user_id is None:
        return Q(pk__in=[])
    return within(actor, Role.SCHOOL_HEAD, path="school__")


def may_keep(actor: Actor, school: Unit) -> bool:
    """The register of a school is kept by its office and its head."""
    return may_on(actor, school, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD)


def kept_by(actor: Actor) -> Q:
    """Units whose register the actor keeps."""
    return within(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD)


def keeps_any(actor: Actor) -> bool:
    """Whether the actor keeps any register (for the page's door)."""
    return has_any(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD)


def seen_by(actor: Actor) -> Q:
    """Certificates of the schools whose register the actor keeps."""
    return within(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD, path=f"{_GROUP}school__")


def may_see(actor: Actor, certificate: Certificate) -> bool:
    """One certificate; the other face of `seen_by`."""
    return may_keep(actor, certificate.result.enrolment.group.school)


def is_holder(actor: Actor, certificate: Certificate) -> bool:
    """The person whose certificate it is."""
    return (
        actor.user_id is not None and certificate.result.enrolment.official.user_id == actor.user_id
    )


def held_by(actor: Actor) -> Q:
    """The actor's own certificates."""
    if actor.user_id is None:
        return Q(pk__in=[])
    return Q(result__enrolment__official__user_id=actor.user_id)


def may_answer(actor: Actor, certificate: Certificate) -> bool:
    """Corrections are answered by the office of the school, never about one's own certificate."""
    return may_on(
        actor, certificate.result.enrolment.group.school, Role.SCHOOL_OFFICE
    ) and not is_holder(actor, certificate)


def answerable_by(actor: Actor) -> Q:
    """Certificates whose corrections the actor answers."""
    office = within(actor, Role.SCHOOL_OFFICE, path=f"{_GROUP}school__")
    return office & ~held_by(actor)


def may_confirm(actor: Actor, certificate: Certificate) -> bool:
    """The holder himself; where he has no account, the school's office, which has his signature on paper."""
    if certificate.result.enrolment.official.user_id is None:
        return may_answer(actor, certificate)
    return is_holder(actor, certificate)


def confirmable_by(actor: Actor) -> Q:
    """Certificates that the actor may confirm."""
    no_account = Q(result__enrolment__official__user=None)
    return held_by(actor) | (no_account & answerable_by(actor))
