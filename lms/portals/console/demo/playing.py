"""Cases played by the demo's learners: what their phones send, right or wrong by the dice, in every
way of doing them.
"""

import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cms import api
from cms.api import model_response
from cms.content import Answer, Lesson, Mode, Scenario, Scene, StepKind
from lms.core import clock
from lms.core.ids import uuid7
from lms.learning.progress.intake import MAX_EVENTS

# A learner of the demo gives up a loop after so many steps.
_LONGEST = 20
_HINTS = 0.15
_RUNS_OUT = 0.15
_GRACE = 3


@dataclass
class Phone:
    """The device of one learner: it plays, and keeps what it has to send.

    `told`: seconds since he began.
    """

    learner: str
    dice: random.Random
    device: UUID = field(default_factory=uuid7)
    told: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)

    def watch(self, lesson: Lesson) -> None:
        """Xem mẫu, to its end."""
        self.told += self.dice.randrange(180, 420)
        self._note(_Run(lesson, Mode.WATCH), "finish", "", {})

    def play(
        self, lesson: Lesson, mode: Mode, sure: float, stop_at: int | None = None
    ) -> int | None:
        """Play a case; `sure`: how often a step is done right (1: always). Returns the score, None
        where it stopped on the way: after `stop_at` steps, or in a loop.
        """
        scenario = lesson.scenario
        if scenario is None:
            return None
        run, state = _Run(lesson, mode), api.begin(scenario)
        self._note(run, "view", state.scene, {})
        while (scene := scenario.scene(state.scene)) and not scene.is_ending:
            if len(run.path) in (stop_at, _LONGEST):
                return None
            state = self._step(run, scenario, scene, state, sure)
        return api.score(scenario, api.play(scenario, run.path)).percent

    def batches(self) -> list[dict[str, Any]]:
        """What there is to send, as sync takes it: the last event happens now."""
        now = clock.now().timestamp()
        events = [event | {"ts": now - self.told + event["ts"]} for event in self.events]
        starts = range(0, len(events), MAX_EVENTS)
        return [{"v": 1, "now": now, "events": events[n : n + MAX_EVENTS]} for n in starts]

    def _step(
        self, run: "_Run", scenario: Scenario, scene: Scene, state: api.State, sure: float
    ) -> api.State:
        if run.mode == Mode.GUIDED and scene.hint and self.dice.random() < _HINTS:
            self.told += 5
            self._note(run, "hint", scene.key, {})
        late = bool(run.mode == Mode.SOLO and scene.seconds and self.dice.random() < _RUNS_OUT)
        answer = self._answer(scenario, scene, state, sure)
        self.told += scene.seconds + _GRACE if late else self._thinking(scene)
        payload: dict[str, Any] = {"response": dict(answer.response)}
        if scene.step == StepKind.CHOOSE:
            payload = {"choice": answer.choice}
        kind = "choice" if scene.step == StepKind.CHOOSE else "answer"
        self._note(run, kind, scene.key, payload | ({"late": True} if late else {}))
        given = Answer(scene.key, answer.choice, answer.response, late)
        moved = api.step(scenario, state, given)
        if moved is None:
            raise ValueError(f"{run.lesson.slug}: no way on from {scene.key}")
        run.path.append(given)
        self.told += self.dice.randrange(8, 20)
        self._note(run, "view", moved[0].scene, {})
        return moved[0]

    def _thinking(self, scene: Scene) -> int:
        seconds = (
            self.dice.randrange(20, 90)
            if scene.step == StepKind.CHOOSE
            else self.dice.randrange(60, 180)
        )
        return min(seconds, scene.seconds - 1) if scene.seconds else seconds

    def _answer(self, scenario: Scenario, scene: Scene, state: api.State, sure: float) -> Answer:
        is_right = self.dice.random() < sure
        if scene.step != StepKind.CHOOSE:
            response = model_response(scene)
            return Answer(
                scene.key, response=response if is_right else self._spoilt(scene, response)
            )
        offered = api.offered(scenario, state)
        right = [choice for choice in offered if choice.is_right]
        picked = right[0] if right and is_right else self.dice.choice(offered)
        return Answer(scene.key, picked.key)

    def _spoilt(self, scene: Scene, response: dict[str, Any]) -> dict[str, Any]:
        """An answer as people get it wrong: something forgotten, something too much, two things
        exchanged.
        """
        keys = [item.key for item in scene.items]
        spoilt: dict[str, Any] = {"picked": [key for key in keys if self.dice.random() < 0.6]}
        if scene.step == StepKind.ORDER:
            spoilt = {"order": self.dice.sample(keys, len(keys))}
        elif scene.step == StepKind.JUDGE:
            spoilt = dict(zip(("best", "worst"), self.dice.sample(keys, 2), strict=True))
        elif scene.step == StepKind.FORM:
            fields = response["fields"].items()
            spoilt = {
                "fields": {key: text if self.dice.random() < 0.7 else "" for key, text in fields}
            }
        elif scene.step == StepKind.REASON:
            words = response["text"].split()
            spoilt = {"text": " ".join(words[: max(5, len(words) // 3)]), "ticked": []}
        return spoilt

    def _note(self, run: "_Run", kind: str, scene: str, payload: dict[str, Any]) -> None:
        run.seq += 1
        self.events.append(
            {
                "id": str(uuid7()),
                "attempt": str(run.attempt),
                "device": str(self.device),
                "seq": run.seq,
                "learner": self.learner,
                "type": kind,
                "lesson": run.lesson.slug,
                "version": run.lesson.hash,
                "mode": run.mode.value,
                "scene": scene,
                "payload": payload,
                "ts": self.told,
            }
        )


@dataclass
class _Run:
    """One go at a case."""

    lesson: Lesson
    mode: Mode
    attempt: UUID = field(default_factory=uuid7)
    seq: int = 0
    path: list[Answer] = field(default_factory=list)
