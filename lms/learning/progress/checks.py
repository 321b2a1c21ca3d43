"""What the actions of learning check first."""

from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.errors import NotAllowed
from lms.learning.progress.policies import may_learn
from lms.teaching.enrolment.models import Enrolment


def check_may_learn(actor: Actor, enrolment: Enrolment) -> None:
    """NotAllowed for who does not learn by the enrolment, or not yet."""
    if not may_learn(actor, enrolment):
        raise NotAllowed(_("This is the lesson of another learner, or the class has not begun."))
