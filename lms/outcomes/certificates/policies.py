"""Who signs certificates, keeps the register, holds a certificate. Two faces each."""

from dataclasses import dataclass

from django.db.models import Q

from lms.core import clock
from lms.core.actor import Actor
from lms.outcomes.certificates.models import Certificate
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import has_any, may_on, within
from lms.people.organisation.queries import heirs, heirs_of
from lms.teaching.classes.models import ClassGroup

_GROUP = "result__enrolment__group__"


def may_sign(actor: Actor, group: ClassGroup) -> bool:
    """The head of the class's school, in person (TT 03/2023/TT-BNV: the school issues and
    revokes).
    """
    return actor.user_id is not None and may_on(actor, group.school, Role.SCHOOL_HEAD)


def signable_by(actor: Actor) -> Q:
    """Classes whose certificates the actor may sign."""
    if actor.user_id is None:
        return Q(pk__in=[])
    return within(actor, Role.SCHOOL_HEAD, path="school__")


def may_keep(actor: Actor, school: Unit) -> bool:
    """The register of a school is kept by its office and its head.

    Where the school has ended its successor keeps it, and where nothing followed the authority
    above.
    """
    return may_on(actor, school, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD) or (
        _has_ended(school) and may_on(actor, school, Role.AUTHORITY) and not heirs(school)
    )


def kept_by(actor: Actor) -> Q:
    """Units whose register the actor keeps."""
    own = within(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD)
    return own | Q(pk__in=_left_to(actor).orphaned)


def keeps_any(actor: Actor) -> bool:
    """Whether the actor keeps any register (for the page's door)."""
    own = has_any(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD)
    return own or bool(_left_to(actor).orphaned)


def may_revoke(actor: Actor, certificate: Certificate) -> bool:
    """The head of the school, in person; of a school that has ended, the head of one that followed
    it.

    Where nothing followed: the authority above (TT 03/2023/TT-BNV Điều 8, from a summary).
    """
    school = certificate.result.enrolment.group.school
    if actor.user_id is None:
        return False
    followers = heirs(school) if _has_ended(school) else [school]
    heads = any(may_on(actor, one, Role.SCHOOL_HEAD) for one in (school, *followers))
    return heads or (not followers and may_on(actor, school, Role.AUTHORITY))


def revocable_by(actor: Actor) -> Q:
    """Certificates that the actor may revoke."""
    if actor.user_id is None:
        return Q(pk__in=[])
    left = _left_to(actor)
    return within(actor, Role.SCHOOL_HEAD, path=f"{_GROUP}school__") | Q(
        **{f"{_GROUP}school__in": left.inherited | left.orphaned}
    )


def seen_by(actor: Actor) -> Q:
    """Certificates of the schools whose register the actor keeps, and those that he may revoke."""
    kept = within(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD, path=f"{_GROUP}school__")
    return kept | revocable_by(actor)


def may_see(actor: Actor, certificate: Certificate) -> bool:
    """One certificate; the other face of `seen_by`."""
    school = certificate.result.enrolment.group.school
    return may_keep(actor, school) or may_revoke(actor, certificate)


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
    """The holder himself; where he has no account, the school's office, which has his signature on
    paper.
    """
    if certificate.result.enrolment.official.user_id is None:
        return may_answer(actor, certificate)
    return is_holder(actor, certificate)


def confirmable_by(actor: Actor) -> Q:
    """Certificates that the actor may confirm."""
    no_account = Q(result__enrolment__official__user=None)
    return held_by(actor) | (no_account & answerable_by(actor))


@dataclass(frozen=True)
class _Left:
    """Primary keys of schools that have ended and are the actor's to answer for."""

    inherited: set[int]  # he is the head of one that followed
    orphaned: set[int]  # nothing followed, and he is the authority above


def _has_ended(school: Unit) -> bool:
    return school.valid_to is not None and school.valid_to < clock.today()


def _left_to(actor: Actor) -> _Left:
    if actor.user_id is None or not has_any(actor, Role.SCHOOL_HEAD, Role.AUTHORITY):
        return _Left(set(), set())
    ended = Unit.objects.filter(
        valid_to__lt=clock.today(), pk__in=ClassGroup.objects.order_by().values("school")
    )
    schools = {school.pk: school for school in ended}
    followers = heirs_of(schools.values())
    return _Left(
        {
            pk
            for pk, units in followers.items()
            if any(may_on(actor, one, Role.SCHOOL_HEAD) for one in units)
        },
        {
            pk
            for pk, units in followers.items()
            if not units and may_on(actor, schools[pk], Role.AUTHORITY)
        },
    )
