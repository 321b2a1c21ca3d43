"""Reorganisation of units with their people: by one decision, on one day, all or nothing."""

import dataclasses
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput
from lms.people.organisation.actions.following import follow_units, match_editors_below
from lms.people.organisation.drafts import Reorganisation
from lms.people.organisation.models import Succession, Unit
from lms.people.organisation.reshaping import check_reshaping, end_roles, lock_units, reshape_units
from lms.people.personnel.models import Official, Post

__all__ = ["Reorganisation", "check_reorganisation", "posts_after", "reorganise_units"]

_BATCH = 500
_COPIED = [field.attname for field in Post._meta.concrete_fields if not field.primary_key]
Kind = Succession.Kind


def check_reorganisation(actor: Actor, plan: Reorganisation) -> None:
    """Check a plan without writing: raises what `reorganise_units` would raise (NotAllowed, or
    BadInput that says what to do next).
    """
    _check_plan(actor, _with_units(plan, Unit.objects.in_bulk(_units_by_key(plan))))


@transaction.atomic
def reorganise_units(*, actor: Actor, plan: Reorganisation) -> list[Unit]:
    """Carry out a plan; returns the successors in the order of the plan.

    Posts that run on the last day of the old order end on it and go on at the successor; posts that
    begin later begin there. Roles on units that end are over; what was signed under them stays
    valid. On BadInput or NotAllowed nothing is written.
    """
    check_reorganisation(actor, plan)
    plan = _with_units(plan, {unit.pk: unit for unit in lock_units(*_units_by_key(plan).values())})
    _check_plan(actor, plan)
    reason = _reason_of_end(plan)
    # units, people, posts: every action on careers takes its locks in this order
    people = Official.objects.filter(pk__in=posts_after(plan).values("official")).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))
    posts = list(posts_after(plan).select_for_update(of=("self",)).order_by("pk"))
    successors, touched = reshape_units(plan)
    carried = _carry_posts(plan, posts, successors, reason)
    users = end_roles(plan, reason)
    follow_units(touched)
    for unit in plan.ending:
        match_editors_below(Unit.objects.get(pk=unit.pk))
    record(
        "unit.reorganised",
        actor,
        plan.predecessors[0],
        kind=plan.kind,
        on=plan.on.isoformat(),
        decision=plan.decision,
        predecessors=[unit.code for unit in plan.predecessors],
        successors=[unit.code for unit in successors],
        roles_ended=users,
        **carried,
    )
    return [Unit.objects.get(pk=unit.pk) for unit in successors]


def posts_after(plan: Reorganisation) -> QuerySet[Post]:
    """Posts at the predecessors that run on into the new order or begin in it."""
    return Post.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=plan.on), unit__in=plan.predecessors
    )


def _check_plan(actor: Actor, plan: Reorganisation) -> None:
    check_reshaping(actor, plan)
    posts = posts_after(plan)
    if not plan.successors and posts.exists():
        count = posts.values("official").distinct().count()
        raise BadInput(
            _(
                "%(count)d people still hold posts there on that day. Name the successor, or end"
                " their posts first."
            )
            % {"count": count},
            field="successors",
        )
    strangers = plan.people.keys() - set(
        posts.filter(official__in=plan.people).values_list("official_id", flat=True)
    )
    if strangers:
        raise BadInput(
            _("%(count)d of the people named hold no post in the unit on that day.")
            % {"count": len(strangers)},
            field="people",
        )


def _units_by_key(plan: Reorganisation) -> dict[int, Unit]:
    return {unit.pk: unit for unit in (*plan.predecessors, *plan.standing)}


def _with_units(plan: Reorganisation, units: Mapping[int, Unit]) -> Reorganisation:
    """The same plan with these freshly read units."""
    return dataclasses.replace(
        plan,
        predecessors=tuple(units[unit.pk] for unit in plan.predecessors),
        successors=tuple(
            units[unit.pk] if isinstance(unit, Unit) else unit for unit in plan.successors
        ),
    )


def _carry_posts(
    plan: Reorganisation, posts: list[Post], successors: list[Unit], reason: str
) -> dict[str, list[int]]:
    """Move the posts to the successors.

    Returns primary keys of posts: `carried` ended and go on at the successor, `moved` had not begun
    and begin there.
    """
    ended, begun, moved = [], [], []
    for post in posts:
        target = successors[plan.people.get(post.official_id, 0)]
        if target.pk == post.unit_id:
            continue
        if post.valid_from >= plan.on:
            post.unit = target
            moved.append(post)
            continue
        later = Post(**{column: getattr(post, column) for column in _COPIED})
        later.unit, later.follows = target, post
        later.valid_from, later.decision = plan.on, plan.decision
        begun.append(later)
        post.valid_to, post.end_reason = plan.last_day, reason
        ended.append(post)
    Post.objects.bulk_update(moved, ["unit"], batch_size=_BATCH)
    Post.objects.bulk_update(ended, ["valid_to", "end_reason"], batch_size=_BATCH)
    Post.objects.bulk_create(begun, batch_size=_BATCH)
    return {"carried": [post.pk for post in ended], "moved": [post.pk for post in moved]}


def _reason_of_end(plan: Reorganisation) -> str:
    reasons = {
        Kind.MERGE: _("The unit was merged, %(decision)s."),
        Kind.SPLIT: _("The unit was split, %(decision)s."),
        Kind.CONVERT: _("The unit was converted, %(decision)s."),
        Kind.DISSOLVE: _("The unit was dissolved, %(decision)s."),
    }
    return reasons[plan.kind] % {"decision": plan.decision}
