"""The life of a class and of its meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.core.states import Machine


class ClassState(models.TextChoices):
    PLANNED = "planned", _("planned")
    ENROLLING = "enrolling", _("enrolling")
    RUNNING = "running", pgettext_lazy("class", "running")
    ASSESSING = "assessing", _("results under review")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


CLASS = Machine(
    ClassState,
    {
        ClassState.PLANNED: (ClassState.ENROLLING, ClassState.CANCELLED),
        ClassState.ENROLLING: (ClassState.RUNNING, ClassState.CANCELLED),
        ClassState.RUNNING: (ClassState.ASSESSING, ClassState.CANCELLED),
        # back to running: the results were sent back for correction
        ClassState.ASSESSING: (ClassState.CLOSED, ClassState.RUNNING),
    },
)


class MeetingState(models.TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("meeting", "scheduled")
    OPEN = "open", _("under way")
    CLOSED = "closed", _("register closed")
    CANCELLED = "cancelled", _("cancelled")


MEETING = Machine(
    MeetingState,
    {
        MeetingState.SCHEDULED: (MeetingState.OPEN, MeetingState.CLOSED, MeetingState.CANCELLED),
        MeetingState.OPEN: (MeetingState.CLOSED, MeetingState.CANCELLED),
    },
)
