"""Start the jobs that try out, apply or undo a workbook; `tasks` does the work."""

from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.jobs.actions import enqueue_job
from lms.core.jobs.models import Job
from lms.core.jobs.queries import my_jobs
from lms.people.workbooks.actions.deciding import check_decided
from lms.people.workbooks.actions.uploading import check_may_import
from lms.people.workbooks.models import Batch

TRY, APPLY, UNDO = "workbooks.try_out", "workbooks.apply", "workbooks.undo"


def start_batch_job(*, actor: Actor, batch: Batch, kind: str, back_url: str) -> Job:
    """Begin TRY, APPLY or UNDO in the background.

    Ten clicks start one job; after it is over, another may begin. RuleBroken for APPLY while rows
    wait for a decision.
    """
    check_may_import(actor, batch.unit)
    if kind == APPLY:
        check_decided(batch)
    titles = {
        TRY: _("Trying out “%(name)s”"),
        APPLY: _("Writing “%(name)s” into the register"),
        UNDO: _("Undoing “%(name)s”"),
    }
    uid = str(batch.uid)
    finished = my_jobs(actor).filter(kind=kind, params__batch=uid, finished_at__isnull=False)
    return enqueue_job(
        actor=actor,
        kind=kind,
        key=f"{uid}:{finished.count()}",
        title=(titles[kind] % {"name": batch.name})[:200],
        params={"batch": uid},
        back_url=back_url,
    )
