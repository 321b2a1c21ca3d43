"""The space of a scenario: every (scene, values of the variables that conditions read) that play
can come to. Knows no Django.

Without conditions the space is the graph of scenes itself. With conditions it may be larger; it is
explored up to `MAX_STATES` and says so when there is more (`complete`). Of a number that only grows
(or only falls) no more is kept than conditions can tell apart, so that a loop that counts trips
stays small.
"""

import bisect
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from cms.content import IMPACTS, Choice, ChoiceCase, Clause, Scenario, Scene, Value
from cms.scenarios.steps import possible_marks, step_of
from cms.scenarios.steps.step import WHOLE

MAX_STATES = 20_000
# What one more trip costs a citizen, in minutes: half a day (một buổi) of road and waiting in a
# mountain commune; what 1,000 đồng and a point of lost trust weigh. Practice, not law: they only
# weigh paths against each other.
TRIP_MINUTES = 240
DONG_A_MINUTE = 1_000
TRUST_MINUTES = 10
# Numbers stay within this, so that a loop cannot count for ever.
BOUND = 1_000_000

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

Values = tuple[Value, ...]


@dataclass(frozen=True, order=True)
class PathCost:
    """What a path costs the citizen; ordered by weight, in thousandths of a minute.

    Trust that is won back does not make up for trust that was lost.
    """

    weight: int = 0
    trips: int = 0
    minutes: int = 0
    money: int = 0
    lost_trust: int = 0

    @classmethod
    def of(cls, trips: int, minutes: int, money: int = 0, lost_trust: int = 0) -> "PathCost":
        weight = 1_000 * (minutes + trips * TRIP_MINUTES + lost_trust * TRUST_MINUTES)
        weight += 1_000 * money // DONG_A_MINUTE
        return cls(weight, trips, minutes, money, lost_trust)

    @classmethod
    def from_choice(cls, choice: Choice) -> "PathCost":
        return cls.of(
            max(0, choice.trips),
            max(0, choice.minutes),
            max(0, choice.money),
            max(0, -choice.trust),
        )

    def plus(self, other: "PathCost") -> "PathCost":
        return PathCost(
            self.weight + other.weight,
            self.trips + other.trips,
            self.minutes + other.minutes,
            self.money + other.money,
            self.lost_trust + other.lost_trust,
        )


@dataclass(frozen=True)
class SpaceEdge:
    """One way out of a state: the choice, the number of the state that it leads to, its cost.

    `case`: the number of the choice's case that was met; -1: none.
    """

    choice: Choice
    target: int
    cost: PathCost
    case: int = -1


@dataclass
class PlaySpace:
    """States by number, 0 the first; the ways out of each.

    `lost`: (scene, choice) that led to no scene. `passed`: scenes whose condition sent play on.
    `circles`: scenes from whose condition play was sent on in a circle, or to a scene that does
    not exist.
    """

    scenes: list[Scene] = field(default_factory=list)
    values: list[Values] = field(default_factory=list)
    edges: list[list[SpaceEdge]] = field(default_factory=list)
    lost: set[tuple[str, str]] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    circles: set[str] = field(default_factory=set)
    names: tuple[str, ...] = ()  # of the variables that `values` holds
    complete: bool = True

    @property
    def ends(self) -> list[int]:
        return [n for n, scene in enumerate(self.scenes) if scene.is_ending]

    def holds(self, at: int, when: tuple[Clause, ...]) -> bool:
        """Whether a condition holds in state `at`; never for a variable that is not known."""
        values_by_name = dict(zip(self.names, self.values[at], strict=True))
        return all(
            clause.variable in values_by_name
            and meets_clause(clause, values_by_name[clause.variable])
            for clause in when
        )


def meets_clause(clause: Clause, value: Value) -> bool:
    """Whether a value meets a clause.

    Values of different kinds are never equal and never in order.
    """
    if type(value) is not type(clause.value):
        return False
    # texts have no order
    may_hold = isinstance(value, int) or clause.op in {"==", "!="}
    return may_hold and _COMPARISONS[clause.op](value, clause.value)


def all_conditions(scenario: Scenario) -> Iterator[tuple[Scene, str, tuple[Clause, ...]]]:
    """Every condition of a scenario: its scene, the path of the field in it, the condition."""
    for scene in scenario.scenes:
        if scene.when:
            yield scene, "when", scene.when
        for n, choice in enumerate(scene.choices):
            if choice.when:
                yield scene, f"choices.{n}.when", choice.when
            for m, case in enumerate(choice.cases):
                yield scene, f"choices.{n}.cases.{m}.when", case.when


def all_clauses(scenario: Scenario) -> Iterator[Clause]:
    """The clauses of every condition of a scenario."""
    return chain.from_iterable(when for _scene, _path, when in all_conditions(scenario))


def timeout_choice(scene: Scene) -> Choice | None:
    """The choice that is taken when time is up."""
    return next((choice for choice in scene.choices if choice.on_timeout), None)


def judged_branches(scene: Scene) -> tuple[Choice, ...]:
    """The branches of a judged step as they are tried: those for the highest mark first."""
    choices = [choice for choice in scene.choices if not choice.on_timeout]
    return tuple(sorted(choices, key=lambda choice: -choice.at_least))


def choice_targets(choice: Choice) -> Iterator[str]:
    """Keys of all scenes that a choice can lead to."""
    yield choice.target
    yield from (case.target for case in choice.cases if case.target)


def outcome_of(choice: Choice, case: ChoiceCase | None) -> tuple[str, str]:
    """Consequence and target of a choice; what `case` leaves empty is that of the choice."""
    if case is None:
        return choice.consequence, choice.target
    return case.consequence or choice.consequence, case.target or choice.target


def names_changed(choice: Choice) -> set[str]:
    """Variables and impacts that a choice changes."""
    impacts = {name for name in IMPACTS if getattr(choice, name)}
    return impacts | {effect.variable for effect in choice.effects}


def value_after(name: str, value: Value, choice: Choice) -> Value:
    """A variable (or impact) after a choice: effects in their order; numbers stay within BOUND."""
    if name in IMPACTS:
        amount: int = getattr(choice, name)
        return max(-BOUND, min(BOUND, int(value) + amount))
    for effect in choice.effects:
        if effect.variable != name or type(effect.value) is not type(value):
            continue
        if effect.op == "set":
            value = effect.value
        elif type(value) is int:
            value = max(-BOUND, min(BOUND, value + int(effect.value)))
    return value


def explore_space(scenario: Scenario, limit: int = MAX_STATES) -> PlaySpace:
    """The space of a scenario from its first scene on, breadth first, at most `limit` states."""
    return _Explorer(scenario, limit).run()


Limits = tuple[int | None, int | None]  # the least and the greatest value; None = no bound


def _number_limits(scenario: Scenario, start: Mapping[str, Value]) -> dict[str, Limits]:
    """Bounds of numbers that only fall or only grow; outside them no condition comes out otherwise.

    A number that only grows needs no more than one above the greatest value that it is compared
    with: from there on all conditions stay as they are.
    """
    falls: set[str] = set()
    grows: set[str] = set()
    for name, amount in _additions(scenario):
        if amount < 0:
            falls.add(name)
        elif amount > 0:
            grows.add(name)
    limits: dict[str, Limits] = {}
    for name, values in _compared_numbers(scenario).items():
        if type(start.get(name)) is int:
            low = None if name in grows else min(values) - 1
            high = None if name in falls else max(values) + 1
            limits[name] = (low, high)
    return limits


def _compared_numbers(scenario: Scenario) -> dict[str, list[int]]:
    """The numbers that conditions compare each variable with."""
    numbers: dict[str, list[int]] = {}
    for clause in all_clauses(scenario):
        # a flag is an int, too, for isinstance
        if type(clause.value) is int:
            numbers.setdefault(clause.variable, []).append(clause.value)
    return numbers


def _additions(scenario: Scenario) -> Iterator[tuple[str, int]]:
    """What choices add to impacts and to numbers, (name, amount)."""
    for scene in scenario.scenes:
        for choice in scene.choices:
            for name in IMPACTS:
                yield name, getattr(choice, name)
            for effect in choice.effects:
                if effect.op == "add" and type(effect.value) is int:
                    yield effect.variable, effect.value


class _Explorer:
    """Finds the states of a scenario, breadth first."""

    def __init__(self, scenario: Scenario, limit: int) -> None:
        self.limit = limit
        # the first of two scenes with one key is the one that play finds
        self.scenes = {scene.key: scene for scene in reversed(scenario.scenes)}
        self.first = scenario.scenes[0].key
        start: dict[str, Value] = {variable.key: variable.start for variable in scenario.variables}
        start |= {
            "trips": scenario.start_trips,
            "minutes": scenario.start_minutes,
            "money": 0,
            "trust": 0,
        }
        read = {clause.variable for clause in all_clauses(scenario)}
        self.names = tuple(sorted(read & start.keys()))
        self.positions = {name: n for n, name in enumerate(self.names)}
        self.limits = _number_limits(scenario, start)
        self.start: Values = tuple(self._limit_value(name, start[name]) for name in self.names)
        self.marks = {
            key: sorted(possible_marks(s)) for key, s in self.scenes.items() if step_of(s).is_judged
        }
        # what a choice changes of what is read; most change nothing, and then the values are passed
        # on as they are
        self.positions_changed: dict[int, list[int]] = {}
        self.costs: dict[int, PathCost] = {}
        self.space = PlaySpace(names=self.names)
        self.numbers: dict[tuple[str, Values], int] = {}

    def run(self) -> PlaySpace:
        self._number_of(self._arrive_at(self.first, self.start), self.start)
        number = 0
        # grows while it is walked through: each edge may add a state
        while number < len(self.space.scenes):
            scene, values = self.space.scenes[number], self.space.values[number]
            self.space.edges[number] = list(self._edges_from(scene, values))
            number += 1
        return self.space

    def _edges_from(self, scene: Scene, values: Values) -> Iterator[SpaceEdge]:
        for choice in self._possible_choices(scene, values):
            values_after = self._values_after(choice, values)
            case_number = self._first_case(choice, values_after)
            case = choice.cases[case_number] if case_number >= 0 else None
            _consequence, target = outcome_of(choice, case)
            arrived = self._arrive_at(target, values_after)
            number = self._number_of(arrived, values_after)
            if arrived is None:
                self.space.lost.add((scene.key, choice.key))
            elif number >= 0:
                yield SpaceEdge(choice, number, self._cost_of(choice), case_number)

    def _first_case(self, choice: Choice, values_after: Values) -> int:
        """The number of the first case that holds after a choice; -1: none."""
        for number, case in enumerate(choice.cases):
            if self._holds(case.when, values_after):
                return number
        return -1

    def _possible_choices(self, scene: Scene, values: Values) -> Iterator[Choice]:
        late_choice = timeout_choice(scene)
        if late_choice is not None:
            yield late_choice
        if step_of(scene).is_judged:
            yield from self._reachable_branches(scene, values)
            return
        for choice in scene.choices:
            if not choice.on_timeout and self._holds(choice.when, values):
                yield choice

    def _reachable_branches(self, scene: Scene, values: Values) -> Iterator[Choice]:
        """The branches of a judged step that some mark comes to."""
        marks_of_scene = self.marks[scene.key]
        above = WHOLE + 1
        for branch in judged_branches(scene):
            if branch.at_least < above and self._holds(branch.when, values):
                position = bisect.bisect_left(marks_of_scene, branch.at_least)
                if position < len(marks_of_scene) and marks_of_scene[position] < above:
                    yield branch
                above = branch.at_least

    def _holds(self, when: tuple[Clause, ...], values: Values) -> bool:
        return all(
            clause.variable in self.positions
            and meets_clause(clause, values[self.positions[clause.variable]])
            for clause in when
        )

    def _limit_value(self, name: str, value: Value) -> Value:
        low, high = self.limits.get(name, (None, None))
        if low is not None:
            value = max(low, int(value))
        return value if high is None else min(high, int(value))

    def _values_after(self, choice: Choice, values: Values) -> Values:
        positions = self.positions_changed.get(id(choice))
        if positions is None:
            positions = self.positions_changed[id(choice)] = self._find_changes(choice)
        if not positions:
            return values
        values_after = list(values)
        for position in positions:
            name = self.names[position]
            value = value_after(name, values_after[position], choice)
            values_after[position] = self._limit_value(name, value)
        return tuple(values_after)

    def _find_changes(self, choice: Choice) -> list[int]:
        """Positions of the values that a choice changes."""
        names = names_changed(choice)
        return [position for position, name in enumerate(self.names) if name in names]

    def _arrive_at(self, key: str, values: Values) -> Scene | None:
        """The scene `key`, or the one in `otherwise` where its condition does not hold; None where
        that leads nowhere.
        """
        passed: set[str] = set()
        scene = self.scenes.get(key)
        while scene is not None and scene.when and not self._holds(scene.when, values):
            passed.add(scene.key)
            self.space.passed.add(scene.key)
            if scene.otherwise in passed or scene.otherwise not in self.scenes:
                self.space.circles.add(scene.key)
                return None
            scene = self.scenes[scene.otherwise]
        return scene

    def _number_of(self, scene: Scene | None, values: Values) -> int:
        """The number of a state, which is added where it is new; -1 for none or one too many."""
        if scene is None:
            return -1
        state = (scene.key, values)
        number = self.numbers.get(state)
        if number is not None:
            return number
        if len(self.numbers) >= self.limit:
            self.space.complete = False
            return -1
        number = self.numbers[state] = len(self.numbers)
        self.space.scenes.append(scene)
        self.space.values.append(values)
        self.space.edges.append([])
        return number

    def _cost_of(self, choice: Choice) -> PathCost:
        cost = self.costs.get(id(choice))
        if cost is None:
            cost = self.costs[id(choice)] = PathCost.from_choice(choice)
        return cost
