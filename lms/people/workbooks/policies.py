"""Who imports workbooks: all who may register people at the unit and below it."""

from django.db.models import Q

from lms.core.actor import Actor
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import within_scope_of
from lms.people.personnel.policies import may_register


def may_import(actor: Actor, unit: Unit) -> bool:
    """Workbooks of `unit` are tried out, written and undone by its manager and by the training
    authority above it.
    """
    return may_register(actor, unit)


def importable_by(actor: Actor, path: str = "") -> Q:
    """`may_import` as a filter of units, or of rows whose unit is at `path` (as in
    `within_scope_of`).
    """
    return within_scope_of(actor, Role.UNIT_MANAGER, Role.AUTHORITY, path=path)
