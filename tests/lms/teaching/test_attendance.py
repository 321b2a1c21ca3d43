"""The register and leave: what counts, what is refused, what is written."""

import re
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import BadInput, IllegalMove, NotAllowed, RuleBroken
from lms.core.notices.models import Notice
from lms.project.sweep import drain
from lms.teaching.attendance import actions, policies, queries
from lms.teaching.attendance.models import CheckIn, LeaveRequest, Mark, Proposal
from lms.teaching.attendance.states import (
    _FIGURE_TONES,
    _STATUS_FACTS,
    LEAVE_REQUEST,
    AttendanceSource,
    AttendanceStatus,
    RegisterFigure,
    Tone,
)
from lms.teaching.classes.models import ClassGroup, Meeting, StaffRole
from tests.factories import teaching


@pytest.fixture
def group(cast):
    return teaching.running_class(cast)


def first(group) -> Meeting:
    return group.meetings.get(number=1)


def today(group) -> Meeting:
    return group.meetings.get(number=2)


def test_every_status_has_its_facts():
    assert set(_STATUS_FACTS) == set(AttendanceStatus)
    assert not any(status.counts_as_attended and status.is_absent for status in AttendanceStatus)
    for told_apart_by in ("letter", "sign", "meaning"):
        words = {getattr(status, told_apart_by) for status in AttendanceStatus}
        assert len(words - {"", "?"}) == len(AttendanceStatus), told_apart_by


def test_every_figure_has_its_colour():
    assert set(_FIGURE_TONES) == set(RegisterFigure)


@pytest.mark.parametrize("status", AttendanceStatus)
def test_no_status_looks_like_another_kind(status):
    assert status.figure != RegisterFigure.UNKNOWN
    assert status.is_absent == (status.figure == RegisterFigure.AWAY)
    assert (status.sign == "✓") == (status is AttendanceStatus.PRESENT)
    assert status.icon == ("x" if status.is_absent else "check")


@pytest.mark.parametrize("tone", get_args(Tone))
@pytest.mark.parametrize(
    ("sheet", "rule"),
    [
        ("marks", ".badge.badge--{}"),
        ("tag", ".tag.tag--{}"),
        ("segments", ".segment--{}:has(:checked)"),
    ],
)
def test_every_colour_has_its_rule_in_the_style_sheets(sheet, rule, tone):
    text = Path(settings.BASE_DIR, f"static/css/app/{sheet}.css").read_text(encoding="utf-8")
    assert rule.format(tone) in text


def test_pages_styles_and_scripts_name_no_status():
    """They read the properties of a status, so that a new one is a row of one table."""
    root = Path(settings.BASE_DIR)
    files = [
        *root.glob("templates/instructor/register/*.html"),
        root / "templates/learner/classes/_meetings.html",
        root / "static/js/register.js",
        root / "static/css/app/marks.css",
        root / "static/css/app/segments.css",
        root / "static/css/register.css",
        root / "lms/portals/instructor/register.py",
        root / "lms/teaching/attendance/rendering.py",
    ]
    # compared, a value of an attribute, a part of a class, a key of a script, a member
    name = re.compile(
        "|".join(
            rf"""[=[]=* ?["']{status.value}["']|--{status.value}\b|^ *{status.value}: """
            rf"""|AttendanceStatus\.{status.name}\b"""
            for status in AttendanceStatus
        )
    )
    named = [
        (file.name, line)
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if name.search(line)
    ]
    assert not named


def test_a_status_that_this_version_does_not_know_counts_as_nothing(cast, group):
    teaching.mark_of_a_later_version(cast, group)
    lan = group.enrolments.get()
    row = queries.class_register(group).rows[0]
    assert (row.attended, row.marked, row.share) == (0, 0, None)
    verdict = row.cell(first(group)).verdict
    assert (verdict.status, verdict.is_unreadable) == (None, True)
    assert queries.attended_periods(group) == {lan.pk: 0}
    assert queries.attended_of([lan])[lan.pk][0] == 0
    assert queries.my_statuses(lan) == {first(group).pk: None}


def test_a_register_with_a_status_that_cannot_be_read_is_not_closed(cast, group):
    teaching.mark_of_a_later_version(cast, group)
    with pytest.raises(RuleBroken, match="Lò Thị Lan"):
        actions.close_register(actor=cast.actor(cast.minh), meeting=first(group))


def marks():
    return list(Mark.objects.order_by("pk").values_list("status", flat=True))


def test_every_state_of_leave_can_be_reached():
    assert not LEAVE_REQUEST.unreachable()


def test_marking_the_same_twice_writes_one_row(cast, group):
    minh, enrolment = cast.actor(cast.minh), group.enrolments.get()
    for _ in range(2):
        actions.mark_attendance(
            actor=minh, meeting=first(group), statuses={enrolment.pk: AttendanceStatus.PRESENT}
        )
    assert marks() == ["present"]
    assert first(group).state == "open"


def test_a_mark_is_never_changed_only_followed(cast, group):
    minh, enrolment = cast.actor(cast.minh), group.enrolments.get()
    for status in (AttendanceStatus.UNEXCUSED, AttendanceStatus.LATE):
        actions.mark_attendance(actor=minh, meeting=first(group), statuses={enrolment.pk: status})
    assert marks() == ["unexcused", "late"]
    assert queries.newest_marks(first(group)) == {enrolment.pk: "late"}


@pytest.mark.parametrize("who", ["lan", "hoa", "stranger", "other_hoa"])
def test_only_staff_of_the_class_marks(cast, group, who):
    enrolment = group.enrolments.get()
    with pytest.raises(NotAllowed):
        actions.mark_attendance(
            actor=cast.actor(getattr(cast, who)),
            meeting=first(group),
            statuses={enrolment.pk: AttendanceStatus.PRESENT},
        )
    assert not Mark.objects.exists()


def test_an_instructor_whose_naming_ended_no_longer_marks(cast, group):
    group.staff.update(valid_to=clock.today() - clock.dt.timedelta(days=1))
    with pytest.raises(NotAllowed):
        actions.close_register(actor=cast.actor(cast.minh), meeting=first(group))


def test_somebody_of_another_class_cannot_be_marked_here(cast, group):
    other_class = teaching.running_class(cast).enrolments.get()
    with pytest.raises(BadInput):
        actions.mark_attendance(
            actor=cast.actor(cast.minh),
            meeting=first(group),
            statuses={other_class.pk: AttendanceStatus.PRESENT},
        )
    assert not Mark.objects.exists()


@pytest.mark.parametrize("state", ["planned", "enrolling", "assessing", "closed", "cancelled"])
def test_the_register_is_kept_only_while_the_class_runs(cast, group, state):
    enrolment = group.enrolments.get()
    ClassGroup.objects.filter(pk=group.pk).update(state=state)
    with pytest.raises(RuleBroken):
        actions.mark_attendance(
            actor=cast.actor(cast.minh),
            meeting=first(group),
            statuses={enrolment.pk: AttendanceStatus.PRESENT},
        )
    assert not Mark.objects.exists()


def test_the_register_opens_on_the_day(cast, group):
    later = teaching.meeting(group, 3)
    with pytest.raises(RuleBroken):
        actions.mark_attendance(
            actor=cast.actor(cast.minh),
            meeting=later,
            statuses={group.enrolments.get().pk: AttendanceStatus.PRESENT},
        )
    assert not Mark.objects.exists()


def test_closing_needs_everybody_and_names_who_is_missing(cast, group):
    teaching.learners(group, 2)
    with pytest.raises(RuleBroken, match="Lò Thị Lan"):
        actions.close_register(actor=cast.actor(cast.minh), meeting=first(group))
    assert first(group).state == "scheduled"


def test_a_proposal_alone_does_not_close(cast, group):
    enrolment = group.enrolments.get()
    actions.propose_statuses(
        actor=cast.actor(cast.minh),
        meeting=first(group),
        proposals={enrolment.pk: (AttendanceStatus.PRESENT, "88/90 phút")},
    )
    with pytest.raises(RuleBroken):
        actions.close_register(actor=cast.actor(cast.minh), meeting=first(group))
    cell = queries.class_register(group).rows[0].cell(first(group))
    assert cell.verdict.is_proposed
    assert cell.verdict.grounds == "88/90 phút"


def test_after_closing_a_correction_needs_a_reason(cast, group):
    minh, enrolment = cast.actor(cast.minh), group.enrolments.get()
    actions.mark_attendance(
        actor=minh, meeting=first(group), statuses={enrolment.pk: AttendanceStatus.UNEXCUSED}
    )
    actions.close_register(actor=minh, meeting=first(group))
    with pytest.raises(BadInput):
        actions.mark_attendance(
            actor=minh,
            meeting=first(group),
            statuses={enrolment.pk: AttendanceStatus.MAKE_UP},
            reason="  ",
        )
    assert marks() == ["unexcused"]
    actions.mark_attendance(
        actor=minh,
        meeting=first(group),
        statuses={enrolment.pk: AttendanceStatus.MAKE_UP},
        reason="Học bù cùng lớp K4",
    )
    assert marks() == ["unexcused", "make_up"]
    event = Event.objects.get(kind="attendance.amended")
    assert event.data["marks"] == {str(enrolment.pk): ["unexcused", "make_up"]}
    with pytest.raises(IllegalMove):
        actions.close_register(actor=minh, meeting=first(group))


def test_hours_are_counted_in_periods(cast, group):
    minh, (lan, colleague) = (
        cast.actor(cast.minh),
        (group.enrolments.get(), *teaching.learners(group, 1)),
    )
    actions.mark_attendance(
        actor=minh,
        meeting=first(group),
        statuses={lan.pk: AttendanceStatus.LATE, colleague.pk: AttendanceStatus.EXCUSED},
    )
    actions.mark_attendance(
        actor=minh,
        meeting=today(group),
        statuses={lan.pk: AttendanceStatus.PRESENT, colleague.pk: AttendanceStatus.MAKE_UP},
    )
    teaching.meeting(group, 1, state="cancelled")
    teaching.meeting(group, 2, periods=2)
    assert queries.attended_periods(group) == {lan.pk: 8, colleague.pk: 4}
    assert queries.total_periods(group) == 10
    assert queries.attended_of([lan]) == {lan.pk: (8, 10)}


def test_who_falls_below_the_share_is_at_risk_without_rounding(cast, group):
    minh, enrolment = cast.actor(cast.minh), group.enrolments.get()
    Meeting.objects.filter(pk=first(group).pk).update(periods=1000)
    Meeting.objects.filter(pk=today(group).pk).update(periods=251)
    actions.mark_attendance(
        actor=minh, meeting=first(group), statuses={enrolment.pk: AttendanceStatus.PRESENT}
    )
    actions.mark_attendance(
        actor=minh, meeting=today(group), statuses={enrolment.pk: AttendanceStatus.UNEXCUSED}
    )
    row = queries.class_register(group).rows[0]
    assert (row.share, row.at_risk) == (79, True)  # 79.93 %
    Meeting.objects.filter(pk=today(group).pk).update(periods=250)
    assert not queries.class_register(group).rows[0].at_risk


def test_a_learner_checks_in_once_and_not_for_a_colleague(cast, group):
    enrolment, colleague = group.enrolments.get(), teaching.learners(group, 1)[0]
    for _ in range(2):
        actions.check_in(
            actor=cast.actor(cast.lan),
            meeting=today(group),
            enrolment=enrolment,
            source=AttendanceSource.CODE,
        )
    with pytest.raises(NotAllowed):
        actions.check_in(
            actor=cast.actor(cast.lan),
            meeting=today(group),
            enrolment=colleague,
            source=AttendanceSource.CODE,
        )
    assert CheckIn.objects.count() == 1
    assert not Mark.objects.exists()


def test_check_in_is_refused_on_another_day_and_after_closing(cast, group):
    enrolment, lan = group.enrolments.get(), cast.actor(cast.lan)
    with pytest.raises(RuleBroken):
        actions.check_in(
            actor=lan, meeting=first(group), enrolment=enrolment, source=AttendanceSource.CODE
        )
    Meeting.objects.filter(pk=today(group).pk).update(state="closed")
    with pytest.raises(RuleBroken):
        actions.check_in(
            actor=lan, meeting=today(group), enrolment=enrolment, source=AttendanceSource.CODE
        )
    assert not CheckIn.objects.exists()


def test_proposals_are_refused_after_closing(cast, group):
    Meeting.objects.filter(pk=today(group).pk).update(state="closed")
    with pytest.raises(RuleBroken):
        actions.propose_statuses(actor=Actor.system("live"), meeting=today(group), proposals={})
    assert not Proposal.objects.exists()


def test_leave_is_asked_decided_and_told(cast, group, django_capture_on_commit_callbacks):
    leave = actions.request_leave(actor=cast.actor(cast.lan), meeting=today(group), reason="Con ốm")
    drain()
    assert Notice.objects.filter(user=cast.minh, key=f"leave:{leave.pk}").count() == 1
    actions.decide_leave(actor=cast.actor(cast.minh), leave=leave, granted=True)
    drain()
    assert Notice.objects.filter(user=cast.lan, key=f"leave-decided:{leave.pk}").count() == 1
    cell = queries.class_register(group).rows[0].cell(today(group))
    assert (cell.verdict.status, cell.verdict.is_proposed) == (AttendanceStatus.EXCUSED, True)


def test_leave_is_refused_for_the_past_twice_and_for_strangers(cast, group):
    lan = cast.actor(cast.lan)
    with pytest.raises(RuleBroken):
        actions.request_leave(actor=lan, meeting=first(group), reason="Con ốm")
    with pytest.raises(NotAllowed):
        actions.request_leave(
            actor=cast.actor(cast.stranger), meeting=today(group), reason="Con ốm"
        )
    with pytest.raises(BadInput):
        actions.request_leave(actor=lan, meeting=today(group), reason=" ")
    actions.request_leave(actor=lan, meeting=today(group), reason="Con ốm")
    with pytest.raises(RuleBroken):
        actions.request_leave(actor=lan, meeting=today(group), reason="Con vẫn ốm")
    assert LeaveRequest.objects.count() == 1


def test_a_request_taken_back_can_be_made_again_and_only_by_its_owner(cast, group):
    leave = actions.request_leave(actor=cast.actor(cast.lan), meeting=today(group), reason="Con ốm")
    with pytest.raises(NotAllowed):
        actions.take_back_leave(actor=cast.actor(cast.minh), leave=leave)
    actions.take_back_leave(actor=cast.actor(cast.lan), leave=leave)
    actions.request_leave(actor=cast.actor(cast.lan), meeting=today(group), reason="Con lại ốm")
    assert sorted(LeaveRequest.objects.values_list("state", flat=True)) == [
        "cancelled",
        "submitted",
    ]


def test_nobody_decides_their_own_leave(cast, group):
    leave = actions.request_leave(actor=cast.actor(cast.lan), meeting=today(group), reason="Con ốm")
    teaching.staff(group, cast.lan, StaffRole.MANAGER)
    with pytest.raises(NotAllowed):
        actions.decide_leave(actor=cast.actor(cast.lan), leave=leave, granted=True)
    assert LeaveRequest.objects.get().state == "submitted"


def test_assistants_do_not_decide_and_a_closed_register_is_past_deciding(cast, group):
    leave = actions.request_leave(actor=cast.actor(cast.lan), meeting=today(group), reason="Con ốm")
    teaching.staff(group, cast.stranger, StaffRole.ASSISTANT)
    with pytest.raises(NotAllowed):
        actions.decide_leave(actor=cast.actor(cast.stranger), leave=leave, granted=True)
    Meeting.objects.filter(pk=today(group).pk).update(state="closed")
    with pytest.raises(RuleBroken):
        actions.decide_leave(actor=cast.actor(cast.minh), leave=leave, granted=True)
    assert LeaveRequest.objects.get().state == "submitted"


def test_both_faces_of_each_policy_agree(cast, group):
    other = teaching.planned_class(cast)
    teaching.staff(other, cast.stranger, StaffRole.ASSISTANT)
    leave = actions.request_leave(actor=cast.actor(cast.lan), meeting=today(group), reason="Con ốm")
    teaching.staff(group, cast.lan, StaffRole.MANAGER)
    for user in (cast.lan, cast.minh, cast.hoa, cast.son, cast.tu, cast.stranger, cast.other_hoa):
        actor = cast.actor(user)
        allowed = set(ClassGroup.objects.filter(policies.marked_by(actor)))
        assert {g for g in (group, other) if policies.may_mark(actor, g)} == allowed, user
        decidable = set(LeaveRequest.objects.filter(policies.leave_decidable_by(actor)))
        assert decidable == ({leave} if policies.may_decide_leave(actor, leave) else set())
