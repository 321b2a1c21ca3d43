"""Reading accounts."""

from typing import Any

from lms.core.actor import Actor
from lms.people.accounts.models import User


def actor_of(user: Any, request_id: str = "") -> Actor:
    """The actor of a signed-in user, or nobody."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Actor(None, "", request_id=request_id)
    return Actor(user.pk, user.full_name, request_id=request_id)


def user(user_id: int) -> User:
    return User.objects.get(pk=user_id)
