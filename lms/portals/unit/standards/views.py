"""The list of gaps, a review of many people at once, one person, the list as Excel."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import TextChoices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from lms.core import clock, text
from lms.core.spreadsheets import ExportSheet, ExportSource, render_workbook
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.people.personnel.models import Dimension
from lms.people.standards.actions import DecisionDraft, decide_standard, decide_standards
from lms.people.standards.models import StandardDecision
from lms.people.standards.queries import (
    Gap,
    decisions_of,
    gaps_of,
    reviewable_among,
    reviewed_official,
)
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.unit.standards.listing import (
    COLUMNS,
    GapFilters,
    GapList,
    describe_state,
    list_gaps,
    read_day,
    read_filters,
)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StandardReviewForm(forms.Form):
    """The document and day of a review, for everybody who was ticked."""

    decision = forms.CharField(
        label=gettext_lazy("Number of the review's document"), max_length=120, required=False
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Decided on"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class StandardDecisionForm(forms.Form):
    """One decision about one dimension."""

    dimension = forms.ChoiceField(label=gettext_lazy("Dimension"), choices=Dimension.choices)
    basis = forms.ChoiceField(
        label=pgettext_lazy("standard", "Decision"), choices=StandardDecision.Basis.choices
    )
    decision = forms.CharField(
        label=gettext_lazy("Number of the document"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("An exception has one."),
    )
    deadline = forms.DateField(
        label=gettext_lazy("Deadline"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Only with “not yet, with a personal deadline”."),
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Decided on"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    remark = forms.CharField(label=gettext_lazy("Remark"), max_length=300, required=False)


@actor_view("GET", "POST")
def show_gaps(request: ActorRequest) -> HttpResponse:
    """Figures with links to names, and the people of the filters; POST reviews the ticked ones."""
    filters = read_filters(request, request.POST if request.method == "POST" else request.GET)
    gap_list = list_gaps(request, filters)
    form = StandardReviewForm(posted_data(request), initial={"decided_on": clock.today()})
    if form.is_valid():
        written = apply_action(form, lambda: _write_reviews(request, gap_list, form))
        if written is not None:
            _report_reviews(request, written)
            return redirect(f"{reverse('unit_standards')}?{filters.query()}")
    return _show_list(request, gap_list, form)


@actor_view("GET", "POST")
def show_person(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """The standards of one official on a day, the levels they hold, and what was decided.

    Today's page also has a form to decide.
    """
    official = reviewed_official(request.actor, uid)
    today = clock.today()
    day = read_day(request.GET)
    gaps_of_person = gaps_of(official, day)
    form = StandardDecisionForm(posted_data(request), initial={"decided_on": today})
    asked_dimensions = [gap.dimension for gap in gaps_of_person] or list(Dimension)
    dimension_field: Any = form.fields["dimension"]
    dimension_field.choices = _label_choices(asked_dimensions)
    basis_field: Any = form.fields["basis"]
    basis_field.choices = _label_choices(StandardDecision.Basis)
    if form.is_valid():
        apply_action(
            form,
            lambda: decide_standard(
                actor=request.actor, official=official, draft=_decision_draft(form)
            ),
        )
        if form.is_valid():
            messages.success(request, _("The decision is written down."))
            return redirect("unit_standards_person", uid=uid)
    context = {
        "official": official,
        "gaps": gaps_of_person,
        "form": form,
        "decisions": decisions_of(official),
        "day": day,
        "may_decide": (
            day == today and official.pk in reviewable_among(request.actor, [official.pk])
        ),
        "posts": official.posts.select_related("unit").order_by("-is_main", "-valid_from")[:3],
    }
    return render(request, "unit/standards/person.html", context, status=status_of(form))


@actor_view("POST")
def export_gaps(request: ActorRequest) -> HttpResponse:
    """Send the people of the filters as Excel, with a sheet of sources."""
    gap_list = list_gaps(request, read_filters(request, request.POST))
    filters = gap_list.filters
    sheet = ExportSheet(
        pgettext("sheet", "Standards"),
        _("Standards of posts, %(unit)s") % {"unit": gap_list.name},
        _sheet_columns(),
        (_sheet_row(number, gap) for number, gap in enumerate(gap_list.shown, start=1)),
    )
    source = ExportSource(
        request.actor.name, filters.day, _describe_filters(gap_list), _define_figures()
    )
    response = HttpResponse(render_workbook([sheet], source), content_type=_XLSX)
    name = f"tieu-chuan-{text.make_slug(filters.unit.code)}-{filters.day:%Y%m%d}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _define_figures() -> list[str]:
    """What the figures mean, one sentence for each."""
    return [
        _(
            "People: who had a post in this unit or below it on that day. A person stands once in"
            " every dimension in which their posts ask something or something was decided."
        ),
        _(
            "Required: the standard of their posts on that day; the narrowest one holds, over"
            " several posts the highest."
        ),
        _("Held: the highest level that those who keep their file had confirmed by that day."),
        _(
            "Met: decided and written down, by level or by exception. A level that would do counts"
            " as nothing until it is decided."
        ),
    ]


def _show_list(request: ActorRequest, gap_list: GapList, form: StandardReviewForm) -> HttpResponse:
    page = page_of(request, gap_list.shown)
    if page.object_list:
        page[0].rows.read(page)
    officials = {gap.official_id for gap in page}
    reviewable = reviewable_among(request.actor, officials) if gap_list.filters.is_today else set()
    context = {
        "gap_list": gap_list,
        "filters": gap_list.filters,
        "page": page,
        "review": form,
        "definitions": _define_figures(),
        "reviewable_keys": {
            gap.key for gap in page if gap.is_open and gap.official_id in reviewable
        },
        "columns": [describe_state(word) for word in COLUMNS],
        "read_at": clock.now(),
        "manages": has_any(request.actor, Role.UNIT_MANAGER),
        "ticked": request.POST.getlist("pick"),
        "all": "chon" in request.GET,
    }
    is_nonsense = not gap_list.filters.form.is_valid()
    return render(
        request, "unit/standards/list.html", context, status=422 if is_nonsense else status_of(form)
    )


def _write_reviews(
    request: ActorRequest, gap_list: GapList, form: StandardReviewForm
) -> list[StandardDecision]:
    """Enter “by level” for the ticked officials and dimensions whose names the actor may read."""
    picked = set(request.POST.getlist("pick"))
    level, fields = StandardDecision.Basis.LEVEL, form.cleaned_data
    return decide_standards(
        actor=request.actor,
        decisions=[
            (
                gap.official,
                DecisionDraft(gap.dimension, level, fields["decided_on"], fields["decision"]),
            )
            for gap in gap_list.all_gaps
            if gap.official_id in gap_list.readable and gap.key in picked
        ],
    )


def _report_reviews(request: ActorRequest, written: list[StandardDecision]) -> None:
    if not written:
        messages.warning(request, _("Nobody was ticked. Tick whose level you confirm as enough."))
        return
    words = ngettext(
        "%(n)s decision is written down.", "%(n)s decisions are written down.", len(written)
    )
    messages.success(request, words % {"n": len(written)})


def _label_choices(choices: Iterable[TextChoices]) -> list[tuple[str, str]]:
    return [(str(choice.value), capfirst(choice.label)) for choice in choices]


def _decision_draft(form: StandardDecisionForm) -> DecisionDraft:
    fields: dict[str, Any] = form.cleaned_data
    return DecisionDraft(
        Dimension(fields["dimension"]),
        StandardDecision.Basis(fields["basis"]),
        fields["decided_on"],
        fields["decision"],
        fields["deadline"],
        fields["remark"],
    )


def _sheet_columns() -> tuple[tuple[str, float], ...]:
    return (
        (_("No."), 6),
        (_("Full name"), 26),
        (_("Staff code"), 14),
        (_("Unit"), 28),
        (_("Post"), 28),
        (_("Dimension"), 20),
        (_("Required"), 18),
        (_("Held"), 18),
        (_("State"), 20),
        (_("Decision"), 24),
        (_("Decided on"), 14),
        (_("Deadline"), 14),
        (_("Remark"), 30),
    )


def _sheet_row(number: int, gap: Gap) -> tuple[Any, ...]:
    decision = gap.decision
    return (
        number,
        gap.official.full_name,
        gap.official.code,
        gap.unit.name if gap.unit else "",
        gap.post.title if gap.post else "",
        str(gap.dimension.label),
        gap.required.get_least_display() if gap.required else "",
        gap.held.get_level_display() if gap.held else "",
        str(gap.state.label),
        decision.decision if decision else "",
        decision.decided_on if decision else None,
        gap.deadline,
        decision.remark if decision else "",
    )


def _describe_filters(gap_list: GapList) -> list[tuple[str, str]]:
    filters: GapFilters = gap_list.filters
    chosen = [(_("Unit"), gap_list.name)]
    if filters.dimension:
        chosen.append((_("Dimension"), str(Dimension(filters.dimension).label)))
    chosen += [
        (_("State"), label) for _query, label, _n, current in gap_list.state_choices() if current
    ]
    return chosen
