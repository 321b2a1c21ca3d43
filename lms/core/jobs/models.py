"""The truth about long work."""

import uuid

from django.conf import settings
from django.db import models

from lms.core.figures import Share
from lms.core.ids import uuid7
from lms.core.jobs.states import JOB, JobState


def _result_path(job: "Job", name: str) -> str:
    return f"jobs/{job.pk}/{name}"


class Job(models.Model):
    """One piece of long work: kind names the function in settings.JOBS, params are its JSON
    arguments.
    """

    id: "models.UUIDField[uuid.UUID, uuid.UUID]" = models.UUIDField(
        primary_key=True, default=uuid7, editable=False
    )
    kind = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    params = models.JSONField(default=dict)
    key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    file = models.FileField(upload_to=_result_path, blank=True, max_length=255)
    attempt = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    back_url = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [JOB.constraint("job_state")]
        indexes = [models.Index(fields=["state", "heartbeat_at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """How far the work is; 0 before it has said how much there is to do."""
        return Share(self.done, self.total).percent_down or 0
