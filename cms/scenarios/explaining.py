"""What an answer came to, item by item, and what would have been better.

Pure functions of the scenario and of answers; what is shown when is decided by the pages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cms.content import Choice, Scenario, Scene, StepAnswer, Turn
from cms.scenarios import engine
from cms.scenarios.space import PathCost
from cms.scenarios.steps import judge_answer, step_of
from cms.scenarios.steps.step import AnswerLine, Step


@dataclass(frozen=True)
class ExplainedTurn:
    """A turn with all that can be said of it. `is_practice`: it moved nobody on."""

    scene: Scene
    turn: Turn
    lines: tuple[AnswerLine, ...] = ()
    is_practice: bool = False

    @property
    def choice(self) -> Choice | None:
        return self.scene.choice(self.turn.choice)

    @property
    def step(self) -> Step:
        return step_of(self.scene)

    @property
    def text(self) -> str:
        """What the learner wrote in their own words."""
        answer = self.turn.answer
        return str(answer.response.get("text") or "") if answer else ""

    @property
    def model(self) -> str:
        """A good answer to compare the learner's words with."""
        return self.step.model_text(self.scene)

    @property
    def own_title(self) -> str:
        """The author's own title of the lines."""
        return self.step.own_lines_title(self.scene)


@dataclass(frozen=True)
class BetterWay:
    """A way that would have been better where the learner stood, and what it would have done."""

    choice: Choice
    turn: Turn


@dataclass(frozen=True)
class DebriefStep:
    """One step of a path as the debrief replays it.

    `better` is empty where the right way was taken.
    """

    told: ExplainedTurn
    better: tuple[BetterWay, ...] = ()
    hints: int = 0


def explain_turn(scenario: Scenario, turn: Turn, *, is_practice: bool = False) -> ExplainedTurn:
    """A turn with its findings item by item. ValueError for a turn of another scenario."""
    scene = scenario.scene(turn.scene)
    if scene is None or turn.answer is None:
        raise ValueError(turn.scene)
    return ExplainedTurn(
        scene, turn, explain_answer(scenario, scene, turn.answer.response), is_practice
    )


def state_at(scenario: Scenario, path: Iterable[StepAnswer], scene: str) -> engine.PlayState | None:
    """Where the learner stood in a scene the last time; None if they have not been there."""
    state, last_state = engine.begin_play(scenario), None
    for answer in path:
        last_state = state if state.scene == scene else last_state
        moved = engine.take_step(scenario, state, answer)
        state = moved[0] if moved else state
    return state if state.scene == scene else last_state


def replay_path(
    scenario: Scenario, path: Iterable[StepAnswer], hints: Mapping[str, int]
) -> list[DebriefStep]:
    """A path step by step, each with the better ways where it left the right one.

    `hints`: scene → how often its hint was opened; counted at the first step in the scene.
    """
    state, steps = engine.begin_play(scenario), []
    met_scenes: set[str] = set()
    for answer in path:
        moved = engine.take_step(scenario, state, answer)
        if moved is None:
            continue
        next_state, turn = moved
        hint_count = 0 if turn.scene in met_scenes else hints.get(turn.scene, 0)
        better = () if turn.is_right else _better_ways(scenario, state, turn)
        steps.append(DebriefStep(explain_turn(scenario, turn), better, hint_count))
        met_scenes.add(turn.scene)
        state = next_state
    return steps


def offered_keys(scenario: Scenario, state: engine.PlayState, seed: str) -> list[str]:
    """The choices that are offered where a learner stands, in the order of the attempt (`seed`: its
    id).
    """
    keys = [choice.key for choice in engine.offered_choices(scenario, state)]
    scene = scenario.scene(state.scene)
    return engine.shuffle_keys(keys, seed) if scene and scene.is_shuffled else keys


def item_keys(scene: Scene, seed: str) -> list[str]:
    """The items of a scene in the order of an attempt.

    Items that stand in their right order are never shown in it.
    """
    keys = [item.key for item in scene.items]
    if not step_of(scene).is_always_mixed:
        return engine.shuffle_keys(keys, seed) if scene.is_shuffled else keys
    mixed = engine.shuffle_keys(keys, seed)
    return mixed if mixed != keys else mixed[::-1]


def model_response(scene: Scene) -> dict[str, Any]:
    """The right answer to a step that is judged, as the master gives it."""
    return step_of(scene).model_response(scene)


def explain_answer(
    scenario: Scenario, scene: Scene, response: Mapping[str, Any]
) -> tuple[AnswerLine, ...]:
    """An answer item by item, in the order of the scene."""
    findings = {
        finding.key: finding for finding in judge_answer(scenario, scene, response).findings
    }
    return tuple(step_of(scene).describe_lines(scene, response, findings))


def try_answer(
    scenario: Scenario, state: engine.PlayState | None, answer: StepAnswer
) -> Turn | None:
    """The turn that an answer would make in `state`; None where it moves nobody on."""
    if state is None:
        return None
    try:
        moved = engine.take_step(scenario, state, answer)
    except engine.UnknownStep:
        return None
    return moved[1] if moved else None


def _better_ways(scenario: Scenario, state: engine.PlayState, taken: Turn) -> tuple[BetterWay, ...]:
    """The right ways that were open; where none was, the open one that costs the citizen least, if
    it costs less.
    """
    scene = scenario.scene(state.scene)
    if scene is None:
        return ()
    turns = _possible_turns(scenario, state, scene)
    best = [turn for turn in turns if turn.is_right]
    if not best:
        cheapest = min(turns, key=_weigh_turn, default=taken)
        best = [cheapest] if _weigh_turn(cheapest) < _weigh_turn(taken) else []
    ways = []
    for turn in best:
        choice = scene.choice(turn.choice)
        if choice is not None:
            ways.append(BetterWay(choice, turn))
    return tuple(ways)


def _possible_turns(scenario: Scenario, state: engine.PlayState, scene: Scene) -> list[Turn]:
    """What each choice on offer would come to; of a step that is judged: the model answer."""
    if not step_of(scene).is_judged:
        answers = [
            StepAnswer(scene.key, choice.key) for choice in engine.offered_choices(scenario, state)
        ]
    else:
        answers = [StepAnswer(scene.key, response=model_response(scene))]
    turns = [try_answer(scenario, state, answer) for answer in answers]
    return [turn for turn in turns if turn is not None]


def _weigh_turn(turn: Turn) -> int:
    """What a turn costs the citizen, as the score weighs it."""
    return PathCost.of(turn.trips, turn.minutes, turn.money, max(0, -turn.trust)).weight
