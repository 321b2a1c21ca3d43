"""The periods of units' lives: begun, cut, hung elsewhere, ended.

In memory first, then written at once.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from lms.core.errors import BadInput
from lms.people.organisation.models import Unit, UnitState

_DAY = dt.timedelta(days=1)


def begin_state(unit: Unit, parent: Unit | None) -> UnitState:
    """The periods of a unit that was founded just now below `parent`: a new one whenever the parent
    has a new place.
    """
    above = [] if parent is None else list(parent.states.order_by("valid_from"))
    first, last = unit.valid_from, unit.valid_to
    within = [s for s in above if _meet(s, first, last)] or above[-1:]
    rows = [
        UnitState(
            unit=unit,
            name=unit.name,
            name_fold=unit.name_fold,
            level=unit.level,
            trail=f"{state.trail}{unit.pk}/",
            decision=state.decision,
            valid_from=state.valid_from,
            valid_to=state.valid_to,
        )
        for state in within or [UnitState(trail="")]
    ]
    rows[0].valid_from, rows[0].decision, rows[-1].valid_to = first, "", last
    return UnitState.objects.bulk_create(rows)[0]


def passes(trail: str, pk: int) -> bool:
    """Whether a trail goes through the unit with this key."""
    return f"/{pk}/" in f"/{trail}"


def parent_in(state: UnitState) -> int | None:
    """The unit right above in this period; None for a root."""
    steps = state.trail.split("/")
    return int(steps[-3]) if len(steps) > 2 else None


class Periods:
    """The periods of some units and of everything that stood below them."""

    def __init__(self, units: Iterable[int]) -> None:
        touched = Q(pk__in=[])
        for pk in units:
            touched |= Q(trail__startswith=f"{pk}/") | Q(trail__contains=f"/{pk}/")
        ids = UnitState.objects.filter(touched).values("unit")
        self._rows: dict[int, list[UnitState]] = defaultdict(list)
        for row in UnitState.objects.filter(unit__in=ids).order_by("unit", "valid_from"):
            self._rows[row.unit_id].append(row)
        self._was = {row.pk: _facts(row) for rows in self._rows.values() for row in rows}
        self._gone: list[UnitState] = []

    def of(self, pk: int) -> list[UnitState]:
        """All periods of a unit in their order."""
        return self._rows[pk]

    def on(self, pk: int, day: dt.date) -> UnitState | None:
        """The period in which `day` lies; None outside the unit's life."""
        return next((row for row in self._rows[pk] if _meet(row, day, day)), None)

    def before(self, state: UnitState) -> UnitState | None:
        """The period that ended when this one began."""
        return self.on(state.unit_id, state.valid_from - _DAY)

    def since(self, pk: int, day: dt.date) -> list[UnitState]:
        """The periods that begin on `day` or later."""
        return [row for row in self._rows[pk] if row.valid_from >= day]

    def cut(self, pk: int, day: dt.date, decision: str) -> None:
        """From now on a period begins on `day`, where that lies inside one."""
        row = self.on(pk, day)
        if row is None or row.valid_from == day:
            return
        later = UnitState(
            unit_id=pk,
            name=row.name,
            name_fold=row.name_fold,
            level=row.level,
            trail=row.trail,
            valid_from=day,
            valid_to=row.valid_to,
            decision=decision,
        )
        row.valid_to = day - _DAY
        self._rows[pk].insert(self._rows[pk].index(row) + 1, later)

    def end(self, pk: int, last: dt.date) -> None:
        """The unit's life ends with `last`; periods that would begin later are dropped."""
        kept = [row for row in self._rows[pk] if row.valid_from <= last]
        self._gone += [row for row in self._rows[pk] if row.valid_from > last]
        kept[-1].valid_to = last
        self._rows[pk] = kept

    def children(self, pk: int, first: dt.date) -> Iterator[tuple[int, dt.date, dt.date | None]]:
        """(unit, from, to) for each period, from `first` on, in which a unit stands right below
        this one.
        """
        for unit, rows in list(self._rows.items()):
            for row in list(rows):
                if _meet(row, first, None) and parent_in(row) == pk:
                    yield unit, max(first, row.valid_from), row.valid_to

    def hang(
        self, pk: int, parent: list[UnitState], first: dt.date, last: dt.date | None, decision: str
    ) -> None:
        """From `first` to `last` the unit and all below it stand below the unit whose periods are
        `parent`.

        BadInput(parent) where that one does not live so long or would stand below itself.
        """
        above = [row for row in parent if _meet(row, first, last)]
        if not above or above[0].valid_from > first or _ends_before(above[-1], last):
            raise BadInput(
                _(
                    "%(parent)s does not exist during all of that time (from %(from)s). Choose a"
                    " unit that lives on."
                )
                % {"parent": parent[-1].name, "from": f"{first:%d/%m/%Y}"},
                field="parent",
            )
        if any(passes(row.trail, pk) for row in above):
            raise BadInput(
                _("A unit cannot lie below itself. Choose a place outside of it."), field="parent"
            )
        days = {first: decision} | {row.valid_from: row.decision for row in above[1:]}
        for unit in [unit for unit, rows in self._rows.items() if _below(rows, pk, first, last)]:
            for day, why in days.items():
                self._cut_below(unit, pk, day, why)
            if last is not None:
                self._cut_below(unit, pk, last + _DAY, decision)
            for row in self._rows[unit]:
                if _meet(row, first, last) and passes(row.trail, pk):
                    top = next(one for one in above if _meet(one, row.valid_from, row.valid_from))
                    inside = f"/{row.trail}".partition(f"/{pk}/")[2]
                    row.trail = f"{top.trail}{pk}/{inside}"

    def _cut_below(self, unit: int, pk: int, day: dt.date, decision: str) -> None:
        row = self.on(unit, day)
        if row is not None and passes(row.trail, pk):
            self.cut(unit, day, decision)

    def save(self) -> set[int]:
        """Write down what changed; whose it was.

        Old rows first: a unit has one open period at most.
        """
        rows = [
            row
            for rows in self._rows.values()
            for row in rows
            if self._was.get(row.pk) != _facts(row)
        ]
        UnitState.objects.filter(pk__in=[row.pk for row in self._gone]).delete()
        UnitState.objects.bulk_update(
            [row for row in rows if row.pk],
            ["name", "name_fold", "level", "trail", "valid_to", "decision"],
            batch_size=200,
        )
        UnitState.objects.bulk_create([row for row in rows if not row.pk], batch_size=200)
        return {row.unit_id for row in (*rows, *self._gone)}


def _facts(row: UnitState) -> tuple[object, ...]:
    return (row.name, row.level, row.trail, row.valid_from, row.valid_to, row.decision)


def _meet(row: UnitState, first: dt.date, last: dt.date | None) -> bool:
    return (last is None or row.valid_from <= last) and (
        row.valid_to is None or row.valid_to >= first
    )


def _ends_before(row: UnitState, last: dt.date | None) -> bool:
    return row.valid_to is not None and (last is None or row.valid_to < last)


def _below(rows: list[UnitState], pk: int, first: dt.date, last: dt.date | None) -> bool:
    return any(_meet(row, first, last) and passes(row.trail, pk) for row in rows)
