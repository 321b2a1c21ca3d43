"""The forms of a reorganisation: units and day, successors, people of a split, confirmation."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core.actor import Actor
from lms.people.organisation.area import MOST_NAMED, units_under_authority
from lms.people.organisation.models import Sector, Succession, UnitLevel
from lms.people.personnel.models import Post
from lms.portals.authority.fields import UnitField
from lms.portals.authority.organisation.act_forms import UnitDecisionForm
from lms.portals.authority.organisation.plan import TypedPlan, TypedSuccessor, units_by_code

# Successors of one reorganisation at most; a split into more units takes two decisions.
MOST_SUCCESSORS = 8

_KINDS = [
    (Succession.Kind.MERGE, gettext_lazy("Merge: several units become one")),
    (Succession.Kind.SPLIT, gettext_lazy("Split: one unit becomes several")),
    (Succession.Kind.CONVERT, gettext_lazy("Convert: one unit goes on as another one")),
    (Succession.Kind.DISSOLVE, gettext_lazy("Dissolve: units end, another one takes over")),
]
# the field of a refusal of the action → the field of this form
_FIELD_OF_REFUSAL = {"predecessors": "units"}


class PlanUnitsForm(UnitDecisionForm):
    """Step 1: `tim` finds units, `units` are the ticked ones; another search keeps them."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of reorganisation"), choices=_KINDS, widget=forms.RadioSelect
    )
    tim = forms.CharField(
        label=gettext_lazy("Find units by name or code"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search"}),
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Units that go over"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Find the units and tick them.")},
    )
    field_order = ("kind", "tim", "units", "on", "decision")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticked = [str(code) for code in self["units"].value() or []]
        search = str(self["tim"].value() or "")
        units = {unit.code: unit for unit in units_by_code(actor, ticked).values()}
        if search.strip():
            units |= {unit.code: unit for unit in units_under_authority(actor, search)[:MOST_NAMED]}
        self.count = len(units)
        unit_field: Any = self.fields["units"]
        unit_field.choices = [(code, f"{unit.name} ({code})") for code, unit in units.items()]

    def typed(self, before: TypedPlan) -> TypedPlan:
        """The plan with the fields of this step; those of later steps are kept."""
        fields = self.cleaned_data
        return TypedPlan(
            kind=fields["kind"],
            units=fields["units"],
            on=fields["on"].isoformat(),
            decision=fields["decision"],
            followers=before.followers,
            titles=before.titles,
            people=before.people,
        )

    def refuse(self, field: str, message: str) -> bool:
        """Put a refusal of the action at its field; returns whether this step has that field."""
        name = _FIELD_OF_REFUSAL.get(field, field)
        if name not in self.fields:
            return False
        self.add_error(name, message)
        return True


class PlanSuccessorForm(forms.Form):
    """Step 2, one successor: a new unit or an existing one."""

    how = forms.ChoiceField(label=gettext_lazy("What follows"), widget=forms.RadioSelect)
    unit = UnitField(
        label=gettext_lazy("Unit that is there (code or name)"),
        required=False,
        help_text=gettext_lazy("It may be one of the units named before: that one then lives on."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the new unit"), max_length=200, required=False
    )
    code = forms.CharField(
        label=gettext_lazy("Code of the new unit"), max_length=32, required=False
    )
    level = forms.ChoiceField(label=pgettext_lazy("unit", "Level"), choices=UnitLevel.choices)
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"), choices=Sector.choices, initial=Sector.GOVERNMENT
    )

    def __init__(self, *args: Any, actor: Actor, may_be_none: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.actor = actor
        choices = [("new", _("A new unit")), ("there", _("A unit that is there"))]
        if may_be_none:
            choices.append(("none", _("Nothing: nobody has a post there any more")))
        how: Any = self.fields["how"]
        how.choices = choices

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        needed = {"new": ("name", "code"), "there": ("unit",)}.get(fields.get("how", ""), ())
        for name in needed:
            if not fields.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(_("Fill this in, or choose otherwise above.")))
        return fields

    def data_as_initial(self) -> dict[str, Any]:
        """The values as they were sent, unchecked, to show the form again."""
        return {name: self[name].value() for name in self.fields}

    def follower(self) -> TypedSuccessor:
        """The successor of a valid form."""
        fields = self.cleaned_data
        unit = fields["unit"].code if fields["how"] == "there" else ""
        return TypedSuccessor(
            fields["how"],
            unit,
            fields["code"].strip(),
            fields["name"].strip(),
            fields["level"],
            fields["sector"],
        )


class PlanPeopleForm(forms.Form):
    """Step 3 of a split: a successor for each title, and another one for single people.

    Whoever is not named goes to the first successor.
    """

    def __init__(
        self,
        *args: Any,
        posts: Iterable[Post],
        successors: list[str],
        before: TypedPlan,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, Post] = {}
        for post in posts:
            self.people.setdefault(str(post.official_id), post)
        self.titles = list(Counter(post.title for post in self.people.values()).items())
        numbered = [(str(index), name) for index, name in enumerate(successors)]
        for index, (title, count) in enumerate(self.titles):
            self.fields[f"t{index}"] = forms.ChoiceField(
                label=f"{title} ({count})",
                choices=numbered,
                initial=str(before.titles.get(title, 0)),
            )
        by_title = ("", _("as the title"))
        for pk, post in self.people.items():
            self.fields[f"p{pk}"] = forms.ChoiceField(
                label=post.official.full_name,
                choices=[by_title, *numbered],
                required=False,
                widget=forms.Select({"aria-labelledby": f"who{pk}"}),
                initial=str(before.people.get(pk, "")),
            )

    @property
    def title_rows(self) -> list[forms.BoundField]:
        return [self[f"t{index}"] for index in range(len(self.titles))]

    @property
    def people_rows(self) -> list[tuple[Post, forms.BoundField]]:
        return [(post, self[f"p{pk}"]) for pk, post in self.people.items()]

    def typed_titles(self) -> dict[str, int]:
        """Title → index of the successor."""
        return {title: int(self.cleaned_data[f"t{i}"]) for i, (title, _n) in enumerate(self.titles)}

    def typed_people(self) -> dict[str, int]:
        """Pk of an official → index of the successor, of those who do not go with their title."""
        places = {}
        for pk in self.people:
            place = self.cleaned_data[f"p{pk}"]
            if place != "":
                places[pk] = int(place)
        return places


def places_of_people(posts: Iterable[Post], typed: TypedPlan) -> dict[int, int]:
    """Pk of an official → index of the successor, as the action takes it.

    Whoever goes to the first successor is left out.
    """
    places: dict[int, int] = {}
    for post in posts:
        if post.official_id not in places:
            by_title = typed.titles.get(post.title, 0)
            places[post.official_id] = typed.people.get(str(post.official_id), by_title)
    return {pk: index for pk, index in places.items() if index}


class ConfirmPlanForm(forms.Form):
    """Step 4: the actor has read what will happen."""

    read = forms.BooleanField(
        label=gettext_lazy("I have read what will happen, and it is what the decision says."),
        error_messages={"required": gettext_lazy("Tick this when you have read the list.")},
    )
