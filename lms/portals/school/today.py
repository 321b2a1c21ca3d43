"""The school's part of Hôm nay and of its dashboard: classes by state, what waits for whom."""

from lms.core.actor import Actor
from lms.outcomes.certificates.queries import classes_to_sign, corrections_wanted
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.portals.kit.today import TodaySection
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.queries import counts_by_state, managed_classes
from lms.teaching.classes.states import ClassState

MOST_SHOWN = 5


def school_section(actor: Actor) -> TodaySection | None:
    """The section of the office or of the head, else None. Four queries at most."""
    if not has_any(actor, Role.SCHOOL_OFFICE):
        return _head_section(actor)
    counts = counts_by_state(actor)
    waiting = managed_classes(actor).filter(
        state__in=(ClassState.PLANNED, ClassState.ENROLLING, ClassState.ASSESSING)
    )
    context = {
        "counts": [
            (state, ClassState(state).label, counts[state])
            for state in ClassState.values
            if counts[state]
        ],
        "waiting": list(waiting.order_by("starts_on")[:MOST_SHOWN]),
        "corrections": list(corrections_wanted(actor)[:MOST_SHOWN]),
        "to_sign": _classes_to_sign(actor),
    }
    return TodaySection("", "school/today/_today.html", context)


def _head_section(actor: Actor) -> TodaySection | None:
    """The classes to sign, for a head who is not in the office; None for everybody else."""
    if not has_any(actor, Role.SCHOOL_HEAD):
        return None
    return TodaySection(
        "", "school/certificates/_desk.html", {"to_sign": _classes_to_sign(actor), "is_head": True}
    )


def _classes_to_sign(actor: Actor) -> list[ClassGroup]:
    return list(classes_to_sign(actor)[:MOST_SHOWN]) if has_any(actor, Role.SCHOOL_HEAD) else []
