"""Long work of reports."""

import datetime as dt

from lms.core import text
from lms.core.actor import Actor
from lms.core.jobs.actions import Progress
from lms.core.jobs.models import Job
from lms.outcomes.reporting.queries import conduct_for
from lms.outcomes.reporting.rendering import conduct_xlsx


def export_conduct(actor: Actor, job: Job, progress: Progress) -> None:
    """The work of job "reporting.conduct": params {"scope", "code", "day"}; the owner must still
    read these figures.
    """
    day = dt.date.fromisoformat(job.params["day"])
    found, rows = conduct_for(actor, job.params["scope"], job.params["code"], day)
    progress.start(found.total)
    body = conduct_xlsx(found, rows, by=actor.name, step=progress.step)
    progress.keep(f"van-hoa-ung-xu-{text.slug(found.title)}-{day:%Y-%m-%d}.xlsx", body)
    progress.result(people=found.total, done=found.done, exempt=found.exempt, missing=found.missing)
