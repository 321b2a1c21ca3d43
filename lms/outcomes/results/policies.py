"""Who reads, computes and approves the results of a class."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.learning.assessment.models import Review
from lms.people.organisation.models import Role
from lms.people.organisation.policies import within_scope_of
from lms.teaching.classes.models import ClassGroup, ClassStaff, StaffRole
from lms.teaching.classes.policies import may_manage

_TEACH = (StaffRole.INSTRUCTOR, StaffRole.ASSISTANT)


def seen_by(actor: Actor) -> Q:
    """Classes of the schools whose office or head the actor is."""
    return within_scope_of(actor, Role.SCHOOL_OFFICE, Role.SCHOOL_HEAD, path="school__")


def may_compute(actor: Actor, group: ClassGroup) -> bool:
    """Whether the actor computes results: the office of the class's school does."""
    return may_manage(actor, group)


def may_approve(actor: Actor, group: ClassGroup) -> bool:
    """Whether the actor approves results: the office of the school does.

    Never who taught, graded or learns in the class: nobody approves their own (practice).
    """
    return may_compute(actor, group) and not has_part(actor, group)


def has_part(actor: Actor, group: ClassGroup) -> bool:
    """Whether the actor ever taught or graded in the class, or learns in it."""
    return ClassGroup.objects.filter(_with_part(actor), pk=group.pk).exists()


def has_graded(actor: Actor, group: ClassGroup) -> bool:
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
