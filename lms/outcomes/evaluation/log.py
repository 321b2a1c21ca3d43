"""The steps in the log of a scenario: each answer, whether it counted, how long it took."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from cms import api
from cms.content import Scenario, StepAnswer
from lms.learning.progress.fold import AnsweredStep, LogEntry, answered_steps
from lms.learning.progress.models import Attempt
from lms.outcomes.evaluation.analysis import TakenAnswer


@dataclass
class ScenarioLog:
    """The attempts of a class at one scenario. `runs`: how often somebody began it."""

    taken: list[TakenAnswer] = field(default_factory=list)
    hints: Counter[str] = field(default_factory=Counter)
    runs: int = 0


def read_log(
    scenario: Scenario, attempts: Iterable[Attempt], entries: Iterable[LogEntry]
) -> ScenarioLog:
    """The steps of all attempts, from `entries`, which may hold those of other attempts too."""
    log = ScenarioLog()
    by_attempt: dict[UUID, list[LogEntry]] = {}
    for entry in entries:
        by_attempt.setdefault(entry.attempt, []).append(entry)
    for attempt in attempts:
        own = by_attempt.get(attempt.pk, [])
        for step in answered_steps(scenario, own, attempt.mode):
            log.taken.append(_taken_answer(scenario, attempt.enrolment_id, step))
        log.hints.update(entry.scene for entry in own if entry.type == "hint")
        # A device that continues what another one began does not begin anew.
        continuing = {entry.device for entry in own if entry.after}
        log.runs += len({entry.device for entry in own} - continuing)
    return log


def _taken_answer(scenario: Scenario, learner: int, step: AnsweredStep) -> TakenAnswer:
    turn = step.turn
    if turn is not None:
        return TakenAnswer(
            learner, turn.scene, turn.choice, turn.is_right, True, turn.target, step.seconds
        )
    key = _practised_choice(scenario, step.entry.answer())
    scene = scenario.scene(step.entry.scene)
    choice = scene.choice(key) if scene else None
    is_right = choice is not None and choice.is_right
    return TakenAnswer(learner, step.entry.scene, key, is_right, False)


def _practised_choice(scenario: Scenario, answer: StepAnswer) -> str:
    """The key of the choice that a practice answer would take, conditions left aside; or empty."""
    scene = scenario.scene(answer.scene)
    if scene is None or not api.step_of(scene).is_judged:
        return answer.choice
    percent = api.judge_answer(scenario, scene, answer.response).percent
    reached = [
        choice for choice in scene.choices if not choice.on_timeout and choice.at_least <= percent
    ]
    return max(reached, key=lambda choice: choice.at_least).key if reached else ""
