"""The classes of the demo, and how far each of them is."""

import datetime as dt

from django.db.models import QuerySet

from cms.content import Lesson, LessonKind
from lms.core import clock
from lms.core.ids import uuid7
from lms.outcomes.certificates import actions as certificates
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.states import RevocationGround
from lms.outcomes.results import actions as results
from lms.people.personnel.models import Official
from lms.portals.console.demo import conduct
from lms.portals.console.demo.calendar import around_now, local_time, working_day
from lms.portals.console.demo.facts import PILOT, RUNNING
from lms.portals.console.demo.people import DemoPeople
from lms.portals.console.demo.story import ClassPlan, Story
from lms.portals.console.demo.texts import DemoTexts, load_json
from lms.teaching.attendance import actions as attendance
from lms.teaching.attendance.states import AttendanceStatus
from lms.teaching.classes import actions as classes
from lms.teaching.classes.models import ClassGroup, Meeting
from lms.teaching.classes.queries import class_meetings
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import roster
from lms.teaching.live import actions as live

ONE_STOP = "tiep-nhan-ho-so-mot-cua"
CONDUCT = "van-hoa-ung-xu-noi-cong-so"
CITIZENS = "ky-nang-tiep-cong-dan"
HANDS_ON = "cam-tay-chi-viec-o-xa"


def build_classes(people: DemoPeople) -> None:
    """Build closed, running, ending, enrolling, planned and cancelled classes."""
    story = Story(people, DemoTexts(**load_json("demo_texts")))
    mai, others = people.learners[0], people.learners[2:]
    _play_closed_class(
        story, _conduct_class(people.learners[:24]), failing=others[4], revoked=others[7]
    )
    _play_closed_class(
        story, _first_one_stop_class(others[20:34]), failing=others[25], signed=False
    )
    _play_running_class(story, _second_one_stop_class(people.learners[:42]))
    _play_ending_class(story, _pilot_class([mai, *others[42:47]]))
    _play_class_in_scenarios(story, _hands_on_class(others[47:71]))
    enrolling = _enrolling_class(others[:12])
    story.enrol_learners(enrolling, story.plan_class(enrolling))
    story.plan_class(_planned_class())
    cancelled = story.plan_class(_cancelled_class())
    with clock.at(local_time(working_day(-20), 9)):
        classes.cancel_class(
            actor=story.actor_for("hoa"),
            group=cancelled,
            reason="Chỉ có 9 người đăng ký, chưa đủ số tối thiểu; chuyển sang khóa 2",
        )
    story.run_reactions()


def _conduct_class(learners: list[Official]) -> ClassPlan:
    return ClassPlan(
        "ung-xu-dot-1",
        "Văn hóa ứng xử nơi công sở – đợt 1",
        CONDUCT,
        ((-105, "Ứng xử nơi công sở: từ lời nói đầu tiên", False),),
        learners,
        teacher="hanh",
        decision="QĐ 41/QĐ-TCT",
        plan="KH 12/KH-SNV",
    )


def _first_one_stop_class(learners: list[Official]) -> ClassPlan:
    titles = (
        "Một cửa: người, việc, giấy",
        "Tiếp nhận và hẹn trả",
        "Hộ tịch ở quầy",
        "Chứng thực ở quầy",
        "Tổng kết và bài thu hoạch",
    )
    days = (-20, -19, -18, -17, -16)
    return ClassPlan(
        "mot-cua-k1",
        "Tiếp nhận hồ sơ ở bộ phận một cửa – khóa 1",
        ONE_STOP,
        tuple((day, title, False) for day, title in zip(days, titles, strict=True)),
        learners,
        decision="QĐ 67/QĐ-TCT",
        plan="KH 12/KH-SNV",
    )


def _second_one_stop_class(learners: list[Official]) -> ClassPlan:
    return ClassPlan(
        RUNNING,
        "Tiếp nhận hồ sơ ở bộ phận một cửa – khóa 2",
        ONE_STOP,
        (
            (-7, "Một cửa: người, việc, giấy", False),
            (-6, "Tiếp nhận và hẹn trả", False),
            (-3, "Hộ tịch ở quầy", False),
            (-2, "Chứng thực ở quầy", False),
            (0, "Xin lỗi khi trễ hẹn, tiếp dân theo thẩm quyền", True),
        ),
        learners,
        decision="QĐ 98/QĐ-TCT",
        plan="KH 12/KH-SNV",
        today=around_now(210),
    )


def _pilot_class(learners: list[Official]) -> ClassPlan:
    return ClassPlan(
        PILOT,
        "Kỹ năng tiếp công dân ở xã – lớp thí điểm",
        CITIZENS,
        ((-4, "Nghe, hỏi, ghi", False), (-1, "Giải thích và hẹn", False)),
        learners,
        decision="QĐ 101/QĐ-TCT",
        place="Hội trường UBND xã Na Son",
    )


def _hands_on_class(learners: list[Official]) -> ClassPlan:
    return ClassPlan(
        "cam-tay-k1",
        "Cầm tay chỉ việc ở xã – khóa 1",
        HANDS_ON,
        ((-6, "Hộ tịch và chứng thực", False), (3, "Đất đai, đơn thư, rút kinh nghiệm", False)),
        learners,
        teacher="hanh",
        decision="QĐ 103/QĐ-TCT",
        plan="KH 12/KH-SNV",
    )


def _enrolling_class(learners: list[Official]) -> ClassPlan:
    return ClassPlan(
        "tiep-cong-dan-k1",
        "Kỹ năng tiếp công dân ở xã – khóa 1",
        CITIZENS,
        ((8, "Nghe, hỏi, ghi", False), (9, "Giải thích và hẹn", False)),
        learners,
        teacher="hanh",
        decision="QĐ 105/QĐ-TCT",
    )


def _planned_class() -> ClassPlan:
    return ClassPlan(
        "ung-xu-dot-2",
        "Văn hóa ứng xử nơi công sở – đợt 2",
        CONDUCT,
        ((20, "Ứng xử nơi công sở: từ lời nói đầu tiên", False),),
        [],
        teacher="hanh",
    )


def _cancelled_class() -> ClassPlan:
    return ClassPlan(
        "mot-cua-na-son",
        "Tiếp nhận hồ sơ ở bộ phận một cửa – lớp tại xã",
        ONE_STOP,
        ((-12, "Một cửa: người, việc, giấy", False),),
        [],
        teacher="hanh",
    )


def _play_closed_class(
    story: Story,
    plan: ClassPlan,
    *,
    failing: Official,
    signed: bool = True,
    revoked: Official | None = None,
) -> None:
    """Play a class to its end: taught, handed in, marked, approved, confirmed.

    One learner does not pass. Unless `signed`, the certificates wait for the head of the school.
    """
    group = story.start_class(plan)
    failing_enrolment = roster(group).get(official=failing)
    away = {failing_enrolment.pk: AttendanceStatus.UNEXCUSED}
    for meeting in class_meetings(group):
        story.hold_meeting(plan, group, meeting, away=away)
    lessons = list(story.course_outline(plan.course).lessons)
    graded_at = local_time(group.ends_on + dt.timedelta(days=3), 15)
    for enrolment in roster(group):
        if enrolment == failing_enrolment:
            continue
        story.study_lessons(enrolment, lessons, group.ends_on)
        for lesson in _assignments(lessons):
            work = story.hand_in(enrolment, lesson, local_time(group.ends_on, 21))
            story.grade_work(plan, work, lesson, graded_at)
    if plan.course == CONDUCT:
        conduct.play_conduct_lessons(story, group, story.people.learners[-2:])
    _approve_and_confirm(story, group)
    if signed:
        _issue_and_revoke(story, group, revoked)


def _assignments(lessons: list[Lesson]) -> list[Lesson]:
    return [lesson for lesson in lessons if lesson.kind == LessonKind.ASSIGNMENT]


def _approve_and_confirm(story: Story, group: ClassGroup) -> None:
    approved_on = group.ends_on + dt.timedelta(days=5)
    with clock.at(local_time(approved_on, 9)):
        sheet = results.compute_results(actor=story.actor_for("hoa"), group=group)
        number = f"{approved_on.timetuple().tm_yday}/QĐ-TCT"
        results.approve_results(
            actor=story.actor_for("hoa"), sheet=sheet, decision=number, decided_on=approved_on
        )
        story.run_reactions()
    with clock.at(local_time(approved_on + dt.timedelta(days=1), 20)):
        for certificate in _class_certificates(group):
            holder = story.learner_actor(certificate.result.enrolment)
            certificates.confirm_certificate(actor=holder, certificate=certificate)
        story.run_reactions()


def _issue_and_revoke(story: Story, group: ClassGroup, revoked: Official | None) -> None:
    with clock.at(local_time(group.ends_on + dt.timedelta(days=11), 8, 30)):
        certificates.issue_class(actor=story.actor_for("son"), group=group)
        story.run_reactions()
    if revoked is None:
        return
    certificate = _class_certificates(group).get(result__enrolment__official=revoked)
    with clock.at(local_time(group.ends_on + dt.timedelta(days=25), 10)):
        certificates.revoke_certificate(
            actor=story.actor_for("son"),
            certificate=certificate,
            ground=RevocationGround.SCHOOL_ERROR,
            decision="QĐ 88/QĐ-TCT",
        )


def _class_certificates(group: ClassGroup) -> QuerySet[Certificate]:
    certificates = Certificate.objects.filter(result__enrolment__group=group)
    return certificates.select_related("result__enrolment")


def _play_running_class(story: Story, plan: ClassPlan) -> None:
    """Play a class of which four meetings are over and today's is live.

    Mai is in the middle of a scenario; a dozen essays wait for the marker.
    """
    group = story.start_class(plan)
    lessons = list(story.course_outline(plan.course).lessons)
    enrolments = list(roster(group))
    of_mai = roster(group).get(official=plan.learners[0])
    *past, today = class_meetings(group)
    for meeting in past:
        story.hold_meeting(plan, group, meeting, away={of_mai.pk: AttendanceStatus.PRESENT})
    _stop_in_a_scenario(story, of_mai, lessons)
    others = [enrolment for enrolment in enrolments if enrolment != of_mai]
    for number, enrolment in enumerate(others):
        if number % 5 != 4:
            story.study_lessons(enrolment, lessons[: 2 + number % 4], working_day(-3 + number % 3))
        if number % 3 == 0 and number < 36:
            for lesson in _assignments(lessons):
                story.hand_in(enrolment, lesson, local_time(working_day(-1), 20, number))
    _write_announcements(story, group)
    _play_live_meeting(story, plan, today, enrolments[:9])


def _stop_in_a_scenario(story: Story, enrolment: Enrolment, lessons: list[Lesson]) -> None:
    """Three readings are done, and three steps of the first scenario."""
    readings = [lesson for lesson in lessons if lesson.kind == LessonKind.READING][:3]
    scenario = next(lesson for lesson in lessons if lesson.kind == LessonKind.SCENARIO)
    story.study_lessons(enrolment, [*readings, scenario], working_day(-2), stop_at=3)


def _play_class_in_scenarios(story: Story, plan: ClassPlan) -> None:
    """Play a class in the middle of its scenarios: each learner has come to another place.

    The map of choices then has something to show.
    """
    group = story.start_class(plan)
    first, _second = class_meetings(group)
    story.hold_meeting(plan, group, first)
    lessons = list(story.course_outline(plan.course).lessons)
    for number, enrolment in enumerate(roster(group)):
        story.study_lessons(
            enrolment, lessons[: 1 + number % len(lessons)], working_day(-5 + number % 5)
        )


def _write_announcements(story: Story, group: ClassGroup) -> None:
    for number, text in enumerate(story.texts.announcements[:4]):
        with clock.at(local_time(working_day(-7 + 2 * number), 17, 10)):
            classes.announce_to_class(
                actor=story.actor_for("minh"), group=group, title=text["title"], body=text["body"]
            )
            story.run_reactions()


def _play_live_meeting(
    story: Story, plan: ClassPlan, today: Meeting, enrolments: list[Enrolment]
) -> None:
    """Open the live room of today: the first seven are in it, the others ask for leave."""
    present = enrolments[:7]
    begins = today.starts_at
    with clock.at(begins - dt.timedelta(hours=20)):
        for enrolment in enrolments[-2:]:
            attendance.request_leave(
                actor=story.learner_actor(enrolment),
                meeting=today,
                reason=(
                    "Xã cử đi kiểm tra công tác phòng chống cháy rừng tại bản, có giấy phân công"
                    " kèm theo."
                ),
            )
    with clock.at(begins):
        room = live.open_room(actor=story.actor_for(plan.teacher), meeting=today).room
        devices = {enrolment.pk: uuid7() for enrolment in present}
        for enrolment in present:
            device = devices[enrolment.pk]
            live.join_room(actor=story.learner_actor(enrolment), meeting=today, device=device)
    # Their devices have reported since, so that the end of the session proposes them as present.
    reported_at, until = begins, min(clock.now(), today.ends_at)
    while reported_at < until:
        live.record_beats(room_id=room.pk, seen=dict.fromkeys(devices.values(), reported_at))
        reported_at += dt.timedelta(seconds=40)
    for number, line in enumerate(story.texts.chat[:8]):
        with clock.at(begins + dt.timedelta(minutes=3 + 2 * number)):
            if number % 4 == 0:
                speaker = story.actor_for(plan.teacher)
            else:
                speaker = story.learner_actor(enrolments[number % 7])
            live.post_event(
                actor=speaker, room=room, cid=uuid7(), kind="chat.post", data={"text": line}
            )


def _play_ending_class(story: Story, plan: ClassPlan) -> None:
    """Play a class in which all is done but Mai's scenario and essay and the last register.

    These are left for whoever tries how a learner comes to a certificate.
    """
    group = story.start_class(plan)
    mai = roster(group).get(official=plan.learners[0])
    first, _last = class_meetings(group)
    story.hold_meeting(plan, group, first, away={mai.pk: AttendanceStatus.PRESENT})
    lessons = list(story.course_outline(plan.course).lessons)
    for enrolment in roster(group).exclude(pk=mai.pk):
        story.study_lessons(enrolment, lessons, working_day(-2))
        for lesson in _assignments(lessons):
            work = story.hand_in(enrolment, lesson, local_time(working_day(-2), 21))
            story.grade_work(plan, work, lesson, local_time(working_day(-1), 17))
