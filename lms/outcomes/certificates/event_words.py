"""Events of certificates, in words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

EVENT_WORDS: dict[str, str | Promise] = {
    "certificates.proposed": pgettext_lazy("event", "Proposed certificates"),
    "certificate.confirmed": pgettext_lazy("event", "Name and birth date confirmed"),
    "certificate.correction_asked": pgettext_lazy("event", "Correction asked for"),
    "certificate.correction_declined": pgettext_lazy("event", "Correction declined"),
    "certificate.corrected": pgettext_lazy("event", "Entry corrected"),
    "certificate.issued": pgettext_lazy("event", "Signed and issued"),
    "certificate.revoked": pgettext_lazy("event", "Revoked"),
    "certificate.replaced": pgettext_lazy("event", "Replaced"),
    "certificate.cancelled": pgettext_lazy("event", "Withdrawn before issue"),
}
