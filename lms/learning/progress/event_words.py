"""Events of learning, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "lesson.finished": pgettext_lazy("event", "Finished a lesson"),
}
