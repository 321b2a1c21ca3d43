"""What the rules know of a case together: its links, its space, and which places are already named
by a finding.
"""

import bisect
from collections.abc import Iterable, Iterator
from functools import cached_property

from cms.content import IMPACTS, Choice, Clause, Scenario, Scene
from cms.scenarios.paths import cheapest, components, dearest
from cms.scenarios.space import Cost, Space, clauses, explore

# Stands for "the scene as a whole" where otherwise the number of a choice stands.
WHOLE_SCENE = -1
# So many scenes may have hung on choices that are gone.
_CHOICES_GONE = 4


class Facts:
    """Links as they are written, by number of the scene; the space is explored when it is first
    asked for.

    `sick`: (scene, number of the choice) where a finding already says that the way is broken; what
    can only be reached by such a way is no finding of its own. `doubtful`: variables of which a
    finding already says that they are not changed as they should be.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        # the first of two scenes with one key is the one that play finds
        self.scenes = tuple({s.key: s for s in reversed(scenario.scenes)}.values())[::-1]
        self.place = {scene.key: n for n, scene in enumerate(self.scenes)}
        self.links = [list(self._links(scene)) for scene in self.scenes]
        self.dangling = [(n, p) for n, s in enumerate(self.scenes) for p in dangling(s, self.place)]
        self.sick: set[tuple[str, int]] = set()
        self.doubtful: set[str] = set()
        self._told: set[tuple[str, int]] = set()

    def _links(self, scene: Scene) -> Iterator[int]:
        keys = [key for choice in scene.choices for key in targets(choice)]
        if scene.when:
            keys.append(scene.otherwise)
        yield from dict.fromkeys(self.place[key] for key in keys if key in self.place)

    def blame(self, scene: Scene, choice: int = WHOLE_SCENE) -> None:
        if self.is_played(scene):
            self.sick.add((scene.key, choice))

    def spread_doubt(self) -> None:
        """Let doubt follow from what is found: where a way is broken, values are not carried on as
        they should be.

        Conditions behind it that read what is changed before it, or where play no longer comes, say
        nothing more; nor does what lies behind them.
        """
        conditions = list(clauses(self.scenario))
        while conditions and (fresh := self.sick - self._told):
            self._told |= fresh
            gone = self.explained | set(range(len(self.scenes))) - self.linked
            for key, number in sorted(fresh):
                place = self.place[key]
                before = spread([place], self.back) | gone
                names = {n for at in before for c in self.scenes[at].choices for n in changes(c)}
                behind = self._behind_way(place, number)
                for scene, path, when in conditions:
                    if self.place[scene.key] in behind and reads(when) & names:
                        self.blame(scene, choice_of(path))

    def _behind_way(self, place: int, number: int) -> set[int]:
        """What lies behind a broken way: everything, where nobody knows where it was to lead."""
        scene = self.scenes[place]
        if number == WHOLE_SCENE or any(
            key not in self.place for key in targets(scene.choices[number])
        ):
            return set(range(len(self.scenes)))
        return spread([self.place[key] for key in targets(scene.choices[number])], self.links)

    def is_played(self, scene: Scene) -> bool:
        """Not a second scene with the key of another."""
        return self.scenes[self.place[scene.key]] is scene

    def is_sick(self, scene: Scene) -> bool:
        return any((scene.key, n) in self.sick for n in range(WHOLE_SCENE, len(scene.choices)))

    @cached_property
    def back(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.links]
        for at, onward in enumerate(self.links):
            for target in onward:
                found[target].append(at)
        return found

    @cached_property
    def knots(self) -> list[list[int]]:
        return components(self.links)

    @cached_property
    def linked(self) -> set[int]:
        """Scenes to which links lead from the first one."""
        return spread([0], self.links)

    @cached_property
    def unmarked(self) -> set[int]:
        """Scenes without choices that are not said to be an ending."""
        return {n for n, s in enumerate(self.scenes) if s.is_ending and not s.ending}

    @cached_property
    def lost(self) -> set[int]:
        """Scenes of which nothing can be said, since a link leads nowhere."""
        return {n for n, _path in self.dangling}

    @cached_property
    def endless(self) -> set[int]:
        """Scenes from which no link leads on to an ending, however long."""
        out = [n for n, scene in enumerate(self.scenes) if scene.is_ending or n in self.lost]
        return self.linked - spread(out, self.back)

    @cached_property
    def traps(self) -> list[list[int]]:
        """The scenes in which play goes round without a way out; not those that only lead there."""
        inside = [set(knot) for knot in self.knots if knot[0] in self.endless]
        return [sorted(k) for k in inside if all(to in k for at in k for to in self.links[at])]

    @cached_property
    def orphans(self) -> list[int]:
        """Scenes to which nothing leads: of several that lead to each other the first, and none
        that hang on a broken link.

        A link that leads nowhere was meant for somewhere: it accounts for the next orphan after it.
        """
        alone = set(range(len(self.scenes))) - self.linked
        roots = sorted(
            min(knot)
            for knot in self.knots
            if knot[0] in alone and not _entered(knot, self.back, alone)
        )
        for place, ways in sorted(self._broken()):
            for _way in range(ways):
                if roots:
                    roots.pop(bisect.bisect_right(roots, place) % len(roots))
        return roots

    def _broken(self) -> Iterator[tuple[int, int]]:
        yield from ((n, 1) for n, _path in self.dangling if n in self.linked)
        yield from ((n, _CHOICES_GONE) for n in self.unmarked & self.linked)
        for knot in self.traps:
            yield from (
                (n, sum(1 for c in self.scenes[n].choices for _t in targets(c))) for n in knot
            )

    @property
    def is_whole(self) -> bool:
        """No finding says that ways are broken: what is said of all ways together is worth
        saying.
        """
        return not (self.sick or self.dangling or self.linked != set(range(len(self.scenes))))

    @cached_property
    def space(self) -> Space:
        return explore(self.scenario)

    @cached_property
    def best(self) -> tuple[Cost, int] | None:
        return cheapest(self.space)

    @cached_property
    def worst(self) -> tuple[Cost, int] | None:
        return dearest(self.space)

    @cached_property
    def states(self) -> dict[str, list[int]]:
        """Numbers of the states by key of their scene."""
        found: dict[str, list[int]] = {}
        for n, scene in enumerate(self.space.scenes):
            found.setdefault(scene.key, []).append(n)
        return found

    @cached_property
    def unreached(self) -> set[int]:
        """Scenes that links lead to, but no state; empty where not all states are known."""
        if not self.space.complete:
            return set()
        return {n for n in self.linked if self.scenes[n].key not in self.states}

    @property
    def explained(self) -> set[int]:
        """Scenes not reached because of what other findings say."""
        ways = []
        for key, number in self.sick:
            scene = self.scenes[self.place[key]]
            if number == WHOLE_SCENE:
                ways += [self.place[key], *self.links[self.place[key]]]
            else:
                ways += [self.place[k] for k in targets(scene.choices[number]) if k in self.place]
        return spread([n for n in ways if n in self.unreached], self._behind)

    @cached_property
    def _behind(self) -> list[list[int]]:
        """Links between scenes that are not reached."""
        hidden = self.unreached
        return [
            [to for to in onward if to in hidden] if n in hidden else []
            for n, onward in enumerate(self.links)
        ]

    def roots(self, among: set[int]) -> list[int]:
        """Of scenes that are not reached those behind which the others lie."""
        knots = [knot for knot in components(self._behind) if knot[0] in among]
        return sorted(min(k) for k in knots if not _entered(k, self.back, self.unreached))


def targets(choice: Choice) -> Iterator[str]:
    """Keys of all scenes that a choice can lead to."""
    yield choice.target
    yield from (case.target for case in choice.cases if case.target)


def dangling(scene: Scene, known: Iterable[str]) -> Iterator[str]:
    """Paths of the links of a scene that lead to no scene; conditions ("otherwise") stand apart."""
    for n, choice in enumerate(scene.choices):
        if choice.target not in known:
            yield f"choices.{n}.target"
        for m, case in enumerate(choice.cases):
            if case.target and case.target not in known:
                yield f"choices.{n}.cases.{m}.target"


def choice_of(path: str) -> int:
    """The number of the choice in a path; WHOLE_SCENE where it is none."""
    parts = path.split(".")
    return int(parts[1]) if parts[0] == "choices" else WHOLE_SCENE


def spread(starts: Iterable[int], onward: list[list[int]]) -> set[int]:
    """All numbers that can be come to from `starts`, these included."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        for to in onward[waiting.pop()]:
            if to not in found:
                found.add(to)
                waiting.append(to)
    return found


def changes(choice: Choice) -> set[str]:
    """Variables and impacts that a choice changes."""
    impacts = {name for name in IMPACTS if getattr(choice, name)}
    return impacts | {effect.variable for effect in choice.effects}


def reads(when: tuple[Clause, ...]) -> set[str]:
    return {clause.variable for clause in when}


def _entered(knot: list[int], back: list[list[int]], among: set[int]) -> bool:
    inside = set(knot)
    return any(at in among and at not in inside for n in knot for at in back[n])
