"""Levels, dimensions and groups that a mark or a cell may name, with the labels of the register."""

from lms.people.personnel.levels import LADDER
from lms.people.rulebook.models import Group
from lms.people.workbooks.reading.fields.base import Label

LEVELS: dict[str, dict[str, Label]] = {
    dimension.value: {level.value: level.label for level in levels}
    for dimension, levels in LADDER.items()
}
DIMENSIONS: dict[str, Label] = {dimension.value: dimension.label for dimension in LADDER}
GROUPS: dict[str, Label] = {group.value: group.label for group in Group}
# a column of marks that says: none of the levels
NONE = "none"
