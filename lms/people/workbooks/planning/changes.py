"""The changes of a row: field, before, after; of sensitive fields only that they change."""

from typing import Any

from django.utils.translation import gettext as _

from lms.people.workbooks.planning.agreeing import AgreedValues
from lms.people.workbooks.reading.rows import PersonRow


class ChangeList:
    """The changes of one person, each with the row that asks for it."""

    def __init__(self, values: AgreedValues) -> None:
        self.values = values
        self._by_row: dict[int, list[dict[str, Any]]] = {id(row): [] for row in values.rows}

    def add(self, key: str, before: object, after: object, *, row: PersonRow | None = None) -> None:
        """Add a change. `row`: where the value is in one row alone; else the first that said it, or
        the first of all.
        """
        self._add_to_row(key, {"field": key, "before": str(before), "after": str(after)}, row)

    def add_secret(self, key: str) -> None:
        """Add that a sensitive field changes, without its values."""
        self._add_to_row(key, {"field": key, "secret": True}, None)

    def changes_of(self, row: PersonRow) -> list[dict[str, Any]]:
        """What this row changes, in the form in which a batch keeps it."""
        return self._by_row[id(row)]

    @staticmethod
    def yes_or_no(value: bool) -> str:
        """A mark in words."""
        return _("yes") if value else _("no")

    def _add_to_row(self, key: str, change: dict[str, Any], row: PersonRow | None) -> None:
        owner = row or self.values.first.get(key) or self.values.rows[0]
        self._by_row[id(owner)].append(change)
