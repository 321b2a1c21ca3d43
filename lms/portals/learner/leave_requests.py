"""What a learner does with a request for leave that was sent already."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lms.portals.kit.forms import apply_action
from lms.portals.kit.views import ActorRequest, actor_view
from lms.teaching.attendance import actions, queries


@actor_view("POST")
def take_back_request(request: ActorRequest, request_id: uuid.UUID) -> HttpResponse:
    """Take back the learner's own request while it waits for a decision."""
    leave = queries.my_leave_request(request.actor, request_id)
    form = forms.Form(request.POST)
    form.is_valid()  # so that a refusal can be added to the form
    apply_action(form, lambda: actions.take_back_leave(actor=request.actor, leave=leave))
    if form.errors:
        messages.error(request, " ".join(str(error) for error in form.non_field_errors()))
    else:
        messages.success(request, _("Your request for leave is taken back."))
    return redirect("class_page", code=leave.meeting.group.code)
