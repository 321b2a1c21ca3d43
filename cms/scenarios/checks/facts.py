"""What all rules share about a scenario: its links, its space, and which places are already named
by a problem.
"""

import bisect
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain

from cms.content import Clause, Scenario, Scene
from cms.scenarios.paths import cheapest_way, dearest_way, reversed_graph, strong_components
from cms.scenarios.space import (
    PathCost,
    PlaySpace,
    all_conditions,
    choice_targets,
    explore_space,
    names_changed,
)

# Stands for "the scene as a whole" where otherwise the number of a choice stands.
WHOLE_SCENE = -1
# Choices that were deleted may have led to so many scenes (practice).
_SCENES_BEHIND_GONE_CHOICES = 4


class ScenarioFacts:
    """Links as they are written, by number of the scene; the space is explored when it is first
    read.

    `broken`: (scene, number of the choice) where a problem already says that the way is broken;
    what can only be reached by such a way is no problem of its own. `doubtful`: variables of which
    a problem already says that they are not changed as they should be.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        # the first of two scenes with one key is the one that play finds
        self.scenes = tuple({s.key: s for s in reversed(scenario.scenes)}.values())[::-1]
        self.numbers = {scene.key: n for n, scene in enumerate(self.scenes)}
        self.links = [list(self._links_of(scene)) for scene in self.scenes]
        # (number of the scene, path of the link)
        self.dangling = [
            (number, path)
            for number, scene in enumerate(self.scenes)
            for path in _dangling_links(scene, self.numbers)
        ]
        self.broken: set[tuple[str, int]] = set()
        self.doubtful: set[str] = set()
        self._spread: set[tuple[str, int]] = set()

    def _links_of(self, scene: Scene) -> Iterator[int]:
        keys = chain.from_iterable(map(choice_targets, scene.choices))
        otherwise = (scene.otherwise,) if scene.when else ()
        yield from self._numbers_of(chain(keys, otherwise))

    def _numbers_of(self, keys: Iterable[str]) -> Iterable[int]:
        """The numbers of the scenes with these keys, each once; keys of no scene are left out."""
        return dict.fromkeys(self.numbers[key] for key in keys if key in self.numbers)

    def mark_broken(self, scene: Scene, choice: int = WHOLE_SCENE) -> None:
        if self.is_played(scene):
            self.broken.add((scene.key, choice))

    def spread_doubt(self) -> None:
        """Mark conditions as broken whose values a broken way does not carry on as it should.

        They are those behind it that read what is changed before it, or where play no longer comes;
        the same holds for what lies behind them.
        """
        conditions = list(all_conditions(self.scenario))
        fresh = self.broken - self._spread
        while conditions and fresh:
            self._spread |= fresh
            unreachable = self.explained | set(range(len(self.scenes))) - self.linked
            for key, choice in sorted(fresh):
                number = self.numbers[key]
                names = self._names_changed_in(
                    reachable_from([number], self.links_back) | unreachable
                )
                behind = self._behind_way(number, choice)
                for scene, path, when in conditions:
                    if self.numbers[scene.key] in behind and names_read(when) & names:
                        self.mark_broken(scene, choice_number(path))
            fresh = self.broken - self._spread

    def _names_changed_in(self, numbers: Iterable[int]) -> set[str]:
        """Variables and impacts that choices of these scenes change."""
        choices = chain.from_iterable(self.scenes[number].choices for number in numbers)
        return set().union(*map(names_changed, choices))

    def _behind_way(self, number: int, choice: int) -> set[int]:
        """Scenes behind a broken way: all, where nobody knows where it was to lead."""
        everything = set(range(len(self.scenes)))
        if choice == WHOLE_SCENE:
            return everything
        keys = set(choice_targets(self.scenes[number].choices[choice]))
        if not keys <= self.numbers.keys():
            return everything
        return reachable_from(self._numbers_of(keys), self.links)

    def is_played(self, scene: Scene) -> bool:
        """Whether play finds the scene; it does not find a second one with the same key."""
        return self.scenes[self.numbers[scene.key]] is scene

    def is_broken(self, scene: Scene) -> bool:
        """Whether a problem names the scene or one of its choices."""
        return any((scene.key, n) in self.broken for n in range(WHOLE_SCENE, len(scene.choices)))

    @cached_property
    def links_back(self) -> list[list[int]]:
        return reversed_graph(self.links)

    @cached_property
    def components(self) -> list[list[int]]:
        """Groups of scenes that lead to each other."""
        return strong_components(self.links)

    @cached_property
    def linked(self) -> set[int]:
        """Scenes to which links lead from the first one."""
        return reachable_from([0], self.links)

    @cached_property
    def unmarked(self) -> set[int]:
        """Scenes without choices that are not said to be an ending."""
        return {n for n, s in enumerate(self.scenes) if s.is_ending and not s.ending}

    @cached_property
    def unclear(self) -> set[int]:
        """Scenes of which nothing can be said, since a link leads nowhere."""
        return {n for n, _path in self.dangling}

    @cached_property
    def endless(self) -> set[int]:
        """Scenes from which no link leads on to an ending, however long."""
        return self.linked - self.ending_somewhere

    @cached_property
    def ending_somewhere(self) -> set[int]:
        """Scenes from which links lead on to an ending, or to one of which nothing can be said."""
        exits = [n for n, scene in enumerate(self.scenes) if scene.is_ending or n in self.unclear]
        return reachable_from(exits, self.links_back)

    @cached_property
    def traps(self) -> list[list[int]]:
        """The scenes in which play goes round without a way out; not those that only lead there."""
        return [
            sorted(component)
            for component in self.components
            if component[0] in self.endless and is_closed(component, self.links)
        ]

    @cached_property
    def orphans(self) -> list[int]:
        """Scenes to which nothing leads: of several that lead to each other the first, and none
        that a broken link explains.

        A link that leads nowhere was meant for somewhere: it accounts for the next orphan after it,
        but never for one from which play would not get out again.
        """
        alone = set(range(len(self.scenes))) - self.linked
        orphans = _first_of_each(self.components, alone, self.links_back, alone)
        lost = set(orphans) - self.ending_somewhere
        orphans = [number for number in orphans if number not in lost]
        for number, ways in sorted(self._broken_ways()):
            for _way in range(min(ways, len(orphans))):
                # the next one after the broken way, else the first of all
                orphans.pop(bisect.bisect_right(orphans, number) % len(orphans))
        return sorted(lost.union(orphans))

    def _broken_ways(self) -> Iterator[tuple[int, int]]:
        """(number of a scene, how many scenes its broken ways may have led to)."""
        for number, _path in self.dangling:
            if number in self.linked:
                yield number, 1
        for number in self.unmarked & self.linked:
            yield number, _SCENES_BEHIND_GONE_CHOICES
        for number in chain.from_iterable(self.traps):
            targets = chain.from_iterable(map(choice_targets, self.scenes[number].choices))
            yield number, len(list(targets))

    @property
    def is_whole(self) -> bool:
        """Whether no problem says that ways are broken, so that all ways together can be judged."""
        return not (self.broken or self.dangling or self.linked != set(range(len(self.scenes))))

    @cached_property
    def space(self) -> PlaySpace:
        return explore_space(self.scenario)

    @cached_property
    def best_way(self) -> tuple[PathCost, int] | None:
        """Cost and number of steps."""
        return cheapest_way(self.space)

    @cached_property
    def worst_way(self) -> tuple[PathCost, int] | None:
        """Cost and number of steps."""
        return dearest_way(self.space)

    @cached_property
    def states_of(self) -> dict[str, list[int]]:
        """Numbers of the states by key of their scene."""
        states: dict[str, list[int]] = {}
        for number, scene in enumerate(self.space.scenes):
            states.setdefault(scene.key, []).append(number)
        return states

    @cached_property
    def unreached(self) -> set[int]:
        """Scenes that links lead to, but no state; empty where not all states are known."""
        if not self.space.complete:
            return set()
        return {n for n in self.linked if self.scenes[n].key not in self.states_of}

    @property
    def explained(self) -> set[int]:
        """Scenes that are not reached because of what other problems say."""
        starts: list[int] = []
        for key, choice in self.broken:
            number = self.numbers[key]
            if choice == WHOLE_SCENE:
                starts += [number, *self.links[number]]
            else:
                starts += self._numbers_of(choice_targets(self.scenes[number].choices[choice]))
        return reachable_from(self.unreached.intersection(starts), self._unreached_links)

    @cached_property
    def _unreached_links(self) -> list[list[int]]:
        """Links between scenes that are not reached."""
        links: list[list[int]] = [[] for _scene in self.scenes]
        for number in self.unreached:
            links[number] = [target for target in self.links[number] if target in self.unreached]
        return links

    def first_hidden(self, among: set[int]) -> list[int]:
        """Those of scenes that are not reached behind which the others lie."""
        groups = strong_components(self._unreached_links)
        return _first_of_each(groups, among, self.links_back, self.unreached)


def _dangling_links(scene: Scene, scene_keys: Collection[str]) -> Iterator[str]:
    """Paths of the links of a scene that lead to no scene; conditions ("otherwise") stand apart."""
    for n, choice in enumerate(scene.choices):
        if choice.target not in scene_keys:
            yield f"choices.{n}.target"
        for m, case in enumerate(choice.cases):
            if case.target and case.target not in scene_keys:
                yield f"choices.{n}.cases.{m}.target"


def choice_number(path: str) -> int:
    """The number of the choice in a path; WHOLE_SCENE where it is none."""
    parts = path.split(".")
    return int(parts[1]) if parts[0] == "choices" else WHOLE_SCENE


def reachable_from(starts: Iterable[int], onward: list[list[int]]) -> set[int]:
    """All nodes that can be reached from `starts`, these included."""
    reached = set(starts)
    waiting = list(reached)
    while waiting:
        fresh = set(onward[waiting.pop()]) - reached
        reached |= fresh
        waiting += fresh
    return reached


def names_read(when: tuple[Clause, ...]) -> set[str]:
    """Variables and impacts that a condition reads."""
    return {clause.variable for clause in when}


def is_closed(component: list[int], onward: list[list[int]]) -> bool:
    """Whether no way leads out of a group of nodes."""
    inside = set(component)
    return all(inside.issuperset(onward[node]) for node in component)


def _first_of_each(
    groups: list[list[int]], among: set[int], back: list[list[int]], entries: set[int]
) -> list[int]:
    """The first node of each group in `among` that is not entered from another node of `entries`,
    in their order.
    """
    return sorted(
        min(group)
        for group in groups
        if group[0] in among and not _is_entered(group, back, entries)
    )


def _is_entered(component: list[int], back: list[list[int]], entries: set[int]) -> bool:
    outside = entries - set(component)
    return any(not outside.isdisjoint(back[node]) for node in component)
