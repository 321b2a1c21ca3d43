"""How a piece of long work goes on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.core.states import Machine


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


JOB = Machine(
    JobState,
    {
        JobState.QUEUED: (JobState.RUNNING, JobState.FAILED),
        # A job whose worker died is queued again.
        JobState.RUNNING: (JobState.DONE, JobState.FAILED, JobState.QUEUED),
        JobState.FAILED: (JobState.QUEUED,),
    },
)
