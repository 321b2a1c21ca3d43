"""Who reads figures: about his own unit the unit manager, about an area the training authority and
the auditor.
"""

from django.db.models import Q

from lms.core.actor import Actor
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import may_on, within

# who reads an area
AREA = (Role.AUTHORITY, Role.AUDITOR)


def may_read_area(actor: Actor, unit: Unit) -> bool:
    """Whether the actor reads the figures of `unit` as part of his area."""
    return may_on(actor, unit, *AREA)


def area_of(actor: Actor, path: str = "") -> Q:
    """Second face of `may_read_area`; `path` is the lookup of the unit from the row."""
    return within(actor, *AREA, path=path)


def may_run(actor: Actor, unit: Unit) -> bool:
    """Whether the actor manages `unit`."""
    return may_on(actor, unit, Role.UNIT_MANAGER)


def run_by(actor: Actor, path: str = "") -> Q:
    """Second face of `may_run`."""
    return within(actor, Role.UNIT_MANAGER, path=path)
