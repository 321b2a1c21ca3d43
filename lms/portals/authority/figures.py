"""/bao-cao/so-lieu-cu/: figures of old reports as they were printed, and entering one."""

from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core.errors import NotFound
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.people.personnel.actions.figures import FigureDraft, write_figure
from lms.people.personnel.models import HistoricFigure
from lms.people.personnel.queries.figures import (
    PrintedFigure,
    figures_seen,
    group_figures,
    written_units,
)
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view

_DAY = {"type": "date"}


class FigureForm(forms.Form):
    """A figure of an old report, as it was printed."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    title = forms.CharField(label=gettext_lazy("What was counted"), max_length=200)
    starts_on = forms.DateField(
        label=gettext_lazy("From day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("To day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d")
    )
    qualifier = forms.ChoiceField(
        label=gettext_lazy("As it is printed"),
        choices=HistoricFigure.Qualifier.choices,
        help_text=gettext_lazy("“Trên”, “gần”, “hơn” are kept and never rounded away."),
    )
    value = forms.DecimalField(label=gettext_lazy("Number"), max_digits=12, decimal_places=1)
    measure = forms.ChoiceField(
        label=pgettext_lazy("figure", "Measure"),
        choices=HistoricFigure.Measure.choices,
        help_text=gettext_lazy("Lượt and người are never added to each other."),
    )
    source = forms.CharField(label=pgettext_lazy("rule", "Source"), max_length=300)
    part_of = forms.ChoiceField(label=gettext_lazy("Part of"), required=False)


@actor_view("GET")
def show_figures(request: ActorRequest) -> HttpResponse:
    """The figures of the actor's area, report by report."""
    if not has_any(request.actor, Role.AUTHORITY, Role.AUDITOR):
        raise NotFound
    page = page_of(request, group_figures(figures_seen(request.actor)))
    # `group_figures` sorts by period, unit and source, as groupby needs it.
    reports = [(first, list(rows)) for first, rows in groupby(page, key=_report_of)]
    context = {
        "page": page,
        "reports": reports,
        "may_write": has_any(request.actor, Role.AUTHORITY),
    }
    return render(request, "authority/figures/list.html", context)


@actor_view("GET", "POST")
def show_figure_form(request: ActorRequest) -> HttpResponse:
    """Enter a printed figure."""
    if not has_any(request.actor, Role.AUTHORITY):
        raise NotFound
    units = {unit.code: unit for unit in written_units(request.actor)}
    wholes = {str(row.pk): row for row in figures_seen(request.actor).filter(part_of=None)}
    form = FigureForm(posted_data(request))
    unit_field: Any = form.fields["unit"]
    unit_field.choices = [(code, unit.name) for code, unit in units.items()]
    whole_field: Any = form.fields["part_of"]
    whole_field.choices = [("", _("stands alone"))]
    for key, row in wholes.items():
        label = f"{row.title}, {row.starts_on:%d/%m/%Y}–{row.ends_on:%d/%m/%Y}"
        whole_field.choices += [(key, label)]
    if form.is_valid():
        fields = dict(form.cleaned_data)
        fields["unit"] = units[fields["unit"]]
        fields["part_of"] = wholes.get(fields["part_of"])
        draft = FigureDraft(**fields)
        if apply_action(form, lambda: write_figure(actor=request.actor, draft=draft)) is not None:
            messages.success(request, _("The figure is written down."))
            return redirect("authority_figures")
    return render(request, "authority/figures/new.html", {"form": form}, status=status_of(form))


def _report_of(printed_figure: PrintedFigure) -> tuple[object, ...]:
    """What figures of one report share: unit, period and source."""
    figure = printed_figure.figure
    return figure.unit, figure.starts_on, figure.ends_on, figure.source
