"""Whose requests somebody sees, and who deals with them: the keepers of the person's file, never
the person himself.
"""

from django.db.models import Exists, OuterRef, Q

from lms.core.actor import Actor
from lms.people.organisation.models import Role
from lms.people.organisation.policies import may_on, on_day, within
from lms.people.personnel.models import Post
from lms.people.privacy.models import DataRequest


def is_asker(actor: Actor, request: DataRequest) -> bool:
    """His own request."""
    return actor.user_id is not None and request.official.user_id == actor.user_id


def asked_by(actor: Actor) -> Q:
    """The second face of `is_asker`."""
    return Q(official__user_id=actor.key)


def may_handle(actor: Actor, request: DataRequest) -> bool:
    """Who keeps the person's file today (his unit, the authority above it); for one who works
    nowhere any more, the authority above a unit where he worked. Nobody deals with his own request:
    a colleague or the authority does.
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
    """The second face of `may_handle`."""
    if actor.is_system:
        return ~Q(pk__in=[])
    kept = Post.objects.filter(
        on_day(), within(actor, Role.UNIT_MANAGER, Role.AUTHORITY, path="unit__")
    )
    once = Post.objects.filter(within(actor, Role.AUTHORITY, path="unit__"))
    works = Exists(Post.objects.filter(on_day(), official=OuterRef("official")))
    reach = Q(official__in=kept.values("official")) | (
        ~Q(works) & Q(official__in=once.values("official"))
    )
    return reach & ~Q(official__user_id=actor.key)
