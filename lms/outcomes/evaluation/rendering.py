"""The heat map of a scenario: scenes as boxes, choices as arrows.

An arrow grows with the number of answers that took the choice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cms import api
from cms.content import Scene
from lms.outcomes.evaluation.analysis import ScenarioReport

_WIDE, _HIGH = 148, 58
_GAP_X, _GAP_Y = 64, 26
_LONGEST = 18
_THINNEST, _THICKEST = 1.0, 13.0
_APART = 15
_LEVELS = 5


@dataclass(frozen=True)
class ReportSceneBox:
    """A scene on the map; `heat` 0–5 by the share of learners who passed it."""

    x: int
    y: int
    scene: Scene
    lines: tuple[str, ...]
    visits: int
    heat: int
    kind: str  # "", good, fair, poor


@dataclass(frozen=True)
class ChoiceArrow:
    """Choices from one scene to another: an SVG path, its width, how many went."""

    d: str
    width: float
    count: int
    is_right: bool
    label_x: int
    label_y: int


@dataclass(frozen=True)
class HeatMap:
    width: int
    height: int
    boxes: tuple[ReportSceneBox, ...]
    arrows: tuple[ChoiceArrow, ...]
    box_width: int = _WIDE
    box_height: int = _HIGH


def heat_map(report: ScenarioReport) -> HeatMap:
    """Places, sizes and paths for the template, in SVG units; the counts are the report's."""
    layout = api.lay_out_scenes(report.scenario)
    counts = Counter(spot.layer for spot in layout.spots)
    places = {}
    for spot in layout.spots:
        # The boxes of a layer are centred.
        top = (layout.rows - counts[spot.layer]) * (_HIGH + _GAP_Y) // 2
        places[spot.scene] = (
            _GAP_X // 2 + spot.layer * (_WIDE + _GAP_X),
            _GAP_Y + top + spot.row * (_HIGH + _GAP_Y),
        )
    most = max(report.visits.values(), default=0)
    boxes = tuple(
        _scene_box(scene, places[scene.key], report.visits.get(scene.key, 0), most)
        for scene in report.scenario.scenes
    )
    arrows = tuple(_choice_arrows(report, layout.links, places, most))
    width = layout.layers * (_WIDE + _GAP_X)
    height = layout.rows * (_HIGH + _GAP_Y) + 2 * _GAP_Y
    return HeatMap(width, height, boxes, arrows)


def _scene_box(scene: Scene, place: tuple[int, int], visits: int, most: int) -> ReportSceneBox:
    # Rounded up: a scene that anybody visited is not white.
    heat = -(-_LEVELS * visits // most) if most else 0
    return ReportSceneBox(
        *place, scene, api.split_title(scene.title, _LONGEST), visits, heat, scene.ending
    )


def _choice_arrows(
    report: ScenarioReport,
    links: Iterable[api.SceneLink],
    places: dict[str, tuple[int, int]],
    most: int,
) -> Iterator[ChoiceArrow]:
    """One arrow a choice; those from one scene to the same other one lie beside each other."""
    for (source, target), keys in _keys_by_link(report, links).items():
        scene = report.scenario.scene(source)
        for number, key in enumerate(keys):
            choice = scene.choice(key) if scene else None
            is_right = choice is not None and choice.is_right
            count = report.passes.get((source, key, target), 0)
            shift = round((number - (len(keys) - 1) / 2) * _APART)
            width = _THINNEST + (_THICKEST - _THINNEST) * count / most if most else _THINNEST
            path, x, y = _arrow_path(places[source], places[target], shift)
            yield ChoiceArrow(path, round(width, 1), count, is_right, x, y)


def _keys_by_link(
    report: ScenarioReport, links: Iterable[api.SceneLink]
) -> dict[tuple[str, str], list[str]]:
    """The keys of the choices from each scene to each other: of the scenario, then of the log.

    The log may hold passes that the scenario of today does not have.
    """
    keys: dict[tuple[str, str], list[str]] = {}
    for link in links:
        keys.setdefault((link.source, link.target), []).extend(link.choices or ("",))
    for source, choice, target in report.passes:
        of_link = keys.setdefault((source, target), [])
        if choice not in of_link:
            of_link.append(choice)
    return keys


def _arrow_path(
    source: tuple[int, int], target: tuple[int, int], shift: int
) -> tuple[str, int, int]:
    """The path of an arrow and where its number stands."""
    (x1, y1), (x2, y2) = source, target
    y1, y2 = y1 + _HIGH // 2 + shift, y2 + _HIGH // 2 + shift
    if x2 > x1:
        x1 += _WIDE
        bend = max(20, (x2 - x1) // 2)
        path = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
        return path, (x1 + x2) // 2, (y1 + y2) // 2 + 4
    # An arrow back runs below the boxes.
    low = max(y1, y2) + _HIGH
    x1, x2 = x1 + _WIDE // 2, x2 + _WIDE // 2
    path = f"M{x1} {y1 + _HIGH // 2}C{x1} {low} {x2} {low} {x2} {y2 + _HIGH // 2}"
    return path, (x1 + x2) // 2, low - _HIGH // 4
