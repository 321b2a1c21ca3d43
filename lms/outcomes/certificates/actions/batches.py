"""Starting the long work of the room; the work itself stands in tasks."""

from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.errors import NotAllowed, RuleBroken
from lms.core.jobs.actions import enqueue
from lms.core.jobs.models import Job
from lms.core.jobs.queries import my_jobs
from lms.outcomes.certificates.models import Register
from lms.outcomes.certificates.policies import may_keep, may_sign
from lms.outcomes.certificates.queries import to_issue
from lms.teaching.classes.models import ClassGroup

ISSUE_CLASS = "certificates.issue_class"
EXPORT_REGISTER = "certificates.export_register"


def issue_class(*, actor: Actor, group: ClassGroup) -> Job:
    """Sign and issue all confirmed certificates of a class in the background.

    Ten clicks start one job.
    """
    if not may_sign(actor, group):
        raise NotAllowed(_("Certificates are signed by the head of the school."))
    if not to_issue(group).exists():
        raise RuleBroken(_("No certificate of this class is confirmed and waiting to be signed."))
    return enqueue(
        actor=actor,
        kind=ISSUE_CLASS,
        key=_next(actor, ISSUE_CLASS, group.code),
        title=_("Sign and issue certificates: %(group)s") % {"group": group.title},
        params={"of": group.code},
        back_url=f"/lop/{group.code}/cap-chung-chi/",
    )


def export_register(*, actor: Actor, register: Register) -> Job:
    """Write the register of one year as an Excel file in the background."""
    if not may_keep(actor, register.school):
        raise NotAllowed(_("The register is kept by the office and the head of the school."))
    of = f"{register.school.code}/{register.year}"
    return enqueue(
        actor=actor,
        kind=EXPORT_REGISTER,
        key=_next(actor, EXPORT_REGISTER, of),
        title=_("Certificate register %(year)s, Excel") % {"year": register.year},
        params={"of": of},
        back_url=f"/truong/so-goc/?nam={register.year}",
    )


def _next(actor: Actor, kind: str, of: str) -> str:
    # The same key as long as the last one is not over, a new one afterwards.
    over = my_jobs(actor).filter(kind=kind, params__of=of, finished_at__isnull=False)
    return f"{of}:{over.count()}"
