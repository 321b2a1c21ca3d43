"""An area in a year: classes, enrolments (lượt) and learners (người), certificates."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.figures import Share
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.states import CertificateState
from lms.outcomes.results.models import Result, ResultVerdict
from lms.outcomes.results.states import SheetState
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import area_of, on_day
from lms.people.personnel.models import Post
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState


@dataclass(frozen=True)
class AreaYear:
    """Figures of one year.

    `seats` are active enrolments (lượt), `learners` people (người, each once): never added.
    """

    unit: Unit
    year: int
    read_at: dt.datetime
    classes: tuple[ClassGroup, ...]  # each with `seats`; cancelled ones too
    seats: int
    learners: int
    passed: int
    certificates: int
    revoked: int

    @property
    def states(self) -> list[tuple[str, int]]:
        """(label of the state, number of classes), in the order of a class's life."""
        counted = Counter(group.state for group in self.classes)
        return [(str(state.label), counted[state]) for state in ClassState if counted[state]]

    @property
    def classes_held(self) -> list[ClassGroup]:
        """Classes that were not called off."""
        return [group for group in self.classes if group.state != ClassState.CANCELLED]

    @property
    def capacity(self) -> int:
        return sum(group.capacity for group in self.classes_held)

    @property
    def filled(self) -> Share:
        """Standing enrolments of the seats of these classes."""
        return Share(self.seats, self.capacity)


def area_year(actor: Actor, year: int | None = None) -> AreaYear | None:
    """The year of the actor's area; None without an area. Seven queries whatever its size."""
    top = Unit.objects.filter(area_of(actor)).order_by("path").first()
    if top is None:
        return None
    year = year or clock.today().year
    classes = (
        ClassGroup.objects.filter(area_of(actor, "school__"), starts_on__year=year)
        .select_related("school")
        .annotate(seats=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.ENROLLED)))
        .order_by("-starts_on", "code")
    )
    standing = Enrolment.objects.filter(
        area_of(actor, "group__school__"),
        group__starts_on__year=year,
        state=EnrolmentState.ENROLLED,
    ).exclude(group__state=ClassState.CANCELLED)
    counted = standing.aggregate(learners=Count("official", distinct=True))
    issued = Certificate.objects.filter(area_of(actor, "register__school__"), issued_on__year=year)
    ended = issued.aggregate(
        valid=Count("pk", filter=Q(state=CertificateState.ISSUED)),
        revoked=Count("pk", filter=Q(state=CertificateState.REVOKED)),
    )
    return AreaYear(
        unit=top,
        year=year,
        read_at=clock.now(),
        classes=tuple(classes),
        # of the same rows that the page lists, so that the list adds up to it
        seats=sum(group.seats for group in classes if group.state != ClassState.CANCELLED),
        learners=counted["learners"],
        passed=_passed_results().filter(enrolment__in=standing).count(),
        certificates=ended["valid"],
        revoked=ended["revoked"],
    )


def area_units(actor: Actor, typed: str = "") -> QuerySet[Unit]:
    """Units of the actor's area, each with its number of `officials` today.

    `typed`: words of the name in any order, or the code.
    """
    match = Q()
    if typed.strip():
        every_word = Q()
        for word in text.fold_marks(typed).split():
            every_word &= Q(name_fold__contains=word)
        match = every_word | Q(code__iexact=typed.strip())
    posts = Post.objects.filter(on_day(), unit__path__startswith=OuterRef("path")).order_by()
    # Grouped by a constant: one count of different officials for all posts of the subtree.
    together = posts.annotate(constant=Value(1)).values("constant")
    officials = together.annotate(total=Count("official", distinct=True)).values("total")
    return (
        Unit.objects.filter(area_of(actor), match)
        .annotate(officials=Coalesce(Subquery(officials), 0))
        .order_by("path")
    )


def _passed_results() -> QuerySet[Result]:
    return Result.objects.filter(verdict=ResultVerdict.PASSED, sheet__state=SheetState.APPROVED)
