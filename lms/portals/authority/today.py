"""The training authority's part of Hôm nay: the year of the area in figures, requests about
personal data.
"""

from lms.core.actor import Actor
from lms.outcomes.reporting.queries import area
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.people.privacy.queries import waiting
from lms.portals.kit.today import Section


def today(actor: Actor) -> Section | None:
    """The section of the page, or None for those who oversee no area."""
    if not has_any(actor, Role.AUTHORITY, Role.AUDITOR):
        return None
    year = area(actor)
    if year is None:
        return None
    # A manager of a unit reads the requests in the section of the unit.
    answers_requests = has_any(actor, Role.AUTHORITY) and not has_any(actor, Role.UNIT_MANAGER)
    open_requests = waiting(actor) if answers_requests else None
    return Section("", "authority/today/_today.html", {"area": year, "waiting": open_requests})
