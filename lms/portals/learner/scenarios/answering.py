"""The form of one step: it turns the fields sent into an answer, or shows what is missing.

Which fields there are, and what their answer is, each kind of step says (cms.scenarios.steps).
"""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cms.api import AnswerField, step_of
from cms.content import Scene

# With this button a form is handed in with its gaps: a wrong answer is an answer.
AS_IT_IS = "nguyen"


class StepForm(forms.Form):
    """The answer to one step. `offered`: keys of the choices where the learner stands."""

    def __init__(self, scene: Scene, offered: Collection[str], *args: Any) -> None:
        super().__init__(*args)
        self.scene = scene
        self.step = step_of(scene)
        for field in self.step.answer_fields(scene, offered):
            self.fields[field.name] = _FIELDS[field.kind](field)

    @property
    def choice(self) -> str:
        return str(self.cleaned_data.get("choice") or "")

    @property
    def response(self) -> dict[str, Any]:
        """What cms.content.StepAnswer calls the response; empty where a choice is the answer."""
        return self.step.read_answer(self.scene, self.cleaned_data)

    @property
    def has_gaps(self) -> bool:
        """Whether what is missing may be left out, so that it can be handed in as it is."""
        return bool(self.errors) and self.step.has_fields

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for fault in self.step.answer_faults(self.scene, data):
            is_accepted = fault.is_gap and AS_IT_IS in self.data
            if not is_accepted and not self.errors.get(fault.name):
                message = _(fault.text)
                self.add_error(fault.name, message % fault.values if fault.values else message)
        return data


def _shared_options(field: AnswerField) -> dict[str, Any]:
    return {
        "label": _(field.title) if field.title else field.label,
        "required": field.is_required,
        "error_messages": {code: _(text) for code, text in field.messages.items()},
    }


def _one_of(field: AnswerField) -> forms.Field:
    return forms.ChoiceField(choices=field.options, **_shared_options(field))


def _several_of(field: AnswerField) -> forms.Field:
    return forms.MultipleChoiceField(choices=field.options, **_shared_options(field))


def _number(field: AnswerField) -> forms.Field:
    return forms.IntegerField(min_value=field.least, max_value=field.most, **_shared_options(field))


def _text(field: AnswerField) -> forms.Field:
    return forms.CharField(max_length=field.most, **_shared_options(field))


_FIELDS: dict[str, Callable[[AnswerField], forms.Field]] = {
    "one": _one_of,
    "several": _several_of,
    "number": _number,
    "text": _text,
}
