"""Events of the rulebook, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "rule.set": pgettext_lazy("event", "Set a rule"),
    "rule.withdrawn": pgettext_lazy("event", "Withdrew a rule"),
}
