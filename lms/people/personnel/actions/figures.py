"""Figures of old reports, written down as they were printed: with their qualifier, their measure
and their source.
"""

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

_ALL = 100


@dataclass(frozen=True)
class FigureDraft:
    """A figure as it is written down; see `models.HistoricFigure`.

    `part_of`: the total of the same report.
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
    """Write a printed figure down, once.

    Lượt and người stay apart: a part has the measure of its total.
    """
    if not may_on(actor, draft.unit, Role.AUTHORITY):
        raise NotAllowed(_("Only the training authority of this area writes old figures down."))
    _check(draft)
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


def _check(draft: FigureDraft) -> None:
    if not draft.title:
        raise BadInput(_("Say what was counted."), field="title")
    if not draft.source:
        raise BadInput(_("Name the report that printed the figure."), field="source")
    if draft.ends_on < draft.starts_on:
        raise BadInput(_("The period cannot end before it begins."), field="ends_on")
    percent = draft.measure == HistoricFigure.Measure.PERCENT
    if draft.value < 0 or (percent and draft.value > _ALL):
        raise BadInput(_("This number cannot be right for this measure."), field="value")
    whole = draft.part_of
    if whole is not None and not _belongs(draft, whole):
        raise BadInput(
            _("A part has the unit, the period, the source and the measure of its total."),
            field="part_of",
        )


def _belongs(draft: FigureDraft, whole: HistoricFigure) -> bool:
    return whole.part_of_id is None and (
        (whole.unit_id, whole.starts_on, whole.ends_on, whole.measure, whole.source)
        == (draft.unit.pk, draft.starts_on, draft.ends_on, draft.measure, draft.source)
    )
