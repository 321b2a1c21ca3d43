"""Ways through the space of a scenario: the cheapest, the dearest, the master's. No Django."""

import heapq
from collections.abc import Iterable, Iterator

from cms.scenarios.space import PathCost, PlaySpace, SpaceEdge


def cheapest_way(space: PlaySpace) -> tuple[PathCost, int] | None:
    """The cost and the number of steps of the cheapest way from the first state to an ending.

    None without a way to an ending. Of ways that cost the same the shortest counts.
    """
    # Dijkstra's algorithm; (weight, steps, number of the state)
    waiting = [(0, 0, 0)] if space.scenes else []
    best: dict[int, tuple[int, int]] = {0: (0, 0)}
    costs = {0: PathCost()}
    visited: set[int] = set()
    while waiting:
        _weight, steps, state = heapq.heappop(waiting)
        if state in visited:
            continue
        visited.add(state)
        if space.scenes[state].is_ending:
            return costs[state], steps
        for edge in space.edges[state]:
            cost = costs[state].plus(edge.cost)
            if edge.target not in best or (cost.weight, steps + 1) < best[edge.target]:
                best[edge.target] = (cost.weight, steps + 1)
                costs[edge.target] = cost
                heapq.heappush(waiting, (cost.weight, steps + 1, edge.target))
    return None


def master_path(space: PlaySpace) -> list[tuple[int, SpaceEdge]]:
    """The way that a master takes as (state, way out of it); empty without an ending.

    It has the fewest branches that are not right, then costs least, then is shortest. Time is never
    up for a master.
    """
    waiting: list[tuple[int, int, int, int]] = [(0, 0, 0, 0)] if space.scenes else []
    came_by: dict[int, tuple[int, SpaceEdge]] = {}
    best = {0: (0, 0, 0)}
    visited: set[int] = set()
    while waiting:
        wrong, weight, steps, state = heapq.heappop(waiting)
        if state in visited:
            continue
        visited.add(state)
        if space.scenes[state].is_ending:
            return _way_back(came_by, state)
        for edge in space.edges[state]:
            if edge.choice.on_timeout:
                continue
            rank = (wrong + (not edge.choice.is_right), weight + edge.cost.weight, steps + 1)
            if edge.target not in best or rank < best[edge.target]:
                best[edge.target] = rank
                came_by[edge.target] = (state, edge)
                heapq.heappush(waiting, (*rank, edge.target))
    return []


def _way_back(came_by: dict[int, tuple[int, SpaceEdge]], state: int) -> list[tuple[int, SpaceEdge]]:
    """The way from the first state to `state`."""
    path = []
    while state in came_by:
        path.append(came_by[state])
        state = came_by[state][0]
    return path[::-1]


def dearest_way(space: PlaySpace) -> tuple[PathCost, int] | None:
    """The cost and the number of steps of the dearest way from the first state to an ending.

    None without a way to an ending. States that lead back to each other are taken together: each
    of them is passed once, by its dearest way to another of them. Of ways that cost the same the
    longest counts.
    """
    ways: dict[int, tuple[PathCost, int] | None] = {}
    for component in _state_components(space):
        way = _dearest_out_of(space, set(component), ways)
        ways.update(dict.fromkeys(component, way))
    return ways.get(0)


def _dearest_out_of(
    space: PlaySpace, inside: set[int], ways: dict[int, tuple[PathCost, int] | None]
) -> tuple[PathCost, int] | None:
    """The dearest way from the states `inside` to an ending; `ways` holds those of all states
    behind them.
    """
    exits: list[tuple[PathCost, int]] = []
    loop_cost, loop_steps = PathCost(), 0
    for state in inside:
        if space.scenes[state].is_ending:
            exits.append((PathCost(), 0))
        costs_inside = [edge.cost for edge in space.edges[state] if edge.target in inside]
        if costs_inside:
            loop_cost, loop_steps = loop_cost.plus(max(costs_inside)), loop_steps + 1
        # no state inside has a way yet, so only edges that lead out are met here
        for edge in space.edges[state]:
            way = ways.get(edge.target)
            if way is not None:
                exits.append((edge.cost.plus(way[0]), way[1] + 1))
    if not exits:
        return None
    cost, steps = max(exits)
    return loop_cost.plus(cost), loop_steps + steps


def _state_components(space: PlaySpace) -> list[list[int]]:
    """Groups of states that lead back to each other, those nearest to the endings first."""
    return strong_components([[edge.target for edge in edges] for edges in space.edges])


def reversed_graph(onward: list[list[int]]) -> list[list[int]]:
    """For each node of a graph the nodes that lead to it."""
    back: list[list[int]] = [[] for _node in onward]
    for node, targets in enumerate(onward):
        for target in targets:
            back[target].append(node)
    return back


def strong_components(onward: list[list[int]]) -> list[list[int]]:
    """Strongly connected components of a graph, each after all that it leads to.

    Kosaraju's two walks, without recursion, so that a long scenario does not run out of stack.
    """
    order: list[int] = []
    for nodes in _depth_first_walks(onward, range(len(onward))):
        order += nodes
    return list(_depth_first_walks(reversed_graph(onward), order[::-1]))[::-1]


def _depth_first_walks(onward: list[list[int]], starts: Iterable[int]) -> Iterator[list[int]]:
    """From each start not met before: the nodes newly met from it, in the order in which a walk
    in depth is done with them.
    """
    met: set[int] = set()
    for start in starts:
        if start in met:
            continue
        met.add(start)
        finished = []
        trail = [(start, iter(onward[start]))]
        while trail:
            node, targets = trail[-1]
            following = next((target for target in targets if target not in met), None)
            if following is None:
                finished.append(node)
                trail.pop()
            else:
                met.add(following)
                trail.append((following, iter(onward[following])))
        yield finished
