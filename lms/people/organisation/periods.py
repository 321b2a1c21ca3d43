"""The periods of a unit's life, as the actions of this room write them."""

from lms.people.organisation.models import Unit, UnitState
from lms.people.organisation.queries import trail_of


def begin_state(unit: Unit, parent: Unit | None) -> UnitState:
    """The first period of a unit that was founded just now below `parent`."""
    above = "" if parent is None else trail_of(parent)
    return UnitState.objects.create(
        unit=unit, name=unit.name, name_fold=unit.name_fold, level=unit.level,
        trail=f"{above}{unit.pk}/", valid_from=unit.valid_from, valid_to=unit.valid_to,
    )  # fmt: skip
