"""The training authority's part of Hôm nay: the year of the area in figures."""

from lms.core.actor import Actor
from lms.outcomes.reporting.queries import area
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.portals.kit.today import Section


def today(actor: Actor) -> Section | None:
    """Nothing for those who oversee no area."""
    if not has_any(actor, Role.AUTHORITY, Role.AUDITOR):
        return None
    found = area(actor)
    return None if found is None else Section("", "authority/today/_today.html", {"area": found})
