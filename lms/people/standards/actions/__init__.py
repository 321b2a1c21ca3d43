"""Actions on standards: setting them, and deciding who meets them."""

from lms.people.standards.actions.deciding import DecisionDraft, decide, decide_many
from lms.people.standards.actions.setting import StandardDraft, end_standard, set_standard

__all__ = [
    "DecisionDraft",
    "StandardDraft",
    "decide",
    "decide_many",
    "end_standard",
    "set_standard",
]
