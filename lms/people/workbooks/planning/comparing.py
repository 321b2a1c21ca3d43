"""What the rows about one person change in their file.

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

# The length of the column Official.code.
_LONGEST_CODE = 32
_OLDEST = dt.date(1900, 1, 1)
Outcome = BatchRow.Outcome


@dataclass(frozen=True)
class Asked:
    """What all people of a workbook are compared with.

    `own`: the official who brings it and must not write in their own file; None if they are none.
    """

    unit: Unit
    day: dt.date
    units: Places
    scales: Scales
    own: int | None


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What one row would do: a refused one has a cell and a reason, any other its changes."""

    sheet: str
    number: int
    outcome: str
    label: str
    changes: list[dict[str, Any]]
    cell: str = ""
    reason: str = ""


def plan_of(refused: RefusedRow) -> RowPlan:
    """The plan of a row that is refused."""
    return RowPlan(
        refused.sheet,
        refused.number,
        Outcome.REFUSED,
        refused.label,
        [],
        refused.cell,
        refused.reason,
    )


def compared(file: File, rows: Sequence[PersonRow], context: Asked) -> tuple[File, list[RowPlan]]:
    """The file as it would be, with its writes, and what each row did to it.

    A refused row is left out and the others are compared again without it.
    """
    plans: list[RowPlan] = []
    remaining = list(rows)
    while remaining:
        values, refused = agreed(remaining, context.units)
        plans += map(plan_of, refused)
        remaining = values.rows
        if not remaining:
            break
        changed_file, changes = file.fresh_copy(), Told(values)
        try:
            _apply(changed_file, values, context, changes)
        except Refused as refusal_of_row:
            key = refusal_of_row.key
            row = refusal_of_row.row or values.first.get(key) or remaining[0]
            plans.append(plan_of(refusal(row, key, refusal_of_row.reason)))
            remaining = [other for other in remaining if other is not row]
        else:
            return changed_file, plans + _plans(changed_file, values, changes)
    return file, plans


def _plans(file: File, values: Said, changes: Told) -> list[RowPlan]:
    plans = []
    for number, row in enumerate(values.rows):
        row_changes = changes.changes_of(row)
        outcome = Outcome.CHANGED if row_changes else Outcome.UNCHANGED
        # the first row about a new person makes them, the others add to them
        if file.pk is None and number == 0:
            outcome = Outcome.NEW
        plans.append(RowPlan(row.sheet, row.number, outcome, row.label, row_changes))
    return plans


def _apply(file: File, values: Said, context: Asked, changes: Told) -> None:
    """Change the file by what the rows say. Refused at the first thing that cannot be."""
    day = context.day
    _who(file, values, changes)
    _sensitive(file, values, changes)
    post(file, values, context.units, day, changes)
    rank(file, values, day, changes)
    for row in values.rows:
        try:
            for dimension, held_level in row.levels.items():
                level(file, dimension, held_level, row, day, changes)
            for rating_read in row.ratings:
                rating(file, rating_read, row, day, context.scales, changes)
            if row.training is not None:
                training(file, row.training, row, changes)
        except Refused as refusal_of_row:
            refusal_of_row.row = row
            raise


def _who(file: File, values: Said, changes: Told) -> None:
    """Name, birth date and sex; of a new person all three are needed."""
    born = values.get("birth_date")
    if born is not None and not _OLDEST < born < clock.today():
        raise Refused("birth_date", _("The birth date cannot be right; write day/month/year."))
    if file.pk is None:
        _new(file, values, changes)
        return
    name = values.get("full_name")
    if name and _is_other(file.full_name, name):
        changes.add("full_name", file.full_name, name)
        file.add_write(Official, file.pk, full_name=name, **names_of(name))
        if file.user is not None:
            file.add_write(User, file.user, full_name=name)
    if born is not None and born != file.birth_date:
        changes.add("birth_date", f"{file.birth_date:%d/%m/%Y}", f"{born:%d/%m/%Y}")
        file.add_write(Official, file.pk, birth_date=born)
    sex = values.get("sex")
    if sex and sex != file.sex:
        changes.add("sex", Official.Sex(file.sex).label, Official.Sex(sex).label)
        file.add_write(Official, file.pk, sex=sex)


def _new(file: File, values: Said, changes: Told) -> None:
    """Add the entry of a person whom the register does not know."""
    name = values.get("full_name") or ""
    born, sex = values.get("birth_date"), values.get("sex")
    if len(name.split()) < 2:
        raise Refused("full_name", _("Write the full name: family name first."))
    if born is None:
        raise Refused(
            "birth_date",
            _(
                "Nobody of this name and code is in the register; for a new person write the birth"
                " date."
            ),
        )
    if not sex:
        raise Refused("sex", _("For a new person write the sex."))
    if len(file.code) > _LONGEST_CODE:
        raise Refused("code", _("Too long: at most %(most)d characters.") % {"most": _LONGEST_CODE})
    changes.add("full_name", "", name)
    changes.add("birth_date", "", f"{born:%d/%m/%Y}")
    changes.add("sex", "", Official.Sex(sex).label)
    file.add_write(Official, None, full_name=name, birth_date=born, sex=sex, **names_of(name))


def _is_other(former: str, written: str) -> bool:
    """Whether `written` really says another name: capitals, another order and missing marks do
    not.
    """
    if bag(former) != bag(written):
        return True
    has_marks = text.fold(written) != written.lower()
    return has_marks and sorted(former.lower().split()) != sorted(written.lower().split())


def _sensitive(file: File, values: Said, changes: Told) -> None:
    """The sensitive fields that change; what they change to is never shown."""
    new_values = {}
    for key in SENSITIVE:
        value = values.get(key)
        if value not in (None, "") and not _is_said(file.sensitive.get(key), value):
            new_values[key] = value
    if file.sensitive_row is None:
        # a first entry that says no to everything says nothing
        new_values = {key: value for key, value in new_values.items() if value}
    if not new_values:
        return
    for key in new_values:
        changes.add_secret(key)
    file.add_write(Sensitive, file.sensitive_row, **new_values)


def _is_said(stored: Any, written: Any) -> bool:
    """Whether the register holds this value already; of texts case and marks do not count."""
    if isinstance(stored, str) and isinstance(written, str):
        return text.fold(stored) == text.fold(written)
    return stored is not None and stored == written
