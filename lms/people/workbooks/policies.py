"""Who brings workbooks in: whoever may write people down at the unit, with all that is below it."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import within
from lms.people.personnel.policies import may_register


def may_import(actor: Actor, unit: Unit) -> bool:
    """Workbooks of `unit` are tried out, written and undone by its manager and by the training
    authority above it.
    """
    return may_register(actor, unit)


def importable_by(actor: Actor, path: str = "") -> Q:
    """Second face of `may_import`: those units, or rows whose unit (`path`, as in `within`) is one
    of them.
    """
    return within(actor, Role.UNIT_MANAGER, Role.AUTHORITY, path=path)
