"""What people do with certificates, by subject: proposing, confirming, issuing, ending."""

from lms.outcomes.certificates.actions.batches import export_register, issue_class
from lms.outcomes.certificates.actions.ending import cancel, replace, revoke
from lms.outcomes.certificates.actions.holder import (
    ask_correction,
    confirm,
    correct_holder,
    decline_correction,
)
from lms.outcomes.certificates.actions.issuing import issue
from lms.outcomes.certificates.actions.proposing import propose

__all__ = [
    "ask_correction",
    "cancel",
    "confirm",
    "correct_holder",
    "decline_correction",
    "export_register",
    "issue",
    "issue_class",
    "propose",
    "replace",
    "revoke",
]
