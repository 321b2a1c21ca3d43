"""What can be filled in, type by type: the plan from which forms are drawn and read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Any  # a text, or one that is translated when it is shown
Kind = Literal[
    "text",
    "long",
    "lines",
    "number",
    "flag",
    "choice",
    "value",
    "ratings",
    "day",
    "days",
    "picture",
    "modes",
]


@dataclass(frozen=True)
class Input:
    """One field.

    `options` names a list (see cms.studio.forms.lists); `steps`: kinds of step that need it, "" =
    all.
    """

    name: str
    label: Words
    kind: Kind = "text"
    options: str = ""
    hint: Words = ""
    steps: str = ""
    size: Literal["", "half", "third", "rest", "quarter"] = ""
    most: int = 0  # characters; for "long" with `words` the number of words that fit
    words: int = 0
    least: int | None = None  # numbers
    top: int | None = None
    needed: bool = False


@dataclass(frozen=True)
class Rows:
    """A list of things, each with a sheet of its own."""

    name: str
    label: Words
    sheet: "Sheet"
    add: Words
    hint: Words = ""
    steps: str = ""
    most: int = 40


@dataclass(frozen=True)
class Part:
    """Fields that belong together.

    `folded`: opened when asked for, or when something is filled in.
    """

    title: Words
    parts: tuple["Input | Rows | Part", ...]
    steps: str = ""
    folded: bool = False


@dataclass(frozen=True)
class Sheet:
    """The form of one type; `name` is what its template of an empty row is found by."""

    name: str
    title: Words
    parts: tuple[Input | Rows | Part, ...]

    def fields(self) -> Iterator[Input | Rows]:
        yield from _flat(self.parts)


def _flat(parts: tuple[Input | Rows | Part, ...]) -> Iterator[Input | Rows]:
    for part in parts:
        if isinstance(part, Part):
            yield from _flat(part.parts)
        else:
            yield part


_KEY = Input("key", _("Key"), hint=_("Made by itself where it is empty."), size="half", most=60)

CLAUSE = Sheet(
    "clause",
    _("Condition"),
    (
        Input("variable", _("Fact"), "choice", "variables", size="third", needed=True),
        Input("op", _("Comparison"), "choice", "ops", size="third"),
        Input("value", _("Value"), "value", size="third", most=200),
    ),
)
EFFECT = Sheet(
    "effect",
    _("Effect"),
    (
        Input("variable", _("Fact"), "choice", "own", size="third", needed=True),
        Input("op", _("What happens to it"), "choice", "changes", size="third"),
        Input("value", _("Value"), "value", size="third", most=200),
    ),
)
CASE = Sheet(
    "case",
    _("Other outcome"),
    (
        Rows("when", _("Only if"), CLAUSE, _("Add a condition")),
        Input(
            "consequence",
            _("What happens then"),
            "long",
            hint=_("Empty: as for the choice."),
            most=2000,
        ),
        Input("target", _("Leads to"), "choice", "targets", hint=_("Empty: as for the choice.")),
    ),
)
CHOICE = Sheet(
    "choice",
    _("Choice"),
    (
        Input(
            "text", _("What can be done, or which answers this branch is for"), "long", most=1000
        ),
        Input(
            "at_least",
            _("Taken from this share of a right answer, in percent"),
            "number",
            steps="several order spot form reason picture judge",
            least=0,
            top=100,
        ),
        Input("target", _("Leads to"), "choice", "targets", size="half"),
        Input("is_right", _("This is the right way"), "flag", size="half"),
        Input("consequence", _("What the citizen experiences then"), "long", most=2000),
        Input("trips", _("More trips"), "number", size="quarter", least=0, top=100),
        Input("minutes", _("More minutes"), "number", size="quarter", least=0, top=100_000),
        Input("money", _("More đồng"), "number", size="quarter", least=0, top=1_000_000_000),
        Input("trust", _("Trust, + or −"), "number", size="quarter", least=-100, top=100),
        Part(
            _("Why, condition, other outcomes"),
            (
                Input(
                    "why",
                    _("What the master says when he does it"),
                    "long",
                    hint=_("Heard in “Watch”."),
                    most=1000,
                ),
                Input(
                    "competence",
                    _("Competence that it shows"),
                    "choice",
                    "competences",
                    size="half",
                ),
                _KEY,
                Input("on_timeout", _("Taken when time is up, never offered"), "flag"),
                Rows("when", _("Offered only if"), CLAUSE, _("Add a condition")),
                Rows("effects", _("Changes facts of the case"), EFFECT, _("Add an effect")),
                Rows("cases", _("Other outcomes, the first that fits"), CASE, _("Add an outcome")),
            ),
            folded=True,
        ),
    ),
)
LINE = Sheet(
    "line",
    _("Line of the paper"),
    (
        Input("label", _("What it says"), size="third", most=200),
        Input("value", _("Written there"), size="third", most=300),
        Input("key", _("Key"), size="third", most=60),
    ),
)
PAPER = Sheet(
    "paper",
    _("Paper"),
    (
        Input("title", _("Name of the paper"), size="half", most=200),
        Input("status", _("State"), "choice", "statuses", size="quarter"),
        Input("status_text", _("State in words"), size="quarter", most=60),
        Input("text", _("What stands on it"), "long", most=4000),
        Part(
            _("Lines that forms are compared with; key"),
            (
                Rows("lines", _("Lines"), LINE, _("Add a line")),
                _KEY,
            ),
            folded=True,
        ),
    ),
)
SAID = Sheet(
    "said",
    _("Words"),
    (
        Input("speaker", _("Who speaks"), size="third", most=120),
        Input("speech", _("Says"), "long", size="rest", most=2000),
    ),
)
ITEM = Sheet(
    "item",
    _("Item"),
    (
        Input("text", _("Words of the item"), "long", most=1000),
        Input(
            "right", _("Belongs to the right answer"), "flag", steps="several spot picture reason"
        ),
        Input("paper", _("Stands on the paper"), "choice", "papers", steps="spot", size="half"),
        Input(
            "panel",
            _("Ratings of the experts, 1 to 5"),
            "ratings",
            hint=_("One a person, for example: 5 4 5."),
            steps="judge",
            size="half",
        ),
        Input(
            "x", _("From the left, %"), "number", steps="picture", size="quarter", least=0, top=100
        ),
        Input(
            "y", _("From the top, %"), "number", steps="picture", size="quarter", least=0, top=100
        ),
        Input("w", _("Width, %"), "number", steps="picture", size="quarter", least=0, top=100),
        Input("h", _("Height, %"), "number", steps="picture", size="quarter", least=0, top=100),
        Input("why", _("Said in the correction"), "long", most=1000),
        _KEY,
    ),
)
CHECK = Sheet(
    "check",
    _("Check"),
    (
        Input("rule", _("Rule"), "choice", "rules", size="half"),
        Input("text", _("What is said when it fails"), "long", most=400),
        Part(
            _("Details of the rule"),
            (
                Input(
                    "value",
                    _("Pattern: expression for the whole field"),
                    hint=_("For example \\d{12}."),
                    most=300,
                ),
                Input("accept", _("Equals: right values, one a line"), "lines", most=2000),
                Input("low", _("At least"), "number", size="quarter"),
                Input("high", _("At most"), "number", size="quarter"),
                Input("paper", _("Paper: key"), size="quarter", most=60),
                Input("line", _("Line: key"), size="quarter", most=60),
                Input(
                    "base",
                    _("Date: counted from"),
                    hint=_("A date, paper:<paper>.<line> or field:<key>."),
                    size="half",
                    most=120,
                ),
                Input("op", _("Date must be"), "choice", "day_ops", size="half"),
                Input("count", _("Count"), "number", size="half", least=-10_000, top=10_000),
                Input("unit", _("Unit"), "choice", "units", size="half"),
            ),
            folded=True,
        ),
    ),
)
FIELD = Sheet(
    "field",
    _("Field"),
    (
        Input("label", _("Name of the field"), size="half", most=200),
        Input("kind", _("Filled in as"), "choice", "field_kinds", size="half"),
        Input("hint", _("Help below the field"), most=300),
        Input("options", _("Possible values, one a line"), "lines", most=2000),
        Rows("checks", _("Checks"), CHECK, _("Add a check")),
        Input("model", _("Right value, as the master writes it"), "long", most=2000),
        Input("why", _("Why it is written so"), "long", most=1000),
        _KEY,
    ),
)
BASIS = Sheet(
    "basis",
    _("Basis"),
    (
        Input("kind", _("Kind of basis"), "choice", "bases", size="third"),
        Input(
            "document",
            _("Number of the legal document"),
            hint=_("As in the library."),
            options="laws",
            size="third",
            most=60,
        ),
        Input("text", _("Article, clause, or the rule in words"), most=400),
        Input("note", _("Note for the review"), most=400),
    ),
)
AUDIO = Sheet(
    "audio",
    _("Recording"),
    (
        Input("language", _("Language"), "choice", "languages", size="third"),
        Input(
            "url",
            _("Address of the file"),
            hint=_("Upload the file under Documents and copy its address."),
            size="third",
            most=300,
        ),
        Input("seconds", _("Seconds"), "number", size="quarter", least=1, top=3600),
        Input("size", _("Bytes"), "number", size="quarter", least=1, top=20_000_000),
        Input("transcript", _("What is said, word by word"), "long", most=4000),
    ),
)
VARIABLE = Sheet(
    "variable",
    _("Fact"),
    (
        Input("title", _("Name"), size="third", most=120),
        Input("kind", _("Sort of value"), "choice", "kinds", size="third"),
        Input("start", _("At the beginning"), "value", size="third", most=200),
        Input("options", _("Text: all values, one a line"), "lines", most=2000),
        _KEY,
    ),
)

SCENE = Sheet(
    "scene",
    _("Scene"),
    (
        Part(
            _("Setting"),
            (
                Input("title", _("Title of the scene"), size="half", most=200),
                Input("place", _("Where and when"), size="half", most=200),
                Input("narration", _("What happens"), "long", words=90, most=4000),
                Input("speaker", _("Who speaks"), size="third", most=120),
                Input("speech", _("Says"), "long", words=90, size="rest", most=4000),
                Rows("words", _("What is said after that"), SAID, _("Add words")),
            ),
        ),
        Part(
            _("Picture and recordings"),
            (
                Input("picture", _("Drawn place"), "choice", "pictures", size="half"),
                Input(
                    "image", _("Picture of the library instead"), "picture", "images", size="half"
                ),
                Input("picture_alt", _("Text alternative of the picture"), most=300),
                Rows("audio", _("Recordings"), AUDIO, _("Add a recording")),
            ),
            folded=True,
        ),
        Part(
            _("Papers on the counter"), (Rows("papers", "", PAPER, _("Add a paper")),), folded=True
        ),
        Part(
            _("What the learner does"),
            (
                Input("step", _("Kind of step"), "choice", "steps", size="half"),
                Input("form_title", _("Name of the form"), steps="form", size="half", most=200),
                Input(
                    "marked_by",
                    _("Who compares the answer"),
                    "choice",
                    "markers",
                    steps="reason",
                    size="half",
                ),
                Input("question", _("Question"), "long", most=1000),
                Rows(
                    "items",
                    _("Items"),
                    ITEM,
                    _("Add an item"),
                    steps="several order spot reason picture judge",
                ),
                Rows("fields", _("Fields of the form"), FIELD, _("Add a field"), steps="form"),
                Input("model", _("A good answer"), "long", steps="reason", most=4000),
            ),
        ),
        Part(
            _("Choices and what they lead to"),
            (
                Rows(
                    "choices",
                    "",
                    CHOICE,
                    _("Add a choice"),
                    hint=_("A scene without choices is an ending."),
                ),
                Input("ending", _("If the case ends here: how"), "choice", "endings", size="half"),
            ),
        ),
        Part(
            _("How to do it right"),
            (
                Input("right_way", _("Steps, one a line"), "lines", most=4000),
                Rows("basis", _("What it rests on"), BASIS, _("Add a basis")),
                Input(
                    "hint",
                    _("Hint"),
                    "long",
                    hint=_("Shown in “Do it together” when it is asked for."),
                    most=1000,
                ),
            ),
        ),
        Part(
            _("Conditions, time, order"),
            (
                Rows("when", _("This scene comes only if"), CLAUSE, _("Add a condition")),
                Input("otherwise", _("Otherwise go on in"), "choice", "targets", size="half"),
                Input(
                    "seconds",
                    _("Seconds to answer in “On your own”"),
                    "number",
                    hint=_("0: as long as it takes."),
                    size="half",
                    least=0,
                    top=3600,
                ),
                Input(
                    "is_shuffled", _("Choices or items in another order for each learner"), "flag"
                ),
            ),
            folded=True,
        ),
    ),
)

FACTS = Sheet(
    "facts",
    _("General information"),
    (
        Part(
            _("The case"),
            (
                Input(
                    "citizen",
                    _("Citizen"),
                    hint=_("Whom the case is about, for example: bà Lý Thị Mẩy."),
                    size="half",
                    most=120,
                ),
                Input("role", _("Part that the learner plays"), size="half", most=160),
                Input(
                    "start_trips",
                    _("Trips already made at the start"),
                    "number",
                    size="half",
                    least=0,
                    top=100,
                ),
                Input(
                    "start_minutes",
                    _("Minutes already waited at the start"),
                    "number",
                    size="half",
                    least=0,
                    top=100_000,
                ),
            ),
        ),
        Part(
            _("Ways through the case"),
            (
                Input(
                    "modes",
                    _("Modes that the lesson asks for, in their order"),
                    "modes",
                    "modes",
                    hint=_("On your own counts; watching and doing it together are practice."),
                ),
            ),
        ),
        Part(
            _("Facts that choices change and conditions read"),
            (Rows("variables", "", VARIABLE, _("Add a fact"), most=20),),
        ),
        Part(
            _("Calendar for reckoning deadlines"),
            (
                Input(
                    "holidays",
                    pgettext_lazy("calendar", "Days off, one a line"),
                    "days",
                    hint=_("dd/mm/yyyy; days on which offices are closed."),
                    size="half",
                    most=2000,
                ),
                Input(
                    "workdays",
                    pgettext_lazy("calendar", "Weekend days that are worked, one a line"),
                    "days",
                    size="half",
                    most=2000,
                ),
            ),
            folded=True,
        ),
        Part(
            _("Review of the content"),
            (
                Input("reviewed_on", _("Reviewed on"), "day", size="half", most=10),
                Input("reviewed_by", _("Reviewed by"), size="half", most=160),
            ),
        ),
    ),
)

# A row of each list is made from the template of its sheet.
ROW_SHEETS = (CLAUSE, EFFECT, CASE, CHOICE, LINE, PAPER, SAID, ITEM, CHECK, FIELD, BASIS, AUDIO)
