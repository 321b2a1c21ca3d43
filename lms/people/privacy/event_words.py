"""Events of requests about one's own data, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "privacy.asked": pgettext_lazy("event", "Asked about their own data"),
    "privacy.taken": pgettext_lazy("event", "Took up the request"),
    "privacy.extended": pgettext_lazy("event", "Extended the deadline of the request"),
    "privacy.finished": pgettext_lazy("event", "Finished the request"),
    "privacy.refused": pgettext_lazy("event", "Refused the request"),
    "privacy.withdrawn": pgettext_lazy("event", "Withdrew the request"),
    "privacy.taken_out": pgettext_lazy("event", "Took out a copy of their own data"),
}
