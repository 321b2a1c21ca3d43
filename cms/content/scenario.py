"""A scenario (tình huống) as frozen data: scenes, the steps they ask for, the impact of each way on
the citizen.

No Django here.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

Value = int | bool | str


class PlayMode(StrEnum):
    """Three ways through the same scenario, each with less help."""

    WATCH = "watch"  # Xem mẫu: a master plays it and says why
    GUIDED = "guided"  # Làm cùng: hints before, correction after each step
    SOLO = "solo"  # Tự làm: no help, recorded, counts


class StepKind(StrEnum):
    """What a scene asks the learner to do."""

    CHOOSE = "choose"  # chọn một
    SEVERAL = "several"  # chọn nhiều
    ORDER = "order"  # xếp thứ tự; the items stand in their right order
    SPOT = "spot"  # tìm chỗ sai trong hồ sơ
    FORM = "form"  # điền mẫu thật
    REASON = "reason"  # viết lý do
    PICTURE = "picture"  # tìm trên ảnh
    JUDGE = "judge"  # cách tốt nhất và cách kém nhất, against an expert panel


# What every scenario counts without declaring it; conditions may read it. Money in đồng, trust in
# points.
IMPACTS = ("trips", "minutes", "money", "trust")


@dataclass(frozen=True)
class Variable:
    """A fact of the scenario that choices change and conditions read."""

    key: str
    title: str
    kind: Literal["number", "flag", "text"]
    start: Value
    options: tuple[str, ...] = ()  # text: all values that it can have


@dataclass(frozen=True)
class Clause:
    """One comparison: `variable` is a Variable's key or one of IMPACTS.

    A condition is a tuple of clauses; all must hold.
    """

    variable: str
    op: Literal["==", "!=", "<", "<=", ">", ">="]
    value: Value


@dataclass(frozen=True)
class Effect:
    """A change of a variable by a choice. "add" is for numbers alone."""

    variable: str
    op: Literal["set", "add"]
    value: Value


@dataclass(frozen=True)
class ChoiceCase:
    """Another outcome of a choice, under a condition.

    An empty text or target is that of the choice.
    """

    when: tuple[Clause, ...]
    consequence: str = ""
    target: str = ""


@dataclass(frozen=True)
class AnswerBasis:
    """What makes an answer right: law, an internal rule, or advice. Never mixed."""

    kind: Literal["law", "internal", "practice"]
    text: str  # "Luật Hộ tịch 2014, Điều 16 khoản 1"
    document: str = ""  # number of the legal document in the library: "60/2014/QH13"
    valid_from: str = ""  # ISO dates, filled at printing from the library
    valid_to: str = ""
    note: str = ""  # "Đối chiếu NĐ 118/2025 trước khi dùng"


@dataclass(frozen=True)
class PaperLine:
    """One line of a paper that a form or a date rule can be compared with."""

    key: str
    label: str
    value: str  # dates dd/mm/yyyy, as people write them


@dataclass(frozen=True)
class CounterPaper:
    """A paper on the counter (giấy tờ trên quầy)."""

    key: str
    title: str
    status: Literal["ok", "missing", "wrong"]
    status_text: str  # "Đã điền", "Không có"
    text: str = ""  # what stands on it
    lines: tuple[PaperLine, ...] = ()

    def line(self, key: str) -> PaperLine | None:
        return next((line for line in self.lines if line.key == key), None)


@dataclass(frozen=True)
class SpokenWords:
    """The words of somebody who speaks after the first speaker."""

    speaker: str
    speech: str


@dataclass(frozen=True)
class Audio:
    """A recording of the scene's words; loaded only when it is asked for."""

    language: str  # "vi", "tha", "hmn", …
    url: str
    seconds: int
    size: int  # bytes
    transcript: str


@dataclass(frozen=True)
class ScenePicture:
    """A picture of the school's own, in the size that phones load."""

    image: int  # id in the picture library
    url: str
    width: int
    height: int
    size: int  # bytes


@dataclass(frozen=True)
class StepItem:
    """One thing to tick, put in order, find or rate.

    `right`: SEVERAL belongs to the answer; SPOT is a mistake; PICTURE is what is looked for; REASON
    a point of a good answer. ORDER ignores it: items stand in their right order. JUDGE: `panel`
    holds the experts' ratings (1 worst … 5 best), one a person. PICTURE: x, y, w, h in percent of
    the picture.
    """

    key: str
    text: str
    right: bool = False
    why: str = ""  # said in the correction
    paper: str = ""  # SPOT: the paper on which it stands
    panel: tuple[int, ...] = ()
    x: int = 0
    y: int = 0
    w: int = 0
    h: int = 0

    @property
    def rating(self) -> float:
        """The mean of the panel's ratings, 0 without any."""
        return sum(self.panel) / len(self.panel) if self.panel else 0.0


@dataclass(frozen=True)
class FieldCheck:
    """One rule of a field of the form; `text` says what is wrong and how to mend it.

    required · pattern (`value`: RE2 expression for the whole field) · equals (`accept`: the right
    values, compared without regard to case, spaces and the way marks are written) · number (`low`,
    `high`; empty = no bound) · words (`low`: at least) · paper (equals line `line` of paper
    `paper`) · date (`base` + `count` `unit`, compared by `op`; base: an ISO date,
    "paper:<paper>.<line>" or "field:<key>"; a count below zero goes back; working days leave out
    Saturday, Sunday and the scenario's holidays).
    """

    rule: Literal["required", "pattern", "equals", "number", "words", "paper", "date"]
    text: str
    value: str = ""
    accept: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    paper: str = ""
    line: str = ""
    base: str = ""
    count: int = 0
    unit: Literal["", "days", "working_days", "months", "years"] = ""
    op: Literal["==", "<=", ">="] = "=="


@dataclass(frozen=True)
class FormField:
    """A field of the real form (ô của mẫu)."""

    key: str
    label: str
    kind: Literal["text", "long", "date", "number", "choice"] = "text"
    hint: str = ""
    options: tuple[str, ...] = ()
    checks: tuple[FieldCheck, ...] = ()
    model: str = ""  # the right value, as the master writes it
    why: str = ""  # why it is written so


@dataclass(frozen=True)
class Choice:
    """One way to act and its impact on the citizen.

    In every step but CHOOSE it is a branch: the one with the highest `at_least` (percent of the
    answer that is right) that was reached and whose condition holds is taken. `on_timeout`: taken
    when time is up, never offered.
    """

    key: str
    text: str
    consequence: str
    target: str  # key of the next scene
    trips: int = 0  # more trips the citizen must make
    minutes: int = 0  # more minutes the citizen waits
    money: int = 0  # more đồng that it costs the citizen
    trust: int = 0  # points of the citizen's trust won or (below zero) lost
    is_right: bool = False
    competence: str = ""  # nghiep_vu, thai_do, phap_luat, phoi_hop
    why: str = ""  # what the master says when taking this way (Xem mẫu)
    effects: tuple[Effect, ...] = ()
    when: tuple[Clause, ...] = ()  # offered only if it holds
    cases: tuple[ChoiceCase, ...] = ()  # the first that holds replaces consequence and target
    at_least: int = 0
    on_timeout: bool = False


@dataclass(frozen=True)
class Scene:
    """One moment at the counter. A scene without choices is an ending."""

    key: str
    title: str
    place: str
    picture: str  # name of a picture of the scene kit: counter, office, hall, field
    picture_alt: str
    speaker: str = ""
    speech: str = ""
    narration: str = ""
    papers: tuple[CounterPaper, ...] = ()
    question: str = ""
    hint: str = ""  # shown in Làm cùng when it is asked for
    choices: tuple[Choice, ...] = ()
    right_way: tuple[str, ...] = ()  # "Cách làm đúng", step by step
    basis: tuple[AnswerBasis, ...] = ()
    ending: Literal["", "good", "fair", "poor"] = ""
    step: StepKind = StepKind.CHOOSE
    items: tuple[StepItem, ...] = ()
    fields: tuple[FormField, ...] = ()
    form_title: str = ""  # FORM: name of the form that is filled in
    model: str = ""  # REASON: a good answer
    marked_by: Literal["self", "instructor"] = "self"  # REASON
    when: tuple[Clause, ...] = ()  # where it does not hold, play goes on in `otherwise`
    otherwise: str = ""
    seconds: int = 0  # Tự làm: time to answer; 0 = as long as it takes
    is_shuffled: bool = False  # choices or items in an order of their own for each attempt
    words: tuple[SpokenWords, ...] = ()
    audio: tuple[Audio, ...] = ()
    image: ScenePicture | None = None  # instead of the picture of the kit

    @property
    def is_ending(self) -> bool:
        return not self.choices

    def choice(self, key: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.key == key), None)

    def item(self, key: str) -> StepItem | None:
        return next((item for item in self.items if item.key == key), None)

    def paper(self, key: str) -> CounterPaper | None:
        return next((paper for paper in self.papers if paper.key == key), None)


@dataclass(frozen=True)
class Scenario:
    """A scenario is handled step by step, from its first scene on."""

    citizen: str  # "bà Lý Thị Mẩy": whom the impact strip speaks of
    role: str  # the learner's part
    scenes: tuple[Scene, ...]
    start_trips: int = 1
    start_minutes: int = 0
    reviewed_on: str = ""
    reviewed_by: str = ""
    variables: tuple[Variable, ...] = ()
    modes: tuple[PlayMode, ...] = (PlayMode.GUIDED,)  # what the lesson asks for, in this order
    holidays: tuple[str, ...] = ()  # ISO dates on which offices are closed
    workdays: tuple[str, ...] = ()  # ISO dates of weekends that are worked

    def scene(self, key: str) -> Scene | None:
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Scene]:
        # the first of two scenes with one key
        return {scene.key: scene for scene in reversed(self.scenes)}

    @property
    def counting(self) -> PlayMode:
        """The mode whose score counts: Tự làm where it is asked for, else the last one."""
        return PlayMode.SOLO if PlayMode.SOLO in self.modes else self.modes[-1]
