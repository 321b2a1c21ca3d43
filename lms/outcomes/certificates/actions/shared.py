"""What the verbs of this room share: locking a certificate, telling its holder, the name the room
writes under.
"""

from lms.core.actor import Actor
from lms.core.notices.actions import notify
from lms.outcomes.certificates.models import Certificate

# Under this name the room writes down to personnel what was decided here.
REGISTER_ACTOR = "Sổ gốc chứng chỉ"


def clerk() -> Actor:
    """The system actor of the register; who decided stands in the certificate's own event."""
    return Actor.system(REGISTER_ACTOR)


def locked(certificate: Certificate) -> Certificate:
    """The row as it is now, locked until the transaction ends."""
    return (
        Certificate.objects.select_for_update(of=("self",))
        .select_related(
            "result__sheet",
            "result__enrolment__group__school",
            "result__enrolment__official",
        )
        .get(pk=certificate.pk)
    )


def tell_holder(certificate: Certificate, event: str, title: str, body: str = "") -> None:
    """A notice to the holder, where he has an account; once for each `event`."""
    user_id = certificate.result.enrolment.official.user_id
    if user_id is not None:
        notify(
            user_id=user_id,
            key=f"certificate:{certificate.pk}:{event}",
            title=title,
            body=body,
            url=f"/ho-so/chung-chi/{certificate.pk}/",
        )


def source_of(certificate: Certificate) -> str:
    """How the training record names the certificate that it stands on."""
    return f"certificate:{certificate.pk}"
