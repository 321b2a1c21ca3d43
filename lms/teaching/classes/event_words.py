"""Events of classes, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "class.planned": pgettext_lazy("event", "Planned the class"),
    "class.enrolment_opened": pgettext_lazy("event", "Opened enrolment"),
    "class.started": pgettext_lazy("event", "Started the class"),
    "class.cancelled": pgettext_lazy("event", "Cancelled the class"),
    "class.announced": pgettext_lazy("event", "Announced something to the class"),
    "class.meeting_added": pgettext_lazy("event", "Added a meeting"),
    "class.meeting_changed": pgettext_lazy("event", "Changed a meeting"),
    "class.meeting_cancelled": pgettext_lazy("event", "Cancelled a meeting"),
    "class.staff_assigned": pgettext_lazy("event", "Assigned somebody to the class"),
    "class.staff_ended": pgettext_lazy("event", "Ended an assignment to the class"),
}
