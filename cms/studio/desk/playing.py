"""Trying a draft out: from any scene, with chosen values, in any mode, with the network cut.

Nothing is recorded.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from cms.content import Choice, Mode, Scenario, Scene, StepKind, Turn, Value
from cms.courses.compiling import lesson_of
from cms.scenarios.engine import master
from cms.studio.desk.around import around
from cms.studio.desk.door import studio
from cms.studio.drafts import Draft
from cms.studio.forms.lists import MODE_NAMES
from cms.studio.graph import number_of
from lms.core.errors import NotFound


@dataclass(frozen=True)
class Trial:
    """What is tried: read from the address, so that a trial can be bookmarked.

    `values` as JSON for the player.
    """

    scene: str
    mode: str
    given: dict[str, Value]
    is_offline: bool
    is_large: bool

    @classmethod
    def of(cls, request: HttpRequest, scenario: Scenario) -> "Trial":
        asked = request.GET
        scene = asked.get("canh", "")
        if scenario.scene(scene) is None:
            scene = scenario.scenes[0].key
        mode = asked.get("che-do", Mode.GUIDED.value)
        given = {
            v.key: _value(v.kind, asked.get(f"b.{v.key}", ""), v.start) for v in scenario.variables
        }
        return cls(
            scene,
            mode if mode in set(Mode) else Mode.GUIDED.value,
            given,
            asked.get("mat-mang") == "1",
            asked.get("chu-to") == "1",
        )

    @property
    def values(self) -> str:
        return json.dumps(self.given, ensure_ascii=False)

    @property
    def query(self) -> str:
        asked = {"canh": self.scene, "che-do": self.mode} | {
            f"b.{k}": _typed(v) for k, v in self.given.items()
        }
        if self.is_offline:
            asked["mat-mang"] = "1"
        if self.is_large:
            asked["chu-to"] = "1"
        return urlencode(asked)


@dataclass(frozen=True)
class Watched:
    """One step of the master; the ending has no turn."""

    scene: Scene
    choice: Choice | None = None
    turn: Turn | None = None
    lines: list[str] = field(default_factory=list)


@studio("GET")
def play(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The phone with its switches: scene, mode, values, network."""
    if not draft.keys:
        return redirect("studio_start", draft.page.pk)
    context = around(draft)
    trial = Trial.of(request, context["scenario"])
    context |= {
        "trial": trial,
        "modes": list(MODE_NAMES.items()),
        "values": [(v, _typed(trial.given[v.key])) for v in context["scenario"].variables],
    }
    return render(request, "cms/studio/play.html", context)


@studio("GET", framed=True)
def phone(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What a learner would see: the pack of the draft, as the learner's own templates draw it."""
    if not draft.keys:
        raise NotFound
    context = pack(request, draft)
    if context["mode"] == Mode.WATCH:
        scenario = context["lesson"].scenario
        context["steps"] = watched(scenario, context["start"])
        return render(request, "cms/studio/watch.html", context)
    return render(request, "learner/lessons/scenario.html", context)


def watched(scenario: Scenario, start: str) -> list[Watched]:
    """The master's way, from `start` on where it comes by there."""
    turns = master(scenario)
    scenes = {scene.key: scene for scene in scenario.scenes}
    at = next((n for n, turn in enumerate(turns) if turn.scene == start), 0)
    steps = [
        Watched(scene, scene.choice(turn.choice), turn, answered(scene))
        for turn in turns[at:]
        if (scene := scenes[turn.scene])
    ]
    ending = scenes.get(turns[-1].target) if turns else None
    return [*steps, Watched(ending)] if ending else steps


def answered(scene: Scene) -> list[str]:
    """What the master's answer to a scene consists of, line by line; a choice says it itself."""
    rated = [item for item in scene.items if item.panel]
    best = max(rated, key=lambda item: item.rating, default=None)
    said = {
        StepKind.FORM: [f"{one.label}: {one.model}" for one in scene.fields],
        StepKind.REASON: [scene.model],
        StepKind.ORDER: [item.text for item in scene.items],
        StepKind.JUDGE: [best.text] if best else [],
    }
    return said.get(scene.step, [item.text for item in scene.items if item.right])


def pack(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """The context of the learner's template, out of the draft: nothing is recorded, nothing goes
    over the network.
    """
    draft.page.case = draft.case  # shown, not saved
    lesson = lesson_of(draft.page)
    assert lesson.scenario is not None  # the page is a scenario lesson
    trial = Trial.of(request, lesson.scenario)
    return {
        "lesson": lesson,
        "mode": trial.mode,
        "preview": True,
        "start": trial.scene,
        "values": trial.values,
    }


def _value(kind: str, typed: str, start: Value) -> Value:
    """A value as the switch gives it; the one of the beginning where it does not fit."""
    if kind == "flag":
        return {"1": True, "0": False}.get(typed, start)
    if kind == "number":
        number = number_of(typed.removeprefix("-"))
        return start if number is None else -number if typed.startswith("-") else number
    return typed or start


def _typed(value: Value) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
