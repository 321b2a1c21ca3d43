"""From the kept file of a batch to rows: which limits hold, which sheets are read with which
columns.
"""

import contextlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from lms.people.organisation.models import Unit
from lms.people.rulebook.queries import rules_for
from lms.people.workbooks.models import Batch
from lms.people.workbooks.reading import Limits, SheetMapping, open_book, read_rows
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow


def limits_at(unit: Unit) -> Limits:
    """The limits of the rulebook; those of the reader where it says nothing."""
    rules = rules_for("workbooks.max_rows", "workbooks.max_columns", unit=unit)
    return Limits(**{key.removeprefix("workbooks."): one.value for key, one in rules.items()})


def mappings_of(batch: Batch) -> dict[str, SheetMapping]:
    """The sheets that tell of people, as they are read."""
    found = {name: SheetMapping.from_json(data) for name, data in batch.mapping.items()}
    return {name: sheet for name, sheet in found.items() if sheet.is_of_people}


@contextlib.contextmanager
def rows_of_file(batch: Batch) -> Iterator[Iterator[PersonRow | RefusedRow]]:
    """The rows, read while they are asked for."""
    with batch.file.open("rb") as file:
        book = open_book(cast("BinaryIO", file), batch.name, limits_at(batch.unit))
        yield read_rows(book, mappings_of(batch), batch.as_of)
