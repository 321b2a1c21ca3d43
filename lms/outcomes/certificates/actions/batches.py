"""Starting the background work of certificates; `tasks` does it."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.errors import NotAllowed, RuleBroken
from lms.core.jobs.actions import enqueue_job
from lms.core.jobs.models import Job
from lms.core.jobs.queries import my_jobs
from lms.outcomes.certificates.actions.shared import check_may_sign
from lms.outcomes.certificates.models import Register
from lms.outcomes.certificates.policies import may_keep
from lms.outcomes.certificates.queries import certificates_to_issue
from lms.teaching.classes.models import ClassGroup

ISSUE_CLASS = "certificates.issue_class"
EXPORT_REGISTER = "certificates.export_register"


def issue_class(*, actor: Actor, group: ClassGroup) -> Job:
    """Start a job that signs and issues all confirmed certificates of a class.

    Ten clicks start one job.
    """
    check_may_sign(actor, group)
    if not certificates_to_issue(group).exists():
        raise RuleBroken(_("No certificate of this class is confirmed and waiting to be signed."))
    return enqueue_job(
        actor=actor,
        kind=ISSUE_CLASS,
        key=_job_key(actor, ISSUE_CLASS, group.code),
        title=_("Sign and issue certificates: %(group)s") % {"group": group.title},
        params={"of": group.code},
        back_url=reverse("school_issue", args=[group.code]),
    )


def export_register(*, actor: Actor, register: Register) -> Job:
    """Start a job that writes the register of one year as an Excel file."""
    if not may_keep(actor, register.school):
        raise NotAllowed(_("The register is kept by the office and the head of the school."))
    of = f"{register.school.code}/{register.year}"
    page = reverse("school_register")
    return enqueue_job(
        actor=actor,
        kind=EXPORT_REGISTER,
        key=_job_key(actor, EXPORT_REGISTER, of),
        title=_("Certificate register %(year)s, Excel") % {"year": register.year},
        params={"of": of},
        back_url=f"{page}?{urlencode({'nam': register.year})}",
    )


def _job_key(actor: Actor, kind: str, of: str) -> str:
    # The same key until the last job has finished, a new one afterwards.
    finished = my_jobs(actor).filter(kind=kind, params__of=of, finished_at__isnull=False)
    return f"{of}:{finished.count()}"
