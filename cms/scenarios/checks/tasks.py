"""Rules of the steps: each can be done, each mark has a branch, each branch a mark (B14)."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from cms.content import Scene, StepItem, StepKind
from cms.scenarios.checks.facts import ScenarioFacts
from cms.scenarios.checks.problem import ScenarioProblem, problem_at
from cms.scenarios.judging import WHOLE, possible_marks
from cms.scenarios.space import judged_branches

LOWEST, HIGHEST = 1, 5

PlacedFault = tuple[str, str, str]  # path, text, mend


def check_steps(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B14: a step that cannot be done as it is written."""
    for scene in facts.scenes:
        if scene.is_ending and (scene.step == StepKind.CHOOSE or not scene.ending):
            continue
        for path, text, mend in _step_faults(scene):
            facts.mark_broken(scene)
            yield problem_at("B14", scene, path, text, mend)


def check_marks(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B14: a mark without a branch, a branch without a mark."""
    for scene in facts.scenes:
        if scene.is_ending or scene.step == StepKind.CHOOSE or facts.is_broken(scene):
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
    yield from _FAULTS_BY_STEP[scene.step](scene)


def _pick_faults(scene: Scene) -> Iterator[PlacedFault]:
    if not scene.items:
        yield (
            "items",
            _("There is nothing to pick from."),
            _("Add the items, and mark those that are right."),
        )
    elif not any(item.right for item in scene.items):
        yield (
            "items",
            _("No item is marked as right."),
            _("Mark the items that belong to the answer."),
        )
    if scene.step == StepKind.SPOT:
        for n, item in enumerate(scene.items):
            if item.paper and scene.paper(item.paper) is None:
                yield (
                    f"items.{n}.paper",
                    _("The paper of this item does not lie on the counter."),
                    _("Put the paper into the scene, or choose another one."),
                )


def _picture_faults(scene: Scene) -> Iterator[PlacedFault]:
    yield from _pick_faults(scene)
    if not scene.picture and scene.image is None:
        yield "picture", _("There is no picture to find anything on."), _("Choose a picture.")
    for n, item in enumerate(scene.items):
        if not _is_inside(item):
            yield (
                f"items.{n}.x",
                _("The spot of this item lies outside the picture or has no size."),
                _("Keep left + width and top + height within 100 %."),
            )


def _is_inside(item: StepItem) -> bool:
    """Whether the spot of an item has a size and lies within the picture."""
    if min(item.w, item.h) <= 0 or min(item.x, item.y) < 0:
        return False
    return item.x + item.w <= WHOLE and item.y + item.h <= WHOLE


def _order_faults(scene: Scene) -> Iterator[PlacedFault]:
    if len(scene.items) < 2:
        yield (
            "items",
            _("There is nothing to put in order: at least two items are needed."),
            _("Add the steps in their right order."),
        )


def _rating_faults(scene: Scene) -> Iterator[PlacedFault]:
    if len(scene.items) < 2:
        yield (
            "items",
            _("At least two ways to act are needed to choose the best and the worst."),
            _("Add the ways to act."),
        )
        return
    for n, item in enumerate(scene.items):
        if not item.panel:
            yield (
                f"items.{n}.panel",
                _("The panel has not rated this item."),
                _("Write the experts' ratings, 1 (worst) to 5 (best)."),
            )
        elif not all(LOWEST <= rating <= HIGHEST for rating in item.panel):
            yield (
                f"items.{n}.panel",
                _("A rating is not between 1 and 5."),
                _("Write the experts' ratings, 1 (worst) to 5 (best)."),
            )
    means = {item.rating for item in scene.items if item.panel}
    if len(means) == 1 and all(item.panel for item in scene.items):
        yield (
            "items",
            _("The panel finds all items equally good, so there is no best and no worst."),
            _("Take other ways to act, or ask the panel again."),
        )


def _form_faults(scene: Scene) -> Iterator[PlacedFault]:
    if not scene.fields:
        yield "fields", _("The form has no fields."), _("Add the fields of the real form.")


def _reason_faults(scene: Scene) -> Iterator[PlacedFault]:
    if scene.marked_by == "self" and not scene.model.strip() and not scene.items:
        yield (
            "model",
            _("The learner has nothing to compare their reason with."),
            _("Write a model answer or the points of a good one."),
        )


def _choice_faults(_scene: Scene) -> Iterator[PlacedFault]:
    return iter(())


_FAULTS_BY_STEP: dict[StepKind, Callable[[Scene], Iterator[PlacedFault]]] = {
    StepKind.CHOOSE: _choice_faults,
    StepKind.SEVERAL: _pick_faults,
    StepKind.SPOT: _pick_faults,
    StepKind.PICTURE: _picture_faults,
    StepKind.ORDER: _order_faults,
    StepKind.JUDGE: _rating_faults,
    StepKind.FORM: _form_faults,
    StepKind.REASON: _reason_faults,
}
