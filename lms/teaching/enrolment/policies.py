"""Who learns in a class."""

from django.db.models import Q, QuerySet

from lms.core.actor import Actor
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState


def is_learner(actor: Actor, group: ClassGroup) -> bool:
    """Whether the actor is enrolled in the class."""
    return _own_enrolment_rows(actor).filter(group=group).exists()


def learned_by(actor: Actor) -> Q:
    """Classes in which the actor is enrolled."""
    return Q(pk__in=_own_enrolment_rows(actor).values("group_id"))


def is_own(actor: Actor, enrolment: Enrolment) -> bool:
    """Whether the enrolment is the actor's own."""
    return actor.user_id is not None and enrolment.official.user_id == actor.user_id


def own_enrolments(actor: Actor) -> Q:
    """The actor's enrolments, without withdrawn ones."""
    return Q(official__user_id=actor.key, state=EnrolmentState.ENROLLED)


def _own_enrolment_rows(actor: Actor) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(own_enrolments(actor))
