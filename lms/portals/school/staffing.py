"""The office ends an assignment to a class."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import clock
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.classes import actions, queries


class EndAssignmentForm(forms.Form):
    """The last day of an assignment, and why it ends."""

    on = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


@actor_view("GET", "POST")
def end_assignment(request: ActorRequest, code: str, pk: int) -> HttpResponse:
    """End the assignment of one person to the class on a day, with the reason."""
    group = queries.managed_class(request.actor, code)
    assignment = queries.staff_member(group, pk)
    form = EndAssignmentForm(posted_data(request), initial={"on": clock.today()})
    if form.is_valid():
        apply_action(
            form,
            lambda: actions.end_staff(actor=request.actor, staff=assignment, **form.cleaned_data),
        )
        if not form.errors:
            messages.success(
                request, _("The assignment of %(name)s ends.") % {"name": assignment.user}
            )
            return redirect("school_class", code=code)
    context = {"group": group, "assignment": assignment, "form": form}
    return render(request, "school/classes/end_assignment.html", context, status=status_of(form))
