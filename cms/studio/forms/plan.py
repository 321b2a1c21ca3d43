"""The parts of which a form is planned: fields, lists of rows, groups of fields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from cms.scenarios.steps import STEPS
from cms.scenarios.steps.step import Step, StepInput

Words = Any  # a text, or one that is translated when it is shown
Kind = Literal[
    "text",
    "long",
    "lines",
    "number",
    "flag",
    "choice",
    "value",
    "ratings",
    "day",
    "days",
    "picture",
    "modes",
]


@dataclass(frozen=True)
class SheetInput:
    """One field.

    `options` names a list (see cms.studio.forms.lists); `steps`: kinds of step that need it, "" =
    all.
    """

    name: str
    label: Words
    kind: Kind = "text"
    options: str = ""
    hint: Words = ""
    steps: str = ""
    size: Literal["", "half", "third", "rest", "quarter"] = ""
    most: int = 0  # characters; 0 = no limit
    words: int = 0  # number of words that fit on a phone; 0 = not counted
    least: int | None = None  # numbers
    top: int | None = None
    needed: bool = False


@dataclass(frozen=True)
class SheetRows:
    """A list of rows, each filled in on a sheet of its own; `most` rows are read."""

    name: str
    label: Words
    sheet: "FormSheet"
    add: Words
    hint: Words = ""
    steps: str = ""
    most: int = 40


@dataclass(frozen=True)
class SheetPart:
    """Fields that belong together.

    `folded`: opened when asked for, or when something is filled in.
    """

    title: Words
    parts: tuple["SheetInput | SheetRows | SheetPart", ...]
    steps: str = ""
    folded: bool = False


Parts = tuple[SheetInput | SheetRows | SheetPart, ...]


@dataclass(frozen=True)
class FormSheet:
    """The form of one type; `name` is what its template of an empty row is found by."""

    name: str
    title: Words
    parts: Parts

    def fields(self) -> Iterator[SheetInput | SheetRows]:
        """All fields and lists of rows, those in groups included, in their order."""
        yield from _flatten(self.parts)


def step_inputs(place: str) -> tuple[SheetInput, ...]:
    """The fields at a place of the Studio's forms that kinds of step ask for, each with the kinds
    that need it.
    """
    kinds_by_input: dict[StepInput, list[str]] = {}
    for kind, step in STEPS.items():
        for step_input in step.inputs:
            if step_input.place == place:
                kinds_by_input.setdefault(step_input, []).append(kind.value)
    return tuple(_sheet_input(each, kinds) for each, kinds in kinds_by_input.items())


def steps_with(has: Callable[[Step], bool]) -> str:
    """The kinds of step for which something holds, as `steps` names them."""
    return " ".join(kind.value for kind, step in STEPS.items() if has(step))


def _sheet_input(step_input: StepInput, kinds: list[str]) -> SheetInput:
    values = {field.name: getattr(step_input, field.name) for field in fields(step_input)}
    del values["place"]
    # an empty text has no translation: it would be the head of the catalogue
    for name in ("label", "hint"):
        values[name] = _(values[name]) if values[name] else ""
    return SheetInput(**values, steps=" ".join(kinds))


def _flatten(parts: Parts) -> Iterator[SheetInput | SheetRows]:
    for part in parts:
        if isinstance(part, SheetPart):
            yield from _flatten(part.parts)
        else:
            yield part


KEY_INPUT = SheetInput(
    "key", _("Key"), hint=_("Made by itself where it is empty."), size="half", most=60
)
