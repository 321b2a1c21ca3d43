"""Events of writing and reviewing scenarios, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "scenario.started": pgettext_lazy("event", "Began a scenario"),
    "scenario.submitted": pgettext_lazy("event", "Sent the scenario for review"),
    "scenario.sent_back": pgettext_lazy("event", "Sent the scenario back"),
    "scenario.approved": pgettext_lazy("event", "Approved the scenario"),
    "scenario.published": pgettext_lazy("event", "Published the scenario"),
    "scenario_comment.made": pgettext_lazy("event", "Commented on a scenario"),
    "scenario_comment.answered": pgettext_lazy("event", "Answered a comment"),
    "scenario_comment.resolved": pgettext_lazy("event", "Settled a comment"),
    "scenario_scene.deleted": pgettext_lazy("event", "Deleted a scene"),
    "scenario_scene.restored": pgettext_lazy("event", "Brought a scene back"),
}
