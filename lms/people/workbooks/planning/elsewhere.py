"""Units of the register that are none of a workbook's: others, those above, and former ones."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from lms.people.organisation.models import Unit, UnitLevel, UnitState
from lms.people.organisation.queries import successors_by_unit
from lms.people.workbooks.planning.units import WorkbookUnits, name_keys
from lms.people.workbooks.reading.rows import UnitPlace, UnitSource

# A sheet called "Văn phòng" or the letterhead of an office says nothing of whose people are listed:
# there, only places count.
_MAY_MEAN_NO_UNIT = (
    UnitPlace.HEADING,
    UnitPlace.SHEET,
    UnitPlace.LETTERHEAD,
    UnitPlace.OFFICE,
)
_PLACES = (UnitLevel.COMMUNE, UnitLevel.DISTRICT, UnitLevel.PROVINCE)


@dataclass(frozen=True)
class OtherUnit:
    """A unit that a list names. `successors`: of one that has ended, those of the day by key."""

    is_living: bool
    is_above: bool = False
    successors: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _UnitName:
    unit: int
    level: str
    trail: str
    is_living: bool


class RegisterUnits:
    """All names that units outside the workbook have or had, and former names of its own.

    Read when the first name is not among the workbook's: one query, and for former units as many as
    there are steps to their successors.
    """

    def __init__(self, own_units: WorkbookUnits, day: dt.date) -> None:
        self._own, self._day = own_units, day
        self._successors: dict[int, dict[int, str]] = {}

    def find_unit(self, source: UnitSource) -> OtherUnit | None:
        """The unit that the source names; None where the register knows none, or where it does not
        say whose people are listed.
        """
        names = self._names_in(source)
        if not names:
            return None
        living = [name for name in names if name.is_living and name.unit not in self._own.by_pk]
        if living:
            top_trail = self._own.by_pk[self._own.top].trail
            is_above = any(top_trail.startswith(name.trail) for name in living)
            return OtherUnit(is_living=True, is_above=is_above)
        successors: dict[int, str] = {}
        for unit in {name.unit for name in names}:
            successors |= self._successors_of(unit)
        return OtherUnit(is_living=False, successors=successors)

    def _names_in(self, source: UnitSource) -> list[_UnitName]:
        """The units that the source may mean; of sheets and letterheads places alone."""
        names = self._names_like(source.text)
        if source.kind in _MAY_MEAN_NO_UNIT:
            return [name for name in names if name.level in _PLACES]
        return names

    def _names_like(self, text: str) -> list[_UnitName]:
        """The units with this name: as a whole, else without what stands before the place."""
        for key in name_keys(text):
            if key in self._by_name:
                return self._by_name[key]
        return []

    @cached_property
    def _by_name(self) -> dict[str, list[_UnitName]]:
        names: dict[str, list[_UnitName]] = defaultdict(list)
        columns = ("unit", "name", "level", "trail", "unit__valid_from", "unit__valid_to")
        for pk, name, level, trail, first, last in UnitState.objects.values_list(*columns):
            is_living = first <= self._day and (last is None or last >= self._day)
            for key in name_keys(name):
                names[key].append(_UnitName(pk, level, trail, is_living))
        return dict(names)

    def _successors_of(self, unit: int) -> dict[int, str]:
        if unit not in self._successors:
            units = successors_by_unit(Unit.objects.filter(pk=unit), self._day)
            self._successors[unit] = {
                successor.pk: successor.name for successor in units[unit] if successor is not None
            }
        return self._successors[unit]
