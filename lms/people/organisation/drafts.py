"""Plans for units: a unit to found, a reorganisation."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from lms.people.organisation.models import FOUNDING, Sector, Succession, Unit, UnitLevel


@dataclass(frozen=True)
class UnitDraft:
    """A unit as it is founded; the fields are those of `models.Unit`.

    In a reorganisation its life begins with that.
    """

    code: str
    name: str
    level: UnitLevel
    valid_from: dt.date = FOUNDING
    valid_to: dt.date | None = None
    sector: Sector = Sector.GOVERNMENT
    eid: str = ""


@dataclass(frozen=True)
class Reorganisation:
    """Units that are merged, split, converted or dissolved into others.

    `on` is the first day of the new order, past or future. A predecessor among the successors lives
    on. A drafted successor is founded beside the first predecessor. `people`: primary key of an
    official → index in `successors`, for a split; everybody else goes to the first successor, which
    also takes over the archives and the units below.
    """

    kind: Succession.Kind
    on: dt.date
    decision: str
    predecessors: tuple[Unit, ...]
    successors: tuple[Unit | UnitDraft, ...]
    people: Mapping[int, int] = field(default_factory=dict)

    @property
    def last_day(self) -> dt.date:
        """Last day of the old order."""
        return self.on - dt.timedelta(days=1)

    @property
    def standing(self) -> list[Unit]:
        """The successors that exist already."""
        return [unit for unit in self.successors if isinstance(unit, Unit)]

    @property
    def drafts(self) -> list[UnitDraft]:
        """The successors that are founded by it."""
        return [draft for draft in self.successors if isinstance(draft, UnitDraft)]

    @property
    def ending(self) -> list[Unit]:
        """The predecessors that end."""
        stay = {unit.pk for unit in self.standing}
        return [unit for unit in self.predecessors if unit.pk not in stay]
