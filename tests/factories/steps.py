"""Steps of every kind: a scene of the demo for each, and answers as forms send them."""

from typing import Any

from cms.content import Scenario, Scene, StepKind
from cms.scenarios.steps import step_of
from tests.cms.demo import SCENARIOS


def demo_scene(kind: StepKind) -> tuple[Scenario, Scene]:
    """The first scene of the demo that asks for this kind of step, and its scenario."""
    for _slug, scenario in SCENARIOS:
        for scene in scenario.scenes:
            if scene.step == kind and not scene.is_ending:
                return scenario, scene
    raise AssertionError(f"the demo has no step of the kind {kind}")


def typed_answer(scene: Scene, response: dict[str, Any], choice: str = "") -> dict[str, Any]:
    """An answer as the fields of the step's form hold it.

    A field is called like its part of the response, or like it and what it stands for:
    "field-<key>" in "fields", "order-<key>" in "order".
    """
    if not step_of(scene).is_judged:
        return {"choice": choice}
    data = {}
    for field in step_of(scene).answer_fields(scene, ()):
        part, _dash, key = field.name.partition("-")
        value = response[{"field": "fields"}.get(part, part)]
        if key:
            value = value[key] if isinstance(value, dict) else value.index(key) + 1
        data[field.name] = value
    return data
