"""Roles, and who may do what on a unit.

Each permission has two faces: `may_on` one unit, `within_scope_of` for rows.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from lms.core import clock
from lms.core.actor import Actor
from lms.people.organisation.models import Role, RoleAssignment, Unit

# Roles for which a second factor is asked (NĐ 85/2016 level 3 expects it; practice).
STAFF_ROLES = frozenset(Role)
# Roles that read about all units of an area: its training authority and its auditors.
AREA_ROLES = (Role.AUTHORITY, Role.AUDITOR)


@dataclass(frozen=True)
class HeldRole:
    """A role that an actor holds today on a unit and its subtree."""

    role: str
    unit: Unit
    title: str


def on_day(day: dt.date | None = None, prefix: str = "") -> Q:
    """valid_from ≤ day ≤ valid_to (open end: no end), for any table with those columns."""
    day = day or clock.today()
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day})
    )


def roles_of(actor: Actor) -> tuple[HeldRole, ...]:
    """The roles that `actor` holds today; read once a request."""
    if actor.user_id is None:
        return ()
    roles: tuple[HeldRole, ...] | None = actor.memo.get("roles")
    if roles is None:
        rows = RoleAssignment.objects.filter(on_day(), user_id=actor.user_id).select_related("unit")
        roles = tuple(HeldRole(row.role, row.unit, row.title) for row in rows.order_by("id"))
        actor.memo["roles"] = roles
    return roles


def has_any(actor: Actor, *roles: Role) -> bool:
    """Whether the actor holds one of `roles` anywhere.

    For navigation; never enough for an action.
    """
    return any(assignment.role in roles for assignment in roles_of(actor))


def may_on(actor: Actor, unit: Unit, *roles: Role) -> bool:
    """Whether the actor holds one of `roles` on `unit` or above it today."""
    return actor.is_system or any(
        assignment.role in roles and unit.path.startswith(assignment.unit.path)
        for assignment in roles_of(actor)
    )


def within_scope_of(actor: Actor, *roles: Role, path: str = "") -> Q:
    """The second face of `may_on`: rows whose unit lies where the actor holds one of `roles`.

    `path` is the lookup of the unit from the row: "" on Unit itself, "school__" on a class.
    """
    if actor.is_system:
        # All rows. An empty Q() would drop out of an "or" and leave its other side alone.
        return ~Q(pk__in=[])
    scope = Q(pk__in=[])
    for assignment in roles_of(actor):
        if assignment.role in roles:
            scope |= Q(**{f"{path}path__startswith": assignment.unit.path})
    return scope


def area_of(actor: Actor, path: str = "") -> Q:
    """Rows whose unit lies in the actor's area, of which they read; `path` as in
    `within_scope_of`.
    """
    return within_scope_of(actor, *AREA_ROLES, path=path)


def run_by(actor: Actor, path: str = "") -> Q:
    """Rows whose unit the actor manages, with all below it; `path` as in `within_scope_of`."""
    return within_scope_of(actor, Role.UNIT_MANAGER, path=path)


def may_grant(actor: Actor, unit: Unit) -> bool:
    """Whether the actor gives roles on the unit: its training authority (đơn vị chủ quản), or the
    system.
    """
    return may_on(actor, unit, Role.AUTHORITY)


def may_change_unit(actor: Actor, unit: Unit) -> bool:
    """Whether the actor renames, moves or merges the unit.

    The training authority above it does, never the unit itself (practice).
    """
    return actor.is_system or any(
        assignment.role == Role.AUTHORITY
        and unit.path.startswith(assignment.unit.path)
        and unit.path != assignment.unit.path
        for assignment in roles_of(actor)
    )
