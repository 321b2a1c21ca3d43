"""What learners do in conduct lessons, and those who decide on exemptions from them."""

from lms.learning.conduct.actions.exempting import ExemptionDraft, exempt, withdraw_exemption
from lms.learning.conduct.actions.own import assess, pledge, reflect, withdraw_pledge
from lms.learning.conduct.actions.refreshing import answer, draw

__all__ = [
    "ExemptionDraft",
    "answer",
    "assess",
    "draw",
    "exempt",
    "pledge",
    "reflect",
    "withdraw_exemption",
    "withdraw_pledge",
]
