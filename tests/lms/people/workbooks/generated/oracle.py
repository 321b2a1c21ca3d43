"""Compare what the register holds after an import with what stood in the list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.core.errors import ApplicationError
from lms.people.organisation.models import Unit
from lms.people.personnel.models import Group
from lms.people.workbooks import actions
from lms.people.workbooks.models import Batch, BatchRow
from tests.factories.people import SYSTEM
from tests.lms.people.workbooks.generated.files import file_of
from tests.lms.people.workbooks.generated.grid import column_of
from tests.lms.people.workbooks.generated.invented import Place
from tests.lms.people.workbooks.generated.lists import GeneratedList, PlacedPerson
from tests.lms.people.workbooks.generated.register import AS_OF, read_officials


@dataclass(frozen=True)
class Fault:
    """`kind`: "lost", "refused", "invented", "wrong unit", "garbled title" …; `what`: the case."""

    kind: str
    what: str


def import_and_compare(generated: GeneratedList) -> list[Fault]:
    """Import the list into the register of `build_register` the public way; what went wrong."""
    name, body = file_of(generated.layout, generated.sheets)
    before = set(read_officials())
    unit = Unit.objects.get(code=generated.upload.code)
    try:
        batch = actions.upload_workbook(actor=SYSTEM, unit=unit, name=name, body=body, as_of=AS_OF)
        batch = actions.try_out(actor=SYSTEM, batch=batch)
        batch = actions.apply_batch(actor=SYSTEM, batch=batch)
    except ApplicationError as refusal:
        if may_be_refused_whole(generated):
            return []
        return [Fault("file refused", refusal.message)]
    officials = {name: read for name, read in read_officials().items() if name not in before}
    return list(_compare(generated, officials, _RowOutcomes(generated, batch)))


def may_be_refused_whole(generated: GeneratedList) -> bool:
    """Whether nobody can see what the columns are: headers in letters of an old font."""
    layout = generated.layout
    return layout["letters"] != "Unicode" and layout["old letters"] == "in headers too"


class _RowOutcomes:
    """What the batch says of the rows of people, and of rows that are nobody's."""

    def __init__(self, generated: GeneratedList, batch: Batch) -> None:
        self._is_one_sheet = len(generated.sheets) == 1
        self.refusals: dict[tuple[str, int], list[BatchRow]] = {}
        for row in batch.rows.filter(outcome=BatchRow.Outcome.REFUSED):
            self.refusals.setdefault(self._place(row.sheet, row.number), []).append(row)

    def _place(self, sheet: str, row: int) -> tuple[str, int]:
        # a file of text has no names of sheets
        return ("" if self._is_one_sheet else sheet, row)

    def refusal_of(self, placed: PlacedPerson) -> BatchRow | None:
        """The refusal of the person's row, within the columns of their block."""
        for row in self.refusals.get(self._place(placed.sheet, placed.row), ()):
            if placed.first <= column_of(row.cell) <= placed.last:
                return row
        return None


def _compare(
    generated: GeneratedList,
    officials: Mapping[str, Mapping[str, object]],
    outcomes: _RowOutcomes,
) -> Iterable[Fault]:
    people_of_rows = set()
    for placed in generated.people:
        refusal = outcomes.refusal_of(placed)
        people_of_rows.add(id(refusal))
        official = officials.get(placed.person.full_name)
        yield from _compare_person(placed, official, refusal)
    names = {placed.person.full_name for placed in generated.people}
    for name in officials.keys() - names:
        yield Fault("invented", name)
    for rows in outcomes.refusals.values():
        for row in rows:
            if id(row) not in people_of_rows:
                yield Fault("refused nobody", f"{row.cell} {row.label}: {row.reason}")


def _compare_person(
    placed: PlacedPerson, official: Mapping[str, object] | None, refusal: BatchRow | None
) -> Iterable[Fault]:
    person = placed.person
    who = f"{person.full_name} ({placed.sheet}, row {placed.row})"
    if official is None:
        yield from _judge_absence(placed, refusal, who)
        return
    if placed.is_elsewhere:
        yield Fault("wrong unit", f"{who} of {person.place.name}: in {official['place']}")
        return
    if placed.must_refuse_at:
        yield Fault("not refused", f"{who} at {placed.must_refuse_at}")
        return
    for attribute, expected in _expected_values(placed).items():
        actual = official.get(attribute, "")
        if not _is_same(expected, actual):
            kind = "wrong unit" if attribute == "place" else f"garbled {attribute}"
            yield Fault(kind, f"{who}: {actual!r}, not {expected!r}")


def _judge_absence(placed: PlacedPerson, refusal: BatchRow | None, who: str) -> Iterable[Fault]:
    """What is wrong with a person who is not in the register."""
    if refusal is None:
        yield Fault("lost", who)
        return
    if placed.is_elsewhere:
        return
    allowed = [
        ref
        for name in (*placed.must_refuse_at, *placed.may_refuse_at)
        for ref in placed.refs.get(name, ())
    ]
    if refusal.cell not in allowed:
        names = [name for name, refs in placed.refs.items() if refusal.cell in refs]
        kind = f"refused at {names[0] if names else 'an empty cell'}"
        yield Fault(kind, f"{who} at {refusal.cell}: {refusal.reason}")


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
}
_DEFAULT_TITLES = {str(label).capitalize() for label in Group.labels}


def _expected_values(placed: PlacedPerson) -> dict[str, object]:
    """All that the register must hold: what the list says, and nothing else."""
    levels = {f"level {dimension}": "" for dimension in placed.person.levels}
    ratings = {f"rating {period}": "" for period in placed.person.ratings}
    expected = {**_SILENT, **levels, **ratings, **placed.says}
    expected.setdefault("title", _DEFAULT_TITLES)
    return expected


def _is_same(expected: object, actual: object) -> bool:
    if isinstance(expected, Place):
        return expected.code == actual
    if isinstance(expected, set):
        return actual in expected
    if isinstance(expected, bool):
        return expected is bool(actual)
    return expected == actual
