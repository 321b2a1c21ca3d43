"""All rows of a workbook against the register: who is new, what changes, what is refused, and a
hash of all that.
"""

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.people.organisation.models import Unit
from lms.people.personnel.models import Official, Post, TrainingRecord
from lms.people.workbooks.journal import chunks, table_of
from lms.people.workbooks.planning.adding import Scales
from lms.people.workbooks.planning.comparing import Asked, Outcome, RowPlan, compared, plan_of
from lms.people.workbooks.planning.files import File, Write, files_of
from lms.people.workbooks.planning.matching import Matching, Person
from lms.people.workbooks.planning.refusing import refusal
from lms.people.workbooks.planning.units import Places
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow

_LAST = re.compile(r"-(\d{1,9})$")


@dataclass(slots=True)
class PersonPlan:
    """`official` None: somebody new with `code`."""

    official: int | None
    code: str
    writes: list[Write]


@dataclass(slots=True)
class Plan:
    """`people`: those of whom something is written; `digest`: the same for the same doing."""

    rows: list[RowPlan] = field(default_factory=list)
    people: list[PersonPlan] = field(default_factory=list)
    digest: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """rows = new + changed + unchanged + refused."""
        found = Counter(str(row.outcome) for row in self.rows)
        return {"rows": len(self.rows)} | {name: found[name] for name in Outcome.values}


def plan(
    actor: Actor,
    unit: Unit,
    day: dt.date,
    read: Iterable[PersonRow | RefusedRow],
    *,
    lock: bool = False,
    step: Callable[[int], None] = lambda _n: None,
) -> Plan:
    """Compare what was read with the register.

    `lock` holds the people who are met until the transaction ends.
    """
    made = Plan()
    rows: list[PersonRow] = []
    for one in read:
        if isinstance(one, RefusedRow):
            made.rows.append(plan_of(one))
        else:
            rows.append(one)
    step(len(made.rows))
    own = Official.objects.filter(user_id=actor.key).values_list("pk", flat=True).first()
    asked = Asked(unit, day, Places(unit, day), Scales(unit), own)
    people, refused = Matching(actor, unit, day, rows).people(rows)
    made.rows += map(plan_of, refused)
    step(len(refused))
    codes = _Codes(unit, asked.places, [person.code for person in people])
    if lock:
        _hold([one.pk for one in people if one.pk is not None])
    for part in chunks(people):
        files = files_of([one.pk for one in part if one.pk is not None])
        for person in part:
            _person(made, person, files, asked, codes)
            step(len(person.rows))
    order = {name: at for at, name in enumerate(dict.fromkeys(row.sheet for row in made.rows))}
    made.rows.sort(key=lambda row: (order[row.sheet], row.number))
    made.digest = _digest(made)
    return made


def _person(
    made: Plan, person: Person, files: dict[int, File], asked: Asked, codes: "_Codes"
) -> None:
    known = files[person.pk] if person.pk is not None else File(None, person.code)
    file, rows = compared(known, person.rows, asked)
    if file.writes and person.pk is not None and person.pk == asked.own:
        no = _("Nobody keeps his own file. Ask the training authority above your unit to enter it.")
        made.rows += [plan_of(refusal(row, "full_name", no)) for row in person.rows]
        return
    made.rows += rows
    if not file.writes:
        return
    if file.pk is None and not file.code:
        file.code = codes.next_at(_unit_of(file))
    for write in file.writes:
        if write.table == table_of(Official) and write.row is None:
            write.values["code"] = file.code
        if write.table == table_of(TrainingRecord):
            write.values["source"] = _source(file, write.values)
    made.people.append(PersonPlan(file.pk, file.code, file.writes))


def _hold(keys: list[int]) -> None:
    """All at once and in one order, so that nobody who holds some of them waits for others in
    turn.
    """
    for part in chunks(sorted(keys)):
        rows = Official.objects.select_for_update(no_key=True).filter(pk__in=part).order_by("pk")
        list(rows.values_list("pk"))


def _unit_of(file: File) -> int:
    return next(w.values["unit_id"] for w in file.writes if w.table == table_of(Post))


def _source(file: File, course: dict[str, Any]) -> str:
    said = json.dumps(
        [course[key] for key in ("title", "school", "starts_on", "ends_on")], default=str
    )
    # a code may look like somebody's primary key
    whose = file.pk or f"new-{file.code}"
    return f"import:{whose}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


class _Codes:
    """The next free staff codes: a unit's code and a number, as personnel.queries.next_code gives
    them.
    """

    def __init__(self, unit: Unit, places: Places, written: Iterable[str]) -> None:
        self.places = places
        self._last: Counter[str] = Counter()
        scope = Q(pk__in=[])
        for part in chunks(sorted(place.code for place in places.by_pk.values()), 200):
            scope = Q(pk__in=[])
            for code in part:
                scope |= Q(code__startswith=f"{code}-")
            self._note(Official.objects.filter(scope).values_list("code", flat=True))
        self._note(written)

    def next_at(self, unit: int) -> str:
        before = self.places.by_pk[unit].code
        self._last[before] += 1
        return f"{before}-{self._last[before]:03d}"

    def _note(self, codes: Iterable[str]) -> None:
        for code in codes:
            found = _LAST.search(code)
            if found:
                before = code[: found.start()]
                self._last[before] = max(self._last[before], int(found[1]))


def _digest(made: Plan) -> str:
    """Of what would be written, person by person, and of what is refused."""
    whole = hashlib.sha256()
    for person in made.people:
        said = [person.official, person.code, [[w.table, w.row, w.values] for w in person.writes]]
        whole.update(json.dumps(said, sort_keys=True, default=str).encode())
    for row in made.rows:
        whole.update(f"{row.sheet}\0{row.number}\0{row.outcome}\0{row.cell}\n".encode())
    return whole.hexdigest()
