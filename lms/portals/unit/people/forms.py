"""The forms of a file; each builds the draft that its action takes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.people.organisation.models import Unit
from lms.people.personnel.actions import (
    OfficialDraft,
    PostDraft,
    QualificationDraft,
    RankDraft,
    RatingDraft,
    TrainingDraft,
)
from lms.people.personnel.fields import (
    FURTHER_FIELDS,
    OPEN_FIELDS,
    SENSITIVE_FIELDS,
    FieldValue,
    OfficialField,
    in_page_order,
)
from lms.people.personnel.levels import LADDER
from lms.people.personnel.models import (
    Group,
    Official,
    Post,
    Qualification,
    QualificationLevel,
    Rank,
)
from lms.people.personnel.queries.careers import RatingScale
from lms.portals.unit.people import fields

_DECISION = gettext_lazy("For example: QĐ 12/QĐ-UBND")


class PostForm(forms.Form):
    """A post at one of the units that the actor manages."""

    unit = forms.ChoiceField(label=pgettext_lazy("post", "Unit"))
    title = fields.text_field(gettext_lazy("Title of the post"), 160)
    position = fields.text_field(
        gettext_lazy("Job position, if it is named apart from the title"), 160, required=False
    )
    group = fields.choice_field(
        pgettext_lazy("officials", "Group"), Group, initial=Group.CIVIL_SERVANT
    )
    kind = fields.choice_field(gettext_lazy("Kind of post"), Post.Kind, initial=Post.Kind.REGULAR)
    tier = fields.choice_field(gettext_lazy("Managed by"), Post.Tier, initial=Post.Tier.UNIT)
    is_key = fields.flag_field(gettext_lazy("Key official"))
    decision = fields.text_field(
        gettext_lazy("Number of the decision"), 120, required=False, hint=_DECISION
    )
    valid_from = fields.day_field(pgettext_lazy("post", "From"))

    def __init__(self, units: list[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.code: unit for unit in units}
        fields.offer_units(self, "unit", units)

    def post_draft(self) -> PostDraft:
        """The post of a valid form."""
        typed = self.cleaned_data
        return PostDraft(
            self.units[typed["unit"]],
            typed["title"],
            Group(typed["group"]),
            typed["valid_from"],
            valid_to=typed.get("valid_to"),
            is_key=typed["is_key"],
            is_main=typed.get("is_main", True),
            kind=Post.Kind(typed["kind"]),
            tier=Post.Tier(typed["tier"]),
            position=typed["position"],
            decision=typed["decision"],
        )


class AppointForm(PostForm):
    """A post beside those held so far."""

    is_main = fields.flag_field(
        gettext_lazy("This is the main post"),
        initial=True,
        hint=gettext_lazy("The main post so far then goes on as a concurrent one."),
    )
    valid_to = fields.day_field(
        pgettext_lazy("post", "Until"),
        required=False,
        hint=gettext_lazy("Only where the end is decided already, as with a secondment."),
    )
    field_order = (
        "unit",
        "title",
        "position",
        "group",
        "kind",
        "tier",
        "is_key",
        "is_main",
        "decision",
        "valid_from",
        "valid_to",
    )


class TransferForm(PostForm):
    """The post at the new unit; it is the main one."""

    field_order = (
        "unit",
        "title",
        "position",
        "group",
        "kind",
        "tier",
        "is_key",
        "valid_from",
        "decision",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].label = gettext_lazy("New unit")
        self.fields["decision"].required = True


class NewOfficialForm(PostForm):
    """Somebody who is not in the register yet, with their post."""

    full_name = fields.text_field(
        gettext_lazy("Full name"), 120, hint=gettext_lazy("Family name first, with marks.")
    )
    birth_date = fields.birth_date_field()
    code = fields.text_field(
        gettext_lazy("Staff code"),
        32,
        required=False,
        hint=gettext_lazy("Leave it empty to take the next free one of the unit."),
    )
    different = fields.flag_field(gettext_lazy("I have checked: this is another person"))
    field_order = (
        "full_name",
        "birth_date",
        *(field.key for field in FURTHER_FIELDS),
        "unit",
        "title",
        "position",
        "group",
        "kind",
        "tier",
        "is_key",
        "valid_from",
        "decision",
        "code",
        "different",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.add_register_fields(self, FURTHER_FIELDS)
        self.order_fields(self.field_order)
        sex: Any = self.fields["sex"]
        sex.widget = forms.RadioSelect(choices=sex.choices)

    def official_draft(self) -> OfficialDraft:
        """The official of a valid form, with their post."""
        typed = self.cleaned_data
        return OfficialDraft(
            typed["code"],
            typed["full_name"],
            typed["birth_date"],
            typed["sex"],
            (self.post_draft(),),
            further=_values_of(FURTHER_FIELDS, typed),
        )


class IdentityForm(forms.Form):
    """The open fields of a person."""

    full_name = fields.text_field(gettext_lazy("Full name"), 120)
    birth_date = fields.birth_date_field()
    code = fields.text_field(
        gettext_lazy("Staff code"),
        32,
        hint=gettext_lazy(
            "Who signs in with the staff code signs in with the new one from then on."
        ),
    )
    reason = fields.text_field(gettext_lazy("By which paper is it corrected?"), 300)
    field_order = (
        "full_name",
        "birth_date",
        *(field.key for field in FURTHER_FIELDS),
        "code",
        "reason",
    )

    def __init__(self, official: Official, data: Any = None, files: Any = None) -> None:
        initial: dict[str, Any] = {field.key: field.value_of(official) for field in OPEN_FIELDS}
        initial["birth_date"] = official.birth
        super().__init__(data, files, initial=initial)
        fields.add_register_fields(self, FURTHER_FIELDS)
        self.order_fields(self.field_order)

    def corrections(self) -> dict[str, Any]:
        """What a valid form says, as `correct_official` takes it."""
        corrections = {name: self.cleaned_data[name] for name in self.base_fields}
        return {**corrections, "further": _values_of(FURTHER_FIELDS, self.cleaned_data)}


class EndEntryForm(forms.Form):
    """The end of a post or a rank."""

    on = fields.day_field(pgettext_lazy("post", "Last day"))
    reason = fields.text_field(
        gettext_lazy("Why does it end?"), 300, hint=gettext_lazy("With the number of the decision.")
    )


class RankForm(forms.Form):
    """A rank or a professional grade."""

    rank = fields.choice_field(gettext_lazy("Rank or professional grade"), Rank)
    title = fields.text_field(
        gettext_lazy("As the decision words it"),
        120,
        required=False,
        hint=gettext_lazy("For example: Chuyên viên chính"),
    )
    decision = fields.text_field(
        gettext_lazy("Number of the decision"), 120, required=False, hint=_DECISION
    )
    valid_from = fields.day_field(pgettext_lazy("post", "From"))

    def build_draft(self) -> RankDraft:
        typed = self.cleaned_data
        return RankDraft(
            Rank(typed["rank"]), typed["valid_from"], typed["title"], typed["decision"]
        )


class QualificationForm(forms.Form):
    """A level of one dimension; one list offers both at once."""

    held = forms.ChoiceField(label=gettext_lazy("Qualification and level"))
    field = fields.text_field(
        gettext_lazy("Field of study"),
        120,
        required=False,
        hint=gettext_lazy("For example: Luật, Hành chính học"),
    )
    institution = fields.text_field(gettext_lazy("Institution"), 200, required=False)
    mode = fields.choice_field(
        gettext_lazy("Mode of study"), Qualification.Mode, empty=gettext_lazy("Not recorded")
    )
    held_from = fields.day_field(
        gettext_lazy("Held since"), hint=gettext_lazy("The day on the diploma or certificate.")
    )
    evidence = forms.FileField(
        label=gettext_lazy("Scan or photo of the paper"),
        required=False,
        help_text=gettext_lazy("PDF, JPG or PNG, up to 10 MB"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held: Any = self.fields["held"]
        held.choices = [("", gettext_lazy("Choose a level"))] + [
            (
                capfirst(dimension.label),
                [
                    (f"{dimension}:{level}", capfirst(QualificationLevel(level).label))
                    for level in ladder
                ],
            )
            for dimension, ladder in LADDER.items()
        ]

    def build_draft(self) -> QualificationDraft:
        typed = self.cleaned_data
        dimension, level = typed["held"].split(":")
        names = {dimension.value: dimension for dimension in LADDER}
        return QualificationDraft(
            names[dimension],
            QualificationLevel(level),
            typed["held_from"],
            typed["field"],
            typed["institution"],
            typed["mode"],
        )


class DecideQualificationForm(forms.Form):
    """The decision on a declared qualification."""

    CONFIRM, REFUSE = "confirm", "refuse"
    answer = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            (CONFIRM, gettext_lazy("Confirm: I have seen the paper")),
            (REFUSE, gettext_lazy("Refuse")),
        ],
    )
    reason = fields.text_field(
        gettext_lazy("Why is it refused?"),
        300,
        required=False,
        hint=gettext_lazy("The person reads this and can declare it again."),
    )


class RatingForm(forms.Form):
    """A level on the scale of the period."""

    value = forms.ChoiceField(label=gettext_lazy("Level reached"), widget=forms.RadioSelect)
    decided_on = fields.day_field(gettext_lazy("Date of the decision"))
    decision = fields.text_field(
        gettext_lazy("Number of the decision"), 120, required=False, hint=_DECISION
    )

    def __init__(self, period: str, scale: RatingScale, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period, self.scale = period, scale
        value: Any = self.fields["value"]
        value.choices = list(scale.levels)

    def build_draft(self) -> RatingDraft:
        typed = self.cleaned_data
        return RatingDraft(
            self.period, self.scale.key, typed["value"], typed["decided_on"], typed["decision"]
        )


class TrainingForm(forms.Form):
    """A course that was completed outside this system."""

    title = fields.text_field(gettext_lazy("Name of the programme"), 200)
    school = fields.text_field(gettext_lazy("Who held it"), 200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of training"),
        choices=[
            ("bồi dưỡng", pgettext_lazy("training", "Refresher course")),
            ("đào tạo", pgettext_lazy("training", "Education programme")),
            ("tập huấn", pgettext_lazy("training", "Workshop")),
        ],
    )
    periods = forms.IntegerField(
        label=gettext_lazy("Number of tiết"), min_value=0, max_value=10_000
    )
    starts_on = fields.day_field(gettext_lazy("First day"))
    ends_on = fields.day_field(gettext_lazy("Last day"))
    document = fields.text_field(gettext_lazy("Number of the certificate"), 80, required=False)

    def build_draft(self) -> TrainingDraft:
        return TrainingDraft(source="", **self.cleaned_data)


class LookPurposeForm(forms.Form):
    """The purpose for which the sensitive fields are needed."""

    purpose = fields.purpose_field(
        gettext_lazy("Your name, the time and this purpose are written down.")
    )


class SensitiveForm(forms.Form):
    """The sensitive fields; the purpose is the one for which they were shown."""

    purpose = forms.CharField(max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields.add_register_fields(self, in_page_order(SENSITIVE_FIELDS))

    def field_values(self) -> dict[str, FieldValue]:
        """What a valid form says of the sensitive fields."""
        return _values_of(SENSITIVE_FIELDS, self.cleaned_data)


def _values_of(chosen: Iterable[OfficialField], typed: Mapping[str, Any]) -> dict[str, FieldValue]:
    return {field.key: typed[field.key] for field in chosen}
