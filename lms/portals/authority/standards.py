"""/to-chuc/tieu-chuan/: the standards of posts with level, period and source; setting and ending
one.
"""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from lms.core import clock
from lms.core.errors import NotFound
from lms.people.organisation.models import Role, UnitLevel
from lms.people.organisation.policies import has_any, may_on
from lms.people.organisation.queries import units_of
from lms.people.personnel.models import Dimension, Group, QualificationLevel, Rank
from lms.people.rulebook.models import Basis
from lms.people.standards.actions import StandardDraft, end_standard, set_standard
from lms.people.standards.models import Standard
from lms.people.standards.queries import standard_history, standards_on
from lms.portals.authority.fields import verified_field
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.views import ActorRequest, actor_view

_ANY = [("", gettext_lazy("any"))]
_DAY = {"type": "date"}


class StandardDayForm(forms.Form):
    """The day of the list."""

    ngay = forms.DateField(
        label=pgettext_lazy("date", "As of"), widget=forms.DateInput(_DAY, format="%Y-%m-%d")
    )


class StandardForm(forms.Form):
    """A new standard; a field that stays at “any” does not narrow it."""

    unit = forms.ChoiceField(
        label=gettext_lazy("Unit"), help_text=gettext_lazy("It holds here and in the units below.")
    )
    unit_level = forms.ChoiceField(
        label=gettext_lazy("Level of the post's unit"),
        choices=[*_ANY, *UnitLevel.choices],
        required=False,
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Group"), choices=[*_ANY, *Group.choices], required=False
    )
    title = forms.CharField(
        label=gettext_lazy("The title begins with"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Capital letters and marks do not matter. Empty: every title."),
    )
    rank = forms.ChoiceField(
        label=gettext_lazy("Rank or grade"), choices=[*_ANY, *Rank.choices], required=False
    )
    keys_only = forms.BooleanField(label=gettext_lazy("Key officials only"), required=False)
    dimension = forms.ChoiceField(label=gettext_lazy("Dimension"), choices=Dimension.choices)
    least = forms.ChoiceField(label=gettext_lazy("Least level"), choices=QualificationLevel.choices)
    valid_from = forms.DateField(
        label=gettext_lazy("Holds from"), widget=forms.DateInput(_DAY, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=pgettext_lazy("standard", "Last day"),
        required=False,
        widget=forms.DateInput(_DAY, format="%Y-%m-%d"),
    )
    basis = forms.ChoiceField(
        label=pgettext_lazy("standard", "Kind of ground"), choices=Basis.choices
    )
    source = forms.CharField(
        label=pgettext_lazy("rule", "Source"),
        max_length=300,
        help_text=gettext_lazy("Number and day of the document, or the practice that it follows."),
    )
    is_verified = verified_field()
    reason = forms.CharField(label=gettext_lazy("Why it is set"), max_length=300, required=False)


class EndStandardForm(forms.Form):
    """The last day of a standard."""

    on = forms.DateField(
        label=pgettext_lazy("standard", "Last day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=gettext_lazy("Why it ends"), max_length=300)


@actor_view("GET")
def show_standards(request: ActorRequest) -> HttpResponse:
    """The standards of one day, dimension by dimension."""
    form = StandardDayForm(request.GET if "ngay" in request.GET else {"ngay": clock.today()})
    day: dt.date = form.cleaned_data["ngay"] if form.is_valid() else clock.today()
    rows = [(row, _describe_posts(row)) for row in standards_on(request.actor, day)]
    context = {"form": form, "day": day, "rows": rows, "may_set": _may_set(request)}
    return render(request, "authority/standards/list.html", context, status=status_of(form))


@actor_view("GET", "POST")
def show_standard_form(request: ActorRequest) -> HttpResponse:
    """Set a standard in a unit of the actor's area."""
    if not _may_set(request):
        raise NotFound
    units = {unit.code: unit for unit in units_of(request.actor, Role.AUTHORITY)}
    initial = {"valid_from": clock.today(), "unit": next(iter(units), "")}
    form = StandardForm(posted_data(request), initial=initial)
    unit_field: Any = form.fields["unit"]
    unit_field.choices = [(code, unit.name) for code, unit in units.items()]
    if form.is_valid():
        unit = units[form.cleaned_data["unit"]]
        standard_set = apply_action(
            form, lambda: set_standard(actor=request.actor, draft=_standard_draft(form), unit=unit)
        )
        if standard_set is not None:
            messages.success(request, _("The standard is set."))
            return redirect("authority_standard", pk=standard_set.pk)
    return render(request, "authority/standards/new.html", {"form": form}, status=status_of(form))


@actor_view("GET", "POST")
def show_standard(request: ActorRequest, pk: int) -> HttpResponse:
    """One standard with its history; POST ends it."""
    current, rows = standard_history(request.actor, pk)
    unit = current.unit
    may_end = (
        current.replaced_at is None
        and unit is not None
        and may_on(request.actor, unit, Role.AUTHORITY)
    )
    form = EndStandardForm(posted_data(request))
    if form.is_valid():
        fields = form.cleaned_data
        ended = apply_action(
            form,
            lambda: end_standard(
                actor=request.actor, standard=current, on=fields["on"], reason=fields["reason"]
            ),
        )
        if ended is not None:
            messages.success(request, _("The standard ends; its history is kept."))
            return redirect("authority_standard", pk=ended.pk)
    context = {
        "standard": current,
        "posts": _describe_posts(current),
        "rows": rows,
        "form": form,
        "may_end": may_end,
        "today": clock.today(),
    }
    return render(request, "authority/standards/one.html", context, status=status_of(form))


def _describe_posts(standard: Standard) -> str:
    """The posts that a standard asks a level of, in words."""
    words = []
    if standard.group:
        words.append(standard.get_group_display())
    if standard.unit_level:
        level = standard.get_unit_level_display()
        words.append(pgettext("standard", "units of level “%(level)s”") % {"level": level})
    if standard.title_fold:
        title = standard.title or standard.title_fold
        words.append(pgettext("standard", "titles that begin with “%(title)s”") % {"title": title})
    if standard.rank:
        rank = standard.get_rank_display()
        words.append(pgettext("standard", "rank %(rank)s") % {"rank": rank})
    if standard.keys_only:
        words.append(_("key officials only"))
    if not words:
        return pgettext("standard", "every post")
    return "; ".join(words)


def _may_set(request: ActorRequest) -> bool:
    return has_any(request.actor, Role.AUTHORITY)


def _standard_draft(form: StandardForm) -> StandardDraft:
    data = dict(form.cleaned_data)
    del data["unit"]
    return StandardDraft(**data)
