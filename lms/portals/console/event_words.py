"""Events of commands, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "demo.built": pgettext_lazy("event", "Built the demo"),
}
