"""The profile of a unit as tables, for one day or for two side by side."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.core.figures import Share, no_data_words, points_between
from lms.people.standards.bands import ProfileMeasures
from lms.people.standards.cells import Veil, veil_count
from lms.people.standards.queries import UnitProfile

# A profile → so many of so many people; None where the day does not know what is asked
ProfileFigure = Callable[[UnitProfile], Share | None]
# A profile → the number of people about whom something is recorded
ProfileRecorded = Callable[[UnitProfile], int]


def _count_everybody(profile: UnitProfile) -> int:
    return profile.total


@dataclass(frozen=True)
class ProfileSubject:
    """What a row is about: where nobody has anything `recorded`, it has no data, not 0 %.

    `words`: what is said then; "" for "no data yet".
    """

    recorded: ProfileRecorded = _count_everybody
    words: str = ""


@dataclass(frozen=True)
class ProfileRow:
    """One row before it is counted. `dimension`: the standard whose people can be listed, or ""."""

    words: str
    figure: ProfileFigure
    subject: ProfileSubject = ProfileSubject()
    is_sensitive: bool = False
    dimension: str = ""


@dataclass(frozen=True)
class ProfileCell:
    """One figure of one day, with words `instead` where it is veiled or has no data."""

    day: dt.date
    share: Share | None
    instead: str = ""
    has_data: bool = True

    @property
    def percent(self) -> Decimal | None:
        """Percent to one decimal; None for a veiled cell and for one without data."""
        return None if self.share is None else self.share.percent_to_tenth


@dataclass(frozen=True)
class ProfileLine:
    """A row with its cells, one for each day."""

    words: str
    cells: tuple[ProfileCell, ...]
    dimension: str = ""

    @property
    def days_without_data(self) -> list[dt.date]:
        """The days that forbid a comparison."""
        return [cell.day for cell in self.cells if not cell.has_data]

    @property
    def change(self) -> Decimal | None:
        """Percentage points (điểm phần trăm) from the first day to the last.

        None where a day is veiled or has no data.
        """
        first, last = self.cells[0].share, self.cells[-1].share
        return None if first is None or last is None else points_between(first, last)


@dataclass(frozen=True)
class ProfileTable:
    """A titled group of lines and the definition of its figures."""

    title: str
    definition: str
    lines: tuple[ProfileLine, ...]


@dataclass(frozen=True)
class ProfileReading:
    """The days of the profiles, by which bands the tables count, and whether small cells of
    sensitive figures are veiled.
    """

    days: tuple[dt.date, ...]
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
    cells = tuple(
        _build_cell(row, profile, day, reading)
        for profile, day in zip(days, reading.days, strict=True)
    )
    return ProfileLine(row.words, cells, row.dimension)


def _build_cell(
    row: ProfileRow, profile: UnitProfile, day: dt.date, reading: ProfileReading
) -> ProfileCell:
    share = row.figure(profile)
    if not profile.total:
        return ProfileCell(day, None, pgettext("people", "nobody"), has_data=False)
    if share is None or not row.subject.recorded(profile):
        return ProfileCell(day, None, row.subject.words or no_data_words(), has_data=False)
    if not (row.is_sensitive and reading.is_veiled):
        return ProfileCell(day, share, has_data=bool(share.whole))
    shown = veil_count(share.part, share.whole, reading.measures.small_cell)
    words = {
        None: "",
        Veil.FEW: _("fewer than %(n)s") % {"n": reading.measures.small_cell},
        Veil.ALMOST_ALL: _("all, or all but fewer than %(n)s") % {"n": reading.measures.small_cell},
    }
    return ProfileCell(day, None if shown.veil else share, words[shown.veil])


TableParts = tuple[str, str, list[ProfileRow]]


def _of_all_people(count: Callable[[UnitProfile], int]) -> ProfileFigure:
    return lambda profile: Share(count(profile), profile.total)


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
                lambda profile: Share(
                    profile.key_officials["university_or_higher"], profile.key_officials["total"]
                ),
                _subject_of_levels(lambda profile: profile.professional),
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
    subject = ProfileSubject(lambda profile: sum(profile.age.values()))
    rows = [
        _level_row(label, lambda profile: profile.age, key, subject) for key, label in words.items()
    ]
    return _("Age"), definition, rows


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
    subject = ProfileSubject(lambda profile: sum(profile.rating.values()), _("not rated yet"))
    titles = recorded | of_scale or {"": _("rated")}
    rows = [
        _level_row(title, lambda profile: profile.rating, key, subject)
        for key, title in titles.items()
    ]
    return _("Ratings"), definition, rows


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


def _subject_of_levels(of: Callable[[UnitProfile], dict[str, int]]) -> ProfileSubject:
    """Levels of which nobody has one recorded are not known."""
    return ProfileSubject(lambda profile: sum(of(profile).values()) - of(profile)["none"])


def _band_row(
    words: str, of: Callable[[UnitProfile], dict[str, int]], keys: tuple[str, ...]
) -> ProfileRow:
    figure = _of_all_people(lambda profile: sum(of(profile)[key] for key in keys))
    return ProfileRow(words, figure, _subject_of_levels(of))


def _standard_row(words: str, dimension: str) -> ProfileRow:
    figure = _of_all_people(lambda profile: profile.standard_met[dimension])
    subject = ProfileSubject(
        lambda profile: profile.standard_decided[dimension], _("not decided yet")
    )
    return ProfileRow(words, figure, subject, dimension=dimension)


def _rows_of_levels(
    words: dict[str, str], of: Callable[[UnitProfile], dict[str, int]]
) -> list[ProfileRow]:
    """A row a level; how many have none recorded is known of everybody."""
    subject = _subject_of_levels(of)
    return [
        _level_row(label, of, key, ProfileSubject() if key == "none" else subject)
        for key, label in words.items()
    ]


def _level_row(
    words: str,
    of: Callable[[UnitProfile], dict[str, int]],
    key: str,
    subject: ProfileSubject,
) -> ProfileRow:
    """The people of a level; a band or a rating that the day did not know has no data there."""

    def figure(profile: UnitProfile) -> Share | None:
        counts = of(profile)
        return Share(counts[key], profile.total) if key in counts else None

    return ProfileRow(words, figure, subject)
