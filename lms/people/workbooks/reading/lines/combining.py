"""Combine the values of single cells into one person.

Columns that say the same thing, or parts of it, must agree.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.people.accounts.names import WrittenName
from lms.people.personnel.rules.ages import BirthDate
from lms.people.workbooks.reading.fields import DIMENSIONS, GROUPS, NONE
from lms.people.workbooks.reading.rows import HeldLevel, RatingRead, TrainingRead
from lms.people.workbooks.reading.values import choices, names
from lms.people.workbooks.reading.values.levels import LevelRead
from lms.people.workbooks.reading.values.plain import UnreadableCell

_TRAINING = ("school", "kind", "from", "to", "periods", "document")
_DETAILS = ("field", "institution", "mode", "date")


@dataclass
class RowReading:
    """What the cells of a row say. `values`: by key, empty cells left out; `written`: their texts.

    `columns`: keys of all columns that are read. `refs`: key → cell. `faults`: (cell, reason).
    """

    values: dict[str, Any]
    written: Mapping[str, str]
    columns: frozenset[str]
    refs: dict[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def add_fault(self, key: str, reason: str | Promise) -> None:
        """Refuse the row at the cell of `key`."""
        self.faults.append((self.refs.get(key, ""), str(reason)))

    def agreed_meaning(self, meanings: Mapping[str, Any], reason: Promise) -> Any:
        """What the filled ones of the keys stand for: all of them must stand for the same.

        None where none is filled; `reason` is the fault of one that stands for something else.
        """
        agreed: Any = None
        for key, meaning in meanings.items():
            if not self.values.get(key):
                continue
            if agreed is None:
                agreed = meaning
            elif meaning != agreed:
                self.add_fault(key, reason)
        return agreed

    def set_cell_of(self, attribute: str, *keys: str) -> None:
        """Let messages about `attribute` name the cell of the first filled one of `keys`."""
        for key in keys:
            if self.values.get(key) is not None:
                self.refs.setdefault(attribute, self.refs[key])
                return


def combine_full_name(reading: RowReading, sex: str) -> WrittenName:
    """The name from one column or from its two parts; without a name where none is filled.

    `sex`: as other columns say it, "" where none does.
    """
    name: WrittenName | None = reading.values.get("full_name")
    if name is not None and (not name.sex or name.sex == sex or not sex):
        return name
    parts = [reading.values.get(key, "") for key in ("family_name", "given_name")]
    written = reading.written["full_name"] if name else " ".join(filter(None, parts))
    if not written:
        return WrittenName("")
    reading.set_cell_of("full_name", "family_name", "given_name")
    try:
        return names.read_full_name(written, sex)
    except UnreadableCell as error:
        reading.add_fault("full_name", error.reason)
        return WrittenName("")


def combine_birth_date(reading: RowReading) -> BirthDate | None:
    """The birth date from its column or from one of those below "Nam" and "Nữ"."""
    keys = ("birth_date", "birth_male", "birth_female")
    reading.set_cell_of("birth_date", *keys)
    days = {key: reading.values.get(key) for key in keys}
    reason = _("The birth date stands here a second time, differently. Leave one of them.")
    born: BirthDate | None = reading.agreed_meaning(days, reason)
    return born


def combine_sex(reading: RowReading) -> str:
    """ "m", "f" or "".

    A single column of marks for women says of all others that they are men.
    """
    meanings = {
        "sex": reading.values.get("sex"),
        "sex_male": "m",
        "birth_male": "m",
        "sex_female": "f",
        "birth_female": "f",
    }
    reading.set_cell_of("sex", *meanings)
    written = reading.agreed_meaning(
        meanings, _("Two cells say a different sex. Leave one of them.")
    )
    if written:
        return str(written)
    only_women_marked = "sex_female" in reading.columns
    if only_women_marked and reading.columns.isdisjoint({"sex", "sex_male"}):
        return "m"
    return ""


def combine_group(reading: RowReading) -> str:
    """The group by name or by mark; "" where none is written."""
    marks = {f"group.{key}": key for key in GROUPS}
    meanings = {"group": reading.values.get("group"), **marks}
    reading.set_cell_of("group", *meanings)
    reason = _("Two groups are marked for one post. Leave one of them.")
    return reading.agreed_meaning(meanings, reason) or ""


def combine_minority(reading: RowReading) -> bool | None:
    """Whether the person is of an ethnic minority, by the mark or by the name of their people."""
    reading.set_cell_of("is_ethnic_minority", "ethnic_minority", "ethnicity")
    ethnicity, mark = reading.values.get("ethnicity"), reading.values.get("ethnic_minority")
    if ethnicity is None:
        return mark
    if mark and ethnicity == choices.KINH:
        reading.add_fault(
            "ethnic_minority",
            _("The row says Kinh and marks an ethnic minority. Correct one of them."),
        )
    return bool(ethnicity != choices.KINH)


def combine_party(reading: RowReading) -> tuple[bool | None, dt.date | None]:
    """(whether the person is a Party member, day of joining); None: the row does not say."""
    reading.set_cell_of("is_party_member", "party_member", "party_date")
    mark, day = reading.values.get("party_member"), reading.values.get("party_date")
    if isinstance(mark, dt.date):
        # the day stands in the column of marks
        mark, day = True, day or mark
    if mark is False and day:
        reading.add_fault(
            "party_date",
            _("The row says no Party member and gives a day of joining. Correct one of them."),
        )
    return (True if day else mark), day


def combine_levels(reading: RowReading) -> dict[str, HeldLevel]:
    """Dimension → the level held, with its details."""
    held_levels = {}
    for dimension in DIMENSIONS:
        read, written = _level_of(reading, dimension)
        details = {name: reading.values.get(f"{dimension}.{name}") for name in _DETAILS}
        if read and read.level != NONE:
            held_levels[dimension] = _held_level(read, details, written)
            continue
        detail = next((name for name, value in details.items() if value), "")
        if detail and _level_keys(reading.columns, dimension):
            reading.add_fault(
                f"{dimension}.{detail}",
                _("This belongs to a level, and the row names none. Fill in the level."),
            )
    return held_levels


def _held_level(read: LevelRead, details: Mapping[str, Any], written: str) -> HeldLevel:
    """The level with the details of other columns; its field may stand in the same cell."""
    return HeldLevel(
        read.level,
        field=details["field"] or read.field,
        institution=details["institution"] or "",
        mode=details["mode"] or "",
        date=details["date"],
        written=written,
    )


@lru_cache(64)
def _level_keys(columns: frozenset[str], dimension: str) -> tuple[str, ...]:
    """The columns that say the level: by name, or by a mark."""
    details = {f"{dimension}.{name}" for name in _DETAILS}
    return tuple(
        key
        for key in columns
        if key == dimension or (key.startswith(f"{dimension}.") and key not in details)
    )


def _level_of(reading: RowReading, dimension: str) -> tuple[LevelRead | None, str]:
    """The level and how it is written."""
    filled = [key for key in _level_keys(reading.columns, dimension) if reading.values.get(key)]
    if not filled:
        return None, ""
    filled.sort(key=lambda key: cell_order(reading.refs[key]))
    reading.set_cell_of(dimension, *filled)
    reads: list[LevelRead] = [reading.values[key] for key in filled]
    first = reads[0]
    for key, read in zip(filled, reads, strict=True):
        if read.level != first.level:
            reading.add_fault(
                key, _("Two levels are marked for the same thing. Leave the higher one only.")
            )
            break
    read = next((read for read in reads if read.field), first)
    return read, reading.written[filled[0]]


def cell_order(ref: str) -> tuple[int, str]:
    """A key that sorts cells of a row as they stand: Z before AA."""
    letters = ref.rstrip("0123456789")
    return len(letters), letters


def combine_ratings(reading: RowReading) -> tuple[RatingRead, ...]:
    """The ratings of the row, one for each period."""
    by_period: dict[str, RatingRead] = {}
    decision = reading.values.get("rating.decision", "")
    for key, value in reading.values.items():
        base, _colon, header_words = key.partition(":")
        if base != "rating":
            continue
        # the header names the period and, above marks, the value
        period, _colon, marked = header_words.partition(":")
        period = period or reading.values.get("rating.period", "")
        if not period:
            reading.add_fault(
                key,
                _(
                    "The period of the rating is missing. Fill in the year, or write it into the"
                    " header."
                ),
            )
            continue
        rating = RatingRead(period, marked or value, decision, reading.written.get(key, ""))
        reading.refs.setdefault(f"rating:{period}", reading.refs[key])
        if period in by_period and by_period[period].value != rating.value:
            reading.add_fault(key, _("Two ratings are marked for one period. Leave one of them."))
        by_period.setdefault(period, rating)
    return tuple(by_period.values())


def combine_training(reading: RowReading) -> TrainingRead | None:
    """The course of the row; None where it names none."""
    title = reading.values.get("training.title", "")
    values = {name: reading.values.get(f"training.{name}") for name in _TRAINING}
    if not title:
        _check_no_course(reading, values)
        return None
    starts, ends = values["from"], values["to"]
    if starts and ends and starts > ends:
        reading.add_fault("training.to", _("The course ends before it begins. Check both days."))
    return TrainingRead(
        title,
        values["school"] or "",
        values["kind"] or "",
        starts,
        ends,
        values["periods"],
        values["document"] or "",
    )


def _check_no_course(reading: RowReading, values: Mapping[str, Any]) -> None:
    """Refuse details of a course that the row does not name."""
    detail = next((name for name, value in values.items() if value), "")
    if detail and "training.title" in reading.columns:
        reading.add_fault(
            f"training.{detail}",
            _("This belongs to a course, and the row does not name it. Fill in its title."),
        )
