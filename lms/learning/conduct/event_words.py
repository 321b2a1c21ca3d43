"""Events of conduct culture, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "conduct.assessed": pgettext_lazy("event", "Assessed their own conduct"),
    "conduct.reflected": pgettext_lazy("event", "Wrote a reflection"),
    "conduct.pledged": pgettext_lazy("event", "Signed the pledge"),
    "conduct.pledge_withdrawn": pgettext_lazy("event", "Withdrew the pledge"),
    "conduct.drawn": pgettext_lazy("event", "Was given questions of the refresher"),
    "conduct.answered": pgettext_lazy("event", "Answered the refresher"),
    "conduct.exempted": pgettext_lazy("event", "Exempted somebody from the modules"),
    "conduct.exemption_withdrawn": pgettext_lazy("event", "Withdrew an exemption"),
}
