"""Events of results, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "results.computed": pgettext_lazy("event", "Computed the results"),
    "results.sent_back": pgettext_lazy("event", "Sent the results back"),
    "results.approved": pgettext_lazy("event", "Approved the results"),
}
