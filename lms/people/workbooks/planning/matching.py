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
from lms.people.accounts.names import may_be_one_name, name_words
from lms.people.organisation.models import Role, Unit
from lms.people.organisation.policies import on_day, roles_of
from lms.people.organisation.queries import in_subtree_of, stood_below
from lms.people.personnel.models import Official, Post, Sensitive
from lms.people.personnel.rules.ages import BirthDate, BirthPrecision
from lms.people.workbooks.journal import chunks
from lms.people.workbooks.planning.refusing import ValueRefused, refuse_row
from lms.people.workbooks.reading.rows import PersonRow, RefusedRow

# Codes with zeros before them are tried up to this length.
_LONGEST_PADDED = 12


@dataclass(slots=True, eq=False)
class WorkbookPerson:
    """One person of the workbook with all rows about them; `pk` None: not known to the unit."""

    pk: int | None = None
    code: str = ""
    rows: list[PersonRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KnownOfficial:
    """An official whom a row may mean. `words`: see `name_words`; `low`: the name in lower case."""

    pk: int
    code: str
    words: tuple[str, ...]
    low: str
    birth: BirthDate


class PersonMatcher:
    """All officials whom the rows might mean, read beforehand: three queries a chunk of rows, three
    for the units.
    """

    def __init__(self, actor: Actor, unit: Unit, day: dt.date, rows: Sequence[PersonRow]) -> None:
        self._reach = _Reach(actor, unit, day)
        self._known: dict[int, KnownOfficial] = {}
        self._codes: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._named: dict[tuple[tuple[str, ...], int], list[int]] = defaultdict(list)
        self._load_by_code({code for row in rows for code in _codes_of(row)})
        self._load_by_id({row.id_number for row in rows if row.id_number})
        self._load_by_birth({row.birth for row in rows if row.birth})
        self._within = self._reach.keys_within(self._known)

    def match_people(
        self, rows: Iterable[PersonRow]
    ) -> tuple[list[WorkbookPerson], list[RefusedRow]]:
        """The rows of each person together, in the order of the workbook; and rows that cannot be
        anybody's.
        """
        refused: list[RefusedRow] = []
        people = _PeopleSoFar()
        for row in rows:
            try:
                pk = self._official_of(row)
                people.add_row(row, pk, self._known[pk].code if pk else "")
            except ValueRefused as refusal_of_row:
                refused.append(refuse_row(row, refusal_of_row.key, refusal_of_row.reason))
        return people.people, refused

    def _official_of(self, row: PersonRow) -> int | None:
        """The official whom the row means: by code, else by ID number, else by name and birth
        date.

        None: nobody whom the unit knows. Refused where code, number and name do not fit together.
        """
        for code in _codes_of(row):
            if code in self._codes:
                return self._checked(row, self._codes[code], "code")
        if row.id_number in self._ids:
            pk: int | None = self._checked(row, self._ids[row.id_number], "id_number")
        else:
            pk = self._find_by_name(row)
        if pk is not None and row.code and not row.code_was_number:
            raise ValueRefused(
                "code",
                _("This person stands in the register with the code %(code)s.")
                % {"code": self._known[pk].code},
            )
        return pk

    def _checked(self, row: PersonRow, pk: int, key: str) -> int:
        """The official behind a code or number. Refused if the unit may not know them, or the row
        means somebody else.
        """
        official = self._known[pk]
        if pk not in self._within:
            # the same words whether or not there is such a person: nobody can probe for others
            raise ValueRefused(
                key,
                _(
                    "This code or number cannot be used here: check it, or ask the training"
                    " authority."
                ),
            )
        if not row.full_name or name_words(row.full_name) == official.words:
            return pk
        # the birth date confirms a name that was corrected, or nothing does
        is_same_day = row.birth is not None and row.birth.may_be(official.birth)
        if not is_same_day or not _is_near(row, official):
            raise ValueRefused(
                key, _("In the register this code or number belongs to somebody else of your unit.")
            )
        return pk

    def _find_by_name(self, row: PersonRow) -> int | None:
        """The only official with this name and birth date, or the only one written exactly so.

        Refused where there are several.
        """
        matches = self._namesakes_of(row)
        if not matches:
            return None
        low = row.full_name.lower()
        exact = [official for official in matches if official.low == low]
        folded = [
            official
            for official in matches
            if text.fold_marks(official.low) == text.fold_marks(low)
        ]
        for candidates in (exact, folded, matches):
            if len(candidates) == 1:
                return candidates[0].pk
        raise ValueRefused(
            "full_name",
            _("Several people have this name and birth date: write the staff code."),
        )

    def _namesakes_of(self, row: PersonRow) -> list[KnownOfficial]:
        """Officials within reach who have the words of this name and the birth date; else those
        whose birth date may be that one, where either lacks day or month.
        """
        born = row.birth
        if not row.full_name or born is None:
            return []
        keys = self._named.get((name_words(row.full_name), born.day.year), [])
        namesakes = [self._known[pk] for pk in keys if pk in self._within]
        same_date = [official for official in namesakes if official.birth == born]
        return same_date or [official for official in namesakes if official.birth.may_be(born)]

    def _load_by_code(self, codes: set[str]) -> None:
        """Read the officials with these codes; a merged entry stands for the one that is left."""
        columns = ("pk", "code", "merged_into_id")
        merged: dict[str, int] = {}
        for part in chunks(sorted(codes)):
            for pk, code, into in Official.objects.filter(code__in=part).values_list(*columns):
                if into:
                    merged[code] = into
                else:
                    self._codes[code] = pk
        # an entry may have been merged into one that was merged later itself
        while further := _merged_on(merged.values()):
            merged = {code: further.get(pk, pk) for code, pk in merged.items()}
        self._codes |= merged
        self._load({*self._codes.values()})

    def _load_by_id(self, numbers: set[str]) -> None:
        for part in chunks(sorted(numbers)):
            rows = Sensitive.objects.filter(id_number__in=part, official__merged_into=None)
            self._ids |= dict(rows.values_list("id_number", "official_id"))
        self._load({*self._ids.values()} - self._known.keys())

    def _load(self, keys: set[int]) -> None:
        for part in chunks(sorted(keys)):
            self._load_where(Q(pk__in=part))

    def _load_by_birth(self, dates: set[BirthDate]) -> None:
        near = self._reach.officials_near()
        for part in chunks(sorted(born.day for born in dates if born.is_complete)):
            self._load_where(Q(birth_date__in=part, merged_into=None), near)
        # where a day is missing on one side, the year must do
        rough = ~Q(birth_precision=BirthPrecision.DAY)
        years = {born.day.year for born in dates if not born.is_complete}
        if years:
            rough |= Q(birth_date__year__in=years)
        self._load_where(rough & Q(merged_into=None), near)

    def _load_where(self, scope: Q, among: set[int] | None = None) -> None:
        columns = ("pk", "code", "full_name", "birth_date", "birth_precision")
        for pk, code, name, day, precision in Official.objects.filter(scope).values_list(*columns):
            is_wanted = among is None or pk in among
            if is_wanted and pk not in self._known:
                born = BirthDate(day, BirthPrecision(precision))
                self._known[pk] = KnownOfficial(pk, code, name_words(name), name.lower(), born)
                self._named[self._known[pk].words, day.year].append(pk)


def _merged_on(keys: Iterable[int]) -> dict[int, int]:
    """Those of the entries that were merged themselves → the entry they were merged into."""
    rows = Official.objects.filter(pk__in=set(keys)).exclude(merged_into=None)
    return dict(rows.values_list("pk", "merged_into_id"))


def _is_near(row: PersonRow, official: KnownOfficial) -> bool:
    """Whether a name may be the other one, corrected: all words but one are the same."""
    words = set(name_words(row.full_name))
    longest = max(len(words), len(official.words))
    return len(words & set(official.words)) >= longest - 1


class _Reach:
    """Whom a workbook of the unit may mean: people who were in it on its day or ever, and nobody
    who is elsewhere now.

    People who have left the service count where they were last: else a list of a former unit would
    open the files of the years since.
    """

    def __init__(self, actor: Actor, unit: Unit, day: dt.date) -> None:
        self.actor = actor
        self.day = day
        self.today = clock.today()
        self.then = stood_below(unit, day, "unit__")
        self.now = in_subtree_of(unit, "unit__")

    def keys_within(self, keys: Iterable[int]) -> set[int]:
        """Those of `keys` whom the workbook may mean."""
        within: set[int] = set()
        for part in chunks(sorted(keys)):
            within |= self._part_within(part)
        return within

    def _part_within(self, part: list[int]) -> set[int]:
        posts = Post.objects.filter(official__in=part)
        # running, or to begin
        not_over = Q(valid_to=None) | Q(valid_to__gte=self.today)
        here_now = set(posts.filter(self.now, not_over).values_list("official", flat=True))
        here_then = set(
            posts.filter(self.then, on_day(self.day)).values_list("official", flat=True)
        )
        ever_here = self._ever_here(posts)
        ends: dict[int, list[tuple[dt.date, str]]] = defaultdict(list)
        for official, end, path in posts.values_list("official", "valid_to", "unit__path"):
            ends[official].append((end or dt.date.max, path))
        # the last day of each in any post, today for those in service
        last = {pk: min(max(posts_of)[0], self.today) for pk, posts_of in ends.items()}
        retired_from_here = {pk for pk in ever_here if last[pk] < self.today}
        elsewhere = {pk for pk, posts_of in ends.items() if self._is_elsewhere(posts_of, last[pk])}
        return here_now | ((here_then | retired_from_here) - elsewhere)

    def officials_near(self) -> set[int]:
        """Keys of all who ever had a post at the units of the day or of today."""
        return self._ever_here(Post.objects.all())

    def _ever_here(self, posts: QuerySet[Post]) -> set[int]:
        # Two queries: joined by "or", PostgreSQL would look at every post.
        then = posts.filter(self.then).values_list("official", flat=True)
        now = posts.filter(self.now).values_list("official", flat=True)
        return {*then, *now}

    def _is_elsewhere(self, posts_of: list[tuple[dt.date, str]], last: dt.date) -> bool:
        """Whether one of the last posts (end, path of its unit) is where the actor keeps no
        files.
        """
        return any(end >= last and not self._keeps_files_at(path) for end, path in posts_of)

    def _keeps_files_at(self, path: str) -> bool:
        if self.actor.is_system:
            return True
        return any(
            grant.role in (Role.UNIT_MANAGER, Role.AUTHORITY) and path.startswith(grant.unit.path)
            for grant in roles_of(self.actor)
        )


class _PeopleSoFar:
    """The people whom the rows so far were about."""

    def __init__(self) -> None:
        self.people: list[WorkbookPerson] = []
        self._pks: dict[int, WorkbookPerson] = {}
        self._codes: dict[str, WorkbookPerson] = {}
        self._ids: dict[str, WorkbookPerson] = {}
        self._names: dict[tuple[tuple[str, ...], int], list[WorkbookPerson]] = defaultdict(list)

    def add_row(self, row: PersonRow, pk: int | None, code: str) -> None:
        """Add a row to its person. Refused where it contradicts the rows before it."""
        person = self._find_person(row, pk)
        if person is None:
            person = WorkbookPerson(pk, code)
            self.people.append(person)
        self._remember_row(person, row, pk)

    def _find_person(self, row: PersonRow, pk: int | None) -> WorkbookPerson | None:
        if pk is not None:
            return self._check_spelling(row, self._pks.get(pk))
        if row.code and row.code.upper() in self._codes:
            return self._check_name(row, self._codes[row.code.upper()], "code")
        if row.id_number and row.id_number in self._ids:
            person = self._check_name(row, self._ids[row.id_number], "id_number")
            if row.code and person.code:
                raise ValueRefused(
                    "id_number",
                    _("Row %(row)d has this number with another staff code.")
                    % {"row": person.rows[0].number},
                )
            return person
        return self._only_namesake(row)

    def _only_namesake(self, row: PersonRow) -> WorkbookPerson | None:
        """The person with this name and birth date. Refused where it may be another one."""
        namesakes = self._namesakes_of(row)
        if len(namesakes) > 1:
            raise ValueRefused(
                "full_name",
                _("Several people have this name and birth date: write the staff code."),
            )
        if namesakes and _are_two_entries(row, namesakes[0]):
            raise ValueRefused(
                "full_name",
                _(
                    "Row %(row)d has this name and year of birth, too. If they are two people,"
                    " write whole birth dates, staff codes or ID numbers; if they are one, leave"
                    " one row."
                )
                % {"row": namesakes[0].rows[0].number},
            )
        return namesakes[0] if namesakes else None

    def _namesakes_of(self, row: PersonRow) -> list[WorkbookPerson]:
        """People with this name and birth date whose code and ID number may be the row's."""
        born = row.birth
        if not row.full_name or born is None:
            return []
        people = self._names.get((name_words(row.full_name), born.day.year), [])
        return [
            person
            for person in people
            if all(earlier.birth is None or earlier.birth.may_be(born) for earlier in person.rows)
            and not (row.code and person.code)
            and self._may_have_id(person, row.id_number)
            and self._may_have_name(person, row)
        ]

    def _check_spelling(
        self, row: PersonRow, person: WorkbookPerson | None
    ) -> WorkbookPerson | None:
        """The person, unless name and birth date alone say so and an earlier row spells another
        name: "Lò Văn Tám" and "Lò Văn Tâm" are two people, of whom the register knows one.
        """
        if person is None or row.code or row.id_number:
            return person
        if row.full_name and not self._may_have_name(person, row):
            raise ValueRefused(
                "full_name",
                _(
                    "Row %(row)d has a name that differs in its marks alone and the same birth"
                    " date. If they are two people, write their staff codes or ID numbers."
                )
                % {"row": person.rows[0].number},
            )
        return person

    @staticmethod
    def _may_have_name(person: WorkbookPerson, row: PersonRow) -> bool:
        """Whether no row of the person spells another name; one sheet spells it in one way."""
        return all(
            may_be_one_name(earlier.full_name, row.full_name, same_hand=earlier.sheet == row.sheet)
            for earlier in person.rows
            if earlier.full_name
        )

    @staticmethod
    def _may_have_id(person: WorkbookPerson, id_number: str) -> bool:
        """Whether no row of the person has another ID number."""
        if not id_number:
            return True
        return all(row.id_number in (id_number, "") for row in person.rows)

    def _check_name(self, row: PersonRow, person: WorkbookPerson, key: str) -> WorkbookPerson:
        """The person of earlier rows with this code or number, unless the rows name two people."""
        first = next((earlier for earlier in person.rows if earlier.full_name), None)
        if first and row.full_name and name_words(first.full_name) != name_words(row.full_name):
            raise ValueRefused(
                key,
                _("Row %(row)d has this code or number for somebody else.") % {"row": first.number},
            )
        return person

    def _remember_row(self, person: WorkbookPerson, row: PersonRow, pk: int | None) -> None:
        person.rows.append(row)
        person.code = person.code or row.code
        if pk is not None:
            self._pks[pk] = person
        if row.code:
            self._codes.setdefault(row.code.upper(), person)
        if row.id_number:
            self._ids.setdefault(row.id_number, person)
        if row.full_name and row.birth_date:
            namesakes = self._names[name_words(row.full_name), row.birth_date.year]
            if person not in namesakes:
                namesakes.append(person)


def _are_two_entries(row: PersonRow, person: WorkbookPerson) -> bool:
    """Whether a list has two entries of whom only name and year of birth say that they are one.

    Of one person several rows may list ratings or courses, or stand beside one merged name.
    """
    return any(
        _is_entry(row)
        and _is_entry(earlier)
        and earlier.sheet == row.sheet
        and earlier.cells.get("full_name") != row.cells.get("full_name")
        and not (row.code or row.id_number or earlier.code or earlier.id_number)
        for earlier in person.rows
    )


def _is_entry(row: PersonRow) -> bool:
    """Whether the row enters a person without a whole birth date, not their ratings or courses."""
    is_whole = row.birth is not None and row.birth.is_complete
    return bool(row.sex or row.title) and not (is_whole or row.ratings or row.training)


def _codes_of(row: PersonRow) -> list[str]:
    """The code as written, in capitals, and with the zeros that a number has lost."""
    if not row.code:
        return []
    codes = [row.code, row.code.upper()]
    if row.code_was_number:
        codes += [
            row.code.zfill(length) for length in range(len(row.code) + 1, _LONGEST_PADDED + 1)
        ]
    return list(dict.fromkeys(codes))
