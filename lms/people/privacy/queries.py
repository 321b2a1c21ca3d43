"""Reading requests: one's own, those to deal with, who is told of them.

Who looked at one's sensitive data.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Case, Count, DateField, F, Min, Prefetch, Q, QuerySet, When

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.models import Role, RoleAssignment
from lms.people.organisation.policies import has_any, on_day
from lms.people.personnel.models import Official, Post, Qualification, SensitiveAccess
from lms.people.privacy.models import DataRequest
from lms.people.privacy.policies import asked_by, handled_by
from lms.people.privacy.states import OPEN_STATES, RequestState

# The clock that runs: the first answer, then the end.
_DEADLINE = Case(
    When(state=RequestState.OPEN, then=F("answer_due")),
    default=F("finish_due"),
    output_field=DateField(),
)


@dataclass(frozen=True)
class Waiting:
    """Open requests that the actor deals with; `nearest` is the first deadline, past ones
    included.
    """

    count: int
    overdue: int
    nearest: dt.date | None


def own_official(actor: Actor) -> Official:
    """The actor's own entry in the register. NotFound for those who are no officials."""
    found = Official.objects.filter(user_id=actor.key).first()
    if found is None:
        raise NotFound
    return found


def own_evidence(actor: Actor, uid: uuid.UUID) -> Qualification:
    """A qualification of the actor's own with its file. NotFound."""
    found = Qualification.objects.filter(official__user_id=actor.key, uid=uid).first()
    if found is None or not found.evidence:
        raise NotFound
    return found


def my_requests(actor: Actor) -> QuerySet[DataRequest]:
    """The actor's own requests, newest first."""
    return DataRequest.objects.filter(asked_by(actor)).order_by("-received_at", "-pk")


def my_request(actor: Actor, uid: uuid.UUID) -> DataRequest:
    """One of the actor's own. NotFound."""
    return _one(my_requests(actor), uid)


def open_like(official: Official, kind: str, about: str) -> DataRequest | None:
    """The open request of that kind about the same thing."""
    rows = DataRequest.objects.filter(official=official, state__in=OPEN_STATES)
    return rows.filter(kind=kind, about=about).first()


def handles_any(actor: Actor) -> bool:
    """Whether requests may come to the actor (for navigation; never enough for an action)."""
    return has_any(actor, Role.UNIT_MANAGER, Role.AUTHORITY)


def open_requests(actor: Actor) -> QuerySet[DataRequest]:
    """Open requests that the actor deals with, by deadline; each official has `current_posts`."""
    rows = _handled(actor).filter(state__in=OPEN_STATES)
    return rows.annotate(by=_DEADLINE).order_by("by", "pk")


def closed_requests(actor: Actor) -> QuerySet[DataRequest]:
    """Those that are over, newest first."""
    return _handled(actor).exclude(state__in=OPEN_STATES).order_by("-closed_at", "-pk")


def handled_request(actor: Actor, uid: uuid.UUID) -> DataRequest:
    """One that the actor deals with. NotFound for everybody else."""
    return _one(_handled(actor), uid)


def waiting(actor: Actor) -> Waiting:
    """What waits for the actor; one query."""
    rows = DataRequest.objects.filter(handled_by(actor), state__in=OPEN_STATES)
    late = Q(by__lt=clock.today())
    found = rows.annotate(by=_DEADLINE).aggregate(
        count=Count("pk"), overdue=Count("pk", filter=late), nearest=Min("by")
    )
    return Waiting(found["count"], found["overdue"], found["nearest"])


def told_of(request: DataRequest) -> list[int]:
    """Accounts that hear of a new request: the managers of the person's units without himself, else
    the authorities.

    Where he works nowhere today, the units of his former posts count.
    """
    posts = request.official.posts.select_related("unit")
    units = [post.unit for post in posts.filter(on_day()) or posts]
    above = Q(pk__in=[])
    for unit in units:
        ends = range(unit.steplen, len(unit.path) + 1, unit.steplen)
        above |= Q(unit__path__in=[unit.path[:end] for end in ends])
    held = RoleAssignment.objects.filter(above, on_day(), user__is_active=True)
    others = held.exclude(user=request.official.user_id).order_by("user")
    for role in (Role.UNIT_MANAGER, Role.AUTHORITY):
        found = others.filter(role=role).values_list("user", flat=True).distinct()
        if found:
            return list(found)
    return []


def my_accesses(actor: Actor) -> QuerySet[SensitiveAccess]:
    """Who looked at the actor's sensitive data, newest first, with the official that the looker
    is.
    """
    rows = SensitiveAccess.objects.filter(official__user_id=actor.key)
    posts = Post.objects.filter(on_day()).select_related("unit").order_by("-is_main", "pk")
    return (
        rows.select_related("user__official")
        .prefetch_related(Prefetch("user__official__posts", posts, to_attr="current_posts"))
        .order_by("-at", "-pk")
    )


def _handled(actor: Actor) -> QuerySet[DataRequest]:
    posts = Post.objects.filter(on_day()).select_related("unit").order_by("-is_main", "pk")
    return (
        DataRequest.objects.filter(handled_by(actor))
        .select_related("official", "handled_by")
        .prefetch_related(Prefetch("official__posts", posts, to_attr="current_posts"))
    )


def _one(rows: QuerySet[DataRequest], uid: uuid.UUID) -> DataRequest:
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found
