"""The simulator: what a planned reorganisation would do to people, roles, classes and certificates.

It reads only.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotAllowed
from lms.outcomes.certificates.models import Certificate, Register
from lms.outcomes.certificates.states import CertificateState
from lms.outcomes.reporting.queries.conduct import ConductYear, conduct_of
from lms.outcomes.reporting.queries.unit import GOING_ON
from lms.people.organisation.drafts import Reorganisation
from lms.people.organisation.models import RoleAssignment, Unit, UnitState
from lms.people.organisation.policies import may_change, on_day
from lms.people.personnel.actions.reorganising import posts_after
from lms.people.personnel.models import Group, Post
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.states import ClassState, MeetingState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState

# So many meetings are named; the others are in the timetables of the classes.
_NEXT_MEETINGS = 5


@dataclass(frozen=True)
class Flow:
    """The people of one predecessor who have their post in one successor afterwards; `stays`: it is
    the same unit.

    `successor` is empty where nothing follows: their posts end. `groups`: (words, people), a person
    with two posts here by the main one. `key`: posts of key officials.
    """

    predecessor: Unit
    successor: str
    stays: bool
    people: int
    groups: tuple[tuple[str, int], ...]
    key: tuple[Post, ...]


@dataclass(frozen=True)
class Schooling:
    """What a school that ends hands over: classes, their seats and meetings, its registers of
    certificates.
    """

    planned: int
    running: int
    seats: int
    meetings: tuple[Meeting, ...]
    registers: tuple[Register, ...]
    issued: int
    proposed: int


@dataclass(frozen=True)
class Effects:
    """What would follow. `people` counts each person once; `twice` are those who go over from two
    of the units at once.

    `concurrent` are posts elsewhere of people who go over: they stay as they are. `seats` are lượt,
    `learners` người.
    """

    plan: Reorganisation
    read_at: dt.datetime
    flows: tuple[Flow, ...]
    people: int
    twice: int
    concurrent: tuple[Post, ...]
    roles: tuple[RoleAssignment, ...]
    children: tuple[UnitState, ...]
    schooling: Schooling | None
    studying: tuple[tuple[ClassGroup, int], ...]
    learners: int
    conduct: ConductYear

    @property
    def seats(self) -> int:
        return sum(seats for _group, seats in self.studying)

    @property
    def key(self) -> list[Post]:
        """Posts of key officials that go over."""
        return [post for flow in self.flows if not flow.stays for post in flow.key]

    @property
    def moving(self) -> int:
        """How many posts' holders change their unit, flow by flow."""
        return sum(flow.people for flow in self.flows if not flow.stays)


def posts_concerned(plan: Reorganisation) -> QuerySet[Post]:
    """The posts at the predecessors that last into the new order or begin in it, unit by unit in
    the order of names.
    """
    return (
        posts_after(plan)
        .select_related("official", "unit")
        .order_by("unit__name_fold", "official__name_key", "official", "-is_main", "pk")
    )


def simulate(actor: Actor, plan: Reorganisation) -> Effects:
    """What `plan` would do if it were carried out now. Sixteen queries at most, whatever the size
    of the units.

    NotAllowed for who may not reorganise these units. Whether the plan itself holds is asked by
    personnel.actions.reorganising.check.
    """
    if not all(may_change(actor, unit) for unit in (*plan.predecessors, *plan.standing)):
        raise NotAllowed(_("Only the training authority above these units may reorganise them."))
    rows = list(posts_concerned(plan))
    staying = {row.pk for row in rows if _stays(plan, row)}
    going = [row for row in rows if row.pk not in staying]
    moving = {row.official_id for row in going}
    posts = posts_concerned(plan).exclude(pk__in=staying)
    seats = Enrolment.objects.filter(
        official__in=posts.order_by().values("official"),
        state=EnrolmentState.ENROLLED,
        group__state__in=GOING_ON,
    )
    ending = [unit.pk for unit in plan.ending]
    return Effects(
        plan=plan,
        read_at=clock.now(),
        flows=_flows(plan, rows),
        people=len(moving),
        twice=_twice(going),
        concurrent=_concurrent(plan, rows, posts),
        roles=tuple(_roles(plan, ending)),
        children=tuple(_children(plan, ending)),
        schooling=_schooling(ending),
        studying=_studying(seats),
        learners=seats.values("official").distinct().count(),
        conduct=conduct_of(posts, clock.today()),
    )


def name_of(plan: Reorganisation, index: int) -> str:
    """What the successor with that place in the plan is called; "" where nothing follows."""
    return plan.successors[index].name if plan.successors else ""


def _stays(plan: Reorganisation, post: Post) -> bool:
    if not plan.successors:
        return False
    target = plan.successors[plan.people.get(post.official_id, 0)]
    return isinstance(target, Unit) and target.pk == post.unit_id


def _flows(plan: Reorganisation, posts: Iterable[Post]) -> tuple[Flow, ...]:
    found: dict[tuple[int, int], dict[int, Post]] = defaultdict(dict)
    for post in posts:
        # the main post comes first; a second one at the same unit is the same person
        found[post.unit_id, plan.people.get(post.official_id, 0)].setdefault(post.official_id, post)
    units = {unit.pk: unit for unit in plan.predecessors}
    return tuple(
        _flow(plan, units[unit], index, tuple(found[unit, index].values()))
        for unit, index in sorted(found, key=lambda pair: (units[pair[0]].name_fold, pair[1]))
    )


def _flow(plan: Reorganisation, unit: Unit, index: int, posts: tuple[Post, ...]) -> Flow:
    counted = Counter(post.group for post in posts)
    return Flow(
        predecessor=unit,
        successor=name_of(plan, index),
        stays=_stays(plan, posts[0]),
        people=len(posts),
        groups=tuple((str(group.label), counted[group]) for group in Group if counted[group]),
        key=tuple(post for post in posts if post.is_key),
    )


def _twice(posts: Iterable[Post]) -> int:
    units: dict[int, set[int]] = defaultdict(set)
    for post in posts:
        units[post.official_id].add(post.unit_id)
    return sum(1 for here in units.values() if len(here) > 1)


def _concurrent(
    plan: Reorganisation, rows: Iterable[Post], going: QuerySet[Post]
) -> tuple[Post, ...]:
    """Posts at other units, on the first day of the new order, of the people who go over."""
    here = {post.pk for post in rows}
    found = Post.objects.filter(on_day(plan.on), official__in=going.order_by().values("official"))
    ordered = found.select_related("official", "unit").order_by(
        "official__name_key", "official", "pk"
    )
    return tuple(row for row in ordered if row.pk not in here)


def _roles(plan: Reorganisation, ending: list[int]) -> QuerySet[RoleAssignment]:
    rows = RoleAssignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=plan.on), unit__in=ending
    )
    return rows.select_related("user", "unit").order_by("unit__name_fold", "role", "pk")


def _children(plan: Reorganisation, ending: list[int]) -> QuerySet[UnitState]:
    """The units that stand directly below an ending one when the new order begins."""
    wanted = Q(pk__in=[])
    for pk in ending:
        wanted |= Q(trail__regex=rf"(^|/){pk}/[0-9]+/$")
    rows = UnitState.objects.filter(on_day(plan.last_day), wanted).exclude(
        unit__in=[*ending, *(unit.pk for unit in plan.standing)]
    )
    lasting = rows.exclude(unit__valid_to__lt=plan.on)
    return lasting.select_related("unit").order_by("name_fold", "pk")


def _schooling(ending: list[int]) -> Schooling | None:
    """None where no ending unit is a school with classes or a register."""
    classes: Mapping[str, int] = dict(
        ClassGroup.objects.filter(school__in=ending)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    registers = tuple(
        Register.objects.filter(school__in=ending)
        .select_related("school")
        .order_by("school", "year")
    )
    if not classes and not registers:
        return None
    going_on = ClassGroup.objects.filter(school__in=ending, state__in=GOING_ON)
    meetings = Meeting.objects.filter(
        group__school__in=ending,
        group__state__in=[ClassState.PLANNED, *GOING_ON],
        state=MeetingState.SCHEDULED,
        starts_at__gte=clock.now(),
    )
    certificates = Certificate.objects.filter(
        result__enrolment__group__school__in=ending
    ).aggregate(
        issued=Count("pk", filter=~Q(number=None)),
        proposed=Count("pk", filter=Q(state=CertificateState.PROPOSED)),
    )
    return Schooling(
        planned=classes.get(ClassState.PLANNED, 0),
        running=sum(classes.get(state, 0) for state in GOING_ON),
        seats=Enrolment.objects.filter(
            group__in=going_on.values("pk"), state=EnrolmentState.ENROLLED
        ).count(),
        meetings=tuple(
            meetings.select_related("group").order_by("starts_at", "pk")[:_NEXT_MEETINGS]
        ),
        registers=registers,
        issued=certificates["issued"],
        proposed=certificates["proposed"],
    )


def _studying(seats: QuerySet[Enrolment]) -> tuple[tuple[ClassGroup, int], ...]:
    """(class that goes on, seats in it of the people concerned), the first to end before the
    others.
    """
    counted = dict(seats.order_by().values_list("group").annotate(n=Count("pk")))
    groups = ClassGroup.objects.filter(pk__in=counted).order_by("ends_on", "code")
    return tuple((group, counted[group.pk]) for group in groups)
