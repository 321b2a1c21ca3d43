"""What a scene brings along: papers, words that are spoken, recordings, legal bases."""

from django.utils.translation import gettext_lazy as _

from cms.studio.forms.plan import KEY_INPUT, FormSheet, SheetInput, SheetPart, SheetRows

LINE_SHEET = FormSheet(
    "line",
    _("Line of the paper"),
    (
        SheetInput("label", _("What it says"), size="third", most=200),
        SheetInput("value", _("Written there"), size="third", most=300),
        SheetInput("key", _("Key"), size="third", most=60),
    ),
)

PAPER_SHEET = FormSheet(
    "paper",
    _("Paper"),
    (
        SheetInput("title", _("Name of the paper"), size="half", most=200),
        SheetInput("status", _("State"), "choice", "statuses", size="quarter"),
        SheetInput("status_text", _("State in words"), size="quarter", most=60),
        SheetInput("text", _("What stands on it"), "long", most=4000),
        SheetPart(
            _("Lines that forms are compared with; key"),
            (
                SheetRows("lines", _("Lines"), LINE_SHEET, _("Add a line")),
                KEY_INPUT,
            ),
            folded=True,
        ),
    ),
)

SPEECH_SHEET = FormSheet(
    "said",
    _("Words"),
    (
        SheetInput("speaker", _("Who speaks"), size="third", most=120),
        SheetInput("speech", _("Says"), "long", size="rest", most=2000),
    ),
)

BASIS_SHEET = FormSheet(
    "basis",
    _("Basis"),
    (
        SheetInput("kind", _("Kind of basis"), "choice", "bases", size="third"),
        SheetInput(
            "document",
            _("Number of the legal document"),
            hint=_("As in the library."),
            options="laws",
            size="third",
            most=60,
        ),
        SheetInput("text", _("Article, clause, or the rule in words"), most=400),
        SheetInput("note", _("Note for the review"), most=400),
    ),
)

AUDIO_SHEET = FormSheet(
    "audio",
    _("Recording"),
    (
        SheetInput("language", _("Language"), "choice", "languages", size="third"),
        SheetInput(
            "url",
            _("Address of the file"),
            hint=_("Upload the file under Documents and copy its address."),
            size="third",
            most=300,
        ),
        SheetInput("seconds", _("Seconds"), "number", size="quarter", least=1, top=3600),
        SheetInput("size", _("Bytes"), "number", size="quarter", least=1, top=20_000_000),
        SheetInput("transcript", _("What is said, word by word"), "long", most=4000),
    ),
)
