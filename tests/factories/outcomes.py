"""A class that is over, its results, its certificates."""

import datetime as dt
from decimal import Decimal

from lms.core import clock
from lms.core.ids import uuid7
from lms.learning.assessment.models import Review, Submission, Version
from lms.learning.assessment.states import SubmissionState
from lms.outcomes.certificates import actions as certificates
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.results import actions as results
from lms.outcomes.results.models import ResultSheet
from lms.people.personnel.models import Official
from lms.teaching.attendance.models import Mark
from lms.teaching.attendance.states import AttendanceSource, AttendanceStatus
from lms.teaching.classes.models import ClassGroup
from lms.teaching.classes.states import ClassState, MeetingState
from lms.teaching.enrolment.models import Enrolment
from tests.factories import content, people, teaching
from tests.factories.people import Cast

DECISION = "QĐ 45/QĐ-TCT"


def ended_class(cast: Cast, *, meetings: int = 2, **fields) -> ClassGroup:
    """A class of cast.school that ended yesterday: registers closed, thầy Minh taught, nobody
    enrolled yet.
    """
    values = {
        "edition": fields.pop("edition", None) or content.edition(cast.school.code),
        "state": ClassState.RUNNING,
        "starts_on": clock.today() - dt.timedelta(days=30),
        "ends_on": clock.today() - dt.timedelta(days=1),
    }
    group = teaching.planned_class(cast, **{**values, **fields})
    for number in range(meetings):
        teaching.meeting(group, -20 + number, state=MeetingState.CLOSED)
    teaching.staff(group, cast.minh)
    return group


def add_learner(
    cast: Cast,
    group: ClassGroup,
    official: Official | str,
    *,
    absent: int = 0,
    score: str | None = "7.50",
) -> Enrolment:
    """Enrol a learner: present but for the first `absent` meetings, with a marked assignment (None:
    nothing handed in).
    """
    if isinstance(official, str):
        official = people.official(official, cast.commune, people.user(official))
    enrolment = teaching.enrolment_of(group, official)
    for index, meeting in enumerate(group.meetings.order_by("number")):
        status = AttendanceStatus.UNEXCUSED if index < absent else AttendanceStatus.PRESENT
        Mark.objects.create(
            meeting=meeting,
            enrolment=enrolment,
            status=status,
            source=AttendanceSource.REGISTER,
            by=cast.minh,
            by_name=cast.minh.full_name,
            at=clock.now(),
        )
    if score is not None:
        grade_work(cast, enrolment, score)
    return enrolment


def handed_in_work(enrolment: Enrolment, state: str = SubmissionState.SUBMITTED) -> Version:
    """Work handed in on the class's assignment."""
    from cms import api

    lesson = next(
        lesson
        for lesson in api.read_edition(enrolment.group.edition_id).lessons
        if lesson.assignment
    )
    submission = Submission.objects.create(
        enrolment=enrolment, lesson=lesson.slug, edition_id=enrolment.group.edition_id, state=state
    )
    return Version.objects.create(
        submission=submission,
        number=1,
        text="Một lần tôi nhận hồ sơ.",
        submitted_at=clock.now(),
        client_id=uuid7(),
    )


def grade_work(cast: Cast, enrolment: Enrolment, score: str, by=None) -> Review:
    """A grade by thầy Minh."""
    by = by or cast.minh
    return Review.objects.create(
        version=handed_in_work(enrolment, SubmissionState.GRADED),
        kind=Review.Kind.GRADE,
        score=Decimal(score),
        by=by,
        by_name=by.full_name,
        at=clock.now(),
    )


def computed_sheet(cast: Cast, group: ClassGroup) -> ResultSheet:
    return results.compute_results(actor=cast.actor(cast.hoa), group=group)


def approved_sheet(cast: Cast, group: ClassGroup) -> ResultSheet:
    """Computed and approved today by chị Hoa."""
    return results.approve_results(
        actor=cast.actor(cast.hoa),
        sheet=computed_sheet(cast, group),
        decision=DECISION,
        decided_on=clock.today(),
    )


def proposed_certificates(cast: Cast, group: ClassGroup | None = None) -> list[Certificate]:
    """Proposed certificates; cô Lan's class where none is given."""
    if group is None:
        group = ended_class(cast)
        add_learner(cast, group, cast.lan_official)
    return certificates.propose_certificates(actor=people.SYSTEM, sheet=approved_sheet(cast, group))


def confirmed_certificates(cast: Cast, group: ClassGroup | None = None) -> list[Certificate]:
    """The same, each confirmed by its holder."""
    certificates_proposed = proposed_certificates(cast, group)
    for certificate in certificates_proposed:
        holder = certificate.result.enrolment.official.user
        certificates.confirm_certificate(actor=cast.actor(holder), certificate=certificate)
    return certificates_proposed


def issued_certificate(cast: Cast) -> Certificate:
    """Cô Lan's certificate, signed by ông Sơn."""
    return certificates.issue_certificate(
        actor=cast.actor(cast.son), certificate=confirmed_certificates(cast)[0]
    )
