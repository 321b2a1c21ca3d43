"""Scenarios from Excel (.xlsx): a row is a choice; headers in any order, with or without marks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from cms.content import Choice, Clause, Effect, Value, Variable, Words
from cms.scenarios.exchange import drafts, texts
from cms.scenarios.exchange.drafts import ChoiceDraft, SceneDraft
from cms.scenarios.exchange.excel import columns
from cms.scenarios.exchange.excel.cells import Sheet, sheets
from cms.scenarios.exchange.types import Notes, Read
from lms.core import text as core_text

_HEADER_ROWS = 20
_CHOICE = {column.key for column in columns.COLUMNS if not column.of_scene}
_AMOUNTS = ("trips", "minutes", "money", "trust")
_YES = {"x", "dung", "co", "v", "1", "true", "✓", "✔", "yes"}
_NO = {"", "sai", "khong", "0", "false", "no"}
# "so-lan >= 1; ten = "A; b"": variable, sign and value of one term, up to the next ";"
_TERM = re.compile(
    r'\s*([^\s=!<>+;"]{1,80})\s*(==|!=|<=|>=|\+=|=|<|>)\s*("(?:[^"\\]|\\.)*"|[^;"]+?)\s*(?:;|$)'
)
_KINDS = {texts.fold(name): kind for kind, name in columns.KINDS.items()}
_TYPES: dict[str, type] = {"number": int, "flag": bool, "text": str}
_FLAGS = {"dung": True, "true": True, "sai": False, "false": False}

Row = dict[str, str]


@dataclass
class _Reading:
    """What has been read so far; `where` is the row that is being read."""

    notes: Notes
    title: str = ""
    case: dict[str, Any] = field(default_factory=dict)
    scenes: list[SceneDraft] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    by_name: dict[str, SceneDraft] = field(default_factory=dict)
    papers: set[str] = field(default_factory=set)
    where: str = ""

    def odd(self, column: str, text: str) -> None:
        """Note a cell of this row that was not understood."""
        self.notes.add(f"{self.where}, {column}", _("Not understood: %(text)s") % {"text": text})


def read(data: bytes) -> Read:
    """The scenario in an Excel file. BadInput where the file cannot be used or has no scene."""
    notes = Notes()
    state = _Reading(notes)
    worksheets = sheets(data, notes)
    for sheet in worksheets:
        if core_text.fold(sheet.name) == core_text.fold(columns.CASE):
            _read_case(state, sheet)
        elif core_text.fold(sheet.name) == core_text.fold(columns.VARIABLES):
            for row in _rows(state, sheet, columns.VARIABLE_COLUMNS):
                _variable(state, row)
        else:
            for row in _rows(state, sheet, columns.COLUMNS):
                _row(state, row)
    scenario = drafts.finish(state.scenes, notes, tuple(state.variables), **state.case)
    return Read(scenario, state.title, notes.all)


def _rows(
    state: _Reading, sheet: Sheet, expected_columns: tuple[columns.Column, ...]
) -> Iterator[Row]:
    """The rows below the header, by key of column.

    Columns without a known header are noted, each with all its cells.
    """
    start, names = _header(sheet, columns.by_header(expected_columns))
    _above(state, sheet, start, names)
    if not names:
        return
    unknown_cells: dict[int, list[str]] = {}
    for number, cells in sheet.rows[start + 1 :]:
        state.where = _place(sheet, number)
        yield _row_of(cells, names, unknown_cells)
    header = dict(enumerate(sheet.rows[start][1]))
    unknown_columns = {index for index, title in header.items() if title and index not in names}
    for index in sorted(unknown_columns | unknown_cells.keys()):
        _strange(state, sheet, header.get(index, ""), unknown_cells.get(index, []))


def _row_of(
    cells: tuple[str, ...], keys: dict[int, str], unknown_cells: dict[int, list[str]]
) -> Row:
    """The cells of a row by key of column; all others are put into `unknown_cells`."""
    row: Row = {}
    for index, cell in enumerate(cells):
        if cell and index in keys and keys[index] not in row:
            row[keys[index]] = cell
        elif cell:
            unknown_cells.setdefault(index, []).append(cell)
    return row


def _above(state: _Reading, sheet: Sheet, start: int, names: dict[int, str]) -> None:
    """Take what stands above the header: a title, or something to be noted."""
    for number, cells in sheet.rows[:start]:
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and not state.title and names:
            state.title = filled[0]
        else:
            state.notes.add(
                _place(sheet, number), _("Not understood: %(text)s") % {"text": " | ".join(filled)}
            )


def _strange(state: _Reading, sheet: Sheet, title: str, cells: list[str]) -> None:
    """Note a column without a known header, with all its cells."""
    where = _("Sheet “%(sheet)s”, column “%(column)s”") % {"sheet": sheet.name, "column": title}
    text = _("A column that is not known or comes twice, not read: %(text)s")
    state.notes.add(where, text % {"text": " | ".join(cells)})


def _place(sheet: Sheet, number: int) -> str:
    return _("Sheet “%(sheet)s”, row %(row)d") % {"sheet": sheet.name, "row": number}


def _header(sheet: Sheet, headers: dict[str, str]) -> tuple[int, dict[int, str]]:
    """(index of the header row, column index → key); without a header all rows, and no keys."""
    for index, (_number, cells) in enumerate(sheet.rows[:_HEADER_ROWS]):
        names = {
            position: headers[texts.fold(cell)]
            for position, cell in enumerate(cells)
            if texts.fold(cell) in headers
        }
        if len(names) >= 2:
            return index, names
    return len(sheet.rows), {}


def _read_case(state: _Reading, sheet: Sheet) -> None:
    """Take the facts of the whole scenario: a label in the first cell, its value beside it."""
    keys_by_label = {texts.fold(label): key for key, label in columns.CASE_ROWS}
    for number, cells in sheet.rows:
        key = keys_by_label.get(texts.fold(cells[0]))
        value = next((cell for cell in cells[1:] if cell), "")
        state.where = _place(sheet, number)
        if key is None:
            state.odd(cells[0], " | ".join(cells))
        elif value:
            _take_fact(state, key, value, cells)


def _take_fact(state: _Reading, key: str, value: str, cells: tuple[str, ...]) -> None:
    """Take one fact of the whole scenario; dates are dd/mm/yyyy."""
    day = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", value)
    if key == "title":
        state.title = value
    elif key in {"start_trips", "start_minutes"}:
        state.case[key] = _whole(state, key, value)
    elif key != "reviewed_on":
        state.case[key] = value
    elif day:
        state.case[key] = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    else:
        state.odd(cells[0], " | ".join(cells))


def _whole(state: _Reading, column: str, raw: str) -> int:
    """A whole number in a cell, 0 where it is empty; anything else is noted and counts as 0."""
    amount = texts.whole(raw) if raw else 0
    if amount is None:
        state.odd(column, raw)
    return amount or 0


def _variable(state: _Reading, row: Row) -> None:
    """Take a row as a variable; one without a key or kind, or with a misfit start, is noted."""
    kind = _KINDS.get(texts.fold(row.get("kind", "")))
    start = _value(row.get("start", ""))
    if not row.get("key") or kind is None or type(start) is not _TYPES[kind]:
        state.odd(row.get("key", ""), " | ".join(row.values()))
        return
    options = tuple(filter(None, row.get("options", "").split("\n")))
    state.variables.append(Variable(row["key"], row.get("title", ""), kind, start, options))


def _value(raw: str) -> Value:
    """A value as conditions are written: đúng or sai, a number, or a text, quoted or not."""
    plain = raw.strip()
    if len(plain) > 1 and plain[0] == plain[-1] == '"':
        return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), plain[1:-1])
    flag = _FLAGS.get(texts.fold(plain))
    if flag is not None:
        return flag
    number = texts.whole(plain)
    return plain if number is None else number


def _row(state: _Reading, row: Row) -> None:
    """Take a row: what it says of its scene, and the choice in it.

    A row without a scene's name belongs to the scene above.
    """
    name = row.get("number") or row.get("title", "")
    if name:
        draft = state.by_name.get(texts.fold(name)) or _scene(state, name, row)
    elif state.scenes:
        draft = state.scenes[-1]
    else:
        state.odd("", " | ".join(row.values()))
        return
    for key, put in _SCENE.items():
        if key in row:
            put(state, draft, row[key])
    _basis(state, draft, row)
    if any(key in _CHOICE for key in row):
        draft.choices.append(_choice(state, row))


def _scene(state: _Reading, name: str, row: Row) -> SceneDraft:
    """Begin a scene with this name; a name that is a key already, as the writer's are, stays
    one.
    """
    heading = drafts.heading(f"Cảnh {name}" if name.isdigit() else name)
    if not heading.name and core_text.slug(name) == name:
        state.keys.discard(name)
    draft = drafts.new_scene(heading, state.keys, state.where)
    title = row.get("title", "")
    draft.put(title=title or heading.title)
    draft.names |= {texts.fold(label) for label in (name, title) if label}
    state.scenes.append(draft)
    drafts.check_count(len(state.scenes))
    state.by_name[texts.fold(name)] = draft
    return draft


def _single(name: str, column: str) -> Callable[[_Reading, SceneDraft, str], None]:
    """A function that sets this text of the scene once: repeated it is the same, another is
    noted.
    """

    def put(state: _Reading, draft: SceneDraft, value: str) -> None:
        before = getattr(draft.scene, name)
        if not before:
            draft.put(**{name: value})
        elif before != value:
            state.notes.add(
                f"{state.where}, {column}",
                _("The scene has another text here already; not read: %(text)s") % {"text": value},
            )

    return put


def _ending(state: _Reading, draft: SceneDraft, value: str) -> None:
    """Take the kind of ending; a word for "none" is understood, any other is noted."""
    ending = texts.ending_of(value) or texts.ending_of(texts.fold(value).removeprefix("ket thuc "))
    if ending:
        draft.put(ending=ending)
    elif texts.fold(value) not in _NO:
        state.odd("Kết thúc", value)


def _speech(state: _Reading, draft: SceneDraft, value: str) -> None:
    """Take a cell of speech: words of the scene's speaker, or lines that name their speakers."""
    if draft.scene.speech == value:
        return
    if draft.scene.speaker and not draft.scene.speech:
        draft.put(speech=value)
        return
    for line in value.split("\n"):
        words = drafts.speech_of(line) or Words("", line)
        known_words = {Words(draft.scene.speaker, draft.scene.speech), *draft.scene.words}
        if words not in known_words:
            drafts.add_words(draft, words)


def _papers(state: _Reading, draft: SceneDraft, value: str) -> None:
    """Take papers, one a line; those that the scene has already are skipped."""
    known_texts = {columns.paper_text(paper) for paper in draft.scene.papers}
    taken = {paper.key for paper in draft.scene.papers}
    for line in _lines(value):
        if line not in known_texts:
            draft.put(papers=(*draft.scene.papers, drafts.paper_of(line, taken)))


def _right_way(state: _Reading, draft: SceneDraft, value: str) -> None:
    """Take the points of the right way, one a line."""
    known_lines = draft.scene.right_way
    new_lines = [line for line in _lines(value) if line not in known_lines]
    draft.put(right_way=(*known_lines, *new_lines))


def _basis(state: _Reading, draft: SceneDraft, row: Row) -> None:
    """Take the bases of a scene, one a line, each with the kind on the same line beside it.

    Where there are fewer kinds than bases, the last kind counts for the rest.
    """
    lines, kinds = _lines(row.get("basis", "")), _lines(row.get("basis_kind", ""))
    known_texts = {basis.text for basis in draft.scene.basis}
    for number, line in enumerate(lines):
        if line in known_texts:
            continue
        kind_text = kinds[min(number, len(kinds) - 1)] if kinds else ""
        basis = drafts.basis_of(line, _ground(state, kind_text), state.where, state.notes)
        draft.put(basis=(*draft.scene.basis, basis))
        known_texts.add(basis.text)
    if kinds and not draft.scene.basis:
        state.odd("Loại căn cứ", row["basis_kind"])


def _lines(cell: str) -> list[str]:
    return [line for line in cell.split("\n") if line]


def _ground(state: _Reading, kind_text: str) -> texts.Ground | None:
    """The kind of basis in a cell; a word that names none is noted."""
    kind = texts.ground_of(kind_text)
    if kind_text and kind is None:
        state.odd("Loại căn cứ", kind_text)
    return kind


def _choice(state: _Reading, row: Row) -> ChoiceDraft:
    """The choice in a row; cells that are not understood are noted and count as empty."""
    amounts: dict[str, Any] = {name: _whole(state, name, row.get(name, "")) for name in _AMOUNTS}
    right_mark = texts.fold(row.get("is_right", "")) or row.get("is_right", "")
    if right_mark not in _YES | _NO:
        state.odd("Đúng", row["is_right"])
    competence_text = row.get("competence", "")
    competence = texts.COMPETENCES.get(texts.fold(competence_text), "")
    if competence_text and not competence:
        state.odd("Năng lực", competence_text)
    choice = Choice(
        row.get("key", ""),
        row.get("text", ""),
        row.get("consequence", ""),
        "",
        is_right=right_mark in _YES,
        competence=competence,
        why=row.get("why", ""),
        effects=_effects(state, row.get("effects", "")),
        when=_clauses(state, row.get("when", "")),
        **amounts,
    )
    return ChoiceDraft(choice, row.get("target", ""), state.where)


def _terms(state: _Reading, column: str, raw: str) -> Iterator[tuple[str, str, Value]]:
    """(variable, sign, value) of each term of a condition or effect; what stands between is
    noted.
    """
    end = 0
    for match in _TERM.finditer(raw):
        if raw[end : match.start()].strip(" ;"):
            state.odd(column, raw[end : match.start()])
        end = match.end()
        yield match[1], match[2], _value(match[3])
    if raw[end:].strip(" ;"):
        state.odd(column, raw[end:])


def _clauses(state: _Reading, raw: str) -> tuple[Clause, ...]:
    """The clauses of the cell "Khi"; "=" compares as "==" does, "+=" is noted."""
    clauses = []
    for name, sign, value in _terms(state, "Khi", raw):
        if sign == "+=":
            state.odd("Khi", raw)
        else:
            op = "==" if sign == "=" else sign
            # _TERM matches no other signs than those of Clause
            clauses.append(Clause(name, op, value))  # type: ignore[arg-type]
    return tuple(clauses)


def _effects(state: _Reading, raw: str) -> tuple[Effect, ...]:
    """The effects of the cell "Thay đổi": "=" sets, "+=" adds, all other signs are noted."""
    effects = []
    for name, op, value in _terms(state, "Thay đổi", raw):
        if op in {"=", "+="}:
            effects.append(Effect(name, "add" if op == "+=" else "set", value))
        else:
            state.odd("Thay đổi", raw)
    return tuple(effects)


_SCENE: dict[str, Callable[[_Reading, SceneDraft, str], None]] = {
    "title": _single("title", "Tên cảnh"),
    "place": _single("place", "Nơi chốn"),
    "picture": _single("picture", "Tranh"),
    "picture_alt": _single("picture_alt", "Mô tả tranh"),
    "narration": _single("narration", "Bối cảnh"),
    "question": _single("question", "Câu hỏi"),
    "hint": _single("hint", "Gợi ý"),
    "speaker": _single("speaker", "Người nói"),
    "speech": _speech,
    "papers": _papers,
    "ending": _ending,
    "right_way": _right_way,
}
