"""Pure play of cases: state = fold(scenario, answers). Knows no Django, no learner, no clock."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cms.content import (
    IMPACTS,
    Answer,
    Choice,
    Clause,
    Competence,
    Judged,
    Played,
    Scenario,
    Scene,
    Score,
    StepKind,
    Turn,
    Value,
)
from cms.scenarios.judging import WHOLE, judge
from cms.scenarios.paths import cheapest, dearest, master_path
from cms.scenarios.space import Cost, branches, changed, compare, explore

_KEPT = 256


class UnknownStep(ValueError):
    """The scenario has no such scene, or the scene no such choice."""


@dataclass(frozen=True)
class State:
    """Where play stands.

    `values`: the case's variables by key, in its order; `impacts`: trips, minutes, money, trust.
    """

    scene: str
    impacts: tuple[int, int, int, int]
    values: tuple[tuple[str, Value], ...] = ()

    def value(self, name: str) -> Value | None:
        if name in IMPACTS:
            return self.impacts[IMPACTS.index(name)]
        return dict(self.values).get(name)

    def holds(self, when: tuple[Clause, ...]) -> bool:
        """Whether a condition holds here. What the case does not know holds never."""
        for clause in when:
            value = self.value(clause.variable)
            if value is None or not compare(clause, value):
                return False
        return True


def begin(scenario: Scenario, scene: str = "", values: Iterable[tuple[str, Value]] = ()) -> State:
    """The state before the first answer; from another scene and with other values where an editor
    tries a case out.

    UnknownStep for a scene that the case does not have, or where every condition sends on.
    """
    given = dict(values)
    start = tuple((v.key, given.get(v.key, v.start)) for v in scenario.variables)
    impacts = (scenario.start_trips, scenario.start_minutes, 0, 0)
    state = State(scene or scenario.scenes[0].key, impacts, start)
    return _arrive(scenario, state, state.scene)


def offered(scenario: Scenario, state: State) -> tuple[Choice, ...]:
    """The choices that a learner is offered where he stands; none in an ending or in a step that is
    judged.
    """
    scene = _scene(scenario, state.scene)
    if scene.step != StepKind.CHOOSE:
        return ()
    return tuple(c for c in scene.choices if not c.on_timeout and state.holds(c.when))


def step(scenario: Scenario, state: State, answer: Answer) -> tuple[State, Turn] | None:
    """One answer where the learner stands, and what it leads to; None where it takes no branch
    (practice).

    UnknownStep for a scene or a choice that the case does not have.
    """
    scene = _scene(scenario, answer.scene)
    if answer.choice and scene.choice(answer.choice) is None:
        raise UnknownStep(f"no choice {answer.choice!r} in scene {answer.scene!r}")
    if answer.scene != state.scene:
        return None
    judged = judge(scenario, scene, answer.response)
    choice = _branch(scene, state, answer, judged)
    if choice is None:
        return None
    trips, minutes, money, trust = (
        int(changed(name, value, choice))
        for name, value in zip(IMPACTS, state.impacts, strict=True)
    )
    after = replace(
        state,
        impacts=(trips, minutes, money, trust),
        values=tuple((name, changed(name, value, choice)) for name, value in state.values),
    )
    case = next((one for one in choice.cases if after.holds(one.when)), None)
    there = _arrive(scenario, after, (case.target if case else "") or choice.target)
    turn = Turn(
        scene=scene.key,
        choice=choice.key,
        percent=_percent(scene, choice, judged),
        is_right=choice.is_right,
        consequence=(case.consequence if case else "") or choice.consequence,
        target=there.scene,
        trips=choice.trips,
        minutes=choice.minutes,
        money=choice.money,
        trust=choice.trust,
        answer=answer,
    )
    return there, turn


def play(scenario: Scenario, answers: Iterable[Answer], start: State | None = None) -> Played:
    """Fold answers, oldest first, into where the learner stands.

    An answer counts only in the scene where the learner stands, so the first answer in a scene
    counts and doing it again is practice. Where the graph itself leads back to a scene, each pass
    costs the citizen again, but only the first answer there is counted as right. UnknownStep (a
    ValueError) for a scene or a choice that the case does not have.
    """
    state = start or begin(scenario)
    turns: list[Turn] = []
    for answer in answers:
        taken = step(scenario, state, answer)
        if taken is not None:
            state, turn = taken
            turns.append(turn)
    here = _scene(scenario, state.scene)
    first = {turn.scene: turn for turn in reversed(turns)}
    trips, minutes, money, trust = state.impacts
    return Played(
        state.scene,
        tuple(turns),
        trips,
        minutes,
        money,
        trust,
        state.values,
        here.is_ending,
        sum(1 for turn in first.values() if turn.is_right),
        _competences(scenario, first.values()),
    )


def score(scenario: Scenario, played: Played) -> Score:
    """Impact on the citizen against the best (100) and the worst (0) path; meaningful at an ending.

    Cost = minutes + TRIP_MINUTES × trips + đồng / DONG_A_MINUTE + TRUST_MINUTES × points of trust
    lost. Best: the cheapest path to an ending under the case's conditions. Worst: the dearest one,
    where every state of a loop is counted once. Where all paths cost the same, the score is 100.
    """
    best, worst = limits(scenario)
    lost = sum(max(0, -turn.trust) for turn in played.turns)
    mine = Cost.of(played.trips, played.minutes, played.money, lost)
    span = worst.weight - best.weight
    percent = round(WHOLE * (worst.weight - mine.weight) / span) if span > 0 else WHOLE
    return Score(
        min(WHOLE, max(0, percent)),
        mine.trips,
        mine.minutes,
        best.trips,
        best.minutes,
        worst.trips,
        worst.minutes,
        mine.money,
        best.money,
        worst.money,
        lost,
        best.lost_trust,
        worst.lost_trust,
    )


def master(scenario: Scenario) -> tuple[Turn, ...]:
    """The way that a master takes (Xem mẫu), with what each step does to the citizen.

    Empty without an ending.
    """
    space = explore(scenario)
    turns = []
    for at, edge in master_path(space):
        choice = edge.choice
        case = choice.cases[edge.case] if edge.case >= 0 else None
        turns.append(
            Turn(
                space.scenes[at].key,
                choice.key,
                WHOLE if choice.is_right else 0,
                choice.is_right,
                (case.consequence if case else "") or choice.consequence,
                space.scenes[edge.target].key,
                choice.trips,
                choice.minutes,
                choice.money,
                choice.trust,
            )
        )
    return tuple(turns)


def shuffled(keys: Iterable[str], seed: str) -> list[str]:
    """Keys in an order that looks random and is always the same for a seed (the id of an attempt).

    By a 32-bit hash of "seed:key" that a phone computes in the same way: FNV-1a, then the last
    mixing of MurmurHash3, without which keys that differ in their last letter alone would keep few
    of their orders.
    """
    return sorted(keys, key=lambda key: (_hash(f"{seed}:{key}"), key))


def limits(scenario: Scenario) -> tuple[Cost, Cost]:
    """What the best and the worst path cost, the start included."""
    known = _limits.get(id(scenario))
    if known is None or known[0] is not scenario:
        space = explore(scenario)
        start = Cost.of(scenario.start_trips, scenario.start_minutes)
        best, worst = cheapest(space), dearest(space)
        both = (start.plus(best[0] if best else Cost()), start.plus(worst[0] if worst else Cost()))
        known = _limits[id(scenario)] = (scenario, both)
        while len(_limits) > _KEPT:
            _limits.popitem(last=False)
    return known[1]


# By identity: editions are kept as they are, and hashing a whole case costs more than playing it.
_limits: OrderedDict[int, tuple[Scenario, tuple[Cost, Cost]]] = OrderedDict()


def _scene(scenario: Scenario, key: str) -> Scene:
    scene = scenario.scene(key)
    if scene is None:
        raise UnknownStep(f"no scene {key!r}")
    return scene


def _arrive(scenario: Scenario, state: State, target: str) -> State:
    passed: set[str] = set()
    scene = _scene(scenario, target)
    while scene.when and not state.holds(scene.when):
        passed.add(scene.key)
        if scene.otherwise in passed:
            raise UnknownStep(f"the conditions of {scene.key!r} lead round in a circle")
        scene = _scene(scenario, scene.otherwise)
    return replace(state, scene=scene.key)


def _branch(scene: Scene, state: State, answer: Answer, judged: Judged) -> Choice | None:
    if answer.late:
        late = next((c for c in scene.choices if c.on_timeout), None)
        if late is not None:
            return late
    if scene.step == StepKind.CHOOSE:
        choice = scene.choice(answer.choice)
        is_open = choice is not None and not choice.on_timeout and state.holds(choice.when)
        return choice if is_open else None
    reached = (c for c in branches(scene) if c.at_least <= judged.percent and state.holds(c.when))
    return next(reached, None)


def _percent(scene: Scene, choice: Choice, judged: Judged) -> int:
    if choice.on_timeout:
        return 0
    if scene.step == StepKind.CHOOSE:
        return WHOLE if choice.is_right else 0
    return judged.percent


def _competences(scenario: Scenario, turns: Iterable[Turn]) -> tuple[Competence, ...]:
    """Points by dimension, each scene once. A step stands for the dimension of its right choice.

    What an instructor or the learner himself compares (REASON) gives no points.
    """
    won: dict[str, list[int]] = {}
    for turn in turns:
        scene = _scene(scenario, turn.scene)
        named = sorted((c for c in scene.choices if c.competence), key=lambda c: not c.is_right)
        if named and scene.step != StepKind.REASON:
            won.setdefault(named[0].competence, []).append(turn.percent)
    return tuple(Competence(key, sum(won[key]), WHOLE * len(won[key])) for key in sorted(won))


def _hash(text: str) -> int:
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    value = (value ^ value >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    value = (value ^ value >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return value ^ value >> 16
