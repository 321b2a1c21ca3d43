"""The paragraphs of a Word file in their order; everything beside them is noted, nothing
dropped.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from docx.opc.exceptions import PackageNotFoundError

from cms.scenarios.exchange import texts
from cms.scenarios.exchange.safety import check_letters, check_office
from cms.scenarios.exchange.types import FileNotes
from cms.scenarios.exchange.word.symbols import replace_symbols, symbol_text
from lms.core.errors import BadInput

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT = {f"{_W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_OLD_FONT = re.compile(rb'w:(?:ascii|hAnsi|cs)="(\.Vn|VNI-)')
# Parts beside the body whose text is not taken over.
_BESIDE = re.compile(r"^word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml$")
# Fields of Word whose text stands in the paragraph anyway.
_PLAIN_FIELDS = ("PAGE", "NUMPAGES", "TOC", "HYPERLINK", "PAGEREF", "REF", "DATE", "TIME", "SEQ")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body.

    `number` counts all paragraphs from 1; `level` is 1 or 2 for headings and 0 for text.
    """

    number: int
    text: str
    level: int
    is_bold: bool


def read_paragraphs(data: bytes, notes: FileNotes) -> list[Paragraph]:
    """The paragraphs outside tables.

    Tables, text boxes, footnotes, comments and pictures are noted. BadInput as in `safety`.
    """
    check_office(data, "word/document.xml", notes)
    _check_fonts(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, SyntaxError) as error:
        raise BadInput(
            _(
                "Word's own file parts do not fit together. Open it in Word, save it again and"
                " choose it again."
            )
        ) from error
    levels = _style_levels(document)
    body_paragraphs: list[Paragraph] = []
    number = 0
    for element in _walk_blocks(document.element.body):
        if element.tag == f"{_W}tbl":
            _list_table(element, number, notes)
            continue
        if element.tag != f"{_W}p":
            notes.add(
                _paragraph_place(number), _("Not read: %(text)s") % {"text": _all_text(element)}
            )
            continue
        number += 1
        paragraph = Paragraph(
            number,
            _paragraph_text(element, number, notes),
            _paragraph_level(element, levels),
            _is_bold(element),
        )
        _list_beside(element, number, notes)
        body_paragraphs.append(paragraph)
    _list_parts(data, notes)
    check_letters("\n".join(paragraph.text for paragraph in body_paragraphs))
    return body_paragraphs


def _check_fonts(data: bytes) -> None:
    """Raise BadInput for a text in an old font code, whose letters only look like Vietnamese."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml")
    if _OLD_FONT.search(body):
        raise BadInput(
            _(
                "The text is written in an old font code (.VnTime, VNI). Convert it to Unicode (for"
                " example with Unikey) and choose it again."
            )
        )


def _style_levels(document: Any) -> dict[str, int]:
    """Style id → heading level: by its outline level, by Word's name for headings, or by the style
    on which it is based.
    """
    levels: dict[str, int] = {}
    for style in document.styles:
        base_style, level = style, 0
        for _step in range(10):
            if base_style is None or level:
                break
            level = _style_level(base_style)
            base_style = getattr(base_style, "base_style", None)
        levels[style.style_id] = level
    return levels


def _style_level(style: Any) -> int:
    """The heading level that a style itself gives; 0 for text."""
    name = texts.fold_label(style.name or "")
    if name == "title":
        return 1
    heading = re.fullmatch(r"(?:heading|dau de|tieu de) ?(\d)", name)
    if heading:
        return int(heading.group(1))
    outline = style.element.find(f"{_W}pPr/{_W}outlineLvl")
    return int(outline.get(f"{_W}val", "9")) + 1 if outline is not None else 0


def _walk_blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in reading order, also inside content controls and accepted
    insertions.
    """
    for element in body:
        if element.tag in {f"{_W}p", f"{_W}tbl"}:
            yield element
        elif element.tag in {
            f"{_W}sdt",
            f"{_W}sdtContent",
            f"{_W}ins",
            f"{_W}customXml",
            f"{_W}moveTo",
        }:
            yield from _walk_blocks(element)
        elif _all_text(element):
            yield element


def _walk_text(element: Any) -> Iterator[Any]:
    """The elements that are read as text: no deletions, text boxes or copies for old programs."""
    for child in element:
        if child.tag in {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", _FALLBACK}:
            continue
        yield child
        yield from _walk_text(child)


def _paragraph_text(element: Any, number: int, notes: FileNotes) -> str:
    """The text of a paragraph; tabs are spaces, line breaks stay, symbols are Unicode.

    A symbol that is not known is left out and noted.
    """
    parts: list[str] = []
    unknown: list[str] = []
    for child in _walk_text(element):
        if child.tag in _TEXT:
            text, left_out = replace_symbols(child.text or "", _run_font(child))
            parts.append(text)
            unknown += left_out
        elif child.tag == f"{_W}sym":
            text, left_out = _sym_text(child)
            parts.append(text)
            unknown += left_out
        else:
            parts.append(_SIGNS.get(child.tag, ""))
    if unknown:
        notes.add(
            _paragraph_place(number),
            _("Symbols that are not known were left out: %(codes)s. Write words or “→”.")
            % {"codes": ", ".join(unknown)},
        )
    return texts.tidy_text("".join(parts))


_SIGNS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}


def _run_font(text: Any) -> str:
    """The font that the run itself names; "" where only a style does."""
    fonts = text.getparent().find(f"{_W}rPr/{_W}rFonts")
    if fonts is None:
        return ""
    return str(fonts.get(f"{_W}ascii") or fonts.get(f"{_W}hAnsi") or "")


def _sym_text(element: Any) -> tuple[str, list[str]]:
    """(what the symbol shows, its number if that is not known)."""
    written = element.get(f"{_W}char") or ""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,4}", written):
        return "", [written]
    symbol = symbol_text(int(written, 16), element.get(f"{_W}font") or "")
    return (symbol, []) if symbol is not None else ("", [written])


def _paragraph_level(element: Any, levels: dict[str, int]) -> int:
    """The heading level of a paragraph: its own outline level, else that of its style."""
    outline = element.find(f"{_W}pPr/{_W}outlineLvl")
    if outline is not None and outline.get(f"{_W}val", "9").isdigit():
        return int(outline.get(f"{_W}val")) + 1 if int(outline.get(f"{_W}val")) < 9 else 0
    style = element.find(f"{_W}pPr/{_W}pStyle")
    return levels.get(style.get(f"{_W}val"), 0) if style is not None else 0


def _is_bold(element: Any) -> bool:
    """Whether all runs with text are bold."""
    runs = [run for run in element.iter(f"{_W}r") if "".join(_texts_in(run, "t")).strip()]
    return bool(runs) and all(run.find(f"{_W}rPr/{_W}b") is not None for run in runs)


def _paragraph_place(number: int) -> str:
    return _("Paragraph %(number)d") % {"number": number}


def _list_table(table: Any, number: int, notes: FileNotes) -> None:
    """Note each row of a table: the Excel form is the one for tables."""
    for count, row in enumerate(table.iter(f"{_W}tr"), 1):
        cells = list(map(_all_text, row.iter(f"{_W}tc")))
        if any(cells):
            where = _("Table after paragraph %(number)d, row %(row)d") % {
                "number": number,
                "row": count,
            }
            notes.add(
                where,
                _("Tables are not read; use the Excel format for tables: %(text)s")
                % {"text": " | ".join(cells)},
            )


def _all_text(element: Any) -> str:
    return texts.tidy_text(
        " ".join(child.text or "" for child in element.iter() if child.tag in _TEXT)
    )


def _texts_in(element: Any, name: str) -> Iterator[str]:
    """The texts of all elements of this name within an element."""
    return (part.text or "" for part in element.iter(f"{_W}{name}"))


def _list_beside(element: Any, number: int, notes: FileNotes) -> None:
    """Note what stands in a paragraph beside its text."""
    for box in element.iter(f"{_W}txbxContent"):
        # Word writes each text box twice; the copy for old programs is not noted again
        if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
            notes.add(
                _paragraph_place(number),
                _("Text box, not read: %(text)s") % {"text": _all_text(box)},
            )
    _list_tracked_changes(element, number, notes)
    if _has_any(element, "drawing", "pict", "object"):
        notes.add(
            _paragraph_place(number),
            _("A picture or drawing is not taken over; add it in the Studio."),
        )
    for code in _texts_in(element, "instrText"):
        instruction = code.split()
        if instruction and instruction[0].upper() not in _PLAIN_FIELDS:
            notes.add(
                _paragraph_place(number),
                _("Word field, not carried out: %(text)s") % {"text": " ".join(instruction)},
            )


def _list_tracked_changes(element: Any, number: int, notes: FileNotes) -> None:
    deleted = "".join(_texts_in(element, "delText"))
    if texts.tidy_text(deleted):
        notes.add(
            _paragraph_place(number),
            _("Deleted with tracked changes, not read: %(text)s")
            % {"text": texts.tidy_text(deleted)},
        )
    if _has_any(element, "ins"):
        notes.add(
            _paragraph_place(number),
            _("Inserted with tracked changes; it was read as if accepted."),
        )


def _has_any(element: Any, *names: str) -> bool:
    return next(element.iter(*(f"{_W}{name}" for name in names)), None) is not None


def _list_parts(data: bytes, notes: FileNotes) -> None:
    """Note headers, footers, footnotes, endnotes and comments that hold text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(filter(_BESIDE.match, archive.namelist())):
            text = texts.tidy_text(" ".join(_texts_in(fromstring(archive.read(name)), "t")))
            if text:
                notes.add(name.removeprefix("word/"), _("Not read: %(text)s") % {"text": text})
