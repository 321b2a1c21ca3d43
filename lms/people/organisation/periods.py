"""The periods of units' lives: begun, split, moved, ended.

Changed in memory first, then written at once.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from django.db.models import Q
from django.utils.translation import gettext as _

from lms.core.errors import BadInput
from lms.core.periods import covers_day, overlaps_days
from lms.people.organisation.models import Unit, UnitState

_DAY = dt.timedelta(days=1)


def begin_state(unit: Unit, parent: Unit | None) -> UnitState:
    """Write the periods of a unit that was just founded below `parent`. Returns the first.

    A new period begins whenever the parent's place changes.
    """
    first, last = unit.valid_from, unit.valid_to
    parent_periods = [UnitState(trail="")]
    if parent is not None:
        states = list(parent.states.order_by("valid_from"))
        parent_periods = [state for state in states if overlaps_days(state, first, last)] or states[
            -1:
        ]
    periods = [
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
        for state in parent_periods
    ]
    periods[0].valid_from = first
    periods[0].decision = ""
    periods[-1].valid_to = last
    return UnitState.objects.bulk_create(periods)[0]


def _passes_through(trail: str, pk: int) -> bool:
    """Whether a trail goes through the unit with this key."""
    return f"/{pk}/" in f"/{trail}"


def parent_in(state: UnitState) -> int | None:
    """The unit right above in this period; None for a root."""
    steps = state.trail.split("/")
    return int(steps[-3]) if len(steps) > 2 else None


class UnitPeriods:
    """The periods of some units and of everything that stood below them."""

    def __init__(self, units: Iterable[int]) -> None:
        touched = Q(pk__in=[])
        for pk in units:
            touched |= Q(trail__startswith=f"{pk}/") | Q(trail__contains=f"/{pk}/")
        ids = UnitState.objects.filter(touched).values("unit")
        self._rows: dict[int, list[UnitState]] = defaultdict(list)
        for row in UnitState.objects.filter(unit__in=ids).order_by("unit", "valid_from"):
            self._rows[row.unit_id].append(row)
        self._stored = {row.pk: _stored_facts(row) for row in self._all_rows()}
        self._dropped: list[UnitState] = []

    def _all_rows(self) -> Iterator[UnitState]:
        return chain.from_iterable(self._rows.values())

    def all_of(self, pk: int) -> list[UnitState]:
        """All periods of a unit in their order."""
        return self._rows[pk]

    def period_on(self, pk: int, day: dt.date) -> UnitState | None:
        """The period in which `day` lies; None outside the unit's life."""
        return next((row for row in self._rows[pk] if covers_day(row, day)), None)

    def period_before(self, state: UnitState) -> UnitState | None:
        """The period that ended when this one began."""
        return self.period_on(state.unit_id, state.valid_from - _DAY)

    def periods_from(self, pk: int, day: dt.date) -> list[UnitState]:
        """The periods that begin on `day` or later."""
        return [row for row in self._rows[pk] if row.valid_from >= day]

    def split_at(self, pk: int, day: dt.date, decision: str) -> None:
        """Let a period begin on `day`, where that lies inside one; it carries `decision`."""
        row = self.period_on(pk, day)
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

    def end_life(self, pk: int, last: dt.date) -> None:
        """End the unit's life with `last` (inclusive); periods that would begin later are
        dropped.
        """
        lived = [row for row in self._rows[pk] if row.valid_from <= last]
        self._dropped += [row for row in self._rows[pk] if row.valid_from > last]
        lived[-1].valid_to = last
        self._rows[pk] = lived

    def children(self, pk: int, first: dt.date) -> Iterator[tuple[int, dt.date, dt.date | None]]:
        """(unit, from, to) of each period from `first` on in which a unit is a direct child."""
        for row in list(self._all_rows()):
            if overlaps_days(row, first, None) and parent_in(row) == pk:
                yield row.unit_id, max(first, row.valid_from), row.valid_to

    def move_below(
        self, pk: int, parent: list[UnitState], first: dt.date, last: dt.date | None, decision: str
    ) -> None:
        """Move the unit and its subtree below `parent` from `first` to `last`.

        `parent`: all periods of the new parent, in order. `last`: inclusive; None = open end.
        BadInput (field parent) where the parent does not exist for so long or lies in the subtree.
        """
        above = [row for row in parent if overlaps_days(row, first, last)]
        self._check_parent(pk, parent[-1].name, above, first, last)
        # The subtree gets a new period whenever its new parent does.
        decisions = {first: decision} | {row.valid_from: row.decision for row in above[1:]}
        for unit in self._subtree(pk, first, last):
            for day, document in decisions.items():
                self._split_below(unit, pk, day, document)
            if last is not None:
                self._split_below(unit, pk, last + _DAY, decision)
            for row in self._rows[unit]:
                if overlaps_days(row, first, last) and _passes_through(row.trail, pk):
                    row.trail = _trail_below(above, pk, row)

    def _subtree(self, pk: int, first: dt.date, last: dt.date | None) -> list[int]:
        """Keys of the unit and of all that stood below it at any time from `first` to `last`."""
        return [unit for unit, rows in self._rows.items() if _is_below(rows, pk, first, last)]

    def _check_parent(
        self,
        pk: int,
        parent_name: str,
        above: list[UnitState],
        first: dt.date,
        last: dt.date | None,
    ) -> None:
        """BadInput where the periods `above` do not cover the time or lie below the unit itself."""
        if not above or above[0].valid_from > first or _ends_before(above[-1], last):
            raise BadInput(
                _(
                    "%(parent)s does not exist during all of that time (from %(from)s). Choose a"
                    " unit that lives on."
                )
                % {"parent": parent_name, "from": f"{first:%d/%m/%Y}"},
                field="parent",
            )
        if any(_passes_through(row.trail, pk) for row in above):
            raise BadInput(
                _("A unit cannot lie below itself. Choose a place outside of it."), field="parent"
            )

    def _split_below(self, unit: int, pk: int, day: dt.date, decision: str) -> None:
        row = self.period_on(unit, day)
        if row is not None and _passes_through(row.trail, pk):
            self.split_at(unit, day, decision)

    def save(self) -> set[int]:
        """Write the changed periods. Returns the keys of their units.

        Existing rows are written first: the database allows one open period a unit.
        """
        changed = [
            row for row in self._all_rows() if self._stored.get(row.pk) != _stored_facts(row)
        ]
        UnitState.objects.filter(pk__in=[row.pk for row in self._dropped]).delete()
        UnitState.objects.bulk_update(
            [row for row in changed if row.pk],
            ["name", "name_fold", "level", "trail", "valid_to", "decision"],
            batch_size=200,
        )
        UnitState.objects.bulk_create([row for row in changed if not row.pk], batch_size=200)
        return {row.unit_id for row in (*changed, *self._dropped)}


def _stored_facts(row: UnitState) -> tuple[object, ...]:
    return (row.name, row.level, row.trail, row.valid_from, row.valid_to, row.decision)


def _ends_before(row: UnitState, last: dt.date | None) -> bool:
    return row.valid_to is not None and (last is None or row.valid_to < last)


def _is_below(rows: list[UnitState], pk: int, first: dt.date, last: dt.date | None) -> bool:
    return any(overlaps_days(row, first, last) and _passes_through(row.trail, pk) for row in rows)


def _trail_below(above: list[UnitState], pk: int, row: UnitState) -> str:
    """The trail of a row of the subtree of `pk` once that stands below the periods `above`."""
    parent = next(state for state in above if covers_day(state, row.valid_from))
    inside = f"/{row.trail}".partition(f"/{pk}/")[2]
    return f"{parent.trail}{pk}/{inside}"
