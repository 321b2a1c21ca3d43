"""Which person a row is about: by code, else by ID number, else by name and birth date in the unit
of the workbook.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.core import clock, text
from lms.core.actor import Actor
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import on_day, roles_of
from lms.people.organisation.queries import below, subtree
from lms.people.personnel.models import Official, Post, Sensitive
from lms.people.workbooks.journal import chunks
from lms.people.workbooks.planning.refusing import Refused, refusal
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow

_PADDED = 12


@dataclass(slots=True, eq=False)
class Person:
    """One person of the workbook with all rows about him; `pk` None: nobody whom the unit knows."""

    pk: int | None = None
    code: str = ""
    rows: list[PersonRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    pk: int
    code: str
    bag: tuple[str, ...]
    low: str
    birth_date: dt.date


def bag(name: str) -> tuple[str, ...]:
    """The words of a name without marks and order."""
    return tuple(sorted(text.fold(name).split()))


class Matching:
    """Everybody whom the rows might mean, read beforehand: three queries a chunk of rows, three for
    the units.
    """

    def __init__(self, actor: Actor, unit: Unit, day: dt.date, rows: Sequence[PersonRow]) -> None:
        self._reach = _Reach(actor, unit, day)
        self._known: dict[int, Known] = {}
        self._codes: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._named: dict[tuple[tuple[str, ...], dt.date], list[int]] = defaultdict(list)
        self._by_code({code for row in rows for code in _codes_of(row)})
        self._by_id({row.id_number for row in rows if row.id_number})
        self._by_birth({row.birth_date for row in rows if row.birth_date})
        self._within = self._reach.among(self._known)

    def people(self, rows: Iterable[PersonRow]) -> tuple[list[Person], list[RefusedRow]]:
        """The rows of each person together, in the order of the workbook; and rows that cannot be
        anybody's.
        """
        refused: list[RefusedRow] = []
        met = _Met()
        for row in rows:
            try:
                pk = self._whose(row)
                met.add(row, pk, self._known[pk].code if pk else "")
            except Refused as no:
                refused.append(refusal(row, no.key, no.reason))
        return met.people, refused

    def _whose(self, row: PersonRow) -> int | None:
        by_code = next((self._codes[code] for code in _codes_of(row) if code in self._codes), None)
        by_id = self._ids.get(row.id_number) if row.id_number else None
        if by_code is not None:
            return self._checked(row, by_code, "code")
        found = self._by_name(row) if by_id is None else self._checked(row, by_id, "id_number")
        if found is not None and row.code and not row.code_was_number:
            raise Refused(
                "code",
                _("This person stands in the register with the code %(code)s.")
                % {"code": self._known[found].code},
            )
        return found

    def _checked(self, row: PersonRow, pk: int, key: str) -> int:
        """The person behind a code or number, if the unit may know him and the row means him."""
        known = self._known[pk]
        if pk not in self._within:
            raise Refused(
                key,
                _(
                    "This code or number cannot be used here: check it, or ask the training"
                    " authority."
                ),
            )
        other_name = bool(row.full_name) and bag(row.full_name) != known.bag
        other_day = row.birth_date is not None and row.birth_date != known.birth_date
        if other_name and (other_day or row.birth_date is None or not _is_near(row, known)):
            raise Refused(
                key, _("In the register this code or number belongs to somebody else of your unit.")
            )
        return pk

    def _by_name(self, row: PersonRow) -> int | None:
        if not row.full_name or row.birth_date is None:
            return None
        found = [
            pk
            for pk in self._named.get((bag(row.full_name), row.birth_date), ())
            if pk in self._within
        ]
        low = row.full_name.lower()
        exact = [pk for pk in found if self._known[pk].low == low]
        folded = [pk for pk in found if text.fold(self._known[pk].low) == text.fold(low)]
        for closer in (exact, folded, found):
            if len(closer) == 1:
                return closer[0]
        if found:
            raise Refused(
                "full_name",
                _("Several people have this name and birth date: write the staff code."),
            )
        return None

    def _by_code(self, codes: set[str]) -> None:
        columns = ("pk", "code", "merged_into_id")
        merged: dict[str, int] = {}
        for part in chunks(sorted(codes)):
            for pk, code, into in Official.objects.filter(code__in=part).values_list(*columns):
                (merged if into else self._codes)[code] = into or pk
        while further := _merged_on(merged.values()):
            merged = {code: further.get(pk, pk) for code, pk in merged.items()}
        self._codes |= merged
        self._take({*self._codes.values()})

    def _by_id(self, numbers: set[str]) -> None:
        for part in chunks(sorted(numbers)):
            rows = Sensitive.objects.filter(id_number__in=part, official__merged_into=None)
            self._ids |= dict(rows.values_list("id_number", "official_id"))
        self._take({*self._ids.values()} - self._known.keys())

    def _take(self, keys: set[int]) -> None:
        for part in chunks(sorted(keys)):
            self._learn(Q(pk__in=part))

    def _by_birth(self, days: set[dt.date]) -> None:
        near = self._reach.officials_near()
        for part in chunks(sorted(days)):
            self._learn(Q(birth_date__in=part, merged_into=None), near)

    def _learn(self, scope: Q, among: set[int] | None = None) -> None:
        columns = ("pk", "code", "full_name", "birth_date")
        for pk, code, name, birth in Official.objects.filter(scope).values_list(*columns):
            if pk not in self._known and (among is None or pk in among):
                self._known[pk] = Known(pk, code, bag(name), name.lower(), birth)
                self._named[self._known[pk].bag, birth].append(pk)


def _merged_on(keys: Iterable[int]) -> dict[int, int]:
    """Those of the entries that were merged into others themselves."""
    rows = Official.objects.filter(pk__in=set(keys)).exclude(merged_into=None)
    return dict(rows.values_list("pk", "merged_into_id"))


def _is_near(row: PersonRow, known: Known) -> bool:
    """Whether a name may be the other one, corrected: all words but one are the same."""
    words = set(bag(row.full_name))
    return len(words & set(known.bag)) >= max(len(words), len(known.bag)) - 1


class _Reach:
    """Whom a workbook of the unit may mean: who stood in it on its day or ever, and nobody who is
    elsewhere now.

    Who has left the service is where he was last: else a list of his former unit would open the
    file of the years since.
    """

    def __init__(self, actor: Actor, unit: Unit, day: dt.date) -> None:
        self.actor = actor
        self.day = day
        self.today = clock.today()
        self.then = below(unit, day, "unit__")
        self.now = subtree(unit, "unit__")

    def among(self, keys: Iterable[int]) -> set[int]:
        """Those of `keys` who are within it."""
        found: set[int] = set()
        for part in chunks(sorted(keys)):
            found |= self._of(part)
        return found

    def _of(self, part: list[int]) -> set[int]:
        posts = Post.objects.filter(official__in=part)
        here = set(
            posts.filter(self.now, self._open(self.today)).values_list("official", flat=True)
        )
        then = set(posts.filter(self.then, on_day(self.day)).values_list("official", flat=True))
        past = self._near(posts)
        ends: dict[int, list[tuple[dt.date, str]]] = defaultdict(list)
        for official, end, path in posts.values_list("official", "valid_to", "unit__path"):
            ends[official].append((end or dt.date.max, path))
        last = {pk: min(max(rows)[0], self.today) for pk, rows in ends.items()}
        gone = {pk for pk in past if last[pk] < self.today}
        elsewhere = {
            pk
            for pk, rows in ends.items()
            if any(end >= last[pk] and not self._keeps(path) for end, path in rows)
        }
        return here | ((then | gone) - elsewhere)

    def officials_near(self) -> set[int]:
        """Keys of all who ever had a post at the units of the day or of today."""
        return self._near(Post.objects.all())

    def _near(self, posts: QuerySet[Post]) -> set[int]:
        # one after the other: both joined by "or" have PostgreSQL look at every post
        then = posts.filter(self.then).values_list("official", flat=True)
        now = posts.filter(self.now).values_list("official", flat=True)
        return {*then, *now}

    def _keeps(self, path: str) -> bool:
        return self.actor.is_system or any(
            held.role in (Role.UNIT_MANAGER, Role.AUTHORITY) and path.startswith(held.unit.path)
            for held in roles_of(self.actor)
        )

    @staticmethod
    def _open(today: dt.date) -> Q:
        """Running, or to begin."""
        return Q(valid_to=None) | Q(valid_to__gte=today)


class _Met:
    """The people whom the rows so far were about."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._pks: dict[int, Person] = {}
        self._codes: dict[str, Person] = {}
        self._ids: dict[str, Person] = {}
        self._names: dict[tuple[tuple[str, ...], dt.date], list[Person]] = defaultdict(list)

    def add(self, row: PersonRow, pk: int | None, code: str) -> None:
        person = self._find(row, pk)
        if person is None:
            person = Person(pk, code)
            self.people.append(person)
        self._remember(person, row, pk)

    def _find(self, row: PersonRow, pk: int | None) -> Person | None:
        if pk is not None:
            return self._pks.get(pk)
        if row.code and row.code.upper() in self._codes:
            return self._same(row, self._codes[row.code.upper()], "code")
        if row.id_number and row.id_number in self._ids:
            found = self._same(row, self._ids[row.id_number], "id_number")
            if row.code and found.code:
                raise Refused(
                    "id_number",
                    _("Row %(row)d has this number with another staff code.")
                    % {"row": found.rows[0].number},
                )
            return found
        alike = self._alike(row)
        if len(alike) > 1:
            raise Refused(
                "full_name",
                _("Several people have this name and birth date: write the staff code."),
            )
        return alike[0] if alike else None

    def _alike(self, row: PersonRow) -> list[Person]:
        if not row.full_name or row.birth_date is None:
            return []
        found = self._names.get((bag(row.full_name), row.birth_date), [])
        ids = {row.id_number, ""}
        return [
            one
            for one in found
            if not (row.code and one.code)
            and all(r.id_number in ids or not row.id_number for r in one.rows)
        ]

    def _same(self, row: PersonRow, person: Person, key: str) -> Person:
        """The one of earlier rows with this code or number, unless the rows speak of two people."""
        first = next((r for r in person.rows if r.full_name), None)
        if first and row.full_name and bag(first.full_name) != bag(row.full_name):
            raise Refused(
                key,
                _("Row %(row)d has this code or number for somebody else.") % {"row": first.number},
            )
        return person

    def _remember(self, person: Person, row: PersonRow, pk: int | None) -> None:
        person.rows.append(row)
        person.code = person.code or row.code
        if pk is not None:
            self._pks[pk] = person
        if row.code:
            self._codes.setdefault(row.code.upper(), person)
        if row.id_number:
            self._ids.setdefault(row.id_number, person)
        if row.full_name and row.birth_date:
            alike = self._names[bag(row.full_name), row.birth_date]
            if person not in alike:
                alike.append(person)


def _codes_of(row: PersonRow) -> list[str]:
    """The code as written, in capitals, and with the zeros that a number has lost."""
    if not row.code:
        return []
    padded = (
        [row.code.zfill(n) for n in range(len(row.code) + 1, _PADDED + 1)]
        if row.code_was_number
        else []
    )
    return list(dict.fromkeys([row.code, row.code.upper(), *padded]))
