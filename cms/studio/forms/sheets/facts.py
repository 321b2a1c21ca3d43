"""The form of what the whole scenario shares."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.studio.forms.plan import KEY_INPUT, FormSheet, SheetInput, SheetPart, SheetRows

VARIABLE_SHEET = FormSheet(
    "variable",
    _("Fact"),
    (
        SheetInput("title", _("Name"), size="third", most=120),
        SheetInput("kind", _("Sort of value"), "choice", "kinds", size="third"),
        SheetInput("start", _("At the beginning"), "value", size="third", most=200),
        SheetInput("options", _("Text: all values, one a line"), "lines", most=2000),
        KEY_INPUT,
    ),
)

FACTS_SHEET = FormSheet(
    "facts",
    _("General information"),
    (
        SheetPart(
            _("The case"),
            (
                SheetInput(
                    "citizen",
                    _("Citizen"),
                    hint=_("Whom the case is about, for example: bà Lý Thị Mẩy."),
                    size="half",
                    most=120,
                ),
                SheetInput("role", _("Part that the learner plays"), size="half", most=160),
                SheetInput(
                    "start_trips",
                    _("Trips already made at the start"),
                    "number",
                    size="half",
                    least=0,
                    top=100,
                ),
                SheetInput(
                    "start_minutes",
                    _("Minutes already waited at the start"),
                    "number",
                    size="half",
                    least=0,
                    top=100_000,
                ),
            ),
        ),
        SheetPart(
            _("Ways through the case"),
            (
                SheetInput(
                    "modes",
                    _("Modes that the lesson asks for, in their order"),
                    "modes",
                    "modes",
                    hint=_("On your own counts; watching and doing it together are practice."),
                ),
            ),
        ),
        SheetPart(
            _("Facts that choices change and conditions read"),
            (SheetRows("variables", "", VARIABLE_SHEET, _("Add a fact"), most=20),),
        ),
        SheetPart(
            _("Calendar for reckoning deadlines"),
            (
                SheetInput(
                    "holidays",
                    pgettext_lazy("calendar", "Days off, one a line"),
                    "days",
                    hint=_("dd/mm/yyyy; days on which offices are closed."),
                    size="half",
                    most=2000,
                ),
                SheetInput(
                    "workdays",
                    pgettext_lazy("calendar", "Weekend days that are worked, one a line"),
                    "days",
                    size="half",
                    most=2000,
                ),
            ),
            folded=True,
        ),
        SheetPart(
            _("Review of the content"),
            (
                SheetInput("reviewed_on", _("Reviewed on"), "day", size="half", most=10),
                SheetInput("reviewed_by", _("Reviewed by"), size="half", most=160),
            ),
        ),
    ),
)

# A row of each list is made from the template of its sheet.
