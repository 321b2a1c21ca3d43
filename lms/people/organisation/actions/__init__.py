"""The actions of the app by subject: founding units, changing them, roles on them, what follows
from dates.
"""

from lms.people.organisation.actions.changing import change_unit_level, move_unit, rename_unit
from lms.people.organisation.actions.following import follow_states, match_editors
from lms.people.organisation.actions.founding import found_unit, found_units
from lms.people.organisation.actions.roles import end_role, grant_role
from lms.people.organisation.drafts import Reorganisation, UnitDraft

__all__ = [
    "Reorganisation",
    "UnitDraft",
    "change_unit_level",
    "end_role",
    "follow_states",
    "found_unit",
    "found_units",
    "grant_role",
    "match_editors",
    "move_unit",
    "rename_unit",
]
