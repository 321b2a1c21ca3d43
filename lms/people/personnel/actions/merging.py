"""Merging two entries of one person, undoing a merge, and noting that two entries that look alike
are two people.
"""

from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.accounts.actions import reopen_account, suspend_account
from lms.people.personnel.actions.posts import settle_main_posts
from lms.people.personnel.models import DistinctPair, Official, OfficialMerge
from lms.people.personnel.policies import may_merge, may_open_account
from lms.people.personnel.rules.spells import overlap

# Rows about the entries themselves stay with them.
_NOT_MOVED = (OfficialMerge, DistinctPair, Official)


@transaction.atomic
def merge_officials(
    *, actor: Actor, kept: Official, merged: Official, reason: str
) -> OfficialMerge:
    """Move everything of `merged` to `kept`, in every app; `merged` stays as an empty entry that
    points to `kept`.

    Rows are found by the foreign keys that point at an official, in whichever layer, so that no app
    is forgotten and none need be known here. RuleBroken where both have what only one may have (an
    enrolment in the same class); NotAllowed where both have an account and the actor may not close
    that of `merged`.
    """
    kept, merged = _lock_pair(actor, kept, merged)
    if not reason:
        raise BadInput(_("Say how you know that both are the same person."), field="reason")
    if kept.merged_into_id is not None or merged.merged_into_id is not None:
        raise RuleBroken(_("One of the two was merged already. Load the page again."))
    accounts = _join_accounts(actor, kept, merged, reason)
    moved = _move_rows(merged, kept)
    demoted = _demote_posts(kept, moved.get("personnel.post.official", []))
    settle_main_posts(kept)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    if demoted:
        moved["personnel.post.is_main"] = demoted
    merge = OfficialMerge.objects.create(
        kept=kept,
        merged=merged,
        moved=moved,
        accounts=accounts,
        reason=reason,
        at=clock.now(),
        by_id=actor.key,
    )
    record(
        "official.merged",
        actor,
        kept,
        merged=merged.code,
        kept=kept.code,
        reason=reason,
        rows={name: len(keys) for name, keys in moved.items()},
    )
    return merge


@transaction.atomic
def undo_merge(*, actor: Actor, merge: OfficialMerge, reason: str) -> OfficialMerge:
    """Undo a merge: the rows that were moved return; what was added since stays with the entry that
    was kept.

    RuleBroken where it was undone already.
    """
    merge = OfficialMerge.objects.select_for_update().get(pk=merge.pk)
    kept, merged = _lock_pair(actor, merge.kept, merge.merged, undo=True)
    if not reason:
        raise BadInput(_("Say why the merge is taken back."), field="reason")
    if merge.undone_at is not None or merged.merged_into_id != kept.pk:
        raise RuleBroken(_("This merge was taken back already."))
    demoted = merge.moved.get("personnel.post.is_main", [])
    kept.posts.filter(pk__in=demoted, is_main=False).update(is_main=True)
    for name, keys in merge.moved.items():
        if name != "personnel.post.is_main":
            model, column = _model_and_column(name)
            rows = model.objects.filter(**{"pk__in": keys, column: kept})
            rows.update(**{column: merged})
    _return_pieces(kept, merged)
    for official in (kept, merged):
        settle_main_posts(official)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    _part_accounts(actor, kept, merged, merge.accounts, reason)
    merge.undone_at = clock.now()
    merge.save(update_fields=["undone_at"])
    record("official.merge_undone", actor, kept, merged=merged.code, kept=kept.code, reason=reason)
    return merge


@transaction.atomic
def tell_apart(*, actor: Actor, first: Official, second: Official, reason: str) -> DistinctPair:
    """Note that two entries that look alike are two people, so that they are not shown again."""
    first, second = _lock_pair(actor, first, second)
    if not reason:
        raise BadInput(_("Say how you know that they are two people."), field="reason")
    older, newer = sorted((first, second), key=lambda o: o.pk)
    pair, is_new = DistinctPair.objects.get_or_create(
        first=older,
        second=newer,
        defaults={"reason": reason, "at": clock.now(), "by_id": actor.key},
    )
    if is_new:
        record("official.told_apart", actor, older, other=newer.code, reason=reason)
    return pair


def _lock_pair(
    actor: Actor, first: Official, second: Official, undo: bool = False
) -> tuple[Official, Official]:
    # for an undo the first entry decides: the merged one has no posts left to ask about
    if not (may_merge(actor, first) and (undo or may_merge(actor, second))):
        raise NotAllowed(
            _("Only who keeps both files may do this, and nobody decides about themselves.")
        )
    if first.pk == second.pk:
        raise BadInput(_("Choose two different entries."))
    # by key, so that two merges of the same pair cannot wait for each other
    locked = Official.objects.select_for_update().order_by("pk").in_bulk([first.pk, second.pk])
    return locked[first.pk], locked[second.pk]


def _move_rows(merged: Official, kept: Official) -> dict[str, list[Any]]:
    """Point the rows of `merged` at `kept`; returns {"app.model.field": [primary keys]}."""
    moved: dict[str, list[Any]] = {}
    for relation in Official._meta.related_objects:
        model: Any = relation.related_model
        column = relation.field.name
        if model in _NOT_MOVED:
            continue
        if relation.one_to_one and model.objects.filter(**{column: kept}).exists():
            continue  # each has its own: that of the kept entry counts
        for row in model.objects.filter(**{column: merged}).order_by("pk"):
            _repoint_row(row, column, kept)
            moved.setdefault(f"{model._meta.label_lower}.{column}", []).append(_plain_key(row.pk))
    return moved


def _repoint_row(row: Any, column: str, kept: Official) -> None:
    try:
        with transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{column: kept})
    except IntegrityError:
        raise RuleBroken(
            _("Both entries have “%(row)s”. End one of the two first, then merge.") % {"row": row}
        ) from None


def _demote_posts(kept: Official, moved_posts: list[Any]) -> list[int]:
    """Make the moved main posts concurrent ones where the kept entry has a main post itself on
    some of their days; returns their keys.
    """
    posts = kept.posts.filter(is_main=True)
    moved = posts.filter(pk__in=moved_posts)
    own = list(posts.exclude(pk__in=moved_posts))
    demoted = [post.pk for post in moved if any(overlap(post, other) for other in own)]
    kept.posts.filter(pk__in=demoted).update(is_main=False)
    return demoted


def _return_pieces(kept: Official, merged: Official) -> None:
    """Give back the pieces into which posts of the merged entry were cut meanwhile."""
    while pieces := list(kept.posts.filter(follows__official=merged)):
        kept.posts.filter(pk__in=[piece.pk for piece in pieces]).update(official=merged)


def _join_accounts(actor: Actor, kept: Official, merged: Official, reason: str) -> dict[str, int]:
    if merged.user is None:
        return {}
    if kept.user is None:
        return {"given": _hand_account_over(merged, kept)}
    if not merged.user.is_active:
        return {}
    if not may_open_account(actor, merged):
        raise NotAllowed(
            _(
                "The second entry has an account with a role that you may not close. Ask the"
                " authority above that role, or keep that entry."
            )
        )
    suspend_account(actor=actor, user=merged.user, reason=reason)
    return {"suspended": merged.user.pk}


def _part_accounts(
    actor: Actor, kept: Official, merged: Official, accounts: dict[str, int], reason: str
) -> None:
    if "given" in accounts and kept.user_id == accounts["given"]:
        _hand_account_over(kept, merged)
    if "suspended" in accounts and merged.user is not None:
        reopen_account(actor=actor, user=merged.user, reason=reason)


def _hand_account_over(giver: Official, taker: Official) -> int:
    """Give the account to the other entry, whose name it takes; returns the key of the account."""
    user = giver.user
    if user is None:
        raise LookupError(giver.pk)
    # the old side first: an account belongs to one official at a time
    giver.user = None
    giver.save(update_fields=["user"])
    taker.user = user
    taker.save(update_fields=["user"])
    user.full_name = taker.full_name
    user.save(update_fields=["full_name"])
    return user.pk


def _model_and_column(name: str) -> tuple[Any, str]:
    label, _dot, column = name.rpartition(".")
    return apps.get_model(label), column


def _plain_key(key: Any) -> Any:
    return key if isinstance(key, int) else str(key)
