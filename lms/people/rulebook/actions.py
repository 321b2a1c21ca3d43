"""Writing the rulebook: a new value is a new dated row; the old one keeps its period."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import may_on
from lms.people.rulebook.models import Basis, Rule


@dataclass(frozen=True)
class Draft:
    """A rule as it is written down; see `models.Rule` for the fields."""

    key: str
    title: str
    value: Any
    valid_from: dt.date
    basis: Basis
    source: str
    measure: str = ""
    group: str = ""
    level: str = ""
    reason: str = ""
    valid_to: dt.date | None = None
    is_verified: bool = False


@transaction.atomic
def set_rule(*, actor: Actor, draft: Draft, unit: Unit | None = None) -> Rule:
    """Set a rule from a day on. A rule without a unit holds everywhere and is set by the system alone."""
    if (unit is None and not actor.is_system) or (
        unit is not None and not may_on(actor, unit, Role.AUTHORITY)
    ):
        raise NotAllowed(_("Only the training authority may set rules here."))
    if not draft.source:
        raise BadInput(_("Name the source of the rule."), field="source")
    same = Rule.objects.filter(
        key=draft.key, unit=unit, group=draft.group, level=draft.level, replaced_at=None
    )
    same.filter(valid_from__lt=draft.valid_from, valid_to=None).update(
        valid_to=draft.valid_from - dt.timedelta(days=1)
    )
    now = clock.now()
    same.filter(valid_from=draft.valid_from).update(replaced_at=now)
    rule = Rule.objects.create(
        unit=unit, written_at=now, written_by_id=actor.user_id, **asdict(draft)
    )
    record("rule.set", actor, rule, key=draft.key, value=draft.value, source=draft.source)
    return rule
