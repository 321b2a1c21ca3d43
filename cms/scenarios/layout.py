"""Where the scenes of a case stand on a map: layers from left to right, few crossings.

Knows no Django, draws nothing.
"""

from dataclasses import dataclass

from cms.content import Scenario

_SWEEPS = 6


@dataclass(frozen=True)
class Spot:
    """A scene's place: layer 0 holds the first scene, the last layer the endings; rows count from 0
    in each layer.
    """

    scene: str
    layer: int
    row: int


@dataclass(frozen=True)
class Link:
    """Choices that lead from one scene to another, by their keys."""

    source: str
    target: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    spots: tuple[Spot, ...]
    links: tuple[Link, ...]

    @property
    def layers(self) -> int:
        return max((spot.layer for spot in self.spots), default=-1) + 1

    @property
    def rows(self) -> int:
        return max((spot.row for spot in self.spots), default=-1) + 1


def layout(scenario: Scenario) -> Layout:
    """Places for all scenes, also those that no choice leads to (they stand in the first layer)."""
    links = _links(scenario)
    layers = _layers(scenario, links)
    spots = tuple(
        Spot(key, number, row) for number, keys in enumerate(layers) for row, key in enumerate(keys)
    )
    return Layout(spots, links)


def two_lines(title: str, longest: int) -> tuple[str, ...]:
    """A title as a box of the map bears it: at most two lines of `longest` letters, the second one
    cut off with "…".
    """
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + len(word) >= longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines) if len(lines) <= 2 else (lines[0], f"{lines[1][: longest - 1]}…")


def _links(scenario: Scenario) -> tuple[Link, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for scene in scenario.scenes:
        for choice in scene.choices:
            targets = dict.fromkeys(
                (choice.target, *(case.target for case in choice.cases if case.target))
            )
            for target in targets:
                if scenario.scene(target) is not None:
                    found.setdefault((scene.key, target), []).append(choice.key)
        if scene.when and scenario.scene(scene.otherwise) is not None:
            found.setdefault((scene.key, scene.otherwise), [])
    return tuple(Link(a, b, tuple(keys)) for (a, b), keys in found.items())


def _layers(scenario: Scenario, links: tuple[Link, ...]) -> list[list[str]]:
    onward: dict[str, list[str]] = {}
    for link in links:
        onward.setdefault(link.source, []).append(link.target)
    depth: dict[str, int] = {}
    ring = [scenario.scenes[0].key] if scenario.scenes else []
    number = 0
    while ring:
        depth |= dict.fromkeys(ring, number)
        following = [to for key in ring for to in onward.get(key, ())]
        ring = [key for key in dict.fromkeys(following) if key not in depth]
        number += 1
    ends = {scene.key for scene in scenario.scenes if scene.is_ending}
    last = max((n for key, n in depth.items() if key not in ends), default=-1) + 1
    layers: list[list[str]] = [[] for _ in range(last + 1)]
    for key in dict.fromkeys(scene.key for scene in scenario.scenes):
        layers[last if key in ends and key in depth else depth.get(key, 0)].append(key)
    return _untangled([layer for layer in layers if layer], links)


def _untangled(layers: list[list[str]], links: tuple[Link, ...]) -> list[list[str]]:
    """Each scene near the mean place of those that it is linked with (barycentre sweeps)."""
    near: dict[str, list[str]] = {}
    for link in links:
        near.setdefault(link.source, []).append(link.target)
        near.setdefault(link.target, []).append(link.source)
    for _sweep in range(_SWEEPS):
        place = {key: (row + 0.5) / len(layer) for layer in layers for row, key in enumerate(layer)}
        for layer in layers:
            layer.sort(key=lambda key: _mean([place[x] for x in near.get(key, ())], place[key]))
    return layers


def _mean(values: list[float], fallback: float) -> float:
    return sum(values) / len(values) if values else fallback
