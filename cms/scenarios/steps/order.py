"""Put in order (xếp thứ tự): the items stand in their right order."""

import random
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from cms.content import AnswerFinding, JudgedAnswer, Scenario, Scene, StepKind
from cms.scenarios.steps.step import (
    AnswerFault,
    AnswerField,
    AnswerLine,
    ItemVerdict,
    PlacedFault,
    Step,
    item_findings,
    share_percent,
    text_keys,
)
from cms.scenarios.steps.step import mark_text as _

_NUMBER_MESSAGES = {
    "required": _("Give each step its number."),
    "invalid": _("Write a number."),
    "min_value": _("Count from 1."),
    "max_value": _("There are not so many steps."),
}


class OrderStep(Step):
    """The share of all pairs that stand in the right order; an item that is missing stands last."""

    kind = StepKind.ORDER
    name = _("Put in order")
    is_always_mixed = True
    lines_title = _("The order, step by step")
    script_texts = {
        "order": lines_title,
        "put": _("you put it"),
        "place": _("its place"),
        "moved": _("Place %n of %of:"),
    }
    master = "ordered"

    def judge(self, scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
        right_order = [item.key for item in scene.items]
        # of a key that is sent twice the first place counts
        order = [
            key for key in dict.fromkeys(text_keys(response.get("order"))) if key in right_order
        ]
        positions = dict.fromkeys(right_order, len(right_order))
        positions |= {key: position for position, key in enumerate(order)}
        good = sum(1 for a, b in combinations(right_order, 2) if positions[a] < positions[b])
        in_place = [positions[key] == n for n, key in enumerate(right_order)]
        percent = share_percent(good, _count_pairs(scene))
        return JudgedAnswer(percent, item_findings(scene, in_place))

    def marks(self, scene: Scene) -> set[int]:
        pairs = _count_pairs(scene)
        return {share_percent(good, pairs) for good in range(pairs + 1)}

    def model_response(self, scene: Scene) -> dict[str, Any]:
        return {"order": [item.key for item in scene.items]}

    def wrong_response(
        self, scene: Scene, some_keys: list[str], dice: random.Random
    ) -> dict[str, Any]:
        keys = [item.key for item in scene.items]
        return {"order": dice.sample(keys, len(keys))}

    def describe_lines(
        self, scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
    ) -> Iterable[AnswerLine]:
        order = list(dict.fromkeys(text_keys(response.get("order"))))
        for number, item in enumerate(scene.items, 1):
            place = str(order.index(item.key) + 1) if item.key in order else ""
            finding = findings[item.key]
            verdict = ItemVerdict.GOOD if finding.is_right else ItemVerdict.BAD
            compared = (self.script_texts["put"], self.script_texts["place"])
            yield AnswerLine(
                item.key, item.text, verdict, finding.text, place, str(number), (), compared
            )

    def faults(self, scene: Scene) -> Iterator[PlacedFault]:
        if len(scene.items) < 2:
            yield (
                "items",
                _("There is nothing to put in order: at least two items are needed."),
                _("Add the steps in their right order."),
            )

    def solution_texts(self, scene: Scene) -> list[tuple[bool, str]]:
        return []

    def master_texts(self, scene: Scene) -> list[str]:
        return [item.text for item in scene.items]

    def task(self, scene: Scene) -> str:
        return _("Put the steps in order.")

    def answer_fields(self, scene: Scene, offered: Iterable[str]) -> list[AnswerField]:
        return [
            AnswerField(
                f"order-{item.key}",
                "number",
                item.text,
                least=1,
                most=len(scene.items),
                messages=_NUMBER_MESSAGES,
            )
            for item in scene.items
        ]

    def answer_faults(self, scene: Scene, data: Mapping[str, Any]) -> Iterator[AnswerFault]:
        seen: dict[int, str] = {}
        for item in scene.items:
            number = data.get(f"order-{item.key}")
            if number is None:
                continue
            if number in seen:
                values = {"number": number, "other": seen[number]}
                text = _("Number %(number)s stands at “%(other)s” too.")
                yield AnswerFault(f"order-{item.key}", text, values)
            seen.setdefault(number, item.text)

    def read_answer(self, scene: Scene, data: Mapping[str, Any]) -> dict[str, Any]:
        keys = [item.key for item in scene.items]
        return {"order": sorted(keys, key=lambda key: data[f"order-{key}"])}


def _count_pairs(scene: Scene) -> int:
    return len(scene.items) * (len(scene.items) - 1) // 2


STEP = OrderStep()
