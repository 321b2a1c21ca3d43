"""Form fields of the training authority's pages: a unit by its code or name, a day."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.actor import Actor
from lms.people.organisation.area import find_named_units
from lms.people.organisation.models import Unit

# Units that the error names where a name fits several.
_MOST_NAMED = 5


class DayField(forms.DateField):
    """A day, past or to come."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **kwargs)


def verified_field() -> forms.BooleanField:
    """The question whether the one who enters a source has read its original text."""
    label = gettext_lazy("I have checked it against the original text")
    return forms.BooleanField(label=label, required=False)


class UnitField(forms.CharField):
    """A unit of the actor's area, typed as its code or its name; the form sets `actor`."""

    actor: Actor = Actor.nobody()

    def __init__(self, **kwargs: Any) -> None:
        defaults = {
            "label": gettext_lazy("Unit"),
            "help_text": gettext_lazy("Code or name, with or without marks."),
        }
        super().__init__(**defaults | {"max_length": 200} | kwargs)

    def clean(self, value: Any) -> Unit | None:
        typed = super().clean(value)
        if not typed:
            return None
        units = self.find_units(typed)
        if len(units) == 1:
            return units[0]
        if not units:
            raise ValidationError(self.missing_message())
        names = "; ".join(f"{unit.name} ({unit.code})" for unit in units[:_MOST_NAMED])
        raise ValidationError(_("Several units fit: %(names)s. Write the code.") % {"names": names})

    def find_units(self, typed: str) -> list[Unit]:
        """The units that fit the typed code or name."""
        return find_named_units(self.actor, typed)

    def missing_message(self) -> str:
        """What to say where no unit fits."""
        return _(
            "No unit of your area has this code or name. Look it up in the tree, then write its"
            " code."
        )
