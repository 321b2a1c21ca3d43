"""The people of a unit in a year: who studies what, who is at risk, what was completed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from cms import api
from lms.core import clock
from lms.core.actor import Actor
from lms.core.figures import Share
from lms.learning.progress.models import LessonProgress
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.states import CertificateState
from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day, run_by
from lms.people.personnel.models import Official, Post, TrainingRecord
from lms.people.rulebook.queries import rules_for
from lms.teaching.attendance.models import Mark
from lms.teaching.attendance.states import AttendanceStatus
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.states import EnrolmentState

# States of a class in which its learners are studying.
GOING_ON = (ClassState.ENROLLING, ClassState.RUNNING, ClassState.ASSESSING)
_MIN_SHARE = "attendance.min_share"


@dataclass(frozen=True)
class CurrentStudy:
    """An enrolment in a class that goes on. Attendance is counted in tiết."""

    enrolment: Enrolment
    lessons_done: int
    lessons_total: int
    attended: int
    marked: int
    min_share: int | None

    @property
    def share(self) -> int | None:
        """Attended tiết of those marked so far, in percent, rounded down; None before a mark."""
        return Share(self.attended, self.marked).percent_down

    @property
    def at_risk(self) -> bool:
        """Whether the attendance so far is below the share that the rulebook asks for."""
        return Share(self.attended, self.marked).is_below(self.min_share)


@dataclass(frozen=True)
class UnitYear:
    """A year of the people of some units.

    `seats` are enrolments (lượt), `learners` people (người): the two are never added.
    """

    units: tuple[Unit, ...]
    year: int
    read_at: dt.datetime
    people: int
    studying: tuple[CurrentStudy, ...]
    completed: tuple[TrainingRecord, ...]
    certificates: int

    @property
    def seats(self) -> int:
        return len(self.studying)

    @property
    def learners(self) -> int:
        return len({study.enrolment.official_id for study in self.studying})

    @property
    def at_risk(self) -> list[CurrentStudy]:
        return [study for study in self.studying if study.at_risk]

    @property
    def by_class(self) -> list[tuple[ClassGroup, list[CurrentStudy]]]:
        """The same enrolments class by class, the class that ends first before the others."""
        by_group: dict[int, list[CurrentStudy]] = defaultdict(list)
        for study in self.studying:
            by_group[study.enrolment.group_id].append(study)
        classes = [(studies[0].enrolment.group, studies) for studies in by_group.values()]
        return sorted(classes, key=lambda pair: (pair[0].ends_on, pair[0].code))

    @property
    def completed_people(self) -> int:
        return len({training.official_id for training in self.completed})


def units_run_by(actor: Actor) -> QuerySet[Unit]:
    """The units that the actor manages, with everything below them."""
    return Unit.objects.filter(run_by(actor), on_day()).order_by("path")


def unit_year(actor: Actor, year: int | None = None) -> UnitYear | None:
    """A year (default: this) of the people who work today in the units that the actor manages.

    None for an actor who manages none.
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
        studying=tuple(current_studies(going_on)),
        completed=tuple(records),
        certificates=issued.count(),
    )


def current_studies(enrolments: QuerySet[Enrolment]) -> list[CurrentStudy]:
    """Active enrolments with their progress and attendance, in the order of names.

    A fixed number of queries.
    """
    active = list(
        enrolments.filter(state=EnrolmentState.ENROLLED)
        .select_related("official", "group__school")
        .order_by("official__name_key", "group__starts_on", "pk")
    )
    done = _lessons_done(active)
    attended = _attended_periods(active)
    shares = _min_shares(active)
    editions = {enrolment.group.edition_id for enrolment in active}
    totals = {edition: len(api.read_edition(edition).lessons) for edition in editions}
    return [
        CurrentStudy(
            enrolment=enrolment,
            lessons_done=done.get(enrolment.pk, 0),
            lessons_total=totals[enrolment.group.edition_id],
            attended=attended[enrolment.pk][0],
            marked=attended[enrolment.pk][1],
            min_share=shares[enrolment.group.school_id],
        )
        for enrolment in active
    ]


def studies_of_official(official: Official) -> list[CurrentStudy]:
    """What one official studies now; the caller has asked whether the official may be seen."""
    return current_studies(Enrolment.objects.filter(official=official, group__state__in=GOING_ON))


def _lessons_done(enrolments: Iterable[Enrolment]) -> dict[int, int]:
    """The number of finished lessons by enrolment id; without one it is absent."""
    finished = LessonProgress.objects.filter(
        enrolment__in=[enrolment.pk for enrolment in enrolments], state=LessonProgress.State.DONE
    ).order_by()
    return dict(finished.values_list("enrolment").annotate(n=Count("pk")))


def _attended_periods(enrolments: Iterable[Enrolment]) -> dict[int, tuple[int, int]]:
    """(tiết attended, tiết marked) by enrolment id; the newest mark of a meeting counts.

    A mark whose status this version does not know is no mark, as in the register.
    """
    marks = (
        Mark.objects.filter(enrolment__in=[enrolment.pk for enrolment in enrolments])
        .order_by("pk")
        .values_list("enrolment_id", "meeting_id", "status", "meeting__periods")
    )
    newest: dict[int, dict[int, tuple[AttendanceStatus | None, int]]] = defaultdict(dict)
    for enrolment, meeting, status, periods in marks:
        newest[enrolment][meeting] = (AttendanceStatus.from_stored(status), periods)
    sums: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for enrolment, meetings in newest.items():
        marks_read = [(status, periods) for status, periods in meetings.values() if status]
        attended = sum(periods for status, periods in marks_read if status.counts_as_attended)
        sums[enrolment] = (attended, sum(periods for _status, periods in marks_read))
    return sums


def _min_shares(enrolments: Iterable[Enrolment]) -> dict[int, int | None]:
    """The attendance share in percent that a school's rules ask for, by school id."""
    schools = {enrolment.group.school_id: enrolment.group.school for enrolment in enrolments}
    shares: dict[int, int | None] = {}
    for pk, school in schools.items():
        rule = rules_for(_MIN_SHARE, unit=school).get(_MIN_SHARE)
        shares[pk] = None if rule is None or rule.value is None else int(rule.value)
    return shares
