"""The profile of a unit as tables, for one day or for two side by side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.people.standards.bands import Measures
from lms.people.standards.cells import Veil, told
from lms.people.standards.queries import UnitProfile

# A profile → (count, of how many)
Figure = Callable[[UnitProfile], tuple[int, int]]


@dataclass(frozen=True)
class Row:
    """One row before it is counted. `dimension`: the standard whose people can be listed, or ""."""

    words: str
    figure: Figure
    is_sensitive: bool = False
    dimension: str = ""


@dataclass(frozen=True)
class Cell:
    """One figure of one day: `count` of `total`; a veiled one has words `instead` and no count."""

    count: int | None
    total: int
    instead: str = ""

    @property
    def percent(self) -> Decimal | None:
        """Percent to one decimal, as reports print it; None without people or for a veiled cell."""
        if self.count is None or not self.total:
            return None
        return (Decimal(100) * self.count / self.total).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class Line:
    """A row with its cells, one for each day."""

    words: str
    cells: tuple[Cell, ...]
    dimension: str = ""

    @property
    def change(self) -> Decimal | None:
        """Percentage points (điểm phần trăm) from the first day to the last; None if unknown."""
        first, last = self.cells[0].percent, self.cells[-1].percent
        return None if first is None or last is None else last - first


@dataclass(frozen=True)
class Table:
    """A titled group of lines and the definition of its figures."""

    title: str
    definition: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Reading:
    """By which bands the tables count, and whether small cells of sensitive figures are veiled."""

    measures: Measures
    is_veiled: bool


def tables_of(profiles: Iterable[UnitProfile], reading: Reading) -> list[Table]:
    """All tables of one profile, or of two side by side, in the order of district reports."""
    days = tuple(profiles)
    return [
        Table(title, definition, tuple(_line(row, days, reading) for row in rows))
        for title, definition, rows in (
            _composition(),
            _professional(),
            _theory(),
            _ages(reading),
            _ratings(days, reading),
            _standards(),
        )
    ]


def _line(row: Row, days: tuple[UnitProfile, ...], reading: Reading) -> Line:
    return Line(row.words, tuple(_cell(row, day, reading) for day in days), row.dimension)


def _cell(row: Row, profile: UnitProfile, reading: Reading) -> Cell:
    count, total = row.figure(profile)
    if not (row.is_sensitive and reading.is_veiled):
        return Cell(count, total)
    shown = told(count, total, reading.measures.small_cell)
    words = {
        None: "",
        Veil.FEW: _("fewer than %(n)s") % {"n": reading.measures.small_cell},
        Veil.ALMOST_ALL: _("all, or all but fewer than %(n)s") % {"n": reading.measures.small_cell},
    }
    return Cell(shown.count, total, words[shown.veil])


Part = tuple[str, str, list[Row]]


def _of_all(count: Callable[[UnitProfile], int]) -> Figure:
    return lambda profile: (count(profile), profile.total)


def _composition() -> Part:
    definition = _(
        "Each person counts once, by the main post on that day. Party membership and ethnic origin"
        " are sensitive: few or almost all are not told outside the unit."
    )
    return (
        _("Composition"),
        definition,
        [
            Row(
                _("elected officials"), _of_all(lambda profile: profile.groups["elected_official"])
            ),
            Row(_("civil servants"), _of_all(lambda profile: profile.groups["civil_servant"])),
            Row(
                _("Party members"),
                _of_all(lambda profile: profile.party_members),
                is_sensitive=True,
            ),
            Row(
                _("ethnic minorities"),
                _of_all(lambda profile: profile.ethnic_minority),
                is_sensitive=True,
            ),
            Row(_("key officials"), _of_all(lambda profile: profile.key_officials["total"])),
            Row(
                _("key officials with a university degree or higher"),
                lambda profile: (
                    profile.key_officials["university_or_higher"],
                    profile.key_officials["total"],
                ),
            ),
        ],
    )


def _professional() -> Part:
    words = {
        "postgraduate": pgettext("level", "Postgraduate"),
        "university": pgettext("level", "University"),
        "college": pgettext("level", "College"),
        "intermediate": pgettext("level", "Intermediate"),
        "elementary": pgettext("level", "Elementary"),
        "none": pgettext("level", "None recorded"),
    }
    bands = [
        _band(
            _("university and higher"),
            lambda profile: profile.professional,
            ("postgraduate", "university"),
        ),
        _band(
            _("intermediate and higher"),
            lambda profile: profile.professional,
            ("postgraduate", "university", "college", "intermediate"),
        ),
    ]
    definition = _(
        "The highest level held on that day; each person counts once. The rows “and higher” gather"
        " rows below them."
    )
    return (
        _("Professional level"),
        definition,
        bands + _rows(words, lambda profile: profile.professional),
    )


def _theory() -> Part:
    words = {
        "advanced": pgettext("theory", "Advanced or bachelor"),
        "intermediate": pgettext("level", "Intermediate"),
        "elementary": pgettext("level", "Elementary"),
        "none": pgettext("level", "None recorded"),
    }
    bands = [
        _band(
            _("intermediate and higher"),
            lambda profile: profile.political_theory,
            ("advanced", "intermediate"),
        ),
        _band(
            _("elementary and higher"),
            lambda profile: profile.political_theory,
            ("advanced", "intermediate", "elementary"),
        ),
    ]
    definition = _(
        "The highest level of political theory held on that day. The rows “and higher” gather rows"
        " below them."
    )
    return (
        _("Political theory"),
        definition,
        bands + _rows(words, lambda profile: profile.political_theory),
    )


def _ages(reading: Reading) -> Part:
    words = {band.key: band.title for band in reading.measures.ages}
    definition = _("In completed years on that day.")
    return _("Age"), definition, _rows(words, lambda profile: profile.age)


def _ratings(days: tuple[UnitProfile, ...], reading: Reading) -> Part:
    words = {
        "excellent": pgettext("rating", "Excellent"),
        "good": pgettext("rating", "Good"),
        "limited": pgettext("rating", "Good, but with limited ability"),
        "completed": pgettext("rating", "Completed"),
        "not_completed": pgettext("rating", "Not completed"),
    }
    of_scale = dict(reading.measures.ratings)
    recorded = {}
    for profile in days:
        for key, count in profile.rating.items():
            if count:
                recorded[key] = words.get(key, key)
    definition = _("The newest rating decided by that day, on the scale of its time.")
    return _("Ratings"), definition, _rows(recorded | of_scale, lambda profile: profile.rating)


def _standards() -> Part:
    words = {
        "general_education": _("general schooling"),
        "professional": _("professional level"),
    }
    definition = _(
        "Recorded decisions, by level or by exception; never computed from the level alone."
    )
    rows = [_standard_row(label, key) for key, label in words.items()]
    return _("Standards met"), definition, rows


def _band(words: str, of: Callable[[UnitProfile], dict[str, int]], keys: tuple[str, ...]) -> Row:
    return Row(words, _of_all(lambda profile: sum(of(profile)[key] for key in keys)))


def _standard_row(words: str, dimension: str) -> Row:
    figure = _of_all(lambda profile: profile.standard_met[dimension])
    return Row(words, figure, dimension=dimension)


def _rows(words: dict[str, str], of: Callable[[UnitProfile], dict[str, int]]) -> list[Row]:
    return [_level_row(label, of, key) for key, label in words.items()]


def _level_row(words: str, of: Callable[[UnitProfile], dict[str, int]], key: str) -> Row:
    return Row(words, _of_all(lambda profile: of(profile).get(key, 0)))
