"""Events of work handed in and marked, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "schedule.set": pgettext_lazy("event", "Set when work is due"),
    "submission.handed_in": pgettext_lazy("event", "Handed in work"),
    "submission.graded": pgettext_lazy("event", "Marked the work"),
    "submission.returned": pgettext_lazy("event", "Returned the work for correction"),
    "reason.remarked": pgettext_lazy("event", "Remarked on a reason in a scenario"),
}
