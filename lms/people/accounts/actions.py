"""Signing in with a printed code, choosing a password, ending sessions.

Who may give codes is decided in `personnel`, which knows who manages which official.
"""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lms.core import clock, ids
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.core.throttle import Throttle
from lms.people.accounts.models import AccessCode, User

# After five wrong codes for one staff code, nobody tries that staff code again for five minutes.
WRONG_CODES = Throttle("access-code", limit=5, seconds=300)


def _hash(code: str) -> str:
    """The stored form of a code.

    HMAC-SHA256 under the server's key, so that a copied database opens no account.
    """
    normalised = ids.normalise_code(code)
    return salted_hmac("accounts.access_code", normalised, algorithm="sha256").hexdigest()


@transaction.atomic
def write_access_code(*, actor: Actor, user: User, days: int) -> str:
    """Make the one code that opens the account for `days` days, and close every other way in.

    Returns the code in groups of four for printing; it is stored nowhere in clear. The caller has
    checked that the actor may (personnel.actions.issue_access_code).
    """
    if actor.user_id is None:
        raise NotAllowed(_("A code is given by a person who answers for it."))
    now = clock.now()
    user = User.objects.select_for_update().get(pk=user.pk)
    AccessCode.objects.filter(user=user, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    _end_sign_in(user)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    code = ids.secret_code()
    access_code = AccessCode.objects.create(
        user=user,
        code_hash=_hash(code),
        made_at=now,
        expires_at=now + dt.timedelta(days=days),
        made_by_id=actor.user_id,
    )
    record("account.code_issued", actor, user, expires_at=access_code.expires_at.isoformat())
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def use_access_code(*, code: str, staff_code: str, actor: Actor | None = None) -> User:
    """The account that a printed code opens, once.

    The caller signs it in and asks for a new password. BadInput with the same message for a wrong
    code, a wrong staff code and a used or expired code; RuleBroken after too many tries.
    """
    staff_code = staff_code.strip().lower()
    if WRONG_CODES.is_spent(staff_code):
        raise RuleBroken(_("Too many wrong codes. Wait five minutes, then try again."))
    user = _open_with(code, staff_code, actor or Actor.nobody())
    if user is None:
        WRONG_CODES.take(staff_code)
        raise BadInput(
            _(
                "This code does not open this account. Compare both with the sheet; if they are the"
                " same, ask for a new sheet."
            ),
            field="code",
        )
    WRONG_CODES.forget(staff_code)
    return user


@transaction.atomic
def _open_with(code: str, staff_code: str, actor: Actor) -> User | None:
    now = clock.now()
    access_code = (
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
    if access_code is None:
        return None
    access_code.used_at = now
    access_code.save(update_fields=["used_at"])
    user = access_code.user
    as_user = Actor(user.pk, user.full_name, request_id=actor.request_id)
    record("account.code_used", as_user, user)
    return user


@transaction.atomic
def set_password(*, actor: Actor, user: User, password: str) -> User:
    """Set the actor's own password. BadInput names every rule that it breaks."""
    if actor.user_id != user.pk:
        raise NotAllowed(_("Everybody sets their own password."))
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
    """Close an account for good and end its sessions on every device.

    The caller has checked that the actor may (personnel.actions.deactivate).
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    _end_sign_in(user)
    user.is_active = False
    user.save(update_fields=["password", "is_active"])
    AccessCode.objects.filter(user=user, used_at=None, withdrawn_at=None).update(
        withdrawn_at=clock.now()
    )
    record("account.closed", actor, user, reason=reason)
    return user


@transaction.atomic
def suspend_account(*, actor: Actor, user: User, reason: str) -> User:
    """Close an account until it is opened again; the password stays.

    The caller has checked that the actor may (personnel.actions.merge_officials).
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
    """Undo suspend_account.

    The caller has checked that the actor may (personnel.actions.undo_merge).
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("account.reopened", actor, user, reason=reason)
    return user


def _end_sign_in(user: User) -> None:
    # The new password hash alone ends every session at its next request; the rows go with it, so
    # that the person's list of devices is true.
    user.set_unusable_password()
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def save_preferences(
    *, actor: Actor, language: str = "", theme: str = "", address_as: str | None = None
) -> User:
    """Save the actor's own settings; those not given stay.

    `language`: vi or en. `theme`: a value of User.Theme. `address_as`: anh, chị, đồng chí …
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
