"""Classes with their meetings, staff and learners."""

import datetime as dt
import itertools

from lms.core import clock
from lms.teaching.attendance import actions as attendance
from lms.teaching.attendance.models import Mark
from lms.teaching.attendance.states import AttendanceSource, AttendanceStatus
from lms.teaching.classes.models import ClassGroup, ClassStaff, Meeting, StaffRole
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment import actions as enrolment
from lms.teaching.enrolment.models import Enrolment
from tests.factories import content, people
from tests.factories.people import Cast

_serial = itertools.count(1)

FAMILIES = ("Lò", "Vàng", "Quàng", "Giàng", "Cà", "Tòng", "Mùa", "Hờ", "Bạc", "Lường")
GIVEN = ("Mai", "Chính", "Ngân", "Dơ", "Páo", "Tiện", "Inh", "Sua", "Phong", "Hặc", "Ẩn", "Đức")


def at_day(days: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment `days` from today on the Vietnamese wall clock."""
    day = clock.today() + dt.timedelta(days=days)
    zone = clock.local(clock.now()).tzinfo
    return dt.datetime.combine(day, dt.time(hour, minute), zone)


def meeting(group: ClassGroup, days: int, hour: int = 8, **fields) -> Meeting:
    """A meeting of 4 tiết, `days` from today."""
    number = group.meetings.count() + 1
    values = {
        "number": number,
        "title": f"Buổi {number}",
        "starts_at": at_day(days, hour),
        "ends_at": at_day(days, hour + 3, 20),
        "periods": 4,
        "place": "Hội trường UBND xã Na Son",
    } | fields
    return Meeting.objects.create(group=group, **values)


def planned_class(cast: Cast, **fields) -> ClassGroup:
    """A class of cast.school without meetings, staff or learners. `edition`: an Outline."""
    edition = fields.pop("edition", None) or content.edition(cast.school.code)
    number = next(_serial)
    values = {
        "school": cast.school,
        "code": f"lop-{number}",
        "title": f"Tiếp công dân, lớp {number}",
        "starts_on": clock.today() - dt.timedelta(days=10),
        "ends_on": clock.today() + dt.timedelta(days=20),
        "capacity": 350,
        "edition_id": edition.edition_id,
    } | fields
    return ClassGroup.objects.create(**values)


def staff(group: ClassGroup, user, role: str = StaffRole.INSTRUCTOR, **fields) -> ClassStaff:
    return ClassStaff.objects.create(
        group=group, user=user, role=role, valid_from=people.LONG_AGO, **fields
    )


def running_class(cast: Cast, **fields) -> ClassGroup:
    """A running class of cast.school: thầy Minh teaches, cô Lan learns; meeting 1 last week,
    meeting 2 today.
    """
    learners_wanted = fields.pop("learners", 0)
    group = planned_class(cast, **{"state": ClassState.RUNNING} | fields)
    meeting(group, -7)
    meeting(group, 0)
    staff(group, cast.minh)
    if group.state in (ClassState.ENROLLING, ClassState.RUNNING):
        enrol(cast, group, cast.lan_official)
    else:
        enrolment_of(group, cast.lan_official)
    learners(group, learners_wanted)
    return group


def enrolment_of(group: ClassGroup, official, **fields) -> Enrolment:
    """An enrolment as a row, whatever the class's state."""
    post = official.posts.get()
    return Enrolment.objects.create(
        group=group,
        official=official,
        unit=post.unit,
        unit_name=post.unit.name,
        post_title=post.title,
        official_group=post.group,
        decision="QĐ 12/QĐ-TCT",
        enrolled_at=clock.now(),
        **fields,
    )


def enrol(cast: Cast, group: ClassGroup, *officials) -> list[Enrolment]:
    """Enrol through the action, by chị Hoa."""
    outcome = enrolment.enrol_officials(
        actor=cast.actor(cast.hoa),
        group=group,
        official_ids=[official.pk for official in officials],
        decision="QĐ 12/QĐ-TCT",
        override_reason="classes of tests meet at the same hours",
    )
    assert not outcome.refused, outcome.refused
    return outcome.enrolled


def learners(group: ClassGroup, n: int, *, accounts: bool = False) -> list[Enrolment]:
    """`n` more learners, each an official of a commune of the school's province."""
    if not n:
        return []
    area = group.school.get_parent()
    unit = area.get_children().filter(level="commune").first() or people.unit(parent=area)
    enrolments = []
    for index in range(n):
        name = (
            f"{FAMILIES[index % len(FAMILIES)]} {'Thị' if index % 2 else 'Văn'}"
            f" {GIVEN[index % len(GIVEN)]}"
        )
        account = people.user(name) if accounts else None
        enrolments.append(enrolment_of(group, people.official(name, unit, account)))
    return enrolments


def attended(
    cast: Cast, group: ClassGroup, status: AttendanceStatus = AttendanceStatus.PRESENT
) -> None:
    """Thầy Minh marks everybody `status` in each meeting that has come, and closes the registers
    of those over.
    """
    actor = cast.actor(cast.minh)
    ids = list(group.enrolments.filter(state="enrolled").values_list("pk", flat=True))
    for meeting in group.meetings.order_by("number"):
        if clock.local(meeting.starts_at).date() <= clock.today():
            attendance.mark_attendance(
                actor=actor, meeting=meeting, statuses=dict.fromkeys(ids, status)
            )
            if meeting.ends_at < clock.now():
                attendance.close_register(actor=actor, meeting=meeting)


def mark_of_a_later_version(cast: Cast, group: ClassGroup) -> Mark:
    """A mark in the first meeting whose status this version does not know."""
    return Mark.objects.create(
        meeting=group.meetings.get(number=1),
        enrolment=group.enrolments.get(),
        status="hologram",
        source=AttendanceSource.REGISTER,
        by_id=cast.minh.pk,
        by_name=str(cast.minh),
        at=clock.now(),
    )
