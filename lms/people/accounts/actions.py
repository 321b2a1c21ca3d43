"""Signing in with a printed code, choosing a password, ending sessions. Who may give codes is
decided in `personnel`, which knows whose official is whose.
"""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lms.core import clock, ids
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.accounts.models import AccessCode, User

# After so many wrong codes for one staff code, nobody tries that staff code again for a while.
WRONG_CODES = 5
WRONG_CODES_SECONDS = 300


def _hash(code: str) -> str:
    """How a code is kept: HMAC-SHA256 under the server's key, so that a copied database opens
    nothing.
    """
    normal = ids.normalise_code(code)
    return salted_hmac("accounts.access_code", normal, algorithm="sha256").hexdigest()


@transaction.atomic
def write_access_code(*, actor: Actor, user: User, days: int) -> str:
    """Make the one code that opens `user`'s account for `days` days, and close every other way in.

    For callers that have asked whether `actor` may: personnel.actions.issue_access_code. Returns
    the code in groups of four for printing; it is kept nowhere in clear.
    """
    if actor.user_id is None:
        raise NotAllowed(_("A code is given by a person who answers for it."))
    now = clock.now()
    user = User.objects.select_for_update().get(pk=user.pk)
    AccessCode.objects.filter(user=user, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    _close(user)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    code = ids.secret_code()
    written = AccessCode.objects.create(
        user=user,
        code_hash=_hash(code),
        made_at=now,
        expires_at=now + dt.timedelta(days=days),
        made_by_id=actor.user_id,
    )
    record("account.code_issued", actor, user, expires_at=written.expires_at.isoformat())
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def use_access_code(*, code: str, staff_code: str, actor: Actor | None = None) -> User:
    """The account that a printed code opens, once. The caller signs it in and asks for a new
    password.

    A wrong code, a wrong staff code and a used or old code give the same message. RuleBroken after
    too many tries.
    """
    staff_code = staff_code.strip().lower()
    tries = f"access-code:{staff_code}"
    if cache.get(tries, 0) >= WRONG_CODES:
        raise RuleBroken(_("Too many wrong codes. Wait five minutes, then try again."))
    user = _open_with(code, staff_code, actor or Actor.nobody())
    if user is None:
        # add() first, so that the time runs from the first wrong code
        cache.add(tries, 0, WRONG_CODES_SECONDS)
        cache.incr(tries)
        raise BadInput(
            _(
                "This code does not open this account. Compare both with the sheet; if they are the"
                " same, ask for a new sheet."
            ),
            field="code",
        )
    cache.delete(tries)
    return user


@transaction.atomic
def _open_with(code: str, staff_code: str, actor: Actor) -> User | None:
    now = clock.now()
    found = (
        AccessCode.objects.select_for_update()
        .filter(
            code_hash=_hash(code),
            used_at=None,
            withdrawn_at=None,
            expires_at__gt=now,
            user__is_active=True,
            user__staff_code__iexact=staff_code,
        )
        .first()
    )
    if found is None:
        return None
    found.used_at = now
    found.save(update_fields=["used_at"])
    user = found.user
    as_user = Actor(user.pk, user.full_name, request_id=actor.request_id)
    record("account.code_used", as_user, user)
    return user


@transaction.atomic
def set_password(*, actor: Actor, user: User, password: str) -> User:
    """A person chooses his own password. BadInput names every rule that it breaks."""
    if actor.user_id != user.pk:
        raise NotAllowed(_("Everybody sets his own password."))
    user = User.objects.select_for_update().get(pk=user.pk)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput(" ".join(error.messages), field="password") from error
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    AccessCode.objects.filter(user=user, used_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now()
    )
    record("account.password_set", actor, user)
    return user


@transaction.atomic
def close_account(*, actor: Actor, user: User, reason: str) -> User:
    """Nobody signs in as `user` any more, from now on and on every device.

    For personnel.actions.deactivate.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    _close(user)
    user.is_active = False
    user.save(update_fields=["password", "is_active"])
    AccessCode.objects.filter(user=user, used_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now()
    )
    record("account.closed", actor, user, reason=reason)
    return user


@transaction.atomic
def suspend_account(*, actor: Actor, user: User, reason: str) -> User:
    """Nobody signs in as `user` until it is opened again; the password stays.

    For personnel.actions.merge_officials.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    for session in UserSession.objects.filter(user=user):
        session.end()
    record("account.suspended", actor, user, reason=reason)
    return user


@transaction.atomic
def reopen_account(*, actor: Actor, user: User, reason: str) -> User:
    """What suspend_account did is taken back. For personnel.actions.undo_merge."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("account.reopened", actor, user, reason=reason)
    return user


def _close(user: User) -> None:
    # The new password hash alone ends every session at its next request; the rows go with it, so
    # that the person's list of devices is true.
    user.set_unusable_password()
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def save_preferences(
    *, actor: Actor, language: str = "", theme: str = "", address_as: str | None = None
) -> User:
    """A person's own settings: `language` vi/en, `theme` of User.Theme, form of address; what is
    not given stays.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in to keep your settings."))
    user = User.objects.select_for_update().get(pk=actor.user_id)
    user.language = language or user.language
    user.theme = theme or user.theme
    user.address_as = user.address_as if address_as is None else address_as
    try:
        user.clean_fields(exclude={"password", "email", "staff_code", "full_name"})
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        raise BadInput(" ".join(problems), field=field) from error
    user.save(update_fields=["language", "theme", "address_as"])
    record("account.preferences_saved", actor, user)
    return user
