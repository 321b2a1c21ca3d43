"""Form fields that the forms of a file share."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, assert_never

from django import forms
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import clock
from lms.core.errors import BadInput
from lms.people.organisation.models import Unit
from lms.people.personnel.fields import FieldKind, OfficialField
from lms.people.personnel.rules.ages import BirthDate
from lms.people.personnel.rules.dates import parse_birth_date

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LabelText: TypeAlias = "str | _StrPromise"
_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def day_field(label: LabelText, *, required: bool = True, hint: LabelText = "") -> forms.DateField:
    """A day; the browser shows its calendar."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        input_formats=_FORMATS,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class BirthDateField(forms.CharField):
    """A birth date, typed: a calendar would have to be turned back by decades."""

    def to_python(self, value: Any) -> Any:
        """The birth date, or None where nothing is typed."""
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            return parse_birth_date(typed, clock.today())
        except BadInput as refusal:
            raise forms.ValidationError(refusal.message) from None

    def prepare_value(self, value: Any) -> Any:
        return value.written if isinstance(value, BirthDate) else value


def birth_date_field() -> BirthDateField:
    """A birth date; a year alone where the rulebook allows it."""
    return BirthDateField(
        label=gettext_lazy("Birth date"),
        help_text=gettext_lazy(
            "Day/month/year, for example 17/05/1992; the year alone if no more is known."
        ),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text", "size": "12"}),
    )


def text_field(
    label: LabelText, size: int, *, required: bool = True, hint: LabelText = ""
) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=size, required=required, help_text=hint)


def choice_field(
    label: LabelText,
    choices: type[TextChoices],
    *,
    initial: str = "",
    empty: LabelText = "",
    hint: LabelText = "",
) -> forms.ChoiceField:
    """A choice among the values of a column; with the label `empty` also none of them."""
    offered: list[tuple[str, LabelText]] = [
        (value, capfirst(name)) for value, name in choices.choices
    ]
    if empty:
        offered = [("", empty), *offered]
    return forms.ChoiceField(
        label=label, choices=offered, initial=initial, required=not empty, help_text=hint
    )


def flag_field(
    label: LabelText, *, hint: LabelText = "", initial: bool = False
) -> forms.BooleanField:
    """A checkbox."""
    return forms.BooleanField(label=label, required=False, help_text=hint, initial=initial)


def add_register_fields(form: forms.Form, chosen: Iterable[OfficialField]) -> None:
    """Add inputs for these fields of an official to the form."""
    for field in chosen:
        control = _register_field(field)
        if field.is_sensitive and field.kind is not FieldKind.FLAG:
            # a shared computer would offer it to the next reader
            control.widget.attrs["autocomplete"] = "off"
        form.fields[field.key] = control


def _register_field(field: OfficialField) -> forms.Field:
    """The input of a field of an official, by the kind of its values."""
    match field.kind:
        case FieldKind.TEXT:
            text = forms.CharField(
                label=field.title,
                max_length=field.max_length,
                required=field.is_required,
                help_text=str(field.hint),
            )
            if field.is_number:
                text.widget.attrs["inputmode"] = "numeric"
            return text
        case FieldKind.CHOICE:
            offered = [(value, capfirst(label)) for value, label in field.choices.items()]
            if not field.is_required:
                offered = [("", _("Not recorded")), *offered]
            return forms.ChoiceField(
                label=field.title,
                choices=offered,
                required=field.is_required,
                help_text=str(field.hint),
            )
        case FieldKind.FLAG:
            return flag_field(field.title, hint=str(field.hint))
        case FieldKind.DAY:
            return day_field(field.title, required=field.is_required, hint=str(field.hint))
    assert_never(field.kind)


def offer_units(form: forms.Form, name: str, units: list[Unit]) -> None:
    """Let the field `name` offer these units; a single one is chosen already."""
    field: Any = form.fields[name]
    offered = [(unit.code, unit.name) for unit in units]
    field.choices = (
        offered if len(offered) == 1 else [("", gettext_lazy("Choose a unit")), *offered]
    )


def purpose_field(help_text: LabelText) -> forms.CharField:
    """The question for what sensitive data are needed; `help_text` says who reads the answer."""
    label = gettext_lazy("For what do you need these data?")
    return forms.CharField(label=label, max_length=300, help_text=help_text)
