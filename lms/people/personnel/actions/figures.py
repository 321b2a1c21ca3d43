"""Entering figures of old reports as they were printed: with qualifier, measure and source."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import BadInput, NotAllowed
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import may_on
from lms.people.personnel.models import HistoricFigure

_HIGHEST_PERCENT = 100


@dataclass(frozen=True)
class FigureDraft:
    """A figure before it is saved; see `models.HistoricFigure`.

    `part_of` is the total of the same report to which the figure belongs.
    """

    unit: Unit
    title: str
    starts_on: dt.date
    ends_on: dt.date
    value: Decimal
    measure: HistoricFigure.Measure
    source: str
    qualifier: HistoricFigure.Qualifier = HistoricFigure.Qualifier.EXACT
    part_of: HistoricFigure | None = None


@transaction.atomic
def write_figure(*, actor: Actor, draft: FigureDraft) -> HistoricFigure:
    """Enter a printed figure. BadInput where the same figure of the same source exists already.

    Lượt and người stay apart: a part has the measure of its total.
    """
    if not may_on(actor, draft.unit, Role.AUTHORITY):
        raise NotAllowed(_("Only the training authority of this area writes old figures down."))
    _check_figure(draft)
    fields = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    try:
        with transaction.atomic():
            row = HistoricFigure.objects.create(**fields)
    except IntegrityError:
        raise BadInput(
            _("This figure of this source is written down already."), field="title"
        ) from None
    record(
        "figure.written",
        actor,
        row,
        title=row.title,
        value=str(row.value),
        measure=row.measure,
        qualifier=row.qualifier,
        source=row.source,
    )
    return row


def _check_figure(draft: FigureDraft) -> None:
    if not draft.title:
        raise BadInput(_("Say what was counted."), field="title")
    if not draft.source:
        raise BadInput(_("Name the report that printed the figure."), field="source")
    if draft.ends_on < draft.starts_on:
        raise BadInput(_("The period cannot end before it begins."), field="ends_on")
    is_percent = draft.measure == HistoricFigure.Measure.PERCENT
    if draft.value < 0 or (is_percent and draft.value > _HIGHEST_PERCENT):
        raise BadInput(_("This number cannot be right for this measure."), field="value")
    total = draft.part_of
    if total is not None and not _is_part_of(draft, total):
        raise BadInput(
            _("A part has the unit, the period, the source and the measure of its total."),
            field="part_of",
        )


def _is_part_of(draft: FigureDraft, total: HistoricFigure) -> bool:
    """Whether the draft may be a part of this total, which itself is no part."""
    if total.part_of_id is not None:
        return False
    of_total = (total.unit_id, total.starts_on, total.ends_on, total.measure, total.source)
    return of_total == (draft.unit.pk, draft.starts_on, draft.ends_on, draft.measure, draft.source)
