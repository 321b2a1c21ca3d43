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

from cms.content import PlayMode
from cms.library.queries import find_document
from cms.scenarios.fields import parse_day
from cms.studio import graph
from cms.studio.forms.lists import OptionLists
from cms.studio.forms.plan import FormSheet, SheetInput, SheetRows
from cms.studio.graph import Plain
from cms.studio.lengths import check_length
from lms.core.errors import BadInput

Tree = dict[str, Any]
_YES = {"có", "đúng", "yes", "true", "1", "on"}
_NO = {"không", "sai", "no", "false", "0", ""}
_RATINGS = {"1", "2", "3", "4", "5"}
# No form of ours sends more names than this; the rest is not read.
_MAX_NAMES = 4000
_PICTURE_WIDTH = 720  # pixels, as phones load it
# In a key made from a title.
_MAX_STEM_LETTERS = 24
# Selects that always stand on something: alone they do not make a row.
_SELECTS = {"choice", "picture"}
# Selects that begin empty: whoever chose something wrote something.
_MEANINGFUL_LISTS = {"variables", "own", "targets"}
# A link to something that is gone stays, and stands among the problems.
_LISTS_OF_LINKS = {"targets", "papers", "variables", "own"}
# Numbers that are left out, and not 0, where nothing is written.
_OPTIONAL_NUMBERS = {"low", "high"}


@dataclass
class ReadForm:
    """`data` as plain JSON; `errors` by path; `new_keys`: keys that were given to rows without
    one, by path.
    """

    data: Plain
    errors: dict[str, str] = field(default_factory=dict)
    new_keys: dict[str, str] = field(default_factory=dict)


def build_tree(values: Iterable[tuple[str, str]]) -> Tree:
    """Flat names as a browser sends them ("choices.1.text") as a tree: {"choices": {"1": {"text":
    …}}}.
    """
    root: Tree = {}
    for number, (name, text) in enumerate(values):
        # a forged form would otherwise make a tree of any size
        if number >= _MAX_NAMES:
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


def read_form(sheet: FormSheet, fields: Tree, lists: OptionLists) -> ReadForm:
    """Everything that the sheet asks for, out of the tree of fields."""
    form = ReadForm({})
    form.data = _read_sheet(sheet, fields, lists, "", form)
    return form


def _read_sheet(
    sheet: FormSheet, fields: Tree, lists: OptionLists, path: str, form: ReadForm
) -> Plain:
    data: Plain = {}
    for part in sheet.fields():
        part_path = f"{path}{part.name}"
        if isinstance(part, SheetRows):
            data[part.name] = _read_rows(part, fields.get(part.name), lists, part_path, form)
            continue
        try:
            content = _READERS[part.kind](part, _clean_text(fields, part.name), lists, fields)
        except BadInput as error:
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


def _read_rows(
    rows: SheetRows, node: Any, lists: OptionLists, path: str, form: ReadForm
) -> list[Plain]:
    indexed_rows = []
    for index, row in rows_of(node)[: rows.most]:
        if not _is_blank(rows.sheet, row):
            row_data = _read_sheet(rows.sheet, row, lists, f"{path}.{index}.", form)
            indexed_rows.append((index, row_data))
    if any(part.name == "key" for part in rows.sheet.fields()):
        _give_keys(indexed_rows, path, form)
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
    if part.kind in _SELECTS and part.options not in _MEANINGFUL_LISTS:
        return True
    return not content


def _give_keys(rows: list[tuple[str, Plain]], path: str, form: ReadForm) -> None:
    """Rows without a key are given one: of their title or label, else the first free letter."""
    taken = {row["key"] for _index, row in rows if row.get("key")}
    for index, row in rows:
        if row.get("key"):
            continue
        label = str(row.get("title") or row.get("label") or "")
        stem = graph.neat_key(label)[:_MAX_STEM_LETTERS].strip("-")
        row["key"] = graph.free_key(taken, stem) if stem else graph.free_letter(taken)
        taken.add(row["key"])
        form.new_keys[f"{path}.{index}.key"] = row["key"]


def _refuse_double_keys(rows: list[tuple[str, Plain]], path: str, form: ReadForm) -> None:
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


def _read_text(part: SheetInput, text: str, lists: OptionLists, row: Tree) -> str:
    text = text.strip()
    if part.most:
        check_length(text, part.most)
    if part.name == "key" and text != graph.neat_key(text):
        raise BadInput(_("Small letters without marks, digits and hyphens only."))
    if part.options == "laws" and text:
        _require_document(text, lists)
    if part.name == "value" and row.get("rule") == "pattern":
        _check_pattern(text)
    return text


def _require_document(number: str, lists: OptionLists) -> None:
    # the list holds the first documents only
    if number not in lists.laws:
        find_document(number)


def _check_pattern(pattern: str) -> None:
    try:
        re2.compile(pattern)
    except re2.error as error:
        raise BadInput(_("This pattern cannot be read: %(why)s.") % {"why": error}) from error


def _read_lines(part: SheetInput, text: str, lists: OptionLists, row: Tree) -> list[str]:
    lines = [line.strip() for line in _read_text(part, text, lists, row).split("\n")]
    return [line for line in lines if line]


def _read_number(part: SheetInput, text: str, _lists: OptionLists, _row: Tree) -> int | None:
    # as people write numbers here: 1.000.000, with a minus of either kind
    text = text.strip().replace(".", "").replace(" ", "").replace("−", "-")
    if not text:
        return _empty_number(part)
    if not re.fullmatch(r"[+-]?\d{1,12}", text):
        raise BadInput(_("Write a whole number."))
    number = int(text)
    if part.least is not None and number < part.least:
        raise BadInput(_("At least %(n)d.") % {"n": part.least})
    if part.top is not None and number > part.top:
        raise BadInput(_("At most %(n)d.") % {"n": part.top})
    return number


def _empty_number(part: SheetInput) -> int | None:
    if part.needed:
        raise BadInput(_("Write a whole number."))
    return None if part.name in _OPTIONAL_NUMBERS else 0


def _read_choice(part: SheetInput, text: str, lists: OptionLists, _row: Tree) -> str:
    options = lists.get(part.options)
    offered = {option for option, _label in options}
    if not text and options and "" not in offered:
        return options[0][0]
    if text not in offered and part.options not in _LISTS_OF_LINKS:
        raise BadInput(_("Choose one of the list."))
    if part.needed and not text:
        raise BadInput(_("Choose one of the list."))
    return text


def _read_value(part: SheetInput, text: str, lists: OptionLists, row: Tree) -> int | bool | str:
    """A value of the sort that its variable has; of a row that declares one, of the sort chosen
    there.
    """
    text = text.strip()
    # an unknown variable is listed as a problem, so its value is kept as text
    sort = row.get("kind") or lists.kinds.get(str(row.get("variable", "")), "text")
    if sort == "number":
        number = _read_number(SheetInput(part.name, "", "number", needed=True), text, lists, row)
        return number or 0
    if sort == "flag":
        if text.casefold() not in _YES | _NO:
            raise BadInput(_("Write “có” or “không”."))
        return text.casefold() in _YES
    return _read_text(part, text, lists, row)


def _read_ratings(_part: SheetInput, text: str, _lists: OptionLists, _row: Tree) -> list[int]:
    text = text.strip()
    if not text:
        return []
    ratings = re.split(r"[\s,;]+", text)
    if not set(ratings) <= _RATINGS:
        raise BadInput(_("Numbers from 1 to 5, one a person, for example: 5 4 5."))
    return [int(rating) for rating in ratings]


def _read_day(_part: SheetInput, text: str, _lists: OptionLists, _row: Tree) -> str:
    if not text.strip():
        return ""
    day = parse_day(text)
    if day is None:
        raise BadInput(_("Write a date as dd/mm/yyyy."))
    return day.isoformat()


def _read_days(part: SheetInput, text: str, lists: OptionLists, row: Tree) -> list[str]:
    return [_read_day(part, line, lists, row) for line in _read_lines(part, text, lists, row)]


def _read_picture(_part: SheetInput, text: str, lists: OptionLists, _row: Tree) -> Plain | None:
    """A picture of the library in the size that phones load."""
    if not text:
        return None
    picture = get_image_model().objects.filter(pk=graph.number_of(text)).first()
    if picture is None or text not in dict(lists.images):
        raise BadInput(_("Choose one of the list."))
    rendition = picture.get_rendition(f"width-{_PICTURE_WIDTH}|format-webp")
    return {
        "image": picture.pk,
        "url": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "size": rendition.file.size,
    }


def _read_modes(_part: SheetInput, text: str, _lists: OptionLists, _row: Tree) -> list[str]:
    """Modes in the order of the lesson: at least one, each once."""
    modes = text.split()
    unique_modes = set(modes)
    if not modes or len(unique_modes) < len(modes) or not unique_modes <= set(PlayMode):
        raise BadInput(_("Choose one of the list."))
    return modes


_READERS: Mapping[str, Callable[[SheetInput, str, OptionLists, Tree], Any]] = {
    "text": _read_text,
    "long": _read_text,
    "lines": _read_lines,
    "number": _read_number,
    "flag": lambda _part, text, _lists, _row: bool(text),
    "choice": _read_choice,
    "value": _read_value,
    "ratings": _read_ratings,
    "day": _read_day,
    "days": _read_days,
    "picture": _read_picture,
    "modes": _read_modes,
}
