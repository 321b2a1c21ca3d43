"""Ways through the space of a case: the cheapest, the dearest, the master's. Knows no Django."""

import heapq
from collections.abc import Iterable, Iterator

from cms.scenarios.space import Cost, Edge, Space


def cheapest(space: Space) -> tuple[Cost, int] | None:
    """The cheapest way from the first state to an ending, and how many steps it takes; None where
    there is none.

    Of ways that cost the same the shortest.
    """
    waiting = [(0, 0, 0)] if space.scenes else []
    best: dict[int, tuple[int, int]] = {0: (0, 0)}
    costs = {0: Cost()}
    done: set[int] = set()
    while waiting:
        _weight, steps, at = heapq.heappop(waiting)
        if at in done:
            continue
        done.add(at)
        if space.scenes[at].is_ending:
            return costs[at], steps
        for edge in space.edges[at]:
            cost = costs[at].plus(edge.cost)
            if edge.target not in best or (cost.weight, steps + 1) < best[edge.target]:
                best[edge.target] = (cost.weight, steps + 1)
                costs[edge.target] = cost
                heapq.heappush(waiting, (cost.weight, steps + 1, edge.target))
    return None


def master_path(space: Space) -> list[tuple[int, Edge]]:
    """The way a master takes: fewest branches that are not right, then cheapest, then shortest.
    Empty without an ending.

    Time is never up for a master.
    """
    waiting: list[tuple[int, int, int, int]] = [(0, 0, 0, 0)] if space.scenes else []
    before: dict[int, tuple[int, Edge]] = {}
    best = {0: (0, 0, 0)}
    done: set[int] = set()
    while waiting:
        wrong, weight, steps, at = heapq.heappop(waiting)
        if at in done:
            continue
        done.add(at)
        if space.scenes[at].is_ending:
            return _back(before, at)
        for edge in space.edges[at]:
            if edge.choice.on_timeout:
                continue
            key = (wrong + (not edge.choice.is_right), weight + edge.cost.weight, steps + 1)
            if edge.target not in best or key < best[edge.target]:
                best[edge.target] = key
                before[edge.target] = (at, edge)
                heapq.heappush(waiting, (*key, edge.target))
    return []


def _back(before: dict[int, tuple[int, Edge]], at: int) -> list[tuple[int, Edge]]:
    path = []
    while at in before:
        path.append(before[at])
        at = before[at][0]
    return path[::-1]


def dearest(space: Space) -> tuple[Cost, int] | None:
    """The dearest way from the first state to an ending, and how many steps it takes; None where
    there is none.

    Every knot of states that lead back to each other is drawn together into one: each of its states
    is passed once, at its dearest way inside. Of ways that cost the same the longest.
    """
    ways: dict[int, tuple[Cost, int] | None] = {}
    for knot in knots(space):
        inside = set(knot)
        found = _out_of(space, inside, ways)
        ways.update(dict.fromkeys(knot, found))
    return ways.get(0)


def _out_of(
    space: Space, inside: set[int], ways: dict[int, tuple[Cost, int] | None]
) -> tuple[Cost, int] | None:
    out: list[tuple[Cost, int]] = []
    round_ = (Cost(), 0)
    for at in inside:
        if space.scenes[at].is_ending:
            out.append((Cost(), 0))
        back = [edge.cost for edge in space.edges[at] if edge.target in inside]
        if back:
            round_ = (round_[0].plus(max(back)), round_[1] + 1)
        for edge in space.edges[at]:
            onward = None if edge.target in inside else ways.get(edge.target)
            if onward is not None:
                out.append((edge.cost.plus(onward[0]), onward[1] + 1))
    if not out:
        return None
    cost, steps = max(out)
    return round_[0].plus(cost), round_[1] + steps


def knots(space: Space) -> list[list[int]]:
    """States that lead back to each other, those nearest to the endings first."""
    return components([[edge.target for edge in edges] for edges in space.edges])


def components(onward: list[list[int]]) -> list[list[int]]:
    """Strongly connected components of a graph, each after all that it leads to.

    Kosaraju's two walks, without recursion, so that a long case does not run out of stack.
    """
    back: list[list[int]] = [[] for _ in onward]
    for at, targets in enumerate(onward):
        for target in targets:
            back[target].append(at)
    order = [at for walk in _walks(onward, range(len(onward))) for at in walk]
    return list(_walks(back, order[::-1]))[::-1]


def _walks(ways: list[list[int]], starts: Iterable[int]) -> Iterator[list[int]]:
    """From each start that was not met before: what is met from it, in the order in which it is
    left.
    """
    met: set[int] = set()
    for start in starts:
        if start in met:
            continue
        met.add(start)
        left = []
        trail = [(start, iter(ways[start]))]
        while trail:
            at, onward = trail[-1]
            following = next((to for to in onward if to not in met), None)
            if following is None:
                left.append(at)
                trail.pop()
            else:
                met.add(following)
                trail.append((following, iter(ways[following])))
        yield left
