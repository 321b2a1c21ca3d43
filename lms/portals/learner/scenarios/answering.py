"""The form of one step: it turns the fields sent into an answer, or shows what is missing.

Names of the fields: CHOOSE `choice` · SEVERAL, SPOT, PICTURE `picked` (repeated) · ORDER
`order-<item>` (1…n) · FORM `field-<field>` · REASON `text` and `ticked` (repeated) · JUDGE `best`,
`worst`.
"""

from collections.abc import Callable, Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.content import Scene, StepKind

# With this button a form is handed in with its gaps: a wrong answer is an answer.
AS_IT_IS = "nguyen"
_LONGEST_TEXT = 3_000
_LONGEST_FIELD = 500
_CHOOSE_ONE = gettext_lazy("Choose one of the answers.")


class StepForm(forms.Form):
    """The answer to one step. `offered`: keys of the choices where the learner stands (CHOOSE)."""

    def __init__(self, scene: Scene, offered: Collection[str], *args: Any) -> None:
        super().__init__(*args)
        self.scene = scene
        self.fields |= _FIELDS[scene.step](scene, offered)

    @property
    def choice(self) -> str:
        return str(self.cleaned_data.get("choice") or "")

    @property
    def response(self) -> dict[str, Any]:
        """What cms.content.Answer calls the response; empty for CHOOSE."""
        return _RESPONSES[self.scene.step](self.scene, self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        check = _CHECKS.get(self.scene.step)
        if check is not None:
            check(self, data)
        return data


# --- fields


def _item_choices(scene: Scene) -> list[tuple[str, str]]:
    return [(item.key, item.text) for item in scene.items]


def _one_of(label: str, pairs: list[tuple[str, str]]) -> forms.Field:
    messages = {"required": _CHOOSE_ONE, "invalid_choice": _CHOOSE_ONE}
    return forms.ChoiceField(label=label, choices=pairs, error_messages=messages)


def _choose_fields(scene: Scene, offered: Collection[str]) -> dict[str, forms.Field]:
    pairs = [(choice.key, choice.text) for choice in scene.choices if choice.key in offered]
    return {"choice": _one_of(scene.question, pairs)}


def _pick_fields(scene: Scene, _offered: Collection[str]) -> dict[str, forms.Field]:
    message = _("Choose what you think belongs.")
    messages = {"required": message, "invalid_choice": message}
    return {
        "picked": forms.MultipleChoiceField(
            label=scene.question, choices=_item_choices(scene), error_messages=messages
        )
    }


def _order_fields(scene: Scene, _offered: Collection[str]) -> dict[str, forms.Field]:
    messages = {
        "required": _("Give each step its number."),
        "invalid": _("Write a number."),
        "min_value": _("Count from 1."),
        "max_value": _("There are not so many steps."),
    }
    return {
        f"order-{item.key}": forms.IntegerField(
            label=item.text, min_value=1, max_value=len(scene.items), error_messages=messages
        )
        for item in scene.items
    }


def _form_fields(scene: Scene, _offered: Collection[str]) -> dict[str, forms.Field]:
    return {
        f"field-{field.key}": forms.CharField(
            label=field.label, required=False, max_length=_LONGEST_FIELD
        )
        for field in scene.fields
    }


def _reason_fields(scene: Scene, _offered: Collection[str]) -> dict[str, forms.Field]:
    messages = {"required": _("Write your reason, in a sentence or two.")}
    fields: dict[str, forms.Field] = {
        "text": forms.CharField(
            label=scene.question, max_length=_LONGEST_TEXT, error_messages=messages
        )
    }
    if scene.items:
        fields["ticked"] = forms.MultipleChoiceField(choices=_item_choices(scene), required=False)
    return fields


def _judge_fields(scene: Scene, _offered: Collection[str]) -> dict[str, forms.Field]:
    return {
        "best": _one_of(_("The best way"), _item_choices(scene)),
        "worst": _one_of(_("The worst way"), _item_choices(scene)),
    }


_FIELDS: dict[StepKind, Callable[[Scene, Collection[str]], dict[str, forms.Field]]] = {
    StepKind.CHOOSE: _choose_fields,
    StepKind.SEVERAL: _pick_fields,
    StepKind.SPOT: _pick_fields,
    StepKind.PICTURE: _pick_fields,
    StepKind.ORDER: _order_fields,
    StepKind.FORM: _form_fields,
    StepKind.REASON: _reason_fields,
    StepKind.JUDGE: _judge_fields,
}


# --- what does not fit together


def _check_numbers_differ(form: StepForm, data: dict[str, Any]) -> None:
    seen: dict[int, str] = {}
    for item in form.scene.items:
        number = data.get(f"order-{item.key}")
        if number is None:
            continue
        if number in seen:
            message = _("Number %(number)s stands at “%(other)s” too.")
            form.add_error(f"order-{item.key}", message % {"number": number, "other": seen[number]})
        seen.setdefault(number, item.text)


def _check_required_fields(form: StepForm, data: dict[str, Any]) -> None:
    if AS_IT_IS in form.data:
        return
    for field in form.scene.fields:
        is_required = any(check.rule == "required" for check in field.checks)
        if (
            is_required
            and not data.get(f"field-{field.key}")
            and not form.errors.get(f"field-{field.key}")
        ):
            form.add_error(f"field-{field.key}", _("This is still empty."))


def _check_ways_differ(form: StepForm, data: dict[str, Any]) -> None:
    if data.get("best") and data.get("best") == data.get("worst"):
        form.add_error("worst", _("The best and the worst way cannot be the same."))


_CHECKS: dict[StepKind, Callable[[StepForm, dict[str, Any]], None]] = {
    StepKind.ORDER: _check_numbers_differ,
    StepKind.FORM: _check_required_fields,
    StepKind.JUDGE: _check_ways_differ,
}


# --- answers


def _order_response(scene: Scene, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "order": sorted((item.key for item in scene.items), key=lambda key: data[f"order-{key}"])
    }


def _form_response(scene: Scene, data: dict[str, Any]) -> dict[str, Any]:
    return {"fields": {field.key: data[f"field-{field.key}"] for field in scene.fields}}


_RESPONSES: dict[StepKind, Callable[[Scene, dict[str, Any]], dict[str, Any]]] = {
    StepKind.CHOOSE: lambda _scene, _data: {},
    StepKind.SEVERAL: lambda _scene, data: {"picked": data["picked"]},
    StepKind.SPOT: lambda _scene, data: {"picked": data["picked"]},
    StepKind.PICTURE: lambda _scene, data: {"picked": data["picked"]},
    StepKind.ORDER: _order_response,
    StepKind.FORM: _form_response,
    StepKind.REASON: lambda _scene, data: {"text": data["text"], "ticked": data.get("ticked", [])},
    StepKind.JUDGE: lambda _scene, data: {"best": data["best"], "worst": data["worst"]},
}
