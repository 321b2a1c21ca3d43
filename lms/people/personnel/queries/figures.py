"""Figures of old reports for reading: totals with their parts, summed only where all are exact."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from lms.core.actor import Actor
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import within_scope_of
from lms.people.personnel.models import HistoricFigure


@dataclass
class PrintedFigure:
    """A figure with the parts that the same report printed."""

    figure: HistoricFigure
    parts: list[HistoricFigure] = field(default_factory=list)

    @property
    def is_exact(self) -> bool:
        exact = HistoricFigure.Qualifier.EXACT
        return all(row.qualifier == exact for row in (self.figure, *self.parts))

    @property
    def adds_up(self) -> bool:
        """Whether the parts, printed exactly and in one measure, come to the total."""
        return (
            bool(self.parts)
            and self.is_exact
            and (sum(part.value for part in self.parts) == self.figure.value)
        )


def figures_seen(actor: Actor) -> QuerySet[HistoricFigure]:
    """The figures of the units that the actor oversees."""
    return HistoricFigure.objects.filter(
        within_scope_of(actor, Role.AUTHORITY, Role.AUDITOR, path="unit__")
    ).select_related("unit")


def written_units(actor: Actor) -> QuerySet[Unit]:
    """Units about which the actor enters figures; ended ones too, since old reports name them."""
    return Unit.objects.filter(within_scope_of(actor, Role.AUTHORITY)).order_by("path")


def group_figures(rows: QuerySet[HistoricFigure]) -> list[PrintedFigure]:
    """The totals among the figures with their parts, the newest period first. One query."""
    ordered = list(rows.order_by("-starts_on", "unit__path", "source", "pk"))
    totals = {row.pk: PrintedFigure(row) for row in ordered if row.part_of_id is None}
    for row in ordered:
        if row.part_of_id in totals:
            totals[row.part_of_id].parts.append(row)
    return list(totals.values())
