"""Tự soi, suy ngẫm, cam kết: self-assessment, reflection and commitment."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.content import LessonKind, SelfCheck
from lms.learning.conduct import queries
from lms.learning.conduct.actions import save_reflection, save_self_assessment, sign_pledge
from lms.learning.conduct.actions.own import REFLECTION_WANTED
from lms.portals.kit.forms import apply_action, posted_data, status_of
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.conduct.opening import open_conduct_lesson

RATING_SCALE = (
    (1, pgettext_lazy("how often", "never")),
    (2, pgettext_lazy("how often", "seldom")),
    (3, pgettext_lazy("how often", "sometimes")),
    (4, pgettext_lazy("how often", "often")),
    (5, pgettext_lazy("how often", "always")),
)


class SelfRatingForm(forms.Form):
    """A figure for each statement; its field is named like the statement's key."""

    def __init__(self, check: SelfCheck, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for statement in check.statements:
            self.fields[statement.key] = forms.TypedChoiceField(
                label=statement.text.rstrip("."),
                choices=RATING_SCALE,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a figure from 1 to 5.")},
            )


class ReflectionForm(forms.Form):
    """The learner's own thoughts, which nobody else reads."""

    text = forms.CharField(
        label=_("Your thoughts"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": REFLECTION_WANTED},
    )


class PledgeForm(forms.Form):
    """The signature: the learner's own name."""

    name = forms.CharField(
        label=_("Your full name"),
        max_length=120,
        help_text=_("Typing your name is your signature."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your name to sign.")},
    )


@actor_view("GET", "POST")
def show_self_check(request: ActorRequest, slug: str) -> HttpResponse:
    """The form to rate oneself; once rated, the figures before and after side by side."""
    conduct_lesson = open_conduct_lesson(request, slug, LessonKind.SELF_CHECK)
    check, enrolment = conduct_lesson.lesson.self_check, conduct_lesson.enrolment
    if check is None or enrolment is None:
        return render(
            request, "learner/conduct/self_check.html", conduct_lesson.context(check=check)
        )
    checks = queries.self_checks(enrolment)
    own_check = checks.row(check.phase)
    form = SelfRatingForm(
        check,
        posted_data(request),
        initial=own_check.ratings if own_check else {},
    )
    if form.is_valid():
        ratings = form.cleaned_data
        apply_action(
            form,
            lambda: save_self_assessment(
                actor=request.actor, enrolment=enrolment, slug=slug, ratings=ratings
            ),
        )
        if not form.errors:
            return redirect("learner_self_check", slug=slug)
    context = conduct_lesson.context(
        check=check,
        form=form,
        row=own_check,
        checks=checks,
        scale=RATING_SCALE,
        lines=checks.lines(check.statements),
        is_closed=check.phase == "before" and checks.after is not None,
    )
    return render(request, "learner/conduct/self_check.html", context, status=status_of(form))


@actor_view("GET", "POST")
def show_reflection(request: ActorRequest, slug: str) -> HttpResponse:
    """The form for a reflection; the text is stored and nobody else reads it."""
    conduct_lesson = open_conduct_lesson(request, slug, LessonKind.REFLECTION)
    question, enrolment = conduct_lesson.lesson.reflection, conduct_lesson.enrolment
    if question is None or enrolment is None:
        return render(
            request, "learner/conduct/reflection.html", conduct_lesson.context(question=question)
        )
    own_reflection = queries.my_reflection(enrolment, slug)
    form = ReflectionForm(
        posted_data(request),
        initial={"text": own_reflection.text if own_reflection else ""},
    )
    if form.is_valid():
        text = form.cleaned_data["text"]
        apply_action(
            form,
            lambda: save_reflection(actor=request.actor, enrolment=enrolment, slug=slug, text=text),
        )
        if not form.errors:
            return redirect("learner_reflection", slug=slug)
    count = queries.count_words(own_reflection.text) if own_reflection else 0
    context = conduct_lesson.context(
        question=question,
        form=form,
        row=own_reflection,
        count=count,
        left=max(0, question.min_words - count),
    )
    return render(request, "learner/conduct/reflection.html", context, status=status_of(form))


@actor_view("GET", "POST")
def sign_commitment(request: ActorRequest, slug: str) -> HttpResponse:
    """The commitment, to be read and signed with one's name."""
    conduct_lesson = open_conduct_lesson(request, slug, LessonKind.PLEDGE)
    text, enrolment = conduct_lesson.lesson.pledge, conduct_lesson.enrolment
    if text is None or enrolment is None:
        return render(request, "learner/conduct/pledge.html", conduct_lesson.context(pledge=text))
    form = PledgeForm(posted_data(request))
    if form.is_valid():
        name = form.cleaned_data["name"]
        apply_action(
            form,
            lambda: sign_pledge(actor=request.actor, enrolment=enrolment, slug=slug, name=name),
        )
        if not form.errors:
            return redirect("learner_pledge", slug=slug)
    context = conduct_lesson.context(
        pledge=text,
        form=form,
        signed=queries.commitment_of(enrolment, slug),
        official=enrolment.official,
    )
    return render(request, "learner/conduct/pledge.html", context, status=status_of(form))
