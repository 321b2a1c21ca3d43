"""Write a reason (viết lý do): compared by the learner or an instructor, never by the program.

Items are the points of a good answer.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cms.content import AnswerFinding, JudgedAnswer, Scenario, Scene, StepKind
from cms.scenarios.steps.picking import RIGHT
from cms.scenarios.steps.step import (
    AT_LEAST,
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

_LONGEST_TEXT = 3_000
# Words that somebody writes at least who breaks off early.
_FEWEST_WORDS = 5


class ReasonStep(Step):
    """Whole where something was written."""

    kind = StepKind.REASON
    name = _("Write a reason")
    gives_points = False
    inputs = (
        AT_LEAST,
        RIGHT,
        StepInput(
            "before question",
            "marked_by",
            _("Who compares the answer"),
            "choice",
            "markers",
            size="half",
        ),
        StepInput("after question", "model", _("A good answer"), "long", most=4000),
    )
    lines_title = _("What a good answer says")
    script_texts = {
        "reason": lines_title,
        "said": _("you said so"),
        "unsaid": _("you did not say so"),
        "yours": _("You wrote"),
        "good": _("A good answer"),
        "words": _("%n words"),
        "write": _("Write your reason first."),
    }
    master = "written"

    def judge(self, scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
        percent = WHOLE if str(response.get("text") or "").strip() else 0
        ticked = set(text_keys(response.get("ticked")))
        return JudgedAnswer(percent, item_findings(scene, [i.key in ticked for i in scene.items]))

    def marks(self, scene: Scene) -> set[int]:
        return {0, WHOLE}

    def model_response(self, scene: Scene) -> dict[str, Any]:
        ticked = [item.key for item in right_items(scene)]
        return {"text": scene.model or scene.title, "ticked": ticked}

    def wrong_response(
        self, scene: Scene, some_keys: list[str], dice: random.Random
    ) -> dict[str, Any]:
        model = (scene.model or scene.title).split()
        return {"text": " ".join(model[: max(_FEWEST_WORDS, len(model) // 3)]), "ticked": []}

    def describe_lines(
        self, scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
    ) -> Iterable[AnswerLine]:
        for item in scene.items:
            is_said = findings[item.key].is_right
            verdict = ItemVerdict.HIT if is_said else ItemVerdict.MISSED
            remark = self.script_texts["said" if is_said else "unsaid"]
            why = findings[item.key].text
            yield AnswerLine(item.key, item.text, verdict, why, remarks=(remark,))

    def faults(self, scene: Scene) -> Iterator[PlacedFault]:
        if scene.marked_by == "self" and not scene.model.strip() and not scene.items:
            yield (
                "model",
                _("The learner has nothing to compare their reason with."),
                _("Write a model answer or the points of a good one."),
            )

    def solution_texts(self, scene: Scene) -> list[tuple[bool, str]]:
        return []

    def master_texts(self, scene: Scene) -> list[str]:
        return [scene.model]

    def task(self, scene: Scene) -> str:
        if self.is_read_by_instructor(scene):
            return _("Your instructor will read it and answer.")
        return _("Write first; then compare with a good answer.")

    def answer_fields(self, scene: Scene, offered: Iterable[str]) -> list[AnswerField]:
        messages = {"required": _("Write your reason, in a sentence or two.")}
        fields = [
            AnswerField("text", "text", scene.question, most=_LONGEST_TEXT, messages=messages)
        ]
        if scene.items:
            options = item_options(scene)
            fields.append(AnswerField("ticked", "several", "", "", options, is_required=False))
        return fields

    def read_answer(self, scene: Scene, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"text": data["text"], "ticked": data.get("ticked", [])}

    def model_text(self, scene: Scene) -> str:
        return scene.model

    def is_read_by_instructor(self, scene: Scene) -> bool:
        return scene.marked_by == "instructor"


STEP = ReasonStep()
