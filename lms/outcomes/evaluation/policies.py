"""Who sees how a class went through its scenarios: who teaches it, and its school's office."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.policies import managed_by, may_manage, may_teach, taught_by


def may_analyse(actor: Actor, group: ClassGroup) -> bool:
    """Whether the actor teaches the class today or is of its school's office.

    Nobody else: there are names behind the counts.
    """
    return may_teach(actor, group) or may_manage(actor, group)


def analysed_by(actor: Actor) -> Q:
    """The classes on which `may_analyse` is true."""
    return taught_by(actor) | managed_by(actor)
