"""What the actions share: the locked certificate and the register's actor."""

from django.utils.translation import gettext as _

from lms.core.actor import Actor
from lms.core.errors import NotAllowed
from lms.outcomes.certificates.models import Certificate
from lms.outcomes.certificates.policies import may_sign
from lms.teaching.classes.models import ClassGroup

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


def check_may_sign(actor: Actor, group: ClassGroup) -> None:
    """NotAllowed for who does not sign the certificates of the class."""
    if not may_sign(actor, group):
        raise not_signed_by()


def not_signed_by() -> NotAllowed:
    """The refusal of a signature."""
    return NotAllowed(_("Certificates are signed by the head of the school."))


def source_of(certificate: Certificate) -> str:
    """The source by which a training record names its certificate."""
    return f"certificate:{certificate.pk}"
