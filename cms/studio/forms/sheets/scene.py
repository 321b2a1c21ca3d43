"""The form of a scene."""

from django.utils.translation import gettext_lazy as _

from cms.studio.forms.plan import (
    FormSheet,
    SheetInput,
    SheetPart,
    SheetRows,
    step_inputs,
    steps_with,
)
from cms.studio.forms.sheets.branches import CHOICE_SHEET, CLAUSE_SHEET, EFFECT_SHEET, OUTCOME_SHEET
from cms.studio.forms.sheets.materials import (
    AUDIO_SHEET,
    BASIS_SHEET,
    LINE_SHEET,
    PAPER_SHEET,
    SPEECH_SHEET,
)
from cms.studio.forms.sheets.tasks import CHECK_SHEET, FIELD_SHEET, ITEM_SHEET

SCENE_SHEET = FormSheet(
    "scene",
    _("Scene"),
    (
        SheetPart(
            _("Setting"),
            (
                SheetInput("title", _("Title of the scene"), size="half", most=200),
                SheetInput("place", _("Where and when"), size="half", most=200),
                SheetInput("narration", _("What happens"), "long", words=90, most=4000),
                SheetInput("speaker", _("Who speaks"), size="third", most=120),
                SheetInput("speech", _("Says"), "long", words=90, size="rest", most=4000),
                SheetRows("words", _("What is said after that"), SPEECH_SHEET, _("Add words")),
            ),
        ),
        SheetPart(
            _("Picture and recordings"),
            (
                SheetInput("picture", _("Drawn place"), "choice", "pictures", size="half"),
                SheetInput(
                    "image", _("Picture of the library instead"), "picture", "images", size="half"
                ),
                SheetInput("picture_alt", _("Text alternative of the picture"), most=300),
                SheetRows("audio", _("Recordings"), AUDIO_SHEET, _("Add a recording")),
            ),
            folded=True,
        ),
        SheetPart(
            _("Papers on the counter"),
            (SheetRows("papers", "", PAPER_SHEET, _("Add a paper")),),
            folded=True,
        ),
        SheetPart(
            _("What the learner does"),
            (
                SheetInput("step", _("Kind of step"), "choice", "steps", size="half"),
                *step_inputs("before question"),
                SheetInput("question", _("Question"), "long", most=1000),
                SheetRows(
                    "items",
                    _("Items"),
                    ITEM_SHEET,
                    _("Add an item"),
                    steps=steps_with(lambda step: step.has_items),
                ),
                SheetRows(
                    "fields",
                    _("Fields of the form"),
                    FIELD_SHEET,
                    _("Add a field"),
                    steps=steps_with(lambda step: step.has_fields),
                ),
                *step_inputs("after question"),
            ),
        ),
        SheetPart(
            _("Choices and what they lead to"),
            (
                SheetRows(
                    "choices",
                    "",
                    CHOICE_SHEET,
                    _("Add a choice"),
                    hint=_("A scene without choices is an ending."),
                ),
                SheetInput(
                    "ending", _("If the case ends here: how"), "choice", "endings", size="half"
                ),
            ),
        ),
        SheetPart(
            _("How to do it right"),
            (
                SheetInput("right_way", _("Steps, one a line"), "lines", most=4000),
                SheetRows("basis", _("What it rests on"), BASIS_SHEET, _("Add a basis")),
                SheetInput(
                    "hint",
                    _("Hint"),
                    "long",
                    hint=_("Shown in “Do it together” when it is asked for."),
                    most=1000,
                ),
            ),
        ),
        SheetPart(
            _("Conditions, time, order"),
            (
                SheetRows(
                    "when", _("This scene comes only if"), CLAUSE_SHEET, _("Add a condition")
                ),
                SheetInput("otherwise", _("Otherwise go on in"), "choice", "targets", size="half"),
                SheetInput(
                    "seconds",
                    _("Seconds to answer in “On your own”"),
                    "number",
                    hint=_("0: as long as it takes."),
                    size="half",
                    least=0,
                    top=3600,
                ),
                SheetInput(
                    "is_shuffled", _("Choices or items in another order for each learner"), "flag"
                ),
            ),
            folded=True,
        ),
    ),
)

ROW_SHEETS = (
    CLAUSE_SHEET,
    EFFECT_SHEET,
    OUTCOME_SHEET,
    CHOICE_SHEET,
    LINE_SHEET,
    PAPER_SHEET,
    SPEECH_SHEET,
    ITEM_SHEET,
    CHECK_SHEET,
    FIELD_SHEET,
    BASIS_SHEET,
    AUDIO_SHEET,
)
