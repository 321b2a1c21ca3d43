"""Who keeps the register, who checks in, who decides on leave."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.teaching.attendance.models import LeaveRequest
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.policies import (
    decided_by,
    may_decide,
    may_teach,
    taught_by,
)
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.policies import is_own


def may_mark(actor: Actor, group: ClassGroup) -> bool:
    """The class's staff keeps its register."""
    return may_teach(actor, group)


def marked_by(actor: Actor) -> Q:
    """Classes whose register the actor keeps."""
    return taught_by(actor)


def may_check_in(actor: Actor, enrolment: Enrolment) -> bool:
    """The learner, the class's staff, or the live room acting for the school."""
    return actor.is_system or is_own(actor, enrolment) or may_teach(actor, enrolment.group)


def may_decide_leave(actor: Actor, leave: LeaveRequest) -> bool:
    """Instructors and class managers of the class; nobody decides their own."""
    return may_decide(actor, leave.meeting.group) and not is_own(actor, leave.enrolment)


def leave_decidable_by(actor: Actor) -> Q:
    """Leave requests on which the actor may decide."""
    groups = ClassGroup.objects.filter(decided_by(actor))
    return Q(meeting__group__in=groups) & ~Q(enrolment__official__user_id=actor.key)
