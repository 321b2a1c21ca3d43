"""What of a case travels to a device: with the key where the device judges, without it where the
server does.
"""

from collections.abc import Iterator
from typing import Any

from cms.content import Scenario, Scene, StepKind
from cms.content.plain import to_plain

# What the page itself says (or what nobody needs there) does not travel twice.
_SAID = frozenset(
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
_SAID_OF = {
    "choices": frozenset({"text", "competence", "why"}),
    "items": frozenset({"text", "paper", "x", "y", "w", "h"}),
    "fields": frozenset({"label", "hint", "options", "kind"}),
}


def device_case(scenario: Scenario, *, has_key: bool) -> dict[str, Any]:
    """The case as static/js/play.js folds it: plain data, without the words that stand on the page.

    Without the key (a run that counts) it names scenes, their conditions and their time, and
    nothing that tells a right answer from a wrong one.
    """
    plain = {
        "start_trips": scenario.start_trips,
        "start_minutes": scenario.start_minutes,
        "variables": [{"key": one.key, "start": one.start} for one in scenario.variables],
    }
    if not has_key:
        return plain | {"scenes": [_bare(scene) for scene in scenario.scenes]}
    cited = set(_cited(scenario))
    return plain | {
        "holidays": list(scenario.holidays),
        "workdays": list(scenario.workdays),
        "scenes": [_keyed(scene, cited) for scene in scenario.scenes],
    }


def _bare(scene: Scene) -> dict[str, Any]:
    kept = {"key", "step", "when", "otherwise", "seconds", "is_shuffled", "marked_by"}
    plain = {name: value for name, value in to_plain(scene).items() if name in kept}
    if scene.step == StepKind.CHOOSE:
        plain["choices"] = [
            {"key": one.key, "when": to_plain(one.when)} if one.when else {"key": one.key}
            for one in scene.choices
            if not one.on_timeout
        ]
    return plain


def _keyed(scene: Scene, cited: set[tuple[str, str]]) -> dict[str, Any]:
    plain = {name: value for name, value in to_plain(scene).items() if name not in _SAID}
    for name, said in _SAID_OF.items():
        if name in plain:
            plain[name] = [{k: v for k, v in one.items() if k not in said} for one in plain[name]]
    papers = [
        {
            "key": paper.key,
            "lines": [to_plain(x) for x in paper.lines if (paper.key, x.key) in cited],
        }
        for paper in scene.papers
    ]
    papers = [paper for paper in papers if paper["lines"]]
    return plain | {"papers": papers} if papers else plain


def _cited(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """(paper, line) of what forms are held against."""
    for scene in scenario.scenes:
        for check in (check for field in scene.fields for check in field.checks):
            if check.paper:
                yield check.paper, check.line
            source, _, name = check.base.partition(":")
            if source == "paper" and "." in name:
                paper, line = name.split(".", 1)
                yield paper, line
