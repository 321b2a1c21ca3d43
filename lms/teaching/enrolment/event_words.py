"""Events of enrolments, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "enrolment.enrolled": pgettext_lazy("event", "Enrolled the learner"),
    "enrolment.withdrawn": pgettext_lazy("event", "Withdrew the learner"),
}
