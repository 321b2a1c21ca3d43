"""Pure play of scenarios: state = fold(scenario, answers). Knows no Django, learner or clock."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cms.content import (
    IMPACTS,
    Choice,
    ChoiceCase,
    Clause,
    Competence,
    ImpactScore,
    JudgedAnswer,
    PlayedScenario,
    Scenario,
    Scene,
    StepAnswer,
    Turn,
    Value,
)
from cms.scenarios.paths import cheapest_way, dearest_way, master_path
from cms.scenarios.space import (
    PathCost,
    explore_space,
    judged_branches,
    meets_clause,
    outcome_of,
    timeout_choice,
    value_after,
)
from cms.scenarios.steps import judge_answer, step_of
from cms.scenarios.steps.step import WHOLE

# So many scenarios keep their limits in memory.
_MAX_REMEMBERED = 256


class UnknownStep(ValueError):
    """The scenario has no such scene, or the scene no such choice."""


@dataclass(frozen=True)
class PlayState:
    """Where play stands.

    `values`: the scenario's variables by key, in its order; `impacts`: trips, minutes, money
    (đồng), trust (points).
    """

    scene: str
    impacts: tuple[int, int, int, int]
    values: tuple[tuple[str, Value], ...] = ()

    def value(self, name: str) -> Value | None:
        if name in IMPACTS:
            return self.impacts[IMPACTS.index(name)]
        return dict(self.values).get(name)

    def holds(self, when: tuple[Clause, ...]) -> bool:
        """Whether a condition holds here; never for a variable that the scenario does not have."""
        for clause in when:
            value = self.value(clause.variable)
            if value is None or not meets_clause(clause, value):
                return False
        return True


def begin_play(
    scenario: Scenario, scene: str = "", values: Iterable[tuple[str, Value]] = ()
) -> PlayState:
    """The state before the first answer.

    `scene` and `values` replace the first scene and the values that variables start with, for an
    editor who tries a scenario out. UnknownStep for a scene that the scenario does not have, or
    where every condition sends on.
    """
    values_by_key = dict(values)
    start = tuple((v.key, values_by_key.get(v.key, v.start)) for v in scenario.variables)
    impacts = (scenario.start_trips, scenario.start_minutes, 0, 0)
    state = PlayState(scene or scenario.scenes[0].key, impacts, start)
    return _arrive_at(scenario, state, state.scene)


def offered_choices(scenario: Scenario, state: PlayState) -> tuple[Choice, ...]:
    """The choices that a learner is offered in a state; none in an ending or a judged step."""
    scene = _require_scene(scenario, state.scene)
    if step_of(scene).is_judged:
        return ()
    return tuple(c for c in scene.choices if not c.on_timeout and state.holds(c.when))


def take_step(
    scenario: Scenario, state: PlayState, answer: StepAnswer
) -> tuple[PlayState, Turn] | None:
    """The state and the turn that one answer leads to; None where it takes no branch (practice).

    UnknownStep for a scene or a choice that the scenario does not have.
    """
    scene = _require_scene(scenario, answer.scene)
    if answer.choice and scene.choice(answer.choice) is None:
        raise UnknownStep(f"no choice {answer.choice!r} in scene {answer.scene!r}")
    if answer.scene != state.scene:
        return None
    judged = judge_answer(scenario, scene, answer.response)
    choice = _taken_branch(scene, state, answer, judged)
    if choice is None:
        return None
    state_after = _apply_choice(state, choice)
    consequence, target = outcome_of(choice, _first_case(choice, state_after))
    arrived = _arrive_at(scenario, state_after, target)
    turn = Turn(
        scene=scene.key,
        choice=choice.key,
        percent=_turn_percent(scene, choice, judged),
        is_right=choice.is_right,
        consequence=consequence,
        target=arrived.scene,
        trips=choice.trips,
        minutes=choice.minutes,
        money=choice.money,
        trust=choice.trust,
        answer=answer,
    )
    return arrived, turn


def play_answers(
    scenario: Scenario, answers: Iterable[StepAnswer], start: PlayState | None = None
) -> PlayedScenario:
    """Fold answers, oldest first, into where the learner stands.

    An answer counts only in the scene where the learner stands, so the first answer in a scene
    counts and doing it again is practice. Where the graph itself leads back to a scene, each pass
    costs the citizen again, but only the first answer there is counted as right. UnknownStep (a
    ValueError) for a scene or a choice that the scenario does not have.
    """
    state = start or begin_play(scenario)
    turns: list[Turn] = []
    for answer in answers:
        next_step = take_step(scenario, state, answer)
        if next_step is not None:
            state, turn = next_step
            turns.append(turn)
    current_scene = _require_scene(scenario, state.scene)
    # reversed, so that of several turns in one scene the first one stays
    first_turns = {turn.scene: turn for turn in reversed(turns)}
    trips, minutes, money, trust = state.impacts
    return PlayedScenario(
        state.scene,
        tuple(turns),
        trips,
        minutes,
        money,
        trust,
        state.values,
        current_scene.is_ending,
        sum(1 for turn in first_turns.values() if turn.is_right),
        _competence_points(scenario, first_turns.values()),
    )


def score_play(scenario: Scenario, played: PlayedScenario) -> ImpactScore:
    """Impact on the citizen against the best (100) and the worst (0) path; meaningful at an ending.

    Cost = minutes + TRIP_MINUTES × trips + đồng / DONG_A_MINUTE + TRUST_MINUTES × points of trust
    lost. Best: the cheapest path to an ending under the case's conditions. Worst: the dearest one,
    where every state of a loop is counted once. Where all paths cost the same, the score is 100.
    """
    best, worst = cost_limits(scenario)
    lost_trust = sum(max(0, -turn.trust) for turn in played.turns)
    cost = PathCost.of(played.trips, played.minutes, played.money, lost_trust)
    span = worst.weight - best.weight
    percent = round(WHOLE * (worst.weight - cost.weight) / span) if span > 0 else WHOLE
    # a loop passed more often than once may cost more than the worst path
    return ImpactScore(
        min(WHOLE, max(0, percent)),
        cost.trips,
        cost.minutes,
        best.trips,
        best.minutes,
        worst.trips,
        worst.minutes,
        cost.money,
        best.money,
        worst.money,
        lost_trust,
        best.lost_trust,
        worst.lost_trust,
    )


def master_turns(scenario: Scenario) -> tuple[Turn, ...]:
    """The turns of the way that a master takes (Xem mẫu); empty without an ending."""
    space = explore_space(scenario)
    turns = []
    for number, edge in master_path(space):
        choice = edge.choice
        case = choice.cases[edge.case] if edge.case >= 0 else None
        consequence, _target = outcome_of(choice, case)
        turns.append(
            Turn(
                space.scenes[number].key,
                choice.key,
                WHOLE if choice.is_right else 0,
                choice.is_right,
                consequence,
                space.scenes[edge.target].key,
                choice.trips,
                choice.minutes,
                choice.money,
                choice.trust,
            )
        )
    return tuple(turns)


def shuffle_keys(keys: Iterable[str], seed: str) -> list[str]:
    """Keys in an order that looks random and is always the same for a seed (the id of an attempt).

    They are sorted by a 32-bit hash of "seed:key" that a phone computes in the same way: FNV-1a,
    then the last mixing of MurmurHash3. Without the mixing, keys that differ in their last letter
    alone would keep few of their orders.
    """
    return sorted(keys, key=lambda key: (_hash_text(f"{seed}:{key}"), key))


def cost_limits(scenario: Scenario) -> tuple[PathCost, PathCost]:
    """The costs of the best and of the worst path, the start included."""
    remembered = _limits_by_scenario.get(id(scenario))
    # an id is given again once its object is gone, so the object itself is compared
    if remembered is not None and remembered[0] is scenario:
        return remembered[1]
    space = explore_space(scenario)
    start = PathCost.of(scenario.start_trips, scenario.start_minutes)
    best, worst = cheapest_way(space), dearest_way(space)
    best_cost = start.plus(best[0]) if best else start
    worst_cost = start.plus(worst[0]) if worst else start
    _limits_by_scenario[id(scenario)] = (scenario, (best_cost, worst_cost))
    while len(_limits_by_scenario) > _MAX_REMEMBERED:
        _limits_by_scenario.popitem(last=False)
    return best_cost, worst_cost


# By identity: editions are kept as they are, and hashing a whole scenario costs more than playing.
_limits_by_scenario: OrderedDict[int, tuple[Scenario, tuple[PathCost, PathCost]]] = OrderedDict()


def _require_scene(scenario: Scenario, key: str) -> Scene:
    scene = scenario.scene(key)
    if scene is None:
        raise UnknownStep(f"no scene {key!r}")
    return scene


def _apply_choice(state: PlayState, choice: Choice) -> PlayState:
    """The state with the impacts and variables that a choice changes, still in its scene."""
    trips, minutes, money, trust = (
        int(value_after(name, value, choice))
        for name, value in zip(IMPACTS, state.impacts, strict=True)
    )
    return replace(
        state,
        impacts=(trips, minutes, money, trust),
        values=tuple((name, value_after(name, value, choice)) for name, value in state.values),
    )


def _first_case(choice: Choice, state_after: PlayState) -> ChoiceCase | None:
    for case in choice.cases:
        if state_after.holds(case.when):
            return case
    return None


def _arrive_at(scenario: Scenario, state: PlayState, target: str) -> PlayState:
    """The state in `target`, or in the scene to which conditions send on from there."""
    passed: set[str] = set()
    scene = _require_scene(scenario, target)
    while scene.when and not state.holds(scene.when):
        passed.add(scene.key)
        if scene.otherwise in passed:
            raise UnknownStep(f"the conditions of {scene.key!r} lead round in a circle")
        scene = _require_scene(scenario, scene.otherwise)
    return replace(state, scene=scene.key)


def _taken_branch(
    scene: Scene, state: PlayState, answer: StepAnswer, judged: JudgedAnswer
) -> Choice | None:
    """The choice that an answer takes; None where it is closed or no branch is reached."""
    late_choice = timeout_choice(scene)
    if answer.late and late_choice is not None:
        return late_choice
    if not step_of(scene).is_judged:
        choice = scene.choice(answer.choice)
        if choice is None or choice.on_timeout or not state.holds(choice.when):
            return None
        return choice
    for branch in judged_branches(scene):
        if branch.at_least <= judged.percent and state.holds(branch.when):
            return branch
    return None


def _turn_percent(scene: Scene, choice: Choice, judged: JudgedAnswer) -> int:
    if choice.on_timeout:
        return 0
    if not step_of(scene).is_judged:
        return WHOLE if choice.is_right else 0
    return judged.percent


def _competence_points(scenario: Scenario, turns: Iterable[Turn]) -> tuple[Competence, ...]:
    """Points by dimension, each scene once. A step stands for the dimension of its right choice.

    What an instructor or the learner compares gives no points.
    """
    percents: dict[str, list[int]] = {}
    for turn in turns:
        scene = _require_scene(scenario, turn.scene)
        key = _competence_of(scene)
        if key and step_of(scene).gives_points:
            percents.setdefault(key, []).append(turn.percent)
    return tuple(
        Competence(key, sum(percents[key]), WHOLE * len(percents[key])) for key in sorted(percents)
    )


def _competence_of(scene: Scene) -> str:
    """The dimension that a scene stands for: its right choice's, else the first one named."""
    choices = [choice for choice in scene.choices if choice.competence]
    choices.sort(key=lambda choice: not choice.is_right)
    return choices[0].competence if choices else ""


def _hash_text(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    value = (value ^ value >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    value = (value ^ value >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return value ^ value >> 16
