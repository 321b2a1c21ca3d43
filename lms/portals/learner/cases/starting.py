"""Where a scenario with several modes begins: a card for each, with the learner's progress."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cms.content import Mode, Scenario
from lms.core.errors import NotFound
from lms.learning.progress import actions
from lms.learning.progress.queries import Seat, pass_share, progress_of, seat
from lms.portals.kit.forms import apply, status_of
from lms.portals.kit.packs.places import picture
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.cases.modes import WORDS, cards, mode_of


class BeginForm(forms.Form):
    """The mode in which to begin."""

    mode = forms.ChoiceField(choices=[(word, word) for word in WORDS.values()])


def page(request: ActorRequest, opened: Seat, form: forms.Form | None = None) -> HttpResponse:
    """The choice of modes; for staff, of whom nothing is recorded, all are open."""
    lesson, scenario = opened.lesson, opened.lesson.scenario
    if scenario is None:
        raise NotFound
    progress = progress_of(opened.enrolment, lesson.slug) if opened.enrolment else None
    mode_choices = cards(lesson, opened.enrolment, progress)
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
        "picture": picture(scenario.scenes[0]),
        "laws": _cited_laws(scenario),
    }
    status = status_of(form) if form else 200
    return render(request, "learner/lessons/start.html", context, status=status)


def _cited_laws(scenario: Scenario) -> list[str]:
    bases = [basis for scene in scenario.scenes for basis in scene.basis]
    return sorted({basis.text for basis in bases if basis.kind == "law"})


@door("POST")
def begin(request: ActorRequest, slug: str) -> HttpResponse:
    """Begin in one mode, or go on with it, without JavaScript."""
    opened = seat(request.actor, slug)
    enrolment = opened.enrolment
    if enrolment is None or opened.lesson.scenario is None:
        raise NotFound
    form = BeginForm(request.POST)
    if not form.is_valid():
        return page(request, opened, form)
    mode = mode_of(form.cleaned_data["mode"])
    apply(
        form,
        lambda: actions.begin(actor=request.actor, enrolment=enrolment, slug=slug, mode=mode),
    )
    if form.errors:
        return page(request, opened, form)
    if mode == Mode.WATCH:
        return redirect(
            "learner_pack_mode", slug=slug, version=opened.lesson.hash, word=WORDS[mode]
        )
    return redirect(f"{reverse('learner_scene_here', args=[slug])}?che-do={WORDS[mode]}")
