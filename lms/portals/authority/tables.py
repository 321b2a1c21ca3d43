"""The profile of a unit as tables with words: which figure stands in which row, and what it means."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lms.outcomes.reporting.queries import shown_sensitive
from lms.people.standards.queries import UnitProfile


@dataclass(frozen=True)
class Line:
    """One row: `count` of `total` persons; `shown` replaces the count where it must not be told."""

    words: str
    count: int
    total: int
    shown: str = ""

    @property
    def percent(self) -> float:
        return 100 * self.count / self.total if self.total else 0


@dataclass(frozen=True)
class Table:
    """A group of rows with its definition."""

    title: str
    definition: str
    lines: tuple[Line, ...]


def tables_of(profile: UnitProfile) -> list[Table]:
    """All tables of one profile, in the order in which district reports print them."""
    return [
        _groups(profile), _levels(profile), _theory(profile), _ages(profile), _ratings(profile), _standards(profile),
    ]  # fmt: skip


def _groups(profile: UnitProfile) -> Table:
    total = profile.total
    party, minority = profile.party_members, profile.ethnic_minority
    return Table(
        _("Composition"),
        _("Each person counts once, by the main post on that day. Sensitive figures below three are hidden outside the unit."),
        (
            Line(_("elected officials"), profile.groups["elected_official"], total),
            Line(_("civil servants"), profile.groups["civil_servant"], total),
            Line(_("Party members"), party, total, shown_sensitive(party, total)),
            Line(_("ethnic minorities"), minority, total, shown_sensitive(minority, total)),
            Line(_("key officials"), profile.key_officials["total"], total),
            Line(
                _("key officials with a university degree or higher"),
                profile.key_officials["university_or_higher"],
                profile.key_officials["total"],
            ),
        ),
    )  # fmt: skip


def _levels(profile: UnitProfile) -> Table:
    words = {
        "postgraduate": pgettext("level", "Postgraduate"),
        "university": pgettext("level", "University"),
        "college": pgettext("level", "College"),
        "intermediate": pgettext("level", "Intermediate"),
        "elementary": pgettext("level", "Elementary"),
        "none": pgettext("level", "None recorded"),
    }
    definition = _("The highest level held on that day; each person counts once.")
    return Table(_("Professional level"), definition, _lines(words, profile.professional, profile))


def _theory(profile: UnitProfile) -> Table:
    words = {
        "advanced": pgettext("theory", "Advanced or bachelor"),
        "intermediate": pgettext("level", "Intermediate"),
        "elementary": pgettext("level", "Elementary"),
        "none": pgettext("level", "None recorded"),
    }
    definition = _("The highest level of political theory held on that day.")
    return Table(
        _("Political theory"), definition, _lines(words, profile.political_theory, profile)
    )


def _ages(profile: UnitProfile) -> Table:
    words = {
        "under_30": _("under 30"),
        "30_45": _("from 30 to 45"),
        "46_60": _("from 46 to 60"),
    }
    return Table(
        _("Age"), _("In completed years on that day."), _lines(words, profile.age, profile)
    )


def _ratings(profile: UnitProfile) -> Table:
    words = {
        "excellent": pgettext("rating", "Excellent"),
        "good": pgettext("rating", "Good"),
        "limited": pgettext("rating", "Good, but with limited ability"),
    }
    definition = _("The newest rating decided by that day, on the scale of its time.")
    return Table(_("Ratings"), definition, _lines(words, profile.rating, profile))


def _standards(profile: UnitProfile) -> Table:
    words = {
        "general_education": _("general schooling"),
        "professional": _("professional level"),
    }
    definition = _(
        "Recorded decisions, by level or by exception; never computed from the level alone."
    )
    return Table(_("Standards met"), definition, _lines(words, profile.standard_met, profile))


def _lines(words: dict[str, str], counts: dict[str, int], profile: UnitProfile) -> tuple[Line, ...]:
    return tuple(Line(label, counts[key], profile.total) for key, label in words.items())
