"""The long work of workbooks.

Counts go out while it runs; the register changes at the end of it, or not at all.
"""

import uuid

from lms.core.actor import Actor
from lms.core.jobs.actions import Progress
from lms.core.jobs.models import Job
from lms.core.jobs.progress import report_progress
from lms.people.workbooks import actions
from lms.people.workbooks.lists import PeopleFilter
from lms.people.workbooks.models import Batch
from lms.people.workbooks.queries import my_batch


def try_out(actor: Actor, job: Job, _progress: Progress) -> None:
    """The work of job "workbooks.try_out": params {"batch"}."""
    with report_progress(job) as job_pulse:
        actions.try_out(actor=actor, batch=_batch_of(actor, job), pulse=job_pulse)


def apply(actor: Actor, job: Job, _progress: Progress) -> None:
    """The work of job "workbooks.apply": params {"batch"}."""
    with report_progress(job) as job_pulse:
        actions.apply_batch(actor=actor, batch=_batch_of(actor, job), pulse=job_pulse)


def undo(actor: Actor, job: Job, progress: Progress) -> None:
    """The work of job "workbooks.undo": params {"batch"}; what stands in the way is listed with the
    job.
    """
    try:
        with report_progress(job) as job_pulse:
            actions.undo_batch(actor=actor, batch=_batch_of(actor, job), pulse=job_pulse)
    except actions.CannotUndo as refusal:
        progress.result(failed=refusal.failed)
        raise


def export_people(actor: Actor, job: Job, progress: Progress) -> None:
    """The work of job "workbooks.people": params {"filter", "purpose"}; the owner must still see
    these people.
    """
    people_filter = PeopleFilter(**job.params["filter"])
    body = actions.export_people(
        actor=actor, people_filter=people_filter, purpose=job.params["purpose"]
    )
    progress.keep(f"danh-sach-can-bo-{people_filter.day}.xlsx", body)


def _batch_of(actor: Actor, job: Job) -> Batch:
    return my_batch(actor, uuid.UUID(job.params["batch"]))
