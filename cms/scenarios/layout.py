"""Where the scenes of a scenario stand on a map: layers from left to right, few crossings.

Knows no Django, draws nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cms.content import Choice, Scenario
from cms.scenarios.space import choice_targets

_SWEEPS = 6


@dataclass(frozen=True)
class SceneSpot:
    """A scene's place on the map.

    Layer 0 holds the first scene, the last layer the endings; rows count from 0 in each layer.
    """

    scene: str
    layer: int
    row: int


@dataclass(frozen=True)
class SceneLink:
    """Choices that lead from one scene to another, by their keys."""

    source: str
    target: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class SceneLayout:
    spots: tuple[SceneSpot, ...]
    links: tuple[SceneLink, ...]

    @property
    def layers(self) -> int:
        return max((spot.layer for spot in self.spots), default=-1) + 1

    @property
    def rows(self) -> int:
        return max((spot.row for spot in self.spots), default=-1) + 1


def lay_out_scenes(scenario: Scenario) -> SceneLayout:
    """The map of a scenario; scenes that no choice leads to stand in the first layer."""
    links = _scene_links(scenario)
    layers = _layer_scenes(scenario, links)
    spots = tuple(
        SceneSpot(key, number, row)
        for number, keys in enumerate(layers)
        for row, key in enumerate(keys)
    )
    return SceneLayout(spots, links)


def split_title(title: str, longest: int) -> tuple[str, ...]:
    """A title for a box of the map: at most two lines of `longest` letters; the second one is cut
    off with "…".
    """
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + len(word) >= longest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(lines) if len(lines) <= 2 else (lines[0], f"{lines[1][: longest - 1]}…")


def _scene_links(scenario: Scenario) -> tuple[SceneLink, ...]:
    """Links between scenes that exist, in the order of the scenes."""
    choices_by_link: dict[tuple[str, str], list[str]] = {}
    for scene in scenario.scenes:
        for choice in scene.choices:
            for target in _targets(choice):
                if scenario.scene(target) is not None:
                    choices_by_link.setdefault((scene.key, target), []).append(choice.key)
        if scene.when and scenario.scene(scene.otherwise) is not None:
            choices_by_link.setdefault((scene.key, scene.otherwise), [])
    return tuple(
        SceneLink(source, target, tuple(keys)) for (source, target), keys in choices_by_link.items()
    )


def _targets(choice: Choice) -> Iterable[str]:
    """Keys of the scenes that a choice can lead to, each once."""
    return dict.fromkeys(choice_targets(choice))


def _layer_scenes(scenario: Scenario, links: tuple[SceneLink, ...]) -> list[list[str]]:
    """Keys of the scenes layer by layer; the endings stand behind all other scenes."""
    depths = _depths(scenario, links)
    ends = {scene.key for scene in scenario.scenes if scene.is_ending}
    last = max((depths[key] for key in depths.keys() - ends), default=-1) + 1
    layers: list[list[str]] = [[] for _layer in range(last + 1)]
    for key in dict.fromkeys(scene.key for scene in scenario.scenes):
        depth = depths.get(key, 0)
        # an ending that nothing leads to stays in the first layer
        layers[last if key in ends and key in depths else depth].append(key)
    return _untangle_layers(list(filter(None, layers)), links)


def _depths(scenario: Scenario, links: tuple[SceneLink, ...]) -> dict[str, int]:
    """How many choices lie between the first scene and each one that can be reached, at least."""
    onward: dict[str, list[str]] = {}
    for link in links:
        onward.setdefault(link.source, []).append(link.target)
    depths: dict[str, int] = {}
    keys = [scenario.scenes[0].key] if scenario.scenes else []
    depth = 0
    while keys:
        depths |= dict.fromkeys(keys, depth)
        targets = [target for key in keys for target in onward.get(key, ())]
        keys = [target for target in dict.fromkeys(targets) if target not in depths]
        depth += 1
    return depths


def _untangle_layers(layers: list[list[str]], links: tuple[SceneLink, ...]) -> list[list[str]]:
    """Layers in which each scene stands near the mean place of those that it is linked with
    (barycentre sweeps).
    """
    neighbours: dict[str, list[str]] = {}
    for link in links:
        neighbours.setdefault(link.source, []).append(link.target)
        neighbours.setdefault(link.target, []).append(link.source)
    for _sweep in range(_SWEEPS):
        places: dict[str, float] = {}
        for layer in layers:
            places |= {key: (row + 0.5) / len(layer) for row, key in enumerate(layer)}
        means = {
            key: _mean_or([places[other] for other in neighbours.get(key, ())], place)
            for key, place in places.items()
        }
        for layer in layers:
            layer.sort(key=means.__getitem__)
    return layers


def _mean_or(values: list[float], fallback: float) -> float:
    return sum(values) / len(values) if values else fallback
