"""Who reads figures: about his own unit the unit manager, about an area the training authority and the auditor."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import may_on, roles_of, within

_AREA = (Role.AUTHORITY, Role.AUDITOR)


def may_read_area(actor: Actor, unit: Unit) -> bool:
    """Whether the actor reads the figures of `unit` as part of his area."""
    return may_on(actor, unit, *_AREA)


def area_of(actor: Actor, path: str = "") -> Q:
    """Second face of `may_read_area`; `path` is the lookup of the unit from the row."""
    return within(actor, *_AREA, path=path)


def overseen(actor: Actor) -> list[Unit]:
    """The tops of the actor's area, the one that lies in another of them left out."""
    held = sorted({h.unit.path: h.unit for h in roles_of(actor) if h.role in _AREA}.items())
    tops: list[Unit] = []
    for path, unit in held:
        if not any(path.startswith(top.path) for top in tops):
            tops.append(unit)
    return tops


def may_run(actor: Actor, unit: Unit) -> bool:
    """Whether the actor manages `unit`."""
    return may_on(actor, unit, Role.UNIT_MANAGER)


def run_by(actor: Actor, path: str = "") -> Q:
    """Second face of `may_run`."""
    return within(actor, Role.UNIT_MANAGER, path=path)
