"""What a learner did in a case, and what it came to, as frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cms.content.scenario import Value


@dataclass(frozen=True)
class StepAnswer:
    """What the learner did in one scene.

    `response` (JSON) by kind of step: SEVERAL, SPOT, PICTURE {"picked": [keys]} · ORDER {"order":
    [keys]} · FORM {"fields": {key: text}} · REASON {"text": …, "ticked": [keys]} · JUDGE {"best":
    key, "worst": key}.
    """

    scene: str
    choice: str = ""  # CHOOSE
    response: Mapping[str, Any] = field(default_factory=dict)
    late: bool = False  # time was up


@dataclass(frozen=True)
class AnswerFinding:
    """One item or field of an answer: whether it is right, and what to say about it."""

    key: str
    is_right: bool
    text: str


@dataclass(frozen=True)
class JudgedAnswer:
    """An answer compared with the key: the share that is right in percent, item by item."""

    percent: int
    findings: tuple[AnswerFinding, ...] = ()


@dataclass(frozen=True)
class Turn:
    """One step taken: the branch, and its impact on the citizen."""

    scene: str
    choice: str
    percent: int
    is_right: bool
    consequence: str
    target: str  # the scene that it led to, conditions followed
    trips: int = 0
    minutes: int = 0
    money: int = 0
    trust: int = 0
    answer: StepAnswer | None = None


@dataclass(frozen=True)
class Competence:
    """Points won of those that could be won; a step gives 100: 150 of 200 = one step right, one
    half right.
    """

    key: str
    won: int
    of: int


@dataclass(frozen=True)
class PlayedScenario:
    """Where a learner stands in a scenario: the fold of their answers."""

    scene: str  # key of the current scene
    turns: tuple[Turn, ...] = ()
    trips: int = 0
    minutes: int = 0
    money: int = 0
    trust: int = 0
    variables: tuple[tuple[str, Value], ...] = ()
    finished: bool = False
    right: int = 0  # steps whose right branch was taken, each scene counted once
    competences: tuple[Competence, ...] = ()

    @property
    def path(self) -> tuple[tuple[str, str], ...]:
        """(scene, choice) in order."""
        return tuple((turn.scene, turn.choice) for turn in self.turns)


@dataclass(frozen=True)
class ImpactScore:
    """Impact on the citizen against the best and the worst possible path, 0–100."""

    percent: int
    trips: int
    minutes: int
    best_trips: int
    best_minutes: int
    worst_trips: int
    worst_minutes: int
    money: int = 0
    best_money: int = 0
    worst_money: int = 0
    lost_trust: int = 0
    best_lost_trust: int = 0
    worst_lost_trust: int = 0
