"""Planning a class, its timetable and staff; its life; messages to it."""

import datetime as dt

import pytest

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, IllegalMove, NotAllowed, NotFound, RuleBroken
from lms.core.notices.models import Notice
from lms.project.sweep import drain
from lms.teaching.classes import actions, policies, queries
from lms.teaching.classes.models import Announcement, ClassGroup, ClassStaff, Meeting, StaffRole
from lms.teaching.classes.rules import MeetingDraft
from lms.teaching.classes.states import CLASS, MEETING
from tests.factories import content, people, teaching


def draft(cast, **fields):
    values = {
        "school": cast.school,
        "code": "Một cửa K3",
        "title": "Một  cửa K3",
        "starts_on": clock.today(),
        "ends_on": clock.today() + dt.timedelta(days=5),
        "capacity": 30,
    } | fields
    values.setdefault(
        "edition_id",
        content.edition(cast.school.code).edition_id if "edition_id" not in values else 0,
    )
    return actions.ClassDraft(**values)


def meeting_draft(days=1, hour=8, **fields):
    values = {
        "title": "Buổi 1",
        "starts_at": teaching.at_day(days, hour),
        "ends_at": teaching.at_day(days, hour + 3),
        "periods": 4,
    } | fields
    return MeetingDraft(**values)


@pytest.mark.parametrize("machine", [CLASS, MEETING])
def test_every_state_can_be_reached(machine):
    assert not machine.unreachable()


def test_a_class_lives_from_plan_to_running(cast):
    hoa = cast.actor(cast.hoa)
    group = actions.plan_class(actor=hoa, draft=draft(cast))
    assert (group.code, group.title, group.state) == ("mot-cua-k3", "Một cửa K3", "planned")
    with pytest.raises(RuleBroken):
        actions.open_enrolment(actor=hoa, group=group)
    actions.add_meeting(actor=hoa, group=group, draft=meeting_draft())
    with pytest.raises(RuleBroken):
        actions.open_enrolment(actor=hoa, group=group)
    actions.assign_staff(actor=hoa, group=group, user_id=cast.minh.pk, role=StaffRole.INSTRUCTOR)
    group = actions.open_enrolment(actor=hoa, group=group)
    with pytest.raises(RuleBroken):
        actions.start_class(actor=hoa, group=group)
    teaching.enrol(cast, group, cast.lan_official)
    assert actions.start_class(actor=hoa, group=group).state == "running"
    kinds = list(
        Event.objects.filter(kind__startswith="class.")
        .order_by("pk")
        .values_list("kind", flat=True)
    )
    assert kinds == [
        "class.planned",
        "class.meeting_added",
        "class.staff_assigned",
        "class.enrolment_opened",
        "class.started",
    ]


def test_printing_a_new_edition_does_not_touch_the_class(cast):
    from cms import api

    course_id = content.course(cast.school.code)
    first = api.publish_edition(actor=people.SYSTEM, course_id=course_id, note="")
    group = actions.plan_class(
        actor=cast.actor(cast.hoa), draft=draft(cast, edition_id=first.edition_id)
    )
    changed = content.course_data(slug=first.slug, summary="Khác hẳn", title=first.title)
    api.write_course(actor=people.SYSTEM, school_code=cast.school.code, data=changed)
    second = api.publish_edition(actor=people.SYSTEM, course_id=course_id, note="")
    group.refresh_from_db()
    assert second.edition_id != first.edition_id
    assert api.read_edition(group.edition_id).summary == first.summary


def test_a_school_plans_on_its_own_or_on_a_shared_course_only(cast):
    hoa = cast.actor(cast.hoa)
    shared = content.edition(cast.province.code)
    assert actions.plan_class(actor=hoa, draft=draft(cast, edition_id=shared.edition_id)).pk
    foreign = content.edition(cast.other_school.code)
    with pytest.raises(NotFound):
        actions.plan_class(actor=hoa, draft=draft(cast, code="x", edition_id=foreign.edition_id))
    assert ClassGroup.objects.count() == 1


@pytest.mark.parametrize("who", ["minh", "son", "lan", "tu", "other_hoa", "stranger"])
def test_only_the_schools_office_plans_and_changes(cast, who):
    actor, group = cast.actor(getattr(cast, who)), teaching.planned_class(cast)
    meeting = teaching.meeting(group, 1)
    attempts = [
        lambda: actions.plan_class(actor=actor, draft=draft(cast)),
        lambda: actions.add_meeting(actor=actor, group=group, draft=meeting_draft(2)),
        lambda: actions.change_meeting(actor=actor, meeting=meeting, draft=meeting_draft(2)),
        lambda: actions.cancel_meeting(actor=actor, meeting=meeting, reason="vì"),
        lambda: actions.assign_staff(
            actor=actor, group=group, user_id=cast.stranger.pk, role=StaffRole.MANAGER
        ),
        lambda: actions.open_enrolment(actor=actor, group=group),
        lambda: actions.start_class(actor=actor, group=group),
        lambda: actions.cancel_class(actor=actor, group=group, reason="vì"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert not Event.objects.filter(kind__startswith="class.").exists()
    assert (ClassGroup.objects.count(), Meeting.objects.count(), ClassStaff.objects.count()) == (
        1,
        1,
        0,
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends_on": dt.date(2000, 1, 1)}, "ends_on"),
        ({"capacity": 0}, "capacity"),
        ({"title": " "}, "title"),
        ({"code": "***"}, "code"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(cast, fields, field):
    with pytest.raises(BadInput) as error:
        actions.plan_class(actor=cast.actor(cast.hoa), draft=draft(cast, **fields))
    assert error.value.field == field
    assert not ClassGroup.objects.exists()


def test_a_code_is_given_once(cast):
    hoa = cast.actor(cast.hoa)
    actions.plan_class(actor=hoa, draft=draft(cast))
    with pytest.raises(BadInput, match="mot-cua-k3"):
        actions.plan_class(actor=hoa, draft=draft(cast))
    assert ClassGroup.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 21},
        {"days": -11},
        {"periods": 0},
        {"title": " "},
        {"ends_at": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)},
        {"hour": 10},
    ],
)
def test_a_meeting_lies_in_the_class_and_over_no_other(cast, wrong):
    group = teaching.planned_class(cast)
    teaching.meeting(group, 1, 8)
    with pytest.raises(BadInput):
        actions.add_meeting(actor=cast.actor(cast.hoa), group=group, draft=meeting_draft(**wrong))
    assert group.meetings.count() == 1


def test_meetings_may_follow_each_other_at_once_and_a_cancelled_one_is_no_hindrance(cast):
    hoa, group = cast.actor(cast.hoa), teaching.planned_class(cast)
    first = actions.add_meeting(actor=hoa, group=group, draft=meeting_draft(1, 8))
    actions.add_meeting(actor=hoa, group=group, draft=meeting_draft(1, 11))
    actions.cancel_meeting(actor=hoa, meeting=first, reason="Mưa lũ")
    third = actions.add_meeting(actor=hoa, group=group, draft=meeting_draft(1, 8))
    assert third.number == 3
    assert [m.number for m in queries.class_meetings(group)] == [2, 3]


def test_a_meeting_that_began_is_no_longer_moved(cast):
    group = teaching.planned_class(cast)
    meeting = teaching.meeting(group, 1, state="open")
    with pytest.raises(RuleBroken):
        actions.change_meeting(actor=cast.actor(cast.hoa), meeting=meeting, draft=meeting_draft(2))


def test_an_instructor_is_not_booked_twice(cast):
    hoa = cast.actor(cast.hoa)
    first_class, second_class = (
        teaching.planned_class(cast),
        teaching.planned_class(cast, title="Soạn thảo văn bản"),
    )
    teaching.meeting(second_class, 1, 9)
    teaching.staff(second_class, cast.minh)
    teaching.meeting(first_class, 1, 8)
    with pytest.raises(RuleBroken, match="Soạn thảo văn bản"):
        actions.assign_staff(
            actor=hoa, group=first_class, user_id=cast.minh.pk, role=StaffRole.INSTRUCTOR
        )
    assert not first_class.staff.exists()
    actions.assign_staff(actor=hoa, group=first_class, user_id=cast.minh.pk, role=StaffRole.MANAGER)
    first_class.meetings.all().delete()
    actions.assign_staff(
        actor=hoa, group=first_class, user_id=cast.minh.pk, role=StaffRole.INSTRUCTOR
    )
    with pytest.raises(RuleBroken, match="Soạn thảo văn bản"):
        actions.add_meeting(actor=hoa, group=first_class, draft=meeting_draft(1, 8))
    assert not first_class.meetings.exists()
    second_class.staff.update(valid_to=clock.today())
    actions.add_meeting(actor=hoa, group=first_class, draft=meeting_draft(1, 8))


def test_a_learner_of_the_class_does_not_teach_in_it(cast):
    group = teaching.running_class(cast)
    with pytest.raises(RuleBroken, match="Lò Thị Lan"):
        actions.assign_staff(
            actor=cast.actor(cast.hoa), group=group, user_id=cast.lan.pk, role=StaffRole.ASSISTANT
        )
    assert not group.staff.filter(user=cast.lan).exists()


def test_a_naming_ends_on_a_day_and_with_it_the_right(cast):
    group = teaching.running_class(cast)
    assert policies.may_teach(cast.actor(cast.minh), group)
    yesterday = clock.today() - dt.timedelta(days=1)
    actions.end_staff(
        actor=cast.actor(cast.hoa), staff=group.staff.get(), on=yesterday, reason="Chuyển công tác"
    )
    assert not policies.may_teach(cast.actor(cast.minh), group)


def test_a_class_is_called_off_with_a_reason_and_its_learners_hear_it(cast):
    hoa, group = cast.actor(cast.hoa), teaching.running_class(cast)
    with pytest.raises(BadInput):
        actions.cancel_class(actor=hoa, group=group, reason="")
    actions.cancel_class(actor=hoa, group=group, reason="Mưa lũ")
    drain()
    assert "Mưa lũ" in Notice.objects.get(user=cast.lan, key__startswith="cancelled").body
    with pytest.raises(IllegalMove):
        actions.start_class(actor=hoa, group=group)


def test_a_message_reaches_every_learner_with_an_account(cast):
    group = teaching.running_class(cast)
    teaching.learners(group, 2, accounts=True)
    teaching.learners(group, 1)
    actions.announce_to_class(
        actor=cast.actor(cast.minh), group=group, title="Đổi phòng", body="Buổi 2 học ở tầng 2"
    )
    drain()
    assert Notice.objects.filter(key__startswith="announced").count() == 3
    for names, error in ((cast.lan, NotAllowed), (cast.stranger, NotAllowed)):
        with pytest.raises(error):
            actions.announce_to_class(actor=cast.actor(names), group=group, title="x", body="y")
    with pytest.raises(BadInput):
        actions.announce_to_class(actor=cast.actor(cast.hoa), group=group, title="x", body=" ")
    assert Announcement.objects.count() == 1


def test_both_faces_of_each_policy_agree(cast):
    own_class, other_class = (
        teaching.running_class(cast),
        teaching.planned_class(cast, school=cast.other_school),
    )
    teaching.staff(other_class, cast.stranger, StaffRole.ASSISTANT)
    teaching.staff(
        other_class, cast.minh, StaffRole.MANAGER, valid_to=clock.today() - dt.timedelta(days=1)
    )
    pairs = [
        (policies.may_manage, policies.managed_by),
        (policies.may_teach, policies.taught_by),
        (policies.may_decide, policies.decided_by),
        (policies.may_announce, policies.announced_by),
    ]
    for user in (cast.lan, cast.minh, cast.hoa, cast.other_hoa, cast.son, cast.tu, cast.stranger):
        actor = cast.actor(user)
        for may, many in pairs:
            assert {g for g in (own_class, other_class) if may(actor, g)} == set(
                ClassGroup.objects.filter(many(actor))
            ), (user, may)


def test_strangers_get_not_found(cast):
    group = teaching.running_class(cast)
    for ask in (queries.managed_class, queries.taught_class, queries.class_of_staff):
        with pytest.raises(NotFound):
            ask(cast.actor(cast.stranger), group.code)
