"""What every page of the Studio shows beside its form: head, outline, problems, comments."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.content import Scenario, Scene
from cms.scenarios.checks import ScenarioProblem, check_scenario
from cms.studio.comments import FACTS_KEY, FieldComment, count_by_path, open_comments
from cms.studio.drafts import ScenarioDraft
from cms.studio.edits.history import undo_stacks
from cms.studio.presence import other_editors
from cms.studio.review import draft_standing

_LETTERS = 26


@dataclass(frozen=True)
class SceneBranch:
    """A way out of a scene, as the outline writes it: A → 5."""

    letter: str
    number: int  # of the target; 0 where it leads nowhere
    url: str


@dataclass(frozen=True)
class OutlineRow:
    """A scene in the outline; `blocking`, `warnings`, `comments`: how many it has."""

    number: int
    key: str
    title: str
    url: str
    is_ending: bool
    ending: str
    blocking: int
    warnings: int
    comments: int
    branches: tuple[SceneBranch, ...]


@dataclass(frozen=True)
class ProblemLink:
    """A problem with the way to its field."""

    problem: ScenarioProblem
    url: str

    @property
    def place(self) -> str:
        """The field in words; choices by the letters that the form gives them."""
        choice = re.match(r"choices\.(\d+)", self.problem.path)
        if choice:
            return _("Choice %(letter)s") % {"letter": letter_of(int(choice[1]))}
        return "" if self.problem.field == self.problem.where else self.problem.field


def page_context(draft: ScenarioDraft, scene: str = "") -> dict[str, Any]:
    """The context that all pages share.

    `scene`: key of the scene that is open (FACTS: the general information).
    """
    scenario = draft.scenario
    problems = check_scenario(scenario)
    comments = open_comments(draft)
    undoable, redoable = undo_stacks(draft)
    return {
        "draft": draft,
        "page": draft.page,
        "scenario": scenario,
        "open_scene": scene,
        "outline": outline_rows(draft, scenario, problems, comments),
        "problems": [ProblemLink(problem, _problem_url(draft, problem)) for problem in problems],
        "blocking": sum(problem.blocks for problem in problems),
        "comments": [comment for comment in comments if comment.scene == scene],
        "comment_counts": count_by_path(comments, scene),
        "standing": draft_standing(draft),
        "others": other_editors(draft),
        "undo": undoable[-1] if undoable else None,
        "redo": redoable[-1] if redoable else None,
        "facts_key": FACTS_KEY,
    }


def outline_rows(
    draft: ScenarioDraft,
    scenario: Scenario,
    problems: tuple[ScenarioProblem, ...],
    comments: list[FieldComment],
) -> list[OutlineRow]:
    """Scene by scene, in their order, with the number of problems and comments of each."""
    numbers = {scene.key: number for number, scene in enumerate(scenario.scenes, 1)}
    urls = {key: scene_url(draft, key) for key in numbers}
    blocking_counts = Counter(problem.scene for problem in problems if problem.blocks)
    warning_counts = Counter(problem.scene for problem in problems if not problem.blocks)
    comment_counts = Counter(comment.scene for comment in comments)
    rows = []
    for scene in scenario.scenes:
        branches = [
            SceneBranch(
                letter_of(place), numbers.get(choice.target, 0), urls.get(choice.target, "")
            )
            for place, choice in enumerate(scene.choices)
        ]
        rows.append(
            OutlineRow(
                number=numbers[scene.key],
                key=scene.key,
                title=scene.title or scene.key,
                url=urls[scene.key],
                is_ending=scene.is_ending,
                ending=scene.ending,
                blocking=blocking_counts[scene.key],
                warnings=warning_counts[scene.key],
                comments=comment_counts[scene.key],
                branches=tuple(branches),
            )
        )
    return rows


def letter_of(place: int) -> str:
    """A choice as people speak of it, by its place from 0: A, B, C; numbers after Z."""
    return chr(65 + place) if place < _LETTERS else str(place + 1)


def scene_url(draft: ScenarioDraft, key: str, path: str = "") -> str:
    """A scene in the Studio, with the cursor in the field at `path`."""
    return _with_cursor(reverse("studio_scene", args=[draft.page.pk, key]), path)


def _problem_url(draft: ScenarioDraft, problem: ScenarioProblem) -> str:
    """Where a problem is mended."""
    if problem.scene in draft.keys:
        return scene_url(draft, problem.scene, problem.path)
    return _with_cursor(reverse("studio_facts", args=[draft.page.pk]), problem.path)


def _with_cursor(url: str, path: str) -> str:
    # the server marks the field for those without script; the fragment scrolls to it
    return f"{url}?o={path}#f-{path}" if path else url


def step_name(scene: dict[str, Any]) -> str:
    """The kind of step of a plain scene."""
    return str(scene.get("step", Scene.step.value))
