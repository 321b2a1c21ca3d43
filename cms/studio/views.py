"""The page "Phát hành ấn bản": what stands against it, what is new, a note, and the button."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cms.content import Outline
from cms.courses import codec
from cms.courses.compiling import LessonChange, compile_course, find_problems, list_changes
from cms.courses.editions import outline_of
from cms.courses.models import CourseEdition, CoursePage
from cms.courses.printing import check_may_publish, publish_edition
from cms.scenarios.checks import ScenarioProblem
from lms.core.actor import Actor
from lms.core.errors import NotFound, RuleBroken


class EditionForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "What is new and why; schools read it before they take the edition over."
        ),
    )


@dataclass(frozen=True)
class EditionPreparation:
    """What the page shows before printing."""

    outline: Outline
    last: CourseEdition | None
    problems: list[ScenarioProblem]
    changes: list[LessonChange]

    @property
    def is_blocked(self) -> bool:
        return any(problem.blocks for problem in self.problems)

    @property
    def is_news(self) -> bool:
        """Whether printing would print anything that the last edition does not say already."""
        return (
            self.last is None
            or codec.json_digest(codec.outline_to_json(self.outline)) != self.last.digest
        )


@require_http_methods(["GET", "POST"])
def print_edition(request: HttpRequest, page_id: int) -> HttpResponse:
    """Confirm and print an edition.

    NotFound for those who may not edit the course, so that they learn nothing of it; NotAllowed for
    those who may not publish it.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by our middleware
    course = CoursePage.objects.filter(pk=page_id).first()
    if course is None or not course.permissions_for_user(request.user).can_edit():
        raise NotFound(_("There is no such course."))
    check_may_publish(actor, course)
    form = EditionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            edition = publish_edition(
                actor=actor, course_id=course.pk, note=form.cleaned_data["note"]
            )
        except RuleBroken as refusal:
            form.add_error(None, refusal.message)
        else:
            message = _(
                "Edition %(number)d of “%(title)s” is printed. New classes can now teach it;"
                " running classes keep theirs."
            )
            messages.success(request, message % {"number": edition.number, "title": edition.title})
            return redirect("wagtailadmin_explore", course.pk)
    context = {"course": course, "form": form, "preparation": _prepare_edition(course)}
    # a bound form that comes back was refused
    status = 422 if form.is_bound else 200
    return render(request, "cms/studio/print_edition.html", context, status=status)


def _prepare_edition(course: CoursePage) -> EditionPreparation:
    outline = compile_course(course)
    last = course.editions.order_by("-number").first()
    last_outline = outline_of(last) if last else None
    return EditionPreparation(
        outline, last, find_problems(course, outline), list_changes(last_outline, outline)
    )
