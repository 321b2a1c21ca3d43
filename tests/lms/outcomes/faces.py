"""Second faces of permissions on certificates that no page of the product asks about one row."""

from lms.core.actor import Actor
from lms.outcomes.certificates import policies
from lms.outcomes.certificates.models import Certificate


def may_see_certificate(actor: Actor, certificate: Certificate) -> bool:
    """Whoever keeps the register of its school or revokes it sees a certificate."""
    school = certificate.result.enrolment.group.school
    return policies.may_keep(actor, school) or policies.may_revoke(actor, certificate)
