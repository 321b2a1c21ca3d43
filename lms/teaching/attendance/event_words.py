"""Events of attendance and leave, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "attendance.marked": pgettext_lazy("event", "Marked attendance"),
    "attendance.amended": pgettext_lazy("event", "Amended a closed register"),
    "attendance.checked_in": pgettext_lazy("event", "Checked in"),
    "attendance.closed": pgettext_lazy("event", "Closed the register of a meeting"),
    "attendance.proposed": pgettext_lazy("event", "The live session proposed attendance"),
    "leave.requested": pgettext_lazy("event", "Asked for leave"),
    "leave.decided": pgettext_lazy("event", "Decided on leave"),
    "leave.taken_back": pgettext_lazy("event", "Took the request for leave back"),
}
