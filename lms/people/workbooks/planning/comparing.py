"""What the rows about one person change in their file.

Empty cells say nothing, and nothing is ever erased.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lms.core import text
from lms.people.accounts.models import User
from lms.people.accounts.names import name_columns, name_words
from lms.people.organisation.models import Unit
from lms.people.personnel.fields import FURTHER_FIELDS, SENSITIVE_FIELDS
from lms.people.personnel.models import Official, Sensitive
from lms.people.personnel.rules.ages import BirthDate, EntryRules, check_birth_date
from lms.people.workbooks.planning.adding import RatingScales, add_level, add_rating, add_training
from lms.people.workbooks.planning.agreeing import AgreedValues, agree_on_values
from lms.people.workbooks.planning.changes import ChangeList
from lms.people.workbooks.planning.files import PersonFile
from lms.people.workbooks.planning.leaving import Leaving, plan_leaving
from lms.people.workbooks.planning.outcomes import (
    Outcome,
    RowPlan,
    plan_left_out_row,
    plan_refused_row,
    plan_row,
)
from lms.people.workbooks.planning.posting import plan_post, plan_rank
from lms.people.workbooks.planning.refusing import ValueRefused, refuse_row, refusing_at
from lms.people.workbooks.planning.units import WorkbookUnits
from lms.people.workbooks.reading.rows import PersonRow


@dataclass(frozen=True)
class ComparisonContext:
    """What all people of a workbook are compared with.

    `user_id`: the account that brings it in, which must not write in its own file.
    """

    unit: Unit
    day: dt.date
    units: WorkbookUnits
    scales: RatingScales
    entry_rules: EntryRules
    user_id: int | None


def compare_person(
    file: PersonFile, rows: Sequence[PersonRow], context: ComparisonContext
) -> tuple[PersonFile, list[RowPlan]]:
    """The file as it would be, with its writes, and what each row did to it.

    A refused row is left out and the others are compared again without it. All rows of somebody who
    has left are left out, unless there is a post to end.
    """
    leaving = plan_leaving(file, rows, context.units, context.day)
    if leaving is not None and leaving.leaves_out:
        return file, [plan_left_out_row(row, *leaving.warnings) for row in rows]
    plans: list[RowPlan] = []
    remaining = list(rows)
    while remaining:
        values, refused = agree_on_values(remaining, context.units)
        plans += map(plan_refused_row, refused)
        remaining = values.rows
        if not remaining:
            break
        changed_file, changes = file.fresh_copy(), ChangeList(values)
        try:
            _apply_rows(changed_file, values, context, changes, leaving)
        except ValueRefused as refusal_of_row:
            key = refusal_of_row.key
            row = refusal_of_row.row or values.first.get(key) or remaining[0]
            plans.append(plan_refused_row(refuse_row(row, key, refusal_of_row.reason)))
            remaining = [other for other in remaining if other is not row]
        else:
            return changed_file, plans + _plan_rows(changed_file, values, changes, leaving)
    return file, plans


def _plan_rows(
    file: PersonFile, values: AgreedValues, changes: ChangeList, leaving: Leaving | None
) -> list[RowPlan]:
    plans = []
    warnings = leaving.warnings if leaving is not None else ()
    for number, row in enumerate(values.rows):
        row_changes = changes.changes_of(row)
        outcome = Outcome.CHANGED if row_changes else Outcome.UNCHANGED
        # the first row about a new person makes them, the others add to them
        if file.pk is None and number == 0:
            outcome = Outcome.NEW
        plans.append(plan_row(row, outcome, row_changes, warnings))
    return plans


def _apply_rows(
    file: PersonFile,
    values: AgreedValues,
    context: ComparisonContext,
    changes: ChangeList,
    leaving: Leaving | None,
) -> None:
    """Change the file by what the rows say. Refused at the first thing that cannot be."""
    day = context.day
    _compare_identity(file, values, context, changes)
    _compare_sensitive(file, values, changes)
    plan_post(file, values, context.units, day, changes, leaving)
    plan_rank(file, values, day, changes)
    for row in values.rows:
        try:
            for dimension, held_level in row.levels.items():
                add_level(file, dimension, held_level, row, day, changes)
            for rating_read in row.ratings:
                add_rating(file, rating_read, row, day, context.scales, changes)
            if row.training is not None:
                add_training(file, row.training, row, changes)
        except ValueRefused as refusal_of_row:
            refusal_of_row.row = row
            raise


def _compare_identity(
    file: PersonFile, values: AgreedValues, context: ComparisonContext, changes: ChangeList
) -> None:
    """Name, birth date and sex; of a new person all three are needed."""
    if file.pk is None:
        _add_official(file, values, context, changes)
        return
    _compare_name(file, values, changes)
    _compare_birth_date(file, values, context, changes)
    _compare_further(file, values, changes)


def _compare_further(file: PersonFile, values: AgreedValues, changes: ChangeList) -> None:
    """The open fields that have no rule of their own."""
    for field in FURTHER_FIELDS:
        former, value = file.further.get(field.key), values.get(field.key)
        if value not in (None, "") and not _is_stored(former, value):
            changes.add(field.key, field.show(former), field.show(value))
            file.add_write(Official, file.pk, **{field.key: value})


def _compare_name(file: PersonFile, values: AgreedValues, changes: ChangeList) -> None:
    name = values.get("full_name")
    if not name or not _is_other_name(file.full_name, name):
        return
    changes.add("full_name", file.full_name, name)
    file.add_write(Official, file.pk, full_name=name, **name_columns(name))
    if file.user is not None:
        file.add_write(User, file.user, full_name=name)


def _compare_birth_date(
    file: PersonFile, values: AgreedValues, context: ComparisonContext, changes: ChangeList
) -> None:
    """A birth date that says more completes the one in the file; one that says less and agrees
    changes nothing.
    """
    born: BirthDate | None = values.get("birth_date")
    known_birth = file.birth
    if (
        born is None
        or known_birth is None
        or (known_birth.may_be(born) and not born.says_more_than(known_birth))
    ):
        return
    with refusing_at("birth_date"):
        check_birth_date(born, context.day, context.entry_rules)
    if known_birth.is_complete and not born.is_complete:
        raise ValueRefused(
            "birth_date",
            _("In the register the birth date is %(day)s. Write the whole date.")
            % {"day": known_birth},
        )
    changes.add("birth_date", known_birth, born)
    file.add_write(Official, file.pk, birth_date=born.day, birth_precision=born.precision.value)


def _add_official(
    file: PersonFile, values: AgreedValues, context: ComparisonContext, changes: ChangeList
) -> None:
    """Add the entry of a person whom the register does not know."""
    name = values.get("full_name") or ""
    born: BirthDate | None = values.get("birth_date")
    if not name:
        raise ValueRefused("full_name", _("For a new person write the full name."))
    if born is None:
        raise ValueRefused(
            "birth_date",
            _(
                "Nobody of this name and code is in the register; for a new person write the birth"
                " date."
            ),
        )
    with refusing_at("birth_date"):
        check_birth_date(born, context.day, context.entry_rules)
    further = {field.key: values.get(field.key) for field in FURTHER_FIELDS}
    _check_required(further)
    changes.add("full_name", "", name)
    changes.add("birth_date", "", born)
    columns = {
        "full_name": name,
        "birth_date": born.day,
        "birth_precision": born.precision.value,
        **name_columns(name),
    }
    for field in FURTHER_FIELDS:
        if further[field.key] not in (None, ""):
            changes.add(field.key, "", field.show(further[field.key]))
            columns[field.key] = further[field.key]
    file.add_write(Official, None, **columns)


def _check_required(further: Mapping[str, Any]) -> None:
    """Refused where a field that every entry has is missing."""
    for field in FURTHER_FIELDS:
        if field.is_required and not further[field.key]:
            raise ValueRefused(
                field.key, _("For a new person write the %(field)s.") % {"field": field.label}
            )


def _is_other_name(former: str, written: str) -> bool:
    """Whether `written` really says another name: capitals, another order and missing marks do
    not.
    """
    if name_words(former) != name_words(written):
        return True
    has_marks = text.fold_marks(written) != written.lower()
    return has_marks and sorted(former.lower().split()) != sorted(written.lower().split())


def _compare_sensitive(file: PersonFile, values: AgreedValues, changes: ChangeList) -> None:
    """The sensitive fields that change; what they change to is never shown."""
    new_values = {}
    for key in (field.key for field in SENSITIVE_FIELDS):
        value = values.get(key)
        if value not in (None, "") and not _is_stored(file.sensitive.get(key), value):
            new_values[key] = value
    if file.sensitive_row is None:
        # a first entry that says no to everything says nothing
        new_values = {key: value for key, value in new_values.items() if value}
    if not new_values:
        return
    for key in new_values:
        changes.add_secret(key)
    file.add_write(Sensitive, file.sensitive_row, **new_values)


def _is_stored(stored: Any, written: Any) -> bool:
    """Whether the register holds this value already; of texts case and marks do not count."""
    if isinstance(stored, str) and isinstance(written, str):
        return text.fold_marks(stored) == text.fold_marks(written)
    return stored is not None and stored == written
