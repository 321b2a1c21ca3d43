"""Fill in a form (điền mẫu thật): each field has checks; cms.scenarios.fields compares."""

import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cms.content import AnswerFinding, JudgedAnswer, Scenario, Scene, StepKind
from cms.scenarios.fields import cut_text, first_broken_check, format_day
from cms.scenarios.steps.step import (
    AT_LEAST,
    AnswerFault,
    AnswerField,
    AnswerLine,
    ItemVerdict,
    PlacedFault,
    Step,
    StepInput,
    share_percent,
)
from cms.scenarios.steps.step import mark_text as _

_LONGEST_FIELD = 500
# How often somebody who gets the form wrong fills in a field all the same.
_KEPT = 0.7


class FormStep(Step):
    """The share of the fields whose checks hold."""

    kind = StepKind.FORM
    name = _("Fill in a form")
    has_items = False
    has_fields = True
    redo_words = _("Mend the form (practice)")
    inputs = (
        AT_LEAST,
        StepInput("before question", "form_title", _("Name of the form"), size="half", most=200),
    )
    lines_title = _("The form, field by field")
    script_texts = {
        "form": lines_title,
        "wrote": _("you wrote"),
        "model": _("the model"),
        "fill": _("Fill in the form first."),
    }
    master = "filled"

    def judge(self, scenario: Scenario, scene: Scene, response: Mapping[str, Any]) -> JudgedAnswer:
        texts = {
            str(key): cut_text(str(value))
            for key, value in _sent_fields(response).items()
            if isinstance(value, (str, int))
        }
        findings = []
        for field in scene.fields:
            broken = first_broken_check(scenario, scene, field, texts)
            text = broken.text if broken else field.why
            findings.append(AnswerFinding(field.key, broken is None, text))
        good = sum(1 for finding in findings if finding.is_right)
        return JudgedAnswer(share_percent(good, len(findings)), tuple(findings))

    def marks(self, scene: Scene) -> set[int]:
        # a field without checks is always right
        unchecked = sum(1 for field in scene.fields if not field.checks)
        count = len(scene.fields)
        return {share_percent(good, count) for good in range(unchecked, count + 1)}

    def model_response(self, scene: Scene) -> dict[str, Any]:
        return {"fields": {field.key: field.model for field in scene.fields}}

    def wrong_response(
        self, scene: Scene, some_keys: list[str], dice: random.Random
    ) -> dict[str, Any]:
        fields = scene.fields
        return {
            "fields": {field.key: field.model if dice.random() < _KEPT else "" for field in fields}
        }

    def describe_lines(
        self, scene: Scene, response: Mapping[str, Any], findings: Mapping[str, AnswerFinding]
    ) -> Iterable[AnswerLine]:
        sent_fields = _sent_fields(response)
        for field in scene.fields:
            finding = findings[field.key]
            answer = str(sent_fields.get(field.key) or "").strip()
            verdict = ItemVerdict.GOOD if finding.is_right else ItemVerdict.BAD
            given, wanted = format_day(answer), format_day(field.model)
            compared = (self.script_texts["wrote"], self.script_texts["model"])
            yield AnswerLine(
                field.key, field.label, verdict, finding.text, given, wanted, (), compared
            )

    def faults(self, scene: Scene) -> Iterator[PlacedFault]:
        if not scene.fields:
            yield "fields", _("The form has no fields."), _("Add the fields of the real form.")

    def solution_texts(self, scene: Scene) -> list[tuple[bool, str]]:
        return [(True, field.model) for field in scene.fields]

    def master_texts(self, scene: Scene) -> list[str]:
        return [f"{field.label}: {field.model}" for field in scene.fields]

    def task(self, scene: Scene) -> str:
        return _("Fill it in as you would the real one; the papers above help.")

    def answer_fields(self, scene: Scene, offered: Iterable[str]) -> list[AnswerField]:
        return [
            AnswerField(
                f"field-{field.key}", "text", field.label, is_required=False, most=_LONGEST_FIELD
            )
            for field in scene.fields
        ]

    def answer_faults(self, scene: Scene, data: Mapping[str, Any]) -> Iterator[AnswerFault]:
        for field in scene.fields:
            name = f"field-{field.key}"
            is_required = any(check.rule == "required" for check in field.checks)
            if is_required and not data.get(name):
                # a wrong answer is an answer: it may be handed in with its gaps
                yield AnswerFault(name, _("This is still empty."), is_gap=True)

    def read_answer(self, scene: Scene, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"fields": {field.key: data[f"field-{field.key}"] for field in scene.fields}}

    def own_lines_title(self, scene: Scene) -> str:
        return scene.form_title


def _sent_fields(response: Mapping[str, Any]) -> Mapping[str, Any]:
    fields = response.get("fields")
    return fields if isinstance(fields, Mapping) else {}


STEP = FormStep()
