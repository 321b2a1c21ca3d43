"""Computing and approving the results of a class."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, IllegalMove, NotAllowed, RuleBroken
from lms.core.states import Machine
from lms.learning.assessment.models import Review
from lms.learning.assessment.states import SubmissionState
from lms.outcomes.results import actions, policies, queries
from lms.outcomes.results.models import Result, ResultSheet, ResultVerdict
from lms.outcomes.results.states import SHEET, SheetState
from lms.people.organisation.models import Role
from lms.people.rulebook.models import Rule
from lms.teaching.classes.models import ClassGroup, StaffRole
from lms.teaching.classes.policies import managed_by
from lms.teaching.classes.states import ClassState, MeetingState
from tests.factories import outcomes, people, teaching

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast):
    """Lan passes, Chính was away too often, Ẩn has 4,95, Đức handed in nothing."""
    group = outcomes.ended_class(cast, meetings=5)
    outcomes.add_learner(cast, group, cast.lan_official, absent=1)
    outcomes.add_learner(cast, group, "Vàng A Chính", absent=2)
    outcomes.add_learner(cast, group, "Tòng Văn Ẩn", score="4.95")
    outcomes.add_learner(cast, group, "Bạc Cầm Đức", score=None)
    return group


def _lines(sheet):
    return {result.enrolment.official.full_name: result for result in queries.results_of(sheet)}


def test_each_line_explains_itself(cast, group):
    lines = _lines(outcomes.computed_sheet(cast, group))
    assert lines["Lò Thị Lan"].explanation == "đủ 16/20 tiết; Bài thu hoạch 7,5; đạt"
    assert lines["Lò Thị Lan"].score == Decimal("7.50")
    assert lines["Vàng A Chính"].reasons == ["mới dự 12/20 tiết, cần ít nhất 16"]
    assert lines["Tòng Văn Ẩn"].reasons == ["Bài thu hoạch 4,95, dưới 5"]
    assert lines["Bạc Cầm Đức"].reasons == ["Bài thu hoạch: chưa nộp"]
    assert [result.verdict for result in lines.values()].count(ResultVerdict.PASSED) == 1


def test_lines_stand_in_vietnamese_order(cast, group):
    names = [
        result.enrolment.official.full_name
        for result in queries.results_of(outcomes.computed_sheet(cast, group))
    ]
    assert names == ["Tòng Văn Ẩn", "Vàng A Chính", "Bạc Cầm Đức", "Lò Thị Lan"]


def test_the_rules_are_copied_with_their_sources(cast, group):
    sheet = outcomes.computed_sheet(cast, group)
    Rule.objects.filter(key="assessment.pass_score").update(value=9)
    sheet.refresh_from_db()
    rules = {rule["key"]: (rule["value"], rule["source"]) for rule in sheet.rules}
    assert rules["assessment.pass_score"] == (
        5,
        "Thông tư 03/2023/TT-BNV, Điều 6 (đọc qua bản tóm tắt): đạt từ 50% thang điểm",
    )
    assert rules["attendance.min_share"][0] == 80


def test_a_new_computation_is_a_new_sheet(cast, group):
    first = outcomes.computed_sheet(cast, group)
    second = outcomes.computed_sheet(cast, group)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == (
        SheetState.REPLACED,
        SheetState.COMPUTED,
        2,
    )
    assert first.results.count() == 4
    group.refresh_from_db()
    assert group.state == ClassState.ASSESSING


def test_open_registers_are_named(cast, group):
    group.meetings.filter(number__in=[2, 4]).update(state=MeetingState.OPEN)
    with pytest.raises(RuleBroken, match=r"2 \(.*4 \("):
        outcomes.computed_sheet(cast, group)
    assert not ResultSheet.objects.exists()
    group.refresh_from_db()
    assert group.state == ClassState.RUNNING


def test_a_cancelled_meeting_counts_nothing(cast, group):
    group.meetings.filter(number=1).update(state=MeetingState.CANCELLED)
    line = _lines(outcomes.computed_sheet(cast, group))["Lò Thị Lan"]
    assert (line.periods_attended, line.periods_total) == (16, 16)


def test_unmarked_work_is_marked_first(cast, group):
    enrolment = outcomes.add_learner(cast, group, "Cà Thị Ngân", score=None)
    outcomes.handed_in_work(enrolment)
    with pytest.raises(RuleBroken, match="Cà Thị Ngân"):
        outcomes.computed_sheet(cast, group)
    assert not Result.objects.exists()


def test_returned_work_is_not_a_zero(cast, group):
    enrolment = outcomes.add_learner(cast, group, "Cà Thị Ngân", score=None)
    outcomes.handed_in_work(enrolment, SubmissionState.RETURNED)
    line = _lines(outcomes.computed_sheet(cast, group))["Cà Thị Ngân"]
    assert line.reasons == ["Bài thu hoạch: đã trả lại để sửa, chưa nộp lại"]


def test_those_who_left_stand_in_no_sheet(cast, group):
    enrolment = outcomes.add_learner(cast, group, "Hờ A Páo")
    enrolment.state, enrolment.withdrawal_reason = "withdrawn", "chuyển công tác"
    enrolment.save()
    assert "Hờ A Páo" not in _lines(outcomes.computed_sheet(cast, group))
    assert [enrolment.withdrawal_reason for enrolment in queries.withdrawn_enrolments(group)] == [
        "chuyển công tác"
    ]


@pytest.mark.parametrize(
    "user", ["lan", "minh", "son", "tu", "stranger", "other_hoa", "editor", "pao"]
)
def test_only_the_office_computes_and_approves(cast, group, user):
    actor = cast.actor(getattr(cast, user))
    with pytest.raises(NotAllowed):
        actions.compute_results(actor=actor, group=group)
    assert not ResultSheet.objects.exists()
    sheet = outcomes.computed_sheet(cast, group)
    with pytest.raises(NotAllowed):
        actions.approve_results(actor=actor, sheet=sheet, decision="1", decided_on=clock.today())
    with pytest.raises(NotAllowed):
        actions.send_results_back(actor=actor, group=group, reason="x")
    sheet.refresh_from_db()
    assert sheet.state == SheetState.COMPUTED


def test_approval_closes_the_class(cast, group):
    sheet = outcomes.approved_sheet(cast, group)
    group.refresh_from_db()
    assert group.state == ClassState.CLOSED
    assert (sheet.decision, sheet.approved_by_id) == (outcomes.DECISION, cast.hoa.pk)
    event = Event.objects.get(kind="results.approved")
    assert event.data["decision"] == outcomes.DECISION
    assert queries.results_of(queries.current_sheet(group)).count() == 4
    assert [result.verdict for result in queries.my_results(cast.actor(cast.lan))] == [
        ResultVerdict.PASSED
    ]


def test_a_result_is_unseen_before_its_approval(cast, group):
    outcomes.computed_sheet(cast, group)
    assert not queries.my_results(cast.actor(cast.lan)).exists()
    assert not group.sheets.filter(state=SheetState.APPROVED).exists()


def test_a_second_approval_is_refused(cast, group):
    sheet = outcomes.approved_sheet(cast, group)
    with pytest.raises(IllegalMove):
        actions.approve_results(
            actor=cast.actor(cast.hoa), sheet=sheet, decision="2", decided_on=clock.today()
        )
    with pytest.raises(RuleBroken):
        outcomes.computed_sheet(cast, group)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultSheet.objects.create(
            group=group,
            number=9,
            state=SheetState.APPROVED,
            computed_at=clock.now(),
            computed_by=cast.hoa,
        )
    assert Event.objects.filter(kind="results.approved").count() == 1


def test_an_older_sheet_cannot_be_approved(cast, group):
    older = outcomes.computed_sheet(cast, group)
    outcomes.computed_sheet(cast, group)
    with pytest.raises(IllegalMove):
        actions.approve_results(
            actor=cast.actor(cast.hoa), sheet=older, decision="1", decided_on=clock.today()
        )


def _refused(cast, group, *, field, **wrong):
    sheet = outcomes.computed_sheet(cast, group)
    arguments = {"decision": "1/QĐ", "decided_on": clock.today(), **wrong}
    with pytest.raises(BadInput) as refusal:
        actions.approve_results(actor=cast.actor(cast.hoa), sheet=sheet, **arguments)
    assert refusal.value.field == field
    sheet.refresh_from_db()
    group.refresh_from_db()
    assert (sheet.state, group.state) == (SheetState.COMPUTED, ClassState.ASSESSING)


def test_the_decision_needs_a_number(cast, group):
    _refused(cast, group, field="decision", decision="  ")


def test_the_decision_is_not_before_the_end_of_the_class(cast, group):
    _refused(cast, group, field="decided_on", decided_on=group.ends_on - dt.timedelta(days=1))


def test_the_decision_is_not_in_the_future(cast, group):
    _refused(cast, group, field="decided_on", decided_on=clock.today() + dt.timedelta(days=1))


def test_who_taught_does_not_approve(cast, group):
    teaching.staff(
        group, cast.hoa, StaffRole.INSTRUCTOR, valid_to=clock.today() - dt.timedelta(days=9)
    )
    _not_impartial(cast, group)


def test_who_graded_does_not_approve(cast, group):
    Review.objects.update(by=cast.hoa)
    _not_impartial(cast, group)


def test_who_learned_does_not_approve(cast, group):
    outcomes.add_learner(cast, group, people.official("Nguyễn Thị Hoa", cast.commune, cast.hoa))
    _not_impartial(cast, group)


def _not_impartial(cast, group):
    sheet = outcomes.computed_sheet(cast, group)
    with pytest.raises(NotAllowed):
        actions.approve_results(
            actor=cast.actor(cast.hoa), sheet=sheet, decision="1", decided_on=clock.today()
        )
    sheet.refresh_from_db()
    assert sheet.state == SheetState.COMPUTED


def test_a_changed_mark_asks_for_a_new_computation(cast, group):
    sheet = outcomes.computed_sheet(cast, group)
    Review.objects.filter(score=Decimal("4.95")).update(score=Decimal("6.00"))
    with pytest.raises(RuleBroken):
        actions.approve_results(
            actor=cast.actor(cast.hoa), sheet=sheet, decision="1", decided_on=clock.today()
        )
    group.refresh_from_db()
    assert group.state == ClassState.ASSESSING


@pytest.mark.parametrize("broken", ["decision", "register", "mark"])
def test_a_broken_rule_moves_no_state(cast, group, monkeypatch, broken):
    sheet = outcomes.computed_sheet(cast, group)
    if broken == "register":
        group.meetings.filter(number=2).update(state=MeetingState.OPEN)
    if broken == "mark":
        Review.objects.filter(score=Decimal("4.95")).update(score=Decimal("6.00"))
    moves = []
    monkeypatch.setattr(Machine, "move", lambda *move: moves.append(move))
    with pytest.raises((BadInput, RuleBroken)):
        actions.approve_results(
            actor=cast.actor(cast.hoa),
            sheet=sheet,
            decision="" if broken == "decision" else "1",
            decided_on=clock.today(),
        )
    assert moves == [], "rules are checked before any state object is moved"
    sheet.refresh_from_db()
    group.refresh_from_db()
    assert (sheet.state, group.state) == (SheetState.COMPUTED, ClassState.ASSESSING)
    assert not Event.objects.filter(kind="results.approved").exists()


def test_sent_back_the_class_runs_again(cast, group):
    sheet = outcomes.computed_sheet(cast, group)
    with pytest.raises(BadInput):
        actions.send_results_back(actor=cast.actor(cast.hoa), group=group, reason=" ")
    actions.send_results_back(
        actor=cast.actor(cast.hoa), group=group, reason="Sai điểm danh buổi 2"
    )
    group.refresh_from_db()
    sheet.refresh_from_db()
    assert (group.state, sheet.state) == (ClassState.RUNNING, SheetState.REPLACED)
    assert queries.current_sheet(group) is None


def test_no_rule_no_result(cast, group):
    Rule.objects.filter(key="assessment.pass_score").delete()
    with pytest.raises(RuleBroken, match="Điểm đạt của mỗi bài kiểm tra bắt buộc"):
        outcomes.computed_sheet(cast, group)


def test_figures_take_the_same_queries_for_any_class(cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for size in (1, 3):
        group = outcomes.ended_class(cast)
        for name in ("Lò Văn Một", "Lò Văn Hai", "Lò Văn Ba")[:size]:
            outcomes.add_learner(cast, group, name)
        group = ClassGroup.objects.select_related("school").get(pk=group.pk)
        rules = queries.rules_of_class(group)
        with CaptureQueriesContext(
            connection,
        ) as queries_run:
            assert len(queries.judge_class(group, rules)) == size
        counts.append(len(queries_run))
    assert counts[0] == counts[1] <= 12


def test_who_graded_in_one_class_approves_the_other(cast, group):
    second = outcomes.ended_class(cast)
    Review.objects.update(by=cast.other_hoa)
    people.role(cast.other_hoa, cast.school, Role.SCHOOL_OFFICE)
    readers = (cast.hoa, cast.son, cast.other_hoa)
    for user in (cast.lan, cast.minh, cast.hoa, cast.son, cast.tu, cast.other_hoa, cast.stranger):
        actor = cast.actor(user)
        readable = set(ClassGroup.objects.filter(policies.seen_by(actor)))
        assert readable == ({group, second} if user in readers else set()), user
        computable = {row for row in (group, second) if policies.may_compute(actor, row)}
        assert computable == set(ClassGroup.objects.filter(managed_by(actor))), user
        approvable = {row for row in (group, second) if policies.may_approve(actor, row)}
        assert approvable == computable - ({group} if user == cast.other_hoa else set()), user


def test_every_state_can_be_reached():
    assert not SHEET.unreachable()
