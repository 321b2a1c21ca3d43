"""What was typed, read by the plan of the form: plain data, or a message for each field that does
not fit.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import re2
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from cms.content import Mode
from cms.library.models import LegalDocument
from cms.scenarios.judging import day_of
from cms.studio import graph
from cms.studio.forms.lists import Lists
from cms.studio.forms.sheets import Input, Rows, Sheet
from cms.studio.graph import Plain

Tree = dict[str, Any]
_YES = {"có", "đúng", "yes", "true", "1", "on"}
_NO = {"không", "sai", "no", "false", "0", ""}
_MOST_NAMES = 4000
_WIDTH = 720  # as phones load it


class Unreadable(ValueError):
    """One field that does not fit; the text says what to do."""


@dataclass
class Read:
    """`data` as plain JSON; `errors` by path; `made`: keys that were given to rows without one, by
    path.
    """

    data: Plain
    errors: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)


def tree(values: Iterable[tuple[str, str]]) -> Tree:
    """Flat names as a browser sends them ("choices.1.text") as a tree: {"choices": {"1": {"text":
    …}}}.
    """
    root: Tree = {}
    for number, (name, value) in enumerate(values):
        if number >= _MOST_NAMES:
            break
        *way, last = name.split(".")
        here = root
        for step in way:
            there = here.setdefault(step, {})
            if not isinstance(there, dict):
                break
            here = there
        else:
            here[last] = value
    return root


def rows_of(node: Any) -> list[tuple[str, Tree]]:
    """(index, row) of a list in such a tree, by their numbers."""
    if not isinstance(node, dict):
        return []
    numbered = [
        (number, name, row)
        for name, row in node.items()
        if isinstance(row, dict) and (number := graph.number_of(name)) is not None
    ]
    return [(name, row) for _number, name, row in sorted(numbered, key=lambda one: one[0])]


def read(sheet: Sheet, typed: Tree, lists: Lists) -> Read:
    """Everything that the sheet asks for, out of what was typed."""
    found = Read({})
    found.data = _sheet(sheet, typed, lists, "", found)
    return found


def _sheet(sheet: Sheet, typed: Tree, lists: Lists, path: str, found: Read) -> Plain:
    data: Plain = {}
    for part in sheet.fields():
        place = f"{path}{part.name}"
        if isinstance(part, Rows):
            data[part.name] = _rows(part, typed.get(part.name), lists, place, found)
            continue
        raw = typed.get(part.name, "")
        text = (
            unicodedata.normalize("NFC", raw.replace("\r\n", "\n")) if isinstance(raw, str) else ""
        )
        try:
            value = _READERS[part.kind](part, text, lists, typed)
        except Unreadable as error:
            found.errors[place] = str(error)
            continue
        if value is not None:
            data[part.name] = value
    return data


def _rows(rows: Rows, typed: Any, lists: Lists, path: str, found: Read) -> list[Plain]:
    data = []
    for place, row in rows_of(typed)[: rows.most]:
        if not _is_blank(rows.sheet, row):
            data.append((place, _sheet(rows.sheet, row, lists, f"{path}.{place}.", found)))
    _name_rows(rows.sheet, data, path, found)
    return [row for _place, row in data]


def _is_blank(sheet: Sheet, row: Tree) -> bool:
    """Nothing was written in it: selects alone, which always stand on something, do not make a
    row.
    """
    for part in sheet.fields():
        value = row.get(part.name)
        if isinstance(part, Rows):
            if any(not _is_blank(part.sheet, one) for _n, one in rows_of(value)):
                return False
        elif value and (part.kind not in {"choice", "picture"} or part.options in _TELLING):
            return False
    return True


# Selects that begin empty: whoever chose something wrote something.
_TELLING = {"variables", "own", "targets"}


def _name_rows(sheet: Sheet, rows: list[tuple[str, Plain]], path: str, found: Read) -> None:
    if not any(part.name == "key" for part in sheet.fields()):
        return
    taken = [row.get("key", "") for _place, row in rows]
    for place, row in rows:
        if row.get("key"):
            continue
        label = graph.neat_key(str(row.get("title") or row.get("label") or ""))
        known = {key for key in taken if key}
        wanted = label[:24].strip("-")
        row["key"] = graph.free_key(known, wanted) if wanted else graph.letter(known)
        taken.append(row["key"])
        found.made[f"{path}.{place}.key"] = row["key"]
    if len({row["key"] for _place, row in rows}) < len(rows):
        double = next(
            p for n, (p, row) in enumerate(rows) if row["key"] in [r["key"] for _p, r in rows[:n]]
        )
        found.errors[f"{path}.{double}.key"] = _(
            "Another row has this key. Write another one, or leave it empty."
        )


# --- one field


def _text(part: Input, text: str, lists: Lists, _row: Tree) -> str:
    text = text.strip()
    if part.most and len(text) > part.most:
        raise Unreadable(
            _("At most %(n)d characters; there are %(now)d.") % {"n": part.most, "now": len(text)}
        )
    if part.name == "key" and text != graph.neat_key(text):
        raise Unreadable(_("Small letters without marks, digits and hyphens only."))
    if part.options == "laws" and text and text not in lists.laws and not _in_library(text):
        raise Unreadable(
            _("The library has no legal document %(number)s. Enter it first.") % {"number": text}
        )
    if part.name == "value" and _row.get("rule") == "pattern":
        _compiles(text)
    return text


def _in_library(number: str) -> bool:
    return LegalDocument.objects.filter(number=number).exists()


def _compiles(pattern: str) -> None:
    try:
        re2.compile(pattern)
    except re2.error as error:
        raise Unreadable(_("This pattern cannot be read: %(why)s.") % {"why": error}) from error


def _lines(part: Input, text: str, lists: Lists, row: Tree) -> list[str]:
    return [line.strip() for line in _text(part, text, lists, row).split("\n") if line.strip()]


def _number(part: Input, text: str, _lists: Lists, _row: Tree) -> int | None:
    text = text.strip().replace(".", "").replace(" ", "").replace("−", "-")
    if not text:
        return _no_number(part)
    if not re.fullmatch(r"[+-]?\d{1,12}", text):
        raise Unreadable(_("Write a whole number."))
    value = int(text)
    if part.least is not None and value < part.least:
        raise Unreadable(_("At least %(n)d.") % {"n": part.least})
    if part.top is not None and value > part.top:
        raise Unreadable(_("At most %(n)d.") % {"n": part.top})
    return value


def _no_number(part: Input) -> int | None:
    if part.needed:
        raise Unreadable(_("Write a whole number."))
    return None if part.name in {"low", "high"} else 0


def _choice(part: Input, text: str, lists: Lists, _row: Tree) -> str:
    offered = lists.get(part.options)
    known = {value for value, _label in offered}
    if not text and offered and "" not in known:
        return offered[0][0]
    # A link to a scene that is gone stays, and stands among the problems.
    if text not in known and part.options not in {"targets", "papers", "variables", "own"}:
        raise Unreadable(_("Choose one of the list."))
    if part.needed and not text:
        raise Unreadable(_("Choose one of the list."))
    return text


def _value(part: Input, text: str, lists: Lists, row: Tree) -> int | bool | str:
    """A value of the sort that its variable has; of a row that declares one, of the sort chosen
    there.
    """
    text = text.strip()
    sort = row.get("kind") or lists.kinds.get(str(row.get("variable", "")), "text")
    if sort == "number":
        number = _number(Input(part.name, "", "number", needed=True), text, lists, row)
        return number or 0
    if sort == "flag":
        if text.casefold() not in _YES | _NO:
            raise Unreadable(_("Write “có” or “không”."))
        return text.casefold() in _YES
    return _text(part, text, lists, row)


def _ratings(_part: Input, text: str, _lists: Lists, _row: Tree) -> list[int]:
    found = re.split(r"[\s,;]+", text.strip()) if text.strip() else []
    if any(one not in {"1", "2", "3", "4", "5"} for one in found):
        raise Unreadable(_("Numbers from 1 to 5, one a person, for example: 5 4 5."))
    return [int(one) for one in found]


def _day(_part: Input, text: str, _lists: Lists, _row: Tree) -> str:
    if not text.strip():
        return ""
    day = day_of(text)
    if day is None:
        raise Unreadable(_("Write a date as dd/mm/yyyy."))
    return day.isoformat()


def _days(part: Input, text: str, lists: Lists, row: Tree) -> list[str]:
    return [_day(part, line, lists, row) for line in _lines(part, text, lists, row)]


def _picture(_part: Input, text: str, lists: Lists, _row: Tree) -> Plain | None:
    """A picture of the library in the size that phones load."""
    if not text:
        return None
    picture = get_image_model().objects.filter(pk=graph.number_of(text)).first()
    if picture is None or text not in dict(lists.images):
        raise Unreadable(_("Choose one of the list."))
    drawn = picture.get_rendition(f"width-{_WIDTH}|format-webp")
    return {
        "image": picture.pk,
        "url": drawn.url,
        "width": drawn.width,
        "height": drawn.height,
        "size": drawn.file.size,
    }


def _modes(part: Input, text: str, _lists: Lists, _row: Tree) -> list[str]:
    found = text.split()
    if not found or len(set(found)) < len(found) or not set(found) <= {mode.value for mode in Mode}:
        raise Unreadable(_("Choose one of the list."))
    return found


_READERS: Mapping[str, Callable[[Input, str, Lists, Tree], Any]] = {
    "text": _text,
    "long": _text,
    "lines": _lines,
    "number": _number,
    "flag": lambda _part, text, _lists, _row: bool(text),
    "choice": _choice,
    "value": _value,
    "ratings": _ratings,
    "day": _day,
    "days": _days,
    "picture": _picture,
    "modes": _modes,
}
