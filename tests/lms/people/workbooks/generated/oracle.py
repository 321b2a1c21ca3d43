"""Compare what the register holds after an import with what stood in the list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.core.errors import ApplicationError
from lms.people.organisation.models import Unit
from lms.people.personnel.models import Group
from lms.people.workbooks import actions
from lms.people.workbooks.models import Batch, BatchRow
from lms.people.workbooks.queries import undecided_rows
from lms.people.workbooks.warning_kinds import Decision, WarningKind
from tests.factories.people import SYSTEM
from tests.lms.people.workbooks.generated.files import file_of
from tests.lms.people.workbooks.generated.invented import Place, place_today
from tests.lms.people.workbooks.generated.layouts import Layout
from tests.lms.people.workbooks.generated.lists import GeneratedList, PlacedPerson
from tests.lms.people.workbooks.generated.register import AS_OF, read_officials


@dataclass(frozen=True)
class Fault:
    """`kind`: "lost", "invented", "wrong unit", "garbled title" …; `what`: who and where."""

    kind: str
    what: str


def import_and_compare(generated: GeneratedList) -> list[Fault]:
    """Import the list into the register of `build_register` as an office would that accepts what is
    proposed; what went wrong.
    """
    before = set(read_officials())
    try:
        batch = _import_list(generated)
    except ApplicationError as refusal:
        if _may_be_refused_whole(generated.layout):
            return []
        return [Fault("file refused", refusal.message)]
    officials = {name: values for name, values in read_officials().items() if name not in before}
    return list(_compare(generated, officials, _RowReports(generated, batch)))


def _import_list(generated: GeneratedList) -> Batch:
    name, body = file_of(generated.layout, generated.sheets)
    unit = Unit.objects.get(code=generated.upload.code)
    batch = actions.upload_workbook(actor=SYSTEM, unit=unit, name=name, body=body, as_of=AS_OF)
    batch = actions.try_out(actor=SYSTEM, batch=batch)
    decisions = dict.fromkeys(undecided_rows(batch).values_list("pk", flat=True), Decision.PROPOSAL)
    batch = actions.decide_rows(actor=SYSTEM, batch=batch, decisions=decisions)
    if not batch.plan:
        batch = actions.try_out(actor=SYSTEM, batch=batch)
    return actions.apply_batch(actor=SYSTEM, batch=batch)


def _may_be_refused_whole(layout: Layout) -> bool:
    """Whether nobody can see what the columns are: headers in letters of an old font."""
    return layout["letters"] != "Unicode" and layout["old letters"] == "in headers too"


class _RowReports:
    """What the batch says of rows: refusals, and kinds of warnings."""

    def __init__(self, generated: GeneratedList, batch: Batch) -> None:
        # a file of text has no names of sheets
        self._is_one_sheet = len(generated.sheets) == 1
        self._rows: dict[tuple[str, int], list[BatchRow]] = {}
        for row in batch.rows.all():
            self._rows.setdefault(self._place(row.sheet, row.number), []).append(row)

    def _place(self, sheet: str, row: int) -> tuple[str, int]:
        return ("" if self._is_one_sheet else sheet, row)

    def _row_of(self, placed: PlacedPerson) -> BatchRow | None:
        rows = self._rows.get(self._place(placed.sheet, placed.row), ())
        return next((row for row in rows if row.block == placed.block), None)

    def refusal_of(self, placed: PlacedPerson) -> BatchRow | None:
        """The refusal of the person's row."""
        row = self._row_of(placed)
        return row if row and row.outcome == BatchRow.Outcome.REFUSED else None

    def warnings_of(self, placed: PlacedPerson) -> set[str]:
        """The kinds of what the person's row is warned of."""
        row = self._row_of(placed)
        return {warning["kind"] for warning in row.warnings} if row else set()

    def refusals_of_nobody(self, people: Iterable[PlacedPerson]) -> list[BatchRow]:
        """The refused rows in which nobody of the list stands."""
        places = {self._place(placed.sheet, placed.row) for placed in people}
        return [
            row
            for place, rows in self._rows.items()
            for row in rows
            if place not in places and row.outcome == BatchRow.Outcome.REFUSED
        ]


def _compare(
    generated: GeneratedList,
    officials: Mapping[str, Mapping[str, object]],
    reports: _RowReports,
) -> Iterable[Fault]:
    for placed in generated.people:
        who = f"{placed.person.full_name} ({placed.sheet}, row {placed.row})"
        refusal, warnings = reports.refusal_of(placed), reports.warnings_of(placed)
        official = officials.get(placed.person.full_name)
        if official is None:
            faults = _judge_absence(placed, refusal, warnings)
        else:
            faults = _judge_entry(placed, official)
        for fault in (*faults, *_judge_warnings(generated.layout, placed, refusal, warnings)):
            yield Fault(fault.kind, f"{who}: {fault.what}")
    names = {placed.person.full_name for placed in generated.people}
    for name in officials.keys() - names:
        yield Fault("invented", name)
    for row in reports.refusals_of_nobody(generated.people):
        yield Fault("refused nobody", f"{row.cell} {row.label}: {row.reason}")


def _judge_absence(
    placed: PlacedPerson, refusal: BatchRow | None, warnings: set[str]
) -> Iterable[Fault]:
    """What is wrong with a person who is not in the register."""
    if refusal is None:
        if not warnings - {WarningKind.HIDDEN_ROW}:
            yield Fault("lost", "neither read nor refused")
        elif not (placed.has_left or placed.is_elsewhere or placed.must_refuse_at):
            yield Fault("left out", f"warned of {warnings}")
        return
    if placed.is_elsewhere:
        return
    names = (*placed.must_refuse_at, *placed.may_refuse_at)
    if refusal.cell not in [ref for name in names for ref in placed.refs.get(name, ())]:
        at = [name for name, refs in placed.refs.items() if refusal.cell in refs]
        kind = f"refused at {at[0] if at else 'an empty cell'}"
        yield Fault(kind, f"{refusal.cell}: {refusal.reason}")


def _judge_entry(placed: PlacedPerson, official: Mapping[str, object]) -> Iterable[Fault]:
    """What is wrong with a person who is in the register."""
    if placed.is_elsewhere:
        yield Fault("wrong unit", f"of {placed.person.place.name}, now in {official['place']}")
    elif placed.must_refuse_at:
        yield Fault("not refused", f"at {placed.must_refuse_at}")
    elif placed.has_left and placed.last_day is None:
        yield Fault("not left out", placed.remark)
    for attribute, expected in _expected_values(placed).items():
        actual = official.get(attribute, "")
        if not _is_same(expected, actual):
            kind = "wrong unit" if attribute == "place" else f"garbled {attribute}"
            yield Fault(kind, f"{actual!r}, not {expected!r}")


def _judge_warnings(
    layout: Layout, placed: PlacedPerson, refusal: BatchRow | None, warnings: set[str]
) -> Iterable[Fault]:
    """Warnings that are missing, and those that say what is not so."""
    wanted = set()
    if placed.has_left:
        wanted.add(WarningKind.HAS_LEFT)
    if placed.person.place != place_today(placed.person.place) and not placed.is_elsewhere:
        wanted.add(WarningKind.FORMER_UNIT)
    # whoever has left is left out, wherever they were
    if refusal is None and not wanted & warnings and wanted:
        yield Fault("not warned", f"{wanted}")
    allowed = wanted | {WarningKind.HIDDEN_ROW}
    if layout["letters"] != "Unicode":
        allowed.add(WarningKind.OLD_FONT)
    if placed.is_elsewhere or "unit" in placed.must_refuse_at:
        allowed |= {WarningKind.UNKNOWN_UNIT, WarningKind.FORMER_UNIT}
    for kind in warnings - allowed:
        yield Fault(f"warned of {kind}", placed.remark)


# What the register holds where a list says nothing.
_SILENT = {
    "birth_precision": "day",
    "ethnicity": "",
    "id_number": "",
    "position": "",
    "is_key": False,
    "is_party_member": False,
    "rank": "",
    "study": "",
    "post_from": AS_OF,
    "post_to": None,
}
_DEFAULT_TITLES = {str(label).capitalize() for label in Group.labels}


def _expected_values(placed: PlacedPerson) -> dict[str, object]:
    """All that the register must hold: what the list says, and nothing else."""
    levels = {f"level {dimension}": "" for dimension in placed.person.levels}
    ratings = {f"rating {period}": "" for period in placed.person.ratings}
    expected = {**_SILENT, **levels, **ratings, **placed.says}
    expected.setdefault("title", _DEFAULT_TITLES)
    if placed.last_day is not None:
        expected["post_to"] = placed.last_day
    return expected


def _is_same(expected: object, actual: object) -> bool:
    if isinstance(expected, Place):
        return expected.code == actual
    if isinstance(expected, set):
        return actual in expected
    if isinstance(expected, bool):
        return expected is bool(actual)
    return expected == actual
