"""Events of looking at how cases were played, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "case.names_seen": pgettext_lazy("event", "Looked at who chose what in a case"),
}
