"""Whose lessons these are: for one enrolment, and as a filter."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState

# A class's lessons open with its start and stay readable after its end.
OPEN = (ClassState.RUNNING, ClassState.ASSESSING, ClassState.CLOSED)


def may_learn(actor: Actor, enrolment: Enrolment) -> bool:
    """The learner of a standing enrolment, once the class runs."""
    return (
        actor.user_id is not None
        and enrolment.official.user_id == actor.user_id
        and enrolment.state == EnrolmentState.ENROLLED
        and enrolment.group.state in OPEN
    )


def learnable_by(actor: Actor) -> Q:
    """Enrolments whose lessons are open to the actor: `may_learn` as a filter."""
    return Q(official__user_id=actor.key, state=EnrolmentState.ENROLLED, group__state__in=OPEN)
