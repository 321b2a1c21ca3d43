"""Plays the demo's classes through the same actions that people use, each at its own moment."""

import datetime as dt
import random
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.module_loading import import_string

from cms import api
from cms.content import Lesson, LessonKind, Outline, PlayMode
from lms.core import clock
from lms.core.actor import Actor
from lms.core.ids import uuid7
from lms.learning.assessment import actions as assessment
from lms.learning.assessment.actions import HandIn, RubricMarks
from lms.learning.assessment.models import Submission
from lms.learning.progress import actions as progress
from lms.learning.progress.queries import learner_id, pass_share
from lms.people.accounts.queries import actor_of
from lms.people.personnel.models import Official
from lms.portals.console.demo.calendar import local_time, working_day
from lms.portals.console.demo.people import DemoPeople
from lms.portals.console.demo.playing import Phone
from lms.portals.console.demo.texts import DemoTexts
from lms.teaching.attendance import actions as attendance
from lms.teaching.attendance.states import AttendanceStatus
from lms.teaching.classes import actions as classes
from lms.teaching.classes.actions import ClassDraft
from lms.teaching.classes.models import ClassGroup, ClassMode, Meeting, StaffRole
from lms.teaching.classes.rules import MeetingDraft
from lms.teaching.enrolment import actions as enrolment_actions
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import roster


@dataclass(frozen=True)
class ClassPlan:
    """A class of the demo: `meetings` are (working day, title, online); each has `periods` tiết."""

    code: str
    title: str
    course: str
    meetings: tuple[tuple[int, str, bool], ...]
    learners: list[Official]
    teacher: str = "minh"
    capacity: int = 45
    periods: int = 8
    mode: ClassMode = ClassMode.BLENDED
    place: str = "Hội trường Trường Chính trị tỉnh Điện Biên"
    decision: str = ""
    plan: str = ""
    # a meeting of today has its own times
    today: tuple[dt.datetime, dt.datetime] | None = None

    def times_on(self, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
        """First and last moment of the meeting on that day."""
        if self.today and day == clock.local(self.today[0]).date():
            return self.today
        return local_time(day, 7, 30), local_time(day, 16, 30)


@dataclass
class Story:
    """Plays classes. The dice are seeded, so that every demo is the same."""

    people: DemoPeople
    texts: DemoTexts
    dice: random.Random = field(
        default_factory=lambda: random.Random(2026)  # noqa: S311 - no secret, repeatable on purpose
    )

    def actor_for(self, key: str) -> Actor:
        """A fresh actor for a member of the cast, so that their roles are read at that moment."""
        return actor_of(self.people.users[key])

    # --- the school's side

    def plan_class(self, plan: ClassPlan) -> ClassGroup:
        """Plan the class with its timetable and its teacher, three weeks ahead."""
        days = [working_day(count) for count, _title, _online in plan.meetings]
        outline = self.course_outline(plan.course)
        with clock.at(local_time(min(days) - dt.timedelta(days=21), 9)):
            group = classes.plan_class(
                actor=self.actor_for("hoa"),
                draft=ClassDraft(
                    school=self.people.school,
                    edition_id=outline.edition_id,
                    code=plan.code,
                    title=plan.title,
                    starts_on=min(days),
                    ends_on=max(days),
                    capacity=plan.capacity,
                    mode=plan.mode,
                    place=plan.place,
                    plan=plan.plan,
                ),
            )
            for day, (_count, title, online) in zip(days, plan.meetings, strict=True):
                begins, ends = plan.times_on(day)
                place = "" if online else plan.place
                draft = MeetingDraft(title, begins, ends, plan.periods, place, online)
                classes.add_meeting(actor=self.actor_for("hoa"), group=group, draft=draft)
            teacher = self.people.users[plan.teacher]
            classes.assign_staff(
                actor=self.actor_for("hoa"),
                group=group,
                user_id=teacher.pk,
                role=StaffRole.INSTRUCTOR,
                period=(min(days) - dt.timedelta(days=21), None),
            )
        return group

    def enrol_learners(self, plan: ClassPlan, group: ClassGroup) -> None:
        """Open enrolment and enrol the learners, two weeks ahead."""
        with clock.at(local_time(group.starts_on - dt.timedelta(days=14), 10)):
            group = classes.open_enrolment(actor=self.actor_for("hoa"), group=group)
            outcome = enrolment_actions.enrol_officials(
                actor=self.actor_for("hoa"),
                group=group,
                decision=plan.decision,
                official_ids=[official.pk for official in plan.learners],
            )
            if outcome.refused:
                raise ValueError(f"{plan.code}: {outcome.refused}")
            self.run_reactions()

    def start_class(self, plan: ClassPlan) -> ClassGroup:
        """Plan, enrol and start; the assignments get their dates."""
        group = self.plan_class(plan)
        self.enrol_learners(plan, group)
        with clock.at(local_time(group.starts_on, 7)):
            group = classes.start_class(actor=self.actor_for("hoa"), group=group)
            for lesson in self.course_outline(plan.course).lessons:
                if lesson.kind == LessonKind.ASSIGNMENT:
                    assessment.set_due(
                        actor=self.actor_for(plan.teacher),
                        group=group,
                        lesson=lesson.slug,
                        due_at=_due_at(group),
                    )
        return group

    # --- attendance

    def hold_meeting(
        self,
        plan: ClassPlan,
        group: ClassGroup,
        meeting: Meeting,
        *,
        away: dict[int, AttendanceStatus] | None = None,
    ) -> None:
        """Mark everybody and close the register at the end of the meeting.

        `away`: the statuses of some learners by enrolment id; the dice decide about the others.
        """
        statuses = {enrolment.pk: self._roll_status() for enrolment in roster(group)}
        statuses |= away or {}
        with clock.at(meeting.ends_at + dt.timedelta(minutes=5)):
            attendance.mark_attendance(
                actor=self.actor_for(plan.teacher), meeting=meeting, statuses=statuses
            )
            attendance.close_register(actor=self.actor_for(plan.teacher), meeting=meeting)

    def _roll_status(self) -> AttendanceStatus:
        roll = self.dice.random()
        if roll < 0.92:
            return AttendanceStatus.PRESENT
        return AttendanceStatus.LATE if roll < 0.97 else AttendanceStatus.EXCUSED

    # --- the learner's side

    def course_outline(self, course: str) -> Outline:
        """The newest edition of the course. ValueError without one."""
        outline = api.latest_edition(course)
        if outline is None:
            raise ValueError(f"no edition of {course}")
        return outline

    def learner_actor(self, enrolment: Enrolment) -> Actor:
        return actor_of(enrolment.official.user)

    def study_lessons(
        self,
        enrolment: Enrolment,
        lessons: list[Lesson],
        day: dt.date,
        *,
        stop_at: int | None = None,
    ) -> None:
        """Read and play `lessons` on that evening; the last scenario only to step `stop_at`."""
        minute = self.dice.randrange(50)
        for number, lesson in enumerate(lessons):
            with clock.at(local_time(day, 19, minute) + dt.timedelta(minutes=12 * number)):
                if lesson.kind == LessonKind.READING:
                    progress.finish_reading(
                        actor=self.learner_actor(enrolment), enrolment=enrolment, slug=lesson.slug
                    )
                elif lesson.kind == LessonKind.SCENARIO:
                    last = stop_at if number == len(lessons) - 1 else None
                    self.play_scenario(enrolment, lesson, last)

    def play_scenario(self, enrolment: Enrolment, lesson: Lesson, stop_at: int | None) -> None:
        """Do a scenario in every mode that it has, mostly right, with the errors that people make.

        Where the run that counts is below the school's pass mark, once more. With `stop_at`: only
        rightly up to that step, in the first mode that is not watching.
        """
        if lesson.scenario is None:
            return
        phone = Phone(learner_id(self.learner_actor(enrolment)), self.dice)
        for mode in lesson.scenario.modes:
            if mode == PlayMode.WATCH:
                phone.watch_model(lesson)
            elif stop_at is not None:
                phone.play_scenario(lesson, mode, 1, stop_at)
                break
            else:
                self._play_until_passed(phone, enrolment, lesson, mode)
        for batch in phone.sync_batches():
            answer = progress.sync_batch(actor=self.learner_actor(enrolment), body=batch)
            refused = [event for event in answer["results"] if event["s"] != "ok"]
            if refused:
                raise ValueError(f"{lesson.slug}: {refused}")

    def _play_until_passed(
        self, phone: Phone, enrolment: Enrolment, lesson: Lesson, mode: PlayMode
    ) -> None:
        score = phone.play_scenario(lesson, mode, 0.75)
        counts = lesson.scenario is not None and mode == lesson.scenario.counting
        least = (pass_share(enrolment.group) or 0) if counts else 0
        if score is None or score < least:
            phone.play_scenario(lesson, mode, 1)

    def hand_in(self, enrolment: Enrolment, lesson: Lesson, at: dt.datetime) -> Submission:
        essay = self.dice.choice(self.texts.essays_for(lesson))
        with clock.at(at):
            return assessment.hand_in(
                actor=self.learner_actor(enrolment),
                enrolment=enrolment,
                lesson=lesson.slug,
                draft=HandIn(essay, uuid7()),
            )

    def grade_work(
        self,
        plan: ClassPlan,
        work: Submission,
        lesson: Lesson,
        at: dt.datetime,
        *,
        low: bool = False,
    ) -> None:
        if lesson.assignment is None:
            return
        choices = (1, 2, 2) if low else (3, 3, 4, 4, 2)
        levels = {
            criterion.key: self.dice.choice(choices) for criterion in lesson.assignment.rubric
        }
        remark = self.dice.choice(self.texts.low_remarks if low else self.texts.remarks)
        with clock.at(at):
            assessment.grade_submission(
                actor=self.actor_for(plan.teacher),
                submission=work,
                marks=RubricMarks(levels, remark),
            )

    def run_reactions(self) -> None:
        """Run at once what follows: notices, certificates, mail, seals of the audit log."""
        import_string(settings.DRAIN)()


def _due_at(group: ClassGroup) -> dt.datetime:
    """The evening of the last day; in a class that goes on, at least five working days ahead."""
    day = group.ends_on
    if day >= clock.today():
        day = max(day, working_day(5))
    return local_time(day, 23)
