"""How each kind of lesson is shown: its words, its icon, its page or pack."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.content import LessonKind


@dataclass(frozen=True)
class LessonDisplay:
    """`label`: what learners have before them; `outline_label`: what a programme consists of.

    A lesson is opened as a page of its own, whose URL has the name `page`, or as a pack that a
    device may keep, made from `templates/learner/lessons/<pack>.html`.
    """

    label: str | Promise
    outline_label: str | Promise
    icon: str
    page: str = ""
    pack: str = ""


LESSON_DISPLAYS: dict[LessonKind, LessonDisplay] = {
    LessonKind.READING: LessonDisplay(
        _("Reading"), pgettext_lazy("lesson kind", "reading"), "book-open", pack="reading"
    ),
    LessonKind.SCENARIO: LessonDisplay(
        _("Case to handle"), _("hands-on scenario"), "map-pin", pack="scenario"
    ),
    LessonKind.ASSIGNMENT: LessonDisplay(
        _("Task to hand in"), _("assignment"), "file-pen", pack="assignment"
    ),
    LessonKind.SELF_CHECK: LessonDisplay(
        _("Self-assessment"), _("self-assessment"), "scale", page="learner_self_check"
    ),
    LessonKind.REFLECTION: LessonDisplay(
        _("Reflection"), _("reflection"), "lightbulb", page="learner_reflection"
    ),
    LessonKind.PLEDGE: LessonDisplay(
        _("Commitment"), _("commitment"), "pen-line", page="learner_pledge"
    ),
    LessonKind.REFRESHER: LessonDisplay(
        _("Yearly refresher"), _("yearly refresher"), "refresh-cw", page="learner_refresher"
    ),
}
