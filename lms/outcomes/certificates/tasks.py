"""Background work of certificates: proposals after an approval, notices to holders, issuing a
class, the register.

Each takes an event or a job and calls the actions; run again, it does nothing twice.
"""

import logging
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import ApplicationError
from lms.core.jobs.actions import Progress
from lms.core.jobs.models import Job
from lms.core.notices.event_notices import EventNotice, NoticeWords, Recipient
from lms.outcomes.certificates.actions import issue_certificate, propose_certificates
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.queries import (
    certificates_to_issue,
    register_entries,
    register_of,
    signable_class,
)
from lms.outcomes.certificates.rendering import write_register_xlsx
from lms.outcomes.certificates.states import CertificateState, RevocationGround
from lms.outcomes.results.models import ResultSheet

log = logging.getLogger(__name__)


def propose_after_approval(event: Event) -> None:
    """Results were approved: propose the certificates of those who passed."""
    sheet = ResultSheet.objects.select_related("group__school").get(pk=event.subject_id)
    propose_certificates(actor=Actor.system("Đề nghị cấp chứng chỉ"), sheet=sheet)


def _holders_to_ask(event: Event) -> Iterable[Recipient[Certificate]]:
    """The holders of the sheet's certificates that wait for a confirmation."""
    return _with_account(_certificates_of(result__sheet=event.subject_id))


def _holder_of_new(event: Event) -> Iterable[Recipient[Certificate]]:
    """The holder of the certificate that is proposed in place of the replaced one."""
    return _with_account(_certificates_of(pk=event.data["by"]))


def _certificates_of(**lookup: object) -> Iterable[Certificate]:
    certificates = Certificate.objects.select_related("result__enrolment__official")
    return certificates.filter(state=CertificateState.PROPOSED, confirmed_at=None, **lookup)


def _with_account(certificates: Iterable[Certificate]) -> list[Recipient[Certificate]]:
    return [(row.result.enrolment.official.user_id, row) for row in certificates]


def _words_to_confirm(certificate: Certificate, _event: Event) -> NoticeWords:
    return _words_about(
        certificate,
        "proposed",
        _("Check your name and birth date for the certificate “%(course)s”")
        % {"course": certificate.course_title},
        _("The certificate is printed as you confirm it. It takes one minute."),
    )


ask_holders = EventNotice(
    events=("certificates.proposed",),
    recipients=_holders_to_ask,
    words=_words_to_confirm,
)
ask_holder_again = EventNotice(
    events=("certificate.replaced",),
    recipients=_holder_of_new,
    words=_words_to_confirm,
)


def _holder(event: Event) -> list[Recipient[Certificate]]:
    certificates = Certificate.objects.select_related("result__enrolment__official")
    return _with_account([certificates.get(pk=event.subject_id)])


def _words_when_issued(certificate: Certificate, _event: Event) -> NoticeWords:
    return _words_about(
        certificate,
        "issued",
        _("New certificate: %(course)s") % {"course": certificate.course_title},
        _("Number %(serial)s. Open it to show the QR code or to keep the PDF.")
        % {"serial": certificate.serial},
    )


tell_issued = EventNotice(
    events=("certificate.issued",),
    recipients=_holder,
    words=_words_when_issued,
)


def _words_when_cancelled(certificate: Certificate, event: Event) -> NoticeWords:
    title = _("The proposed certificate is withdrawn")
    return _words_about(certificate, "cancelled", title, event.data["reason"])


tell_cancelled = EventNotice(
    events=("certificate.cancelled",),
    recipients=_holder,
    words=_words_when_cancelled,
)


def _words_when_revoked(certificate: Certificate, event: Event) -> NoticeWords:
    return _words_about(
        certificate,
        "revoked",
        _("Certificate %(serial)s is revoked") % {"serial": certificate.serial},
        f"{RevocationGround(event.data['ground']).label}. {event.data['decision']}.",
    )


tell_revoked = EventNotice(
    events=("certificate.revoked",),
    recipients=_holder,
    words=_words_when_revoked,
)


def _words_when_corrected(certificate: Certificate, event: Event) -> NoticeWords:
    title = _("Your name or birth date was corrected. Check it once more.")
    return _words_about(certificate, f"answered:{event.uid}", title, event.data["reason"])


tell_corrected = EventNotice(
    events=("certificate.corrected",),
    recipients=_holder,
    words=_words_when_corrected,
)


def _words_when_declined(certificate: Certificate, event: Event) -> NoticeWords:
    title = _("The school answered your request for a correction.")
    return _words_about(certificate, f"answered:{event.uid}", title, event.data["answer"])


tell_declined = EventNotice(
    events=("certificate.correction_declined",),
    recipients=_holder,
    words=_words_when_declined,
)


def _words_about(certificate: Certificate, about: str, title: str, body: str) -> NoticeWords:
    return NoticeWords(
        key=f"certificate:{certificate.pk}:{about}",
        title=title,
        body=body,
        url=reverse("learner_certificate", args=[certificate.pk]),
    )


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
        register.school.name,
        register.year,
        register_entries(register).iterator(),
        by=actor.name,
    )
    progress.keep(f"so-goc-{code}-{year}.xlsx", body)
    progress.step()
