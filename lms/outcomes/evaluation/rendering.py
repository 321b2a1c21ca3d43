"""The heat map: scenes as boxes, choices as arrows that grow with the number of learners who took
them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cms import api
from cms.content import Scene
from lms.outcomes.evaluation.analysis import CaseReport

_WIDE, _HIGH = 148, 58
_GAP_X, _GAP_Y = 64, 26
_LONGEST = 18
_THINNEST, _THICKEST = 1.0, 13.0
_APART = 15
_LEVELS = 5


@dataclass(frozen=True)
class Box:
    """A scene on the map; `heat` 0–5 by the share of learners who passed it."""

    x: int
    y: int
    scene: Scene
    lines: tuple[str, ...]
    visits: int
    heat: int
    kind: str  # "", good, fair, poor


@dataclass(frozen=True)
class Arrow:
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
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    box_width: int = _WIDE
    box_height: int = _HIGH


def heat_map(report: CaseReport) -> HeatMap:
    """Places, sizes and paths for the template; numbers are those of the report."""
    plan = api.layout(report.scenario)
    tallest = plan.rows
    counts = [0] * plan.layers
    for spot in plan.spots:
        counts[spot.layer] += 1
    places = {}
    for spot in plan.spots:
        # each layer stands in the middle
        top = (tallest - counts[spot.layer]) * (_HIGH + _GAP_Y) // 2
        places[spot.scene] = (
            _GAP_X // 2 + spot.layer * (_WIDE + _GAP_X),
            _GAP_Y + top + spot.row * (_HIGH + _GAP_Y),
        )
    most = max(report.visits.values(), default=0)
    boxes = tuple(
        _box(scene, places[scene.key], report.visits.get(scene.key, 0), most)
        for scene in report.scenario.scenes
    )
    arrows = tuple(_arrows(report, plan.links, places, most))
    width = plan.layers * (_WIDE + _GAP_X)
    return HeatMap(width, tallest * (_HIGH + _GAP_Y) + 2 * _GAP_Y, boxes, arrows)


def _box(scene: Scene, place: tuple[int, int], visits: int, most: int) -> Box:
    heat = -(-_LEVELS * visits // most) if most else 0
    return Box(*place, scene, api.two_lines(scene.title, _LONGEST), visits, heat, scene.ending)


def _arrows(
    report: CaseReport, links: Iterable[api.Link], places: dict[str, tuple[int, int]], most: int
) -> Iterator[Arrow]:
    """One strand a choice: those that lead to the same scene lie beside each other."""
    strands: dict[tuple[str, str], list[str]] = {}
    for link in links:
        strands.setdefault((link.source, link.target), []).extend(link.choices or ("",))
    for source, choice, target in report.passes:
        known = strands.setdefault((source, target), [])
        if choice not in known:
            known.append(choice)
    for (source, target), choices in strands.items():
        scene = report.scenario.scene(source)
        for number, key in enumerate(choices):
            way = scene.choice(key) if scene else None
            count = report.passes.get((source, key, target), 0)
            shift = round((number - (len(choices) - 1) / 2) * _APART)
            width = _THINNEST + (_THICKEST - _THINNEST) * count / most if most else _THINNEST
            d, x, y = _curve(places[source], places[target], shift)
            yield Arrow(d, round(width, 1), count, bool(way and way.is_right), x, y)


def _curve(source: tuple[int, int], target: tuple[int, int], shift: int) -> tuple[str, int, int]:
    """The path of a strand and where its number stands."""
    (x1, y1), (x2, y2) = source, target
    y1, y2 = y1 + _HIGH // 2 + shift, y2 + _HIGH // 2 + shift
    if x2 > x1:
        x1 += _WIDE
        bend = max(20, (x2 - x1) // 2)
        d = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
        return d, (x1 + x2) // 2, (y1 + y2) // 2 + 4
    low = max(y1, y2) + _HIGH  # a way back runs below the boxes
    x1, x2 = x1 + _WIDE // 2, x2 + _WIDE // 2
    d = f"M{x1} {y1 + _HIGH // 2}C{x1} {low} {x2} {low} {x2} {y2 + _HIGH // 2}"
    return d, (x1 + x2) // 2, low - _HIGH // 4
