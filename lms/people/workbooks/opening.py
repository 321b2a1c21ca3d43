"""Open the stored file of a batch: which limits hold, which sheets are read with which columns."""

import contextlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from lms.people.organisation.models import Unit
from lms.people.rulebook.queries import rules_for
from lms.people.workbooks.models import Batch
from lms.people.workbooks.planning.deciding import Decisions
from lms.people.workbooks.reading import SheetMapping, WorkbookLimits, open_workbook, read_rows
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow
from lms.people.workbooks.reading.unread import UnreadCells
from lms.people.workbooks.warning_kinds import Decision


def limits_at(unit: Unit) -> WorkbookLimits:
    """The limits that the rulebook sets at `unit`; the reader's own where it sets none."""
    rules = rules_for("workbooks.max_rows", "workbooks.max_columns", unit=unit)
    return WorkbookLimits(
        **{key.removeprefix("workbooks."): rule.value for key, rule in rules.items()}
    )


def mappings_of(batch: Batch) -> dict[str, SheetMapping]:
    """The tables by name, and how each is read; {} where none of them is about people."""
    tables = {name: SheetMapping.from_json(stored) for name, stored in batch.mapping.items()}
    return tables if any(table.is_of_people for table in tables.values()) else {}


@contextlib.contextmanager
def rows_of_file(
    batch: Batch, decisions: Decisions, unread: UnreadCells | None = None
) -> Iterator[Iterator[PersonRow | RefusedRow]]:
    """The rows of the file, read one by one while the context is open.

    Of rows that are to be read as written no letters are converted. `unread` gets what they hold
    and no column takes.
    """
    with batch.file.open("rb") as file:
        workbook = open_workbook(cast("BinaryIO", file), batch.name, limits_at(batch.unit))
        as_written = {
            (sheet, number)
            for (sheet, number, _block), decided in decisions.items()
            if decided.decision == Decision.AS_WRITTEN
        }
        yield read_rows(workbook, mappings_of(batch), batch.as_of, unread, as_written)
