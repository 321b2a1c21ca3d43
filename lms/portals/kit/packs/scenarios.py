"""The data of a scenario for a device: with the key to the right answers where the device judges,
without it where the server does.
"""

from collections.abc import Iterator
from typing import Any

from cms.api import step_of
from cms.content import Choice, CounterPaper, Scenario, Scene
from cms.content.plain import to_plain

# Fields of a scene that stand in the page already, or that the device does not need.
_ON_PAGE = frozenset(
    {
        "title",
        "place",
        "picture",
        "picture_alt",
        "speaker",
        "speech",
        "narration",
        "question",
        "hint",
        "right_way",
        "basis",
        "words",
        "audio",
        "image",
        "ending",
        "form_title",
        "papers",
    }
)
# The same of a scene's parts.
_ON_PAGE_OF = {
    "choices": frozenset({"text", "competence", "why"}),
    "items": frozenset({"text", "paper", "x", "y", "w", "h"}),
    "fields": frozenset({"label", "hint", "options", "kind"}),
}


def device_scenario(scenario: Scenario, *, has_key: bool) -> dict[str, Any]:
    """The scenario as static/js/play.js folds it: plain data without the words that the page shows.

    Without the key (a run that counts) it names scenes, their conditions and their time, and
    nothing that tells a right answer from a wrong one.
    """
    plain = {
        "start_trips": scenario.start_trips,
        "start_minutes": scenario.start_minutes,
        "variables": [
            {"key": variable.key, "start": variable.start} for variable in scenario.variables
        ],
    }
    if not has_key:
        return plain | {"scenes": [_scene_without_key(scene) for scene in scenario.scenes]}
    cited = set(_cited_lines(scenario))
    return plain | {
        "holidays": list(scenario.holidays),
        "workdays": list(scenario.workdays),
        "scenes": [_scene_with_key(scene, cited) for scene in scenario.scenes],
    }


def _scene_without_key(scene: Scene) -> dict[str, Any]:
    fields = {"key", "step", "when", "otherwise", "seconds", "is_shuffled", "marked_by"}
    plain = {name: value for name, value in to_plain(scene).items() if name in fields}
    if not step_of(scene).is_judged:
        plain["choices"] = [_bare_choice(each) for each in scene.choices if not each.on_timeout]
    return plain


def _bare_choice(choice: Choice) -> dict[str, Any]:
    if choice.when:
        return {"key": choice.key, "when": to_plain(choice.when)}
    return {"key": choice.key}


def _scene_with_key(scene: Scene, cited: set[tuple[str, str]]) -> dict[str, Any]:
    plain = {name: value for name, value in to_plain(scene).items() if name not in _ON_PAGE}
    for name, left_out in _ON_PAGE_OF.items():
        if name in plain:
            plain[name] = [_without(part, left_out) for part in plain[name]]
    papers = [_cited_part(paper, cited) for paper in scene.papers]
    papers = [paper for paper in papers if paper["lines"]]
    if papers:
        plain["papers"] = papers
    return plain


def _without(part: dict[str, Any], left_out: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name not in left_out}


def _cited_part(paper: CounterPaper, cited: set[tuple[str, str]]) -> dict[str, Any]:
    """The paper with only those lines that some check of a form refers to."""
    lines = [to_plain(line) for line in paper.lines if (paper.key, line.key) in cited]
    return {"key": paper.key, "lines": lines}


def _cited_lines(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """(paper, line) of everything with which the fields of forms are compared."""
    for scene in scenario.scenes:
        for check in (check for field in scene.fields for check in field.checks):
            if check.paper:
                yield check.paper, check.line
            source, _, name = check.base.partition(":")
            if source == "paper" and "." in name:
                paper, line = name.split(".", 1)
                yield paper, line
