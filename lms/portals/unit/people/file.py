"""One person's file: everything in it, his account, the sensitive fields with a trace, the papers,
the history.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.audit.queries import history as events_of
from lms.outcomes.reporting.queries import learning
from lms.people.personnel.actions import correct_sensitive, look_at_sensitive
from lms.people.personnel.models import Official, Sensitive
from lms.people.personnel.policies import may_keep, may_open_evidence
from lms.people.personnel.queries import (
    career_of,
    entries_of,
    evidence_of,
    file_of,
    units_kept,
)
from lms.people.personnel.rendering import timeline
from lms.people.personnel.states import QualificationState
from lms.portals.kit.access import access_of
from lms.portals.kit.forms import UNPROCESSABLE, apply
from lms.portals.kit.paging import page_of
from lms.portals.kit.views import ActorRequest, door
from lms.portals.unit.people.forms import PurposeForm, SensitiveForm


@door("GET", "POST")
def person(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """The file; POST `do`: a step of the account, look at the sensitive fields, correct them."""
    official = file_of(request.actor, uid)
    access = access_of(request, official)
    if access.answer is not None:
        return access.answer
    sensitive = _Secret(request, official)
    if sensitive.saved:
        return redirect(request.path)
    context = {
        "official": official,
        "access": access,
        "secret": sensitive,
        "studying": learning(official),
        "career": career_of(official),
        **_rights(request, official),
    }
    status = UNPROCESSABLE if sensitive.refused else access.status
    return render(request, "unit/people/person.html", context, status=status)


@door("GET")
def history(request: ActorRequest, uid: uuid.UUID) -> HttpResponse:
    """What the book says about this file and the entries that were merged into it, newest first."""
    official = file_of(request.actor, uid)
    page = page_of(request, events_of(*entries_of(official)))
    context = {"official": official, "page": page, "entries": timeline(page)}
    return render(request, "unit/people/history.html", context)


@door("GET")
def evidence(request: ActorRequest, uid: uuid.UUID, which: uuid.UUID) -> FileResponse:
    """The paper behind a qualification, to keep and never to show in the browser: for the person
    and his keepers.
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


class _Secret:
    """The card of the sensitive fields: nothing is read before a purpose is stated."""

    def __init__(self, request: ActorRequest, official: Official) -> None:
        step = request.POST.get("do", "") if request.method == "POST" else ""
        self.purpose = PurposeForm(request.POST if step == "look" else None)
        self.form: SensitiveForm | None = None
        self.values: Sensitive | None = None
        self.saved = False
        if step == "look" and self.purpose.is_valid():
            self._look(request, official)
        if step == "sensitive":
            self._correct(request, official)

    @property
    def refused(self) -> bool:
        """Whether a form stands there with errors."""
        return any(
            form is not None and form.is_bound and form.errors for form in (self.purpose, self.form)
        )

    def _look(self, request: ActorRequest, official: Official) -> None:
        purpose = self.purpose.cleaned_data["purpose"]
        self.values = apply(
            self.purpose,
            lambda: look_at_sensitive(actor=request.actor, official=official, purpose=purpose),
        )
        if self.values is not None:
            names = ("ethnicity", "is_ethnic_minority", "is_party_member", "id_number")
            initial: dict[str, Any] = {name: getattr(self.values, name) for name in names}
            self.form = SensitiveForm(initial={**initial, "purpose": purpose})

    def _correct(self, request: ActorRequest, official: Official) -> None:
        form = self.form = SensitiveForm(request.POST)
        if form.is_valid():
            apply(
                form,
                lambda: correct_sensitive(
                    actor=request.actor,
                    official=official,
                    draft=form.draft(),
                    purpose=form.cleaned_data["purpose"],
                ),
            )
            self.saved = not form.errors
        if self.saved:
            messages.success(request, _("The sensitive data are corrected."))


def _rights(request: ActorRequest, official: Official) -> dict[str, Any]:
    """What the actor may do here: the templates show only that."""
    actor = request.actor
    is_own = official.user_id == actor.user_id
    kept_units = {unit.pk for unit in units_kept(actor)}
    keeps = may_keep(actor, official)
    declared_count = official.qualifications.filter(state=QualificationState.DECLARED).count()
    return {
        "himself": is_own,
        "keeps": keeps,
        "writes": keeps and not is_own,
        # who left the register can be given a post again
        "appoints": bool(kept_units) and not is_own,
        "my_units": kept_units,
        "opens": may_open_evidence(actor, official),
        "waiting": declared_count,
        "today": clock.today(),
    }
