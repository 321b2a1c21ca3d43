"""A form ready to be drawn: its sheet, filled with the fields that were sent or with plain data,
messages at their fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cms.content import Scene
from cms.studio.forms.lists import OptionLists, Options
from cms.studio.forms.plan import FormSheet, SheetInput, SheetPart, SheetRows
from cms.studio.forms.reading import Tree, rows_of
from cms.studio.graph import Plain

# Stands for the path of a row in the templates of empty rows.
ROW_PLACEHOLDER = "@"
_LETTERS = 26
# Numbers that are empty, and not 0, where the data do not name them.
_OPTIONAL_NUMBERS = {"low", "high"}
_SELECTS = {"choice", "picture", "modes"}
_AREAS = {"long", "lines", "days"}


@dataclass(frozen=True)
class FormContext:
    """What the fields of one form share: its lists, messages and number of open comments by path,
    the kind of step.
    """

    lists: OptionLists
    step: str = Scene.step.value
    errors: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class BoundInput:
    """A field with what stands in it."""

    plan: SheetInput
    path: str
    value: str
    context: FormContext

    is_input = True

    @property
    def error(self) -> str:
        return self.context.errors.get(self.path, "")

    @property
    def comments(self) -> int:
        return self.context.comments.get(self.path, 0)

    @property
    def is_hidden(self) -> bool:
        return not _is_for_step(self.plan.steps, self.context.step)

    @property
    def options(self) -> Options:
        """The list of a select; a chosen value that is not in it any more stands at its end."""
        offered = list(self.context.lists.get(self.plan.options))
        if self.value and self.value not in {option for option, _label in offered}:
            offered.append((self.value, _("%(value)s (not there)") % {"value": self.value}))
        return offered

    @property
    def widget(self) -> str:
        if self.plan.kind in _SELECTS:
            return "select"
        if self.plan.kind in _AREAS:
            return "area"
        return self.plan.kind


@dataclass(frozen=True)
class BoundRow:
    """A row of a list; `number` from 1, 0 in the templates of empty rows."""

    number: int
    path: str
    sheet: FormSheet
    parts: list[Any]

    @property
    def title(self) -> str:
        """The row as people speak of it: "Choice A", "Paper 2"."""
        if self.sheet.name == "choice" and self.number <= _LETTERS:
            return f"{self.sheet.title} {chr(64 + self.number)}"
        return f"{self.sheet.title} {self.number}"


@dataclass(frozen=True)
class BoundRows:
    """A list with its rows."""

    plan: SheetRows
    path: str
    rows: list[BoundRow]
    context: FormContext

    is_rows = True

    @property
    def is_hidden(self) -> bool:
        return not _is_for_step(self.plan.steps, self.context.step)


@dataclass(frozen=True)
class BoundPart:
    """A group of fields."""

    plan: SheetPart
    parts: list[Any]
    is_open: bool

    is_part = True


def bind_sheet(sheet: FormSheet, tree: Tree, context: FormContext, path: str = "") -> list[Any]:
    """The parts of a sheet, filled with the fields in `tree` (sent, or of `form_tree` data)."""
    return [_bind_part(part, tree, context, path) for part in sheet.parts]


def empty_rows(sheets: tuple[FormSheet, ...], context: FormContext) -> list[BoundRow]:
    """One empty row of each sheet, from which the browser makes new ones."""
    return [
        BoundRow(0, ROW_PLACEHOLDER, sheet, bind_sheet(sheet, {}, context, f"{ROW_PLACEHOLDER}."))
        for sheet in sheets
    ]


def form_tree(sheet: FormSheet, data: Plain) -> Tree:
    """Plain data as the tree of fields that a browser would send of them."""
    tree: Tree = {}
    for part in sheet.fields():
        content = data.get(part.name)
        if isinstance(part, SheetRows):
            tree[part.name] = {
                str(number): form_tree(part.sheet, row) for number, row in enumerate(content or [])
            }
        elif content is not None:
            tree[part.name] = _FORMATTERS.get(part.kind, str)(content)
        elif part.kind == "number" and part.name not in _OPTIONAL_NUMBERS:
            tree[part.name] = "0"
    return tree


def add_row(sheet: FormSheet, tree: Tree, path: str) -> Tree:
    """The same tree with one more empty row in the list at `path` ("choices",
    "choices.1.effects").
    """
    node = _list_node(sheet, tree, path)
    if node is not None:
        last = max((int(number) for number, _row in rows_of(node)), default=-1)
        node[str(last + 1)] = {}
    return tree


def remove_row(sheet: FormSheet, tree: Tree, path: str) -> Tree:
    """The same tree without the row at `path` ("choices.1")."""
    list_path, _dot, number = path.rpartition(".")
    node = _list_node(sheet, tree, list_path)
    if node is not None:
        node.pop(number, None)
    return tree


def move_row(sheet: FormSheet, tree: Tree, path: str, by: int) -> Tree:
    """The same tree with the row at `path` exchanged for the one `by` places further down."""
    list_path, _dot, number = path.rpartition(".")
    node = _list_node(sheet, tree, list_path)
    rows = dict(rows_of(node))
    numbers = list(rows)
    if node is None or number not in rows:
        return tree
    target = numbers.index(number) + by
    if 0 <= target < len(numbers):
        other = numbers[target]
        node[number], node[other] = rows[other], rows[number]
    return tree


def field_labels(parts: list[Any], prefix: str = "") -> dict[str, str]:
    """Path → name of each field of a bound form, with the rows that it stands in."""
    names: dict[str, str] = {}
    for part in parts:
        # a row is named before its fields, as on the page
        if isinstance(part, BoundInput):
            names[part.path] = f"{prefix}{part.plan.label}"
        elif isinstance(part, BoundPart):
            names |= field_labels(part.parts, prefix)
        else:
            for row in part.rows:
                names[row.path] = f"{prefix}{row.title}"
                names |= field_labels(row.parts, f"{prefix}{row.title} · ")
    return names


def field_texts(parts: list[Any]) -> dict[str, str]:
    """Path → what stands in each field of a bound form, in words where it is one of a list."""
    texts: dict[str, str] = {}
    for part in parts:
        if isinstance(part, BoundInput):
            texts[part.path] = _shown_text(part)
        elif isinstance(part, BoundPart):
            texts |= field_texts(part.parts)
        else:
            for row in part.rows:
                texts |= field_texts(row.parts)
    return texts


def _shown_text(part: BoundInput) -> str:
    if part.widget != "select":
        return part.value
    named = {option: str(label) for option, label in part.options}
    # a select always stands on something: on its first option, where nothing was chosen
    return named.get(part.value) or next(iter(named.values()), "")


def _bind_part(
    part: SheetInput | SheetRows | SheetPart, tree: Tree, context: FormContext, path: str
) -> Any:
    if isinstance(part, SheetPart):
        inside = [_bind_part(inner, tree, context, path) for inner in part.parts]
        is_open = not part.folded or any(_must_be_seen(bound) for bound in inside)
        return BoundPart(part, inside, is_open)
    part_path = f"{path}{part.name}"
    if isinstance(part, SheetInput):
        text = tree.get(part.name, "")
        # a forged name can make a branch of the tree where a text belongs
        return BoundInput(part, part_path, text if isinstance(text, str) else "", context)
    rows = []
    for number, (index, row) in enumerate(rows_of(tree.get(part.name)), 1):
        row_path = f"{part_path}.{index}"
        row_parts = bind_sheet(part.sheet, row, context, f"{row_path}.")
        rows.append(BoundRow(number, row_path, part.sheet, row_parts))
    return BoundRows(part, part_path, rows, context)


def _must_be_seen(bound: Any) -> bool:
    """Something in it must be seen: a message, a comment, a row, a condition that nobody should
    overlook.
    """
    if isinstance(bound, BoundInput):
        return bool(bound.error or bound.comments)
    if isinstance(bound, BoundRows):
        return bool(bound.rows)
    return bool(bound.is_open)


def _is_for_step(steps: str, step: str) -> bool:
    return not steps or step in steps.split()


def _list_node(sheet: FormSheet, tree: Tree, path: str) -> Tree | None:
    """The list of rows at a path, made where it is empty; None where the sheet has no such list.

    Names of lists and numbers of rows take turns in the path: "choices.1.effects".
    """
    name, _dot, below = path.partition(".")
    rows = _list_named(sheet, name)
    if rows is None:
        return None
    node = tree.setdefault(name, {})
    if not isinstance(node, dict):
        return None
    if not below:
        return node
    number, _dot, inner_path = below.partition(".")
    row = node.get(number)
    if not isinstance(row, dict):
        return None
    return _list_node(rows.sheet, row, inner_path)


def _list_named(sheet: FormSheet, name: str) -> SheetRows | None:
    for part in sheet.fields():
        if isinstance(part, SheetRows) and part.name == name:
            return part
    return None


def _format_day(day: str) -> str:
    """2026-11-22 → 22/11/2026, as people write it."""
    return "/".join(day.split("-")[::-1])


def _fact_value(content: Any) -> str:
    if content is True:
        return _("yes, value")
    if content is False:
        return _("no, value")
    return str(content)


_FORMATTERS: Mapping[str, Callable[[Any], str]] = {
    "lines": "\n".join,
    "flag": lambda is_set: "on" if is_set else "",
    "value": _fact_value,
    "ratings": lambda ratings: " ".join(map(str, ratings)),
    "day": _format_day,
    "days": lambda days: "\n".join(map(_format_day, days)),
    "picture": lambda picture: str(picture["image"]),
    "modes": " ".join,
}
