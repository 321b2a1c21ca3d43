"""Setting and ending standards.

Rows are never rewritten: a row that is shortened or corrected is marked as replaced, and a new row
follows it.
"""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.core.periods import has_ended
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import may_on
from lms.people.personnel.levels import check_level
from lms.people.personnel.models import Dimension, QualificationLevel
from lms.people.rulebook.models import Basis
from lms.people.standards.models import Standard
from lms.people.standards.queries import same_scope


@dataclass(frozen=True)
class StandardDraft:
    """A standard before it is saved; see `models.Standard` for the fields.

    `title` is the beginning of the titles for which it holds.
    """

    dimension: Dimension
    least: QualificationLevel
    valid_from: dt.date
    basis: Basis
    source: str
    group: str = ""
    unit_level: str = ""
    title: str = ""
    rank: str = ""
    keys_only: bool = False
    valid_to: dt.date | None = None
    is_verified: bool = False
    reason: str = ""


@transaction.atomic
def set_standard(*, actor: Actor, draft: StandardDraft, unit: Unit | None = None) -> Standard:
    """Require a level of certain posts from a day on; the former standard of the same posts ends
    the day before.

    A standard without a unit holds everywhere and is set by the system alone. BadInput where it
    would run into a later standard of the same posts.
    """
    _check_may_set(actor, unit)
    _check_draft(draft)
    _lock_unit(unit)
    row = Standard(
        unit=unit,
        title_fold=text.fold_marks(draft.title),
        written_at=clock.now(),
        written_by_id=actor.user_id,
        **asdict(draft),
    )
    for old in Standard.objects.filter(same_scope(row), replaced_at=None):
        _give_way(actor, old, row)
    row.save()
    record(
        "standard.set",
        actor,
        row,
        dimension=row.dimension,
        least=row.least,
        valid_from=row.valid_from.isoformat(),
        source=row.source,
    )
    return row


@transaction.atomic
def end_standard(*, actor: Actor, standard: Standard, on: dt.date, reason: str) -> Standard:
    """End a standard: `on` is its last day. Returns the row that replaces it; decisions stay.

    RuleBroken where the standard was changed meanwhile.
    """
    _check_may_set(actor, standard.unit)
    _lock_unit(standard.unit)
    old = Standard.objects.select_for_update(of=("self",)).get(pk=standard.pk)
    if old.replaced_at is not None:
        raise RuleBroken(_("This standard was changed meanwhile. Open its newest row."))
    if on < old.valid_from:
        raise BadInput(_("A standard cannot end before it began."), field="on")
    if not reason:
        raise BadInput(_("Say why the standard ends."), field="reason")
    row = _cut_standard(actor, old, on, reason)
    record("standard.ended", actor, row, on=on.isoformat(), reason=reason)
    return row


def _check_may_set(actor: Actor, unit: Unit | None) -> None:
    allowed = actor.is_system if unit is None else may_on(actor, unit, Role.AUTHORITY)
    if not allowed:
        raise NotAllowed(_("Only the training authority of this area sets standards here."))


def _lock_unit(unit: Unit | None) -> None:
    """Make two actors who set standards at one unit wait for each other."""
    if unit is not None:
        Unit.objects.select_for_update().get(pk=unit.pk)


def _check_draft(draft: StandardDraft) -> None:
    check_level(draft.dimension, draft.least, field="least")
    if not draft.source:
        raise BadInput(_("Name the source of the standard."), field="source")
    if has_ended(draft, draft.valid_from):
        raise BadInput(_("A standard cannot end before it began."), field="valid_to")


def _give_way(actor: Actor, old: Standard, new: Standard) -> None:
    """Shorten or replace the old standard where the new one begins.

    BadInput where the old one begins later, within the period of the new one.
    """
    if old.valid_from > new.valid_from:
        if not has_ended(new, old.valid_from):
            raise BadInput(
                _(
                    "Another standard for the same posts begins on %(day)s. Let this one end"
                    " before it."
                )
                % {"day": f"{old.valid_from:%d/%m/%Y}"},
                field="valid_to",
            )
    elif old.valid_from == new.valid_from:
        _mark_replaced(old)
    elif not has_ended(old, new.valid_from):
        _cut_standard(actor, old, new.valid_from - dt.timedelta(days=1), new.reason or new.source)


def _cut_standard(actor: Actor, old: Standard, last: dt.date, reason: str) -> Standard:
    """Replace the old row by one that ends on `last`."""
    _mark_replaced(old)
    columns = model_to_dict(old, exclude=["id", "unit", "written_by", "valid_to", "reason"])
    return Standard.objects.create(
        **columns | {"replaced_at": None, "written_at": clock.now()},
        unit=old.unit,
        valid_to=last,
        reason=reason[:300],
        written_by_id=actor.user_id,
    )


def _mark_replaced(old: Standard) -> None:
    old.replaced_at = clock.now()
    old.save(update_fields=["replaced_at"])
