"""Where a case with several ways of doing it begins: a card for each, and what the learner has done
so far.
"""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cms.content import Mode
from lms.core.errors import NotFound
from lms.learning.progress import actions
from lms.learning.progress.queries import Seat, pass_share, progress_of, seat
from lms.portals.kit.forms import apply, status_of
from lms.portals.kit.packs.places import picture
from lms.portals.kit.views import ActorRequest, door
from lms.portals.learner.cases.modes import WORDS, cards, mode_of


class BeginForm(forms.Form):
    """In which way to begin."""

    mode = forms.ChoiceField(choices=[(word, word) for word in WORDS.values()])


def page(request: ActorRequest, found: Seat, form: forms.Form | None = None) -> HttpResponse:
    """The ways of doing the case; for staff, who leave no trace, all are open."""
    lesson, scenario = found.lesson, found.lesson.scenario
    if scenario is None:
        raise NotFound
    progress = progress_of(found.enrolment, lesson.slug) if found.enrolment else None
    ways = cards(lesson, found.enrolment, progress)
    context = {
        "lesson": lesson,
        "outline": found.outline,
        "scenario": scenario,
        "cards": ways,
        "main": next((card for card in ways if card.is_open and not card.is_finished), None),
        "progress": progress,
        "pass_share": pass_share(found.group),
        "form": form,
        "is_staff": found.enrolment is None,
        "picture": picture(scenario.scenes[0]),
        "laws": sorted({b.text for s in scenario.scenes for b in s.basis if b.kind == "law"}),
    }
    status = status_of(form) if form else 200
    return render(request, "learner/lessons/start.html", context, status=status)


@door("POST")
def begin(request: ActorRequest, slug: str) -> HttpResponse:
    """Begin in one way, or go on with it: without JavaScript."""
    found = seat(request.actor, slug)
    enrolment = found.enrolment
    if enrolment is None or found.lesson.scenario is None:
        raise NotFound
    form = BeginForm(request.POST)
    if not form.is_valid():
        return page(request, found, form)
    mode = mode_of(form.cleaned_data["mode"])
    apply(
        form,
        lambda: actions.begin(actor=request.actor, enrolment=enrolment, slug=slug, mode=mode),
    )
    if form.errors:
        return page(request, found, form)
    if mode == Mode.WATCH:
        return redirect("learner_pack_mode", slug=slug, version=found.lesson.hash, word=WORDS[mode])
    return redirect(f"{reverse('learner_scene_here', args=[slug])}?che-do={WORDS[mode]}")
