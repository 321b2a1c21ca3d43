"""From the values of single cells to one person: columns that say the same thing in parts must
agree.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.people.workbooks.reading.fields import DIMENSIONS, GROUPS, NONE
from lms.people.workbooks.reading.rows import HeldLevel, RatingRead, TrainingRead
from lms.people.workbooks.reading.values import choices, names
from lms.people.workbooks.reading.values.levels import Read
from lms.people.workbooks.reading.values.plain import Unreadable

_TRAINING = ("school", "kind", "from", "to", "periods", "document")
_DETAILS = ("field", "institution", "mode", "date")


@dataclass
class Told:
    """What the cells of a row say. `values`: by key, empty cells left out. `columns`: keys of all
    columns that are read.

    `refs`: key → cell. `faults`: (cell, reason).
    """

    values: dict[str, Any]
    written: Mapping[str, str]
    columns: frozenset[str]
    refs: dict[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, key: str, reason: str | Promise) -> None:
        self.faults.append((self.refs.get(key, ""), str(reason)))

    def one_of(self, keys: Mapping[str, Any], reason: Promise) -> Any:
        """What the filled ones of `keys` stand for: they must all stand for the same.

        None where none is filled.
        """
        found: Any = None
        for key, meaning in keys.items():
            if not self.values.get(key):
                continue
            if found is not None and meaning != found:
                self.fault(key, reason)
            elif found is None:
                found = meaning
        return found

    def named(self, attribute: str, *keys: str) -> None:
        """The cell by which messages about `attribute` are told."""
        ref = next((self.refs[key] for key in keys if self.values.get(key) is not None), "")
        if ref:
            self.refs.setdefault(attribute, ref)


def full_name(told: Told) -> str:
    if "full_name" in told.values:
        return str(told.values["full_name"])
    parts = [told.values.get(key, "") for key in ("family_name", "given_name")]
    if not any(parts):
        return ""
    told.named("full_name", "family_name", "given_name")
    try:
        return names.full_name(" ".join(filter(None, parts)))
    except Unreadable as error:
        told.fault("full_name", error.reason)
        return ""


def birth_date(told: Told) -> dt.date | None:
    keys = ("birth_date", "birth_male", "birth_female")
    told.named("birth_date", *keys)
    reason = _("The birth date stands here a second time, differently. Leave one of them.")
    found: dt.date | None = told.one_of({key: told.values.get(key) for key in keys}, reason)
    return found


def sex(told: Told) -> str:
    """A single column of marks for women says of everybody else that he is a man."""
    keys = {
        "sex": told.values.get("sex"),
        "sex_male": "m",
        "birth_male": "m",
        "sex_female": "f",
        "birth_female": "f",
    }
    told.named("sex", *keys)
    found = told.one_of(keys, _("Two cells say a different sex. Leave one of them."))
    if not found and "sex_female" in told.columns and not {"sex", "sex_male"} & told.columns:
        return "m"
    return found or ""


def group(told: Told) -> str:
    marks = {f"group.{key}": key for key in GROUPS}
    keys = {"group": told.values.get("group"), **marks}
    told.named("group", *keys)
    return told.one_of(keys, _("Two groups are marked for one post. Leave one of them.")) or ""


def minority(told: Told) -> bool | None:
    told.named("is_ethnic_minority", "ethnic_minority", "ethnicity")
    people, mark = told.values.get("ethnicity"), told.values.get("ethnic_minority")
    if people is None:
        return mark
    if mark and people == choices.KINH:
        told.fault(
            "ethnic_minority",
            _("The row says Kinh and marks an ethnic minority. Correct one of them."),
        )
    return people != choices.KINH


def party(told: Told) -> tuple[bool | None, dt.date | None]:
    """(member, day of joining)"""
    told.named("is_party_member", "party_member", "party_date")
    mark, day = told.values.get("party_member"), told.values.get("party_date")
    if isinstance(mark, dt.date):
        mark, day = True, day or mark
    if mark is False and day:
        told.fault(
            "party_date",
            _("The row says no Party member and gives a day of joining. Correct one of them."),
        )
    return (True if day else mark), day


def levels(told: Told) -> dict[str, HeldLevel]:
    found = {}
    for dimension in DIMENSIONS:
        held, written = _level(told, dimension)
        details = {name: told.values.get(f"{dimension}.{name}") for name in _DETAILS}
        if held and held.level != NONE:
            date = details.pop("date")
            texts = {name: value or "" for name, value in details.items()}
            texts["field"] = texts["field"] or held.rest
            found[dimension] = HeldLevel(held.level, date=date, written=written, **texts)
        elif any(details.values()) and _level_keys(told.columns, dimension):
            name = next(name for name, value in details.items() if value)
            told.fault(
                f"{dimension}.{name}",
                _("This belongs to a level, and the row names none. Fill in the level."),
            )
    return found


@lru_cache(64)
def _level_keys(columns: frozenset[str], dimension: str) -> tuple[str, ...]:
    """The columns that say the level: by name, or by a mark."""
    details = {f"{dimension}.{name}" for name in _DETAILS}
    return tuple(
        key
        for key in columns
        if key == dimension or (key.startswith(f"{dimension}.") and key not in details)
    )


def _level(told: Told, dimension: str) -> tuple[Read | None, str]:
    """The level and how it is written."""
    filled = [key for key in _level_keys(told.columns, dimension) if told.values.get(key)]
    if not filled:
        return None, ""
    filled.sort(key=lambda key: place_of(told.refs[key]))
    told.named(dimension, *filled)
    reads: list[Read] = [told.values[key] for key in filled]
    for key, read in zip(filled, reads, strict=True):
        if read.level != reads[0].level:
            told.fault(
                key, _("Two levels are marked for the same thing. Leave the higher one only.")
            )
            break
    return next((read for read in reads if read.rest), reads[0]), told.written[filled[0]]


def place_of(ref: str) -> tuple[int, str]:
    """Sorts cells of a row as they stand: Z before AA."""
    letters = ref.rstrip("0123456789")
    return len(letters), letters


def ratings(told: Told) -> tuple[RatingRead, ...]:
    found: dict[str, RatingRead] = {}
    decision = told.values.get("rating.decision", "")
    for key, value in told.values.items():
        base, _colon, rest = key.partition(":")
        if base != "rating":
            continue
        when, _colon, marked = rest.partition(":")
        when = when or told.values.get("rating.period", "")
        if not when:
            told.fault(
                key,
                _(
                    "The period of the rating is missing. Fill in the year, or write it into the"
                    " header."
                ),
            )
            continue
        read = RatingRead(when, marked or value, decision, told.written.get(key, ""))
        told.refs.setdefault(f"rating:{when}", told.refs[key])
        if when in found and found[when].value != read.value:
            told.fault(key, _("Two ratings are marked for one period. Leave one of them."))
        found.setdefault(when, read)
    return tuple(found.values())


def training(told: Told) -> TrainingRead | None:
    title = told.values.get("training.title", "")
    values = {name: told.values.get(f"training.{name}") for name in _TRAINING}
    if not title:
        first = next((name for name, value in values.items() if value), "")
        if first and "training.title" in told.columns:
            told.fault(
                f"training.{first}",
                _("This belongs to a course, and the row does not name it. Fill in its title."),
            )
        return None
    starts, ends = values["from"], values["to"]
    if starts and ends and starts > ends:
        told.fault("training.to", _("The course ends before it begins. Check both days."))
    return TrainingRead(
        title,
        values["school"] or "",
        values["kind"] or "",
        starts,
        ends,
        values["periods"],
        values["document"] or "",
    )
