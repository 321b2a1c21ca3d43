"""What the page shows of a row: field, before, after. Of sensitive fields only that they change."""

from typing import Any

from django.utils.translation import gettext as _

from lms.people.workbooks.planning.agreeing import Said
from lms.people.workbooks.reading.rows import PersonRow


class Told:
    """The changes of one person, each with the row that asks for it."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self._by_row: dict[int, list[dict[str, Any]]] = {id(row): [] for row in said.rows}

    def change(
        self, key: str, before: object, after: object, *, row: PersonRow | None = None
    ) -> None:
        """`row`: where the value stands in one row alone; else the first that said it, or the first
        of all.
        """
        self._add(key, {"field": key, "before": str(before), "after": str(after)}, row)

    def secret(self, key: str) -> None:
        """A sensitive field changes."""
        self._add(key, {"field": key, "secret": True}, None)

    def of(self, row: PersonRow) -> list[dict[str, Any]]:
        return self._by_row[id(row)]

    @staticmethod
    def yes(value: bool) -> str:
        return _("yes") if value else _("no")

    def _add(self, key: str, change: dict[str, Any], row: PersonRow | None) -> None:
        owner = row or self.said.first.get(key) or self.said.rows[0]
        self._by_row[id(owner)].append(change)
