"""Which part of the register a list of people shows: the filter of the page, and who fits it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.people.personnel.finding import officials_matching
from lms.people.personnel.models import Group, Official
from lms.people.personnel.queries import kept_officials, register_on
from lms.people.personnel.queries.files import RegisterFilter, readable_unit

# More people than this are written in the background.
AT_ONCE = 300


@dataclass(frozen=True)
class PeopleFilter:
    """The filter of the page, as JSON keeps it.

    `unit` is a code; NotFound where the actor does not read it.
    """

    day: str
    unit: str = ""
    group: str = ""
    keys_only: bool = False
    typed: str = ""

    def resolve_for(self, actor: Actor) -> RegisterFilter:
        """What the filter asks of the register. NotFound for a unit that the actor does not
        read.
        """
        day = dt.date.fromisoformat(self.day)
        unit = readable_unit(actor, self.unit, day) if self.unit else None
        return RegisterFilter(day, unit, self.group, self.keys_only)

    def describe(self, scope: RegisterFilter) -> list[tuple[str, str]]:
        """(name, words) of each part of the filter that is set, for the sheet "Nguồn"."""
        lines = [
            (_("Unit"), str(scope.unit) if scope.unit else _("all units of the reader")),
            (_("Group"), str(Group(self.group).label) if self.group else ""),
            (_("Key officials alone"), _("yes") if self.keys_only else ""),
            (_("Search"), self.typed),
        ]
        return [(name, words) for name, words in lines if words]


def people_of(actor: Actor, people_filter: PeopleFilter) -> list[Official]:
    """All officials on the page with this filter, however many."""
    return list(_matching_officials(actor, people_filter))


def count_of(actor: Actor, people_filter: PeopleFilter) -> int:
    """The number of officials on the page with this filter."""
    return _matching_officials(actor, people_filter).count()


def kept_count_of(actor: Actor, people_filter: PeopleFilter) -> int:
    """The number of those whose file the actor keeps, so that they may have the sensitive
    fields.
    """
    return (
        _matching_officials(actor, people_filter)
        .filter(pk__in=kept_officials(actor).values("pk"))
        .count()
    )


def _matching_officials(actor: Actor, people_filter: PeopleFilter) -> QuerySet[Official]:
    scope = people_filter.resolve_for(actor)
    officials = register_on(actor, scope)
    if not people_filter.typed.strip():
        return officials
    return officials_matching(officials, people_filter.typed, scope.day)
