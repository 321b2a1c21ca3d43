"""Events of units and roles, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "unit.founded": pgettext_lazy("event", "Founded the unit"),
    "unit.renamed": pgettext_lazy("event", "Renamed the unit"),
    "unit.moved": pgettext_lazy("event", "Moved the unit below another"),
    "unit.level_changed": pgettext_lazy("event", "Changed the level of the unit"),
    "unit.followed": pgettext_lazy("event", "Carried out what was due for units on the day"),
    "unit.reorganised": pgettext_lazy("event", "Reorganised units"),
    "role.granted": pgettext_lazy("event", "Granted a role"),
    "role.ended": pgettext_lazy("event", "Ended a role"),
}
