"""Whose requests an actor sees, and who deals with them: those who keep the person's file, never
the person themselves.
"""

from django.db.models import Exists, OuterRef, Q

from lms.core.actor import Actor
from lms.people.organisation.models import Role
from lms.people.organisation.policies import may_on, on_day, within_scope_of
from lms.people.personnel.models import Post
from lms.people.privacy.models import DataRequest


def is_asker(actor: Actor, request: DataRequest) -> bool:
    """Whether the request is the actor's own."""
    return actor.user_id is not None and request.official.user_id == actor.user_id


def asked_by(actor: Actor) -> Q:
    """Second face of `is_asker`."""
    return Q(official__user_id=actor.key)


def may_handle(actor: Actor, request: DataRequest) -> bool:
    """Whether the actor deals with the request.

    It takes who keeps the person's file today (the manager of their unit, the authority above it);
    for a person without a post today, the authority above any former unit. Nobody deals with their
    own request: a colleague or the authority does.
    """
    if actor.is_system:
        return True
    if actor.user_id is None or is_asker(actor, request):
        return False
    posts = request.official.posts.select_related("unit")
    today = list(posts.filter(on_day()))
    if today:
        return any(may_on(actor, post.unit, Role.UNIT_MANAGER, Role.AUTHORITY) for post in today)
    return any(may_on(actor, post.unit, Role.AUTHORITY) for post in posts)


def handled_by(actor: Actor) -> Q:
    """Second face of `may_handle`."""
    if actor.is_system:
        return ~Q(pk__in=[])
    current = Post.objects.filter(
        on_day(), within_scope_of(actor, Role.UNIT_MANAGER, Role.AUTHORITY, path="unit__")
    )
    former = Post.objects.filter(within_scope_of(actor, Role.AUTHORITY, path="unit__"))
    has_post = Exists(Post.objects.filter(on_day(), official=OuterRef("official")))
    works_in_reach = Q(official__in=current.values("official"))
    left_in_reach = ~Q(has_post) & Q(official__in=former.values("official"))
    return (works_in_reach | left_in_reach) & ~Q(official__user_id=actor.key)
