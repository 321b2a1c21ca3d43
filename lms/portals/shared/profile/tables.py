"""The profile of a unit as tables, for one day or for two side by side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.people.standards.bands import ProfileMeasures
from lms.people.standards.cells import Veil, veil_count
from lms.people.standards.queries import UnitProfile

# A profile → (count, of how many)
ProfileFigure = Callable[[UnitProfile], tuple[int, int]]


@dataclass(frozen=True)
class ProfileRow:
    """One row before it is counted. `dimension`: the standard whose people can be listed, or ""."""

    words: str
    figure: ProfileFigure
    is_sensitive: bool = False
    dimension: str = ""


@dataclass(frozen=True)
class ProfileCell:
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
class ProfileLine:
    """A row with its cells, one for each day."""

    words: str
    cells: tuple[ProfileCell, ...]
    dimension: str = ""

    @property
    def change(self) -> Decimal | None:
        """Percentage points (điểm phần trăm) from the first day to the last; None if unknown."""
        first, last = self.cells[0].percent, self.cells[-1].percent
        return None if first is None or last is None else last - first


@dataclass(frozen=True)
class ProfileTable:
    """A titled group of lines and the definition of its figures."""

    title: str
    definition: str
    lines: tuple[ProfileLine, ...]


@dataclass(frozen=True)
class ProfileReading:
    """By which bands the tables count, and whether small cells of sensitive figures are veiled."""

    measures: ProfileMeasures
    is_veiled: bool


def tables_of(profiles: Iterable[UnitProfile], reading: ProfileReading) -> list[ProfileTable]:
    """All tables of one profile, or of two side by side, in the order of district reports."""
    days = tuple(profiles)
    return [
        ProfileTable(title, definition, tuple(_build_line(row, days, reading) for row in rows))
        for title, definition, rows in (
            _composition_parts(),
            _professional_parts(),
            _theory_parts(),
            _age_parts(reading),
            _rating_parts(days, reading),
            _standard_parts(),
        )
    ]


def _build_line(
    row: ProfileRow, days: tuple[UnitProfile, ...], reading: ProfileReading
) -> ProfileLine:
    return ProfileLine(
        row.words, tuple(_build_cell(row, day, reading) for day in days), row.dimension
    )


def _build_cell(row: ProfileRow, profile: UnitProfile, reading: ProfileReading) -> ProfileCell:
    count, total = row.figure(profile)
    if not (row.is_sensitive and reading.is_veiled):
        return ProfileCell(count, total)
    shown = veil_count(count, total, reading.measures.small_cell)
    words = {
        None: "",
        Veil.FEW: _("fewer than %(n)s") % {"n": reading.measures.small_cell},
        Veil.ALMOST_ALL: _("all, or all but fewer than %(n)s") % {"n": reading.measures.small_cell},
    }
    return ProfileCell(shown.count, total, words[shown.veil])


TableParts = tuple[str, str, list[ProfileRow]]


def _of_all_people(count: Callable[[UnitProfile], int]) -> ProfileFigure:
    return lambda profile: (count(profile), profile.total)


def _composition_parts() -> TableParts:
    definition = _(
        "Each person counts once, by the main post on that day. Party membership and ethnic origin"
        " are sensitive: few or almost all are not told outside the unit."
    )
    return (
        _("Composition"),
        definition,
        [
            ProfileRow(
                _("elected officials"),
                _of_all_people(lambda profile: profile.groups["elected_official"]),
            ),
            ProfileRow(
                _("civil servants"), _of_all_people(lambda profile: profile.groups["civil_servant"])
            ),
            ProfileRow(
                _("Party members"),
                _of_all_people(lambda profile: profile.party_members),
                is_sensitive=True,
            ),
            ProfileRow(
                _("ethnic minorities"),
                _of_all_people(lambda profile: profile.ethnic_minority),
                is_sensitive=True,
            ),
            ProfileRow(
                _("key officials"), _of_all_people(lambda profile: profile.key_officials["total"])
            ),
            ProfileRow(
                _("key officials with a university degree or higher"),
                lambda profile: (
                    profile.key_officials["university_or_higher"],
                    profile.key_officials["total"],
                ),
            ),
        ],
    )


def _professional_parts() -> TableParts:
    words = {
        "postgraduate": pgettext("level", "Postgraduate"),
        "university": pgettext("level", "University"),
        "college": pgettext("level", "College"),
        "intermediate": pgettext("level", "Intermediate"),
        "elementary": pgettext("level", "Elementary"),
        "none": pgettext("level", "None recorded"),
    }
    bands = [
        _band_row(
            _("university and higher"),
            lambda profile: profile.professional,
            ("postgraduate", "university"),
        ),
        _band_row(
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
        bands + _rows_of_levels(words, lambda profile: profile.professional),
    )


def _theory_parts() -> TableParts:
    words = {
        "advanced": pgettext("theory", "Advanced or bachelor"),
        "intermediate": pgettext("level", "Intermediate"),
        "elementary": pgettext("level", "Elementary"),
        "none": pgettext("level", "None recorded"),
    }
    bands = [
        _band_row(
            _("intermediate and higher"),
            lambda profile: profile.political_theory,
            ("advanced", "intermediate"),
        ),
        _band_row(
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
        bands + _rows_of_levels(words, lambda profile: profile.political_theory),
    )


def _age_parts(reading: ProfileReading) -> TableParts:
    words = {band.key: band.title for band in reading.measures.ages}
    definition = _("In completed years on that day.")
    return _("Age"), definition, _rows_of_levels(words, lambda profile: profile.age)


def _rating_parts(days: tuple[UnitProfile, ...], reading: ProfileReading) -> TableParts:
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
    return (
        _("Ratings"),
        definition,
        _rows_of_levels(recorded | of_scale, lambda profile: profile.rating),
    )


def _standard_parts() -> TableParts:
    words = {
        "general_education": _("general schooling"),
        "professional": _("professional level"),
    }
    definition = _(
        "Recorded decisions, by level or by exception; never computed from the level alone."
    )
    rows = [_standard_row(label, key) for key, label in words.items()]
    return _("Standards met"), definition, rows


def _band_row(
    words: str, of: Callable[[UnitProfile], dict[str, int]], keys: tuple[str, ...]
) -> ProfileRow:
    return ProfileRow(words, _of_all_people(lambda profile: sum(of(profile)[key] for key in keys)))


def _standard_row(words: str, dimension: str) -> ProfileRow:
    figure = _of_all_people(lambda profile: profile.standard_met[dimension])
    return ProfileRow(words, figure, dimension=dimension)


def _rows_of_levels(
    words: dict[str, str], of: Callable[[UnitProfile], dict[str, int]]
) -> list[ProfileRow]:
    return [_level_row(label, of, key) for key, label in words.items()]


def _level_row(words: str, of: Callable[[UnitProfile], dict[str, int]], key: str) -> ProfileRow:
    return ProfileRow(words, _of_all_people(lambda profile: of(profile).get(key, 0)))
