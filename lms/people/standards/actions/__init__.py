"""Actions on standards: setting them, and deciding who meets them."""

from lms.people.standards.actions.deciding import DecisionDraft, decide_standard, decide_standards
from lms.people.standards.actions.setting import StandardDraft, end_standard, set_standard

__all__ = [
    "DecisionDraft",
    "StandardDraft",
    "decide_standard",
    "decide_standards",
    "end_standard",
    "set_standard",
]
