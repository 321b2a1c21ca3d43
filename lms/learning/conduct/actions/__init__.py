"""What learners do in conduct lessons, and those who decide on exemptions from them."""

from lms.learning.conduct.actions.exempting import (
    ExemptionDraft,
    exempt_official,
    withdraw_exemption,
)
from lms.learning.conduct.actions.own import (
    save_reflection,
    save_self_assessment,
    sign_pledge,
    withdraw_pledge,
)
from lms.learning.conduct.actions.refreshing import answer_situation, draw_situations

__all__ = [
    "ExemptionDraft",
    "answer_situation",
    "draw_situations",
    "exempt_official",
    "save_reflection",
    "save_self_assessment",
    "sign_pledge",
    "withdraw_exemption",
    "withdraw_pledge",
]
