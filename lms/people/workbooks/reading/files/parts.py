"""The parts that tell what the numbers of cells mean: list of sheets, shared texts, formats."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from lms.core.errors import BadInput
from lms.core.packages import damaged
from lms.people.workbooks.reading.files.refusals import too_large
from lms.people.workbooks.reading.files.xml import walk

_MAX_SHEETS, _MAX_TEXTS, _MAX_LETTERS, _MAX_STYLES = 60, 600_000, 20_000_000, 100_000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile(r"0{2,20}")
# Formats of dates in East Asian and other editions have no text of their own.
_LOCAL_DATES = {*range(27, 37), *range(50, 59)}


@dataclass(frozen=True)
class SheetPart:
    name: str
    path: str
    is_hidden: bool


@dataclass
class Overview:
    """`styles`: for each cell format "date", a number of digits ("00000" → 5) or nothing."""

    sheets: list[SheetPart] = field(default_factory=list)
    is_1904: bool = False
    texts: list[str] = field(default_factory=list)
    styles: list[str | int | None] = field(default_factory=list)


def unescaped(text: str) -> str:
    """Excel writes control characters as _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def overview(archive: zipfile.ZipFile) -> Overview:
    """BadInput where the parts do not fit together or are too many."""
    relations = _relations(archive)
    found = Overview()
    _list_sheets(archive, relations, found)
    names = set(archive.namelist())
    for kind, path in relations.values():
        if path in names and kind == "sharedStrings":
            found.texts = _texts(archive, path)
        elif path in names and kind == "styles":
            found.styles = _styles(archive, path)
    return found


def _relations(archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Id → (kind, path in the package). What lies outside the package is passed over."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode", "").lower() == "external":
            return
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    walk(archive, "xl/_rels/workbook.xml.rels", start)
    return found


def _list_sheets(
    archive: zipfile.ZipFile, relations: dict[str, tuple[str, str]], found: Overview
) -> None:
    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            found.is_1904 = attributes.get("date1904", "0").lower() in {"1", "true"}
        elif name == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, path = relations.get(link, ("", ""))
            if kind == "worksheet" and attributes.get("name", "") in {
                one.name for one in found.sheets
            }:
                raise BadInput(damaged())
            if kind == "worksheet":
                is_hidden = attributes.get("state", "visible").lower() != "visible"
                found.sheets.append(SheetPart(attributes.get("name", ""), path, is_hidden))
            if len(found.sheets) > _MAX_SHEETS:
                raise BadInput(too_large(attributes.get("name", "")))

    walk(archive, "xl/workbook.xml", start)


class _Texts:
    def __init__(self) -> None:
        self.all: list[str] = []
        self._parts: list[str] = []
        self._is_text = self._is_sound = False
        self._letters = 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            self._parts = []
        self._is_sound = self._is_sound or name == "rPh"
        self._is_text = name == "t" and not self._is_sound

    def end(self, name: str) -> None:
        self._is_text = False
        if name == "rPh":
            self._is_sound = False
        elif name == "si":
            self.all.append(unescaped("".join(self._parts)))
            if len(self.all) > _MAX_TEXTS or self._letters > _MAX_LETTERS:
                raise BadInput(too_large(""))

    def text(self, data: str) -> None:
        if self._is_text:
            self._parts.append(data)
            self._letters += len(data)


def _texts(archive: zipfile.ZipFile, path: str) -> list[str]:
    texts = _Texts()
    walk(archive, path, texts.start, texts.end, texts.text)
    return texts.all


class _Styles:
    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.numbers: list[int] = []
        self._is_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._is_cells = True
        elif name == "xf" and self._is_cells:
            self.numbers.append(int(attributes.get("numFmtId", "0")))
        if max(len(self.numbers), len(self.codes)) > _MAX_STYLES:
            raise BadInput(too_large(""))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._is_cells = False


def _styles(archive: zipfile.ZipFile, path: str) -> list[str | int | None]:
    styles = _Styles()
    walk(archive, path, styles.start, styles.end)
    known: dict[int, str | int | None] = {}
    for number in set(styles.numbers):
        code = styles.codes.get(number, BUILTIN_FORMATS.get(number, ""))
        if number in _LOCAL_DATES or is_date_format(code):
            known[number] = "date"
        else:
            known[number] = len(code) if _ZEROS.fullmatch(code) else None
    return [known[number] for number in styles.numbers]
