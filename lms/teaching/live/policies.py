"""Who may be in a live room and who leads it."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.policies import may_teach, taught_by
from lms.teaching.classes.states import ClassState, MeetingState
from lms.teaching.enrolment.policies import is_learner, learned_by
from lms.teaching.live.protocol import RoomRole


def role_in(actor: Actor, meeting: Meeting) -> RoomRole | None:
    """The role of the actor in the room of a meeting; None for who may not enter.

    A cancelled meeting has no room.
    """
    if meeting.state == MeetingState.CANCELLED or meeting.group.state == ClassState.CANCELLED:
        return None
    if may_teach(actor, meeting.group):
        return RoomRole.STAFF
    return RoomRole.LEARNER if is_learner(actor, meeting.group) else None


def enterable_by(actor: Actor) -> Q:
    """Meetings whose room the actor may enter: `role_in` gives a role."""
    return _meetings_of(taught_by(actor) | learned_by(actor))


def may_lead(actor: Actor, meeting: Meeting) -> bool:
    """Open and end the session, call on raised hands, take away lines."""
    return role_in(actor, meeting) is RoomRole.STAFF


def _meetings_of(classes: Q) -> Q:
    groups = ClassGroup.objects.filter(classes).exclude(state=ClassState.CANCELLED)
    return Q(group__in=groups) & ~Q(state=MeetingState.CANCELLED)
