"""The map: the graph of a scenario as a drawing, and the same as a list."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.content import Scenario
from cms.scenarios.engine import master
from cms.scenarios.layout import Layout, Link, layout, two_lines
from cms.studio.desk.around import OutlineRow, around, letter_of
from cms.studio.desk.door import studio
from cms.studio.drafts import Draft

# Units of the drawing: the size of a box, and the distance from one box to the next.
WIDE, HIGH = 188, 76
STEP_X, STEP_Y = 252, 104
EDGE = 24
_ASIDE = 18  # between two arrows that begin at one box
_LINE = 22  # letters


@dataclass(frozen=True)
class Box:
    """A scene; `x`, `y`: its upper left corner, `lines`: its title in two lines."""

    x: int
    y: int
    row: OutlineRow
    lines: tuple[str, ...]
    is_best: bool


@dataclass(frozen=True)
class Line:
    """An arrow: `path` as SVG draws it, its words and where they stand."""

    path: str
    words: str
    x: int
    y: int
    is_best: bool = False
    is_back: bool = False


Corners = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Drawing:
    """Size in units, boxes, arrows in the order in which they are drawn."""

    width: int
    height: int
    boxes: list[Box]
    lines: list[Line]


@studio("GET")
def map_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A reading aid: nothing is edited here; every box leads to its scene."""
    context = around(draft)
    context["drawing"] = drawing(context["scenario"], context["outline"])
    return render(request, "cms/studio/map.html", context)


def drawing(scenario: Scenario, outline: list[OutlineRow]) -> Drawing:
    """Boxes and arrows of a scenario from left to right; the best way is marked."""
    plan = layout(scenario)
    best = best_steps(scenario)
    corners = {spot.scene: _corner(spot.layer, spot.row) for spot in plan.spots}
    lines = _draw_arrows(scenario, plan, corners, best)
    # the best way is drawn last, over the others
    lines.sort(key=lambda line: line.is_best)
    width, height = _size(plan)
    return Drawing(width, height, _draw_boxes(outline, corners, best), lines)


def best_steps(scenario: Scenario) -> set[tuple[str, str]]:
    """(from, to) along the way that a master takes; empty where there is none."""
    if not scenario.scenes:
        return set()
    return {(turn.scene, turn.target) for turn in master(scenario)}


def _draw_boxes(
    outline: list[OutlineRow], corners: Corners, best: set[tuple[str, str]]
) -> list[Box]:
    rows = {row.key: row for row in outline}
    best_scenes = {key for step in best for key in step}
    boxes = []
    for key, (x, y) in corners.items():
        row = rows[key]
        boxes.append(Box(x, y, row, two_lines(row.title, _LINE), key in best_scenes))
    return boxes


def _draw_arrows(
    scenario: Scenario, plan: Layout, corners: Corners, best: set[tuple[str, str]]
) -> list[Line]:
    letters = {
        (scene.key, choice.key): letter_of(place)
        for scene in scenario.scenes
        for place, choice in enumerate(scene.choices)
    }
    lines = []
    for link in plan.links:
        words = " ".join(letters[link.source, choice] for choice in link.choices)
        line = _line(corners[link.source], corners[link.target], words, _aside(plan, link))
        lines.append(replace(line, is_best=(link.source, link.target) in best))
    return lines


def _size(plan: Layout) -> tuple[int, int]:
    """Width and height of the whole drawing."""
    return 2 * EDGE + plan.layers * STEP_X, 3 * EDGE + plan.rows * STEP_Y


def _corner(layer: int, row: int) -> tuple[int, int]:
    return EDGE + layer * STEP_X, EDGE + row * STEP_Y


def _aside(plan: Layout, link: Link) -> int:
    """How far from its box's middle an arrow begins, so that those of one box do not lie upon each
    other.
    """
    siblings = [other for other in plan.links if other.source == link.source]
    return (2 * siblings.index(link) - len(siblings) + 1) * _ASIDE // 2


def _line(source: tuple[int, int], target: tuple[int, int], words: str, aside: int) -> Line:
    """An arrow from the right side of one box to the left side of another."""
    x1, y1 = source
    x2, y2 = target
    if x2 <= x1:
        return _back(source, target, words)
    start, end = y1 + HIGH // 2 + aside, y2 + HIGH // 2
    bend = (x2 - x1 - WIDE) // 2
    path = f"M{x1 + WIDE} {start}C{x1 + WIDE + bend} {start} {x2 - bend} {end} {x2 - 8} {end}"
    # words stand on the side to which the arrow does not turn
    words_y = start - 5 if end >= start else start + 14
    return Line(path, words, x1 + WIDE + 10, words_y)


def _back(source: tuple[int, int], target: tuple[int, int], words: str) -> Line:
    """A way back: out below the box, round, and in from below."""
    x1, y1 = source
    x2, y2 = target
    start, end = x1 + WIDE // 2, x2 + WIDE // 2 + 12
    low = max(y1, y2) + HIGH + 22
    path = f"M{start} {y1 + HIGH}C{start} {low} {end} {low} {end} {y2 + HIGH + 8}"
    return Line(path, words, start + 6, y1 + HIGH + 16, is_back=True)
