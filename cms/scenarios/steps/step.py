"""What a kind of step is: all that the rest of the code may ask of one.

Plain Python: the engine judges with it, and so does a phone. Texts stand here in English, marked
for the catalogue by `_`; who shows one translates it.
"""

import random
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Literal

from cms.content import AnswerFinding, JudgedAnswer, Scenario, Scene, StepItem, StepKind

WHOLE = 100  # percent of an answer that is wholly right

PlacedFault = tuple[str, str, str]  # path in the scene, what is wrong, how to mend it


def mark_text(text: str) -> str:
    """The text itself; marked so that it enters the catalogue."""
    return text


_ = mark_text


class ItemVerdict(StrEnum):
    """What became of one item of an answer."""

    HIT = "hit"  # picked, and rightly
    EXTRA = "extra"  # picked, and it does not belong
    MISSED = "missed"  # it belongs, and was not picked
    LEFT = "left"  # rightly left alone
    GOOD = "good"  # in its place, filled in right
    BAD = "bad"


VERDICT_WORDS = {
    ItemVerdict.HIT: _("chosen, rightly"),
    ItemVerdict.EXTRA: _("chosen, but it does not belong"),
    ItemVerdict.MISSED: _("not chosen, but it belongs"),
    ItemVerdict.LEFT: _("rightly left out"),
}


@dataclass(frozen=True)
class AnswerLine:
    """One item or field of an answer.

    `given`, `wanted`: as people read them, or the names of what was chosen; empty where there is
    nothing to compare. `remarks`: what to say beside the label. `compared`: the words for `given`
    and for `wanted`, where both are shown.
    """

    key: str
    label: str
    verdict: ItemVerdict
    text: str = ""  # what to say of it
    given: str = ""
    wanted: str = ""
    remarks: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.verdict in (ItemVerdict.HIT, ItemVerdict.LEFT, ItemVerdict.GOOD)


@dataclass(frozen=True)
class AnswerField:
    """A field of the form that is answered without JavaScript.

    `label` is the author's; `title` stands instead of it where the kind of step names the field.
    `messages`: text by Django's code of the fault ("required", "invalid_choice", "invalid",
    "min_value", "max_value").
    """

    name: str
    kind: Literal["one", "several", "number", "text"]
    label: str = ""
    title: str = ""
    options: tuple[tuple[str, str], ...] = ()
    is_required: bool = True
    least: int | None = None
    most: int | None = None  # of a number; characters of a text
    messages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerFault:
    """What keeps an answer from being taken, at a field. `values` are filled into the text.

    `is_gap`: it may be handed in all the same.
    """

    name: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    is_gap: bool = False


@dataclass(frozen=True)
class StepInput:
    """A field of the Studio that authors fill in for some kinds of step alone.

    `place`: the kind of row ("item", "choice"), or where it stands in the scene. The other
    attributes are those of cms.studio.forms.plan.SheetInput.
    """

    place: Literal["before question", "after question", "item", "choice"]
    name: str
    label: str
    kind: Literal["text", "long", "number", "flag", "choice", "ratings"] = "text"
    options: str = ""
    hint: str = ""
    size: Literal["", "half", "third", "rest", "quarter"] = ""
    most: int = 0
    least: int | None = None
    top: int | None = None


AT_LEAST = StepInput(
    "choice",
    "at_least",
    _("Taken from this share of a right answer, in percent"),
    "number",
    least=0,
    top=WHOLE,
)


class Step(ABC):
    """A kind of step; its module is called like the kind, and its script (static/js/steps/) too."""

    kind: ClassVar[StepKind]
    name: ClassVar[str]  # in the Studio's list

    # An answer comes to a percent, and that to a branch. False: the answer is one of the choices.
    is_judged: ClassVar[bool] = True
    # The percent says how well it was done. False: a person compares it, and it gives no points.
    gives_points: ClassVar[bool] = True
    has_items: ClassVar[bool] = True
    # Of the scene, its `fields` are filled in: their checks are checked (B15).
    has_fields: ClassVar[bool] = False
    # The experts' ratings of the items are the key.
    is_rated: ClassVar[bool] = False
    # Items stand in their right order, so they are always shown in another.
    is_always_mixed: ClassVar[bool] = False
    # The picture of the scene is part of the answer, and does not stand above it too.
    shows_picture: ClassVar[bool] = False

    inputs: ClassVar[tuple[StepInput, ...]] = (AT_LEAST,)
    # What the script says, by name (data-<name> in the page).
    script_texts: ClassVar[Mapping[str, str]] = {}
    send_words: ClassVar[str] = _("Done: see what happens")
    redo_words: ClassVar[str] = _("Try this scene again")
    lines_title: ClassVar[str] = _("One by one")
    # The template of the answer (templates/cms/scenarios/steps/), where it is not called like the
    # kind. "plain" draws the answer fields one after the other.
    template: ClassVar[str] = ""
    # The template of what the master does: templates/learner/lessons/masters/.
    master: ClassVar[str]

    @property
    def answer_template(self) -> str:
        return f"cms/scenarios/steps/{self.template or self.kind}.html"

    @property
    def master_template(self) -> str:
        return f"learner/lessons/masters/{self.master}.html"

    @abstractmethod
    def judge(self, scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
        """The share of an answer that is right, and what to say of each item or field.

        Any JSON is taken for an answer; what does not fit counts as not answered.
        """

    @abstractmethod
    def marks(self, scene: Scene) -> set[int]:
        """Every percent that some answer to the scene can come to."""

    @abstractmethod
    def model_response(self, scene: Scene) -> dict[str, Any]:
        """The right answer, as the master gives it; empty where a choice is the answer."""

    @abstractmethod
    def wrong_response(
        self, scene: Scene, some_keys: list[str], dice: random.Random
    ) -> dict[str, Any]:
        """An answer as people get it wrong; `some_keys`: a part of the keys of the items."""

    @abstractmethod
    def describe_lines(
        self, scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
    ) -> Iterable[AnswerLine]:
        """An answer item by item, in the order of the scene."""

    @abstractmethod
    def faults(self, scene: Scene) -> Iterator[PlacedFault]:
        """What makes the step impossible to do (B14)."""

    @abstractmethod
    def solution_texts(self, scene: Scene) -> list[tuple[bool, str]]:
        """(is it right, text) of the answers that another text must not give away (W12)."""

    @abstractmethod
    def master_texts(self, scene: Scene) -> list[str]:
        """What the master's answer consists of, line by line."""

    @abstractmethod
    def task(self, scene: Scene) -> str:
        """What to do, in a sentence; it may name %(citizen)s."""

    @abstractmethod
    def answer_fields(self, scene: Scene, offered: Iterable[str]) -> list[AnswerField]:
        """The fields of the form; `offered`: keys of the choices where the learner stands."""

    @abstractmethod
    def read_answer(self, scene: Scene, data: Mapping[str, Any]) -> dict[str, Any]:
        """The response of a form without faults; empty where a choice is the answer."""

    def answer_faults(self, scene: Scene, data: Mapping[str, Any]) -> Iterator[AnswerFault]:
        """What does not fit together in a form whose fields are each in order."""
        return iter(())

    def own_lines_title(self, scene: Scene) -> str:
        """The author's own title of the answer line by line, if there is one."""
        return ""

    def model_text(self, scene: Scene) -> str:
        """A good answer to compare one's own words with, if there is one."""
        return ""

    def is_read_by_instructor(self, scene: Scene) -> bool:
        """Whether an instructor reads the answers and says what they are worth."""
        return False


def text_keys(value: Any) -> list[str]:
    """The keys in a value that came from outside."""
    if not isinstance(value, (list, tuple)):
        return []
    return [key for key in value if isinstance(key, str)]


def share_percent(good: int, of: int) -> int:
    """`good` of `of` in percent, rounded down; 100 of nothing."""
    return WHOLE * good // of if of else WHOLE


def item_options(scene: Scene) -> tuple[tuple[str, str], ...]:
    return tuple((item.key, item.text) for item in scene.items)


def right_items(scene: Scene) -> list[StepItem]:
    return [item for item in scene.items if item.right]


def item_findings(scene: Scene, verdicts: Iterable[bool]) -> tuple[AnswerFinding, ...]:
    """A finding for each item; `verdicts`: whether it is right, in the order of the scene."""
    return tuple(
        AnswerFinding(item.key, is_right, item.why)
        for item, is_right in zip(scene.items, verdicts, strict=True)
    )
