"""The office's part of Hôm nay, and the dashboard's figures: classes by state, what waits."""

from lms.core.actor import Actor
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.portals.kit.today import Section
from lms.teaching.classes.queries import counts_by_state, managed_classes
from lms.teaching.classes.states import ClassState

SHOWN = 5


def today(actor: Actor) -> Section | None:
    """For the office alone. Two queries."""
    if not has_any(actor, Role.SCHOOL_OFFICE):
        return None
    counts = counts_by_state(actor)
    waiting = managed_classes(actor).filter(
        state__in=(ClassState.PLANNED, ClassState.ENROLLING, ClassState.ASSESSING)
    )
    context = {
        "counts": [(state, ClassState(state).label, counts[state]) for state in ClassState.values if counts[state]],
        "waiting": list(waiting.order_by("starts_on")[:SHOWN]),
    }  # fmt: skip
    return Section("", "school/today/_today.html", context)
