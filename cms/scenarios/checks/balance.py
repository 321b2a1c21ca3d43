"""Rules of the scenario as a whole: it can be won and lost, and its ways are not too long (B13,
B17, W6, W10, W11, W14).
"""

from collections import deque
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.content import IMPACTS, PlayMode, Scene
from cms.scenarios.checks.facts import ScenarioFacts
from cms.scenarios.checks.problem import ScenarioProblem, problem_at
from cms.scenarios.paths import master_path, reversed_graph
from cms.scenarios.steps import step_of

MAX_SCENES = 12
# The best way may be somewhat longer than the worst, which often breaks off early.
MUCH_LONGER = 1.5


def check_can_be_won(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B13: no good ending."""
    endings = {scene.ending for scene in facts.scenes if scene.is_ending}
    if endings and not endings & {"good", ""} and not facts.dangling:
        yield problem_at(
            "B13",
            None,
            "",
            _("The case cannot be won: it has no good ending."),
            _(
                "Add the ending in which the citizen gets what is due, and let the right choices"
                " lead there."
            ),
        )


def check_path_lengths(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """W6 more than 12 scenes on the best path, or on every way on from some scene · W11 the best
    path longer than the worst.
    """
    if not facts.space.complete or not facts.is_whole:
        return
    count = _count_scenes(facts)
    if count > MAX_SCENES:
        yield problem_at(
            "W6",
            None,
            "",
            _(
                "There is a way on which a learner must pass %(count)d scenes; %(most)d are enough"
                " for one sitting."
            )
            % {"count": count, "most": MAX_SCENES},
            _("Shorten it, or make two cases of it."),
        )
    elif facts.best_way and facts.worst_way:
        (best, best_steps), (worst, worst_steps) = facts.best_way, facts.worst_way
        if best.weight < worst.weight and best_steps >= MUCH_LONGER * worst_steps:
            yield problem_at(
                "W11",
                None,
                "",
                _(
                    "The best path has %(best)d steps, the worst only %(worst)d: who does it wrong"
                    " is done sooner."
                )
                % {"best": best_steps, "worst": worst_steps},
                _("Let the wrong choices lead through their consequences too."),
            )


def _count_scenes(facts: ScenarioFacts) -> int:
    """Scenes of the best path; where they are few enough, of the longest detour that nobody who
    comes to some state can avoid.
    """
    count = len(master_path(facts.space)) + 1
    return count if count > MAX_SCENES else max(_shortest_through(facts), default=0)


def check_can_be_lost(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """W10: nothing can go wrong. Where Tự làm is asked for, W14 says that nothing has a cost."""
    endings = {scene.ending for scene in facts.scenes if scene.is_ending}
    if not facts.is_whole or not endings & {"good", "fair"}:
        return
    if not endings & {"poor", ""}:
        yield problem_at(
            "W10",
            None,
            "",
            _("The case cannot be lost: it has no poor ending."),
            _("Add the ending to which the wrong choices lead."),
        )
    elif _cost_the_same(facts) and not _is_free(facts):
        yield problem_at(
            "W10",
            None,
            "",
            _("All paths cost the citizen the same, so every run has the best score."),
            _("Let wrong choices cost trips, minutes, money or trust."),
        )


def _cost_the_same(facts: ScenarioFacts) -> bool:
    """Whether all paths are known and cost the citizen the same."""
    if not facts.space.complete or not facts.best_way or not facts.worst_way:
        return False
    return facts.best_way[0].weight == facts.worst_way[0].weight


def check_modes(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B17 no mode · W14 a mode without what it needs: costs for Tự làm, the master's reasons for
    Xem mẫu.
    """
    modes_of_scenario = facts.scenario.modes
    if not modes_of_scenario:
        yield problem_at(
            "B17",
            None,
            "modes",
            _("The case asks for no mode, so nobody can play it."),
            _("Choose at least one: Xem mẫu, Làm cùng or Tự làm."),
        )
    if PlayMode.SOLO in modes_of_scenario and _is_free(facts):
        yield problem_at(
            "W14",
            None,
            "modes",
            _(
                "Tự làm is asked for, but no choice costs the citizen anything, so every run has"
                " the best score."
            ),
            _("Let wrong choices cost trips, minutes, money or trust."),
        )
    if PlayMode.WATCH in modes_of_scenario:
        for scene in facts.scenes:
            yield from _missing_reasons(scene)


def _missing_reasons(scene: Scene) -> Iterator[ScenarioProblem]:
    for n, choice in enumerate(scene.choices):
        if choice.is_right and not choice.why.strip():
            yield problem_at(
                "W14",
                scene,
                f"choices.{n}.why",
                _("Xem mẫu is asked for, but the master does not say why they take this way."),
                _("Write in one or two sentences why it is right."),
            )
    if step_of(scene).has_fields:
        for n, field in enumerate(scene.fields):
            if field.checks and not field.model:
                yield problem_at(
                    "W14",
                    scene,
                    f"fields.{n}.model",
                    _("Xem mẫu is asked for, but the master leaves this field empty."),
                    _("Write what the master fills in."),
                )


def _is_free(facts: ScenarioFacts) -> bool:
    choices = (choice for scene in facts.scenes for choice in scene.choices)
    return not any(getattr(choice, name) for choice in choices for name in IMPACTS)


def _shortest_through(facts: ScenarioFacts) -> Iterator[int]:
    """For each state from which an ending can be reached: scenes on the shortest way through it."""
    space = facts.space
    onward = [[edge.target for edge in edges] for edges in space.edges]
    from_start = _count_steps([0], onward)
    to_ending = _count_steps(space.ends, reversed_graph(onward))
    for state, steps in from_start.items():
        if state in to_ending:
            yield steps + to_ending[state] + 1


def _count_steps(starts: list[int], onward: list[list[int]]) -> dict[int, int]:
    """For each node that can be reached from `starts`: steps on the shortest way there."""
    steps = dict.fromkeys(starts, 0)
    waiting = deque(starts)
    while waiting:
        node = waiting.popleft()
        for target in set(onward[node]) - steps.keys():
            steps[target] = steps[node] + 1
            waiting.append(target)
    return steps
