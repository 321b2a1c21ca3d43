"""Where a scenario with several modes begins: a card for each, with the learner's progress."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cms.content import PlayMode, Scenario
from lms.core.errors import NotFound
from lms.learning.progress import actions
from lms.learning.progress.queries import OpenedLesson, open_lesson, pass_share, progress_of
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.packs.places import picture_template
from lms.portals.kit.views import ActorRequest, actor_view
from lms.portals.learner.scenarios.modes import WORD_OF_MODE, mode_cards, mode_of


class BeginForm(forms.Form):
    """The mode in which to begin."""

    mode = forms.ChoiceField(choices=[(word, word) for word in WORD_OF_MODE.values()])


def show_start_page(
    request: ActorRequest, opened: OpenedLesson, form: forms.Form | None = None
) -> HttpResponse:
    """The choice of modes; for staff, of whom nothing is recorded, all are open."""
    lesson, scenario = opened.lesson, opened.lesson.scenario
    if scenario is None:
        raise NotFound
    progress = progress_of(opened.enrolment, lesson.slug) if opened.enrolment else None
    mode_choices = mode_cards(lesson, opened.enrolment, progress)
    open_modes = [card for card in mode_choices if card.is_open and not card.is_finished]
    context = {
        "lesson": lesson,
        "outline": opened.outline,
        "scenario": scenario,
        "cards": mode_choices,
        "main": open_modes[0] if open_modes else None,
        "progress": progress,
        "pass_share": pass_share(opened.group),
        "form": form,
        "is_staff": opened.enrolment is None,
        "picture": picture_template(scenario.scenes[0]),
        "laws": _cited_laws(scenario),
    }
    status = status_of(form) if form else 200
    return render(request, "learner/lessons/start.html", context, status=status)


def _cited_laws(scenario: Scenario) -> list[str]:
    bases = [basis for scene in scenario.scenes for basis in scene.basis]
    return sorted({basis.text for basis in bases if basis.kind == "law"})


@actor_view("POST")
def begin_mode(request: ActorRequest, slug: str) -> HttpResponse:
    """Begin in one mode, or go on with it, without JavaScript."""
    opened = open_lesson(request.actor, slug)
    enrolment = opened.enrolment
    if enrolment is None or opened.lesson.scenario is None:
        raise NotFound
    form = BeginForm(request.POST)
    if not form.is_valid():
        return show_start_page(request, opened, form)
    mode = mode_of(form.cleaned_data["mode"])
    apply_action(
        form,
        lambda: actions.begin_attempt(
            actor=request.actor, enrolment=enrolment, slug=slug, mode=mode
        ),
    )
    if form.errors:
        return show_start_page(request, opened, form)
    if mode == PlayMode.WATCH:
        return redirect(
            "learner_pack_mode", slug=slug, version=opened.lesson.hash, word=WORD_OF_MODE[mode]
        )
    return redirect(f"{reverse('learner_scene_here', args=[slug])}?che-do={WORD_OF_MODE[mode]}")
