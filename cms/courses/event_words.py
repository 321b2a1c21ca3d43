"""Events of courses and editions, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "course.written": pgettext_lazy("event", "Wrote a course"),
    "edition.printed": pgettext_lazy("event", "Printed an edition"),
    "scenario.imported": pgettext_lazy("event", "Imported a scenario"),
}
