"""Who reads whether officials meet their standards, and who decides it; nobody decides about
themselves.
"""

from django.db.models import Q

from lms.core.actor import Actor
from lms.people.organisation.models import Role
from lms.people.organisation.policies import on_day, within_scope_of
from lms.people.personnel.models import Official, Post
from lms.people.personnel.policies import may_keep

_OVERSEERS = (Role.AUTHORITY, Role.AUDITOR)


def read_by(actor: Actor) -> Q:
    """Officials whose standards the actor reads: as unit manager by the posts of today, as the
    authority or the auditor by every post that they ever had.
    """
    run = Post.objects.filter(on_day(), within_scope_of(actor, Role.UNIT_MANAGER, path="unit__"))
    overseen = Post.objects.filter(within_scope_of(actor, *_OVERSEERS, path="unit__"))
    return Q(pk__in=run.values("official")) | Q(pk__in=overseen.values("official"))


def may_review(actor: Actor, official: Official) -> bool:
    """Whether the actor decides about the official's standards: who keeps the file, but not the
    official themselves.
    """
    is_own = actor.user_id is not None and official.user_id == actor.user_id
    return may_keep(actor, official) and not is_own


def reviewable_by(actor: Actor) -> Q:
    """Second face of `may_review`."""
    if actor.is_system:
        return ~Q(pk__in=[])
    reach = within_scope_of(actor, Role.UNIT_MANAGER, Role.AUTHORITY, path="unit__")
    in_reach = Q(pk__in=Post.objects.filter(on_day(), reach).values("official"))
    return in_reach & (Q(user=None) | ~Q(user_id=actor.key))
