"""Levels, dimensions and groups that a mark or a cell may name, with their labels."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.workbooks.reading.fields.base import Label

# The values of personnel's Dimension and Level; a test holds them equal.
LEVELS: dict[str, dict[str, Label]] = {
    "general_education": {
        "primary": _("primary school"),
        "lower_secondary": _("lower secondary"),
        "upper_secondary": _("upper secondary"),
    },
    "professional": {
        "elementary": _("elementary"),
        "intermediate": _("intermediate"),
        "college": _("college"),
        "university": _("university"),
        "master": _("master"),
        "doctor": _("doctor"),
    },
    "political_theory": {
        "elementary": _("elementary"),
        "intermediate": _("intermediate"),
        "advanced": _("advanced or bachelor of theory"),
    },
    "state_management": {
        "clerk": _("clerk programme"),
        "expert": _("expert programme"),
        "principal": _("principal expert programme"),
        "senior": _("senior expert programme"),
    },
    "defence_security": {
        "audience_4": _("audience 4"),
        "audience_3": _("audience 3"),
        "audience_2": _("audience 2"),
        "audience_1": _("audience 1"),
    },
    "it": {
        "basic": pgettext_lazy("IT skill", "basic"),
        "skilled": pgettext_lazy("IT skill", "advanced"),
    },
    "foreign_language": {
        "step_1": _("step 1 (A1)"),
        "step_2": _("step 2 (A2)"),
        "step_3": _("step 3 (B1)"),
        "step_4": _("step 4 (B2)"),
        "step_5": _("step 5 (C1)"),
        "step_6": _("step 6 (C2)"),
    },
    "ethnic_language": {"spoken": _("speaks it at work"), "certified": _("holds a certificate")},
}
DIMENSIONS: dict[str, Label] = {
    "general_education": _("general schooling"),
    "professional": _("professional level"),
    "political_theory": _("political theory"),
    "state_management": _("state management"),
    "defence_security": _("defence and security knowledge"),
    "it": _("information technology"),
    "foreign_language": _("foreign language"),
    "ethnic_language": _("ethnic language"),
}
# The values of rulebook's Group; a test holds them equal.
GROUPS: dict[str, Label] = {
    "elected_official": _("elected official"),
    "civil_servant": _("civil servant"),
    "public_employee": _("public employee"),
    "part_time_commune_worker": _("part-time commune worker"),
}
# a column of marks that says: none of the levels
NONE = "none"
