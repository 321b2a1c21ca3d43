"""What the actions share: the locked certificate, notices to its holder, the register's actor."""

from django.urls import reverse

from lms.core.actor import Actor
from lms.core.notices.actions import notify
from lms.outcomes.certificates.models import Certificate

# The name under which the register writes into the files of personnel.
REGISTER_ACTOR = "Sổ gốc chứng chỉ"


def register_actor() -> Actor:
    """The system actor of the register; the certificate's own event names who decided."""
    return Actor.system(REGISTER_ACTOR)


def lock_certificate(certificate: Certificate) -> Certificate:
    """The certificate as it is stored now, locked until the transaction ends."""
    return (
        Certificate.objects.select_for_update(of=("self",))
        .select_related(
            "result__sheet",
            "result__enrolment__group__school",
            "result__enrolment__official",
        )
        .get(pk=certificate.pk)
    )


def notify_holder(certificate: Certificate, event: str, title: str, body: str = "") -> None:
    """Notify the holder, if they have an account; once for each `event`."""
    user_id = certificate.result.enrolment.official.user_id
    if user_id is not None:
        notify(
            user_id=user_id,
            key=f"certificate:{certificate.pk}:{event}",
            title=title,
            body=body,
            url=reverse("learner_certificate", args=[certificate.pk]),
        )


def source_of(certificate: Certificate) -> str:
    """The source by which a training record names its certificate."""
    return f"certificate:{certificate.pk}"
