"""What a row may be warned of, and what the office may decide about it: one table.

A row that is warned of is read as its proposals say. A new kind is a member here, its row in
`RULES`, and the place that finds it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy


class Decision(models.TextChoices):
    """What the office decides about a row that is warned of."""

    PROPOSAL = "proposal", pgettext_lazy("workbook decision", "as proposed")
    AS_WRITTEN = "written", pgettext_lazy("workbook decision", "as written in the list")
    LEAVE_OUT = "leave_out", pgettext_lazy("workbook decision", "leave the row out")


class WarningKind(models.TextChoices):
    """Why a row is not as it seems."""

    OLD_FONT = "old_font", pgettext_lazy("workbook warning", "letters of an old font")
    HAS_LEFT = "has_left", pgettext_lazy("workbook warning", "no longer at the unit")
    FORMER_UNIT = "former_unit", pgettext_lazy("workbook warning", "unit that was merged")
    UNKNOWN_UNIT = "unknown_unit", pgettext_lazy("workbook warning", "unit not in the register")
    OTHER_UNIT = "other_unit", pgettext_lazy("workbook warning", "perhaps of another unit")
    HIDDEN_ROW = "hidden_row", pgettext_lazy("workbook warning", "hidden row")


@dataclass(frozen=True)
class WarningRule:
    """`decisions`: what may be decided; `must_decide`: nothing is written of the row before."""

    decisions: frozenset[Decision]
    must_decide: bool = True


_ANY = frozenset(Decision)
_NOT_AS_WRITTEN = frozenset({Decision.PROPOSAL, Decision.LEAVE_OUT})

RULES: dict[WarningKind, WarningRule] = {
    WarningKind.OLD_FONT: WarningRule(_ANY),
    WarningKind.HAS_LEFT: WarningRule(_ANY),
    # the unit that is written is none of the register any more, or never was
    WarningKind.FORMER_UNIT: WarningRule(_NOT_AS_WRITTEN),
    WarningKind.UNKNOWN_UNIT: WarningRule(_NOT_AS_WRITTEN),
    WarningKind.OTHER_UNIT: WarningRule(_NOT_AS_WRITTEN),
    # a filter hides rows in everyday work: they are read unless somebody says otherwise
    WarningKind.HIDDEN_ROW: WarningRule(_NOT_AS_WRITTEN, must_decide=False),
}


def decisions_for(kinds: Iterable[str]) -> list[Decision]:
    """What may be decided about a row with warnings of these kinds, in the order of the page."""
    rules = [RULES[WarningKind(kind)] for kind in kinds]
    return [choice for choice in Decision if all(choice in rule.decisions for rule in rules)]


def must_decide(kinds: Iterable[str]) -> bool:
    """Whether a row with warnings of these kinds is written only after a decision."""
    return any(RULES[WarningKind(kind)].must_decide for kind in kinds)
