"""How the columns of a sheet are read; kept as JSON with the batch and, by its shape, with the
unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SheetMapping:
    """`columns`: letter → key of a field (`fields.field_of`); letters that are not in it are not
    read.

    Rows up to `header_last` are not read. `shape` is the same for sheets with the same header
    words. For the page: `headers` are the words above each column, `samples` the first values
    below them.
    """

    header_first: int
    header_last: int
    columns: Mapping[str, str]
    shape: str
    headers: Mapping[str, str] = field(default_factory=dict)
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_of_people(self) -> bool:
        """Whether a row says whom it is about."""
        keys = set(self.columns.values())
        if keys & {"code", "full_name", "id_number"}:
            return True
        return {"family_name", "given_name"} <= keys

    def with_columns(self, columns: Mapping[str, str]) -> "SheetMapping":
        """The same sheet read with other columns: remembered ones, or those chosen on the page."""
        return SheetMapping(
            self.header_first,
            self.header_last,
            dict(columns),
            self.shape,
            self.headers,
            self.samples,
        )

    def as_json(self) -> dict[str, Any]:
        """What a batch stores of it; headers and samples are stored beside it."""
        return {
            "first": self.header_first,
            "header": self.header_last,
            "columns": dict(self.columns),
            "shape": self.shape,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "SheetMapping":
        """The mapping that `as_json` stored, without headers and samples."""
        return cls(
            int(stored.get("first", 1)),
            int(stored["header"]),
            dict(stored["columns"]),
            str(stored.get("shape", "")),
        )
