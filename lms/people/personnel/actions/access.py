"""Accounts of officials (making, linking, printed codes, closing), and looks at sensitive fields,
each of which is logged.
"""

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.accounts.actions import close_account, write_access_code
from lms.people.accounts.models import User
from lms.people.accounts.names import name_columns
from lms.people.organisation.policies import on_day
from lms.people.personnel.actions.drafts import AccountDraft
from lms.people.personnel.models import Official, Sensitive, SensitiveAccess
from lms.people.personnel.policies import may_link_account, may_open_account, may_see_sensitive
from lms.people.rulebook.queries import rule_for

_LONGEST_PURPOSE = 300


@transaction.atomic
def make_account(*, actor: Actor, official: Official, email: str = "") -> User:
    """Make an account for an official.

    It opens by a printed code (issue_access_code) or by a code sent to `email`. Errors as in
    `make_accounts`.
    """
    return make_accounts(actor=actor, drafts=[AccountDraft(official, email)])[0]


@transaction.atomic
def make_accounts(*, actor: Actor, drafts: Sequence[AccountDraft]) -> list[User]:
    """Make accounts for many officials: all of them or none, with one event in the audit log.

    RuleBroken where one has an account already, BadInput where an e-mail or a staff code belongs to
    another account.
    """
    if not drafts:
        return []
    locked = Official.objects.select_for_update().in_bulk([d.official.pk for d in drafts])
    if not all(may_open_account(actor, official) for official in locked.values()):
        raise NotAllowed(_("You may make accounts only for officials of your units."))
    _check_accounts_are_free(drafts, locked)
    users = User.objects.bulk_create(
        User(
            full_name=d.official.full_name,
            email=d.email.strip().lower() or None,
            staff_code=d.official.code,
            password=d.password_hash or make_password(None),
        )
        for d in drafts
    )
    for user, draft in zip(users, drafts, strict=True):
        draft.official.user = user
    Official.objects.bulk_update([draft.official for draft in drafts], ["user"])
    record(
        "account.made",
        actor,
        users[0],
        count=len(users),
        codes=[draft.official.code for draft in drafts],
    )
    return users


@transaction.atomic
def link_account(*, actor: Actor, official: Official, user: User) -> Official:
    """Join an official to an existing account. Each has one of the other at most.

    BadInput where the account is closed or bears another name (marks and order of words aside): a
    code printed for the official would then open the account of somebody else. NotAllowed also for
    accounts with a role that the actor may not reset. RuleBroken where one of the two is linked.
    """
    if not may_link_account(actor, official, user):
        raise NotAllowed(_("You may link accounts only for officials of your units."))
    official = Official.objects.select_for_update().get(pk=official.pk)
    if not user.is_active or name_columns(user.full_name)["name_sorted"] != official.name_sorted:
        raise BadInput(
            _("This account is closed or bears another name than the official."), field="account"
        )
    if official.user_id is not None or Official.objects.filter(user=user).exists():
        raise RuleBroken(_("This official or this account is linked already."))
    official.user = user
    official.save(update_fields=["user"])
    record("official.linked", actor, official, user=user.pk)
    return official


@transaction.atomic
def issue_access_code(*, actor: Actor, official: Official) -> str:
    """Issue a printed code that opens the official's account once; earlier codes, the old password
    and all sessions end.

    The code is valid for as many days as the rulebook says (accounts.code_days). It is returned
    once, in groups of four characters, and stored nowhere. RuleBroken without an open account.
    """
    if not may_open_account(actor, official):
        raise NotAllowed(_("You may give codes only to officials of your units, not to yourself."))
    official = (
        Official.objects.select_for_update(of=("self",)).select_related("user").get(pk=official.pk)
    )
    user = official.user
    if user is None or not user.is_active:
        raise RuleBroken(_("This official has no open account yet. Make one first."))
    if not user.staff_code:
        user.staff_code = official.code
        user.save(update_fields=["staff_code"])
    unit = official.posts.filter(on_day()).select_related("unit").order_by("-is_main").first()
    days = int(rule_for("accounts.code_days", unit=unit.unit if unit else None).value)
    return write_access_code(actor=actor, user=user, days=days)


@transaction.atomic
def deactivate_account(*, actor: Actor, official: Official, reason: str) -> User:
    """Close an official's account at once, on every device. What they did stays under their name.

    RuleBroken without an account.
    """
    if not may_open_account(actor, official):
        raise NotAllowed(_("You may close accounts only of officials of your units."))
    if official.user is None:
        raise RuleBroken(_("This official has no account."))
    if not reason:
        raise BadInput(_("Say why the account is closed."), field="reason")
    return close_account(actor=actor, user=official.user, reason=reason)


def check_purpose(purpose: str) -> None:
    """BadInput for a look at sensitive fields whose purpose has no word."""
    if not purpose.strip():
        raise BadInput(_("Say for what you need these fields."), field="purpose")


def not_seen_by() -> NotAllowed:
    """The refusal of sensitive fields."""
    return NotAllowed(_("These fields are seen only by the person and by who keeps their file."))


@transaction.atomic
def look_at_sensitive(*, actor: Actor, official: Official, purpose: str) -> Sensitive:
    """The sensitive fields of one official, for a stated purpose; the look is recorded (Luật
    91/2025/QH15).
    """
    if actor.user_id is None or not may_see_sensitive(actor, official):
        raise not_seen_by()
    check_purpose(purpose)
    SensitiveAccess.objects.create(
        official=official, user_id=actor.user_id, purpose=purpose, at=clock.now()
    )
    record("official.sensitive_seen", actor, official, purpose=purpose)
    return Sensitive.objects.filter(official=official).first() or Sensitive(official=official)


@transaction.atomic
def note_activity_seen(*, actor: Actor, officials: Sequence[Official], purpose: str) -> None:
    """Record that the actor has seen the detailed learning activity of these people by name; each
    of them can read who looked.

    The app that shows the activity asks its own policy and calls this in the same step. A look at
    one's own activity is not recorded.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Only a person looks at what people did, under their own name."))
    others = [official for official in officials if official.user_id != actor.user_id]
    if not others:
        return
    now = clock.now()
    SensitiveAccess.objects.bulk_create(
        SensitiveAccess(
            official=official,
            user_id=actor.user_id,
            purpose=purpose[:_LONGEST_PURPOSE],
            at=now,
            what=SensitiveAccess.What.ACTIVITY,
        )
        for official in others
    )
    record(
        "official.activity_seen",
        actor,
        others[0],
        count=len(others),
        codes=[official.code for official in others],
        purpose=purpose,
    )


def _check_accounts_are_free(drafts: Sequence[AccountDraft], locked: dict[int, Official]) -> None:
    for official in locked.values():
        if official.user_id is not None:
            raise RuleBroken(_("%(name)s has an account already.") % {"name": official.full_name})
    emails = [draft.email.strip().lower() for draft in drafts if draft.email]
    taken = User.objects.filter(email__in=emails).values_list("email", flat=True).first()
    if taken or len(set(emails)) < len(emails):
        raise BadInput(
            _("The e-mail %(email)s belongs to another account.") % {"email": taken or ""},
            field="email",
        )
    codes = [draft.official.code for draft in drafts]
    taken = User.objects.filter(staff_code__in=codes).values_list("staff_code", flat=True).first()
    if taken:
        raise BadInput(
            _("The staff code %(code)s belongs to another account.") % {"code": taken}, field="code"
        )
