"""Trying a draft out: from any scene, with chosen values, in any mode, with the network cut.

Nothing is recorded.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from cms.content import Choice, PlayMode, Scenario, Scene, Turn, Value
from cms.courses.compiling import compile_lesson
from cms.scenarios.engine import master_turns
from cms.scenarios.steps import step_of
from cms.studio.desk.access import draft_view
from cms.studio.desk.context import page_context
from cms.studio.drafts import ScenarioDraft
from cms.studio.forms.lists import MODE_NAMES
from cms.studio.graph import number_of
from lms.core.errors import NotFound


@dataclass(frozen=True)
class Trial:
    """What is tried: read from the address, so that a trial can be bookmarked.

    `facts`: the value that each variable has at the beginning.
    """

    scene: str
    mode: str
    facts: dict[str, Value]
    is_offline: bool
    is_large: bool

    @classmethod
    def from_request(cls, request: HttpRequest, scenario: Scenario) -> "Trial":
        """What the address leaves out or says wrongly is as it would be at the beginning."""
        query = request.GET
        scene = query.get("canh", "")
        if scenario.scene(scene) is None:
            scene = scenario.scenes[0].key
        mode = query.get("che-do", "")
        facts = {
            variable.key: _trial_value(
                variable.kind, query.get(f"b.{variable.key}", ""), variable.start
            )
            for variable in scenario.variables
        }
        return cls(
            scene,
            mode if mode in set(PlayMode) else PlayMode.GUIDED.value,
            facts,
            is_offline=query.get("mat-mang") == "1",
            is_large=query.get("chu-to") == "1",
        )

    @property
    def values(self) -> str:
        """The facts as JSON for the player."""
        return json.dumps(self.facts, ensure_ascii=False)

    @property
    def query(self) -> str:
        """The trial as the address says it."""
        parameters = {"canh": self.scene, "che-do": self.mode}
        for key, fact in self.facts.items():
            parameters[f"b.{key}"] = _value_text(fact)
        if self.is_offline:
            parameters["mat-mang"] = "1"
        if self.is_large:
            parameters["chu-to"] = "1"
        return urlencode(parameters)


@dataclass(frozen=True)
class MasterStep:
    """One step of the master; the ending has no turn."""

    scene: Scene
    choice: Choice | None = None
    turn: Turn | None = None
    lines: list[str] = field(default_factory=list)

    @property
    def is_choice(self) -> bool:
        """The answer is a choice, which says it itself; else it stands in the lines."""
        return not step_of(self.scene).is_judged


@draft_view("GET")
def show_player(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """The phone with its switches: scene, mode, values, network."""
    if not draft.keys:
        return redirect("studio_start", draft.page.pk)
    context = page_context(draft)
    trial = Trial.from_request(request, context["scenario"])
    context |= {
        "trial": trial,
        "modes": list(MODE_NAMES.items()),
        "values": [
            (variable, _value_text(trial.facts[variable.key]))
            for variable in context["scenario"].variables
        ],
    }
    return render(request, "cms/studio/play.html", context)


@draft_view("GET", framed=True)
def show_phone(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """What a learner would see: the pack of the draft, as the learner's own templates draw it."""
    if not draft.keys:
        raise NotFound
    context = _pack_context(request, draft)
    if context["mode"] == PlayMode.WATCH:
        scenario = context["lesson"].scenario
        context["steps"] = _master_steps(scenario, context["start"])
        return render(request, "cms/studio/watch.html", context)
    return render(request, "learner/lessons/scenario.html", context)


def _master_steps(scenario: Scenario, start: str) -> list[MasterStep]:
    """The master's way, from `start` on where it comes by there."""
    turns = master_turns(scenario)
    scenes = {scene.key: scene for scene in scenario.scenes}
    passed = [turn.scene for turn in turns]
    first = passed.index(start) if start in passed else 0
    steps = []
    for turn in turns[first:]:
        scene = scenes[turn.scene]
        texts = step_of(scene).master_texts(scene)
        steps.append(MasterStep(scene, scene.choice(turn.choice), turn, texts))
    # the last turn leads to the ending, in which nothing is done
    ending = scenes.get(turns[-1].target) if turns else None
    if ending:
        steps.append(MasterStep(ending))
    return steps


def _pack_context(request: HttpRequest, draft: ScenarioDraft) -> dict[str, Any]:
    """The context of the learner's template, out of the draft: nothing is recorded, nothing goes
    over the network.
    """
    draft.page.case = draft.case  # shown, not saved
    lesson = compile_lesson(draft.page)
    assert lesson.scenario is not None  # the page is a scenario lesson
    trial = Trial.from_request(request, lesson.scenario)
    return {
        "lesson": lesson,
        "mode": trial.mode,
        "preview": True,
        "start": trial.scene,
        "values": trial.values,
    }


def _trial_value(kind: str, text: str, start: Value) -> Value:
    """A value as the switch gives it; the one of the beginning where it does not fit."""
    if kind == "flag":
        return {"1": True, "0": False}.get(text, start)
    if kind == "number":
        number = number_of(text.removeprefix("-"))
        if number is None:
            return start
        return -number if text.startswith("-") else number
    return text or start


def _value_text(fact: Value) -> str:
    """A value as the switch sends it; a flag as 1 or 0."""
    return str(int(fact)) if isinstance(fact, bool) else str(fact)
