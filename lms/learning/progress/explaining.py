"""What the answers in a learner's log came to: the log side of cms.scenarios.explaining."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from cms import api
from cms.content import Scenario, StepAnswer, Turn
from lms.learning.progress.fold import ANSWERS, Lane, LogEntry


def explain_newest_answer(
    scenario: Scenario, log: Iterable[LogEntry], lanes: Iterable[Lane], scene: str
) -> tuple[api.ExplainedTurn, Lane] | None:
    """The newest answer in a scene, explained, and the lane that it belongs to; None without one.

    Where it moved nobody on, it is practice: what it would have done where the learner stood.
    """
    entry = _newest_entry(log, scene)
    if entry is None:
        return None
    lane = next(lane for lane in lanes if lane.device == entry.device)
    counted = [turn for turn in lane.turns if turn.scene == scene]
    answer = entry.answer()
    same = _newest_turn_with(answer, counted)
    if same is not None:
        return api.explain_turn(scenario, same), lane
    practised = api.try_answer(scenario, api.state_at(scenario, lane.path, scene), answer)
    if practised is not None:
        return api.explain_turn(scenario, practised, is_practice=True), lane
    # The answer fits nothing any more (a forged log): what counted in the scene is shown instead.
    return (api.explain_turn(scenario, counted[-1]), lane) if counted else None


def replay_lane(scenario: Scenario, lane: Lane, log: Iterable[LogEntry]) -> list[api.DebriefStep]:
    """The path of a lane step by step, with better ways and the number of hints opened."""
    opened: set[tuple[str, UUID, int]] = {
        (entry.scene, entry.device, entry.seq) for entry in log if entry.type == "hint"
    }
    hints = Counter(scene for scene, _device, _seq in opened)
    return api.replay_path(scenario, lane.path, hints)


def _newest_turn_with(answer: StepAnswer, turns: Sequence[Turn]) -> Turn | None:
    """The last of `turns` that this answer made, whether it came late or not."""
    for turn in reversed(turns):
        if turn.answer is not None and replace(turn.answer, late=False) == answer:
            return turn
    return None


def _newest_entry(log: Iterable[LogEntry], scene: str) -> LogEntry | None:
    answers = [entry for entry in log if entry.type in ANSWERS and entry.scene == scene]
    return max(answers, key=_order_of_entry, default=None)


def _order_of_entry(entry: LogEntry) -> tuple[float, int]:
    return (entry.at.timestamp() if entry.at else 0.0, entry.seq)
