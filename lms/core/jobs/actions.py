"""Starting and running long work.

A job acts for its owner: the actions that it calls check the owner's permissions as ever.
"""

import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.actions import record
from lms.core.errors import ApplicationError, NotAllowed
from lms.core.jobs.models import Job
from lms.core.jobs.queries import STALE
from lms.core.jobs.states import JOB, JobState

log = logging.getLogger(__name__)

# After this many tries the job is left to a person.
ATTEMPTS = 5


class Progress:
    """Handed to a job's function: `step()` after each item, `keep()` for a file as the result."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def start(self, total: int) -> None:
        """Say how many items there are."""
        self.job.total, self.job.done = total, 0
        self._beat("total", "done")

    def step(self, by: int = 1, message: str = "") -> None:
        """`by` more items are done."""
        self.job.done += by
        self.job.message = message or self.job.message
        self._beat("done", "message")

    def keep(self, name: str, body: bytes) -> None:
        """Store a result file that stays downloadable."""
        self.job.file.save(name, ContentFile(body), save=True)

    def result(self, **data: Any) -> None:
        """Facts shown on the job's page when it is done."""
        self.job.result = data
        self._beat("result")

    def _beat(self, *fields: str) -> None:
        self.job.heartbeat_at = clock.now()
        self.job.save(update_fields=[*fields, "heartbeat_at"])


@transaction.atomic
def enqueue_job(
    *, actor: Actor, kind: str, title: str, key: str, params: dict[str, Any], back_url: str = ""
) -> Job:
    """Write the work down; the sweep hands it to a worker.

    The same `key` again gives the same job. NotAllowed without a signed-in person.
    """
    if actor.user_id is None:
        raise NotAllowed(_("Sign in to start this."))
    job, is_new = Job.objects.get_or_create(
        key=f"{actor.user_id}:{kind}:{key}",
        defaults={
            "kind": kind,
            "title": title,
            "owner_id": actor.user_id,
            "params": params,
            "created_at": clock.now(),
            "back_url": back_url,
        },
    )
    if is_new:
        record("job.queued", actor, job, kind=kind)
    return job


def perform_job(job_id: uuid.UUID) -> None:
    """Do the work of one job, once: a second call while it runs does nothing."""
    job = _claim(job_id)
    if job is None:
        return
    work: Callable[[Actor, Job, Progress], None] = import_string(
        import_string(settings.JOBS)[job.kind]
    )
    actor = Actor(job.owner_id, str(job.owner), request_id=f"job-{job.pk}")
    try:
        work(actor, job, Progress(job))
    except ApplicationError as error:
        # A rule said no: trying again would not help.
        _finish(actor, job, JobState.FAILED, error.message)
    except Exception:
        log.exception("job %s failed", job.pk)
        state = JobState.QUEUED if job.attempt < ATTEMPTS else JobState.FAILED
        _finish(actor, job, state, _("Something went wrong. We will try again by ourselves."))
    else:
        _finish(actor, job, JobState.DONE, job.message)


@transaction.atomic
def _claim(job_id: uuid.UUID) -> Job | None:
    job = Job.objects.select_for_update().filter(pk=job_id).first()
    if job is None or job.state in (JobState.DONE, JobState.FAILED):
        return None
    if job.state == JobState.RUNNING:
        if job.heartbeat_at and job.heartbeat_at > clock.now() - STALE:
            return None
        JOB.move(job, JobState.QUEUED)
    JOB.move(job, JobState.RUNNING)
    job.attempt += 1
    job.heartbeat_at = clock.now()
    job.save()
    return job


@transaction.atomic
def _finish(actor: Actor, job: Job, state: JobState, message: str) -> None:
    JOB.move(job, state)
    job.message = message
    job.finished_at = clock.now() if state != JobState.QUEUED else None
    job.save(update_fields=["state", "message", "finished_at"])
    record(f"job.{state}", actor, job)
