"""Reading accounts."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists

from lms.core.actor import Actor
from lms.people.accounts.models import User


def actor_of(user: Any, request_id: str = "") -> Actor:
    """The actor of a signed-in user, or nobody."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return Actor(None, "", request_id=request_id)
    return Actor(user.pk, user.full_name, request_id=request_id)


def get_user(user_id: int) -> User:
    """The account with this key. User.DoesNotExist where there is none."""
    return User.objects.get(pk=user_id)


def facts_about(user_id: int, **facts: Exists) -> dict[str, bool]:
    """Whether each fact holds for the account, in one query; none holds where there is no account.

    The apps above say how each fact is found, as an `Exists` with `OuterRef("pk")` for the account.
    """
    accounts = User.objects.filter(pk=user_id).values_list(*facts.values())
    answers = accounts.first() or (False,) * len(facts)
    return dict(zip(facts, answers, strict=True))


def account_known_as(*, staff_code: str = "", emails: Sequence[str] = ()) -> User | None:
    """The open account with that staff code, else with one of these e-mails, else None."""
    open_accounts = User.objects.filter(is_active=True)
    account = None
    if staff_code:
        account = open_accounts.filter(staff_code__iexact=staff_code).first()
    if account is None and emails:
        account = open_accounts.filter(email__in=[email.lower() for email in emails]).first()
    return account
