"""All rows of a workbook against the register: who is new, what changes, what is refused, and a
hash of all that.
"""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from lms.core.actor import Actor
from lms.people.organisation.models import Unit
from lms.people.personnel.models import Official, Post, TrainingRecord
from lms.people.personnel.queries.entry_rules import entry_rules_of
from lms.people.personnel.rules.codes import CodeCounter
from lms.people.personnel.rules.own_file import check_not_own_file
from lms.people.workbooks.journal import chunks, table_of
from lms.people.workbooks.planning.adding import RatingScales
from lms.people.workbooks.planning.comparing import ComparisonContext, compare_person
from lms.people.workbooks.planning.deciding import Decisions, apply_decisions, note_decision
from lms.people.workbooks.planning.files import PersonFile, PlannedWrite, files_of
from lms.people.workbooks.planning.matching import PersonMatcher, WorkbookPerson
from lms.people.workbooks.planning.outcomes import Outcome, RowPlan, plan_refused_row
from lms.people.workbooks.planning.placing import place_rows
from lms.people.workbooks.planning.refusing import ValueRefused, refuse_row, refusing_at
from lms.people.workbooks.planning.units import WorkbookUnits
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow
from lms.people.workbooks.warning_kinds import Decision


@dataclass(slots=True)
class PersonPlan:
    """What is written of one person. `official` None: a new person with `code`."""

    official: int | None
    code: str
    writes: list[PlannedWrite]


@dataclass(slots=True)
class WorkbookPlan:
    """`people`: those of whom something is written; `digest`: equal for plans that do the same."""

    rows: list[RowPlan] = field(default_factory=list)
    people: list[PersonPlan] = field(default_factory=list)
    digest: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """rows = new + changed + unchanged + refused + left_out."""
        outcomes = Counter(str(row.outcome) for row in self.rows)
        return {"rows": len(self.rows)} | {name: outcomes[name] for name in Outcome.values}


def plan_workbook(
    actor: Actor,
    unit: Unit,
    day: dt.date,
    file_rows: Iterable[PersonRow | RefusedRow],
    *,
    decisions: Decisions | None = None,
    lock: bool = False,
    step: Callable[[int], None] = lambda _count: None,
) -> WorkbookPlan:
    """Compare what was read with the register, as the office decided about rows with warnings.

    `lock` locks the people who are found until the transaction ends. `step` is called with the
    number of rows done.
    """
    workbook_plan = WorkbookPlan()
    rows = _rows_to_plan(workbook_plan, file_rows, decisions or {})
    step(len(workbook_plan.rows))
    context = ComparisonContext(
        unit,
        day,
        WorkbookUnits(unit, day),
        RatingScales(unit),
        entry_rules_of(unit, day),
        actor.user_id,
    )
    rows, elsewhere = place_rows(rows, context.units, day)
    workbook_plan.rows += map(plan_refused_row, elsewhere)
    step(len(elsewhere))
    people, refused = PersonMatcher(actor, unit, day, rows).match_people(rows)
    workbook_plan.rows += map(plan_refused_row, refused)
    step(len(refused))
    codes = _count_codes(context.units, [person.code for person in people])
    if lock:
        _lock_people(_keys_of(people))
    for part in chunks(people):
        files = files_of(_keys_of(part))
        for person in part:
            file = PersonFile(None, person.code) if person.pk is None else files[person.pk]
            _plan_person(workbook_plan, person, file, context, codes)
            step(len(person.rows))
    _sort_rows(workbook_plan)
    if decisions:
        workbook_plan.rows = [note_decision(row, decisions) for row in workbook_plan.rows]
    workbook_plan.digest = _digest_of(workbook_plan)
    return workbook_plan


def _rows_to_plan(
    workbook_plan: WorkbookPlan, file_rows: Iterable[PersonRow | RefusedRow], decisions: Decisions
) -> list[PersonRow]:
    """The rows to compare with the register; those that are refused or left out are in the plan."""
    rows: list[PersonRow] = []
    for row in file_rows:
        if isinstance(row, RefusedRow):
            workbook_plan.rows.append(plan_refused_row(row))
        else:
            rows.append(row)
    rows, left_out = apply_decisions(rows, decisions)
    workbook_plan.rows += left_out
    return rows


def _keys_of(people: Iterable[WorkbookPerson]) -> list[int]:
    """The keys of those who are in the register."""
    return [person.pk for person in people if person.pk is not None]


def _sort_rows(workbook_plan: WorkbookPlan) -> None:
    """Bring the rows into the order of the workbook: sheets as they were met, rows by number."""
    sheets = dict.fromkeys(row.sheet for row in workbook_plan.rows)
    order = {name: position for position, name in enumerate(sheets)}
    workbook_plan.rows.sort(key=lambda row: (order[row.sheet], row.number, row.block))


def _plan_person(
    workbook_plan: WorkbookPlan,
    person: WorkbookPerson,
    known_file: PersonFile,
    context: ComparisonContext,
    codes: CodeCounter,
) -> None:
    """Add what the rows about one person do; all of them are refused for the actor's own file."""
    file, rows = compare_person(known_file, person.rows, context)
    if file.writes:
        try:
            with refusing_at("full_name"):
                check_not_own_file(context.user_id, file.user)
        except ValueRefused as refusal:
            workbook_plan.rows += [
                plan_refused_row(refuse_row(row, refusal.key, refusal.reason))
                for row in person.rows
            ]
            return
    workbook_plan.rows += rows
    if not file.writes:
        return
    if file.pk is None and not file.code:
        file.code = codes.next_code(context.units.by_pk[_unit_of(file)].code)
    _complete_writes(file)
    workbook_plan.people.append(PersonPlan(file.pk, file.code, file.writes))


def _complete_writes(file: PersonFile) -> None:
    """Fill in what needs the person's code: the code of a new entry, the source of a course."""
    for write in file.writes:
        if write.table == table_of(Official) and write.row is None:
            write.values["code"] = file.code
        if write.table == table_of(TrainingRecord):
            write.values["source"] = _source_of(file, write.values)


def _lock_people(keys: list[int]) -> None:
    """Lock all at once and in one order, so that nobody who holds some of them waits for others in
    turn.
    """
    for part in chunks(sorted(keys)):
        rows = Official.objects.select_for_update(no_key=True).filter(pk__in=part).order_by("pk")
        list(rows.values_list("pk"))


def _unit_of(file: PersonFile) -> int:
    """The unit of the post that a new person gets."""
    return next(write.values["unit_id"] for write in file.writes if write.table == table_of(Post))


def _source_of(file: PersonFile, course: dict[str, Any]) -> str:
    """The key by which a course of this person's history is stored once."""
    course_words = json.dumps(
        [course[key] for key in ("title", "school", "starts_on", "ends_on")], default=str
    )
    # a code may look like somebody's primary key
    person = file.pk or f"new-{file.code}"
    return f"import:{person}:{hashlib.sha256(course_words.encode()).hexdigest()[:32]}"


def _count_codes(units: WorkbookUnits, written: Iterable[str]) -> CodeCounter:
    """Counts on from the codes of the units in the register and those written in the workbook."""
    taken = list(written)
    # in parts: SQLite refuses an expression that is too deep
    for part in chunks(sorted(place.code for place in units.by_pk.values()), 200):
        scope = Q(pk__in=[])
        for code in part:
            scope |= Q(code__startswith=f"{code}-")
        taken += Official.objects.filter(scope).values_list("code", flat=True)
    return CodeCounter(taken)


def _digest_of(workbook_plan: WorkbookPlan) -> str:
    """A hash of what would be written, person by person, and of what is refused or left out.

    Accepting a proposal changes nothing that was shown, and is equal to not having decided.
    """
    digest = hashlib.sha256()
    for person in workbook_plan.people:
        writes = [[write.table, write.row, write.values] for write in person.writes]
        content = [person.official, person.code, writes]
        digest.update(json.dumps(content, sort_keys=True, default=str).encode())
    for row in workbook_plan.rows:
        decision = "" if row.decision == Decision.PROPOSAL else row.decision
        parts = (row.sheet, row.number, row.block, row.outcome, row.cell, decision)
        digest.update("\0".join(map(str, parts)).encode() + b"\n")
    return digest.hexdigest()
