"""Choose one (chọn một): the choices of the scene are the answers, and say what is right."""

import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cms.content import AnswerFinding, JudgedAnswer, Scenario, Scene, StepKind
from cms.scenarios.steps.step import WHOLE, AnswerField, AnswerLine, PlacedFault, Step
from cms.scenarios.steps.step import mark_text as _

CHOOSE_ONE = _("Choose one of the answers.")
ONE_MESSAGES = {"required": CHOOSE_ONE, "invalid_choice": CHOOSE_ONE}


class ChooseStep(Step):
    kind = StepKind.CHOOSE
    name = _("Choose one")
    is_judged = False
    has_items = False
    inputs = ()
    script_texts = {"choose": CHOOSE_ONE}
    send_words = _("Choose this way")
    template = "plain"
    master = "chosen"

    def judge(self, scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
        """Nothing to judge: the choice that is taken says whether it is right."""
        return JudgedAnswer(WHOLE)

    def marks(self, scene: Scene) -> set[int]:
        return {WHOLE}

    def model_response(self, scene: Scene) -> dict[str, Any]:
        return {}

    def wrong_response(
        self, scene: Scene, some_keys: list[str], dice: random.Random
    ) -> dict[str, Any]:
        return {}

    def describe_lines(
        self, scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
    ) -> Iterable[AnswerLine]:
        return ()

    def faults(self, scene: Scene) -> Iterator[PlacedFault]:
        return iter(())

    def solution_texts(self, scene: Scene) -> list[tuple[bool, str]]:
        texts = [(choice.is_right, choice.text) for choice in scene.choices]
        # a single way on tells nothing
        return texts if len(texts) > 1 else []

    def master_texts(self, scene: Scene) -> list[str]:
        return []

    def task(self, scene: Scene) -> str:
        return _("Choose one way to see what happens to %(citizen)s.")

    def answer_fields(self, scene: Scene, offered: Iterable[str]) -> list[AnswerField]:
        keys = set(offered)
        options = tuple((each.key, each.text) for each in scene.choices if each.key in keys)
        return [AnswerField("choice", "one", scene.question, "", options, messages=ONE_MESSAGES)]

    def read_answer(self, scene: Scene, data: Mapping[str, Any]) -> dict[str, Any]:
        return {}


STEP = ChooseStep()
