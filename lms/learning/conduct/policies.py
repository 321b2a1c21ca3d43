"""Whose commitments these are, who exempts whom, who reads the means of a class."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.learning.conduct.models import Commitment
from lms.people.organisation.models import Role
from lms.people.organisation.policies import on_day, within_scope_of
from lms.people.personnel.models import Official, Post
from lms.teaching.classes.policies import managed_by, taught_by

_DECIDERS = (Role.UNIT_MANAGER, Role.AUTHORITY)


def is_signer(actor: Actor, commitment: Commitment) -> bool:
    """The person who signed; nobody else opens or withdraws it."""
    return actor.user_id is not None and commitment.official.user_id == actor.user_id


def signed_by(actor: Actor) -> Q:
    """Commitments that the actor signed: `is_signer` as a filter."""
    return Q(official__user_id=actor.key)


def may_exempt(actor: Actor, official: Official) -> bool:
    """The manager of a unit where the official works today, or the authority above it.

    Nobody exempts themselves.
    """
    if actor.is_system:
        return True
    if actor.user_id is None or official.user_id == actor.user_id:
        return False
    reach = within_scope_of(actor, *_DECIDERS, path="unit__")
    return official.posts.filter(on_day(), reach).exists()


def exemptable_by(actor: Actor) -> Q:
    """Officials whom the actor may exempt: `may_exempt` as a filter."""
    if actor.is_system:
        return ~Q(pk__in=[])
    posts = Post.objects.filter(on_day(), within_scope_of(actor, *_DECIDERS, path="unit__"))
    return Q(pk__in=posts.values("official")) & ~Q(user_id=actor.key)


def means_read_by(actor: Actor) -> Q:
    """Classes whose means the actor reads: as staff or office; nobody reads single ratings."""
    return taught_by(actor) | managed_by(actor)
