"""Steps in which items are picked: several of a list, lines of papers, spots of a picture."""

import random
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any, ClassVar

from cms.content import AnswerFinding, JudgedAnswer, Scenario, Scene
from cms.scenarios.steps.step import (
    AT_LEAST,
    VERDICT_WORDS,
    WHOLE,
    AnswerField,
    AnswerLine,
    ItemVerdict,
    PlacedFault,
    Step,
    StepInput,
    item_findings,
    item_options,
    right_items,
    text_keys,
)
from cms.scenarios.steps.step import mark_text as _

RIGHT = StepInput("item", "right", _("Belongs to the right answer"), "flag")
_CHOOSE = _("Choose what you think belongs.")


class PickingStep(Step):
    """The share of the right items that were picked, less the wrong ones that were picked too."""

    inputs: ClassVar[tuple[StepInput, ...]] = (AT_LEAST, RIGHT)
    script_texts: ClassVar[Mapping[str, str]] = {
        **{verdict.value: remark for verdict, remark in VERDICT_WORDS.items()},
        "several": _("Tick at least one."),
    }
    master = "picked"

    def judge(self, scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
        keys = set(text_keys(response.get("picked")))
        picked = [item for item in scene.items if item.key in keys]
        hits = sum(1 for item in picked if item.right)
        percent = _picked_percent(hits, len(picked) - hits, len(right_items(scene)))
        verdicts = [item.right == (item.key in keys) for item in scene.items]
        return JudgedAnswer(percent, item_findings(scene, verdicts))

    def marks(self, scene: Scene) -> set[int]:
        right = len(right_items(scene))
        pairs = product(range(right + 1), range(len(scene.items) - right + 1))
        return {_picked_percent(hits, false, right) for hits, false in pairs}

    def model_response(self, scene: Scene) -> dict[str, Any]:
        return {"picked": [item.key for item in right_items(scene)]}

    def wrong_response(
        self, scene: Scene, some_keys: list[str], dice: random.Random
    ) -> dict[str, Any]:
        return {"picked": some_keys}

    def describe_lines(
        self, scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
    ) -> Iterable[AnswerLine]:
        picked = set(text_keys(response.get("picked")))
        for item in scene.items:
            if item.key in picked:
                verdict = ItemVerdict.HIT if item.right else ItemVerdict.EXTRA
            else:
                verdict = ItemVerdict.MISSED if item.right else ItemVerdict.LEFT
            why, remark = findings[item.key].text, VERDICT_WORDS[verdict]
            yield AnswerLine(item.key, item.text, verdict, why, remarks=(remark,))

    def faults(self, scene: Scene) -> Iterator[PlacedFault]:
        if not scene.items:
            yield (
                "items",
                _("There is nothing to pick from."),
                _("Add the items, and mark those that are right."),
            )
        elif not right_items(scene):
            yield (
                "items",
                _("No item is marked as right."),
                _("Mark the items that belong to the answer."),
            )

    def solution_texts(self, scene: Scene) -> list[tuple[bool, str]]:
        return [(item.right, item.text) for item in scene.items]

    def master_texts(self, scene: Scene) -> list[str]:
        return [item.text for item in right_items(scene)]

    def answer_fields(self, scene: Scene, offered: Iterable[str]) -> list[AnswerField]:
        messages = {"required": _CHOOSE, "invalid_choice": _CHOOSE}
        options = item_options(scene)
        return [AnswerField("picked", "several", scene.question, "", options, messages=messages)]

    def read_answer(self, scene: Scene, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"picked": data["picked"]}


def _picked_percent(hits: int, false: int, right: int) -> int:
    if not right:
        return WHOLE if not false else 0
    return max(0, WHOLE * (hits - false) // right)
