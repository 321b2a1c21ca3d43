"""What is read out of one row: a person's values, or why the row is refused.

What an empty cell would say is "" or None.
"""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lms.people.personnel.fields import FieldValues, OfficialField
from lms.people.personnel.rules.ages import BirthDate, BirthPrecision
from lms.people.workbooks.reading.values.departures import DepartureRead
from lms.people.workbooks.warning_kinds import WarningKind


class UnitPlace(enum.StrEnum):
    """Where a list says of which unit a person is, the nearest place first."""

    COLUMN = "column"
    SECTION = "section"
    HEADING = "heading"
    TITLE = "title"
    SHEET = "sheet"
    LETTERHEAD = "letterhead"
    OFFICE = "office"


@dataclass(frozen=True)
class UnitSource:
    """What the list says in one place about the unit of a person, as written.

    `cell`: where it stands ("A1"); "" for the name of a sheet. The name of a sheet, a letterhead, a
    heading without a word for units ("NA SON", "Lãnh đạo") and a title of office may mean no unit
    at all, or the office that sent the list: they count only where they name a unit that is known.
    """

    kind: UnitPlace
    text: str
    cell: str


@dataclass(frozen=True)
class HeldLevel:
    """A level of personnel's LADDER; the details where the row names them.

    `written`: the cell as it stands.
    """

    level: str
    field: str = ""
    institution: str = ""
    mode: str = ""
    date: dt.date | None = None
    written: str = ""


@dataclass(frozen=True)
class RatingRead:
    """`period`: "2024", "2019-H1".

    `value`: as the rulebook keys it (rating.scale); `written`: the cell as it stands.
    """

    period: str
    value: str
    decision: str = ""
    written: str = ""


@dataclass(frozen=True)
class TrainingRead:
    """One course of the person's history; `periods` in tiết, None where the row does not say."""

    title: str
    school: str = ""
    kind: str = ""
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    periods: int | None = None
    document: str = ""


@dataclass(frozen=True)
class RowWarning:
    """Something about a row that the office decides before it is written.

    `before`: what stands in the cell, `proposal`: what is taken instead; the values of the row are
    those with the proposal taken. Neither holds a sensitive value.
    """

    kind: WarningKind
    cell: str
    reason: str
    proposal: str
    before: str = ""

    def as_json(self) -> dict[str, str]:
        """As a batch keeps it with its row."""
        return {
            "kind": str(self.kind.value),
            "cell": self.cell,
            "reason": str(self.reason),
            "before": self.before,
            "proposal": str(self.proposal),
        }


# Sheet, number and block: by them a decision of the office finds its row again.
RowPlace = tuple[str, int, int]


@dataclass(frozen=True)
class PersonRow:
    """Values in the form the register keeps them. "" and None: the row does not say.

    `name_written`: the cell of the name where a form of address or the like was taken off it.
    `code_was_number`: Excel held the code as a number, so zeros at its beginning may be lost.
    `unit` is a name or a code as written, of the row itself or of the section it stands in;
    `section`: all headings above it, outer first. `unit_sources`: all that the list says about the
    person's unit, the nearest first. `ethnic_minority`: a mark, or known from
    `ethnicity`. `further`: the values of fields that have no attribute here. `remarks`: as
    written; looked at, not stored in the register. `departure`: what a cell says of their leaving,
    and in which cell that is (key "departure").
    `block`: of several people side by side in one row, which of them, counted from 0. `cells`: key
    of the field → cell ("C7").
    """

    sheet: str
    number: int
    code: str = ""
    code_was_number: bool = False
    full_name: str = ""
    name_written: str = ""
    birth_date: dt.date | None = None
    birth_precision: BirthPrecision = BirthPrecision.DAY
    sex: str = ""
    id_number: str = ""
    ethnicity: str = ""
    is_ethnic_minority: bool | None = None
    is_party_member: bool | None = None
    party_date: dt.date | None = None
    unit: str = ""
    unit_code: str = ""
    section: tuple[str, ...] = ()
    unit_sources: tuple[UnitSource, ...] = ()
    title: str = ""
    position: str = ""
    group: str = ""
    is_key: bool | None = None
    rank: str = ""
    rank_title: str = ""
    post_from: dt.date | None = None
    decision: str = ""
    levels: Mapping[str, HeldLevel] = field(default_factory=dict)
    ratings: tuple[RatingRead, ...] = ()
    training: TrainingRead | None = None
    remarks: str = ""
    departure: DepartureRead | None = None
    further: FieldValues = field(default_factory=dict)
    block: int = 0
    cells: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[RowWarning, ...] = ()

    def value_of(self, field: OfficialField) -> Any:
        """What the row says of a field of the register; "" or None where it says nothing."""
        return getattr(self, field.key, self.further.get(field.key))

    @property
    def place(self) -> RowPlace:
        """By what a decision about the row finds it again."""
        return self.sheet, self.number, self.block

    @property
    def birth(self) -> BirthDate | None:
        """The birth date as precise as the row says it."""
        return BirthDate(self.birth_date, self.birth_precision) if self.birth_date else None

    @property
    def label(self) -> str:
        """Name and code, for the page; of a name that was shortened also how it is written."""
        written = _("in the list “%(name)s”") % {"name": self.name_written[:80]}
        return " · ".join(filter(None, (self.full_name, self.code, self.name_written and written)))


@dataclass(frozen=True)
class RefusedRow:
    """A row that is not read. `cell`: the first bad one; `reason`: what is wrong in it and, after
    that, in all others.
    """

    sheet: str
    number: int
    cell: str
    reason: str
    label: str
    block: int = 0
