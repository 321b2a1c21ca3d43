"""Posts through time: giving them, moving somebody to another unit, ending them.

One is the main post on each day.
"""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.personnel.actions.drafts import PostDraft
from lms.people.personnel.actions.keeping import check_posts, keeper, not_himself, tidy
from lms.people.personnel.actions.officials import post_of
from lms.people.personnel.models import Official, Post
from lms.people.personnel.policies import may_read_file, may_register
from lms.people.personnel.queries import posts_on
from lms.people.personnel.spells import Piece, one_main

_DAY = dt.timedelta(days=1)


@transaction.atomic
def appoint(*, actor: Actor, official: Official, draft: PostDraft) -> Post:
    """Give a post beside those held so far, which go on.

    A main post makes the main post so far a concurrent one for as long as it lasts
    (spells.one_main). NotAllowed where the actor does not write posts at the unit or does not read
    the file.
    """
    reads = may_read_file(actor, official)
    if not (may_register(actor, draft.unit) and reads):
        raise NotAllowed(_("You may give posts only at the units that you manage."))
    not_himself(actor, official)
    draft = tidy(draft)
    check_posts([draft])
    official = _locked(official)
    post = _begin(official, draft)
    record(
        "official.appointed",
        actor,
        official,
        unit=draft.unit.code,
        title=draft.title,
        valid_from=draft.valid_from.isoformat(),
        kind=draft.kind,
        main=draft.is_main,
        decision=draft.decision,
    )
    return post


@transaction.atomic
def transfer(*, actor: Actor, official: Official, draft: PostDraft) -> Post:
    """Move somebody to another unit (điều động) from a day on: his file goes with him whole.

    His main post and his other posts at the same unit end the day before; concurrent posts
    elsewhere go on. By who manages both units, that is within one's own or by the authority above
    both.
    """
    keeper(actor, official)
    draft = tidy(draft)
    check_posts([draft])
    official = _locked(official)
    before = _main_before(official, draft.valid_from)
    if not may_register(actor, before.unit):
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
    for run in _runs(official):
        if run[0].unit_id == before.unit_id:
            _not_later(run, draft.valid_from)
            if _goes_on(run, draft.valid_from):
                _end(run, draft.valid_from - _DAY, reason[:300])
    post = _begin(official, replace(draft, is_main=True))
    record(
        "official.transferred",
        actor,
        official,
        origin=before.unit.code,
        unit=draft.unit.code,
        title=draft.title,
        valid_from=draft.valid_from.isoformat(),
        decision=draft.decision,
    )
    return post


@transaction.atomic
def end_post(*, actor: Actor, post: Post, on: dt.date, reason: str) -> Post:
    """End a post: `on` is its last day. Where it was the main one, the post held longest becomes
    it.

    Who has no post any more leaves the register; the authority still reads his file and may give
    him a post again.
    """
    if not may_register(actor, post.unit):
        raise NotAllowed(_("You may end posts only at the units that you manage."))
    not_himself(actor, post.official)
    official = _locked(post.official)
    post = official.posts.select_related("unit").get(pk=post.pk)
    run = next(run for run in _runs(official) if post in run)
    if on < run[0].valid_from:
        raise BadInput(_("A post cannot end before it began."), field="on")
    last = run[-1].valid_to
    if last is not None and on >= last:
        raise BadInput(
            _("This post ends on %(day)s already.") % {"day": f"{last:%d/%m/%Y}"}, field="on"
        )
    if not reason:
        raise BadInput(_("Say why the post ends."), field="reason")
    post = _end(run, on, reason)
    settle(official)
    record(
        "official.post_ended",
        actor,
        official,
        unit=post.unit.code,
        title=post.title,
        on=on.isoformat(),
        reason=reason,
    )
    return post


def settle(official: Official, wanted: Post | None = None) -> None:
    """Cut the posts so that one is the main one on each day: on its days `wanted`.

    Under the lock of the official.
    """
    rows = list(official.posts.order_by("valid_from", "pk"))
    keys = [row.pk for row in rows]
    pieces = one_main(rows, keys.index(wanted.pk) if wanted else None)
    for row, parts in zip(rows, pieces, strict=True):
        _cut(row, parts)


def _cut(row: Post, parts: list[Piece]) -> None:
    """The row takes the first piece, new rows that follow it the others; why it ended stands at the
    last.
    """
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
                "id": None,
                "follows_id": row.pk,
                "valid_from": part.first,
                "valid_to": part.last,
                "is_main": part.is_main,
                "end_reason": reason if number == len(parts) else "",
            }
        )


def _locked(official: Official) -> Official:
    """The official, after the units: in this order everybody takes them, who reorganises as
    well.
    """
    return Official.objects.select_for_update().get(pk=official.pk)


def _begin(official: Official, draft: PostDraft) -> Post:
    post = post_of(official, draft)
    post.save()
    settle(official, post if draft.is_main else None)
    post.refresh_from_db()
    return post


def _main_before(official: Official, day: dt.date) -> Post:
    """The main post of the day before. BadInput where he holds none then, but later."""
    before = posts_on(official, day - _DAY).filter(is_main=True).first()
    if before is None:
        raise BadInput(
            _("On the day before he holds no post. Write a later day, or give him a post instead."),
            field="valid_from",
        )
    return before


def _runs(official: Official) -> list[list[Post]]:
    """His posts, each with the pieces that it was cut into (settle): the first began it, the last
    ends it.
    """
    runs: list[list[Post]] = []
    for row in official.posts.select_related("unit").order_by("valid_from", "pk"):
        before = next((run for run in runs if _is_next(row, run[-1])), None)
        if before is None:
            runs.append([row])
        else:
            before.append(row)
    return runs


def _is_next(row: Post, before: Post) -> bool:
    return (
        row.follows_id == before.pk
        and row.unit_id == before.unit_id
        and before.valid_to is not None
        and row.valid_from == before.valid_to + _DAY
    )


def _goes_on(run: list[Post], day: dt.date) -> bool:
    """Whether a post that began before `day` would be held on it."""
    return run[0].valid_from < day and (run[-1].valid_to is None or run[-1].valid_to >= day)


def _not_later(run: list[Post], day: dt.date) -> None:
    if run[0].valid_from >= day:
        raise BadInput(
            _(
                "From %(day)s on he holds “%(title)s” there. End that post first, or write a later"
                " day."
            )
            % {"day": f"{run[0].valid_from:%d/%m/%Y}", "title": run[0].title},
            field="valid_from",
        )


def _end(run: list[Post], on: dt.date, reason: str) -> Post:
    """Let `on` be the last day: pieces that would begin later have never been and go.

    RuleBroken where one went on.
    """
    later = [row for row in run if row.valid_from > on]
    if Post.objects.filter(follows__in=later).exclude(pk__in=[row.pk for row in run]).exists():
        raise RuleBroken(
            _(
                "A reorganisation carried this post on to another unit. End it there, or write a"
                " later day."
            )
        )
    for row in reversed(later):
        row.delete()
    post = run[len(run) - len(later) - 1]
    post.valid_to, post.end_reason = on, reason
    post.save(update_fields=["valid_to", "end_reason"])
    return post
