"""Events of standards, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "standard.set": pgettext_lazy("event", "Set a standard"),
    "standard.ended": pgettext_lazy("event", "Ended a standard"),
}
