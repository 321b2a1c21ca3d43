"""The parts of an .xlsx that say what values alone do not: sheets, styles, formulas, merges."""

import datetime as dt
import zipfile
from dataclasses import dataclass, field

from lms.core.errors import BadInput
from lms.core.packages import damaged_file_message
from lms.people.workbooks.reading.cells import WorkbookLimits
from lms.people.workbooks.reading.files.grid import (
    CellStyle,
    SheetLook,
    TextOfRuns,
    WorkbookLook,
    cell_position,
    style_of,
)
from lms.people.workbooks.reading.files.refusals import too_large_message
from lms.people.workbooks.reading.files.xml import parse_part

# a shared text, a text of one cell
_TEXT_TAGS = {"si", "is"}
_MAX_SHEETS, _MAX_TEXTS, _MAX_STYLES = 60, 600_000, 100_000


@dataclass(frozen=True)
class _WorksheetPart:
    """A sheet of the workbook and where its cells are in the package."""

    name: str
    path: str
    is_hidden: bool


@dataclass
class _PackageParts:
    sheets: list[_WorksheetPart] = field(default_factory=list)
    is_1904: bool = False


def look_at_xlsx(archive: zipfile.ZipFile, limits: WorkbookLimits) -> WorkbookLook:
    """The look of an .xlsx or .xlsm.

    BadInput where its parts do not fit together or a sheet is over the limits.
    """
    relations = _read_relations(archive)
    parts = _list_sheets(archive, relations)
    names = set(archive.namelist())
    styles: tuple[CellStyle, ...] = ()
    texts = _RunCollector()
    for kind, path in relations.values():
        if path in names and kind == "sharedStrings":
            texts = _read_shared_texts(archive, path)
        elif path in names and kind == "styles":
            styles = _read_styles(archive, path)
    sheets, runs = [], texts.runs
    for part in parts.sheets:
        look = SheetLook(part.name, limits, is_hidden=part.is_hidden)
        if not part.is_hidden:
            # of a hidden sheet nothing is ever read
            runs |= _look_at_sheet(archive, part.path, look, texts.lengths)
        sheets.append(look)
    return WorkbookLook(tuple(sheets), styles, parts.is_1904, runs)


def _read_relations(archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Id → (kind, path in the package). What lies outside the package is passed over."""
    relations: dict[str, tuple[str, str]] = {}

    def start_element(name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode", "").lower() == "external":
            return
        target = attributes.get("Target", "")
        # The same rule as the reader of values: both must look at the same part.
        path = target.lstrip("/")
        path = path if path.startswith("xl/") else f"xl/{path}"
        kind = attributes.get("Type", "").rpartition("/")[2]
        relations[attributes.get("Id", "")] = (kind, path)

    parse_part(archive, "xl/_rels/workbook.xml.rels", start_element)
    return relations


def _list_sheets(archive: zipfile.ZipFile, relations: dict[str, tuple[str, str]]) -> _PackageParts:
    """The sheets and the epoch. BadInput for two sheets of one name and for too many."""
    parts = _PackageParts()

    def start_element(name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            parts.is_1904 = attributes.get("date1904", "0").lower() in {"1", "true"}
        elif name == "sheet":
            _add_sheet(attributes, relations, parts)

    parse_part(archive, "xl/workbook.xml", start_element)
    return parts


def _add_sheet(
    attributes: dict[str, str], relations: dict[str, tuple[str, str]], parts: _PackageParts
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
    parts.sheets.append(_WorksheetPart(title, path, is_hidden))
    if len(parts.sheets) > _MAX_SHEETS:
        raise BadInput(too_large_message(title))


class _RunCollector:
    """Notes the texts that are typed in several runs; texts of a cell alone or shared by many.

    The reader of values cuts off the spaces at the ends of a run that does not ask for them: the
    whole text is kept by what is left then. What is written above letters to pronounce them is no
    part of it.
    """

    def __init__(self) -> None:
        self.runs: dict[str, TextOfRuns] = {}
        # of each text, by its number
        self.lengths: list[int] = []
        self._is_text = self._is_phonetic = self._keeps_spaces = False
        self._font = ""
        # font and letters of each run, and the letters as they are read elsewhere
        self._runs: list[tuple[str, str]] = []
        self._read: list[str] = []
        self._pieces: list[str] = []

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        if name in _TEXT_TAGS:
            self.lengths.append(0)
            self._runs, self._read = [], []
            self._font, self._is_phonetic = "", False
        elif name == "r":
            self._font = ""
        elif name == "rFont":
            self._font = attributes.get("val", "")
        elif name == "rPh":
            self._is_phonetic = True
        elif name == "t" and not self._is_phonetic:
            self._is_text, self._pieces = True, []
            self._keeps_spaces = attributes.get("xml:space") == "preserve"
        if len(self.lengths) > _MAX_TEXTS:
            raise BadInput(too_large_message(""))

    def end_element(self, name: str) -> None:
        if name == "t" and self._is_text:
            self._is_text = False
            letters = "".join(self._pieces)
            self._runs.append((self._font, letters))
            self._read.append(letters if self._keeps_spaces else letters.strip())
        elif name == "rPh":
            self._is_phonetic = False
        elif name in _TEXT_TAGS and len(self._runs) > 1:
            font, _letters = max(self._runs, key=lambda run: len(run[1]))
            text = "".join(letters for _font, letters in self._runs)
            self.runs["".join(self._read)] = TextOfRuns(text, font)

    def add_text(self, raw: str) -> None:
        if self._is_text and self.lengths:
            self._pieces.append(raw)
            self.lengths[-1] += len(raw)


def _read_shared_texts(archive: zipfile.ZipFile, path: str) -> _RunCollector:
    """The lengths of the shared texts, and those that are typed in several runs."""
    collected = _RunCollector()
    parse_part(archive, path, collected.start_element, collected.end_element, collected.add_text)
    return collected


class _StyleCollector:
    """Collects the number formats (by id), the fonts, and of each cell format the ids of both."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.fonts: list[str] = []
        self.formats: list[tuple[int, int]] = []
        self._group = ""

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        if name in {"numFmts", "fonts", "cellXfs"}:
            self._group = name
        elif (self._group, name) == ("numFmts", "numFmt"):
            self.codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif (self._group, name) == ("fonts", "font"):
            self.fonts.append("")
        elif (self._group, name) == ("fonts", "name") and self.fonts:
            self.fonts[-1] = attributes.get("val", "")
        elif (self._group, name) == ("cellXfs", "xf"):
            font, number = attributes.get("fontId", "0"), attributes.get("numFmtId", "0")
            self.formats.append((int(font), int(number)))
        if max(len(self.formats), len(self.codes), len(self.fonts)) > _MAX_STYLES:
            raise BadInput(too_large_message(""))

    def end_element(self, name: str) -> None:
        if name == self._group:
            self._group = ""


def _read_styles(archive: zipfile.ZipFile, path: str) -> tuple[CellStyle, ...]:
    """The style of each cell format, by its number."""
    collected = _StyleCollector()
    parse_part(archive, path, collected.start_element, collected.end_element)
    fonts, formats = collected.fonts, collected.formats
    styles = {
        (font, number): style_of(
            fonts[font] if 0 <= font < len(fonts) else "", number, collected.codes
        )
        for font, number in set(formats)
    }
    return tuple(styles[pair] for pair in formats)


class _SheetScanner:
    """Notes in `look` where cells, formulas and errors are; their values are read elsewhere."""

    def __init__(self, look: SheetLook, lengths: list[int]) -> None:
        self.texts = _RunCollector()
        self._look, self._lengths = look, lengths
        self._row = self._column = self._style = 0
        self._kind = ""
        self._is_inline = self._is_value = False
        self._value: list[str] = []

    def start_element(self, name: str, attributes: dict[str, str]) -> None:
        """Called by the parser at each opening tag."""
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "is"}:
            self._look.add_cell(self._row, self._column, self._style)
            self._is_inline = name == "is"
            self._is_value = not self._is_inline and self._kind in {"e", "d", "s"}
        elif name == "f":
            self._look.add_formula(self._row, self._column, self._style)
        elif name == "row":
            self._begin_row(attributes)
        elif name == "mergeCell":
            first, _colon, last = attributes.get("ref", "").partition(":")
            self._look.add_merge((*cell_position(first), *cell_position(last or first)))
        if self._is_inline:
            self.texts.start_element(name, attributes)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._row + 1))
        if number <= self._row:
            raise ValueError(number)
        self._row, self._column = number, 0
        if attributes.get("hidden", "0").lower() in {"1", "true"}:
            self._look.hidden_rows.add(number)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        ref = attributes.get("r")
        if ref:
            self._column, row = cell_position(ref)
            if row != self._row:
                raise ValueError(ref)
        else:
            self._column += 1
        self._style = int(attributes.get("s", "0"))
        self._kind = attributes.get("t", "n")
        self._value = []

    def add_text(self, raw: str) -> None:
        """Called by the parser with the text between tags."""
        if self._is_value:
            self._value.append(raw)
        elif self._is_inline:
            self.texts.add_text(raw)

    def end_element(self, name: str) -> None:
        """Called by the parser at each closing tag."""
        if self._is_inline:
            self.texts.end_element(name)
            self._is_inline = name != "is"
        elif name == "v" and self._is_value:
            self._is_value = False
            self._end_value("".join(self._value))

    def _end_value(self, value: str) -> None:
        match self._kind:
            case "e":
                self._look.errors[self._row, self._column] = value
            case "s":
                # IndexError where there is no such text
                self._look.add_letters(self._lengths[int(value)])
            case "d":
                # ValueError for what is no day: the reader of values would hand it on as a text
                dt.datetime.fromisoformat(value)


def _look_at_sheet(
    archive: zipfile.ZipFile, path: str, look: SheetLook, lengths: list[int]
) -> dict[str, TextOfRuns]:
    """Fill in the look of a sheet; its own texts of several runs come back.

    `lengths`: letters of each shared text.
    """
    scanner = _SheetScanner(look, lengths)
    parse_part(archive, path, scanner.start_element, scanner.end_element, scanner.add_text)
    return scanner.texts.runs
