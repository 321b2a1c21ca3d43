"""One unit's people in this year: who studies what, who is at risk, what was completed, which
certificates came.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from cms import api
from lms.core import clock
from lms.core.actor import Actor
from lms.learning.progress.models import LessonProgress
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.states import CertificateState
from lms.outcomes.reporting.policies import run_by
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.personnel.models import Official, Post, TrainingRecord
from lms.people.rulebook.queries import rules_for
from lms.teaching.attendance.models import Mark
from lms.teaching.attendance.states import ATTENDED
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState

# States of a class in which its learners are studying.
GOING_ON = (ClassState.ENROLLING, ClassState.RUNNING, ClassState.ASSESSING)
_MIN_SHARE = "attendance.min_share"


@dataclass(frozen=True)
class Studying:
    """One seat in a class that goes on. Lessons are counted in lessons, attendance in tiết."""

    enrolment: Enrolment
    lessons_done: int
    lessons_total: int
    attended: int
    marked: int
    min_share: int | None

    @property
    def share(self) -> int | None:
        """Attended tiết of those marked so far, in percent, rounded down; None before the first
        mark.
        """
        return 100 * self.attended // self.marked if self.marked else None

    @property
    def at_risk(self) -> bool:
        """Below the attendance share that the rulebook asks for."""
        return self.share is not None and self.min_share is not None and self.share < self.min_share


@dataclass(frozen=True)
class UnitYear:
    """`seats` are lượt, `learners` are người: the two are never added."""

    units: tuple[Unit, ...]
    year: int
    read_at: dt.datetime
    people: int
    studying: tuple[Studying, ...]
    completed: tuple[TrainingRecord, ...]
    certificates: int

    @property
    def seats(self) -> int:
        return len(self.studying)

    @property
    def learners(self) -> int:
        return len({row.enrolment.official_id for row in self.studying})

    @property
    def at_risk(self) -> list[Studying]:
        return [row for row in self.studying if row.at_risk]

    @property
    def by_class(self) -> list[tuple[ClassGroup, list[Studying]]]:
        """The same seats class by class, those that end first before the others."""
        found: dict[int, list[Studying]] = defaultdict(list)
        for row in self.studying:
            found[row.enrolment.group_id].append(row)
        groups = [(rows[0].enrolment.group, rows) for rows in found.values()]
        return sorted(groups, key=lambda pair: (pair[0].ends_on, pair[0].code))

    @property
    def completed_people(self) -> int:
        return len({row.official_id for row in self.completed})


def units_run_by(actor: Actor) -> QuerySet[Unit]:
    """The units that the actor manages, with everything below them."""
    return Unit.objects.filter(run_by(actor), on_day()).order_by("path")


def unit_year(actor: Actor, year: int | None = None) -> UnitYear | None:
    """This year of the people who work today in the units that the actor manages; None where he
    manages none.
    """
    units = tuple(units_run_by(actor))
    if not units:
        return None
    year = year or clock.today().year
    posts = Post.objects.filter(on_day(), run_by(actor, "unit__")).values("official")
    records = (
        TrainingRecord.objects.filter(official__in=posts, ends_on__year=year, revoked_on=None)
        .select_related("official")
        .order_by("-ends_on", "official__name_key")
    )
    issued = Certificate.objects.filter(
        result__enrolment__official__in=posts, state=CertificateState.ISSUED, issued_on__year=year
    )
    going_on = Enrolment.objects.filter(official__in=posts, group__state__in=GOING_ON)
    return UnitYear(
        units=units,
        year=year,
        read_at=clock.now(),
        people=Official.objects.filter(pk__in=posts).count(),
        studying=tuple(seats_of(going_on)),
        completed=tuple(records),
        certificates=issued.count(),
    )


def seats_of(seats: QuerySet[Enrolment]) -> list[Studying]:
    """Standing seats with their progress and attendance, in the order of names, in a fixed number
    of queries.
    """
    rows = list(
        seats.filter(state=EnrolmentState.ENROLLED)
        .select_related("official", "group__school")
        .order_by("official__name_key", "group__starts_on", "pk")
    )
    done = _lessons_done(rows)
    attended = _attended(rows)
    shares = _min_shares(rows)
    totals = {row.group.edition_id: 0 for row in rows}
    totals = {edition: len(api.edition(edition).lessons) for edition in totals}
    return [
        Studying(
            enrolment=row,
            lessons_done=done.get(row.pk, 0),
            lessons_total=totals[row.group.edition_id],
            attended=attended[row.pk][0],
            marked=attended[row.pk][1],
            min_share=shares[row.group.school_id],
        )
        for row in rows
    ]


def _lessons_done(rows: Iterable[Enrolment]) -> dict[int, int]:
    finished = LessonProgress.objects.filter(
        enrolment__in=[row.pk for row in rows], state=LessonProgress.State.DONE
    ).order_by()
    return dict(finished.values_list("enrolment").annotate(n=Count("pk")))


def _attended(rows: Iterable[Enrolment]) -> dict[int, tuple[int, int]]:
    """enrolment → (tiết attended, tiết marked); the newest mark of a meeting counts."""
    marks = (
        Mark.objects.filter(enrolment__in=[row.pk for row in rows])
        .order_by("pk")
        .values_list("enrolment_id", "meeting_id", "status", "meeting__periods")
    )
    newest: dict[int, dict[int, tuple[str, int]]] = defaultdict(dict)
    for enrolment, meeting, status, periods in marks:
        newest[enrolment][meeting] = (status, periods)
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for enrolment, meetings in newest.items():
        present = sum(periods for status, periods in meetings.values() if status in ATTENDED)
        found[enrolment] = (present, sum(periods for _status, periods in meetings.values()))
    return found


def _min_shares(rows: Iterable[Enrolment]) -> dict[int, int | None]:
    """school → the attendance share that its classes ask for, in percent."""
    schools = {row.group.school_id: row.group.school for row in rows}
    found: dict[int, int | None] = {}
    for pk, school in schools.items():
        rule = rules_for(_MIN_SHARE, unit=school).get(_MIN_SHARE)
        found[pk] = None if rule is None or rule.value is None else int(rule.value)
    return found


def learning(official: Official) -> list[Studying]:
    """What one official studies now; the caller has asked whether he may be seen."""
    return seats_of(Enrolment.objects.filter(Q(official=official), group__state__in=GOING_ON))
