"""What all rows about one person say together.

The first row that says something counts; a later row that contradicts it is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lms.core import text
from lms.people.accounts.names import name_words
from lms.people.personnel.fields import OFFICIAL_FIELDS, FieldKind
from lms.people.workbooks.planning.refusing import ValueRefused, refuse_row
from lms.people.workbooks.planning.units import WorkbookUnits
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow

# A person has one of each; a code is agreed on before (matching).
_FIELDS = tuple(field for field in OFFICIAL_FIELDS if field.key != "code")
# Attributes of a PersonRow of which a person has one, too.
_POST_KEYS = (
    "title",
    "position",
    "group",
    "is_key",
    "rank",
    "rank_title",
    "post_from",
    "decision",
)
_FOLDED_KEYS = {
    *("title", "position", "decision", "rank_title"),
    *(field.key for field in _FIELDS if field.kind is FieldKind.TEXT),
}


@dataclass(slots=True)
class AgreedValues:
    """`values`: what is said, by attribute; `first`: the row that said it; `rows`: those that
    contradict nothing.
    """

    values: dict[str, Any] = field(default_factory=dict)
    first: dict[str, PersonRow] = field(default_factory=dict)
    rows: list[PersonRow] = field(default_factory=list)

    def get(self, key: str) -> Any:
        """The value of `key`; None where no row says one."""
        return self.values.get(key)


def agree_on_values(
    rows: Sequence[PersonRow], units: WorkbookUnits
) -> tuple[AgreedValues, list[RefusedRow]]:
    """What the rows say together, taken one after the other, and the rows that contradict it."""
    values, refused = AgreedValues(), []
    for row in rows:
        try:
            _take_row(values, row, units)
        except ValueRefused as refusal_of_row:
            refused.append(refuse_row(row, refusal_of_row.key, refusal_of_row.reason))
    return values, refused


def _take_row(values: AgreedValues, row: PersonRow, units: WorkbookUnits) -> None:
    """Add what one row says. Refused, without adding any of it, where it contradicts a former
    row.
    """
    written = _written_values(row, units)
    for key, value in written.items():
        if key in values.values and not _agree(key, values.values[key], value):
            raise ValueRefused(
                key,
                _("This contradicts row %(row)d about the same person (sheet “%(sheet)s”).")
                % {
                    "row": values.first[key].number,
                    "sheet": values.first[key].sheet,
                },
            )
    for key, value in written.items():
        values.values.setdefault(key, value)
        values.first.setdefault(key, row)
    born = written.get("birth_date")
    if born is not None and born.says_more_than(values.values["birth_date"]):
        values.values["birth_date"], values.first["birth_date"] = born, row
    values.rows.append(row)


def _written_values(row: PersonRow, units: WorkbookUnits) -> dict[str, Any]:
    """What the row says, by key."""
    values_of_row = {field.key: row.value_of(field) for field in _FIELDS}
    values_of_row |= {key: getattr(row, key) for key in _POST_KEYS}
    values_of_row |= {"birth_date": row.birth, "unit": units.unit_of(row)}
    written = {key: value for key, value in values_of_row.items() if value not in ("", None)}
    if row.party_date is not None:
        written["is_party_member"] = True
    return written


def _agree(key: str, former: Any, value: Any) -> bool:
    """Whether two rows say the same of a person."""
    if key == "birth_date":
        return former.may_be(value)
    return _to_comparable(key, former) == _to_comparable(key, value)


def _to_comparable(key: str, value: Any) -> Any:
    """The value in the form in which two rows are compared: words without case and marks."""
    if key == "full_name":
        return name_words(value)
    return text.fold_marks(value) if key in _FOLDED_KEYS else value
