"""Posts through time: giving them, moving somebody to another unit, ending them. One is the main post on each day."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.personnel.actions.drafts import PostDraft
from lms.people.personnel.actions.keeping import check_posts, not_himself, tidy
from lms.people.personnel.actions.officials import post_of
from lms.people.personnel.models import Official, Post
from lms.people.personnel.policies import may_keep, may_read_file, may_register
from lms.people.personnel.queries import posts_on
from lms.people.personnel.spells import Piece, one_main

_DAY = dt.timedelta(days=1)


@transaction.atomic
def appoint(
    *, actor: Actor, official: Official, draft: PostDraft, end_others: bool = False
) -> Post:
    """Give a post beside those held so far; with `end_others` these end the day before.

    A main post makes the main post so far a concurrent one for as long as it lasts (spells.one_main). NotAllowed
    where the actor does not write posts at the unit or does not read the file.
    """
    reads = may_read_file(actor, official)
    if not (may_register(actor, draft.unit) and reads):
        raise NotAllowed(_("You may give posts only at the units that you manage."))
    if end_others and not may_keep(actor, official):
        raise NotAllowed(_("You may give posts only at the units that you manage."))
    not_himself(actor, official)
    official, draft = _locked(official), tidy(draft)
    check_posts([draft])
    if end_others:
        running = official.posts.filter(valid_to=None, valid_from__lt=draft.valid_from)
        running.update(valid_to=draft.valid_from - _DAY)
    post = _begin(official, draft)
    record(
        "official.appointed", actor, official,
        unit=draft.unit.code, title=draft.title, valid_from=draft.valid_from.isoformat(),
        kind=draft.kind, main=draft.is_main, decision=draft.decision,
    )  # fmt: skip
    return post


@transaction.atomic
def transfer(*, actor: Actor, official: Official, draft: PostDraft) -> Post:
    """Move somebody to another unit (điều động) from a day on: his file goes with him whole.

    His main post and his other posts at the same unit end the day before; concurrent posts elsewhere go on. By who
    manages both units, that is within one's own or by the authority above both.
    """
    not_himself(actor, official)
    official, draft = _locked(official), tidy(draft)
    check_posts([draft])
    before = posts_on(official, draft.valid_from - _DAY).filter(is_main=True).first()
    if before is None or not may_register(actor, before.unit):
        raise NotAllowed(_("You may move only people who work at the units that you manage."))
    if not may_register(actor, draft.unit):
        raise NotAllowed(
            _("A move to another unit's people is made by the training authority above both units.")
        )
    if before.unit_id == draft.unit.pk:
        raise RuleBroken(_("He works there already. For a new post at the same unit, appoint him."))
    if not draft.decision:
        raise BadInput(_("Give the number of the decision."), field="decision")
    reason = _("Moved to %(unit)s") % {"unit": draft.unit}
    _end_at(official, before, draft, reason[:300])
    post = _begin(official, replace(draft, is_main=True))
    record(
        "official.transferred", actor, official,
        origin=before.unit.code, unit=draft.unit.code, title=draft.title,
        valid_from=draft.valid_from.isoformat(), decision=draft.decision,
    )  # fmt: skip
    return post


@transaction.atomic
def end_post(*, actor: Actor, post: Post, on: dt.date, reason: str) -> Post:
    """End a post: `on` is its last day. Where it was the main one, the post held longest becomes it.

    Who has no post any more leaves the register; the authority still reads his file and may give him a post again.
    """
    if not may_register(actor, post.unit):
        raise NotAllowed(_("You may end posts only at the units that you manage."))
    not_himself(actor, post.official)
    official = _locked(post.official)
    post = official.posts.select_related("unit").get(pk=post.pk)
    if on < post.valid_from:
        raise BadInput(_("A post cannot end before it began."), field="on")
    if post.valid_to is not None and on >= post.valid_to:
        raise BadInput(
            _("This post ends on %(day)s already.") % {"day": f"{post.valid_to:%d/%m/%Y}"},
            field="on",
        )
    if not reason:
        raise BadInput(_("Say why the post ends."), field="reason")
    post.valid_to, post.end_reason = on, reason
    post.save(update_fields=["valid_to", "end_reason"])
    settle(official)
    record(
        "official.post_ended", actor, official,
        unit=post.unit.code, title=post.title, on=on.isoformat(), reason=reason,
    )  # fmt: skip
    return post


def settle(official: Official, wanted: Post | None = None) -> None:
    """Cut the posts so that one is the main one on each day: on its days `wanted`. Under the lock of the official."""
    rows = list(official.posts.order_by("valid_from", "pk"))
    keys = [row.pk for row in rows]
    pieces = one_main(rows, keys.index(wanted.pk) if wanted else None)
    for row, parts in zip(rows, pieces, strict=True):
        _cut(row, parts)


def _cut(row: Post, parts: list[Piece]) -> None:
    """The row takes the first piece, new rows that follow it the others; why it ended stands at the last."""
    fields = {f.attname: getattr(row, f.attname) for f in Post._meta.concrete_fields}
    reason, first = row.end_reason, parts[0]
    if len(parts) > 1 or first.is_main != row.is_main:
        row.valid_to, row.is_main = first.last, first.is_main
        row.end_reason = reason if len(parts) == 1 else ""
        row.save(update_fields=["valid_to", "is_main", "end_reason"])
    for number, part in enumerate(parts[1:], start=2):
        row = Post.objects.create(
            **fields
            | {
                "id": None, "follows_id": row.pk, "valid_from": part.first, "valid_to": part.last,
                "is_main": part.is_main, "end_reason": reason if number == len(parts) else "",
            }
        )  # fmt: skip


def _locked(official: Official) -> Official:
    return Official.objects.select_for_update().get(pk=official.pk)


def _begin(official: Official, draft: PostDraft) -> Post:
    post = post_of(official, draft)
    post.save()
    settle(official, post if draft.is_main else None)
    post.refresh_from_db()
    return post


def _end_at(official: Official, before: Post, draft: PostDraft, reason: str) -> None:
    day = draft.valid_from
    rows = official.posts.filter(unit=before.unit_id, valid_from__lt=day)
    rows.filter(valid_to=None).update(valid_to=day - _DAY, end_reason=reason)
    rows.filter(valid_to__gte=day).update(valid_to=day - _DAY, end_reason=reason)
