"""From the log of a case to steps: each answer of each attempt, whether it moved its learner on,
and how long it took.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from cms import api
from cms.content import Answer, Scenario, StepKind
from lms.learning.progress.fold import Entry, Step, steps
from lms.learning.progress.models import Attempt
from lms.outcomes.evaluation.analysis import Taken


@dataclass
class Log:
    """What the attempts of a class at one case come to.

    `runs`: how often somebody stood in the first scene at the start.
    """

    taken: list[Taken] = field(default_factory=list)
    hints: Counter[str] = field(default_factory=Counter)
    runs: int = 0


def read(scenario: Scenario, attempts: Iterable[Attempt], entries: Iterable[Entry]) -> Log:
    """The steps of all attempts.

    `entries`: their events, whole; those of other attempts are passed over.
    """
    log = Log()
    by_attempt: dict[UUID, list[Entry]] = {}
    for entry in entries:
        by_attempt.setdefault(entry.attempt, []).append(entry)
    for attempt in attempts:
        own = by_attempt.get(attempt.pk, [])
        for step in steps(scenario, own, attempt.mode):
            log.taken.append(_taken(scenario, attempt.enrolment_id, step))
        log.hints.update(entry.scene for entry in own if entry.type == "hint")
        # a lane that goes on from another one does not begin anew
        log.runs += len({e.device for e in own} - {e.device for e in own if e.after})
    return log


def _taken(scenario: Scenario, learner: int, step: Step) -> Taken:
    turn = step.turn
    if turn is not None:
        return Taken(
            learner, turn.scene, turn.choice, turn.is_right, True, turn.target, step.seconds
        )
    choice = _practised(scenario, step.entry.answer())
    scene = scenario.scene(step.entry.scene)
    found = scene.choice(choice) if scene else None
    return Taken(learner, step.entry.scene, choice, bool(found and found.is_right), False)


def _practised(scenario: Scenario, answer: Answer) -> str:
    """The branch that a practice answer would take, conditions left aside; empty where there is
    none.
    """
    scene = scenario.scene(answer.scene)
    if scene is None or scene.step == StepKind.CHOOSE:
        return answer.choice
    percent = api.judge(scenario, scene, answer.response).percent
    reached = [c for c in scene.choices if not c.on_timeout and c.at_least <= percent]
    return max(reached, key=lambda c: c.at_least).key if reached else ""
