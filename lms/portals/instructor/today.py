"""The instructor's part of Hôm nay: today's meetings, open registers, requests for leave."""

from lms.core.actor import Actor
from lms.portals.kit.today import TodaySection
from lms.teaching.attendance.queries import leave_to_decide
from lms.teaching.classes.queries import meetings_of_day, meetings_to_close

MOST_SHOWN = 5


def instructor_section(actor: Actor) -> TodaySection | None:
    """The section, or None where no meeting, register or request waits. Four queries."""
    meetings = list(meetings_of_day(actor))
    to_close = list(meetings_to_close(actor)[:MOST_SHOWN])
    leave = list(leave_to_decide(actor)[:MOST_SHOWN])
    meetings_today = {meeting.pk for meeting in meetings}
    open_before = [meeting for meeting in to_close if meeting.pk not in meetings_today]
    if not (meetings or open_before or leave):
        return None
    context = {"meetings": meetings, "to_close": open_before, "leave": leave}
    return TodaySection("", "instructor/today/_today.html", context)
