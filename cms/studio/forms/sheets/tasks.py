"""What a learner works on in a scene: items, and the fields of a form with their checks."""

from django.utils.translation import gettext_lazy as _

from cms.studio.forms.plan import (
    KEY_INPUT,
    FormSheet,
    SheetInput,
    SheetPart,
    SheetRows,
    step_inputs,
)

ITEM_SHEET = FormSheet(
    "item",
    _("Item"),
    (
        SheetInput("text", _("Words of the item"), "long", most=1000),
        *step_inputs("item"),
        SheetInput("why", _("Said in the correction"), "long", most=1000),
        KEY_INPUT,
    ),
)

CHECK_SHEET = FormSheet(
    "check",
    _("Check"),
    (
        SheetInput("rule", _("Rule"), "choice", "rules", size="half"),
        SheetInput("text", _("What is said when it fails"), "long", most=400),
        SheetPart(
            _("Details of the rule"),
            (
                SheetInput(
                    "value",
                    _("Pattern: expression for the whole field"),
                    hint=_("For example \\d{12}."),
                    most=300,
                ),
                SheetInput("accept", _("Equals: right values, one a line"), "lines", most=2000),
                SheetInput("low", _("At least"), "number", size="quarter"),
                SheetInput("high", _("At most"), "number", size="quarter"),
                SheetInput("paper", _("Paper: key"), size="quarter", most=60),
                SheetInput("line", _("Line: key"), size="quarter", most=60),
                SheetInput(
                    "base",
                    _("Date: counted from"),
                    hint=_("A date, paper:<paper>.<line> or field:<key>."),
                    size="half",
                    most=120,
                ),
                SheetInput("op", _("Date must be"), "choice", "day_ops", size="half"),
                SheetInput("count", _("Count"), "number", size="half", least=-10_000, top=10_000),
                SheetInput("unit", _("Unit"), "choice", "units", size="half"),
            ),
            folded=True,
        ),
    ),
)

FIELD_SHEET = FormSheet(
    "field",
    _("Field"),
    (
        SheetInput("label", _("Name of the field"), size="half", most=200),
        SheetInput("kind", _("Filled in as"), "choice", "field_kinds", size="half"),
        SheetInput("hint", _("Help below the field"), most=300),
        SheetInput("options", _("Possible values, one a line"), "lines", most=2000),
        SheetRows("checks", _("Checks"), CHECK_SHEET, _("Add a check")),
        SheetInput("model", _("Right value, as the master writes it"), "long", most=2000),
        SheetInput("why", _("Why it is written so"), "long", most=1000),
        KEY_INPUT,
    ),
)
