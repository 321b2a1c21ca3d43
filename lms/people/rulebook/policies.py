"""Who sets rules, who reads them."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import may_on, roles_of, within
from lms.people.rulebook.models import Rule


def may_set(actor: Actor, unit: Unit) -> bool:
    """The training authority above a unit sets its rules.

    Rules that hold everywhere are set by the system alone.
    """
    return may_on(actor, unit, Role.AUTHORITY)


def settable_by(actor: Actor) -> Q:
    """The second face of `may_set`, for units."""
    return within(actor, Role.AUTHORITY)


def may_read(actor: Actor, rule: Rule) -> bool:
    """Whoever holds a role reads what holds everywhere, at his unit, above it and below it;
    nobody's sibling.
    """
    if actor.is_system:
        return True
    own = [held.unit.path for held in roles_of(actor)]
    if rule.unit is None:
        return bool(own)
    place = rule.unit.path
    return any(place.startswith(path) or path.startswith(place) for path in own)


def readable_by(actor: Actor) -> Q:
    """The second face of `may_read`, for rules."""
    if actor.is_system:
        return ~Q(pk__in=[])
    held = roles_of(actor)
    if not held:
        return Q(pk__in=[])
    steps = {
        one.unit.path[:end]
        for one in held
        for end in range(Unit.steplen, len(one.unit.path) + 1, Unit.steplen)
    }
    return Q(unit=None) | Q(unit__path__in=steps) | within(actor, *Role, path="unit__")
