"""/don-vi/nhan-su/<uid>/<act>/: one small page for each entry that is made in a file."""

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
from lms.core.lookup import one_or_404
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
    """A change of a file: the request, the file, and the row of it that is changed, if any.

    `units` are those at which the actor may enter posts.
    """

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
    """One thing that can be entered in a file, with its words.

    `make_form` returns None where it cannot be done now; `run` calls the action with the valid
    form. `rows` names the relation of the official whose row is changed, if one is.
    """

    title: Promise
    button: Promise
    success: Promise
    make_form: Callable[[Case], forms.Form | None]
    run: Callable[[Case, Any], object]
    rows: str = ""
    lead: Promise | str = ""


def _period(change: Case) -> str:
    """The period of the rating (`?ky=`), by default last year."""
    return change.request.GET.get("ky", "")[:7] or str(clock.today().year - 1)


def _rating(change: Case) -> RatingForm | None:
    """The form of a rating, or None where no scale is set for the period."""
    period = _period(change)
    posts: list[Post] = change.official.current_posts  # type: ignore[attr-defined]  # by `file_of`
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
        lambda change, form: actions.correct_official(**_who(change), **form.cleaned_data),
        lead=gettext_lazy("Certificates that were issued keep what they say."),
    ),
    "bo-nhiem": Act(
        gettext_lazy("Give a post"),
        gettext_lazy("Save the post"),
        gettext_lazy("The post is entered."),
        lambda change: AppointForm(change.units, *change.posted),
        lambda change, form: actions.appoint(**_who(change), draft=form.post_draft()),
        lead=gettext_lazy(
            "Appointment, concurrent post, secondment or rotation. What the person holds so far"
            " goes on."
        ),
    ),
    "dieu-dong": Act(
        gettext_lazy("Move to another unit"),
        gettext_lazy("Save the move"),
        gettext_lazy("The move is entered; the file goes along whole."),
        lambda change: TransferForm(change.units, *change.posted),
        lambda change, form: actions.transfer(**_who(change), draft=form.post_draft()),
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
        lambda change: EndForm(*change.posted),
        lambda change, form: actions.end_post(
            actor=change.request.actor, post=change.row, **form.cleaned_data
        ),
        rows="posts",
        lead=gettext_lazy(
            "Who has no post any more leaves the list; the training authority still reads the file."
        ),
    ),
    "ngach": Act(
        gettext_lazy("New rank or grade"),
        gettext_lazy("Save the rank"),
        gettext_lazy("The rank is entered."),
        lambda change: RankForm(*change.posted),
        lambda change, form: actions.hold_rank(**_who(change), draft=form.build_draft()),
        lead=gettext_lazy("The rank held so far ends the day before."),
    ),
    "het-ngach": Act(
        gettext_lazy("End a rank"),
        gettext_lazy("End the rank"),
        gettext_lazy("The end of the rank is entered."),
        lambda change: EndForm(*change.posted),
        lambda change, form: actions.end_rank(
            actor=change.request.actor, held=change.row, **form.cleaned_data
        ),
        rows="ranks",
    ),
    "trinh-do": Act(
        gettext_lazy("Add a qualification"),
        gettext_lazy("Save the qualification"),
        gettext_lazy("The qualification is entered."),
        lambda change: QualificationForm(*change.posted),
        lambda change, form: actions.add_qualification(
            **_who(change), draft=form.build_draft(), evidence=form.cleaned_data["evidence"]
        ),
        lead=gettext_lazy("What you write down here counts as confirmed by you."),
    ),
    "duyet": Act(
        gettext_lazy("Decide a qualification"),
        gettext_lazy("Save the decision"),
        gettext_lazy("The decision is saved and the person is told."),
        lambda change: DecideForm(*change.posted),
        lambda change, form: actions.decide_qualification(
            actor=change.request.actor,
            qualification=change.row,
            confirmed=form.cleaned_data["answer"] == DecideForm.CONFIRM,
            reason=form.cleaned_data["reason"],
        ),
        rows="qualifications",
    ),
    "xep-loai": Act(
        gettext_lazy("Enter a rating"),
        gettext_lazy("Save the rating"),
        gettext_lazy("The rating is entered."),
        _rating,
        lambda change, form: actions.rate(**_who(change), draft=form.build_draft()),
        lead=gettext_lazy(
            "A correction is a new entry: the newest one of a period counts, the former stays"
            " readable."
        ),
    ),
    "boi-duong": Act(
        gettext_lazy("Add a course from outside"),
        gettext_lazy("Save the course"),
        gettext_lazy("The course is entered."),
        lambda change: TrainingForm(*change.posted),
        lambda change, form: actions.add_external_training(
            **_who(change), draft=form.build_draft()
        ),
        lead=gettext_lazy("Courses of our own schools arrive by themselves with the certificate."),
    ),
}


@door("GET", "POST")
def page(request: ActorRequest, uid: uuid.UUID, act: str, row: int = 0) -> HttpResponse:
    """Show the form of an entry; POST makes it and goes back to the file.

    NotFound for those who make no entries.
    """
    action = ACTS.get(act)
    units = list(units_kept(request.actor))
    if action is None or not units or bool(action.rows) != bool(row):
        raise NotFound
    official = file_of(request.actor, uid)
    change = Case(request, official, units, _row(official, action, row))
    form = action.make_form(change)
    if form is not None and form.is_valid() and _did(change, action, form):
        messages.success(request, str(action.success))
        return redirect("unit_person", uid=official.uid)
    context = {"official": official, "action": action, "form": form, "row": change.row, "slug": act}
    if act == "xep-loai":
        period = _period(change)
        context |= {"period": period, "is_period": last_day_of(period) is not None}
    return render(request, "unit/people/act.html", context, status=status_of(form) if form else 200)


def _row(official: Official, action: Act, pk: int) -> Row | None:
    """The row of the file that is changed; None for an action that adds one."""
    if not action.rows:
        return None
    file_row: Row = one_or_404(getattr(official, action.rows).all(), pk=pk)
    return file_row


def _did(change: Case, action: Act, form: forms.Form) -> bool:
    """Run the action; a refusal is added to the form. Returns whether it was done."""
    apply(form, lambda: action.run(change, form))
    return not form.errors
