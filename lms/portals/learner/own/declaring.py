"""Khai bổ sung: the official declares a qualification with a photo of the paper; their unit
confirms or refuses it.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core.errors import NotFound
from lms.people.personnel.actions import QualificationDraft, declare_qualification
from lms.people.personnel.levels import LADDER
from lms.people.personnel.models import Dimension, Qualification, QualificationLevel
from lms.people.privacy.queries import own_official
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.views import ActorRequest, actor_view

# Dimensions in which the paper names a language, and those without a field of study.
_LANGUAGES = (Dimension.LANGUAGE, Dimension.ETHNIC)
_WITHOUT_FIELD = (
    Dimension.GENERAL,
    Dimension.THEORY,
    Dimension.STATE,
    Dimension.DEFENCE,
    Dimension.IT,
)


class DeclareForm(forms.Form):
    """A qualification in a dimension that was chosen before."""

    level = forms.ChoiceField(
        label=pgettext_lazy("qualification", "Level"),
        error_messages={"required": gettext_lazy("Choose the level.")},
    )
    field = forms.CharField(label=gettext_lazy("Field of study"), max_length=120, required=False)
    institution = forms.CharField(
        label=gettext_lazy("Issued by (school, centre)"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Write the school or centre that is named on the paper.")
        },
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How you studied"),
        required=False,
        choices=[("", gettext_lazy("not said")), *Qualification.Mode.choices],
    )
    held_from = forms.DateField(
        label=gettext_lazy("Day on the paper"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Write the day that stands on the paper.")},
    )
    evidence = forms.FileField(
        label=gettext_lazy("Photo or scan of the paper"),
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,application/pdf"}),
        help_text=gettext_lazy(
            "JPG, PNG or PDF, up to 10 MB. Without it your unit must see the paper itself."
        ),
    )

    def __init__(self, dimension: Dimension, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        if isinstance(level, forms.ChoiceField):
            level.choices = [
                ("", "…"),
                *((level_choice.value, level_choice.label) for level_choice in LADDER[dimension]),
            ]
        if dimension in _LANGUAGES:
            self.fields["field"].label = _("Which language")
            self.fields["field"].required = True
        if dimension in _WITHOUT_FIELD:
            del self.fields["field"]


@actor_view("GET")
def choose_dimension(request: ActorRequest) -> HttpResponse:
    """The choice of the dimension, on which the levels depend."""
    own_official(request.actor)
    return render(request, "learner/own/choose.html", {"dimensions": Dimension.choices})


@actor_view("GET", "POST")
def show_declaration_form(request: ActorRequest, dimension: str) -> HttpResponse:
    """The form to declare a qualification of one dimension. NotFound for another word."""
    official = own_official(request.actor)
    if dimension not in Dimension.values:
        raise NotFound
    chosen_dimension = Dimension(dimension)
    form_data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DeclareForm(chosen_dimension, *form_data)
    if form_data and form.is_valid():
        draft, evidence = _draft_from(form, chosen_dimension), form.cleaned_data["evidence"]
        apply_action(
            form,
            lambda: declare_qualification(
                actor=request.actor, official=official, draft=draft, evidence=evidence
            ),
        )
        if not form.errors:
            messages.success(
                request, _("Your unit has it now. It counts once the unit has confirmed it.")
            )
            return redirect("learner_own")
    context = {"form": form, "dimension": chosen_dimension.label}
    return render(request, "learner/own/declare.html", context, status=status_of(form))


def _draft_from(form: DeclareForm, dimension: Dimension) -> QualificationDraft:
    fields = form.cleaned_data
    return QualificationDraft(
        dimension,
        QualificationLevel(fields["level"]),
        fields["held_from"],
        fields.get("field", ""),
        fields["institution"],
        fields["mode"],
    )
