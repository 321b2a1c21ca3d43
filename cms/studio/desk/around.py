"""What every page of the Studio shows around its middle: head, outline, problems, comments."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.content import Scenario, StepKind
from cms.scenarios.checks import Problem, check
from cms.studio.comments import FACTS, Said, open_comments
from cms.studio.drafts import Draft
from cms.studio.edits.history import stacks
from cms.studio.presence import others
from cms.studio.review import standing

_LETTERS = 26


@dataclass(frozen=True)
class Branch:
    """A way out of a scene, as the outline writes it: A → 5."""

    letter: str
    number: int  # of the target; 0 where it leads nowhere
    url: str


@dataclass(frozen=True)
class OutlineRow:
    number: int
    key: str
    title: str
    url: str
    is_ending: bool
    ending: str
    blocking: int
    warnings: int
    comments: int
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Entry:
    """A problem with the way to its field."""

    problem: Problem
    url: str

    @property
    def place(self) -> str:
        """The field in words; choices by the letters that the form gives them."""
        choice = re.match(r"choices\.(\d+)", self.problem.path)
        if choice:
            return _("Choice %(letter)s") % {"letter": letter_of(int(choice[1]))}
        return "" if self.problem.field == self.problem.where else self.problem.field


def around(draft: Draft, scene: str = "") -> dict[str, Any]:
    """The context that all pages share.

    `scene`: key of the scene that is open (FACTS: the general information).
    """
    scenario = draft.scenario
    problems = check(scenario)
    said = open_comments(draft)
    done, undone = stacks(draft)
    return {
        "draft": draft,
        "page": draft.page,
        "scenario": scenario,
        "open_scene": scene,
        "outline": outline(draft, scenario, problems, said),
        "problems": [Entry(problem, problem_url(draft, problem)) for problem in problems],
        "blocking": sum(1 for problem in problems if problem.blocks),
        "said": [one for one in said if one.scene == scene],
        "facts_comments": sum(1 for one in said if one.scene == FACTS),
        "standing": standing(draft),
        "others": others(draft),
        "undo": done[-1] if done else None,
        "redo": undone[-1] if undone else None,
        "facts_key": FACTS,
    }


def outline(
    draft: Draft, scenario: Scenario, problems: tuple[Problem, ...], said: list[Said]
) -> list[OutlineRow]:
    """Scene by scene, in their order, with what stands against each."""
    numbers = {scene.key: n for n, scene in enumerate(scenario.scenes, 1)}
    urls = {key: scene_url(draft, key) for key in numbers}
    blocking = Counter(problem.scene for problem in problems if problem.blocks)
    warning = Counter(problem.scene for problem in problems if not problem.blocks)
    comments = Counter(one.scene for one in said)
    rows = []
    for scene in scenario.scenes:
        branches = tuple(
            Branch(letter_of(n), numbers.get(choice.target, 0), urls.get(choice.target, ""))
            for n, choice in enumerate(scene.choices)
        )
        key = scene.key
        rows.append(
            OutlineRow(
                numbers[key],
                key,
                scene.title or key,
                urls[key],
                scene.is_ending,
                scene.ending,
                blocking[key],
                warning[key],
                comments[key],
                branches,
            )
        )
    return rows


def letter_of(place: int) -> str:
    """A choice as people speak of it, by its place from 0: A, B, C; numbers after Z."""
    return chr(65 + place) if place < _LETTERS else str(place + 1)


def scene_url(draft: Draft, key: str, path: str = "") -> str:
    """A scene in the Studio, with the cursor in the field at `path`."""
    url = reverse("studio_scene", args=[draft.page.pk, key])
    return f"{url}?o={path}#f-{path}" if path else url


def problem_url(draft: Draft, problem: Problem) -> str:
    """Where a problem is mended."""
    if problem.scene not in draft.keys:
        url = reverse("studio_facts", args=[draft.page.pk])
        return f"{url}?o={problem.path}#f-{problem.path}" if problem.path else url
    return scene_url(draft, problem.scene, problem.path)


def step_name(scene: dict[str, Any]) -> str:
    """The kind of step of a plain scene."""
    return str(scene.get("step", StepKind.CHOOSE.value))
