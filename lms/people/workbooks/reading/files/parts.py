"""The parts that say what the numbers of cells mean: list of sheets, shared texts, formats."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from lms.core.errors import BadInput
from lms.core.packages import damaged_file_message
from lms.people.workbooks.reading.files.refusals import too_large_message
from lms.people.workbooks.reading.files.xml import parse_part

_MAX_SHEETS, _MAX_TEXTS, _MAX_LETTERS, _MAX_STYLES = 60, 600_000, 20_000_000, 100_000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile(r"0{2,20}")
# Formats of dates in East Asian and other editions have no text of their own.
_LOCAL_DATES = {*range(27, 37), *range(50, 59)}


@dataclass(frozen=True)
class WorksheetPart:
    """A sheet of the workbook and where its cells are in the package."""

    name: str
    path: str
    is_hidden: bool


@dataclass
class PackageParts:
    """`styles`: for each cell format "date", a number of digits ("00000" → 5) or None."""

    sheets: list[WorksheetPart] = field(default_factory=list)
    is_1904: bool = False
    texts: list[str] = field(default_factory=list)
    styles: list[str | int | None] = field(default_factory=list)


def unescape_text(text: str) -> str:
    """The text with its control characters, which Excel writes as _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def read_parts(archive: zipfile.ZipFile) -> PackageParts:
    """Sheets, texts and formats of the workbook.

    BadInput where the parts do not fit together or are too many.
    """
    relations = _read_relations(archive)
    parts = PackageParts()
    _list_sheets(archive, relations, parts)
    names = set(archive.namelist())
    for kind, path in relations.values():
        if path in names and kind == "sharedStrings":
            parts.texts = _read_texts(archive, path)
        elif path in names and kind == "styles":
            parts.styles = _read_styles(archive, path)
    return parts


def _read_relations(archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Id → (kind, path in the package). What lies outside the package is passed over."""
    relations: dict[str, tuple[str, str]] = {}

    def start_element(name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode", "").lower() == "external":
            return
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        kind = attributes.get("Type", "").rpartition("/")[2]
        relations[attributes.get("Id", "")] = (kind, path)

    parse_part(archive, "xl/_rels/workbook.xml.rels", start_element)
    return relations


def _list_sheets(
    archive: zipfile.ZipFile, relations: dict[str, tuple[str, str]], parts: PackageParts
) -> None:
    """Fill in the sheets and the epoch. BadInput for two sheets of one name and for too many."""

    def start_element(name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            parts.is_1904 = attributes.get("date1904", "0").lower() in {"1", "true"}
        elif name == "sheet":
            _add_sheet(attributes, relations, parts)

    parse_part(archive, "xl/workbook.xml", start_element)


def _add_sheet(
    attributes: dict[str, str], relations: dict[str, tuple[str, str]], parts: PackageParts
) -> None:
    link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
    kind, path = relations.get(link, ("", ""))
    if kind != "worksheet":
        # a chart or a macro
        return
    title = attributes.get("name", "")
    if title in {sheet.name for sheet in parts.sheets}:
        raise BadInput(damaged_file_message())
    is_hidden = attributes.get("state", "visible").lower() != "visible"
    parts.sheets.append(WorksheetPart(title, path, is_hidden))
    if len(parts.sheets) > _MAX_SHEETS:
        raise BadInput(too_large_message(title))


class _TextCollector:
    """Collects the shared texts. What is written above letters to pronounce them is left out."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._pieces: list[str] = []
        self._is_text = self._is_phonetic = False
        self._letters = 0

    def start_element(self, name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            self._pieces = []
        self._is_phonetic = self._is_phonetic or name == "rPh"
        self._is_text = name == "t" and not self._is_phonetic

    def end_element(self, name: str) -> None:
        self._is_text = False
        if name == "rPh":
            self._is_phonetic = False
        elif name == "si":
            self.all.append(unescape_text("".join(self._pieces)))
            if len(self.all) > _MAX_TEXTS or self._letters > _MAX_LETTERS:
                raise BadInput(too_large_message(""))

    def add_text(self, raw: str) -> None:
        if self._is_text:
            self._pieces.append(raw)
            self._letters += len(raw)


def _read_texts(archive: zipfile.ZipFile, path: str) -> list[str]:
    texts = _TextCollector()
    parse_part(archive, path, texts.start_element, texts.end_element, texts.add_text)
    return texts.all


class _StyleCollector:
    """Collects the number formats (by id) and, for each cell format, the id of its own."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.numbers: list[int] = []
        self._is_in_cells = False

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._is_in_cells = True
        elif name == "xf" and self._is_in_cells:
            self.numbers.append(int(attributes.get("numFmtId", "0")))
        if max(len(self.numbers), len(self.codes)) > _MAX_STYLES:
            raise BadInput(too_large_message(""))

    def end_element(self, name: str) -> None:
        if name == "cellXfs":
            self._is_in_cells = False


def _read_styles(archive: zipfile.ZipFile, path: str) -> list[str | int | None]:
    """For each cell format what its numbers are; see `PackageParts`."""
    styles = _StyleCollector()
    parse_part(archive, path, styles.start_element, styles.end_element)
    kinds = {number: _kind_of_style(number, styles.codes) for number in set(styles.numbers)}
    return [kinds[number] for number in styles.numbers]


def _kind_of_style(number: int, codes: dict[int, str]) -> str | int | None:
    code = codes.get(number, BUILTIN_FORMATS.get(number, ""))
    if number in _LOCAL_DATES or is_date_format(code):
        return "date"
    return len(code) if _ZEROS.fullmatch(code) else None
