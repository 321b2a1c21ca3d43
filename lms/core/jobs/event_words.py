"""Events of long work, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "job.queued": pgettext_lazy("event", "Asked for long work"),
    "job.running": pgettext_lazy("event", "Long work began"),
    "job.done": pgettext_lazy("event", "Long work was finished"),
    "job.failed": pgettext_lazy("event", "Long work failed"),
}
