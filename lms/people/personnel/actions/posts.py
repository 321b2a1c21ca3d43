"""Posts through time: giving a post, moving somebody to another unit, ending a post.

Exactly one post is the main one on each day.
"""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.organisation.reshaping import require_decision
from lms.people.personnel.actions.checks import (
    check_may_keep,
    check_not_own_file,
    check_posts,
    normalise_texts,
)
from lms.people.personnel.actions.drafts import PostDraft
from lms.people.personnel.actions.officials import build_post
from lms.people.personnel.models import Official, Post
from lms.people.personnel.policies import may_read_file, may_register
from lms.people.personnel.queries import posts_on
from lms.people.personnel.rules.posts import check_period
from lms.people.personnel.rules.spells import SpellPiece, columns_of_pieces, split_by_main_post

_DAY = dt.timedelta(days=1)


@transaction.atomic
def appoint_official(*, actor: Actor, official: Official, draft: PostDraft) -> Post:
    """Give a post beside those held so far, which go on.

    A main post makes the main post so far a concurrent one for as long as it lasts
    (`rules.spells`). NotAllowed where the actor does not enter posts at the unit or
    does not read the file; BadInput for a post that cannot be.
    """
    if not (may_register(actor, draft.unit) and may_read_file(actor, official)):
        raise NotAllowed(_("You may give posts only at the units that you manage."))
    check_not_own_file(actor, official)
    draft = normalise_texts(draft)
    check_posts([draft])
    official = _lock_official(official)
    post = _begin_post(official, draft)
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
def transfer_official(*, actor: Actor, official: Official, draft: PostDraft) -> Post:
    """Move an official to another unit (điều động) from a day on; the file goes along whole.

    The main post and the other posts at the same unit end the day before; concurrent posts
    elsewhere go on. The actor manages both units or is the authority above both (else NotAllowed).
    BadInput for a day on which the move cannot be; RuleBroken for a move to the same unit.
    """
    check_may_keep(actor, official)
    draft = normalise_texts(draft)
    check_posts([draft])
    official = _lock_official(official)
    before = _main_post_before(official, draft.valid_from)
    if not may_register(actor, before.unit):
        raise NotAllowed(_("You may move only people who work at the units that you manage."))
    if not may_register(actor, draft.unit):
        raise NotAllowed(
            _("A move to another unit's people is made by the training authority above both units.")
        )
    if before.unit_id == draft.unit.pk:
        raise RuleBroken(
            _(
                "This person works there already. For a new post at the same unit, give a post"
                " instead."
            )
        )
    require_decision(draft.decision)
    reason = _("Moved to %(unit)s") % {"unit": draft.unit}
    for run in _post_runs(official):
        if run[0].unit_id == before.unit_id:
            _check_begins_before(run, draft.valid_from)
            if _goes_on(run, draft.valid_from):
                _end_run(run, draft.valid_from - _DAY, reason[:300])
    post = _begin_post(official, replace(draft, is_main=True))
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
    """End a post: `on` is its last day. If it was the main one, the post held longest follows it.

    Who has no post any more leaves the register; the authority still reads the file and may give a
    post again. BadInput for a day outside the post's period or without a reason.
    """
    if not may_register(actor, post.unit):
        raise NotAllowed(_("You may end posts only at the units that you manage."))
    check_not_own_file(actor, post.official)
    official = _lock_official(post.official)
    post = official.posts.select_related("unit").get(pk=post.pk)
    run = next(run for run in _post_runs(official) if post in run)
    check_period(run[0].valid_from, on, field="on")
    last = run[-1].valid_to
    if last is not None and on >= last:
        raise BadInput(
            _("This post ends on %(day)s already.") % {"day": f"{last:%d/%m/%Y}"}, field="on"
        )
    if not reason:
        raise BadInput(_("Say why the post ends."), field="reason")
    post = _end_run(run, on, reason)
    settle_main_posts(official)
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


def settle_main_posts(official: Official, main_post: Post | None = None) -> None:
    """Cut the posts so that one is the main one on each day: `main_post` on its days.

    The caller holds the lock of the official.
    """
    posts = list(official.posts.order_by("valid_from", "pk"))
    number = posts.index(main_post) if main_post else None
    for post, pieces in zip(posts, split_by_main_post(posts, number), strict=True):
        _cut_post(post, pieces)


def _cut_post(post: Post, pieces: list[SpellPiece]) -> None:
    """Give the post the first piece, and the others to new rows that each follow the one before."""
    columns = {f.attname: getattr(post, f.attname) for f in Post._meta.concrete_fields}
    first, *others = columns_of_pieces(pieces, post.end_reason)
    if others or first["is_main"] != post.is_main:
        for name, value in first.items():
            setattr(post, name, value)
        post.save(update_fields=list(first))
    for piece in others:
        columns |= {"id": None, "follows_id": post.pk, **piece}
        post = Post.objects.create(**columns)


def _lock_official(official: Official) -> Official:
    """The official, locked.

    Always after the units (check_posts): a reorganisation takes its locks in the same order, so
    that the two never wait for each other.
    """
    return Official.objects.select_for_update().get(pk=official.pk)


def _begin_post(official: Official, draft: PostDraft) -> Post:
    post = build_post(official, draft)
    post.save()
    settle_main_posts(official, post if draft.is_main else None)
    post.refresh_from_db()
    return post


def _main_post_before(official: Official, day: dt.date) -> Post:
    """The main post on the day before. BadInput where the official holds no post then."""
    before = posts_on(official, day - _DAY).filter(is_main=True).first()
    if before is None:
        raise BadInput(
            _(
                "On the day before, the person holds no post. Write a later day, or give a post"
                " instead."
            ),
            field="valid_from",
        )
    return before


def _post_runs(official: Official) -> list[list[Post]]:
    """The official's posts, each as the list of rows that it was cut into (`settle_main_posts`),
    in order: the first row began it, the last one ends it.
    """
    runs: list[list[Post]] = []
    for post in official.posts.select_related("unit").order_by("valid_from", "pk"):
        run = next((run for run in runs if _is_next_piece(post, run[-1])), None)
        if run is None:
            runs.append([post])
        else:
            run.append(post)
    return runs


def _is_next_piece(post: Post, before: Post) -> bool:
    """Whether the row is the next piece of the same post; a reorganisation begins another one."""
    return (
        post.follows_id == before.pk
        and post.unit_id == before.unit_id
        and before.valid_to is not None
        and post.valid_from == before.valid_to + _DAY
    )


def _goes_on(run: list[Post], day: dt.date) -> bool:
    """Whether a post began before `day` and would still be held on it."""
    return run[0].valid_from < day and (run[-1].valid_to is None or run[-1].valid_to >= day)


def _check_begins_before(run: list[Post], day: dt.date) -> None:
    if run[0].valid_from >= day:
        raise BadInput(
            _(
                "From %(day)s on the person holds “%(title)s” there. End that post first, or write"
                " a later day."
            )
            % {"day": f"{run[0].valid_from:%d/%m/%Y}", "title": run[0].title},
            field="valid_from",
        )


def _end_run(run: list[Post], on: dt.date, reason: str) -> Post:
    """Make `on` the last day of a post; its pieces that would begin later are deleted.

    RuleBroken where a reorganisation carried one of those on to another unit.
    """
    later = [post for post in run if post.valid_from > on]
    own_keys = [post.pk for post in run]
    if Post.objects.filter(follows__in=later).exclude(pk__in=own_keys).exists():
        raise RuleBroken(
            _(
                "A reorganisation carried this post on to another unit. End it there, or write a"
                " later day."
            )
        )
    # the last first: each piece is referenced by the one that follows it
    for piece in reversed(later):
        piece.delete()
    post = run[len(run) - len(later) - 1]
    post.valid_to, post.end_reason = on, reason
    post.save(update_fields=["valid_to", "end_reason"])
    return post
