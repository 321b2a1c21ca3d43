"""The unit manager's part of Hôm nay: people at risk, how many study, requests about their data."""

from lms.core.actor import Actor
from lms.outcomes.reporting.queries import unit_year
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.people.privacy.queries import count_waiting
from lms.portals.kit.today import TodaySection

MOST_SHOWN = 5


def unit_section(actor: Actor) -> TodaySection | None:
    """The section of the page, or None for those who manage no unit."""
    if not has_any(actor, Role.UNIT_MANAGER):
        return None
    year = unit_year(actor)
    if year is None:
        return None
    context = {"unit": year, "at_risk": year.at_risk[:MOST_SHOWN], "waiting": count_waiting(actor)}
    return TodaySection("", "unit/today/_today.html", context)
