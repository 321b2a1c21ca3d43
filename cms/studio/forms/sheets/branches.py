"""Conditions, effects, choices and what they lead to."""

from django.utils.translation import gettext_lazy as _

from cms.studio.forms.plan import (
    KEY_INPUT,
    FormSheet,
    SheetInput,
    SheetPart,
    SheetRows,
    step_inputs,
)

CLAUSE_SHEET = FormSheet(
    "clause",
    _("Condition"),
    (
        SheetInput("variable", _("Fact"), "choice", "variables", size="third", needed=True),
        SheetInput("op", _("Comparison"), "choice", "ops", size="third"),
        SheetInput("value", _("Value"), "value", size="third", most=200),
    ),
)

EFFECT_SHEET = FormSheet(
    "effect",
    _("Effect"),
    (
        SheetInput("variable", _("Fact"), "choice", "own", size="third", needed=True),
        SheetInput("op", _("What happens to it"), "choice", "changes", size="third"),
        SheetInput("value", _("Value"), "value", size="third", most=200),
    ),
)

OUTCOME_SHEET = FormSheet(
    "case",
    _("Other outcome"),
    (
        SheetRows("when", _("Only if"), CLAUSE_SHEET, _("Add a condition")),
        SheetInput(
            "consequence",
            _("What happens then"),
            "long",
            hint=_("Empty: as for the choice."),
            most=2000,
        ),
        SheetInput(
            "target", _("Leads to"), "choice", "targets", hint=_("Empty: as for the choice.")
        ),
    ),
)

CHOICE_SHEET = FormSheet(
    "choice",
    _("Choice"),
    (
        SheetInput(
            "text", _("What can be done, or which answers this branch is for"), "long", most=1000
        ),
        *step_inputs("choice"),
        SheetInput("target", _("Leads to"), "choice", "targets", size="half"),
        SheetInput("is_right", _("This is the right way"), "flag", size="half"),
        SheetInput("consequence", _("What the citizen experiences then"), "long", most=2000),
        SheetInput("trips", _("More trips"), "number", size="quarter", least=0, top=100),
        SheetInput("minutes", _("More minutes"), "number", size="quarter", least=0, top=100_000),
        SheetInput("money", _("More đồng"), "number", size="quarter", least=0, top=1_000_000_000),
        SheetInput("trust", _("Trust, + or −"), "number", size="quarter", least=-100, top=100),
        SheetPart(
            _("Why, condition, other outcomes"),
            (
                SheetInput(
                    "why",
                    _("What the master says while doing it"),
                    "long",
                    hint=_("Heard in “Watch”."),
                    most=1000,
                ),
                SheetInput(
                    "competence",
                    _("Competence that it shows"),
                    "choice",
                    "competences",
                    size="half",
                ),
                KEY_INPUT,
                SheetInput("on_timeout", _("Taken when time is up, never offered"), "flag"),
                SheetRows("when", _("Offered only if"), CLAUSE_SHEET, _("Add a condition")),
                SheetRows(
                    "effects", _("Changes facts of the case"), EFFECT_SHEET, _("Add an effect")
                ),
                SheetRows(
                    "cases",
                    _("Other outcomes, the first that fits"),
                    OUTCOME_SHEET,
                    _("Add an outcome"),
                ),
            ),
            folded=True,
        ),
    ),
)
