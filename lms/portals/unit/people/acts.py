"""/don-vi/nhan-su/<uid>/<act>/: one small page for each thing that is written into a file."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lms.core import clock
from lms.core.errors import NotFound
from lms.people.organisation.models import Unit
from lms.people.personnel import actions
from lms.people.personnel.models import Official, Post, Qualification, RankHeld
from lms.people.personnel.queries import file_of, scale_for, units_kept
from lms.people.personnel.queries.careers import last_day_of
from lms.portals.kit.forms import apply, status_of
from lms.portals.kit.views import ActorRequest, door
from lms.portals.unit.people.forms import (
    AppointForm,
    DecideForm,
    EndForm,
    IdentityForm,
    QualificationForm,
    RankForm,
    RatingForm,
    TrainingForm,
    TransferForm,
)

Row = Post | RankHeld | Qualification


@dataclass(frozen=True)
class Case:
    """What an act is about: whose file, which of its rows, at which units the actor writes."""

    request: ActorRequest
    official: Official
    units: list[Unit]
    row: Any = None

    @property
    def posted(self) -> tuple[Any, Any]:
        request = self.request
        return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@dataclass(frozen=True)
class Act:
    """`make` builds the form (None: it cannot be done, and `why_not` says why), `run` calls the
    action.
    """

    title: Promise
    button: Promise
    done: Promise
    make: Callable[[Case], forms.Form | None]
    run: Callable[[Case, Any], object]
    of: str = ""
    lead: Promise | str = ""


def _period(change: Case) -> str:
    return change.request.GET.get("ky", "")[:7] or str(clock.today().year - 1)


def _rating(change: Case) -> RatingForm | None:
    period, posts = _period(change), change.official.current_posts  # type: ignore[attr-defined]
    scale = scale_for(period, posts[0] if posts else None)
    return RatingForm(period, scale, *change.posted) if scale else None


def _identity(change: Case) -> IdentityForm:
    official = change.official
    initial = {
        "full_name": official.full_name,
        "birth_date": official.birth_date,
        "sex": official.sex,
        "code": official.code,
    }
    return IdentityForm(*change.posted, initial=initial)


def _who(change: Case) -> dict[str, Any]:
    return {"actor": change.request.actor, "official": change.official}


ACTS: dict[str, Act] = {
    "dinh-chinh": Act(
        gettext_lazy("Correct the entry"),
        gettext_lazy("Save the correction"),
        gettext_lazy("The entry is corrected."),
        _identity,
        lambda c, f: actions.correct_official(**_who(c), **f.cleaned_data),
        lead=gettext_lazy("Certificates that were issued keep what they say."),
    ),
    "bo-nhiem": Act(
        gettext_lazy("Give a post"),
        gettext_lazy("Save the post"),
        gettext_lazy("The post is entered."),
        lambda c: AppointForm(c.units, *c.posted),
        lambda c, f: actions.appoint(**_who(c), draft=f.post()),
        lead=gettext_lazy(
            "Appointment, concurrent post, secondment or rotation. What the person holds so far"
            " goes on."
        ),
    ),
    "dieu-dong": Act(
        gettext_lazy("Move to another unit"),
        gettext_lazy("Save the move"),
        gettext_lazy("The move is entered; the file goes along whole."),
        lambda c: TransferForm(c.units, *c.posted),
        lambda c, f: actions.transfer(**_who(c), draft=f.post()),
        lead=gettext_lazy(
            "The main post and the other posts at the same unit end the day before. Qualifications,"
            " ratings, training and account stay with the person. A move to a unit outside yours is"
            " entered by the training authority above both."
        ),
    ),
    "ket-thuc": Act(
        gettext_lazy("End a post"),
        gettext_lazy("End the post"),
        gettext_lazy("The end of the post is entered."),
        lambda c: EndForm(*c.posted),
        lambda c, f: actions.end_post(actor=c.request.actor, post=c.row, **f.cleaned_data),
        of="posts",
        lead=gettext_lazy(
            "Who has no post any more leaves the list; the training authority still reads the file."
        ),
    ),
    "ngach": Act(
        gettext_lazy("New rank or grade"),
        gettext_lazy("Save the rank"),
        gettext_lazy("The rank is entered."),
        lambda c: RankForm(*c.posted),
        lambda c, f: actions.hold_rank(**_who(c), draft=f.draft()),
        lead=gettext_lazy("The rank held so far ends the day before."),
    ),
    "het-ngach": Act(
        gettext_lazy("End a rank"),
        gettext_lazy("End the rank"),
        gettext_lazy("The end of the rank is entered."),
        lambda c: EndForm(*c.posted),
        lambda c, f: actions.end_rank(actor=c.request.actor, held=c.row, **f.cleaned_data),
        of="ranks",
    ),
    "trinh-do": Act(
        gettext_lazy("Add a qualification"),
        gettext_lazy("Save the qualification"),
        gettext_lazy("The qualification is entered."),
        lambda c: QualificationForm(*c.posted),
        lambda c, f: actions.add_qualification(
            **_who(c), draft=f.draft(), evidence=f.cleaned_data["evidence"]
        ),
        lead=gettext_lazy("What you write down here counts as confirmed by you."),
    ),
    "duyet": Act(
        gettext_lazy("Decide a qualification"),
        gettext_lazy("Save the decision"),
        gettext_lazy("The decision is saved and the person is told."),
        lambda c: DecideForm(*c.posted),
        lambda c, f: actions.decide_qualification(
            actor=c.request.actor,
            qualification=c.row,
            confirmed=f.cleaned_data["answer"] == DecideForm.CONFIRM,
            reason=f.cleaned_data["reason"],
        ),
        of="qualifications",
    ),
    "xep-loai": Act(
        gettext_lazy("Enter a rating"),
        gettext_lazy("Save the rating"),
        gettext_lazy("The rating is entered."),
        _rating,
        lambda c, f: actions.rate(**_who(c), draft=f.draft()),
        lead=gettext_lazy(
            "A correction is a new entry: the newest one of a period counts, the former stays"
            " readable."
        ),
    ),
    "boi-duong": Act(
        gettext_lazy("Add a course from outside"),
        gettext_lazy("Save the course"),
        gettext_lazy("The course is entered."),
        lambda c: TrainingForm(*c.posted),
        lambda c, f: actions.add_external_training(**_who(c), draft=f.draft()),
        lead=gettext_lazy("Courses of our own schools arrive by themselves with the certificate."),
    ),
}


@door("GET", "POST")
def page(request: ActorRequest, uid: uuid.UUID, act: str, row: int = 0) -> HttpResponse:
    """Show the form of an act, or do it and go back to the file.

    NotFound for who keeps no files.
    """
    action = ACTS.get(act)
    units = list(units_kept(request.actor))
    if action is None or not units or bool(action.of) != bool(row):
        raise NotFound
    official = file_of(request.actor, uid)
    change = Case(request, official, units, _row(official, action, row))
    form = action.make(change)
    if form is not None and form.is_valid() and _did(change, action, form):
        messages.success(request, str(action.done))
        return redirect("unit_person", uid=official.uid)
    context = {"official": official, "act": action, "form": form, "row": change.row, "slug": act}
    if act == "xep-loai":
        period = _period(change)
        context |= {"period": period, "is_period": last_day_of(period) is not None}
    return render(request, "unit/people/act.html", context, status=status_of(form) if form else 200)


def _row(official: Official, action: Act, pk: int) -> Row | None:
    if not action.of:
        return None
    entry_row: Row | None = getattr(official, action.of).filter(pk=pk).first()
    if entry_row is None:
        raise NotFound
    return entry_row


def _did(change: Case, action: Act, form: forms.Form) -> bool:
    apply(form, lambda: action.run(change, form))
    return not form.errors
