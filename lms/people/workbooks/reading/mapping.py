"""How the columns of a table are read; kept as JSON with the batch and, by its shape, with the
unit.
"""

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.people.workbooks.reading.blocks import (
    ColumnBlock,
    find_starts,
    names_somebody,
    repeated_column,
    split_columns,
)
from lms.people.workbooks.reading.files.grid import column_number


@dataclass(frozen=True)
class SheetMapping:
    """`columns`: letter → key of a field (`fields.field_of`); letters that are not in it are not
    read.

    Rows up to `header_last` are not read. `shape` is the same for tables with the same header
    words. `starts`: the letters at which the second and later people of a row begin. For the page:
    `headers` are the words above each column, `samples` the first values below them.
    """

    header_first: int
    header_last: int
    columns: Mapping[str, str]
    shape: str
    headers: Mapping[str, str] = field(default_factory=dict)
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    starts: tuple[str, ...] = ()

    @property
    def blocks(self) -> tuple[ColumnBlock, ...]:
        """The columns of each of the people side by side; one block where a row has one person."""
        return split_columns(self.columns, self.starts)

    @property
    def is_of_people(self) -> bool:
        """Whether a row says whom it is about."""
        return any(names_somebody(block.columns.values()) for block in self.blocks)

    def with_columns(self, columns: Mapping[str, str]) -> "SheetMapping":
        """The same table read with other columns: remembered ones, or those chosen on the page.

        Where these name two people side by side, the row has so many.
        """
        starts = self.starts
        if repeated_column(columns, starts):
            in_order = sorted(columns, key=column_number)
            chosen_starts = find_starts({letter: columns[letter] for letter in in_order})
            if not repeated_column(columns, chosen_starts):
                starts = chosen_starts
        return dataclasses.replace(self, columns=dict(columns), starts=starts)

    def as_json(self) -> dict[str, Any]:
        """What a batch stores of it; samples are stored beside it."""
        return {
            "first": self.header_first,
            "header": self.header_last,
            "columns": dict(self.columns),
            "shape": self.shape,
            "headers": dict(self.headers),
            "blocks": list(self.starts),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "SheetMapping":
        """The mapping that `as_json` stored; batches of older releases have no blocks."""
        return cls(
            int(stored.get("first", 1)),
            int(stored["header"]),
            dict(stored["columns"]),
            str(stored.get("shape", "")),
            dict(stored.get("headers", {})),
            starts=tuple(stored.get("blocks", ())),
        )


def table_name(sheet: str, header_first: int, others: Collection[str]) -> str:
    """The key of a table in a workbook's mapping: the name of its sheet, and for a further table of
    the sheet also the row in which its header begins ("Danh sách:40").
    """
    return f"{sheet}:{header_first}" if sheet in others else sheet


def sheet_of_table(name: str) -> str:
    """The sheet of a table by its key: "Danh sách" of "Danh sách:40"; no name of a sheet may hold a
    colon.
    """
    sheet, _colon, row = name.rpartition(":")
    return sheet if sheet and row.isdigit() else name


def tables_of_sheet(mapping: Mapping[str, SheetMapping], sheet: str) -> dict[str, SheetMapping]:
    """The tables of a sheet by key, from the top."""
    tables = {name: table for name, table in mapping.items() if sheet_of_table(name) == sheet}
    return dict(sorted(tables.items(), key=lambda pair: pair[1].header_first))
