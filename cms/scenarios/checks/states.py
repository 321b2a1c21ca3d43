"""Rules of what play can come to: conditions that never hold, scenes never met, ways that stop (B3,
B6, B10, B12, B14, B16, W13).

They speak only where all states are known; where there are more, W13 says so.
"""

from collections import deque
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.content import Choice, Clause, Scene, Variable
from cms.scenarios.checks.facts import ScenarioFacts, choice_number, is_closed, reachable_from
from cms.scenarios.checks.problem import ScenarioProblem, problem_at
from cms.scenarios.checks.variables import variables_changed
from cms.scenarios.paths import reversed_graph, strong_components
from cms.scenarios.space import MAX_STATES, SpaceEdge, all_conditions, judged_branches
from cms.scenarios.steps import possible_marks, step_of


def check_circles(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B16: conditions that send on in a circle."""
    reported: set[int] = set()
    for scene in facts.scenes:
        if scene.key not in facts.space.circles or scene.otherwise not in facts.numbers:
            continue
        circle = _circle_from(facts, scene)
        for number in circle:
            facts.mark_broken(facts.scenes[number])
        if min(circle) not in reported:
            reported.add(min(circle))
            yield problem_at(
                "B16",
                facts.scenes[min(circle)],
                "otherwise",
                _("There are cases in which the conditions send play on in a circle."),
                _(
                    "Let one of the scenes in the circle be without a condition, or send play on"
                    " elsewhere."
                ),
            )


def check_conditions(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B10: a condition that never holds, though its place is reached.

    Several conditions with one cause are one problem: they are looked at in the order in which play
    comes to them, and those that depend on one that never holds are left out.
    """
    if not facts.space.complete:
        return
    facts.spread_doubt()
    reported: set[object] = set()
    variables = {variable.key: variable for variable in facts.scenario.variables}
    unchanged = {key: variables[key] for key in variables.keys() - variables_changed(facts)}
    in_order = sorted(
        all_conditions(facts.scenario), key=lambda condition: _first_visit(facts, condition[0])
    )
    for scene, path, when in in_order:
        if _is_explained(facts, scene, path) or not _never_holds(facts, scene, path, when):
            continue
        clause = _failing_clause(facts, scene, path, when)
        facts.mark_broken(scene, choice_number(path))
        facts.spread_doubt()
        variable = unchanged.get(clause.variable) if clause else None
        cause = variable.key if variable else clause or when
        if cause not in reported:
            reported.add(cause)
            yield problem_at("B10", scene, path, *_explain_never(variable))


def _is_explained(facts: ScenarioFacts, scene: Scene, path: str) -> bool:
    """Whether another problem already names the place of a condition, or play never finds it."""
    return (scene.key, choice_number(path)) in facts.broken or not facts.is_played(scene)


def _explain_never(unchanged: Variable | None) -> tuple[str, str]:
    """Text and mend of a condition that never holds; `unchanged`: the variable that is to blame."""
    if unchanged is None:
        return (
            _("This condition never holds when play comes here."),
            _("Let an earlier choice bring it about, or take the condition away."),
        )
    title = unchanged.title or unchanged.key
    return (
        _("This condition never holds: no choice changes “%(title)s”.") % {"title": title},
        _("Let a choice change it, or take the condition away."),
    )


def check_closed_branches(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B14: a judged step whose branch for the lowest mark is closed by a condition in some
    state.
    """
    if not facts.space.complete:
        return
    for scene in facts.scenes:
        if not step_of(scene).is_judged or scene.is_ending or facts.is_broken(scene):
            continue
        lowest_mark = min(possible_marks(scene))
        lowest = [branch for branch in judged_branches(scene) if branch.at_least <= lowest_mark]
        states = facts.states_of.get(scene.key, [])
        if not all(_is_any_open(facts, state, lowest) for state in states):
            facts.mark_broken(scene)
            yield problem_at(
                "B14",
                scene,
                "choices",
                _("There are cases in which all branches for the lowest mark are closed."),
                _("Add a branch from 0 % without a condition."),
            )


def _is_any_open(facts: ScenarioFacts, state: int, choices: list[Choice]) -> bool:
    return any(facts.space.holds(state, choice.when) for choice in choices)


def check_hidden_scenes(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B12: a scene that is linked but met under no values of the variables.

    Scenes that lie behind another such scene are not named.
    """
    for number in facts.first_hidden(facts.unreached - facts.explained):
        facts.mark_broken(facts.scenes[number])
        yield problem_at(
            "B12",
            facts.scenes[number],
            "key",
            _("Choices lead to this scene, but under their conditions nobody ever comes here."),
            _("Change the conditions on the way here, or delete the scene."),
        )


def check_stuck_states(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B3: values of the variables with which no choice is open, or play goes round for ever."""
    if not facts.space.complete:
        return
    for number in _dead_ends(facts):
        # `traps` names those that no condition is needed for
        if number in facts.endless:
            continue
        scene = facts.scenes[number]
        facts.mark_broken(scene)
        yield problem_at(
            "B3",
            scene,
            "choices",
            _(
                "There are cases in which no ending can be reached from here: all ways on are"
                " closed by conditions."
            ),
            _("Leave one choice without a condition, or let it lead on to an ending."),
        )


def _dead_ends(facts: ScenarioFacts) -> list[int]:
    """Numbers of scenes in which play stops or goes round for ever: the first of each group of
    states that no way leads out of. Time that runs out is no way.
    """
    scenes = facts.space.scenes
    onward = [[edge.target for edge in _ways_out(edges)] for edges in facts.space.edges]
    saved = reachable_from(_exits(facts), reversed_graph(onward))
    numbers = set()
    for component in strong_components(onward):
        if component[0] not in saved and is_closed(component, onward):
            numbers.add(min(facts.numbers[scenes[state].key] for state in component))
    return sorted(numbers)


def _exits(facts: ScenarioFacts) -> list[int]:
    """States that are an ending, or of which another problem already says that ways are broken."""
    broken = {key for key, _choice in facts.space.lost}
    broken |= {scene.key for scene in facts.scenes if facts.is_broken(scene)}
    return [
        state
        for state, scene in enumerate(facts.space.scenes)
        if scene.is_ending or scene.key in broken
    ]


def check_best_path(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """B6: right choices alone must lead from the first scene to a good ending.

    A single way on needs no mark.
    """
    space = facts.space
    visited, stops = _right_way(facts)
    if not visited or not space.complete or _passes_broken(facts, visited):
        return
    ends = [state for state in visited if space.scenes[state].is_ending]
    if any(space.scenes[state].ending in {"good", ""} for state in ends):
        return
    if stops:
        scene = space.scenes[min(stops)]
        yield problem_at(
            "B6",
            scene,
            "choices",
            _("The best path stops here: no right choice leads on."),
            _("Mark the right choice, and let it lead on towards the ending."),
        )
    elif not ends:
        scene = space.scenes[max(visited)]
        yield problem_at(
            "B6",
            scene,
            "choices",
            _("The best path goes round in a circle here."),
            _("Let the right choice lead on towards the ending."),
        )
    elif _reaches_good_endings(facts):
        scene = space.scenes[min(ends)]
        yield problem_at(
            "B6",
            scene,
            "ending",
            _("Right choices alone lead to this ending, which is not a good one."),
            _("Let the right choices lead to the good ending, or change the kind of this one."),
        )


def _passes_broken(facts: ScenarioFacts, states: list[int]) -> bool:
    return any(facts.is_broken(facts.space.scenes[state]) for state in states)


def _reaches_good_endings(facts: ScenarioFacts) -> bool:
    """Whether there are good endings, and play can come to all of them."""
    keys = {scene.key for scene in facts.scenes if scene.ending == "good"}
    return bool(keys) and keys <= facts.states_of.keys()


def check_state_count(facts: ScenarioFacts) -> Iterator[ScenarioProblem]:
    """W13: more states than are explored."""
    if not facts.space.complete and not facts.traps:
        yield problem_at(
            "W13",
            None,
            "variables",
            _(
                "The case has more than %(count)d combinations of scene and values. What depends on"
                " conditions was not proved: whether each is met, each scene is reached and each"
                " way ends."
            )
            % {"count": MAX_STATES},
            _(
                "Use fewer variables, or count only up to what a condition asks for; and play the"
                " case through."
            ),
        )


def _right_way(facts: ScenarioFacts) -> tuple[list[int], list[int]]:
    """States met by right choices alone, nearest first; and those of them where there is none."""
    space = facts.space
    visited = dict.fromkeys([0] if space.scenes else [])
    waiting = deque(visited)
    stops = []
    while waiting:
        state = waiting.popleft()
        edges = _right_edges(space.edges[state])
        if not edges and not space.scenes[state].is_ending:
            stops.append(state)
        for edge in edges:
            if edge.target not in visited:
                visited[edge.target] = None
                waiting.append(edge.target)
    return list(visited), stops


def _ways_out(edges: list[SpaceEdge]) -> list[SpaceEdge]:
    """The ways out that a learner chooses; time that runs out is none."""
    return [edge for edge in edges if not edge.choice.on_timeout]


def _right_edges(edges: list[SpaceEdge]) -> list[SpaceEdge]:
    """The ways out that are right; a single way out needs no mark."""
    ways = _ways_out(edges)
    if len(ways) == 1:
        return ways
    return [edge for edge in ways if edge.choice.is_right]


def _circle_from(facts: ScenarioFacts, scene: Scene) -> list[int]:
    """Numbers of the scenes that send on to each other."""
    circle: list[int] = []
    number = facts.numbers[scene.key]
    while number not in circle:
        circle.append(number)
        number = facts.numbers[facts.scenes[number].otherwise]
    return circle


def _first_visit(facts: ScenarioFacts, scene: Scene) -> int:
    """The first state of a scene; for one that play never enters, a number after all states."""
    return min(facts.states_of.get(scene.key, [len(facts.space.scenes)]))


def _never_holds(facts: ScenarioFacts, scene: Scene, path: str, when: tuple[Clause, ...]) -> bool:
    """Whether play comes to the place of a condition, and it never holds there."""
    parts = path.split(".")
    if parts[0] == "when":
        return scene.key in facts.space.passed and scene.key not in facts.states_of
    states = facts.states_of.get(scene.key, [])
    choice = scene.choices[int(parts[1])]
    if parts[2] == "when":
        return bool(states) and not any(facts.space.holds(state, when) for state in states)
    cases_met: set[int] = set()
    for state in states:
        cases_met |= {edge.case for edge in facts.space.edges[state] if edge.choice is choice}
    return bool(cases_met) and int(parts[3]) not in cases_met


def _failing_clause(
    facts: ScenarioFacts, scene: Scene, path: str, when: tuple[Clause, ...]
) -> Clause | None:
    """The part of a condition that never holds by itself."""
    space = facts.space
    states = facts.states_of.get(scene.key, [])
    if ".cases." in path or choice_number(path) < 0 or not states:
        # what holds after a choice is known only where play goes on
        states = list(range(len(space.scenes)))
    for clause in when:
        if not any(space.holds(state, (clause,)) for state in states):
            return clause
    return None
