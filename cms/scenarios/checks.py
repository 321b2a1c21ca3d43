"""The linter of scenarios: what blocks printing (B…) and what only warns (W…). Each problem says where and how to mend it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.content import Scenario, Scene
from lms.core import clock

MAX_WORDS = 90
LONGER_THAN_OTHERS = 1.6
SAME_POSITION = 0.7
# CCCD (12 digits) and mobile numbers (10 digits) have no business in a lesson.
_PERSONAL = re.compile(r"(?<!\d)(?:\d{12}|0[35789]\d{8})(?!\d)")


@dataclass(frozen=True)
class Problem:
    """`rule` is B1…B9 (blocks printing) or W1…W8 (warns); `where` and `field` name the place for the editor."""

    rule: str
    where: str
    field: str
    text: str
    mend: str

    @property
    def blocks(self) -> bool:
        return self.rule.startswith("B")


def check(scenario: Scenario) -> tuple[Problem, ...]:
    """All problems of a scenario, blocking ones first, each rule in the order of the scenes."""
    if not scenario.scenes:
        return (
            Problem(
                "B4", "", _("Scenes"), _("The scenario has no scene yet."),
                _("Add the first scene: where it happens, what the citizen says, what can be done."),
            ),
        )  # fmt: skip
    found = [problem for rule in _RULES for problem in rule(scenario)]
    return tuple(sorted(found, key=lambda problem: not problem.blocks))


def reach(scenario: Scenario) -> dict[str, frozenset[str]]:
    """Scene → all scenes that can be reached from it by one choice or more."""
    following = {
        s.key: {c.target for c in s.choices if scenario.scene(c.target)} for s in scenario.scenes
    }
    found = {}
    for key in following:
        seen: set[str] = set()
        waiting = list(following[key])
        while waiting:
            there = waiting.pop()
            if there not in seen:
                seen.add(there)
                waiting.extend(following[there])
        found[key] = frozenset(seen)
    return found


def _where(scene: Scene) -> str:
    return _("Scene “%(title)s”") % {"title": scene.title or scene.key}


def _problem(rule: str, scene: Scene, field: str, text: str, mend: str) -> Problem:
    return Problem(rule, _where(scene), field, text, mend)


def _choice_field(number: int) -> str:
    return _("Choice %(number)d") % {"number": number}


def _keys(scenario: Scenario) -> Iterator[Problem]:
    """Two scenes or two choices under one key: play could not tell them apart."""
    seen: set[str] = set()
    for scene in scenario.scenes:
        if scene.key in seen or not scene.key:
            yield _problem("B1", scene, _("Key"), _("Another scene has the same key “%(key)s”.") % {"key": scene.key}, _("Give each scene a key of its own, for example canh-2."))  # fmt: skip
        seen.add(scene.key)
        keys = [choice.key for choice in scene.choices]
        if len(set(keys)) < len(keys) or not all(keys):
            yield _problem("B1", scene, _("Choices"), _("Two choices have the same key."), _("Give each choice a key of its own: a, b, c."))  # fmt: skip


def _targets(scenario: Scenario) -> Iterator[Problem]:
    """B1 choice leads nowhere · B5 a choice has no consequence text."""
    for scene in scenario.scenes:
        for number, choice in enumerate(scene.choices, 1):
            if scenario.scene(choice.target) is None:
                yield _problem("B1", scene, _choice_field(number), _("This choice leads to no scene."), _("Write the key of the next scene in “Leads to”."))  # fmt: skip
            if not choice.consequence.strip():
                yield _problem("B5", scene, _choice_field(number), _("This choice has no consequence."), _("Write what the citizen experiences after it."))  # fmt: skip
            if choice.trips < 0 or choice.minutes < 0:
                yield _problem("B5", scene, _choice_field(number), _("Trips and minutes cannot be less than zero."), _("Write 0 where the choice costs the citizen nothing."))  # fmt: skip


def _paths(scenario: Scenario) -> Iterator[Problem]:
    """B2 scene cannot be reached · B3 no ending can be reached from it · B4 no choices and not an ending."""
    far = reach(scenario)
    first = scenario.scenes[0].key
    ends = {scene.key for scene in scenario.scenes if scene.is_ending}
    for scene in scenario.scenes:
        if scene.key != first and scene.key not in far[first]:
            yield _problem("B2", scene, _("Key"), _("No choice leads to this scene."), _("Let a choice lead here, or delete the scene."))  # fmt: skip
        if not scene.is_ending and not far[scene.key] & ends:
            yield _problem("B3", scene, _("Choices"), _("From here no ending can be reached."), _("Let one of the choices lead on to an ending."))  # fmt: skip
        if scene.is_ending and not scene.ending:
            yield _problem("B4", scene, _("Ending"), _("The scene has no choices and is not marked as an ending."), _("Add choices, or say which kind of ending it is."))  # fmt: skip


def _best_path(scenario: Scenario) -> Iterator[Problem]:
    """B6: from the first scene, right choices alone must lead to an ending."""
    scene: Scene | None = scenario.scenes[0]
    seen: set[str] = set()
    while scene is not None and not scene.is_ending:
        right = [choice for choice in scene.choices if choice.is_right]
        if not right or scene.key in seen:
            yield _problem("B6", scene, _("Choices"), _("The best path stops here: no right choice leads on."), _("Mark the right choice, and let it lead on towards the ending."))  # fmt: skip
            return
        seen.add(scene.key)
        scene = scenario.scene(right[0].target)


def _pictures(scenario: Scenario) -> Iterator[Problem]:
    """B7: a picture without a text alternative."""
    for scene in scenario.scenes:
        if scene.picture and not scene.picture_alt.strip():
            yield _problem("B7", scene, _("Text alternative"), _("The picture has no text alternative."), _("Say in one sentence what the picture shows."))  # fmt: skip


def _personal_data(scenario: Scenario) -> Iterator[Problem]:
    """B9: something that looks like an identity card or telephone number."""
    for scene in scenario.scenes:
        papers = " ".join(f"{paper.title} {paper.text}" for paper in scene.papers)
        choices = " ".join(f"{c.text} {c.consequence}" for c in scene.choices)
        if _PERSONAL.search(f"{scene.narration} {scene.speech} {scene.hint} {papers} {choices}"):
            yield _problem("B9", scene, _("Texts"), _("There is an identity card or telephone number in the text."), _("Take it out, or replace digits by dots."))  # fmt: skip


def _length(scenario: Scenario) -> Iterator[Problem]:
    """W1 scene over 90 words · W2 the right answer is given away by its length."""
    for scene in scenario.scenes:
        words = len(f"{scene.narration} {scene.speech}".split())
        if words > MAX_WORDS:
            yield _problem("W1", scene, _("Narration"), _("The scene has %(count)d words; a phone screen holds about 90.") % {"count": words}, _("Shorten it, or make two scenes of it."))  # fmt: skip
        right = [len(c.text) for c in scene.choices if c.is_right]
        others = [len(c.text) for c in scene.choices if not c.is_right]
        if right and others and max(right) > LONGER_THAN_OTHERS * max(others):
            yield _problem("W2", scene, _("Choices"), _("The right answer is much longer than the others and gives itself away."), _("Make the answers about equally long."))  # fmt: skip


def _position(scenario: Scenario) -> Iterator[Problem]:
    """W3: the right answer mostly stands in the same position."""
    positions = [
        next(i for i, c in enumerate(scene.choices) if c.is_right)
        for scene in scenario.scenes
        if len(scene.choices) > 1 and any(c.is_right for c in scene.choices)
    ]
    if len(positions) > 2 and max(positions.count(p) for p in positions) >= SAME_POSITION * len(
        positions
    ):
        yield _problem("W3", scenario.scenes[0], _("Choices"), _("The right answer nearly always stands in the same place."), _("Change the order of the choices in some scenes."))  # fmt: skip


def _basis(scenario: Scenario) -> Iterator[Problem]:
    """W4: no legal basis, or one that is no longer in force."""
    today = clock.today().isoformat()
    for scene in scenario.scenes:
        if not scene.is_ending and not scene.basis:
            yield _problem("W4", scene, _("Basis"), _("Nothing says why the right answer is right."), _("Name the law, the rule of the office, or mark it as good practice."))  # fmt: skip
        for basis in scene.basis:
            if basis.valid_to and basis.valid_to < today:
                yield _problem("W4", scene, _("Basis"), _("“%(text)s” is no longer in force.") % {"text": basis.text}, _("Check the scene against the document that replaced it."))  # fmt: skip


def _idle(scenario: Scenario) -> Iterator[Problem]:
    """W5 a loop that changes nothing · W7 two choices with the same text."""
    for scene in scenario.scenes:
        for number, choice in enumerate(scene.choices, 1):
            if choice.target == scene.key and not (choice.trips or choice.minutes):
                yield _problem("W5", scene, _choice_field(number), _("The choice leads back here and costs the citizen nothing."), _("Let it cost something, or lead on."))  # fmt: skip
        texts = [choice.text.strip().lower() for choice in scene.choices]
        if len(set(texts)) < len(texts):
            yield _problem("W7", scene, _("Choices"), _("Two choices say the same."), _("Change one of them or delete it."))  # fmt: skip


_RULES: tuple[Callable[[Scenario], Iterator[Problem]], ...] = (
    _keys, _targets, _paths, _best_path, _pictures, _personal_data,
    _length, _position, _basis, _idle,
)  # fmt: skip
