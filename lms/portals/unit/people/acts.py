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
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.unit.people.forms import (
    AppointForm,
    DecideQualificationForm,
    EndEntryForm,
    IdentityForm,
    QualificationForm,
    RankForm,
    RatingForm,
    TrainingForm,
    TransferForm,
)

FileRow = Post | RankHeld | Qualification


@dataclass(frozen=True)
class FileChange:
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
class FileAction:
    """One thing that can be entered in a file, with its words.

    `make_form` returns None where it cannot be done now; `run` calls the action with the valid
    form. `rows` names the relation of the official whose row is changed, if one is.
    """

    title: Promise
    button: Promise
    success: Promise
    make_form: Callable[[FileChange], forms.Form | None]
    run: Callable[[FileChange, Any], object]
    rows: str = ""
    lead: Promise | str = ""


def _rating_period(change: FileChange) -> str:
    """The period of the rating (`?ky=`), by default last year."""
    return change.request.GET.get("ky", "")[:7] or str(clock.today().year - 1)


def _rating_form(change: FileChange) -> RatingForm | None:
    """The form of a rating, or None where no scale is set for the period."""
    period = _rating_period(change)
    posts: list[Post] = change.official.current_posts  # type: ignore[attr-defined]  # by `file_of`
    scale = scale_for(period, posts[0] if posts else None)
    return RatingForm(period, scale, *change.posted) if scale else None


def _identity_form(change: FileChange) -> IdentityForm:
    return IdentityForm(change.official, *change.posted)


def _actor_and_official(change: FileChange) -> dict[str, Any]:
    return {"actor": change.request.actor, "official": change.official}


FILE_ACTIONS: dict[str, FileAction] = {
    "dinh-chinh": FileAction(
        gettext_lazy("Correct the entry"),
        gettext_lazy("Save the correction"),
        gettext_lazy("The entry is corrected."),
        _identity_form,
        lambda change, form: actions.correct_official(
            **_actor_and_official(change), **form.corrections()
        ),
        lead=gettext_lazy("Certificates that were issued keep what they say."),
    ),
    "bo-nhiem": FileAction(
        gettext_lazy("Give a post"),
        gettext_lazy("Save the post"),
        gettext_lazy("The post is entered."),
        lambda change: AppointForm(change.units, *change.posted),
        lambda change, form: actions.appoint_official(
            **_actor_and_official(change), draft=form.post_draft()
        ),
        lead=gettext_lazy(
            "Appointment, concurrent post, secondment or rotation. What the person holds so far"
            " goes on."
        ),
    ),
    "dieu-dong": FileAction(
        gettext_lazy("Move to another unit"),
        gettext_lazy("Save the move"),
        gettext_lazy("The move is entered; the file goes along whole."),
        lambda change: TransferForm(change.units, *change.posted),
        lambda change, form: actions.transfer_official(
            **_actor_and_official(change), draft=form.post_draft()
        ),
        lead=gettext_lazy(
            "The main post and the other posts at the same unit end the day before. Qualifications,"
            " ratings, training and account stay with the person. A move to a unit outside yours is"
            " entered by the training authority above both."
        ),
    ),
    "ket-thuc": FileAction(
        gettext_lazy("End a post"),
        gettext_lazy("End the post"),
        gettext_lazy("The end of the post is entered."),
        lambda change: EndEntryForm(*change.posted),
        lambda change, form: actions.end_post(
            actor=change.request.actor, post=change.row, **form.cleaned_data
        ),
        rows="posts",
        lead=gettext_lazy(
            "Who has no post any more leaves the list; the training authority still reads the file."
        ),
    ),
    "ngach": FileAction(
        gettext_lazy("New rank or grade"),
        gettext_lazy("Save the rank"),
        gettext_lazy("The rank is entered."),
        lambda change: RankForm(*change.posted),
        lambda change, form: actions.give_rank(
            **_actor_and_official(change), draft=form.build_draft()
        ),
        lead=gettext_lazy("The rank held so far ends the day before."),
    ),
    "het-ngach": FileAction(
        gettext_lazy("End a rank"),
        gettext_lazy("End the rank"),
        gettext_lazy("The end of the rank is entered."),
        lambda change: EndEntryForm(*change.posted),
        lambda change, form: actions.end_rank(
            actor=change.request.actor, rank=change.row, **form.cleaned_data
        ),
        rows="ranks",
    ),
    "trinh-do": FileAction(
        gettext_lazy("Add a qualification"),
        gettext_lazy("Save the qualification"),
        gettext_lazy("The qualification is entered."),
        lambda change: QualificationForm(*change.posted),
        lambda change, form: actions.add_qualification(
            **_actor_and_official(change),
            draft=form.build_draft(),
            evidence=form.cleaned_data["evidence"],
        ),
        lead=gettext_lazy("What you write down here counts as confirmed by you."),
    ),
    "duyet": FileAction(
        gettext_lazy("Decide a qualification"),
        gettext_lazy("Save the decision"),
        gettext_lazy("The decision is saved and the person is told."),
        lambda change: DecideQualificationForm(*change.posted),
        lambda change, form: actions.decide_qualification(
            actor=change.request.actor,
            qualification=change.row,
            confirmed=form.cleaned_data["answer"] == DecideQualificationForm.CONFIRM,
            reason=form.cleaned_data["reason"],
        ),
        rows="qualifications",
    ),
    "xep-loai": FileAction(
        gettext_lazy("Enter a rating"),
        gettext_lazy("Save the rating"),
        gettext_lazy("The rating is entered."),
        _rating_form,
        lambda change, form: actions.rate_official(
            **_actor_and_official(change), draft=form.build_draft()
        ),
        lead=gettext_lazy(
            "A correction is a new entry: the newest one of a period counts, the former stays"
            " readable."
        ),
    ),
    "boi-duong": FileAction(
        gettext_lazy("Add a course from outside"),
        gettext_lazy("Save the course"),
        gettext_lazy("The course is entered."),
        lambda change: TrainingForm(*change.posted),
        lambda change, form: actions.add_external_training(
            **_actor_and_official(change), draft=form.build_draft()
        ),
        lead=gettext_lazy("Courses of our own schools arrive by themselves with the certificate."),
    ),
}


@actor_view("GET", "POST")
def show_action(request: ActorRequest, uid: uuid.UUID, act: str, row: int = 0) -> HttpResponse:
    """Show the form of an entry; POST makes it and goes back to the file.

    NotFound for those who make no entries.
    """
    action = FILE_ACTIONS.get(act)
    units = list(units_kept(request.actor))
    if action is None or not units or bool(action.rows) != bool(row):
        raise NotFound
    official = file_of(request.actor, uid)
    change = FileChange(request, official, units, _row_or_404(official, action, row))
    form = action.make_form(change)
    if form is not None and form.is_valid() and _run_action(change, action, form):
        messages.success(request, str(action.success))
        return redirect("unit_person", uid=official.uid)
    context = {
        "official": official,
        "file_action": action,  # not "action": that is where components/form.html sends its form
        "form": form,
        "row": change.row,
        "slug": act,
    }
    if act == "xep-loai":
        period = _rating_period(change)
        context |= {"period": period, "is_period": last_day_of(period) is not None}
    return render(request, "unit/people/act.html", context, status=status_of(form) if form else 200)


def _row_or_404(official: Official, action: FileAction, pk: int) -> FileRow | None:
    """The row of the file that is changed; None for an action that adds one."""
    if not action.rows:
        return None
    file_row: FileRow = one_or_404(getattr(official, action.rows).all(), pk=pk)
    return file_row


def _run_action(change: FileChange, action: FileAction, form: forms.Form) -> bool:
    """Run the action; a refusal is added to the form. Returns whether it was done."""
    apply_action(form, lambda: action.run(change, form))
    return not form.errors
