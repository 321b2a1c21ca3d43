"""What all rows about one person say together: the first to say it counts, who contradicts it is
refused.
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
        """What is said of `key`; None where nothing is."""
        return self.values.get(key)


def agreed(rows: Sequence[PersonRow], places: Places) -> tuple[Said, list[RefusedRow]]:
    """Take the rows one after the other."""
    said, refused = Said(), []
    for row in rows:
        try:
            _take(said, row, places)
        except Refused as no:
            refused.append(refusal(row, no.key, no.reason))
    return said, refused


def _take(said: Said, row: PersonRow, places: Places) -> None:
    told = {key: value for key in _ONE if (value := getattr(row, key)) not in ("", None)}
    if row.party_date is not None:
        told["is_party_member"] = True
    unit = places.of(row)
    if unit is not None:
        told["unit"] = unit
    for key, value in told.items():
        if key in said.values and _compared(key, said.values[key]) != _compared(key, value):
            raise Refused(
                key,
                _("This contradicts row %(row)d about the same person (sheet “%(sheet)s”).")
                % {
                    "row": said.first[key].number,
                    "sheet": said.first[key].sheet,
                },
            )
    for key, value in told.items():
        said.values.setdefault(key, value)
        said.first.setdefault(key, row)
    said.rows.append(row)


def _compared(key: str, value: Any) -> Any:
    if key == "full_name":
        return bag(value)
    return text.fold(value) if key in _WORDS else value
