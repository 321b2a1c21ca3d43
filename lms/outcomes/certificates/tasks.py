"""What follows an approval, and the room's long work.

Ids come in, actions do the work, each item once.
"""

import logging

from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import HouseError
from lms.core.jobs.actions import Progress
from lms.core.jobs.models import Job
from lms.outcomes.certificates.actions import issue, propose
from lms.outcomes.certificates.queries import entries, register_of, signable_class, to_issue
from lms.outcomes.certificates.rendering import register_xlsx
from lms.outcomes.results.models import ResultSheet

log = logging.getLogger(__name__)


def propose_after_approval(event: Event) -> None:
    """Results were approved: propose the certificates of those who passed."""
    sheet = ResultSheet.objects.select_related("group__school").get(pk=event.subject_id)
    propose(actor=Actor.system("Đề nghị cấp chứng chỉ"), sheet=sheet)


def issue_class(actor: Actor, job: Job, progress: Progress) -> None:
    """Issue what is confirmed, in the order of names.

    One that fails is listed and does not stop the others.
    """
    group = signable_class(actor, job.params["of"])
    waiting = list(to_issue(group))
    progress.start(len(waiting))
    issued, failed = [], []
    for certificate in waiting:
        try:
            issued.append(issue(actor=actor, certificate=certificate).serial)
        except HouseError as error:
            log.warning("certificate %s not issued: %s", certificate.pk, error.message)
            failed.append({"name": certificate.holder_name, "why": error.message})
        progress.step()
    progress.result(issued=len(issued), serials=issued, failed=failed)
    words = _("%(count)s issued.") % {"count": len(issued)}
    if failed:
        words += " " + _("Not issued: %(names)s.") % {"names": ", ".join(x["name"] for x in failed)}
    progress.step(0, words)


def export_register(actor: Actor, job: Job, progress: Progress) -> None:
    """Write the register as Excel and keep the file with the job."""
    code, year = job.params["of"].rsplit("/", 1)
    register = register_of(actor, code, int(year))
    progress.start(1)
    body = register_xlsx(register.school.name, register.year, entries(register).iterator())
    progress.keep(f"so-goc-{code}-{year}.xlsx", body)
    progress.step()
