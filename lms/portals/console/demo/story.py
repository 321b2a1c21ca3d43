"""The demo's classes in every state, told through the same actions that people use, each at its own
moment.
"""

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
from lms.teaching.enrolment import actions as enrolment
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


@dataclass
class Story:
    """Who tells, and the dice: seeded, so that every demo is the same."""

    people: People
    texts: Texts
    dice: random.Random = field(
        default_factory=lambda: random.Random(2026)  # noqa: S311 - no secret, repeatable on purpose
    )

    def actor(self, key: str) -> Actor:
        """A fresh actor: what he may do is read at the moment of the story."""
        return actor_of(self.people.users[key])

    # --- the school's side

    def plan(self, plan: Plan) -> ClassGroup:
        """Plan the class with its timetable and its teacher, three weeks ahead."""
        days = [workday(count) for count, _, _ in plan.meetings]
        outline = self.outline(plan.course)
        with clock.at(moment(min(days) - dt.timedelta(days=21), 9)):
            group = classes.plan_class(
                actor=self.actor("hoa"),
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
            for day, (_, title, online) in zip(days, plan.meetings, strict=True):
                begins, ends = moment(day, 7, 30), moment(day, 16, 30)
                if plan.today and day == clock.local(plan.today[0]).date():
                    begins, ends = plan.today
                draft = MeetingDraft(
                    title, begins, ends, plan.periods, "" if online else plan.place, online
                )
                classes.add_meeting(actor=self.actor("hoa"), group=group, draft=draft)
            teacher = self.people.users[plan.teacher]
            classes.assign_staff(
                actor=self.actor("hoa"),
                group=group,
                user_id=teacher.pk,
                role=StaffRole.INSTRUCTOR,
                period=(min(days) - dt.timedelta(days=21), None),
            )
        return group

    def enrol(self, plan: Plan, group: ClassGroup) -> None:
        """Open enrolment and give the seats, two weeks ahead."""
        with clock.at(moment(group.starts_on - dt.timedelta(days=14), 10)):
            group = classes.open_enrolment(actor=self.actor("hoa"), group=group)
            outcome = enrolment.enrol(
                actor=self.actor("hoa"),
                group=group,
                decision=plan.decision,
                official_ids=[official.pk for official in plan.learners],
            )
            if outcome.refused:
                raise ValueError(f"{plan.code}: {outcome.refused}")
            self.settle()

    def start(self, plan: Plan) -> ClassGroup:
        """Plan, enrol and start; the assignments get their dates."""
        group = self.plan(plan)
        self.enrol(plan, group)
        with clock.at(moment(group.starts_on, 7)):
            group = classes.start_class(actor=self.actor("hoa"), group=group)
            for lesson in self.outline(plan.course).lessons:
                if lesson.kind == Kind.ASSIGNMENT:
                    due = moment(
                        (
                            max(group.ends_on, workday(5))
                            if group.ends_on >= clock.today()
                            else group.ends_on
                        ),
                        23,
                        0,
                    )
                    assessment.set_due(
                        actor=self.actor(plan.teacher), group=group, lesson=lesson.slug, due_at=due
                    )
        return group

    # --- attendance

    def teach(
        self,
        plan: Plan,
        group: ClassGroup,
        meeting: Meeting,
        *,
        away: dict[int, Status] | None = None,
    ) -> None:
        """Mark everybody and close the register at the end of the meeting; `away` by enrolment
        id.
        """
        seats = list(roster(group))
        statuses = {seat.pk: self._status() for seat in seats}
        statuses |= away or {}
        with clock.at(meeting.ends_at + dt.timedelta(minutes=5)):
            attendance.mark(actor=self.actor(plan.teacher), meeting=meeting, statuses=statuses)
            attendance.close_register(actor=self.actor(plan.teacher), meeting=meeting)

    def _status(self) -> Status:
        roll = self.dice.random()
        if roll < 0.92:
            return Status.PRESENT
        return Status.LATE if roll < 0.97 else Status.EXCUSED

    # --- the learner's side

    def outline(self, course: str) -> Outline:
        found = api.latest_edition(course)
        if found is None:
            raise ValueError(f"no edition of {course}")
        return found

    def learner(self, seat: Enrolment) -> Actor:
        return actor_of(seat.official.user)

    def study(
        self, seat: Enrolment, lessons: list[Lesson], day: dt.date, *, stop_at: int | None = None
    ) -> None:
        """Read and play `lessons` on that evening; `stop_at` leaves the last case after so many
        steps.
        """
        minute = self.dice.randrange(50)
        for number, lesson in enumerate(lessons):
            with clock.at(moment(day, 19, minute) + dt.timedelta(minutes=12 * number)):
                if lesson.kind == Kind.READING:
                    progress.finish_reading(
                        actor=self.learner(seat), enrolment=seat, slug=lesson.slug
                    )
                elif lesson.kind == Kind.SCENARIO:
                    last = stop_at if number == len(lessons) - 1 else None
                    self.play(seat, lesson, last)

    def play(self, seat: Enrolment, lesson: Lesson, stop_at: int | None) -> None:
        """Do a case in every way that it asks for, mostly right, with the wrong turns that people
        take; where the counting go is below the school's mark, once more. Or its right way up to a
        step, in the first way that is not watching.
        """
        if lesson.scenario is None:
            return
        phone = Phone(learner_id(self.learner(seat)), self.dice)
        for mode in lesson.scenario.modes:
            if mode == Mode.WATCH:
                phone.watch(lesson)
            elif stop_at is not None:
                phone.play(lesson, mode, 1, stop_at)
                break
            else:
                self._do(phone, seat, lesson, mode)
        for batch in phone.batches():
            answer = progress.sync(actor=self.learner(seat), body=batch)
            refused = [one for one in answer["results"] if one["s"] != "ok"]
            if refused:
                raise ValueError(f"{lesson.slug}: {refused}")

    def _do(self, phone: Phone, seat: Enrolment, lesson: Lesson, mode: Mode) -> None:
        score = phone.play(lesson, mode, 0.75)
        counts = lesson.scenario is not None and mode == lesson.scenario.counting
        least = (pass_share(seat.group) or 0) if counts else 0
        if score is None or score < least:
            phone.play(lesson, mode, 1)

    def hand_in(self, seat: Enrolment, lesson: Lesson, at: dt.datetime) -> Submission:
        essay = self.dice.choice(self.texts.essays_for(lesson))
        with clock.at(at):
            return assessment.hand_in(
                actor=self.learner(seat),
                enrolment=seat,
                lesson=lesson.slug,
                draft=HandIn(essay, uuid7()),
            )

    def grade(
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
                actor=self.actor(plan.teacher), submission=work, marks=Marks(levels, remark)
            )

    def settle(self) -> None:
        """Let everything that follows happen now: notices, certificates, mail, seals."""
        import_string(settings.DRAIN)()
