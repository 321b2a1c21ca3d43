"""Plays the demo's classes through the same actions that people use, each at its own moment."""

import datetime as dt
import random
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.module_loading import import_string

from cms import api
from cms.content import Kind, Lesson, Mode, Outline
from lms.core import clock
from lms.core.actor import Actor
from lms.core.ids import uuid7
from lms.learning.assessment import actions as assessment
from lms.learning.assessment.actions import HandIn, Marks
from lms.learning.assessment.models import Submission
from lms.learning.progress import actions as progress
from lms.learning.progress.queries import learner_id, pass_share
from lms.people.accounts.queries import actor_of
from lms.people.personnel.models import Official
from lms.portals.console.demo.calendar import moment, workday
from lms.portals.console.demo.people import People
from lms.portals.console.demo.playing import Phone
from lms.portals.console.demo.texts import Texts
from lms.teaching.attendance import actions as attendance
from lms.teaching.attendance.states import Status
from lms.teaching.classes import actions as classes
from lms.teaching.classes.actions import ClassDraft
from lms.teaching.classes.models import ClassGroup, Meeting, StaffRole
from lms.teaching.classes.models import Mode as ClassMode
from lms.teaching.classes.rules import MeetingDraft
from lms.teaching.enrolment import actions as enrolment_actions
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import roster


@dataclass(frozen=True)
class Plan:
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
        return moment(day, 7, 30), moment(day, 16, 30)


@dataclass
class Story:
    """Plays classes. The dice are seeded, so that every demo is the same."""

    people: People
    texts: Texts
    dice: random.Random = field(
        default_factory=lambda: random.Random(2026)  # noqa: S311 - no secret, repeatable on purpose
    )

    def actor_for(self, key: str) -> Actor:
        """A fresh actor for a member of the cast, so that their roles are read at that moment."""
        return actor_of(self.people.users[key])

    # --- the school's side

    def plan_class(self, plan: Plan) -> ClassGroup:
        """Plan the class with its timetable and its teacher, three weeks ahead."""
        days = [workday(count) for count, _title, _online in plan.meetings]
        outline = self.course_outline(plan.course)
        with clock.at(moment(min(days) - dt.timedelta(days=21), 9)):
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

    def enrol_learners(self, plan: Plan, group: ClassGroup) -> None:
        """Open enrolment and enrol the learners, two weeks ahead."""
        with clock.at(moment(group.starts_on - dt.timedelta(days=14), 10)):
            group = classes.open_enrolment(actor=self.actor_for("hoa"), group=group)
            outcome = enrolment_actions.enrol(
                actor=self.actor_for("hoa"),
                group=group,
                decision=plan.decision,
                official_ids=[official.pk for official in plan.learners],
            )
            if outcome.refused:
                raise ValueError(f"{plan.code}: {outcome.refused}")
            self.run_reactions()

    def start_class(self, plan: Plan) -> ClassGroup:
        """Plan, enrol and start; the assignments get their dates."""
        group = self.plan_class(plan)
        self.enrol_learners(plan, group)
        with clock.at(moment(group.starts_on, 7)):
            group = classes.start_class(actor=self.actor_for("hoa"), group=group)
            for lesson in self.course_outline(plan.course).lessons:
                if lesson.kind == Kind.ASSIGNMENT:
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
        plan: Plan,
        group: ClassGroup,
        meeting: Meeting,
        *,
        away: dict[int, Status] | None = None,
    ) -> None:
        """Mark everybody and close the register at the end of the meeting.

        `away`: the statuses of some learners by enrolment id; the dice decide about the others.
        """
        statuses = {enrolment.pk: self._roll_status() for enrolment in roster(group)}
        statuses |= away or {}
        with clock.at(meeting.ends_at + dt.timedelta(minutes=5)):
            attendance.mark(actor=self.actor_for(plan.teacher), meeting=meeting, statuses=statuses)
            attendance.close_register(actor=self.actor_for(plan.teacher), meeting=meeting)

    def _roll_status(self) -> Status:
        roll = self.dice.random()
        if roll < 0.92:
            return Status.PRESENT
        return Status.LATE if roll < 0.97 else Status.EXCUSED

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
            with clock.at(moment(day, 19, minute) + dt.timedelta(minutes=12 * number)):
                if lesson.kind == Kind.READING:
                    progress.finish_reading(
                        actor=self.learner_actor(enrolment), enrolment=enrolment, slug=lesson.slug
                    )
                elif lesson.kind == Kind.SCENARIO:
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
            if mode == Mode.WATCH:
                phone.watch_model(lesson)
            elif stop_at is not None:
                phone.play_scenario(lesson, mode, 1, stop_at)
                break
            else:
                self._play_until_passed(phone, enrolment, lesson, mode)
        for batch in phone.sync_batches():
            answer = progress.sync(actor=self.learner_actor(enrolment), body=batch)
            refused = [event for event in answer["results"] if event["s"] != "ok"]
            if refused:
                raise ValueError(f"{lesson.slug}: {refused}")

    def _play_until_passed(
        self, phone: Phone, enrolment: Enrolment, lesson: Lesson, mode: Mode
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
        self, plan: Plan, work: Submission, lesson: Lesson, at: dt.datetime, *, low: bool = False
    ) -> None:
        if lesson.assignment is None:
            return
        choices = (1, 2, 2) if low else (3, 3, 4, 4, 2)
        levels = {
            criterion.key: self.dice.choice(choices) for criterion in lesson.assignment.rubric
        }
        remark = self.dice.choice(self.texts.low_remarks if low else self.texts.remarks)
        with clock.at(at):
            assessment.grade(
                actor=self.actor_for(plan.teacher), submission=work, marks=Marks(levels, remark)
            )

    def run_reactions(self) -> None:
        """Run at once what follows: notices, certificates, mail, seals of the audit log."""
        import_string(settings.DRAIN)()


def _due_at(group: ClassGroup) -> dt.datetime:
    """The evening of the last day; in a class that goes on, at least five working days ahead."""
    day = group.ends_on
    if day >= clock.today():
        day = max(day, workday(5))
    return moment(day, 23)
