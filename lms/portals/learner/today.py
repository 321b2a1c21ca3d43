"""The learner's part of Hôm nay: where to go on, what is to be done, how the year stands, new
marks, certificates.
"""

import datetime as dt
from dataclasses import dataclass

from lms.core import clock
from lms.core.actor import Actor
from lms.learning.assessment.queries import Due, my_due, new_grades
from lms.learning.progress.queries import my_progress
from lms.outcomes.certificates.queries import my_certificates
from lms.outcomes.certificates.states import CertificateState
from lms.portals.kit.packs.places import picture
from lms.portals.kit.today import Section
from lms.portals.learner.courses import CourseCard, LessonLine, cards
from lms.teaching.attendance.queries import attended_of, own_arrival
from lms.teaching.classes.models import Meeting
from lms.teaching.classes.states import ClassState, MeetingState
from lms.teaching.enrolment.models import Enrolment
from lms.teaching.enrolment.queries import my_enrolments
from lms.teaching.live.states import RoomState

# Marks stay on the page for so long.
_NEW = dt.timedelta(days=14)
# A room can be entered so long before its meeting.
_BEFORE = dt.timedelta(minutes=15)
_SHOWN = 6


@dataclass(frozen=True)
class Resume:
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


def today(actor: Actor) -> Section | None:
    """Nothing for those who have no seat. Eight queries, however many seats there are."""
    seats = list(my_enrolments(actor))
    if not seats:
        return None
    running = [seat for seat in seats if seat.group.state == ClassState.RUNNING]
    found = cards(running, my_progress(running))
    year = clock.today().year
    lines = _lines([seat for seat in seats if seat.group.ends_on.year == year])
    due = [each for each in my_due(running) if each.is_open]
    meetings = _meetings(actor, running)
    certificates = list(my_certificates(actor)[:_SHOWN])
    to_confirm = [
        x for x in certificates if x.state == CertificateState.PROPOSED and x.confirmed_at is None
    ]
    context = {
        "resume": _resume(found),
        "meetings": meetings,
        "due": [_left(x) for x in due[:_SHOWN]],
        "count": len(meetings) + len(due) + len(to_confirm),
        "year": year,
        "lines": lines,
        "done": sum(line.done for line in lines),
        "total": sum(line.total for line in lines),
        "grades": list(new_grades(actor, clock.now() - _NEW)[:_SHOWN]),
        "to_confirm": to_confirm,
        "certificates": [x for x in certificates if x not in to_confirm][:2],
    }
    return Section("", "learner/today/_today.html", context)


def _resume(found: list[CourseCard]) -> Resume | None:
    """The lesson that was worked at last; where nothing is begun, the first one of the newest
    class.
    """
    places = [(card, card.current) for card in found]
    open_places = [(card, line) for card, line in places if line is not None]
    open_places.sort(
        key=lambda x: x[1].progress.updated_at.timestamp() if x[1].progress else 0, reverse=True
    )
    if not open_places:
        return None
    card, line = open_places[0]
    scenario, done = line.lesson.scenario, line.progress.done if line.progress else 0
    left = line.lesson.minutes * (line.lesson.steps - done) / max(line.lesson.steps, 1)
    here = scenario.scene(line.progress.scene) if scenario and line.progress else None
    scene = here or (scenario.scenes[0] if scenario else None)
    return Resume(card, line, picture(scene) if scene else "", max(1, round(left)))


def _left(due: Due) -> dict[str, object]:
    """An assignment with its days left; None where it has no date, negative when it is over."""
    days = (clock.local(due.due_at).date() - clock.today()).days if due.due_at else None
    return {"due": due, "days": days, "over": due.due_at is not None and due.due_at < clock.now()}


def _meetings(actor: Actor, running: list[Enrolment]) -> list[dict[str, object]]:
    """Today's meetings with their rooms and the learner's arrival, in one query."""
    rows = (
        Meeting.objects.filter(
            group__in=[seat.group_id for seat in running], starts_at__date=clock.today()
        )
        .exclude(state__in=(MeetingState.CANCELLED, MeetingState.CLOSED))
        .annotate(arrived_at=own_arrival(actor))
        .select_related("group", "room")
        .order_by("starts_at")
    )
    soon = clock.now() + _BEFORE
    return [
        {
            "meeting": one,
            "is_live": (
                _room_state(one) == RoomState.OPEN or (one.is_online and one.starts_at <= soon)
            ),
            "takes_code": _in_hall(one) and one.arrived_at is None,
        }
        for one in rows
    ]


def _in_hall(meeting: Meeting) -> bool:
    """Whether there is a wall with a code on it; the live room notes the others by itself."""
    return not meeting.is_online or bool(meeting.place)


def _room_state(meeting: Meeting) -> str:
    room = getattr(meeting, "room", None)
    return room.state if room else RoomState.WAITING


def _lines(seats: list[Enrolment]) -> list[YearLine]:
    attended = attended_of(seats)
    return [YearLine(seat.group.title, *attended[seat.pk]) for seat in seats]
