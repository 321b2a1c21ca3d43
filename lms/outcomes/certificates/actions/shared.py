"""What the actions share: the locked certificate and the register's actor."""

from lms.core.actor import Actor
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


def source_of(certificate: Certificate) -> str:
    """The source by which a training record names its certificate."""
    return f"certificate:{certificate.pk}"
