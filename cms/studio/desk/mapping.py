"""The map: the graph of a scenario as a drawing, and the same as a list."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.content import Scenario
from cms.scenarios.engine import master_turns
from cms.scenarios.layout import SceneLayout, SceneLink, lay_out_scenes, split_title
from cms.studio.desk.access import draft_view
from cms.studio.desk.context import OutlineRow, letter_of, page_context
from cms.studio.drafts import ScenarioDraft

# Units of the drawing: the size of a box, and the distance from one box to the next.
BOX_WIDTH, BOX_HEIGHT = 188, 76
STEP_X, STEP_Y = 252, 104
MARGIN = 24
_ARROW_GAP = 18  # between two arrows that begin at one box
_LINE_LETTERS = 22  # letters


@dataclass(frozen=True)
class SceneBox:
    """A scene; `x`, `y`: its upper left corner, `lines`: its title in two lines."""

    x: int
    y: int
    row: OutlineRow
    lines: tuple[str, ...]
    is_best: bool


@dataclass(frozen=True)
class BranchArrow:
    """An arrow: `path` as SVG draws it, its words and where they stand."""

    path: str
    words: str
    x: int
    y: int
    is_best: bool = False
    is_back: bool = False


Corners = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class MapDrawing:
    """Size in units, boxes, arrows in the order in which they are drawn."""

    width: int
    height: int
    boxes: list[SceneBox]
    lines: list[BranchArrow]


@draft_view("GET")
def show_map(request: HttpRequest, draft: ScenarioDraft) -> HttpResponse:
    """A reading aid: nothing is edited here; every box leads to its scene."""
    context = page_context(draft)
    context["drawing"] = _draw_map(context["scenario"], context["outline"])
    return render(request, "cms/studio/map.html", context)


def _draw_map(scenario: Scenario, outline: list[OutlineRow]) -> MapDrawing:
    """Boxes and arrows of a scenario from left to right; the best way is marked."""
    plan = lay_out_scenes(scenario)
    best = best_steps(scenario)
    corners = {spot.scene: _box_corner(spot.layer, spot.row) for spot in plan.spots}
    lines = _draw_arrows(scenario, plan, corners, best)
    # the best way is drawn last, over the others
    lines.sort(key=lambda line: line.is_best)
    width, height = _drawing_size(plan)
    return MapDrawing(width, height, _draw_boxes(outline, corners, best), lines)


def best_steps(scenario: Scenario) -> set[tuple[str, str]]:
    """(from, to) along the way that a master takes; empty where there is none."""
    if not scenario.scenes:
        return set()
    return {(turn.scene, turn.target) for turn in master_turns(scenario)}


def _draw_boxes(
    outline: list[OutlineRow], corners: Corners, best: set[tuple[str, str]]
) -> list[SceneBox]:
    rows = {row.key: row for row in outline}
    best_scenes = {key for step in best for key in step}
    boxes = []
    for key, (x, y) in corners.items():
        row = rows[key]
        boxes.append(SceneBox(x, y, row, split_title(row.title, _LINE_LETTERS), key in best_scenes))
    return boxes


def _draw_arrows(
    scenario: Scenario, plan: SceneLayout, corners: Corners, best: set[tuple[str, str]]
) -> list[BranchArrow]:
    letters = {
        (scene.key, choice.key): letter_of(place)
        for scene in scenario.scenes
        for place, choice in enumerate(scene.choices)
    }
    lines = []
    for link in plan.links:
        words = " ".join(letters[link.source, choice] for choice in link.choices)
        line = _draw_arrow(
            corners[link.source], corners[link.target], words, _arrow_offset(plan, link)
        )
        lines.append(replace(line, is_best=(link.source, link.target) in best))
    return lines


def _drawing_size(plan: SceneLayout) -> tuple[int, int]:
    """Width and height of the whole drawing."""
    return 2 * MARGIN + plan.layers * STEP_X, 3 * MARGIN + plan.rows * STEP_Y


def _box_corner(layer: int, row: int) -> tuple[int, int]:
    return MARGIN + layer * STEP_X, MARGIN + row * STEP_Y


def _arrow_offset(plan: SceneLayout, link: SceneLink) -> int:
    """How far from its box's middle an arrow begins, so that those of one box do not lie upon each
    other.
    """
    siblings = [other for other in plan.links if other.source == link.source]
    return (2 * siblings.index(link) - len(siblings) + 1) * _ARROW_GAP // 2


def _draw_arrow(
    source: tuple[int, int], target: tuple[int, int], words: str, aside: int
) -> BranchArrow:
    """An arrow from the right side of one box to the left side of another."""
    x1, y1 = source
    x2, y2 = target
    if x2 <= x1:
        return _draw_back_arrow(source, target, words)
    start, end = y1 + BOX_HEIGHT // 2 + aside, y2 + BOX_HEIGHT // 2
    bend = (x2 - x1 - BOX_WIDTH) // 2
    path = (
        f"M{x1 + BOX_WIDTH} {start}C{x1 + BOX_WIDTH + bend} {start} {x2 - bend} {end} {x2 - 8}"
        f" {end}"
    )
    # words stand on the side to which the arrow does not turn
    words_y = start - 5 if end >= start else start + 14
    return BranchArrow(path, words, x1 + BOX_WIDTH + 10, words_y)


def _draw_back_arrow(source: tuple[int, int], target: tuple[int, int], words: str) -> BranchArrow:
    """A way back: out below the box, round, and in from below."""
    x1, y1 = source
    x2, y2 = target
    start, end = x1 + BOX_WIDTH // 2, x2 + BOX_WIDTH // 2 + 12
    low = max(y1, y2) + BOX_HEIGHT + 22
    path = f"M{start} {y1 + BOX_HEIGHT}C{start} {low} {end} {low} {end} {y2 + BOX_HEIGHT + 8}"
    return BranchArrow(path, words, start + 6, y1 + BOX_HEIGHT + 16, is_back=True)
