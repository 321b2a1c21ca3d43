"""The forms of the rulebook: filters, a new value, withdrawing one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core.actor import Actor
from lms.people.organisation.models import Unit, UnitLevel
from lms.people.rulebook.catalogue import RuleEntry, RuleScope
from lms.people.rulebook.models import Basis, Group
from lms.people.rulebook.queries import named_units
from lms.portals.authority.fields import DayField, UnitField, verified_field

_EVERY = ("", pgettext_lazy("rules", "all"))


class _RuleUnitField(UnitField):
    """A unit where rules are read; with `to_set` only units whose rules the actor may set."""

    to_set = False

    def find_units(self, typed: str) -> list[Unit]:
        return named_units(self.actor, typed, to_set=self.to_set)

    def missing_message(self) -> str:
        return _("No unit of yours has this code or name.")


class RuleFilterForm(forms.Form):
    """The unit, day and group for which rules are shown; on the list also words to search for."""

    tim = forms.CharField(
        label=gettext_lazy("Words of the rule or its source"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    don_vi = _RuleUnitField(
        label=gettext_lazy("At the unit"),
        required=False,
    )
    ngay = DayField(label=gettext_lazy("On the day"))
    nhom = forms.ChoiceField(
        label=gettext_lazy("For the group"), required=False, choices=[_EVERY, *Group.choices]
    )

    def __init__(self, actor: Actor, entry: RuleEntry | None, data: dict[str, str]) -> None:
        super().__init__(data)
        unit = self.fields["don_vi"]
        assert isinstance(unit, _RuleUnitField)
        unit.actor = actor
        if entry is not None:
            del self.fields["tim"]
        if entry is None or RuleScope.GROUP not in entry.scopes:
            del self.fields["nhom"]


class SetRuleForm(forms.Form):
    """A new value of one rule, typed in the writing of its kind."""

    unit = _RuleUnitField(
        label=gettext_lazy("Holds at"),
        max_length=200,
        help_text=gettext_lazy("Code or name of a unit; it holds there and in all units below."),
    )
    group = forms.ChoiceField(
        label=gettext_lazy("For the group"), required=False, choices=[_EVERY, *Group.choices]
    )
    level = forms.ChoiceField(
        label=gettext_lazy("For units of the level"),
        required=False,
        choices=[_EVERY, *UnitLevel.choices],
    )
    none = forms.BooleanField(label=gettext_lazy("No minimum applies"), required=False)
    value = forms.CharField(label=pgettext_lazy("rule", "Value"), required=False, max_length=8000)
    valid_from = DayField(label=gettext_lazy("From the day"))
    valid_to = DayField(
        label=gettext_lazy("To the end of the day"),
        required=False,
        help_text=gettext_lazy("Empty: until another value is set."),
    )
    basis = forms.ChoiceField(label=gettext_lazy("It rests on"), choices=Basis.choices)
    source = forms.CharField(
        label=pgettext_lazy("rule", "Source"),
        max_length=300,
        help_text=gettext_lazy("Number, day and article of the document, or whose practice it is."),
    )
    is_verified = verified_field()
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Needed where the day has passed already."),
    )

    def __init__(self, actor: Actor, entry: RuleEntry, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, value = self.fields["unit"], self.fields["value"]
        assert isinstance(unit, _RuleUnitField)
        unit.actor = actor
        unit.to_set = True
        value.help_text = entry.kind.hint()
        value.required = not entry.none_ok
        if entry.yearly:
            self.fields["valid_from"].help_text = _("The list holds to the end of its year.")
        if entry.kind.many_lines:
            value.widget = forms.Textarea({"rows": 8})
        elif entry.measure:
            value.label = f"{value.label} ({entry.measure})"
        for name, applies in (
            ("group", RuleScope.GROUP in entry.scopes),
            ("level", RuleScope.LEVEL in entry.scopes),
            ("none", entry.none_ok),
            ("valid_to", not entry.yearly),
        ):
            if not applies:
                del self.fields[name]


class WithdrawRuleForm(forms.Form):
    """The reason for which a value that has not begun is withdrawn."""

    reason = forms.CharField(label=gettext_lazy("Why is it taken back?"), required=False)
