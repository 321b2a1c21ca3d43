"""The simulator: what a planned reorganisation would do to people, roles, classes and certificates.

It only reads.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.outcomes.certificates.models import Certificate, Register
from lms.outcomes.certificates.states import CertificateState
from lms.outcomes.reporting.queries.conduct import ConductYear, conduct_of
from lms.outcomes.reporting.queries.unit import GOING_ON
from lms.people.organisation.drafts import Reorganisation
from lms.people.organisation.models import RoleAssignment, Unit, UnitState
from lms.people.organisation.policies import on_day
from lms.people.organisation.reshaping import check_may_reshape
from lms.people.personnel.actions.reorganising import posts_after
from lms.people.personnel.models import Group, Post
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.states import ClassState, MeetingState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState

# So many of the next meetings are named; the others are in the timetables of the classes.
_NEXT_MEETINGS = 5


@dataclass(frozen=True)
class PeopleFlow:
    """The people of one predecessor whose posts go to one successor."""

    predecessor: Unit
    successor: str  # empty where nothing follows: the posts end
    stays: bool  # the successor is the same unit
    people: int
    groups: tuple[tuple[str, int], ...]  # (group, people), each person by the main post here
    key: tuple[Post, ...]  # posts of key officials


@dataclass(frozen=True)
class SchoolHandover:
    """What a school that ends hands over: classes, enrolments, meetings and registers."""

    planned: int
    running: int
    seats: int
    meetings: tuple[Meeting, ...]
    registers: tuple[Register, ...]
    issued: int
    proposed: int


@dataclass(frozen=True)
class ReorganisationEffects:
    """What would follow from a plan."""

    plan: Reorganisation
    read_at: dt.datetime
    flows: tuple[PeopleFlow, ...]
    people: int  # who go over, each once
    twice: int  # of them: who go over from two of the units
    concurrent: tuple[Post, ...]  # posts elsewhere of people who go over; they stay as they are
    roles: tuple[RoleAssignment, ...]
    children: tuple[UnitState, ...]
    schooling: SchoolHandover | None
    studying: tuple[tuple[ClassGroup, int], ...]
    learners: int  # people (người)
    conduct: ConductYear

    @property
    def seats(self) -> int:
        """Enrolments (lượt)."""
        return sum(seats for _group, seats in self.studying)

    @property
    def key(self) -> list[Post]:
        """Posts of key officials that go over."""
        return [post for flow in self.flows if not flow.stays for post in flow.key]

    @property
    def moving(self) -> int:
        """The people of all flows to another unit; who goes over from two units counts twice."""
        return sum(flow.people for flow in self.flows if not flow.stays)


def posts_concerned(plan: Reorganisation) -> QuerySet[Post]:
    """The posts at the predecessors that the plan concerns, unit by unit in the order of names."""
    return (
        posts_after(plan)
        .select_related("official", "unit")
        .order_by("unit__name_fold", "official__name_key", "official", "-is_main", "pk")
    )


def simulate_reorganisation(actor: Actor, plan: Reorganisation) -> ReorganisationEffects:
    """What `plan` would do if it were carried out now.

    At most sixteen queries, whatever the size of the units. NotAllowed for who may not reorganise
    these units. Whether the plan is valid is checked by `personnel.actions.reorganising.check`.
    """
    check_may_reshape(actor, plan)
    posts = list(posts_concerned(plan))
    staying = {post.pk for post in posts if _stays_in_unit(plan, post)}
    going = [post for post in posts if post.pk not in staying]
    going_rows = posts_concerned(plan).exclude(pk__in=staying)
    enrolments = Enrolment.objects.filter(
        official__in=going_rows.order_by().values("official"),
        state=EnrolmentState.ENROLLED,
        group__state__in=GOING_ON,
    )
    ending = [unit.pk for unit in plan.ending]
    return ReorganisationEffects(
        plan=plan,
        read_at=clock.now(),
        flows=_people_flows(plan, posts),
        people=len({post.official_id for post in going}),
        twice=_count_in_two_units(going),
        concurrent=_concurrent_posts(plan, posts, going_rows),
        roles=tuple(_ending_roles(plan, ending)),
        children=tuple(_units_directly_below(plan, ending)),
        schooling=_school_handover(ending),
        studying=_classes_going_on(enrolments),
        learners=enrolments.values("official").distinct().count(),
        conduct=conduct_of(going_rows, clock.today()),
    )


def _successor_name(plan: Reorganisation, index: int) -> str:
    """The name of the successor with this index in the plan; "" where nothing follows."""
    return plan.successors[index].name if plan.successors else ""


def _stays_in_unit(plan: Reorganisation, post: Post) -> bool:
    if not plan.successors:
        return False
    target = plan.successors[plan.people.get(post.official_id, 0)]
    return isinstance(target, Unit) and target.pk == post.unit_id


def _people_flows(plan: Reorganisation, posts: Iterable[Post]) -> tuple[PeopleFlow, ...]:
    """The people of each predecessor by the successor they go to, in the order of names."""
    by_way: dict[tuple[int, int], dict[int, Post]] = defaultdict(dict)
    for post in posts:
        successor = plan.people.get(post.official_id, 0)
        # The main post comes first; a second one at the same unit is the same person.
        by_way[post.unit_id, successor].setdefault(post.official_id, post)
    units = {unit.pk: unit for unit in plan.predecessors}
    in_order = sorted(by_way, key=lambda way: (units[way[0]].name_fold, way[1]))
    return tuple(
        _people_flow(plan, units[unit_id], index, tuple(by_way[unit_id, index].values()))
        for unit_id, index in in_order
    )


def _people_flow(
    plan: Reorganisation, unit: Unit, index: int, posts: tuple[Post, ...]
) -> PeopleFlow:
    counted = Counter(post.group for post in posts)
    return PeopleFlow(
        predecessor=unit,
        successor=_successor_name(plan, index),
        stays=_stays_in_unit(plan, posts[0]),
        people=len(posts),
        groups=tuple((str(group.label), counted[group]) for group in Group if counted[group]),
        key=tuple(post for post in posts if post.is_key),
    )


def _count_in_two_units(posts: Iterable[Post]) -> int:
    """How many people have posts in more than one of the units."""
    units: dict[int, set[int]] = defaultdict(set)
    for post in posts:
        units[post.official_id].add(post.unit_id)
    return sum(len(of_official) > 1 for of_official in units.values())


def _concurrent_posts(
    plan: Reorganisation, concerned: Iterable[Post], going: QuerySet[Post]
) -> tuple[Post, ...]:
    """Posts at other units, on the first day of the new order, of the people who go over."""
    officials = going.order_by().values("official")
    posts = Post.objects.filter(on_day(plan.on), official__in=officials)
    ordered = posts.select_related("official", "unit").order_by(
        "official__name_key", "official", "pk"
    )
    concerned_keys = {post.pk for post in concerned}
    return tuple(post for post in ordered if post.pk not in concerned_keys)


def _ending_roles(plan: Reorganisation, ending: list[int]) -> QuerySet[RoleAssignment]:
    """The roles on ending units that end with them."""
    assignments = RoleAssignment.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=plan.on), unit__in=ending
    )
    return assignments.select_related("user", "unit").order_by("unit__name_fold", "role", "pk")


def _units_directly_below(plan: Reorganisation, ending: list[int]) -> QuerySet[UnitState]:
    """The units that stand directly below an ending one when the new order begins."""
    directly_below = Q(pk__in=[])
    for pk in ending:
        directly_below |= Q(trail__regex=rf"(^|/){pk}/[0-9]+/$")
    standing = [unit.pk for unit in plan.standing]
    states = UnitState.objects.filter(on_day(plan.last_day), directly_below)
    others = states.exclude(unit__in=[*ending, *standing])
    lasting = others.exclude(unit__valid_to__lt=plan.on)
    return lasting.select_related("unit").order_by("name_fold", "pk")


def _school_handover(ending: list[int]) -> SchoolHandover | None:
    """What ending schools hand over; None where no ending unit has classes or a register."""
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
    return SchoolHandover(
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


def _classes_going_on(enrolments: QuerySet[Enrolment]) -> tuple[tuple[ClassGroup, int], ...]:
    """(class, enrolments in it) of classes that go on, the first to end before the others."""
    counted = dict(enrolments.order_by().values_list("group").annotate(n=Count("pk")))
    groups = ClassGroup.objects.filter(pk__in=counted).order_by("ends_on", "code")
    return tuple((group, counted[group.pk]) for group in groups)
