"""The training authority's part of Hôm nay: the year of the area in figures, requests about
personal data.
"""

from lms.core.actor import Actor
from lms.outcomes.reporting.queries import area_year
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.people.privacy.queries import count_waiting
from lms.portals.kit.today import TodaySection


def authority_section(actor: Actor) -> TodaySection | None:
    """The section of the page, or None for those who oversee no area."""
    if not has_any(actor, Role.AUTHORITY, Role.AUDITOR):
        return None
    year = area_year(actor)
    if year is None:
        return None
    # A manager of a unit reads the requests in the section of the unit.
    answers_requests = has_any(actor, Role.AUTHORITY) and not has_any(actor, Role.UNIT_MANAGER)
    open_requests = count_waiting(actor) if answers_requests else None
    return TodaySection("", "authority/today/_today.html", {"area": year, "waiting": open_requests})
