"""/don-vi/nhan-su/trung/: entries that may be one person; merging, undoing, keeping both."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.errors import NotFound
from lms.people.organisation.models import Role
from lms.people.organisation.policies import has_any
from lms.people.personnel.actions import merge_officials, tell_apart, undo_merge
from lms.people.personnel.duplicates import (
    MOST_PAIRS,
    find_duplicates,
    kept_merge,
    kept_merges,
    kept_pair,
)
from lms.people.personnel.models import Official
from lms.people.personnel.queries import career_of, held_levels
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view


class MergeForm(forms.Form):
    """The entry that stays, or that they are two people; and the evidence."""

    keep = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("How do you know?"),
        max_length=300,
        help_text=gettext_lazy("For example: compared with the identity card on 22/11/2026."),
    )

    def __init__(self, first: Official, second: Official, *args: Any) -> None:
        super().__init__(*args)
        words = _("One person: keep the entry %(code)s, the other one goes into it")
        keep: Any = self.fields["keep"]
        keep.choices = [
            ("first", words % {"code": first.code}),
            ("second", words % {"code": second.code}),
            ("apart", _("Two people: do not show this pair again")),
        ]


class UndoMergeForm(forms.Form):
    """The reason for which a merge is undone."""

    reason = forms.CharField(label=gettext_lazy("Why is it taken back?"), max_length=300)


@actor_view("GET")
def show_pairs(request: ActorRequest) -> HttpResponse:
    """The pairs, the most likely first, and the merges that were made."""
    if not has_any(request.actor, Role.UNIT_MANAGER, Role.AUTHORITY):
        raise NotFound
    context = {
        "pairs": find_duplicates(request.actor),
        "most": MOST_PAIRS,
        "merges": page_of(request, kept_merges(request.actor)),
        "form": UndoMergeForm(),
    }
    return render(request, "unit/people/twins.html", context)


@actor_view("GET", "POST")
def show_pair(request: ActorRequest, first: uuid.UUID, second: uuid.UUID) -> HttpResponse:
    """Two entries side by side; POST merges them or keeps them apart."""
    first_official, second_official = kept_pair(request.actor, first, second)
    form = MergeForm(first_official, second_official, posted_data(request))
    if form.is_valid() and _decide_pair(request, form, first_official, second_official):
        return redirect("unit_twins")
    sides = [
        (official, career_of(official), held_levels(official))
        for official in (first_official, second_official)
    ]
    context = {"sides": sides, "form": form}
    return render(request, "unit/people/twin.html", context, status=status_of(form))


@actor_view("GET", "POST")
def show_unmerging(request: ActorRequest, pk: int) -> HttpResponse:
    """Undo a merge."""
    merge = kept_merge(request.actor, pk)
    form = UndoMergeForm(posted_data(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        apply_action(form, lambda: undo_merge(actor=request.actor, merge=merge, reason=reason))
        if not form.errors:
            messages.success(request, _("The two entries are apart again, as they were."))
            return redirect("unit_twins")
    context = {"merge": merge, "form": form}
    return render(request, "unit/people/unmerge.html", context, status=status_of(form))


def _decide_pair(request: ActorRequest, form: MergeForm, first: Official, second: Official) -> bool:
    """Do what the form says; a refusal is added to it. Returns whether it was done."""
    reason, keep = form.cleaned_data["reason"], form.cleaned_data["keep"]
    if keep == "apart":
        apply_action(
            form, lambda: tell_apart(actor=request.actor, first=first, second=second, reason=reason)
        )
        success = _("Noted: these are two people.")
    else:
        kept, merged = (first, second) if keep == "first" else (second, first)
        apply_action(
            form,
            lambda: merge_officials(actor=request.actor, kept=kept, merged=merged, reason=reason),
        )
        success = _("The two entries are one now. You can take this back on this page.")
    if not form.errors:
        messages.success(request, success)
    return not form.errors
