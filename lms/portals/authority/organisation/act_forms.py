"""The forms by which a unit is created, renamed, moved or counted as another level."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.people.organisation.models import Sector, UnitLevel
from lms.portals.authority.fields import DayField, UnitField


class UnitDecisionForm(forms.Form):
    """The day from which a change holds, and its decision."""

    on = DayField(
        label=gettext_lazy("From which day"),
        help_text=gettext_lazy(
            "The first day of the new order; it may lie in the past or in the future."
        ),
    )
    decision = forms.CharField(
        label=gettext_lazy("Number of the decision"),
        max_length=120,
        help_text=gettext_lazy("For instance: 12/QĐ-UBND"),
    )


class CreateUnitForm(forms.Form):
    """A new unit below another one."""

    name = forms.CharField(label=gettext_lazy("Name of the unit"), max_length=200)
    code = forms.CharField(
        label=gettext_lazy("Code of the unit"),
        max_length=32,
        help_text=gettext_lazy("Stands in addresses and files, for instance: NASON"),
    )
    eid = forms.CharField(
        label=gettext_lazy("Electronic identifier (mã định danh)"), max_length=35, required=False
    )
    level = forms.ChoiceField(
        label=pgettext_lazy("unit", "Level"),
        choices=UnitLevel.choices,
        initial=UnitLevel.DEPARTMENT,
    )
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"), choices=Sector.choices, initial=Sector.GOVERNMENT
    )
    valid_from = DayField(
        label=gettext_lazy("From which day"),
        help_text=gettext_lazy("Its first day; it may lie in the past or in the future."),
    )


class RenameUnitForm(UnitDecisionForm):
    """The name that the unit gets."""

    name = forms.CharField(label=gettext_lazy("New name"), max_length=200)
    field_order = ("name", "on", "decision")


class MoveUnitForm(UnitDecisionForm):
    """What the unit will stand below."""

    parent = UnitField(label=gettext_lazy("Below which unit"))
    field_order = ("parent", "on", "decision")


class UnitLevelForm(UnitDecisionForm):
    """The level that the unit gets."""

    level = forms.ChoiceField(label=pgettext_lazy("unit", "Level"), choices=UnitLevel.choices)
    field_order = ("level", "on", "decision")
