"""Who reads how officials stand against their standards, and who decides it.

Nobody decides about himself.
"""

from django.db.models import Q

from lms.core.actor import Actor
from lms.people.organisation.models import Role
from lms.people.organisation.policies import may_on, on_day, within
from lms.people.personnel.models import Official, Post
from lms.people.personnel.policies import may_keep

_OVERSEERS = (Role.AUTHORITY, Role.AUDITOR)


def may_read(actor: Actor, official: Official) -> bool:
    """His unit manager by his posts of today; the authority and the auditor by every post that he
    ever had.
    """
    posts = official.posts.select_related("unit")
    return any(may_on(actor, post.unit, *_OVERSEERS) for post in posts) or any(
        may_on(actor, post.unit, Role.UNIT_MANAGER) for post in posts.filter(on_day())
    )


def read_by(actor: Actor) -> Q:
    """Second face of `may_read`."""
    run = Post.objects.filter(on_day(), within(actor, Role.UNIT_MANAGER, path="unit__"))
    overseen = Post.objects.filter(within(actor, *_OVERSEERS, path="unit__"))
    return Q(pk__in=run.values("official")) | Q(pk__in=overseen.values("official"))


def may_review(actor: Actor, official: Official) -> bool:
    """Who keeps his file, but not he himself."""
    himself = actor.user_id is not None and official.user_id == actor.user_id
    return may_keep(actor, official) and not himself


def reviewable_by(actor: Actor) -> Q:
    """Second face of `may_review`."""
    if actor.is_system:
        return ~Q(pk__in=[])
    reach = within(actor, Role.UNIT_MANAGER, Role.AUTHORITY, path="unit__")
    kept = Q(pk__in=Post.objects.filter(on_day(), reach).values("official"))
    return kept & (Q(user=None) | ~Q(user_id=actor.key))
