"""Which part of the register a list of people is: the filter of the page, and whom it means."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.people.personnel.finding import matching
from lms.people.personnel.models import Group, Official
from lms.people.personnel.queries import kept_officials, register_on
from lms.people.personnel.queries.files import Wanted, unit_read

# More people than this are written in the background.
AT_ONCE = 300


@dataclass(frozen=True)
class Filter:
    """The filter of the page, as JSON keeps it.

    `unit` is a code; NotFound where the actor does not read it.
    """

    day: str
    unit: str = ""
    group: str = ""
    keys_only: bool = False
    typed: str = ""

    def wanted(self, actor: Actor) -> Wanted:
        day = dt.date.fromisoformat(self.day)
        unit = unit_read(actor, self.unit, day) if self.unit else None
        return Wanted(day, unit, self.group, self.keys_only)

    def words(self, wanted: Wanted) -> list[tuple[str, str]]:
        """What the sheet "Nguồn" says of it."""
        said = [
            (_("Unit"), str(wanted.unit) if wanted.unit else _("all units of the reader")),
            (_("Group"), str(Group(self.group).label) if self.group else ""),
            (_("Key officials alone"), _("yes") if self.keys_only else ""),
            (_("Search"), self.typed),
        ]
        return [(name, words) for name, words in said if words]


def people_of(actor: Actor, asked: Filter) -> list[Official]:
    """Who stands on the page with this filter, whatever the number."""
    return list(_rows(actor, asked))


def count_of(actor: Actor, asked: Filter) -> int:
    """How many they are."""
    return _rows(actor, asked).count()


def kept_count_of(actor: Actor, asked: Filter) -> int:
    """Of how many of them the actor may have the sensitive fields."""
    return _rows(actor, asked).filter(pk__in=kept_officials(actor).values("pk")).count()


def _rows(actor: Actor, asked: Filter) -> QuerySet[Official]:
    wanted = asked.wanted(actor)
    rows = register_on(actor, wanted)
    return matching(rows, asked.typed, wanted.day) if asked.typed.strip() else rows
