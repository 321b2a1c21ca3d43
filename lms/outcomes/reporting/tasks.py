"""Background work of reports."""

import datetime as dt

from lms.core import text
from lms.core.actor import Actor
from lms.core.jobs.actions import Progress
from lms.core.jobs.models import Job
from lms.outcomes.reporting.queries import conduct_for
from lms.outcomes.reporting.rendering import write_conduct_xlsx


def export_conduct(actor: Actor, job: Job, progress: Progress) -> None:
    """Write the workbook of job "reporting.conduct" (params "scope", "code", "day").

    NotFound where its owner may no longer read these figures.
    """
    day = dt.date.fromisoformat(job.params["day"])
    figures, units = conduct_for(actor, job.params["scope"], job.params["code"], day)
    progress.start(figures.total)
    body = write_conduct_xlsx(figures, units, by=actor.name, step=progress.step)
    progress.keep(f"van-hoa-ung-xu-{text.make_slug(figures.title)}-{day:%Y-%m-%d}.xlsx", body)
    progress.result(
        people=figures.total, done=figures.done, exempt=figures.exempt, missing=figures.missing
    )
