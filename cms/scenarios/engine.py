"""Pure play of scenarios: state = fold(scenario, choices). Knows no Django, no learner, no clock."""

import functools
import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from cms.content import Choice, Played, Scenario, Scene, Score

# What one more trip costs a citizen, in minutes: half a day (một buổi) of road and waiting in a mountain commune.
# Practice, not law; it only weighs trips against minutes when paths are compared.
TRIP_MINUTES = 240


class UnknownStep(ValueError):
    """The scenario has no such scene, or the scene no such choice."""


@dataclass(frozen=True, order=True)
class _Cost:
    """What a path costs the citizen; ordered by weight."""

    weight: int
    trips: int
    minutes: int

    @classmethod
    def of(cls, trips: int, minutes: int) -> "_Cost":
        return cls(trips * TRIP_MINUTES + minutes, trips, minutes)

    def plus(self, other: "_Cost") -> "_Cost":
        return _Cost.of(self.trips + other.trips, self.minutes + other.minutes)


_FREE = _Cost(0, 0, 0)


def play(scenario: Scenario, choices: Iterable[tuple[str, str]]) -> Played:
    """Fold (scene, choice) pairs, oldest first, into where the learner stands.

    A choice counts only in the scene where the learner stands, so the first choice in a scene counts and
    doing it again is practice. Where the graph itself leads back to a scene, each pass costs the citizen
    again, but only the first choice there may be counted as right. Raises UnknownStep (a ValueError) for
    a scene or a choice that the scenario does not have.
    """
    scene = scenario.scenes[0].key
    path: list[tuple[str, str]] = []
    trips, minutes, right = scenario.start_trips, scenario.start_minutes, 0
    for scene_key, choice_key in choices:
        choice = _choice(scenario, scene_key, choice_key)
        if scene_key != scene:
            continue
        is_first = all(scene_key != passed for passed, _ in path)
        path.append((scene_key, choice_key))
        trips, minutes = trips + choice.trips, minutes + choice.minutes
        right += choice.is_right and is_first
        scene = choice.target
    here = scenario.scene(scene)
    if here is None:
        raise UnknownStep(f"no scene {scene!r}")
    return Played(scene, tuple(path), trips, minutes, here.is_ending, right)


def score(scenario: Scenario, played: Played) -> Score:
    """The citizen's trips and minutes against the best (100) and the worst (0) path; meaningful at an ending.

    Cost = minutes + TRIP_MINUTES × trips. Best: the cheapest path to an ending. Worst: the dearest one, where
    every scene of a loop is counted once. Where all paths cost the same, the score is 100.
    """
    best, worst = _limits(scenario)
    mine = _Cost.of(played.trips, played.minutes)
    span = worst.weight - best.weight
    percent = round(100 * (worst.weight - mine.weight) / span) if span > 0 else 100
    return Score(
        min(100, max(0, percent)),
        played.trips, played.minutes, best.trips, best.minutes, worst.trips, worst.minutes,
    )  # fmt: skip


def reach(scenario: Scenario) -> dict[str, frozenset[str]]:
    """Scene → all scenes that can be reached from it by one choice or more."""
    following = {
        s.key: {c.target for c in s.choices if scenario.scene(c.target)} for s in scenario.scenes
    }
    found = {}
    for key in following:
        seen: set[str] = set()
        waiting = list(following[key])
        while waiting:
            there = waiting.pop()
            if there not in seen:
                seen.add(there)
                waiting.extend(following[there])
        found[key] = frozenset(seen)
    return found


def _choice(scenario: Scenario, scene_key: str, choice_key: str) -> Choice:
    scene = scenario.scene(scene_key)
    choice = scene.choice(choice_key) if scene else None
    if choice is None:
        raise UnknownStep(f"no choice {choice_key!r} in scene {scene_key!r}")
    return choice


def _cost(choice: Choice) -> _Cost:
    return _Cost.of(max(0, choice.trips), max(0, choice.minutes))


@functools.lru_cache(maxsize=256)
def _limits(scenario: Scenario) -> tuple[_Cost, _Cost]:
    """The cheapest and the dearest way from the first scene to an ending."""
    start = _Cost.of(scenario.start_trips, scenario.start_minutes)
    best = _cheapest(scenario)
    if best is None:
        return start, start
    return start.plus(best), start.plus(_dearest(scenario))


def _cheapest(scenario: Scenario) -> _Cost | None:
    waiting = [(_FREE, scenario.scenes[0].key)]
    done: set[str] = set()
    while waiting:
        cost, key = heapq.heappop(waiting)
        scene = scenario.scene(key)
        if scene is None or key in done:
            continue
        if scene.is_ending:
            return cost
        done.add(key)
        for choice in scene.choices:
            heapq.heappush(waiting, (cost.plus(_cost(choice)), choice.target))
    return None


def _dearest(scenario: Scenario) -> _Cost:
    """Longest path over the graph in which every knot of loops is drawn together into one point."""
    far = reach(scenario)
    scenes = {scene.key: scene for scene in scenario.scenes}
    ends = {key for key, scene in scenes.items() if scene.is_ending}
    known: dict[str, _Cost | None] = {}
    # The fewer scenes lie ahead, the nearer the end: those are settled first.
    for key in sorted(scenes, key=lambda k: len(far[k] | {k})):
        if key not in known:
            knot = {k for k in far[key] if key in far[k]} | {key}
            known |= dict.fromkeys(knot, _dearest_from([scenes[k] for k in knot], ends, known))
    return known[scenario.scenes[0].key] or _FREE


def _dearest_from(
    knot: list[Scene], ends: set[str], known: dict[str, _Cost | None]
) -> _Cost | None:
    """The dearest way from a knot of scenes to an ending, each of its scenes once; None where there is none."""
    keys = {scene.key for scene in knot}
    if keys <= ends:
        return _FREE
    inside = _FREE
    ways = []
    for scene in knot:
        inside = inside.plus(
            max((_cost(c) for c in scene.choices if c.target in keys), default=_FREE)
        )
        for choice in scene.choices:
            onward = known.get(choice.target)
            if choice.target not in keys and onward is not None:
                ways.append(_cost(choice).plus(onward))
    return inside.plus(max(ways)) if ways else None
