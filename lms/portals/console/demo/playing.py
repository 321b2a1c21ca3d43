"""Scenarios played by the demo's learners: what their phones send, right or wrong by the dice."""

import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cms import api
from cms.api import model_response
from cms.content import Lesson, PlayMode, Scenario, Scene, StepAnswer
from lms.core import clock
from lms.core.ids import uuid7
from lms.learning.progress.intake import MAX_EVENTS

# A learner of the demo gives up a loop after so many steps.
_LONGEST = 20
# How often a learner takes a hint, and lets the time of a scene run out.
_HINTS = 0.15
_RUNS_OUT = 0.15
# The share of the items that a learner remembers who gets a step wrong.
_REMEMBERED = 0.6
# Seconds after the end of the time at which a late answer comes.
_GRACE = 3


@dataclass
class Phone:
    """The device of one learner: it plays, and keeps the events that it has to send."""

    learner: str
    dice: random.Random
    device: UUID = field(default_factory=uuid7)
    elapsed: int = 0  # seconds since the learner began
    events: list[dict[str, Any]] = field(default_factory=list)

    def watch_model(self, lesson: Lesson) -> None:
        """Watch the scenario played (xem mẫu), to its end."""
        self.elapsed += self.dice.randrange(180, 420)
        self._add_event(_ScenarioRun(lesson, PlayMode.WATCH), "finish", "", {})

    def play_scenario(
        self, lesson: Lesson, mode: PlayMode, sure: float, stop_at: int | None = None
    ) -> int | None:
        """Play a scenario; `sure`: how often a step is done right (1: always).

        Returns the score (0–100), or None if it was left: after `stop_at` steps, or in a loop.
        """
        scenario = lesson.scenario
        if scenario is None:
            return None
        run, state = _ScenarioRun(lesson, mode), api.begin_play(scenario)
        self._add_event(run, "view", state.scene, {})
        while (scene := scenario.scene(state.scene)) and not scene.is_ending:
            if len(run.path) in (stop_at, _LONGEST):
                return None
            state = self._take_step(run, scenario, scene, state, sure)
        return api.score_play(scenario, api.play_answers(scenario, run.path)).percent

    def sync_batches(self) -> list[dict[str, Any]]:
        """The events as `progress.sync` takes them, in batches; the last event happens now."""
        now = clock.now().timestamp()
        events = [event | {"ts": now - self.elapsed + event["ts"]} for event in self.events]
        starts = range(0, len(events), MAX_EVENTS)
        return [{"v": 1, "now": now, "events": events[n : n + MAX_EVENTS]} for n in starts]

    def _take_step(
        self,
        run: "_ScenarioRun",
        scenario: Scenario,
        scene: Scene,
        state: api.PlayState,
        sure: float,
    ) -> api.PlayState:
        if run.mode == PlayMode.GUIDED and scene.hint and self.dice.random() < _HINTS:
            self.elapsed += 5
            self._add_event(run, "hint", scene.key, {})
        late = bool(run.mode == PlayMode.SOLO and scene.seconds and self.dice.random() < _RUNS_OUT)
        answer = self._choose_answer(scenario, scene, state, sure)
        self.elapsed += scene.seconds + _GRACE if late else self._thinking_time(scene)
        payload: dict[str, Any] = {"choice": answer.choice}
        kind = "choice"
        if api.step_of(scene).is_judged:
            kind, payload = "answer", {"response": dict(answer.response)}
        self._add_event(run, kind, scene.key, payload | ({"late": True} if late else {}))
        sent = StepAnswer(scene.key, answer.choice, answer.response, late)
        moved = api.take_step(scenario, state, sent)
        if moved is None:
            raise ValueError(f"{run.lesson.slug}: no step from {scene.key}")
        run.path.append(sent)
        self.elapsed += self.dice.randrange(8, 20)
        self._add_event(run, "view", moved[0].scene, {})
        return moved[0]

    def _thinking_time(self, scene: Scene) -> int:
        span = (60, 180) if api.step_of(scene).is_judged else (20, 90)
        seconds = self.dice.randrange(*span)
        return min(seconds, scene.seconds - 1) if scene.seconds else seconds

    def _choose_answer(
        self, scenario: Scenario, scene: Scene, state: api.PlayState, sure: float
    ) -> StepAnswer:
        is_right = self.dice.random() < sure
        if api.step_of(scene).is_judged:
            response = model_response(scene) if is_right else self._wrong_response(scene)
            return StepAnswer(scene.key, response=response)
        offered = api.offered_choices(scenario, state)
        right = [choice for choice in offered if choice.is_right]
        picked = right[0] if right and is_right else self.dice.choice(offered)
        return StepAnswer(scene.key, picked.key)

    def _wrong_response(self, scene: Scene) -> dict[str, Any]:
        """A response as people get it wrong: items forgotten, added or exchanged."""
        some_keys = [item.key for item in scene.items if self.dice.random() < _REMEMBERED]
        return api.step_of(scene).wrong_response(scene, some_keys, self.dice)

    def _add_event(
        self, run: "_ScenarioRun", kind: str, scene: str, payload: dict[str, Any]
    ) -> None:
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
                "ts": self.elapsed,
            }
        )


@dataclass
class _ScenarioRun:
    """One attempt at a scenario."""

    lesson: Lesson
    mode: PlayMode
    attempt: UUID = field(default_factory=uuid7)
    seq: int = 0
    path: list[StepAnswer] = field(default_factory=list)
