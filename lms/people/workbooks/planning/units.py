"""Which unit a row means: by code or name, among the units of the workbook and no others."""

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.core.errors import BadInput
from lms.people.organisation.models import Unit, UnitLevel, UnitState
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import state_on
from lms.people.workbooks.planning.refusing import ValueRefused
from lms.people.workbooks.reading.rows import PersonRow, RowPlace
from lms.people.workbooks.reading.words import plain_words

# what stands before the name of a place: "UBND xã Na Son", "P. Mường Thanh"
_BEFORE = re.compile(
    r"^(?:(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|dang uy|dang bo) )?"
    r"(?:(?:xa|x|phuong|p|thi tran|tt|tinh|thanh pho|tp|huyen|h|thi xa|quan) )?"
)
_COMMUNE = re.compile(
    r"^(?:(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|dang uy|dang bo) )?"
    r"(?:xa|x|phuong|p|thi tran|tt|dac khu) \S"
)
# Bodies that every commune has and that are no units of the register, as headings name them.
_BODY = re.compile(
    r"^(?:dang uy|dang bo|hdnd|hoi dong nhan dan|ubnd|uy ban|mttq|ubmttq|mat tran|khoi|ban|hoi"
    r"|doan|cong doan|cong an|tram|truong|van phong|phong|trung tam|bo phan|to|cac)\b"
    r"(?!.*\b(?:tinh|huyen|thanh pho|thi xa|trung uong)\b)"
)
# With marks: "Cư" and "Cũ" are read alike without.
_OF_THE_PAST = re.compile(r"\s*[(\[][^)\]]*(?:[)\]]|$)|\s+cũ\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;/]\s*|\s+[–-]\s+")


def name_keys(name: str) -> list[str]:
    """By what a unit is found: its plain name, and that without what stands before a place; then
    the same without what is said of its past: "Xã Keo Lôm (cũ)".
    """
    texts = (plain_words(name), plain_words(_OF_THE_PAST.sub(" ", name)))
    return [
        key
        for key in dict.fromkeys(key for words in texts for key in (words, _BEFORE.sub("", words)))
        if key
    ]


def not_own_unit_message() -> str:
    """Why a row is refused for its unit: the same words whether or not there is such a unit."""
    return _(
        "This unit is not among those of the workbook: check how it is written, or write its code."
        " People of another unit are brought in with that unit, or with one above both."
    )


@dataclass(frozen=True)
class UnitOnDay:
    """A unit as it was on the day of the workbook: its name then, and where it stood.

    `first` and `last`: the days from which and to which the unit exists (None: no end).
    """

    pk: int
    code: str
    name: str
    trail: str
    first: dt.date
    last: dt.date | None


class WorkbookUnits:
    """The unit of a workbook with all that stood below it on its day. Two queries.

    BadInput where the unit did not exist on that day.
    """

    def __init__(self, unit: Unit, day: dt.date) -> None:
        state = state_on(unit, day)
        if state is None:
            raise BadInput(
                _("%(unit)s did not exist on %(day)s.") % {"unit": unit, "day": f"{day:%d/%m/%Y}"},
                field="as_of",
            )
        self.top = unit.pk
        self.is_above_communes = unit.level in (UnitLevel.PROVINCE, UnitLevel.DISTRICT)
        self.by_pk: dict[int, UnitOnDay] = {}
        self._codes: dict[str, int] = {}
        self._names: dict[str, set[int]] = defaultdict(set)
        self._placed: dict[RowPlace, int] = {}
        rows = UnitState.objects.filter(on_day(day), trail__startswith=state.trail)
        columns = ("unit", "unit__code", "name", "trail", "unit__valid_from", "unit__valid_to")
        for pk, code, name, *place in rows.values_list(*columns):
            self.by_pk[pk] = UnitOnDay(pk, code, name, *place)
            self._codes[plain_words(code)] = pk
            for key in name_keys(name):
                self._names[key].add(pk)

    def place_at(self, row: PersonRow, unit: int) -> None:
        """Remember to which unit the row belongs."""
        self._placed[row.place] = unit

    def unit_of(self, row: PersonRow) -> int | None:
        """The unit to which the row was placed; None where the list says none."""
        return self._placed.get(row.place)

    def find_by_name(self, written: str, headings: tuple[str, ...]) -> set[int]:
        """The units that the words may mean; of several those within a unit that `headings` name,
        the innermost last.
        """
        matches = self._by_name(written) or self._by_parts(written)
        if len(matches) > 1:
            matches = self._below_headings(matches, headings) or matches
        return matches

    def has_code(self, written: str) -> bool:
        """Whether one of the units has this code."""
        return plain_words(written) in self._codes

    def by_code(self, written: str, key: str) -> int:
        """The unit with this code. Refused, at the cell of `key`, where there is none."""
        unit = self._codes.get(plain_words(written))
        if unit is None:
            raise ValueRefused(key, not_own_unit_message())
        return unit

    @staticmethod
    def names_commune(written: str) -> bool:
        """Whether the words are those of a commune, known or not: "Xã Háng Lìa"."""
        return _COMMUNE.match(plain_words(written)) is not None

    @staticmethod
    def names_body(written: str) -> bool:
        """Whether the words are those of a body within any commune: "Đảng ủy", "Ban CHQS"."""
        return _BODY.match(plain_words(written)) is not None

    def names_unit(self, written: str, unit: int) -> bool:
        """Whether the words name this unit, or one that it stands below."""
        trail = self.by_pk[unit].trail
        return any(trail.startswith(self.by_pk[pk].trail) for pk in self._by_name(written))

    def _by_name(self, written: str) -> set[int]:
        for key in name_keys(written):
            if key in self._names:
                return self._names[key]
        return set()

    def _by_parts(self, written: str) -> set[int]:
        """ "Văn phòng – xã Na Son": the unit within the other, whichever is written first.

        The signs between them may also stand in a name: "Phòng Văn hóa - Xã hội, xã Na Son".
        """
        for sign in _BETWEEN.finditer(written):
            before, behind = written[: sign.start()], written[sign.end() :]
            first = self._by_name(before)
            last = self._by_name(behind) or self._by_parts(behind)
            inside = self._within(first, last) or self._within(last, first)
            if inside:
                return inside
        return set()

    def _below_headings(self, units: set[int], headings: tuple[str, ...]) -> set[int]:
        """Those of `units` that are within a unit named by a heading, the innermost first."""
        for heading in reversed(headings):
            inside = self._within(units, self._by_name(heading))
            if inside:
                return inside
        return set()

    def _within(self, units: set[int], above: set[int]) -> set[int]:
        """Those of `units` that stand below one of `above`."""
        trails = tuple(self.by_pk[pk].trail for pk in above)
        if not trails:
            return set()
        return {pk for pk in units if self.by_pk[pk].trail.startswith(trails)} - above
