"""A form ready to be drawn: the plan, filled with plain data or with what was typed, messages at
their fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cms.studio.forms.lists import Lists, Options
from cms.studio.forms.reading import Tree, rows_of
from cms.studio.forms.sheets import Input, Part, Rows, Sheet
from cms.studio.graph import Plain

# Stands for the path of a row in the templates of empty rows.
PLACE = "@"


@dataclass(frozen=True)
class Around:
    """What the fields of one form share: its lists, messages and open comments by path, the kind of
    step.
    """

    lists: Lists
    step: str = "choose"
    errors: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class BoundInput:
    plan: Input
    path: str
    value: str
    around: Around

    is_input = True

    @property
    def error(self) -> str:
        return self.around.errors.get(self.path, "")

    @property
    def comments(self) -> int:
        return self.around.comments.get(self.path, 0)

    @property
    def is_hidden(self) -> bool:
        return not _wanted(self.plan.steps, self.around.step)

    @property
    def options(self) -> Options:
        offered = list(self.around.lists.get(self.plan.options))
        if self.value and self.value not in {value for value, _label in offered}:
            offered.append((self.value, _("%(value)s (not there)") % {"value": self.value}))
        return offered

    @property
    def widget(self) -> str:
        if self.plan.kind in {"choice", "picture", "modes"}:
            return "select"
        return "area" if self.plan.kind in {"long", "lines", "days"} else self.plan.kind


@dataclass(frozen=True)
class BoundRow:
    number: int
    path: str
    sheet: Sheet
    parts: list[Any]

    @property
    def title(self) -> str:
        letters = self.sheet.name == "choice" and self.number <= 26
        return f"{self.sheet.title} {chr(64 + self.number) if letters else self.number}"


@dataclass(frozen=True)
class BoundRows:
    plan: Rows
    path: str
    rows: list[BoundRow]
    around: Around

    is_rows = True

    @property
    def is_hidden(self) -> bool:
        return not _wanted(self.plan.steps, self.around.step)


@dataclass(frozen=True)
class BoundPart:
    plan: Part
    parts: list[Any]
    is_open: bool

    is_part = True


def bind(sheet: Sheet, typed: Tree, around: Around, path: str = "") -> list[Any]:
    """The sheet filled with what was typed (or with `shown` data)."""
    return [_bound(part, typed, around, path) for part in sheet.parts]


def empty_rows(sheets: tuple[Sheet, ...], around: Around) -> list[BoundRow]:
    """One empty row of each sheet, from which the browser makes new ones."""
    return [BoundRow(0, PLACE, one, bind(one, {}, around, f"{PLACE}.")) for one in sheets]


def shown(sheet: Sheet, data: Plain) -> Tree:
    """Plain data as they are typed."""
    typed: Tree = {}
    for part in sheet.fields():
        value = data.get(part.name)
        if isinstance(part, Rows):
            typed[part.name] = {str(n): shown(part.sheet, row) for n, row in enumerate(value or [])}
        elif value is not None:
            typed[part.name] = _SHOWN.get(part.kind, str)(value)
        elif part.kind == "number" and part.name not in {"low", "high"}:
            typed[part.name] = "0"
    return typed


def row_added(sheet: Sheet, typed: Tree, path: str) -> Tree:
    """One more empty row in the list at `path` ("choices", "choices.1.effects")."""
    node = _node(sheet, typed, path)
    if node is not None:
        node[str(max((int(n) for n, _row in rows_of(node)), default=-1) + 1)] = {}
    return typed


def row_gone(sheet: Sheet, typed: Tree, path: str) -> Tree:
    """Without the row at `path` ("choices.1")."""
    around, _dot, number = path.rpartition(".")
    node = _node(sheet, typed, around)
    if node is not None:
        node.pop(number, None)
    return typed


def row_moved(sheet: Sheet, typed: Tree, path: str, by: int) -> Tree:
    """The row at `path` one place up or down."""
    around, _dot, number = path.rpartition(".")
    node = _node(sheet, typed, around)
    rows = rows_of(node)
    numbers = [n for n, _row in rows]
    if node is not None and number in numbers:
        at = numbers.index(number)
        to = at + by
        if 0 <= to < len(rows):
            node[numbers[at]], node[numbers[to]] = rows[to][1], rows[at][1]
    return typed


def labels(parts: list[Any]) -> dict[str, str]:
    """Path → name of each field of a bound form, with the rows that it stands in."""
    found: dict[str, str] = {}

    def walk(some: list[Any], before: str) -> None:
        for part in some:
            if isinstance(part, BoundInput):
                found[part.path] = f"{before}{part.plan.label}"
            elif isinstance(part, BoundPart):
                walk(part.parts, before)
            else:
                for row in part.rows:
                    found[row.path] = f"{before}{row.title}"
                    walk(row.parts, f"{before}{row.title} · ")

    walk(parts, "")
    return found


def values(parts: list[Any]) -> dict[str, str]:
    """Path → what stands in each field of a bound form, in words where it is one of a list."""
    found: dict[str, str] = {}
    for part in parts:
        if isinstance(part, BoundInput):
            found[part.path] = _in_words(part)
        elif isinstance(part, BoundPart):
            found |= values(part.parts)
        else:
            for row in part.rows:
                found |= values(row.parts)
    return found


def _in_words(part: BoundInput) -> str:
    if part.widget != "select":
        return part.value
    named = {value: str(label) for value, label in part.options}
    # a select always stands on something: on its first option, where nothing was chosen
    return named.get(part.value) or next(iter(named.values()), "")


def _bound(part: Input | Rows | Part, typed: Tree, around: Around, path: str) -> Any:
    if isinstance(part, Part):
        inside = [_bound(one, typed, around, path) for one in part.parts]
        return BoundPart(part, inside, not part.folded or any(_is_told(one) for one in inside))
    place = f"{path}{part.name}"
    if isinstance(part, Input):
        raw = typed.get(part.name, "")
        return BoundInput(part, place, raw if isinstance(raw, str) else "", around)
    rows = [
        BoundRow(n, f"{place}.{at}", part.sheet, bind(part.sheet, row, around, f"{place}.{at}."))
        for n, (at, row) in enumerate(rows_of(typed.get(part.name)), 1)
    ]
    return BoundRows(part, place, rows, around)


def _is_told(bound: Any) -> bool:
    """Something in it must be seen: a message, a comment, a row, a condition that nobody should
    overlook.
    """
    if isinstance(bound, BoundInput):
        return bool(bound.error or bound.comments)
    return bool(bound.rows) if isinstance(bound, BoundRows) else bound.is_open


def _wanted(steps: str, step: str) -> bool:
    return not steps or step in steps.split()


def _node(sheet: Sheet, typed: Tree, path: str) -> Tree | None:
    """The list at a path, made where it is empty; None where the sheet has no such list."""
    here, plan = typed, sheet
    names = path.split(".")
    while names:
        rows = next((p for p in plan.fields() if isinstance(p, Rows) and p.name == names[0]), None)
        if rows is None:
            return None
        here = here.setdefault(names.pop(0), {})
        if not names:
            return here if isinstance(here, dict) else None
        here, plan = here.get(names.pop(0), {}), rows.sheet
    return None


def _day(value: str) -> str:
    """2026-11-22 → 22/11/2026, as people write it."""
    return "/".join(value.split("-")[::-1])


_SHOWN: Mapping[str, Callable[[Any], str]] = {
    "lines": "\n".join,
    "flag": lambda value: "on" if value else "",
    "value": lambda value: (
        {True: _("yes, value"), False: _("no, value")}[value]
        if isinstance(value, bool)
        else str(value)
    ),
    "ratings": lambda value: " ".join(map(str, value)),
    "day": _day,
    "days": lambda value: "\n".join(map(_day, value)),
    "picture": lambda value: str(value["image"]),
    "modes": " ".join,
}
