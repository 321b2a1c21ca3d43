"""The life of a certificate."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.content import CourseKind
from lms.core.states import Machine


class CertificateState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ISSUED = "issued", _("valid")
    REVOKED = "revoked", _("revoked")
    REPLACED = "replaced", _("replaced")
    CANCELLED = "cancelled", _("cancelled before issue")


CERTIFICATE = Machine(
    CertificateState,
    {
        CertificateState.PROPOSED: (CertificateState.ISSUED, CertificateState.CANCELLED),
        CertificateState.ISSUED: (CertificateState.REVOKED, CertificateState.REPLACED),
    },
)


class RevocationGround(models.TextChoices):
    """Grounds of revocation (TT 03/2023/TT-BNV Điều 8, from a summary)."""

    FRAUD = "fraud", _("fraud in enrolment or study")
    NOT_ENTITLED = "not_entitled", _("issued to someone not entitled, or without authority")
    ALTERED = "altered", _("altered or erased")
    LENT = "lent", _("lent to somebody else")
    SCHOOL_ERROR = "school_error", _("error of the school")


# What a training record is of, by the kind of the course.
TRAINING_KINDS = {CourseKind.PROGRAMME: "bồi dưỡng", CourseKind.CONDUCT: "văn hóa ứng xử"}
