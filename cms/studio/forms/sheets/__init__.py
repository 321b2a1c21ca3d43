"""What can be filled in, type by type: the sheets from which forms are drawn and read."""

from cms.studio.forms.sheets.branches import CHOICE_SHEET
from cms.studio.forms.sheets.facts import FACTS_SHEET, VARIABLE_SHEET
from cms.studio.forms.sheets.scene import ROW_SHEETS, SCENE_SHEET

__all__ = ["CHOICE_SHEET", "FACTS_SHEET", "ROW_SHEETS", "SCENE_SHEET", "VARIABLE_SHEET"]
