"""Who hands in, who marks: for one object, and as a filter of the objects."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.learning.assessment.models import Submission
from lms.learning.assessment.states import SubmissionState
from lms.learning.progress.models import Answer
from lms.learning.progress.policies import may_learn
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.policies import may_teach, taught_by
from lms.teaching.enrolment.models import Enrolment


def may_hand_in(actor: Actor, enrolment: Enrolment) -> bool:
    """The enrolled learner."""
    return may_learn(actor, enrolment)


def owned_by(actor: Actor) -> Q:
    """The actor's own submissions, from any class."""
    return Q(enrolment__official__user_id=actor.key)


def may_grade(actor: Actor, submission: Submission) -> bool:
    """Staff of the class today; nobody marks their own work; a draft is not shown to staff."""
    enrolment = submission.enrolment
    return (
        may_teach(actor, enrolment.group)
        and enrolment.official.user_id != actor.user_id
        and submission.versions.exists()
    )


def gradable_by(actor: Actor) -> Q:
    """Submissions that the actor may mark: `may_grade` as a filter."""
    return (
        Q(enrolment__group__in=ClassGroup.objects.filter(taught_by(actor)))
        & ~Q(enrolment__official__user_id=actor.key)
        # every state but the first has a version
        & ~Q(state=SubmissionState.DRAFT)
    )


def may_schedule(actor: Actor, group: ClassGroup) -> bool:
    """Staff of the class set its dates."""
    return may_teach(actor, group)


def may_remark(actor: Actor, answer: Answer) -> bool:
    """Staff of the learner's class today; nobody remarks on their own reason."""
    enrolment = answer.attempt.enrolment
    return may_teach(actor, enrolment.group) and enrolment.official.user_id != actor.user_id


def remarkable_by(actor: Actor) -> Q:
    """Answers that the actor may remark on: `may_remark` as a filter."""
    return Q(attempt__enrolment__group__in=ClassGroup.objects.filter(taught_by(actor))) & ~Q(
        attempt__enrolment__official__user_id=actor.key
    )
