"""The school's part of Hôm nay and of its dashboard: classes by state, what waits for whom."""

from lms.core.actor import Actor
from lms.outcomes.certificates.queries import classes_to_sign, corrections_wanted
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.portals.kit.today import Section
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.queries import counts_by_state, managed_classes
from lms.teaching.classes.states import ClassState

SHOWN = 5


def today(actor: Actor) -> Section | None:
    """The section of the office or of the head, else None. Four queries at most."""
    if not has_any(actor, Role.SCHOOL_OFFICE):
        return _head(actor)
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
        "waiting": list(waiting.order_by("starts_on")[:SHOWN]),
        "corrections": list(corrections_wanted(actor)[:SHOWN]),
        "to_sign": _to_sign(actor),
    }
    return Section("", "school/today/_today.html", context)


def _head(actor: Actor) -> Section | None:
    """The classes to sign, for a head who is not in the office; None for everybody else."""
    if not has_any(actor, Role.SCHOOL_HEAD):
        return None
    return Section(
        "", "school/certificates/_desk.html", {"to_sign": _to_sign(actor), "is_head": True}
    )


def _to_sign(actor: Actor) -> list[ClassGroup]:
    return list(classes_to_sign(actor)[:SHOWN]) if has_any(actor, Role.SCHOOL_HEAD) else []
