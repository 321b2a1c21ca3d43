"""To which unit a row belongs: by what its column, headings, title, sheet or letterhead say."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from lms.people.workbooks.planning.elsewhere import RegisterUnits
from lms.people.workbooks.planning.refusing import ValueRefused, cell_of, refuse_row
from lms.people.workbooks.planning.units import WorkbookUnits, not_own_unit_message
from lms.people.workbooks.reading.rows import (
    PersonRow,
    RefusedRow,
    RowWarning,
    UnitPlace,
    UnitSource,
)
from lms.people.workbooks.reading.titles import unit_phrases
from lms.people.workbooks.warning_kinds import WarningKind

# What a list says beside its rows: it may mean no unit, or the office that sent it.
_AROUND = (
    UnitPlace.HEADING,
    UnitPlace.TITLE,
    UnitPlace.SHEET,
    UnitPlace.LETTERHEAD,
    UnitPlace.OFFICE,
)


@dataclass(frozen=True)
class Placement:
    """Where rows belong. `unit` None: nothing is said, they are of the unit of the workbook.

    `refusal`: why they belong to none of the workbook's units; `source`: what says all that.
    """

    unit: int | None = None
    source: UnitSource | None = None
    refusal: str = ""
    kind: WarningKind | None = None
    reason: str = ""


def place_rows(
    rows: Iterable[PersonRow], units: WorkbookUnits, day: dt.date
) -> tuple[list[PersonRow], list[RefusedRow]]:
    """The rows that belong to a unit of the workbook, with what they are warned of, and the others.

    `units` remembers where each row belongs.
    """
    placer = _UnitPlacer(units, day)
    placed: list[tuple[PersonRow, Placement]] = []
    refused: list[RefusedRow] = []
    for row in rows:
        try:
            placement = placer.place_row(row)
        except ValueRefused as refusal:
            refused.append(refuse_row(row, refusal.key, refusal.reason))
            continue
        if placement.refusal:
            refused.append(_refuse_at_source(row, placement))
            continue
        if placement.unit is not None:
            units.place_at(row, placement.unit)
        placed.append((row, placement))
    elsewhere = {placement.unit for _row, placement in placed} - {None, units.top}
    doubt = Placement(
        kind=WarningKind.OTHER_UNIT,
        reason=_("Other rows say to which unit they belong, this one does not."),
    )
    is_doubtful = units.is_above_communes and bool(elsewhere)
    return [
        _warn_row(row, doubt if is_doubtful and placement == Placement() else placement, units)
        for row, placement in placed
    ], refused


def _refuse_at_source(row: PersonRow, placement: Placement) -> RefusedRow:
    cell = (placement.source.cell if placement.source else "") or cell_of(row, "unit")
    return RefusedRow(row.sheet, row.number, cell, placement.refusal, row.label, row.block)


def _warn_row(row: PersonRow, placement: Placement, units: WorkbookUnits) -> PersonRow:
    if placement.kind is None:
        return row
    source = placement.source
    unit = units.top if placement.unit is None else placement.unit
    warning = RowWarning(
        placement.kind,
        (source.cell if source else "") or cell_of(row, "unit"),
        placement.reason,
        units.by_pk[unit].name,
        source.text if source else "",
    )
    return replace(row, warnings=(*row.warnings, warning))


class _UnitPlacer:
    """Places rows; rows of which the list says the same are looked up once."""

    def __init__(self, units: WorkbookUnits, day: dt.date) -> None:
        self._units = units
        self._register = RegisterUnits(units, day)
        self._placements: dict[tuple[object, ...], Placement] = {}

    def place_row(self, row: PersonRow) -> Placement:
        """Where the row belongs. Refused where its own code is none of the workbook's units."""
        if row.unit_code:
            return Placement(self._units.by_code(row.unit_code, "unit_code"))
        sources = _sources_of(row)
        key = (sources, row.section)
        if key not in self._placements:
            self._placements[key] = self._place(sources, row.section)
        return self._placements[key]

    def _place(self, sources: tuple[UnitSource, ...], section: tuple[str, ...]) -> Placement:
        """What the nearest source says that names a unit.

        A title that names a commune nobody knows counts only where nothing else does.
        """
        around = tuple(source.text for source in sources if source.kind in _AROUND)
        headings = (*reversed(around), *section)
        unknown: Placement | None = None
        for source in sources:
            placement = self._read_source(source, headings)
            if placement is not None and placement.kind == WarningKind.UNKNOWN_UNIT:
                unknown = unknown or placement
            elif placement is not None:
                return self._contradiction(placement, sources) or placement
        return unknown or Placement()

    def _contradiction(
        self, placement: Placement, sources: tuple[UnitSource, ...]
    ) -> Placement | None:
        """What is around the rows names a unit elsewhere: "Văn phòng" is that of another commune.

        None where the row names the unit of the workbook itself, or nothing else is named.
        """
        if placement.unit in (None, self._units.top) or placement.source is None:
            return None
        if placement.source.kind in _AROUND:
            return None
        for source in sources:
            if source.kind in _AROUND and not self._units.find_by_name(source.text, ()):
                other = self._read_source(source, ())
                if other is not None and other.refusal:
                    return other
        return None

    def _read_source(self, source: UnitSource, headings: tuple[str, ...]) -> Placement | None:
        """Where one source puts the rows; None where it says nothing."""
        matches = self._units.find_by_name(source.text, headings)
        if len(matches) == 1:
            return Placement(next(iter(matches)), source)
        if matches:
            if source.kind in _AROUND:
                return None
            reason = _("Several of your units have this name: write the unit's code.")
            return Placement(source=source, refusal=reason)
        if source.kind not in _AROUND and self._units.has_code(source.text):
            return Placement(self._units.by_code(source.text, "unit"), source)
        if source.kind == UnitPlace.SECTION and self._units.names_body(source.text):
            return self._place_body(source)
        return self._look_elsewhere(source)

    def _place_body(self, source: UnitSource) -> Placement | None:
        """Where a body that is no unit of the register belongs: to the commune that it names, else
        to that of the other headings: "MTTQ xã Xa Dung", "Ban chỉ huy quân sự".
        """
        for phrase in unit_phrases(source.text):
            if phrase != source.text and self._units.names_commune(phrase):
                return self._read_source(replace(source, text=phrase), ())
        return None

    def _look_elsewhere(self, source: UnitSource) -> Placement | None:
        """What a name says that is none of the workbook's units."""
        other = self._register.find_unit(source)
        if other is None:
            return self._not_in_register(source)
        if source.kind == UnitPlace.OFFICE:
            return self._doubt_office(source) if other.is_living and not other.is_above else None
        if other.is_above:
            # the office to which the unit belongs: of whose people nothing is said
            return None if source.kind in _AROUND else self._refuse_elsewhere(source)
        if other.is_living:
            return self._refuse_elsewhere(source)
        if not other.successors:
            return self._not_in_register(source)
        return self._follow(source, other.successors)

    def _follow(self, source: UnitSource, successors: dict[int, str]) -> Placement:
        """The successor of a unit that no longer exists, where it has one, of the workbook."""
        if len(successors) > 1:
            reason = _(
                "“%(unit)s” no longer exists. It went over into several units: %(successors)s."
                " Write the one where each person works."
            )
            facts = {"unit": source.text, "successors": ", ".join(successors.values())}
            return Placement(source=source, refusal=reason % facts)
        [(unit, name)] = successors.items()
        if unit not in self._units.by_pk:
            return self._refuse_elsewhere(source, name)
        reason = _("“%(unit)s” no longer exists; it is now part of %(successor)s.")
        return Placement(
            unit,
            source,
            kind=WarningKind.FORMER_UNIT,
            reason=reason % {"unit": source.text, "successor": name},
        )

    def _refuse_elsewhere(self, source: UnitSource, successor: str = "") -> Placement:
        """Why rows of a unit elsewhere are refused; of a row's own unit as for one nobody knows."""
        if source.kind not in _AROUND and not successor:
            return Placement(source=source, refusal=not_own_unit_message())
        written = f"{source.text} ({successor})" if successor else source.text
        reason = _(
            "The list says “%(unit)s”, which is none of the units of this workbook (%(top)s). Bring"
            " it in with that unit, or with one above both, or let that unit do it."
        )
        facts = {"unit": written, "top": self._units.by_pk[self._units.top].name}
        return Placement(source=source, refusal=reason % facts)

    def _doubt_office(self, source: UnitSource) -> Placement:
        """The office of somebody names a place elsewhere: "Phó Chủ tịch HĐND xã Xa Dung"."""
        return Placement(
            source=source,
            kind=WarningKind.OTHER_UNIT,
            reason=_("The office names a unit that is none of this workbook's units."),
        )

    def _not_in_register(self, source: UnitSource) -> Placement | None:
        """A unit that nobody knows: refused where the row names it, asked where a title does."""
        if source.kind not in _AROUND:
            return Placement(source=source, refusal=not_own_unit_message())
        if source.kind != UnitPlace.TITLE or not self._units.names_commune(source.text):
            return None
        return Placement(
            source=source,
            kind=WarningKind.UNKNOWN_UNIT,
            reason=_("The title names a unit that the register does not know."),
        )


def _sources_of(row: PersonRow) -> tuple[UnitSource, ...]:
    """What the list says of the row's unit, the nearest first; last of all the title of office."""
    offices = tuple(
        UnitSource(UnitPlace.OFFICE, phrase, row.cells.get("title", ""))
        for phrase in unit_phrases(row.title)
        if WorkbookUnits.names_commune(phrase)
    )
    if row.unit and all(source.text != row.unit for source in row.unit_sources):
        own = UnitSource(UnitPlace.COLUMN, row.unit, row.cells.get("unit", ""))
        return (own, *row.unit_sources, *offices)
    return (*row.unit_sources, *offices)
