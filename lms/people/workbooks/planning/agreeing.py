"""What all rows about one person say together.

The first row that says something counts; a later row that contradicts it is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lms.core import text
from lms.people.workbooks.planning.matching import bag
from lms.people.workbooks.planning.refusing import Refused, refusal
from lms.people.workbooks.planning.units import Places
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow

# the attributes of a PersonRow of which a person has one
_ONE = (
    "full_name",
    "birth_date",
    "sex",
    "id_number",
    "ethnicity",
    "is_ethnic_minority",
    "is_party_member",
    "title",
    "position",
    "group",
    "is_key",
    "rank",
    "rank_title",
    "post_from",
    "decision",
)
_WORDS = frozenset({"title", "position", "ethnicity", "decision", "rank_title"})


@dataclass(slots=True)
class Said:
    """`values`: what is said, by attribute; `first`: the row that said it; `rows`: those that
    contradict nothing.
    """

    values: dict[str, Any] = field(default_factory=dict)
    first: dict[str, PersonRow] = field(default_factory=dict)
    rows: list[PersonRow] = field(default_factory=list)

    def get(self, key: str) -> Any:
        """The value of `key`; None where no row says one."""
        return self.values.get(key)


def agreed(rows: Sequence[PersonRow], units: Places) -> tuple[Said, list[RefusedRow]]:
    """What the rows say together, taken one after the other, and the rows that contradict it."""
    values, refused = Said(), []
    for row in rows:
        try:
            _take(values, row, units)
        except Refused as refusal_of_row:
            refused.append(refusal(row, refusal_of_row.key, refusal_of_row.reason))
    return values, refused


def _take(values: Said, row: PersonRow, units: Places) -> None:
    """Add what one row says. Refused, without adding any of it, where it contradicts a former
    row.
    """
    written = {key: getattr(row, key) for key in _ONE if getattr(row, key) not in ("", None)}
    if row.party_date is not None:
        written["is_party_member"] = True
    unit = units.unit_of(row)
    if unit is not None:
        written["unit"] = unit
    for key, value in written.items():
        if key in values.values and _compared(key, values.values[key]) != _compared(key, value):
            raise Refused(
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
    values.rows.append(row)


def _compared(key: str, value: Any) -> Any:
    """The value in the form in which two rows are compared: words without case and marks."""
    if key == "full_name":
        return bag(value)
    return text.fold(value) if key in _WORDS else value
