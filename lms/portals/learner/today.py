"""The learner's section of Hôm nay: the lesson to go on with, what is due, the year's periods, new
marks, certificates.
"""

import datetime as dt
from dataclasses import dataclass

from cms.content import Scene
from lms.core import clock
from lms.core.actor import Actor
from lms.learning.assessment.queries import AssignmentDue, my_due, new_grades
from lms.learning.progress.queries import my_progress
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.queries import my_certificates
from lms.outcomes.certificates.states import CertificateState
from lms.portals.kit.packs.places import picture_template
from lms.portals.kit.today import TodaySection
from lms.portals.learner.courses import CourseCard, LessonLine, course_cards
from lms.teaching.attendance.queries import attended_of
from lms.teaching.classes.models import Meeting
from lms.teaching.classes.states import ClassState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import my_enrolments
from lms.teaching.live.queries import meetings_today

# How long new marks stay on the page.
_NEW_GRADES_FOR = dt.timedelta(days=14)
# How long before its meeting a live room can be entered.
_ROOM_OPENS_BEFORE = dt.timedelta(minutes=15)
_MOST_SHOWN = 6


@dataclass(frozen=True)
class ResumeCard:
    """The card "Học tiếp": the lesson, its course, what is left."""

    card: CourseCard
    line: LessonLine
    picture: str
    minutes: int

    @property
    def step(self) -> int:
        return min((self.line.progress.done if self.line.progress else 0) + 1, self.total)

    @property
    def total(self) -> int:
        return self.line.lesson.steps

    @property
    def done(self) -> int:
        return self.line.progress.done if self.line.progress else 0


@dataclass(frozen=True)
class YearLine:
    """One class of the year: tiết attended of those it holds."""

    title: str
    done: int
    total: int


def learner_section(actor: Actor) -> TodaySection | None:
    """The learner's section, None without an enrolment. Eight queries, however many there are."""
    enrolments = list(my_enrolments(actor))
    if not enrolments:
        return None
    running = [each for each in enrolments if each.group.state == ClassState.RUNNING]
    due = [work for work in my_due(running) if work.is_open]
    meetings = _meeting_lines(actor, running)
    certificates = _certificate_lists(actor)
    context = {
        "resume": _resume_card(course_cards(running, my_progress(running))),
        "meetings": meetings,
        "due": [_due_line(work) for work in due[:_MOST_SHOWN]],
        "count": len(meetings) + len(due) + len(certificates["to_confirm"]),
        "grades": list(new_grades(actor, clock.now() - _NEW_GRADES_FOR)[:_MOST_SHOWN]),
        **_year_figures(enrolments),
        **certificates,
    }
    return TodaySection("", "learner/today/_today.html", context)


def _year_figures(enrolments: list[Enrolment]) -> dict[str, object]:
    """The year's classes with the periods (tiết) attended in each and in all."""
    year = clock.today().year
    lines = _year_lines([each for each in enrolments if each.group.ends_on.year == year])
    return {
        "year": year,
        "lines": lines,
        "done": sum(line.done for line in lines),
        "total": sum(line.total for line in lines),
    }


def _certificate_lists(actor: Actor) -> dict[str, list[Certificate]]:
    """The newest certificates: those that the learner must confirm, and two of the others."""
    newest = list(my_certificates(actor)[:_MOST_SHOWN])
    to_confirm = [
        certificate
        for certificate in newest
        if certificate.state == CertificateState.PROPOSED and certificate.confirmed_at is None
    ]
    others = [certificate for certificate in newest if certificate not in to_confirm]
    return {"to_confirm": to_confirm, "certificates": others[:2]}


def _resume_card(shown: list[CourseCard]) -> ResumeCard | None:
    """The lesson that was worked at last; where nothing is begun, the first one of the newest
    class.
    """
    # With equal moments max() keeps the first one, which belongs to the newest class.
    candidates = [(card, card.current) for card in shown]
    open_lines = [(card, line) for card, line in candidates if line is not None]
    if not open_lines:
        return None
    card, line = max(open_lines, key=lambda pair: _worked_at(pair[1]))
    scene = _scene_to_show(line)
    return ResumeCard(card, line, picture_template(scene) if scene else "", _minutes_left(line))


def _worked_at(line: LessonLine) -> float:
    """Seconds since the epoch; 0 where nothing is begun."""
    return line.progress.updated_at.timestamp() if line.progress else 0


def _scene_to_show(line: LessonLine) -> Scene | None:
    """The scene where the learner stands, else the first one; None for a lesson without scenes."""
    scenario = line.lesson.scenario
    if scenario is None:
        return None
    current = scenario.scene(line.progress.scene) if line.progress else None
    return current or scenario.scenes[0]


def _minutes_left(line: LessonLine) -> int:
    """The lesson's minutes in proportion to the steps that are left, at least 1."""
    done = line.progress.done if line.progress else 0
    steps = line.lesson.steps
    return max(1, round(line.lesson.minutes * (steps - done) / max(steps, 1)))


def _due_line(due: AssignmentDue) -> dict[str, object]:
    """An assignment with its days left; None where it has no date, negative when it is over."""
    if due.due_at is None:
        return {"due": due, "days": None, "over": False}
    days = (clock.local(due.due_at).date() - clock.today()).days
    return {"due": due, "days": days, "over": due.due_at < clock.now()}


def _meeting_lines(actor: Actor, running: list[Enrolment]) -> list[dict[str, object]]:
    """Today's meetings: whether the room can be entered, whether a code is to be typed."""
    soon = clock.now() + _ROOM_OPENS_BEFORE
    lines: list[dict[str, object]] = []
    for entry in meetings_today(actor, running):
        meeting = entry.meeting
        begins_soon = meeting.is_online and meeting.starts_at <= soon
        is_live = entry.is_room_open or begins_soon
        takes_code = _in_hall(meeting) and entry.arrived_at is None
        lines.append({"meeting": meeting, "is_live": is_live, "takes_code": takes_code})
    return lines


def _in_hall(meeting: Meeting) -> bool:
    """Whether there is a wall with a code on it; the live room checks the others in by itself."""
    return not meeting.is_online or bool(meeting.place)


def _year_lines(enrolments: list[Enrolment]) -> list[YearLine]:
    attended = attended_of(enrolments)
    return [YearLine(each.group.title, *attended[each.pk]) for each in enrolments]
