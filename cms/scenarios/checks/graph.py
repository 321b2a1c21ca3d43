"""Rules of the graph as it is written: keys, links, orphans, traps, endings, idle loops (B1–B4,
W5).
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.content import Scene
from cms.scenarios.checks.facts import ScenarioFacts, choice_number
from cms.scenarios.checks.problem import ScenarioProblem, problem_at
from cms.scenarios.space import names_changed


def check_keys(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B1: two scenes or two choices under one key; play could not tell them apart."""
    seen: set[str] = set()
    for scene in facts.scenario.scenes:
        if scene.key in seen or not scene.key:
            yield problem_at(
                "B1",
                scene,
                "key",
                _("Another scene has the same key “%(key)s”.") % {"key": scene.key},
                _("Give each scene a key of its own, for example canh-2."),
            )
        seen.add(scene.key)
        choice_keys = [choice.key for choice in scene.choices]
        if len(set(choice_keys)) < len(choice_keys) or not all(choice_keys):
            yield problem_at(
                "B1",
                scene,
                "choices",
                _("Two choices have the same key."),
                _("Give each choice a key of its own: a, b, c."),
            )


def check_links(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B1: a choice leads nowhere · B16: a condition that sends on to nowhere."""
    for number, path in facts.dangling:
        scene = facts.scenes[number]
        facts.mark_broken(scene, choice_number(path))
        yield problem_at(
            "B1",
            scene,
            path,
            _("This choice leads to no scene."),
            _("Choose the next scene, or make one for it."),
        )
    for number, scene in enumerate(facts.scenes):
        if scene.when and scene.otherwise not in facts.numbers:
            facts.unclear.add(number)
            facts.dangling.append((number, "otherwise"))
            facts.mark_broken(scene)
            yield problem_at(
                "B16",
                scene,
                "otherwise",
                _(
                    "The scene has a condition, but nothing says where play goes on when it does"
                    " not hold."
                ),
                _("Choose a scene in “Otherwise to”, or take the condition away."),
            )


def check_orphans(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B2: a scene to which nothing leads."""
    for number in facts.orphans:
        yield problem_at(
            "B2",
            facts.scenes[number],
            "key",
            _("No choice leads to this scene."),
            _("Let a choice lead here, or delete the scene."),
        )


def check_traps(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B3: no link leads on to an ending, however long one plays."""
    for trap in facts.traps:
        for number in trap:
            facts.mark_broken(facts.scenes[number])
        yield problem_at(
            "B3",
            facts.scenes[trap[0]],
            "choices",
            _("From here no ending can be reached."),
            _("Let one of the choices lead on to an ending."),
        )


def check_endings(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B4: no choices and not an ending."""
    for number in sorted(facts.unmarked):
        facts.mark_broken(facts.scenes[number])
        yield problem_at(
            "B4",
            facts.scenes[number],
            "ending",
            _("The scene has no choices and is not marked as an ending."),
            _("Add choices, or say which kind of ending it is."),
        )


def check_idle_loops(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """W5: a loop that changes nothing."""
    trapped = {number for trap in facts.traps for number in trap}
    for number, scene in enumerate(facts.scenes):
        if number in trapped:
            continue
        for idle_choice in _idle_choices(scene):
            yield problem_at(
                "W5",
                scene,
                f"choices.{idle_choice}.target",
                _("The choice leads back here and costs the citizen nothing."),
                _("Let it cost something, or lead on."),
            )


def _idle_choices(scene: Scene) -> Iterator[int]:
    """Numbers of the choices that lead back to their scene and change nothing."""
    for number, choice in enumerate(scene.choices):
        leads_back = choice.target == scene.key and not choice.cases
        if leads_back and not names_changed(choice):
            yield number
