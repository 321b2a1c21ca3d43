"""Who sees how a class went through its cases: those who teach it and the office of its school.

Two faces.
"""

from django.db.models import Q

from lms.core.actor import Actor
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.policies import managed_by, may_manage, may_teach, taught_by


def may_analyse(actor: Actor, group: ClassGroup) -> bool:
    """Named to the class today, or of the office of its school.

    Names stand behind the counts: nobody else.
    """
    return may_teach(actor, group) or may_manage(actor, group)


def analysed_by(actor: Actor) -> Q:
    """The second face of `may_analyse`: classes."""
    return taught_by(actor) | managed_by(actor)
