"""Background work of certificates: proposals after an approval, issuing a class, the register.

Each function takes an event or a job and calls the actions; run again, it does nothing twice.
"""

import logging

from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import ApplicationError
from lms.core.jobs.actions import Progress
from lms.core.jobs.models import Job
from lms.outcomes.certificates.actions import issue_certificate, propose_certificates
from lms.outcomes.certificates.queries import (
    certificates_to_issue,
    register_entries,
    register_of,
    signable_class,
)
from lms.outcomes.certificates.rendering import write_register_xlsx
from lms.outcomes.results.models import ResultSheet

log = logging.getLogger(__name__)


def propose_after_approval(event: Event) -> None:
    """Results were approved: propose the certificates of those who passed."""
    sheet = ResultSheet.objects.select_related("group__school").get(pk=event.subject_id)
    propose_certificates(actor=Actor.system("Đề nghị cấp chứng chỉ"), sheet=sheet)


def issue_class(actor: Actor, job: Job, progress: Progress) -> None:
    """Issue the confirmed certificates of a class in the order of names.

    A failure is listed in the job and does not stop the others.
    """
    group = signable_class(actor, job.params["of"])
    waiting = list(certificates_to_issue(group))
    progress.start(len(waiting))
    issued, failed = [], []
    for certificate in waiting:
        try:
            issued.append(issue_certificate(actor=actor, certificate=certificate).serial)
        except ApplicationError as refusal:
            log.warning("certificate %s not issued: %s", certificate.pk, refusal.message)
            failed.append({"name": certificate.holder_name, "why": refusal.message})
        progress.step()
    progress.result(issued=len(issued), serials=issued, failed=failed)
    message = _("%(count)s issued.") % {"count": len(issued)}
    if failed:
        names = ", ".join(failure["name"] for failure in failed)
        message += " " + _("Not issued: %(names)s.") % {"names": names}
    progress.step(0, message)


def export_register(actor: Actor, job: Job, progress: Progress) -> None:
    """Write the register as Excel and keep the file with the job."""
    code, year = job.params["of"].rsplit("/", 1)
    register = register_of(actor, code, int(year))
    progress.start(1)
    body = write_register_xlsx(
        register.school.name, register.year, register_entries(register).iterator()
    )
    progress.keep(f"so-goc-{code}-{year}.xlsx", body)
    progress.step()
