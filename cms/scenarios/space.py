"""The space of a case: every (scene, values of the variables that conditions read) that play can
come to. Knows no Django.

Without conditions the space is the graph of scenes itself. With conditions it may be larger; it is
explored up to `MAX_STATES` and says so when there is more (`complete`). Of a number that only grows
(or only falls) no more is kept than conditions can tell apart, so that a loop that counts trips
stays small.
"""

import bisect
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from cms.content import IMPACTS, Choice, Clause, Scenario, Scene, StepKind, Value
from cms.scenarios.judging import WHOLE, marks

MAX_STATES = 20_000
# What one more trip costs a citizen, in minutes: half a day (một buổi) of road and waiting in a
# mountain commune; what 1,000 đồng and a point of lost trust weigh. Practice, not law: they only
# weigh paths against each other.
TRIP_MINUTES = 240
DONG_A_MINUTE = 1_000
TRUST_MINUTES = 10
# Numbers stay within this, so that a loop cannot count for ever.
BOUND = 1_000_000

_OPS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

Values = tuple[Value, ...]


@dataclass(frozen=True, order=True)
class Cost:
    """What a path costs the citizen; ordered by weight, in thousandths of a minute.

    Trust won back pays for none lost.
    """

    weight: int = 0
    trips: int = 0
    minutes: int = 0
    money: int = 0
    lost_trust: int = 0

    @classmethod
    def of(cls, trips: int, minutes: int, money: int = 0, lost_trust: int = 0) -> "Cost":
        weight = 1_000 * (minutes + trips * TRIP_MINUTES + lost_trust * TRUST_MINUTES)
        weight += 1_000 * money // DONG_A_MINUTE
        return cls(weight, trips, minutes, money, lost_trust)

    @classmethod
    def by(cls, choice: Choice) -> "Cost":
        spent = (choice.trips, choice.minutes, choice.money, -choice.trust)
        return cls.of(*(max(0, one) for one in spent))

    def plus(self, other: "Cost") -> "Cost":
        return Cost(
            self.weight + other.weight,
            self.trips + other.trips,
            self.minutes + other.minutes,
            self.money + other.money,
            self.lost_trust + other.lost_trust,
        )


@dataclass(frozen=True)
class Edge:
    """One way out of a state: the choice taken, the state that it leads to, what it costs, which
    case it met (-1: none).
    """

    choice: Choice
    target: int
    cost: Cost
    case: int = -1


@dataclass
class Space:
    """States by number, 0 the first; the ways out of each.

    `lost`: (scene, choice) that led to no scene. `passed`: scenes whose condition sent play on.
    `circles`: scenes from whose condition play was sent on in a circle, or to a scene that is not
    there.
    """

    scenes: list[Scene] = field(default_factory=list)
    values: list[Values] = field(default_factory=list)
    edges: list[list[Edge]] = field(default_factory=list)
    lost: set[tuple[str, str]] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    circles: set[str] = field(default_factory=set)
    names: tuple[str, ...] = ()  # of the variables that `values` holds
    complete: bool = True

    @property
    def ends(self) -> list[int]:
        return [n for n, scene in enumerate(self.scenes) if scene.is_ending]

    def holds(self, at: int, when: tuple[Clause, ...]) -> bool:
        """Whether a condition holds in a state. What the case does not know holds never."""
        known = dict(zip(self.names, self.values[at], strict=True))
        return all(c.variable in known and compare(c, known[c.variable]) for c in when)


def compare(clause: Clause, value: Value) -> bool:
    """Whether a value meets a clause.

    Values of different kinds are never equal and never in order.
    """
    alike = type(value) is type(clause.value)
    if clause.op == "==":
        return alike and value == clause.value
    if clause.op == "!=":
        return alike and value != clause.value
    if not alike or not isinstance(value, int) or not isinstance(clause.value, int):
        return False
    return _OPS[clause.op](value, clause.value)


def clauses(scenario: Scenario) -> Iterator[tuple[Scene, str, tuple[Clause, ...]]]:
    """Every condition of a case: its scene, the path of the field inside it, the condition."""
    for scene in scenario.scenes:
        if scene.when:
            yield scene, "when", scene.when
        for n, choice in enumerate(scene.choices):
            if choice.when:
                yield scene, f"choices.{n}.when", choice.when
            for m, case in enumerate(choice.cases):
                yield scene, f"choices.{n}.cases.{m}.when", case.when


def branches(scene: Scene) -> tuple[Choice, ...]:
    """The branches of a step that is judged, in the order in which they are tried: the highest mark
    first.
    """
    return tuple(sorted((c for c in scene.choices if not c.on_timeout), key=lambda c: -c.at_least))


def changed(name: str, value: Value, choice: Choice) -> Value:
    """A variable (or impact) after a choice: effects in their order; numbers stay within BOUND."""
    if name in IMPACTS:
        more: int = getattr(choice, name)
        return max(-BOUND, min(BOUND, int(value) + more))
    for effect in choice.effects:
        if effect.variable != name or type(effect.value) is not type(value):
            continue
        if effect.op == "set":
            value = effect.value
        elif isinstance(value, int) and not isinstance(value, bool):
            value = max(-BOUND, min(BOUND, value + int(effect.value)))
    return value


def explore(scenario: Scenario, limit: int = MAX_STATES) -> Space:
    """The space of a case from its first scene on, breadth first, at most `limit` states."""
    return _Explorer(scenario, limit).run()


def _limits(
    scenario: Scenario, start: Mapping[str, Value]
) -> dict[str, tuple[int | None, int | None]]:
    """For numbers that only grow (fall): the least (greatest) value from which on all conditions on
    them stay as they are.
    """
    compared: dict[str, list[int]] = {}
    for _scene, _path, when in clauses(scenario):
        for clause in when:
            if type(clause.value) is int:
                compared.setdefault(clause.variable, []).append(clause.value)
    falls, grows = set(), set()
    for choice in (choice for scene in scenario.scenes for choice in scene.choices):
        steps = [(name, getattr(choice, name)) for name in IMPACTS]
        steps += [
            (e.variable, int(e.value))
            for e in choice.effects
            if e.op == "add" and type(e.value) is int
        ]
        falls |= {name for name, more in steps if more < 0}
        grows |= {name for name, more in steps if more > 0}
    return {
        name: (
            min(values) - 1 if name not in grows else None,
            max(values) + 1 if name not in falls else None,
        )
        for name, values in compared.items()
        if type(start.get(name)) is int
    }


class _Explorer:
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
        read = {c.variable for _scene, _path, when in clauses(scenario) for c in when}
        self.names = tuple(sorted(read & start.keys()))
        self.place = {name: n for n, name in enumerate(self.names)}
        self.limits = _limits(scenario, start)
        self.start: Values = tuple(self._limited(name, start[name]) for name in self.names)
        self.marks = {
            key: sorted(marks(s)) for key, s in self.scenes.items() if s.step != StepKind.CHOOSE
        }
        # what a choice changes of what is read; most change nothing, and then the values are passed
        # on as they are
        self.writes: dict[int, list[int]] = {}
        self.costs: dict[int, Cost] = {}
        self.space = Space(names=self.names)
        self.known: dict[tuple[str, Values], int] = {}

    def run(self) -> Space:
        self._state(self._arrive(self.first, self.start), self.start)
        n = 0
        while n < len(self.space.scenes):
            scene, values = self.space.scenes[n], self.space.values[n]
            self.space.edges[n] = list(self._ways(scene, values))
            n += 1
        return self.space

    def _ways(self, scene: Scene, values: Values) -> Iterator[Edge]:
        for choice in self._possible(scene, values):
            after = self._after(choice, values)
            case = next(
                (n for n, one in enumerate(choice.cases) if self._holds(one.when, after)), -1
            )
            target = (choice.cases[case].target if case >= 0 else "") or choice.target
            arrived = self._arrive(target, after)
            number = self._state(arrived, after)
            if arrived is None:
                self.space.lost.add((scene.key, choice.key))
            elif number >= 0:
                yield Edge(choice, number, self._cost(choice), case)

    def _possible(self, scene: Scene, values: Values) -> Iterator[Choice]:
        late = next((c for c in scene.choices if c.on_timeout), None)
        if late is not None:
            yield late
        if scene.step == StepKind.CHOOSE:
            yield from (
                c for c in scene.choices if not c.on_timeout and self._holds(c.when, values)
            )
            return
        known = self.marks[scene.key]
        above = WHOLE + 1
        for choice in branches(scene):
            if choice.at_least < above and self._holds(choice.when, values):
                mark = bisect.bisect_left(known, choice.at_least)
                if mark < len(known) and known[mark] < above:
                    yield choice
                above = choice.at_least

    def _holds(self, when: tuple[Clause, ...], values: Values) -> bool:
        for clause in when:
            place = self.place.get(clause.variable)
            if place is None or not compare(clause, values[place]):
                return False
        return True

    def _limited(self, name: str, value: Value) -> Value:
        low, high = self.limits.get(name, (None, None))
        if low is not None:
            value = max(low, int(value))
        return value if high is None else min(high, int(value))

    def _after(self, choice: Choice, values: Values) -> Values:
        writes = self.writes.get(id(choice))
        if writes is None:
            touched = {effect.variable for effect in choice.effects}
            touched |= {name for name in IMPACTS if getattr(choice, name)}
            writes = self.writes[id(choice)] = [
                n for n, name in enumerate(self.names) if name in touched
            ]
        if not writes:
            return values
        after = list(values)
        for n in writes:
            after[n] = self._limited(self.names[n], changed(self.names[n], after[n], choice))
        return tuple(after)

    def _arrive(self, key: str, values: Values) -> Scene | None:
        """The scene that is met: where its condition does not hold, the one named in
        `otherwise`.
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

    def _state(self, scene: Scene | None, values: Values) -> int:
        if scene is None:
            return -1
        at = (scene.key, values)
        number = self.known.get(at)
        if number is not None:
            return number
        if len(self.known) >= self.limit:
            self.space.complete = False
            return -1
        number = self.known[at] = len(self.known)
        self.space.scenes.append(scene)
        self.space.values.append(values)
        self.space.edges.append([])
        return number

    def _cost(self, choice: Choice) -> Cost:
        cost = self.costs.get(id(choice))
        if cost is None:
            cost = self.costs[id(choice)] = Cost.by(choice)
        return cost
