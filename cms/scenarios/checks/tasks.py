"""Rules of the steps: each can be done, each mark has a branch, each branch a mark (B14)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.content import Scene
from cms.scenarios.checks.facts import ScenarioFacts
from cms.scenarios.checks.problem import ScenarioProblem, problem_at
from cms.scenarios.space import judged_branches
from cms.scenarios.steps import possible_marks, step_of
from cms.scenarios.steps.step import WHOLE, PlacedFault


def check_steps(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B14: a step that cannot be done as it is written."""
    for scene in facts.scenes:
        if scene.is_ending and not (step_of(scene).is_judged and scene.ending):
            continue
        for path, text, mend in _step_faults(scene):
            facts.mark_broken(scene)
            yield problem_at("B14", scene, path, text, mend)


def check_marks(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B14: a mark without a branch, a branch without a mark."""
    for scene in facts.scenes:
        if scene.is_ending or not step_of(scene).is_judged or facts.is_broken(scene):
            continue
        scene_marks = sorted(possible_marks(scene))
        if not any(choice.at_least <= scene_marks[0] for choice in judged_branches(scene)):
            facts.mark_broken(scene)
            yield problem_at(
                "B14",
                scene,
                "choices",
                _("No branch takes an answer of %(mark)d %%, so play stops there.")
                % {"mark": scene_marks[0]},
                _("Add a branch from 0 %."),
            )
        above = WHOLE + 1
        for choice in judged_branches(scene):
            number = scene.choices.index(choice)
            if not any(choice.at_least <= mark < above for mark in scene_marks):
                facts.mark_broken(scene, number)
                yield problem_at(
                    "B14",
                    scene,
                    f"choices.{number}.at_least",
                    _("No answer to this step comes to a mark for this branch."),
                    _("Change “from … %”, or delete the branch."),
                )
            # a branch with a condition may be closed, and then a lower one takes its marks
            if not choice.when:
                above = min(above, choice.at_least)


def check_times(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B14: time to answer without a way when it is up, or the other way round."""
    for scene in facts.scenes:
        if any(choice.on_timeout for choice in scene.choices):
            for path, text, mend in _timeout_faults(scene):
                yield problem_at("B14", scene, path, text, mend)
        elif scene.seconds > 0 and scene.choices:
            yield problem_at(
                "B14",
                scene,
                "seconds",
                _("The time to answer is limited, but nothing says what happens when it is up."),
                _("Add a choice for “time is up”, or take the limit away."),
            )


def _timeout_faults(scene: Scene) -> Iterator[PlacedFault]:
    """The first fault of a scene with a choice for “time is up”."""
    numbers = [n for n, choice in enumerate(scene.choices) if choice.on_timeout]
    if scene.seconds <= 0:
        yield (
            f"choices.{numbers[0]}.on_timeout",
            _("There is a choice for “time is up”, but no time limit."),
            _("Write how many seconds there are, or delete the choice."),
        )
    elif len(numbers) > 1:
        yield (
            f"choices.{numbers[1]}.on_timeout",
            _("Only the first choice for “time is up” is ever taken."),
            _("Keep one of them."),
        )
    elif len(numbers) == len(scene.choices):
        yield (
            "choices",
            _("There is nothing to choose but that time is up."),
            _("Add the choices that the learner has."),
        )


def _step_faults(scene: Scene) -> Iterator[PlacedFault]:
    if scene.is_ending:
        yield (
            "step",
            _("An ending asks for nothing: this step cannot be answered."),
            _("Add branches, or make it a step without a task."),
        )
        return
    keys = [item.key for item in scene.items]
    if len(set(keys)) < len(keys) or not all(keys):
        yield (
            "items",
            _("Two items have the same key."),
            _("Give each item a key of its own: a, b, c."),
        )
    for path, text, mend in step_of(scene).faults(scene):
        yield path, _(text), _(mend)
