"""What an answer came to, item by item, and what would have been better.

Pure functions of the scenario and of answers; what is shown when is decided by the pages.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cms.content import AnswerFinding, Choice, Scenario, Scene, StepAnswer, StepKind, Turn
from cms.scenarios import engine
from cms.scenarios.judging import judge_answer
from cms.scenarios.space import PathCost


class ItemVerdict(StrEnum):
    """What became of one item of an answer."""

    HIT = "hit"  # picked, and rightly
    EXTRA = "extra"  # picked, and it does not belong
    MISSED = "missed"  # it belongs, and was not picked
    LEFT = "left"  # rightly left alone
    GOOD = "good"  # in its place, filled in right
    BAD = "bad"


@dataclass(frozen=True)
class AnswerLine:
    """One item or field of an answer.

    `given`, `wanted`: as people read them; empty where there is nothing to compare.
    """

    key: str
    label: str
    verdict: ItemVerdict
    text: str = ""  # what to say of it
    given: str = ""
    wanted: str = ""

    @property
    def is_right(self) -> bool:
        return self.verdict in (ItemVerdict.HIT, ItemVerdict.LEFT, ItemVerdict.GOOD)


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
    def text(self) -> str:
        """REASON: what the learner wrote."""
        answer = self.turn.answer
        return str(answer.response.get("text") or "") if answer else ""


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

    What is to be put in order never stands in its right one.
    """
    keys = [item.key for item in scene.items]
    if scene.step != StepKind.ORDER:
        return engine.shuffle_keys(keys, seed) if scene.is_shuffled else keys
    mixed = engine.shuffle_keys(keys, seed)
    return mixed if mixed != keys else mixed[::-1]


def model_response(scene: Scene) -> dict[str, Any]:
    """The right answer to a step that is judged, as the master gives it; empty for CHOOSE."""
    right = [item.key for item in scene.items if item.right]
    response: dict[str, Any] = {}
    match scene.step:
        case StepKind.SEVERAL | StepKind.SPOT | StepKind.PICTURE:
            response = {"picked": right}
        case StepKind.ORDER:
            response = {"order": [item.key for item in scene.items]}
        case StepKind.FORM:
            response = {"fields": {field.key: field.model for field in scene.fields}}
        case StepKind.REASON:
            response = {"text": scene.model or scene.title, "ticked": right}
        case StepKind.JUDGE:
            ranked = sorted(scene.items, key=lambda item: item.rating)
            response = {"best": ranked[-1].key, "worst": ranked[0].key}
    return response


def explain_answer(
    scenario: Scenario, scene: Scene, response: Mapping[str, Any]
) -> tuple[AnswerLine, ...]:
    """An answer item by item, in the order of the scene."""
    draw = _LINES_BY_STEP.get(scene.step)
    if draw is None:
        return ()
    findings = {
        finding.key: finding for finding in judge_answer(scenario, scene, response).findings
    }
    return tuple(draw(scene, response, findings))


def format_day(text: str) -> str:
    """A date that a browser sent, as people write it; any other text as it is."""
    try:
        return dt.date.fromisoformat(text.strip()).strftime("%d/%m/%Y")
    except ValueError:
        return text


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
    if scene.step == StepKind.CHOOSE:
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


# --- kinds of steps

_DescribeLines = Callable[
    [Scene, Mapping[str, Any], Mapping[str, AnswerFinding]], Iterable[AnswerLine]
]


def _keys_in(value: Any) -> list[str]:
    return [key for key in value if isinstance(key, str)] if isinstance(value, list | tuple) else []


def _picked_lines(
    scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
) -> Iterable[AnswerLine]:
    picked = set(_keys_in(response.get("picked")))
    for item in scene.items:
        if item.key in picked:
            verdict = ItemVerdict.HIT if item.right else ItemVerdict.EXTRA
        else:
            verdict = ItemVerdict.MISSED if item.right else ItemVerdict.LEFT
        yield AnswerLine(item.key, item.text, verdict, findings[item.key].text)


def _ordered_lines(
    scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
) -> Iterable[AnswerLine]:
    order = list(dict.fromkeys(_keys_in(response.get("order"))))
    for number, item in enumerate(scene.items, 1):
        place = str(order.index(item.key) + 1) if item.key in order else ""
        finding = findings[item.key]
        verdict = ItemVerdict.GOOD if finding.is_right else ItemVerdict.BAD
        yield AnswerLine(item.key, item.text, verdict, finding.text, place, str(number))


def _filled_lines(
    scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
) -> Iterable[AnswerLine]:
    fields = response.get("fields")
    entered = fields if isinstance(fields, Mapping) else {}
    for field in scene.fields:
        finding = findings[field.key]
        answer = str(entered.get(field.key) or "").strip()
        verdict = ItemVerdict.GOOD if finding.is_right else ItemVerdict.BAD
        yield AnswerLine(
            field.key,
            field.label,
            verdict,
            finding.text,
            format_day(answer),
            format_day(field.model),
        )


def _written_lines(
    scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
) -> Iterable[AnswerLine]:
    for item in scene.items:
        verdict = ItemVerdict.HIT if findings[item.key].is_right else ItemVerdict.MISSED
        yield AnswerLine(item.key, item.text, verdict, findings[item.key].text)


def _rated_lines(
    scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
) -> Iterable[AnswerLine]:
    model = model_response(scene)
    for item in scene.items:
        rating = next((word for word in ("best", "worst") if response.get(word) == item.key), "")
        model_rating = next((word for word in ("best", "worst") if model.get(word) == item.key), "")
        if rating:
            verdict = ItemVerdict.GOOD if findings[item.key].is_right else ItemVerdict.BAD
        else:
            verdict = ItemVerdict.MISSED if model_rating else ItemVerdict.LEFT
        yield AnswerLine(
            item.key, item.text, verdict, findings[item.key].text, rating, model_rating
        )


_LINES_BY_STEP: dict[StepKind, _DescribeLines] = {
    StepKind.SEVERAL: _picked_lines,
    StepKind.SPOT: _picked_lines,
    StepKind.PICTURE: _picked_lines,
    StepKind.ORDER: _ordered_lines,
    StepKind.FORM: _filled_lines,
    StepKind.REASON: _written_lines,
    StepKind.JUDGE: _rated_lines,
}
