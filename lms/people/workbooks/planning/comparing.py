"""What the rows about one person change in his file.

Empty cells say nothing, and nothing is ever erased.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.people.accounts.models import User
from lms.people.organisation.models import Unit
from lms.people.personnel.actions.officials import names_of
from lms.people.personnel.models import Official, Sensitive
from lms.people.workbooks.models import BatchRow
from lms.people.workbooks.planning.adding import Scales, level, rating, training
from lms.people.workbooks.planning.agreeing import Said, agreed
from lms.people.workbooks.planning.files import SENSITIVE, File
from lms.people.workbooks.planning.matching import bag
from lms.people.workbooks.planning.posting import post, rank
from lms.people.workbooks.planning.refusing import Refused, refusal
from lms.people.workbooks.planning.telling import Told
from lms.people.workbooks.planning.units import Places
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow

_LONGEST_CODE = 32
_OLDEST = dt.date(1900, 1, 1)
Outcome = BatchRow.Outcome


@dataclass(frozen=True)
class Asked:
    """What everybody in a workbook is compared with.

    `own`: the entry of who brings it, which he does not write in.
    """

    unit: Unit
    day: dt.date
    places: Places
    scales: Scales
    own: int | None


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What one row would do; `refused` is told with its cell, all others with their changes."""

    sheet: str
    number: int
    outcome: str
    label: str
    changes: list[dict[str, Any]]
    cell: str = ""
    reason: str = ""


def plan_of(no: RefusedRow) -> RowPlan:
    """A refused row."""
    return RowPlan(no.sheet, no.number, Outcome.REFUSED, no.label, [], no.cell, no.reason)


def compared(file: File, rows: Sequence[PersonRow], asked: Asked) -> tuple[File, list[RowPlan]]:
    """The file as it would be, with its writes, and what each row did to it.

    A refused row is left out and all is asked again.
    """
    plans: list[RowPlan] = []
    left = list(rows)
    while left:
        said, refused = agreed(left, asked.places)
        plans += map(plan_of, refused)
        left = said.rows
        try:
            if left:
                fresh, told = file.fresh(), Told(said)
                _apply(fresh, said, asked, told)
                return fresh, plans + _plans(fresh, said, told)
        except Refused as no:
            row = no.row or said.first.get(no.key) or left[0]
            plans.append(plan_of(refusal(row, no.key, no.reason)))
            left = [one for one in left if one is not row]
    return file, plans


def _plans(file: File, said: Said, told: Told) -> list[RowPlan]:
    made = []
    for number, row in enumerate(said.rows):
        changes = told.of(row)
        outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
        if file.pk is None and number == 0:
            outcome = Outcome.NEW
        made.append(RowPlan(row.sheet, row.number, outcome, row.label, changes))
    return made


def _apply(file: File, said: Said, asked: Asked, told: Told) -> None:
    _who(file, said, told)
    _sensitive(file, said, told)
    post(file, said, asked.places, asked.day, told)
    rank(file, said, asked.day, told)
    for row in said.rows:
        try:
            for dimension, held in row.levels.items():
                level(file, dimension, held, row, asked.day, told)
            for given in row.ratings:
                rating(file, given, row, asked.day, asked.scales, told)
            if row.training is not None:
                training(file, row.training, row, told)
        except Refused as no:
            no.row = row
            raise


def _who(file: File, said: Said, told: Told) -> None:
    born = said.get("birth_date")
    if born is not None and not _OLDEST < born < clock.today():
        raise Refused("birth_date", _("The birth date cannot be right; write day/month/year."))
    if file.pk is None:
        _new(file, said, told)
        return
    name = said.get("full_name")
    if name and _is_other(file.full_name, name):
        told.change("full_name", file.full_name, name)
        file.write(Official, file.pk, full_name=name, **names_of(name))
        if file.user is not None:
            file.write(User, file.user, full_name=name)
    if born is not None and born != file.birth_date:
        told.change("birth_date", f"{file.birth_date:%d/%m/%Y}", f"{born:%d/%m/%Y}")
        file.write(Official, file.pk, birth_date=born)
    if said.get("sex") and said.get("sex") != file.sex:
        told.change("sex", Official.Sex(file.sex).label, Official.Sex(said.get("sex")).label)
        file.write(Official, file.pk, sex=said.get("sex"))


def _new(file: File, said: Said, told: Told) -> None:
    name = said.get("full_name") or ""
    if len(name.split()) < 2:
        raise Refused("full_name", _("Write the full name: family name first."))
    if said.get("birth_date") is None:
        raise Refused(
            "birth_date",
            _(
                "Nobody of this name and code is in the register; for a new person write the birth"
                " date."
            ),
        )
    if not said.get("sex"):
        raise Refused("sex", _("For a new person write the sex."))
    if len(file.code) > _LONGEST_CODE:
        raise Refused("code", _("Too long: at most %(most)d characters.") % {"most": _LONGEST_CODE})
    born, sex = said.get("birth_date"), said.get("sex")
    told.change("full_name", "", name)
    told.change("birth_date", "", f"{born:%d/%m/%Y}")
    told.change("sex", "", Official.Sex(sex).label)
    file.write(Official, None, full_name=name, birth_date=born, sex=sex, **names_of(name))


def _is_other(known: str, written: str) -> bool:
    """Whether `written` really says another name: capitals, another order and missing marks do
    not.
    """
    if bag(known) != bag(written):
        return True
    has_marks = text.fold(written) != written.lower()
    return has_marks and sorted(known.lower().split()) != sorted(written.lower().split())


def _sensitive(file: File, said: Said, told: Told) -> None:
    new = {
        key: said.get(key)
        for key in SENSITIVE
        if said.get(key) not in (None, "") and not _is_said(file.sensitive.get(key), said.get(key))
    }
    if file.sensitive_row is None:
        # a first entry that says no to everything says nothing
        new = {key: value for key, value in new.items() if value}
    if not new:
        return
    for key in new:
        told.secret(key)
    file.write(Sensitive, file.sensitive_row, **new)


def _is_said(known: Any, written: Any) -> bool:
    if isinstance(known, str) and isinstance(written, str):
        return text.fold(known) == text.fold(written)
    return known is not None and known == written
