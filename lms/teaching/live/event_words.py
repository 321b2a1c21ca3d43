"""Events of live sessions, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "live.opened": pgettext_lazy("event", "Opened the live session"),
    "live.ended": pgettext_lazy("event", "Ended the live session"),
}
