"""The attendance code: its panel beside the register, the refreshed part, the projector's page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lms.core.errors import RuleBroken
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.attendance import queries
from lms.teaching.attendance.rendering import check_in_url, qr_svg
from lms.teaching.classes import queries as classes
from lms.teaching.classes.models import Meeting
from lms.teaching.enrolment.queries import count_enrolled


@actor_view("GET")
def show_current_code(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """The current code and the last arrivals, for the script that refreshes the panel."""
    return render(request, "instructor/codes/_now.html", _code_context(request, code, number))


@actor_view("GET")
def show_projected_code(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """The code alone, as large as the screen: for a projector or a phone that is held up."""
    return render(request, "instructor/codes/wall.html", _code_context(request, code, number))


def code_panel(meeting: Meeting) -> dict[str, Any] | None:
    """The code of the meeting for the templates; None while it takes no check-ins by code."""
    code = queries.shown_code(meeting)
    if code is None:
        return None
    # Two groups of digits are easier to read from a wall and to type.
    half = len(code.digits) // 2
    return {
        "qr": qr_svg(check_in_url(code.token)),
        "digits": f"{code.digits[:half]} {code.digits[half:]}",
        # A screen reader then reads digit by digit.
        "spoken": " ".join(code.digits),
        "left": code.seconds_left,
        "arrived": queries.count_arrived(meeting),
    }


def _code_context(request: ActorRequest, code: str, number: int) -> dict[str, Any]:
    """The context of both pages. RuleBroken while the meeting takes no check-ins by code."""
    group = classes.taught_class(request.actor, code)
    meeting = classes.class_meeting(group, number)
    shown_panel = code_panel(meeting)
    if shown_panel is None:
        raise RuleBroken(
            _("This meeting takes no attendance by code now. Keep its register by hand.")
        )
    return {
        "group": group,
        "meeting": meeting,
        "panel": shown_panel,
        "of": count_enrolled(group),
        "arrivals": queries.recent_check_ins(meeting),
    }
