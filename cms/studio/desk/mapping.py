"""The map: the graph of a case as a drawing, and the same as a list."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cms.content import Scenario
from cms.scenarios.engine import master
from cms.scenarios.layout import Layout, Link, layout, two_lines
from cms.studio.desk.around import OutlineRow, around, letter_of
from cms.studio.desk.door import studio
from cms.studio.drafts import Draft

# Units of the drawing: a box, and the room from one box to the next.
WIDE, HIGH = 188, 76
STEP_X, STEP_Y = 252, 104
EDGE = 24
_ASIDE = 18
_LINE = 22  # letters


@dataclass(frozen=True)
class Box:
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


@dataclass(frozen=True)
class Drawing:
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
    """Boxes and arrows of a case from left to right; the best way is marked."""
    plan = layout(scenario)
    rows = {row.key: row for row in outline}
    best = best_steps(scenario)
    on_best = {key for step in best for key in step}
    spots = {spot.scene: (spot.layer, spot.row) for spot in plan.spots}
    boxes = [
        Box(*_corner(*spots[key]), rows[key], two_lines(rows[key].title, _LINE), key in on_best)
        for key in spots
    ]
    letters = {
        (scene.key, choice.key): letter_of(n)
        for scene in scenario.scenes
        for n, choice in enumerate(scene.choices)
    }
    lines = [
        _line(
            link,
            spots,
            " ".join(letters[link.source, key] for key in link.choices),
            _aside(plan, link),
        )
        for link in plan.links
    ]
    lines = [
        replace(line, is_best=(link.source, link.target) in best)
        for line, link in zip(lines, plan.links, strict=True)
    ]
    # the best way is drawn last, over the others
    lines.sort(key=lambda line: line.is_best)
    return Drawing(*_size(plan), boxes, lines)


def best_steps(scenario: Scenario) -> set[tuple[str, str]]:
    """(from, to) along the way that a master takes; empty where there is none."""
    return {(turn.scene, turn.target) for turn in master(scenario)} if scenario.scenes else set()


def _size(plan: Layout) -> tuple[int, int]:
    return 2 * EDGE + plan.layers * STEP_X, 3 * EDGE + plan.rows * STEP_Y


def _corner(layer: int, row: int) -> tuple[int, int]:
    return EDGE + layer * STEP_X, EDGE + row * STEP_Y


def _aside(plan: Layout, link: Link) -> int:
    """How far from its box's middle an arrow begins, so that those of one box do not lie upon each
    other.
    """
    beside = [one for one in plan.links if one.source == link.source]
    return (2 * beside.index(link) - len(beside) + 1) * _ASIDE // 2


def _line(link: Link, spots: dict[str, tuple[int, int]], words: str, aside: int) -> Line:
    x1, y1 = _corner(*spots[link.source])
    x2, y2 = _corner(*spots[link.target])
    if spots[link.target][0] <= spots[link.source][0]:
        return _back(x1, y1, x2, y2, words)
    start, end = y1 + HIGH // 2 + aside, y2 + HIGH // 2
    bend = (x2 - x1 - WIDE) // 2
    path = f"M{x1 + WIDE} {start}C{x1 + WIDE + bend} {start} {x2 - bend} {end} {x2 - 8} {end}"
    # words stand on the side to which the arrow does not turn
    return Line(path, words, x1 + WIDE + 10, start - 5 if end >= start else start + 14)


def _back(x1: int, y1: int, x2: int, y2: int, words: str) -> Line:
    """A way back: out below the box, round, and in from below."""
    start, end, low = x1 + WIDE // 2, x2 + WIDE // 2 + 12, max(y1, y2) + HIGH + 22
    path = f"M{start} {y1 + HIGH}C{start} {low} {end} {low} {end} {y2 + HIGH + 8}"
    return Line(path, words, start + 6, y1 + HIGH + 16, is_back=True)
