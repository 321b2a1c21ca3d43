"""One person's file: its entries, account and papers, the sensitive fields, the history."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.audit.queries import events_about as events_of
from lms.outcomes.reporting.queries import studies_of_official
from lms.people.personnel.actions import correct_sensitive, look_at_sensitive
from lms.people.personnel.fields import FieldLine, field_lines
from lms.people.personnel.models import Official, Sensitive
from lms.people.personnel.policies import may_keep, may_open_evidence
from lms.people.personnel.queries import (
    career_of,
    entries_of,
    evidence_of,
    file_of,
    units_kept,
)
from lms.people.personnel.rendering import describe_history
from lms.people.personnel.states import QualificationState
from lms.portals.kit.forms import UNPROCESSABLE, apply_action
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.shared.access import account_access
from lms.portals.unit.people.forms import LookPurposeForm, SensitiveForm


@actor_view("GET", "POST")
def show_person(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """The file; `do` of a POST names a step of the account or of the sensitive fields."""
    official = file_of(request.actor, uid)
    access = account_access(request, official)
    if access.answer is not None:
        return access.answer
    sensitive = _SensitiveCard(request, official)
    if sensitive.saved:
        return redirect(request.path)
    context = {
        "official": official,
        "lines": field_lines(official),
        "access": access,
        "sensitive": sensitive,
        "studying": studies_of_official(official),
        "career": career_of(official),
        **_allowed_actions(request, official),
    }
    status = UNPROCESSABLE if sensitive.refused else access.status
    return render(request, "unit/people/person.html", context, status=status)


@actor_view("GET")
def show_history(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """The audit log of this file and of the entries merged into it, newest first."""
    official = file_of(request.actor, uid)
    page = page_of(request, events_of(*entries_of(official)))
    context = {"official": official, "page": page, "entries": describe_history(page)}
    return render(request, "unit/people/history.html", context)


@actor_view("GET")
def download_evidence(request: ActorRequest, uid: uuid.UUID, which: uuid.UUID) -> FileResponse:
    """Send the paper of a qualification to the person or to those who keep the file.

    It is a download of no known type: a browser never shows what somebody uploaded.
    """
    qualification = evidence_of(request.actor, uid, which)
    kind = str(qualification.evidence.name).rpartition(".")[2]
    name = f"{qualification.official.code}-{qualification.dimension}-{qualification.level}.{kind}"
    return FileResponse(
        qualification.evidence.open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
    )


class _SensitiveCard:
    """The sensitive fields on the page: they are read once a purpose is stated, and recorded."""

    def __init__(self, request: ActorRequest, official: Official) -> None:
        step = request.POST.get("do", "") if request.method == "POST" else ""
        self.purpose = LookPurposeForm(request.POST if step == "look" else None)
        self.form: SensitiveForm | None = None
        self.values: Sensitive | None = None
        self.lines: list[FieldLine] = []
        self.saved = False
        if step == "look" and self.purpose.is_valid():
            self._show_values(request, official)
        if step == "sensitive":
            self._correct_values(request, official)

    @property
    def refused(self) -> bool:
        """Whether a form shows errors."""
        return any(
            form is not None and form.is_bound and form.errors for form in (self.purpose, self.form)
        )

    def _show_values(self, request: ActorRequest, official: Official) -> None:
        purpose = self.purpose.cleaned_data["purpose"]
        self.values = apply_action(
            self.purpose,
            lambda: look_at_sensitive(actor=request.actor, official=official, purpose=purpose),
        )
        if self.values is not None:
            self.lines = field_lines(self.values)
            initial: dict[str, Any] = {line.field.key: line.value for line in self.lines}
            self.form = SensitiveForm(initial={**initial, "purpose": purpose})

    def _correct_values(self, request: ActorRequest, official: Official) -> None:
        form = self.form = SensitiveForm(request.POST)
        if form.is_valid():
            apply_action(
                form,
                lambda: correct_sensitive(
                    actor=request.actor,
                    official=official,
                    values=form.field_values(),
                    purpose=form.cleaned_data["purpose"],
                ),
            )
            self.saved = not form.errors
        if self.saved:
            messages.success(request, _("The sensitive data are corrected."))


def _allowed_actions(request: ActorRequest, official: Official) -> dict[str, Any]:
    """What the actor may do with this file; the templates offer nothing else."""
    actor = request.actor
    is_own = official.user_id == actor.user_id
    kept_units = {unit.pk for unit in units_kept(actor)}
    keeps = may_keep(actor, official)
    declared_count = official.qualifications.filter(state=QualificationState.DECLARED).count()
    return {
        "is_own": is_own,
        "keeps": keeps,
        "writes": keeps and not is_own,
        # Somebody who left the register can be given a post again.
        "appoints": bool(kept_units) and not is_own,
        "kept_units": kept_units,
        "opens": may_open_evidence(actor, official),
        "declared_count": declared_count,
        "today": clock.today(),
    }
