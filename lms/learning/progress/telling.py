"""What an answer came to, item by item, and what would have been better.

Pure: what is shown when is the portal's.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from cms import api
from cms.content import Answer, Choice, Finding, Scenario, Scene, StepKind, Turn
from lms.learning.progress.fold import ANSWERS, Entry, Lane


class Verdict(StrEnum):
    """What became of one item of an answer."""

    HIT = "hit"  # picked, and rightly
    EXTRA = "extra"  # picked, and it does not belong
    MISSED = "missed"  # it belongs, and was not picked
    LEFT = "left"  # rightly left alone
    GOOD = "good"  # in its place, filled in right
    BAD = "bad"


@dataclass(frozen=True)
class Line:
    """One item or field of an answer.

    `given`, `wanted`: as people read them; empty where there is nothing to compare.
    """

    key: str
    label: str
    verdict: Verdict
    text: str = ""  # what to say of it
    given: str = ""
    wanted: str = ""

    @property
    def is_right(self) -> bool:
        return self.verdict in (Verdict.HIT, Verdict.LEFT, Verdict.GOOD)


@dataclass(frozen=True)
class Told:
    """A turn with all that can be said of it. `is_practice`: it moved nobody on."""

    scene: Scene
    turn: Turn
    lines: tuple[Line, ...] = ()
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
class Better:
    """A way that would have been better where the learner stood, and what it would have done."""

    choice: Choice
    turn: Turn


@dataclass(frozen=True)
class Step:
    """One step of a path as the debrief replays it.

    `better` is empty where the right way was taken.
    """

    told: Told
    better: tuple[Better, ...] = ()
    hints: int = 0


def told(scenario: Scenario, turn: Turn, *, is_practice: bool = False) -> Told:
    """A turn with its findings item by item. ValueError for a turn of another case."""
    scene = scenario.scene(turn.scene)
    if scene is None or turn.answer is None:
        raise ValueError(turn.scene)
    return Told(scene, turn, lines(scenario, scene, turn.answer.response), is_practice)


def newest(
    scenario: Scenario, log: Iterable[Entry], lanes: Iterable[Lane], scene: str
) -> tuple[Told, Lane] | None:
    """What the newest answer in a scene came to, and the lane that it belongs to; None without one.

    Where it moved nobody on, it is practice: what it would have done where the learner stood.
    """
    answers = [entry for entry in log if entry.type in ANSWERS and entry.scene == scene]
    by_device = {lane.device: lane for lane in lanes}
    if not answers:
        return None
    entry = max(answers, key=lambda one: (one.at.timestamp() if one.at else 0.0, one.seq))
    lane = by_device[entry.device]
    counted = [turn for turn in lane.turns if turn.scene == scene]
    given = entry.answer()
    for turn in reversed(counted):
        if turn.answer is not None and replace(turn.answer, late=False) == given:
            return told(scenario, turn), lane
    practised = _step(scenario, state_at(scenario, lane.path, scene), given)
    if practised is not None:
        return told(scenario, practised, is_practice=True), lane
    return (told(scenario, counted[-1]), lane) if counted else None


def state_at(scenario: Scenario, path: Iterable[Answer], scene: str) -> api.State | None:
    """Where the learner stood in a scene the last time; None where he has not been there."""
    state, found = api.begin(scenario), None
    for answer in path:
        found = state if state.scene == scene else found
        moved = api.step(scenario, state, answer)
        state = moved[0] if moved else state
    return state if state.scene == scene else found


def replay(scenario: Scenario, lane: Lane, log: Iterable[Entry]) -> list[Step]:
    """The path of a lane step by step, each with the better ways where it left the right one."""
    hints: dict[str, set[tuple[Any, int]]] = {}
    for entry in log:
        if entry.type == "hint":
            hints.setdefault(entry.scene, set()).add((entry.device, entry.seq))
    state, steps, met = api.begin(scenario), [], set()
    for answer in lane.path:
        moved = api.step(scenario, state, answer)
        if moved is None:
            continue
        after, turn = moved
        asked = 0 if turn.scene in met else len(hints.get(turn.scene, ()))
        better = () if turn.is_right else _better(scenario, state, turn)
        steps.append(Step(told(scenario, turn), better, asked))
        met.add(turn.scene)
        state = after
    return steps


def offered_keys(scenario: Scenario, state: api.State, seed: str) -> list[str]:
    """The choices that are offered where a learner stands, in the order of his attempt (`seed`: its
    id).
    """
    keys = [choice.key for choice in api.offered(scenario, state)]
    scene = scenario.scene(state.scene)
    return api.shuffled(keys, seed) if scene and scene.is_shuffled else keys


def item_keys(scene: Scene, seed: str) -> list[str]:
    """The items of a scene in the order of an attempt.

    What is to be put in order never stands in its right one.
    """
    keys = [item.key for item in scene.items]
    if scene.step != StepKind.ORDER:
        return api.shuffled(keys, seed) if scene.is_shuffled else keys
    mixed = api.shuffled(keys, seed)
    return mixed if mixed != keys else mixed[::-1]


def model_response(scene: Scene) -> dict[str, Any]:
    """The right answer to a step that is judged, as the master gives it; empty for CHOOSE."""
    right = [item.key for item in scene.items if item.right]
    found: dict[str, Any] = {}
    match scene.step:
        case StepKind.SEVERAL | StepKind.SPOT | StepKind.PICTURE:
            found = {"picked": right}
        case StepKind.ORDER:
            found = {"order": [item.key for item in scene.items]}
        case StepKind.FORM:
            found = {"fields": {field.key: field.model for field in scene.fields}}
        case StepKind.REASON:
            found = {"text": scene.model or scene.title, "ticked": right}
        case StepKind.JUDGE:
            ranked = sorted(scene.items, key=lambda item: item.rating)
            found = {"best": ranked[-1].key, "worst": ranked[0].key}
    return found


def lines(scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> tuple[Line, ...]:
    """An answer item by item, in the order of the scene."""
    draw = _LINES.get(scene.step)
    if draw is None:
        return ()
    findings = {one.key: one for one in api.judge(scenario, scene, response).findings}
    return tuple(draw(scene, response, findings))


def day(text: str) -> str:
    """A date that a browser sent, as people write it; any other text as it is."""
    try:
        return dt.date.fromisoformat(text.strip()).strftime("%d/%m/%Y")
    except ValueError:
        return text


def _better(scenario: Scenario, state: api.State, taken: Turn) -> tuple[Better, ...]:
    """The right ways that were open; where none was, the open one that costs the citizen least, if
    it costs less.
    """
    scene = scenario.scene(state.scene)
    if scene is None:
        return ()
    if scene.step == StepKind.CHOOSE:
        answers = [Answer(scene.key, choice.key) for choice in api.offered(scenario, state)]
    else:
        answers = [Answer(scene.key, response=model_response(scene))]
    turns = [turn for answer in answers if (turn := _step(scenario, state, answer))]
    best = [turn for turn in turns if turn.is_right]
    if not best:
        cheapest = min(turns, key=_weight, default=taken)
        best = [cheapest] if _weight(cheapest) < _weight(taken) else []
    found = [(scene.choice(turn.choice), turn) for turn in best]
    return tuple(Better(choice, turn) for choice, turn in found if choice is not None)


def _weight(turn: Turn) -> int:
    """What a turn costs the citizen, as the score weighs it."""
    return api.Cost.of(turn.trips, turn.minutes, turn.money, max(0, -turn.trust)).weight


def _step(scenario: Scenario, state: api.State | None, answer: Answer) -> Turn | None:
    try:
        moved = api.step(scenario, state, answer) if state else None
    except api.UnknownStep:
        return None
    return moved[1] if moved else None


# --- kinds of steps

_Draw = Callable[[Scene, Mapping[str, Any], Mapping[str, Finding]], Iterable[Line]]


def _keys(value: Any) -> list[str]:
    return [key for key in value if isinstance(key, str)] if isinstance(value, list | tuple) else []


def _picked(
    scene: Scene, response: Mapping[str, Any], findings: Mapping[str, Finding]
) -> Iterable[Line]:
    picked = set(_keys(response.get("picked")))
    for item in scene.items:
        if item.key in picked:
            verdict = Verdict.HIT if item.right else Verdict.EXTRA
        else:
            verdict = Verdict.MISSED if item.right else Verdict.LEFT
        yield Line(item.key, item.text, verdict, findings[item.key].text)


def _ordered(
    scene: Scene, response: Mapping[str, Any], findings: Mapping[str, Finding]
) -> Iterable[Line]:
    given = list(dict.fromkeys(_keys(response.get("order"))))
    for number, item in enumerate(scene.items, 1):
        place = str(given.index(item.key) + 1) if item.key in given else ""
        found = findings[item.key]
        verdict = Verdict.GOOD if found.is_right else Verdict.BAD
        yield Line(item.key, item.text, verdict, found.text, place, str(number))


def _filled(
    scene: Scene, response: Mapping[str, Any], findings: Mapping[str, Finding]
) -> Iterable[Line]:
    fields = response.get("fields")
    typed = fields if isinstance(fields, Mapping) else {}
    for field in scene.fields:
        found = findings[field.key]
        given = str(typed.get(field.key) or "").strip()
        verdict = Verdict.GOOD if found.is_right else Verdict.BAD
        yield Line(field.key, field.label, verdict, found.text, day(given), day(field.model))


def _written(
    scene: Scene, response: Mapping[str, Any], findings: Mapping[str, Finding]
) -> Iterable[Line]:
    for item in scene.items:
        verdict = Verdict.HIT if findings[item.key].is_right else Verdict.MISSED
        yield Line(item.key, item.text, verdict, findings[item.key].text)


def _rated(
    scene: Scene, response: Mapping[str, Any], findings: Mapping[str, Finding]
) -> Iterable[Line]:
    model = model_response(scene)
    for item in scene.items:
        given = next((word for word in ("best", "worst") if response.get(word) == item.key), "")
        wanted = next((word for word in ("best", "worst") if model.get(word) == item.key), "")
        if given:
            verdict = Verdict.GOOD if findings[item.key].is_right else Verdict.BAD
        else:
            verdict = Verdict.MISSED if wanted else Verdict.LEFT
        yield Line(item.key, item.text, verdict, findings[item.key].text, given, wanted)


_LINES: dict[StepKind, _Draw] = {
    StepKind.SEVERAL: _picked,
    StepKind.SPOT: _picked,
    StepKind.PICTURE: _picked,
    StepKind.ORDER: _ordered,
    StepKind.FORM: _filled,
    StepKind.REASON: _written,
    StepKind.JUDGE: _rated,
}
