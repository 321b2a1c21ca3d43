"""Founding units."""

from collections.abc import Sequence

from django.db import transaction

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.people.organisation.drafts import UnitDraft
from lms.people.organisation.founding import check_drafts, check_may_found, create_unit
from lms.people.organisation.models import Unit
from lms.people.organisation.reshaping import lock_units


@transaction.atomic
def found_unit(*, actor: Actor, parent: Unit | None, draft: UnitDraft) -> Unit:
    """Found a unit below `parent` (None: a root, by the system only).

    BadInput where a code is taken or the days are wrong.
    """
    check_may_found(actor, parent)
    [parent] = lock_units(parent) if parent else [None]
    check_drafts(parent, [draft])
    unit = create_unit(parent, draft)
    record("unit.founded", actor, unit, code=draft.code)
    return unit


@transaction.atomic
def found_units(*, actor: Actor, parent: Unit, drafts: Sequence[UnitDraft]) -> list[Unit]:
    """Found many units below `parent`: all of them or none, with one event in the audit log.

    BadInput names taken codes.
    """
    check_may_found(actor, parent)
    if not drafts:
        return []
    # treebeard counts children on the object in hand, and another process may have founded one
    # meanwhile
    [parent] = lock_units(parent)
    check_drafts(parent, drafts)
    units = [create_unit(parent, draft) for draft in drafts]
    record("unit.founded", actor, parent, count=len(units), codes=[draft.code for draft in drafts])
    return units
