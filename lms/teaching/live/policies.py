"""Who may be in a room and who leads it. Two faces each: one meeting, and the meetings."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.policies import may_teach, taught_by
from lms.teaching.classes.states import ClassState, MeetingState
from lms.teaching.enrolment.policies import is_learner, learned_by
from lms.teaching.live.protocol import Role


def role_in(actor: Actor, meeting: Meeting) -> Role | None:
    """Staff named to the class today, a learner with a seat in it, or nobody.

    Struck meetings have no room.
    """
    if meeting.state == MeetingState.CANCELLED or meeting.group.state == ClassState.CANCELLED:
        return None
    if may_teach(actor, meeting.group):
        return Role.STAFF
    return Role.LEARNER if is_learner(actor, meeting.group) else None


def may_enter(actor: Actor, meeting: Meeting) -> bool:
    """Everybody of the class."""
    return role_in(actor, meeting) is not None


def enterable_by(actor: Actor) -> Q:
    """Meetings whose room the actor may enter."""
    return _of(taught_by(actor) | learned_by(actor))


def may_lead(actor: Actor, meeting: Meeting) -> bool:
    """Open and end the session, call on raised hands, take away lines."""
    return role_in(actor, meeting) is Role.STAFF


def led_by(actor: Actor) -> Q:
    """Meetings whose room the actor leads."""
    return _of(taught_by(actor))


def _of(classes: Q) -> Q:
    groups = ClassGroup.objects.filter(classes).exclude(state=ClassState.CANCELLED)
    return Q(group__in=groups) & ~Q(state=MeetingState.CANCELLED)
