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


def limits_at(unit: Unit) -> WorkbookLimits:
    """The limits that the rulebook sets at `unit`; the reader's own where it sets none."""
    rules = rules_for("workbooks.max_rows", "workbooks.max_columns", unit=unit)
    return WorkbookLimits(
        **{key.removeprefix("workbooks."): rule.value for key, rule in rules.items()}
    )


def mappings_of(batch: Batch) -> dict[str, SheetMapping]:
    """The sheets about people, by name, and how each is read."""
    sheets = {name: SheetMapping.from_json(stored) for name, stored in batch.mapping.items()}
    return {name: sheet for name, sheet in sheets.items() if sheet.is_of_people}


@contextlib.contextmanager
def rows_of_file(batch: Batch, decisions: Decisions) -> Iterator[Iterator[PersonRow | RefusedRow]]:
    """The rows of the file, read one by one while the context is open.

    Of rows that are to be read as written no letters are converted.
    """
    with batch.file.open("rb") as file:
        workbook = open_workbook(cast("BinaryIO", file), batch.name, limits_at(batch.unit))
        yield read_rows(workbook, mappings_of(batch), batch.as_of)
