"""Events of the library, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "legal_document.written": pgettext_lazy("event", "Wrote a legal document"),
}
