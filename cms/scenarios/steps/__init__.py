"""The kinds of step (dạng bước): one module each, found by the name of its kind.

cms.content.StepKind is the table; a kind without its module stops the program where it starts.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from cms.content import JudgedAnswer, Scenario, Scene, StepKind
from cms.scenarios.steps.step import Step

STEPS: dict[StepKind, Step] = {
    kind: import_module(f"{__name__}.{kind.value}").STEP for kind in StepKind
}


def step_of(scene: Scene) -> Step:
    """The kind of step that a scene asks for."""
    return STEPS[scene.step]


def judge_answer(scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
    """The share of an answer that is right, in percent, and what to say of each item or field.

    Any JSON is taken for an answer; what does not fit the step counts as not answered.
    """
    answered = response if isinstance(response, Mapping) else {}
    return step_of(scene).judge(scenario, scene, answered)


def possible_marks(scene: Scene) -> frozenset[int]:
    """Every percent that some answer to the scene can come to."""
    return frozenset(step_of(scene).marks(scene))
