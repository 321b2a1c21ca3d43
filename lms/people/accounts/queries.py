"""Reading accounts."""

from collections.abc import Sequence
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


def account_known_as(*, staff_code: str = "", emails: Sequence[str] = ()) -> User | None:
    """The open account with that staff code, else with one of these e-mails; None where both name
    nobody.
    """
    open_ones = User.objects.filter(is_active=True)
    found = open_ones.filter(staff_code__iexact=staff_code).first() if staff_code else None
    if found is None and emails:
        found = open_ones.filter(email__in=[email.lower() for email in emails]).first()
    return found
