"""Requests about personal data: one's own, those to deal with, and who is notified of them; and
who looked at one's sensitive data.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Case, Count, DateField, F, Min, Prefetch, Q, QuerySet, When

from lms.core import clock
from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.people.organisation.models import Role, RoleAssignment
from lms.people.organisation.policies import has_any, on_day
from lms.people.personnel.models import Official, Post, Qualification, SensitiveAccess
from lms.people.privacy.models import DataRequest
from lms.people.privacy.policies import asked_by, handled_by
from lms.people.privacy.states import OPEN_STATES, RequestState

# The next deadline: of the first answer, then of the end (as DataRequest.deadline).
_DEADLINE = Case(
    When(state=RequestState.OPEN, then=F("answer_due")),
    default=F("finish_due"),
    output_field=DateField(),
)


@dataclass(frozen=True)
class WaitingRequests:
    """How many open requests the actor deals with; `nearest` is the first deadline of all, even a
    past one.
    """

    count: int
    overdue: int
    nearest: dt.date | None


def own_official(actor: Actor) -> Official:
    """The actor's own entry in the register. NotFound for who is no official."""
    return one_or_404(Official.objects.all(), user_id=actor.key)


def own_evidence(actor: Actor, uid: uuid.UUID) -> Qualification:
    """A qualification of the actor's own with its paper. NotFound without one and for others."""
    own = Qualification.objects.filter(official__user_id=actor.key)
    return one_or_404(own.exclude(evidence=""), uid=uid)


def my_requests(actor: Actor) -> QuerySet[DataRequest]:
    """The actor's own requests, newest first."""
    return DataRequest.objects.filter(asked_by(actor)).order_by("-received_at", "-pk")


def my_request(actor: Actor, uid: uuid.UUID) -> DataRequest:
    """The actor's own request with this uid. NotFound for others."""
    return one_or_404(my_requests(actor), uid=uid)


def open_like(official: Official, kind: str, about: str) -> DataRequest | None:
    """The official's open request of that kind about the same thing, or None."""
    requests = DataRequest.objects.filter(official=official, state__in=OPEN_STATES)
    return requests.filter(kind=kind, about=about).first()


def may_handle_any(actor: Actor) -> bool:
    """Whether requests may come to the actor (for navigation; never enough for an action)."""
    return has_any(actor, Role.UNIT_MANAGER, Role.AUTHORITY)


def open_requests(actor: Actor) -> QuerySet[DataRequest]:
    """Open requests that the actor deals with, by deadline; each official has `current_posts`."""
    rows = _handled_requests(actor).filter(state__in=OPEN_STATES)
    return rows.annotate(by=_DEADLINE).order_by("by", "pk")


def closed_requests(actor: Actor) -> QuerySet[DataRequest]:
    """Closed requests that the actor deals with, newest first."""
    return _handled_requests(actor).exclude(state__in=OPEN_STATES).order_by("-closed_at", "-pk")


def handled_request(actor: Actor, uid: uuid.UUID) -> DataRequest:
    """The request with this uid if the actor deals with it. NotFound for everybody else."""
    return one_or_404(_handled_requests(actor), uid=uid)


def count_waiting(actor: Actor) -> WaitingRequests:
    """The number and the deadlines of the open requests that the actor deals with; one query."""
    requests = DataRequest.objects.filter(handled_by(actor), state__in=OPEN_STATES)
    late = Q(by__lt=clock.today())
    counts = requests.annotate(by=_DEADLINE).aggregate(
        count=Count("pk"), overdue=Count("pk", filter=late), nearest=Min("by")
    )
    return WaitingRequests(counts["count"], counts["overdue"], counts["nearest"])


def accounts_to_notify(request: DataRequest) -> list[int]:
    """Keys of the accounts to notify of a new request: the managers of the person's units, without
    the person; if there are none, the authorities above.

    For a person without a post today, the units of the former posts count.
    """
    posts = request.official.posts.select_related("unit")
    units = [post.unit for post in posts.filter(on_day()) or posts]
    above = Q(pk__in=[])
    for unit in units:
        ends = range(unit.steplen, len(unit.path) + 1, unit.steplen)
        above |= Q(unit__path__in=[unit.path[:end] for end in ends])
    assignments = RoleAssignment.objects.filter(above, on_day(), user__is_active=True)
    others = assignments.exclude(user=request.official.user_id).order_by("user")
    for role in (Role.UNIT_MANAGER, Role.AUTHORITY):
        accounts = others.filter(role=role).values_list("user", flat=True).distinct()
        if accounts:
            return list(accounts)
    return []


def my_accesses(actor: Actor) -> QuerySet[SensitiveAccess]:
    """The looks at the actor's sensitive data, newest first, each with the official who looked."""
    accesses = SensitiveAccess.objects.filter(official__user_id=actor.key)
    posts = Post.objects.filter(on_day()).select_related("unit").order_by("-is_main", "pk")
    return (
        accesses.select_related("user__official")
        .prefetch_related(Prefetch("user__official__posts", posts, to_attr="current_posts"))
        .order_by("-at", "-pk")
    )


def _handled_requests(actor: Actor) -> QuerySet[DataRequest]:
    posts = Post.objects.filter(on_day()).select_related("unit").order_by("-is_main", "pk")
    return (
        DataRequest.objects.filter(handled_by(actor))
        .select_related("official", "handled_by")
        .prefetch_related(Prefetch("official__posts", posts, to_attr="current_posts"))
    )
