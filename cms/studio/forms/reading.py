"""The fields that a browser sent, read by the sheet of the form: plain data, or a message for each
field that does not fit.
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
from cms.studio.forms.plan import FormSheet, SheetInput, SheetRows
from cms.studio.graph import Plain

Tree = dict[str, Any]
_YES = {"có", "đúng", "yes", "true", "1", "on"}
_NO = {"không", "sai", "no", "false", "0", ""}
_RATINGS = {"1", "2", "3", "4", "5"}
# No form of ours sends more names than this; the rest is not read.
_MOST_NAMES = 4000
_WIDTH = 720  # pixels, as phones load it
# In a key made from a title.
_MAX_STEM_LETTERS = 24
# Selects that always stand on something: alone they do not make a row.
_SELECTS = {"choice", "picture"}
# Selects that begin empty: whoever chose something wrote something.
_TELLING = {"variables", "own", "targets"}
# A link to something that is gone stays, and stands among the problems.
_LISTS_OF_LINKS = {"targets", "papers", "variables", "own"}
# Numbers that are left out, and not 0, where nothing is written.
_OPTIONAL_NUMBERS = {"low", "high"}


class Unreadable(ValueError):
    """One field that does not fit; the text says what to do."""


@dataclass
class Read:
    """`data` as plain JSON; `errors` by path; `new_keys`: keys that were given to rows without
    one, by path.
    """

    data: Plain
    errors: dict[str, str] = field(default_factory=dict)
    new_keys: dict[str, str] = field(default_factory=dict)


def tree(values: Iterable[tuple[str, str]]) -> Tree:
    """Flat names as a browser sends them ("choices.1.text") as a tree: {"choices": {"1": {"text":
    …}}}.
    """
    root: Tree = {}
    for number, (name, text) in enumerate(values):
        # a forged form would otherwise make a tree of any size
        if number >= _MOST_NAMES:
            break
        *steps, last = name.split(".")
        node = _find_branch(root, steps)
        if node is not None:
            node[last] = text
    return root


def _find_branch(root: Tree, steps: list[str]) -> Tree | None:
    """The node at the end of a path, made where it is missing; None where a text is in the way."""
    node = root
    for step in steps:
        inner = node.setdefault(step, {})
        if not isinstance(inner, dict):
            return None
        node = inner
    return node


def rows_of(node: Any) -> list[tuple[str, Tree]]:
    """(index, row) of a list in such a tree, by their numbers."""
    if not isinstance(node, dict):
        return []
    numbered = []
    for name, row in node.items():
        number = graph.number_of(name)
        if number is not None and isinstance(row, dict):
            numbered.append((number, name, row))
    numbered.sort(key=lambda numbered_row: numbered_row[0])
    return [(name, row) for _number, name, row in numbered]


def read(sheet: FormSheet, fields: Tree, lists: Lists) -> Read:
    """Everything that the sheet asks for, out of the tree of fields."""
    form = Read({})
    form.data = _sheet(sheet, fields, lists, "", form)
    return form


def _sheet(sheet: FormSheet, fields: Tree, lists: Lists, path: str, form: Read) -> Plain:
    data: Plain = {}
    for part in sheet.fields():
        part_path = f"{path}{part.name}"
        if isinstance(part, SheetRows):
            data[part.name] = _rows(part, fields.get(part.name), lists, part_path, form)
            continue
        try:
            content = _READERS[part.kind](part, _clean_text(fields, part.name), lists, fields)
        except Unreadable as error:
            form.errors[part_path] = str(error)
            continue
        if content is not None:
            data[part.name] = content
    return data


def _clean_text(fields: Tree, name: str) -> str:
    text = fields.get(name, "")
    # a forged name can make a branch of the tree where a text belongs
    if not isinstance(text, str):
        return ""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def _rows(rows: SheetRows, node: Any, lists: Lists, path: str, form: Read) -> list[Plain]:
    indexed_rows = []
    for index, row in rows_of(node)[: rows.most]:
        if not _is_blank(rows.sheet, row):
            row_data = _sheet(rows.sheet, row, lists, f"{path}.{index}.", form)
            indexed_rows.append((index, row_data))
    if any(part.name == "key" for part in rows.sheet.fields()):
        _name_rows(indexed_rows, path, form)
        _refuse_double_keys(indexed_rows, path, form)
    return [row_data for _index, row_data in indexed_rows]


def _is_blank(sheet: FormSheet, row: Tree) -> bool:
    """Nothing was written in it: selects alone, which always stand on something, do not make a
    row.
    """
    return all(_is_part_blank(part, row.get(part.name)) for part in sheet.fields())


def _is_part_blank(part: SheetInput | SheetRows, content: Any) -> bool:
    if isinstance(part, SheetRows):
        return all(_is_blank(part.sheet, row) for _index, row in rows_of(content))
    if part.kind in _SELECTS and part.options not in _TELLING:
        return True
    return not content


def _name_rows(rows: list[tuple[str, Plain]], path: str, form: Read) -> None:
    """Rows without a key are given one: of their title or label, else the first free letter."""
    taken = {row["key"] for _index, row in rows if row.get("key")}
    for index, row in rows:
        if row.get("key"):
            continue
        label = str(row.get("title") or row.get("label") or "")
        stem = graph.neat_key(label)[:_MAX_STEM_LETTERS].strip("-")
        row["key"] = graph.free_key(taken, stem) if stem else graph.letter(taken)
        taken.add(row["key"])
        form.new_keys[f"{path}.{index}.key"] = row["key"]


def _refuse_double_keys(rows: list[tuple[str, Plain]], path: str, form: Read) -> None:
    """A message at the first row whose key another row has before it."""
    earlier_keys = set()
    for index, row in rows:
        if row["key"] in earlier_keys:
            form.errors[f"{path}.{index}.key"] = _(
                "Another row has this key. Write another one, or leave it empty."
            )
            return
        earlier_keys.add(row["key"])


# --- one field: each reader is given its plan, the text, the lists, and the fields beside it


def _text(part: SheetInput, text: str, lists: Lists, row: Tree) -> str:
    text = text.strip()
    if part.most and len(text) > part.most:
        raise Unreadable(
            _("At most %(n)d characters; there are %(now)d.") % {"n": part.most, "now": len(text)}
        )
    if part.name == "key" and text != graph.neat_key(text):
        raise Unreadable(_("Small letters without marks, digits and hyphens only."))
    if part.options == "laws" and text:
        _require_document(text, lists)
    if part.name == "value" and row.get("rule") == "pattern":
        _compiles(text)
    return text


def _require_document(number: str, lists: Lists) -> None:
    # the list holds the first documents only
    if number in lists.laws or LegalDocument.objects.filter(number=number).exists():
        return
    raise Unreadable(
        _("The library has no legal document %(number)s. Enter it first.") % {"number": number}
    )


def _compiles(pattern: str) -> None:
    try:
        re2.compile(pattern)
    except re2.error as error:
        raise Unreadable(_("This pattern cannot be read: %(why)s.") % {"why": error}) from error


def _lines(part: SheetInput, text: str, lists: Lists, row: Tree) -> list[str]:
    lines = [line.strip() for line in _text(part, text, lists, row).split("\n")]
    return [line for line in lines if line]


def _number(part: SheetInput, text: str, _lists: Lists, _row: Tree) -> int | None:
    # as people write numbers here: 1.000.000, with a minus of either kind
    text = text.strip().replace(".", "").replace(" ", "").replace("−", "-")
    if not text:
        return _no_number(part)
    if not re.fullmatch(r"[+-]?\d{1,12}", text):
        raise Unreadable(_("Write a whole number."))
    number = int(text)
    if part.least is not None and number < part.least:
        raise Unreadable(_("At least %(n)d.") % {"n": part.least})
    if part.top is not None and number > part.top:
        raise Unreadable(_("At most %(n)d.") % {"n": part.top})
    return number


def _no_number(part: SheetInput) -> int | None:
    if part.needed:
        raise Unreadable(_("Write a whole number."))
    return None if part.name in _OPTIONAL_NUMBERS else 0


def _choice(part: SheetInput, text: str, lists: Lists, _row: Tree) -> str:
    options = lists.get(part.options)
    offered = {option for option, _label in options}
    if not text and options and "" not in offered:
        return options[0][0]
    if text not in offered and part.options not in _LISTS_OF_LINKS:
        raise Unreadable(_("Choose one of the list."))
    if part.needed and not text:
        raise Unreadable(_("Choose one of the list."))
    return text


def _value(part: SheetInput, text: str, lists: Lists, row: Tree) -> int | bool | str:
    """A value of the sort that its variable has; of a row that declares one, of the sort chosen
    there.
    """
    text = text.strip()
    # an unknown variable is listed as a problem, so its value is kept as text
    sort = row.get("kind") or lists.kinds.get(str(row.get("variable", "")), "text")
    if sort == "number":
        number = _number(SheetInput(part.name, "", "number", needed=True), text, lists, row)
        return number or 0
    if sort == "flag":
        if text.casefold() not in _YES | _NO:
            raise Unreadable(_("Write “có” or “không”."))
        return text.casefold() in _YES
    return _text(part, text, lists, row)


def _ratings(_part: SheetInput, text: str, _lists: Lists, _row: Tree) -> list[int]:
    text = text.strip()
    if not text:
        return []
    ratings = re.split(r"[\s,;]+", text)
    if not set(ratings) <= _RATINGS:
        raise Unreadable(_("Numbers from 1 to 5, one a person, for example: 5 4 5."))
    return [int(rating) for rating in ratings]


def _day(_part: SheetInput, text: str, _lists: Lists, _row: Tree) -> str:
    if not text.strip():
        return ""
    day = day_of(text)
    if day is None:
        raise Unreadable(_("Write a date as dd/mm/yyyy."))
    return day.isoformat()


def _days(part: SheetInput, text: str, lists: Lists, row: Tree) -> list[str]:
    return [_day(part, line, lists, row) for line in _lines(part, text, lists, row)]


def _picture(_part: SheetInput, text: str, lists: Lists, _row: Tree) -> Plain | None:
    """A picture of the library in the size that phones load."""
    if not text:
        return None
    picture = get_image_model().objects.filter(pk=graph.number_of(text)).first()
    if picture is None or text not in dict(lists.images):
        raise Unreadable(_("Choose one of the list."))
    rendition = picture.get_rendition(f"width-{_WIDTH}|format-webp")
    return {
        "image": picture.pk,
        "url": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "size": rendition.file.size,
    }


def _modes(_part: SheetInput, text: str, _lists: Lists, _row: Tree) -> list[str]:
    """Modes in the order of the lesson: at least one, each once."""
    modes = text.split()
    unique_modes = set(modes)
    if not modes or len(unique_modes) < len(modes) or not unique_modes <= set(Mode):
        raise Unreadable(_("Choose one of the list."))
    return modes


_READERS: Mapping[str, Callable[[SheetInput, str, Lists, Tree], Any]] = {
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
