"""Who reads, computes and approves results. Two faces each: one class, and the classes."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.learning.assessment.models import Review
from lms.people.organisation.models import Role
from lms.people.organisation.policies import may_on, within
from lms.teaching.classes.models import ClassGroup, ClassStaff, StaffRole
from lms.teaching.classes.policies import managed_by, may_manage

_TEACH = (StaffRole.INSTRUCTOR, StaffRole.ASSISTANT)


def may_see(actor: Actor, group: ClassGroup) -> bool:
    """The office and the head of the class's school."""
    return may_on(actor, group.school, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD)


def seen_by(actor: Actor) -> Q:
    """Classes of the schools whose office or head the actor is."""
    return within(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD, path="school__")


def may_compute(actor: Actor, group: ClassGroup) -> bool:
    """The office of the class's school."""
    return may_manage(actor, group)


def computable_by(actor: Actor) -> Q:
    """Second face of `may_compute`."""
    return managed_by(actor)


def may_approve(actor: Actor, group: ClassGroup) -> bool:
    """The office of the school, never who taught or graded in this class or learns in it: nobody
    approves his own.
    """
    return may_manage(actor, group) and not has_part(actor, group)


def approvable_by(actor: Actor) -> Q:
    """Second face of `may_approve`."""
    return managed_by(actor) & ~_with_part(actor)


def has_part(actor: Actor, group: ClassGroup) -> bool:
    """Whether the actor ever taught or graded in the class, or learns in it."""
    return ClassGroup.objects.filter(_with_part(actor), pk=group.pk).exists()


def graded(actor: Actor, group: ClassGroup) -> bool:
    """Whether the actor marked any work of the class."""
    return Review.objects.filter(
        by_id=actor.key, version__submission__enrolment__group=group
    ).exists()


def _with_part(actor: Actor) -> Q:
    staff = ClassStaff.objects.filter(user_id=actor.key, role__in=_TEACH)
    marked = Review.objects.filter(by_id=actor.key)
    learns = ClassGroup.objects.filter(enrolments__official__user_id=actor.key)
    return (
        Q(pk__in=staff.values("group"))
        | Q(pk__in=marked.values("version__submission__enrolment__group"))
        | Q(pk__in=learns.values("pk"))
    )
