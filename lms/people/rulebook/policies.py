"""Who sets rules, who reads them."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import may_on, roles_of, within_scope_of
from lms.people.rulebook.models import Rule


def may_set_rules(actor: Actor, unit: Unit) -> bool:
    """Whether the actor sets rules of the unit: the training authority on or above it.

    Rules that hold everywhere are set by the system alone.
    """
    return may_on(actor, unit, Role.AUTHORITY)


def settable_by(actor: Actor) -> Q:
    """The second face of `may_set_rules`, for units."""
    return within_scope_of(actor, Role.AUTHORITY)


def may_read_rule(actor: Actor, rule: Rule) -> bool:
    """Whether the actor reads the rule: with a role on its unit, above or below it.

    Every holder of a role reads rules that hold everywhere.
    """
    if actor.is_system:
        return True
    own = [role.unit.path for role in roles_of(actor)]
    if rule.unit is None:
        return bool(own)
    place = rule.unit.path
    return any(place.startswith(path) or path.startswith(place) for path in own)


def readable_by(actor: Actor) -> Q:
    """The second face of `may_read_rule`, for rules."""
    if actor.is_system:
        return ~Q(pk__in=[])
    roles = roles_of(actor)
    if not roles:
        return Q(pk__in=[])
    paths_above = {
        role.unit.path[:end]
        for role in roles
        for end in range(Unit.steplen, len(role.unit.path) + 1, Unit.steplen)
    }
    return (
        Q(unit=None) | Q(unit__path__in=paths_above) | within_scope_of(actor, *Role, path="unit__")
    )
