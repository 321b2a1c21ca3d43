"""Handing in once, marking by the rubric, correcting with a reason, and who may not."""

import threading
import uuid
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from cms.content import Assignment, Criterion
from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, IllegalMove, NotAllowed, NotFound, RuleBroken
from lms.core.notices.models import Notice
from lms.learning.assessment import policies
from lms.learning.assessment.actions import (
    HandIn,
    RubricMarks,
    grade_submission,
    hand_in,
    return_work,
    save_draft,
    set_due,
)
from lms.learning.assessment.models import LatePolicy, Review, Schedule, Submission, Version
from lms.learning.assessment.queries import (
    assignment_scores,
    grading_queues,
    my_due,
    my_work,
    to_grade,
    work_list,
    work_of,
    work_to_grade,
)
from lms.learning.assessment.scoring import count_words, rubric_score
from lms.learning.assessment.states import SUBMISSION
from lms.learning.progress.queries import lessons_done
from lms.project.sweep import drain
from lms.teaching.classes.states import ClassState
from tests.factories import learning, teaching

GOOD = {"hieu": 3, "van-dung": 4}


@pytest.fixture
def school(cast):
    return learning.school(cast)


def give(cast, school, text=learning.ESSAY, client_id=None, file=None, user=None):
    draft = HandIn(text, client_id or uuid.uuid4(), file)
    return hand_in(
        actor=cast.actor(user or cast.lan),
        enrolment=school.seat,
        lesson=school.assignment.slug,
        draft=draft,
    )


def mark(cast, work, levels=None, user=None, **fields):
    return grade_submission(
        actor=cast.actor(user or cast.minh),
        submission=work,
        marks=RubricMarks(levels or GOOD, **fields),
    )


def test_the_machine_reaches_all_its_states():
    assert not SUBMISSION.unreachable()


@pytest.mark.parametrize(
    "weights, levels, expected",
    [
        ((60, 40), (3, 4), "8.50"),
        ((100,), (1,), "2.50"),
        ((50, 50), (4, 4), "10.00"),
        ((33, 33, 34), (2, 2, 2), "5.00"),
        # 4.99875: cut off, never rounded up to a pass of 5
        ((333, 333, 334), (2, 2, 2), "5.00"),
        ((801, 1199), (1, 2), "3.99"),
        ((1, 1, 1), (2, 2, 1), "4.16"),
    ],
)
def test_the_score_follows_from_the_levels(weights, levels, expected):
    rubric = tuple(Criterion(str(n), "", weight) for n, weight in enumerate(weights))
    marks = {str(n): level for n, level in enumerate(levels)}
    assert rubric_score(Assignment("", 0, 0, True, rubric), marks) == Decimal(expected)


def test_vietnamese_words_are_counted_by_spaces():
    assert count_words("  Tiếp nhận\nhồ sơ ") == 4


def test_hand_in_stores_the_version_and_finishes_the_lesson(cast, school):
    work = give(cast, school)
    version = Version.objects.get()
    assert (work.state, version.number, version.text, version.is_late) == (
        "submitted",
        1,
        learning.ESSAY,
        False,
    )
    assert lessons_done(school.group) == {school.seat.pk: 1}
    assert Event.objects.filter(kind="submission.handed_in").count() == 1


def test_the_same_hand_in_twice_is_one(cast, school):
    client_id = uuid.uuid4()
    assert give(cast, school, client_id=client_id) == give(cast, school, client_id=client_id)
    assert Version.objects.count() == 1
    with pytest.raises(IllegalMove):
        give(cast, school)  # another tab, opened before, with another id: handed in already
    assert Version.objects.count() == 1


def test_two_tabs_at_once_hand_in_once(committed):
    cast = committed
    school = learning.school(cast)
    client_id, start, ends = uuid.uuid4(), threading.Barrier(6), []

    def tab():
        try:
            start.wait()
            ends.append(give(cast, school, client_id=client_id).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tab) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ends) == 6 and len(set(ends)) == 1
    assert (Submission.objects.count(), Version.objects.count()) == (1, 1)


@pytest.mark.parametrize("text", ["", "quá ngắn", "chữ " * 801])
def test_too_short_and_too_long(cast, school, text):
    with pytest.raises(BadInput):
        give(cast, school, text=text)
    assert not Submission.objects.exists()


def test_late_work_is_marked_or_refused(cast, school, at):
    slug = school.assignment.slug
    actor = cast.actor(cast.minh)
    set_due(
        actor=actor,
        group=school.group,
        lesson=slug,
        due_at=teaching.at_day(-1, 8),
        late=LatePolicy.REFUSE,
    )
    with pytest.raises(RuleBroken):
        give(cast, school)
    assert not Version.objects.exists()
    set_due(actor=actor, group=school.group, lesson=slug, due_at=teaching.at_day(-1, 8))
    give(cast, school)
    assert Version.objects.get().is_late
    assert Schedule.objects.count() == 1


def test_only_staff_set_dates(cast, school):
    for user in (cast.lan, cast.stranger, cast.hoa):
        with pytest.raises(NotAllowed):
            set_due(
                actor=cast.actor(user),
                group=school.group,
                lesson=school.assignment.slug,
                due_at=clock.now(),
            )
    assert not Schedule.objects.exists()


def test_a_draft_belongs_to_the_learner_alone(cast, school):
    actor, slug = cast.actor(cast.lan), school.assignment.slug
    work = save_draft(actor=actor, enrolment=school.seat, lesson=slug, text="Nháp")
    assert work_of(school.seat, slug).submission.draft == "Nháp"
    for user in (cast.minh, cast.stranger):
        with pytest.raises(NotFound):
            work_to_grade(cast.actor(user), work.pk)
        with pytest.raises(NotAllowed):
            save_draft(actor=cast.actor(user), enrolment=school.seat, lesson=slug, text="!")
    with pytest.raises(NotAllowed):
        mark(cast, work)
    give(cast, school)
    with pytest.raises(RuleBroken):
        save_draft(actor=actor, enrolment=school.seat, lesson=slug, text="đổi")


def test_files(cast, school):
    pdf = ContentFile(b"%PDF-1.7 x", name="bai.pdf")
    give(cast, school, text="", file=pdf)
    version = Version.objects.get()
    assert version.file_name == "bai.pdf" and version.file.read() == b"%PDF-1.7 x"
    assert "bai" not in version.file.name


@pytest.mark.parametrize(
    "name, body",
    [
        ("a.docm", b"PK\x03\x04"),
        ("a.pdf", b"PK\x03\x04"),
        ("a.png", b"%PDF-"),
        ("a", b"%PDF-"),
        ("a.pdf", b""),
        ("a.pdf", b"%PDF-" + b"x" * 5 * 1024 * 1024),
    ],
)
def test_files_that_are_not_taken(cast, school, name, body):
    with pytest.raises(BadInput):
        give(cast, school, text="", file=ContentFile(body, name=name))
    assert not Version.objects.exists()


def test_marking_counts_and_is_told_to_the_learner(cast, school):
    work = give(cast, school)
    review = mark(cast, work, remark="Rõ ràng")
    assert (review.score, review.by, review.by_name) == (
        Decimal("8.50"),
        cast.minh,
        "Hoàng Văn Minh",
    )
    assert assignment_scores(school.group) == {
        school.seat.pk: {school.assignment.slug: Decimal("8.50")}
    }
    drain()
    notice = Notice.objects.get(user=cast.lan, key=f"review:{review.pk}")
    assert notice.url == f"/bai-nop/{work.pk}/"


def test_return_correct_and_mark(cast, school):
    work = give(cast, school)
    with pytest.raises(BadInput):
        return_work(actor=cast.actor(cast.minh), submission=work, remark=" ")
    back = return_work(actor=cast.actor(cast.minh), submission=work, remark="Nêu thêm ví dụ")
    assert assignment_scores(school.group)[school.seat.pk] == {school.assignment.slug: None}
    with pytest.raises(IllegalMove):
        mark(cast, work, seen=back.pk)
    give(cast, school, text=learning.ESSAY + " Ví dụ như thế này.")
    assert [v.number for v in my_work(cast.actor(cast.lan), work.pk).versions] == [1, 2]
    mark(cast, work, seen=back.pk)
    assert assignment_scores(school.group)[school.seat.pk][school.assignment.slug] == Decimal(
        "8.50"
    )
    drain()
    assert Notice.objects.filter(user=cast.lan, url=f"/bai-nop/{work.pk}/").count() == 2


def test_a_changed_grade_needs_a_reason_and_keeps_the_old_one(cast, school):
    work = give(cast, school)
    first = mark(cast, work)
    with pytest.raises(BadInput):
        mark(cast, work, {"hieu": 4, "van-dung": 4}, seen=first.pk)
    assert Review.objects.count() == 1
    mark(cast, work, {"hieu": 4, "van-dung": 4}, seen=first.pk, reason="Cộng nhầm")
    assert [r.score for r in Review.objects.all()] == [Decimal("8.50"), Decimal("10.00")]
    assert assignment_scores(school.group)[school.seat.pk][school.assignment.slug] == Decimal(
        "10.00"
    )


def test_the_second_marker_sees_the_first_ones_mark(cast, school):
    colleague = learning.people.user("Quàng Thị Inh")
    teaching.staff(school.group, colleague, "assistant")
    work = give(cast, school)
    mark(cast, work)
    with pytest.raises(RuleBroken, match="Hoàng Văn Minh"):
        mark(cast, work, {"hieu": 1, "van-dung": 1}, user=colleague, reason="khác")
    assert Review.objects.count() == 1


def test_nobody_marks_their_own_work_and_strangers_mark_nothing(cast, school):
    own = learning.enrolment_of(
        school.group, learning.people.official("Hoàng Văn Minh", cast.commune, cast.minh)
    )
    work = hand_in(
        actor=cast.actor(cast.minh),
        enrolment=own,
        lesson=school.assignment.slug,
        draft=HandIn(learning.ESSAY, uuid.uuid4()),
    )
    for user in (cast.minh, cast.lan, cast.hoa, cast.son, cast.stranger):
        with pytest.raises(NotAllowed):
            mark(cast, work, user=user)
        with pytest.raises(NotAllowed):
            return_work(actor=cast.actor(user), submission=work, remark="x")
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "levels",
    [
        {},
        {"hieu": 3},
        {"hieu": 5, "van-dung": 1},
        {**GOOD, "khac": 1},
        {"hieu": True, "van-dung": None},
    ],
)
def test_every_criterion_needs_a_level(cast, school, levels):
    work = give(cast, school)
    with pytest.raises(BadInput):
        grade_submission(actor=cast.actor(cast.minh), submission=work, marks=RubricMarks(levels))
    assert not Review.objects.exists()


def test_marks_stand_while_the_results_are_reviewed(cast, school):
    work = give(cast, school)
    school.group.state = ClassState.ASSESSING
    school.group.save()
    with pytest.raises(RuleBroken):
        mark(cast, work)
    assert not Review.objects.exists()


def test_both_faces_of_the_policies_agree(cast, school):
    own = learning.enrolment_of(
        school.group, learning.people.official("Hoàng Văn Minh", cast.commune, cast.minh)
    )
    give(cast, school)
    hand_in(
        actor=cast.actor(cast.minh),
        enrolment=own,
        lesson=school.assignment.slug,
        draft=HandIn(learning.ESSAY, uuid.uuid4()),
    )
    second_enrolment = learning.learner(cast, school.group, "Tòng Thị Sua")
    save_draft(
        actor=cast.actor(second_enrolment.official.user),
        enrolment=second_enrolment,
        lesson=school.assignment.slug,
        text="x",
    )
    for user in (cast.lan, cast.minh, cast.hoa, cast.stranger, second_enrolment.official.user):
        actor = cast.actor(user)
        gradable = set(Submission.objects.filter(policies.gradable_by(actor)))
        assert gradable == {s for s in Submission.objects.all() if policies.may_grade(actor, s)}
    assert {
        s.enrolment for s in Submission.objects.filter(policies.gradable_by(cast.actor(cast.minh)))
    } == {school.seat}


def test_queues_and_lists_cost_the_same_for_one_and_for_many(cast, school):
    actor = cast.actor(cast.minh)

    def cost():
        with CaptureQueriesContext(connection) as queries_run:
            grading_queues(cast.actor(cast.minh))
            work_list(cast.actor(cast.minh), school.group.code, school.assignment.slug)
            assignment_scores(school.group)
            my_due([school.seat])
        return len(queries_run)

    give(cast, school)
    cost_of_one = cost()
    for number in range(3):
        more = learning.learner(cast, school.group, f"Lường Văn {'ABC'[number]}")
        hand_in(
            actor=cast.actor(more.official.user),
            enrolment=more,
            lesson=school.assignment.slug,
            draft=HandIn(learning.ESSAY, uuid.uuid4()),
        )
    assert cost() == cost_of_one
    assert to_grade(actor).count() == grading_queues(actor)[0].waiting == 4
    assert grading_queues(actor)[0].seats == 4
