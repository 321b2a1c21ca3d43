"""Starting the background work of reports; `tasks` does it."""

import datetime as dt

from lms.core.actor import Actor
from lms.core.jobs.actions import enqueue_job
from lms.core.jobs.models import Job
from lms.core.jobs.queries import my_jobs
from lms.outcomes.reporting.queries import conduct_for
from lms.outcomes.reporting.rendering import title_of_conduct

EXPORT_CONDUCT = "reporting.conduct"


def export_conduct(*, actor: Actor, scope: str, code: str, day: dt.date, back_url: str) -> Job:
    """Start a job that writes the conduct module as Excel.

    `scope` is "unit" or "area", as in `conduct_for`. NotFound where the actor may not read it. Ten
    clicks start one job.
    """
    figures, _units = conduct_for(actor, scope, code, day)
    of = f"{scope}/{code}/{day.isoformat()}"
    finished = my_jobs(actor).filter(kind=EXPORT_CONDUCT, params__of=of, finished_at__isnull=False)
    return enqueue_job(
        actor=actor,
        kind=EXPORT_CONDUCT,
        key=f"{of}:{finished.count()}",
        title=title_of_conduct(figures),
        params={"of": of, "scope": scope, "code": code, "day": day.isoformat()},
        back_url=back_url,
    )
