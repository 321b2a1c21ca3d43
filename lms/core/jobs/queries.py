"""Reading long work."""

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.core.jobs.models import Job
from lms.core.jobs.states import JobState
from lms.core.lookup import one_or_404

# A worker that has not given a sign for this long is taken for dead.
STALE = dt.timedelta(seconds=60)


def my_jobs(actor: Actor) -> QuerySet[Job]:
    """The actor's own work, newest first."""
    return Job.objects.filter(owner_id=actor.key).order_by("-created_at")


def my_job(actor: Actor, job_id: uuid.UUID) -> Job:
    """One of the actor's own. NotFound for anybody else's."""
    return one_or_404(my_jobs(actor), pk=job_id)


def waiting_jobs() -> QuerySet[Job]:
    """Work that waits, or whose worker died."""
    stale = Q(state=JobState.RUNNING, heartbeat_at__lt=clock.now() - STALE)
    return Job.objects.filter(Q(state=JobState.QUEUED) | stale).order_by("created_at")
