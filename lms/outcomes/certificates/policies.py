"""Who signs certificates, keeps the register, holds a certificate.

Each permission about one object has a second form for rows that agrees with it.
"""

from dataclasses import dataclass

from django.db.models import Q

from lms.core import clock
from lms.core.actor import Actor
from lms.core.periods import has_ended
from lms.outcomes.certificates.models import Certificate
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import has_any, may_on, within_scope_of
from lms.people.organisation.queries import successors_by_unit, successors_of
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
    return within_scope_of(actor, Role.SCHOOL_HEAD, path="school__")


def may_keep(actor: Actor, school: Unit) -> bool:
    """Whether the actor keeps the register of `school`: its office and its head do.

    The register of a school that ended without a successor is kept by the authority above it.
    """
    if may_on(actor, school, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD):
        return True
    return (
        has_ended(school, clock.today())
        and may_on(actor, school, Role.AUTHORITY)
        and not successors_of(school)
    )


def kept_by(actor: Actor) -> Q:
    """Units whose register the actor keeps."""
    own = within_scope_of(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD)
    return own | Q(pk__in=_ended_schools_of(actor).orphaned)


def keeps_any(actor: Actor) -> bool:
    """Whether the actor keeps any register; for navigation, never enough for an action."""
    own = has_any(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD)
    return own or bool(_ended_schools_of(actor).orphaned)


def may_revoke(actor: Actor, certificate: Certificate) -> bool:
    """Whether the actor may revoke the certificate, in person: the head of its school.

    For a school that has ended: the head of a successor, and where there is none the authority
    above (TT 03/2023/TT-BNV Điều 8, from a summary).
    """
    school = certificate.result.enrolment.group.school
    if actor.user_id is None:
        return False
    successors = successors_of(school) if has_ended(school, clock.today()) else [school]
    if any(may_on(actor, unit, Role.SCHOOL_HEAD) for unit in (school, *successors)):
        return True
    return not successors and may_on(actor, school, Role.AUTHORITY)


def revocable_by(actor: Actor) -> Q:
    """Certificates that the actor may revoke."""
    if actor.user_id is None:
        return Q(pk__in=[])
    ended = _ended_schools_of(actor)
    of_ended = Q(**{f"{_GROUP}school__in": ended.inherited | ended.orphaned})
    return within_scope_of(actor, Role.SCHOOL_HEAD, path=f"{_GROUP}school__") | of_ended


def seen_by(actor: Actor) -> Q:
    """Certificates of the actor's schools, and those that they may revoke."""
    of_schools = within_scope_of(
        actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD, path=f"{_GROUP}school__"
    )
    return of_schools | revocable_by(actor)


def is_holder(actor: Actor, certificate: Certificate) -> bool:
    """Whether the certificate is the actor's own."""
    holder = certificate.result.enrolment.official
    return actor.user_id is not None and holder.user_id == actor.user_id


def held_by(actor: Actor) -> Q:
    """The actor's own certificates."""
    if actor.user_id is None:
        return Q(pk__in=[])
    return Q(result__enrolment__official__user_id=actor.user_id)


def may_answer(actor: Actor, certificate: Certificate) -> bool:
    """Whether the actor answers corrections: the school's office, never about one's own."""
    school = certificate.result.enrolment.group.school
    return may_on(actor, school, Role.SCHOOL_OFFICE) and not is_holder(actor, certificate)


def answerable_by(actor: Actor) -> Q:
    """Certificates whose corrections the actor answers."""
    office = within_scope_of(actor, Role.SCHOOL_OFFICE, path=f"{_GROUP}school__")
    return office & ~held_by(actor)


def may_confirm(actor: Actor, certificate: Certificate) -> bool:
    """Whether the actor confirms name and birth date: the holder does.

    For a holder without an account the school's office does, which has their signature on paper.
    """
    if certificate.result.enrolment.official.user_id is None:
        return may_answer(actor, certificate)
    return is_holder(actor, certificate)


@dataclass(frozen=True)
class _EndedSchools:
    """Primary keys of schools that have ended and for which the actor now answers."""

    inherited: set[int]  # the actor is the head of a successor
    orphaned: set[int]  # there is no successor; the actor is the authority above


def _ended_schools_of(actor: Actor) -> _EndedSchools:
    if actor.user_id is None or not has_any(actor, Role.SCHOOL_HEAD, Role.AUTHORITY):
        return _EndedSchools(set(), set())
    ended = Unit.objects.filter(
        valid_to__lt=clock.today(), pk__in=ClassGroup.objects.order_by().values("school")
    )
    schools = {school.pk: school for school in ended}
    inherited, orphaned = set(), set()
    for pk, successors in successors_by_unit(schools.values()).items():
        if any(may_on(actor, unit, Role.SCHOOL_HEAD) for unit in successors):
            inherited.add(pk)
        elif not successors and may_on(actor, schools[pk], Role.AUTHORITY):
            orphaned.add(pk)
    return _EndedSchools(inherited, orphaned)
