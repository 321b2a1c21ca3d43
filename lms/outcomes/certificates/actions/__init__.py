"""What people do with certificates, by subject: proposing, confirming, issuing, ending."""

from lms.outcomes.certificates.actions.batches import export_register, issue_class
from lms.outcomes.certificates.actions.ending import (
    cancel_certificate,
    replace_certificate,
    revoke_certificate,
)
from lms.outcomes.certificates.actions.holder import (
    ask_correction,
    confirm_certificate,
    correct_holder,
    decline_correction,
)
from lms.outcomes.certificates.actions.issuing import issue_certificate
from lms.outcomes.certificates.actions.proposing import propose_certificates

__all__ = [
    "ask_correction",
    "cancel_certificate",
    "confirm_certificate",
    "correct_holder",
    "decline_correction",
    "export_register",
    "issue_certificate",
    "issue_class",
    "propose_certificates",
    "replace_certificate",
    "revoke_certificate",
]
