"""Scenarios from Excel (.xlsx): a row is a choice; headers in any order, with or without marks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from cms.content import Choice, Clause, Effect, SpokenWords, Value, Variable
from cms.scenarios.exchange import drafts, texts
from cms.scenarios.exchange.drafts import ChoiceDraft, SceneDraft
from cms.scenarios.exchange.excel import columns
from cms.scenarios.exchange.excel.cells import WorksheetText, read_sheets
from cms.scenarios.exchange.types import FileNotes, ReadScenario
from lms.core import text as core_text

_HEADER_ROWS = 20
_CHOICE_KEYS = {column.key for column in columns.COLUMNS if not column.of_scene}
_AMOUNTS = ("trips", "minutes", "money", "trust")
_YES = {"x", "dung", "co", "v", "1", "true", "✓", "✔", "yes"}
_NO = {"", "sai", "khong", "0", "false", "no"}
# "so-lan >= 1; ten = "A; b"": variable, sign and value of one term, up to the next ";"
_TERM = re.compile(
    r'\s*([^\s=!<>+;"]{1,80})\s*(==|!=|<=|>=|\+=|=|<|>)\s*("(?:[^"\\]|\\.)*"|[^;"]+?)\s*(?:;|$)'
)
# Signs of a term as conditions and effects have them; what is missing is not understood.
_CLAUSE_OPS: dict[str, Literal["==", "!=", "<", "<=", ">", ">="]] = {
    "=": "==",
    "==": "==",
    "!=": "!=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}
_EFFECT_OPS: dict[str, Literal["set", "add"]] = {"=": "set", "+=": "add"}
_KINDS = {texts.fold_label(name): kind for kind, name in columns.KIND_WORDS.items()}
_TYPES: dict[str, type] = {"number": int, "flag": bool, "text": str}
_FLAGS: dict[str, Value] = {"dung": True, "true": True, "sai": False, "false": False}

ExcelRow = dict[str, str]


@dataclass
class _ExcelReading:
    """What has been read so far; `where` is the row that is being read."""

    notes: FileNotes
    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    scenes: list[SceneDraft] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    by_name: dict[str, SceneDraft] = field(default_factory=dict)
    papers: set[str] = field(default_factory=set)
    where: str = ""

    def note_not_understood(self, column: str, text: str) -> None:
        """Note a cell of this row that was not understood."""
        self.notes.add(f"{self.where}, {column}", _("Not understood: %(text)s") % {"text": text})


def read_xlsx(data: bytes) -> ReadScenario:
    """The scenario in an Excel file. BadInput where the file cannot be used or has no scene."""
    notes = FileNotes()
    state = _ExcelReading(notes)
    worksheets = read_sheets(data, notes)
    # every other sheet may hold scenes, whatever its name
    readers = {
        core_text.fold_marks(columns.SCENARIO_SHEET): _read_facts,
        core_text.fold_marks(columns.VARIABLES_SHEET): _read_variables,
    }
    for sheet in worksheets:
        readers.get(core_text.fold_marks(sheet.name), _read_scenes)(state, sheet)
    scenario = drafts.build_scenario(state.scenes, notes, tuple(state.variables), **state.facts)
    return ReadScenario(scenario, state.title, notes.all)


def _read_variables(state: _ExcelReading, sheet: WorksheetText) -> None:
    for row in _read_rows(state, sheet, columns.VARIABLE_COLUMNS):
        _add_variable(state, row)


def _read_scenes(state: _ExcelReading, sheet: WorksheetText) -> None:
    for row in _read_rows(state, sheet, columns.COLUMNS):
        _take_row(state, row)


def _read_rows(
    state: _ExcelReading, sheet: WorksheetText, expected_columns: tuple[columns.ExcelColumn, ...]
) -> Iterator[ExcelRow]:
    """The rows below the header, by key of column.

    Columns without a known header are noted, each with all its cells.
    """
    start, names = _find_header(sheet, columns.by_header(expected_columns))
    _take_above_header(state, sheet, start, names)
    if not names:
        return
    unknown_cells: dict[int, list[str]] = {}
    for number, cells in sheet.rows[start + 1 :]:
        state.where = _row_place(sheet, number)
        yield _row_of(cells, names, unknown_cells)
    header = dict(enumerate(sheet.rows[start][1]))
    unknown_columns = {index for index, title in header.items() if title and index not in names}
    for index in sorted(unknown_columns | unknown_cells.keys()):
        _note_unknown_column(state, sheet, header.get(index, ""), unknown_cells.get(index, []))


def _row_of(
    cells: tuple[str, ...], keys: dict[int, str], unknown_cells: dict[int, list[str]]
) -> ExcelRow:
    """The cells of a row by key of column; all others are put into `unknown_cells`."""
    row: ExcelRow = {}
    for index, cell in enumerate(cells):
        if cell and index in keys and keys[index] not in row:
            row[keys[index]] = cell
        elif cell:
            unknown_cells.setdefault(index, []).append(cell)
    return row


def _take_above_header(
    state: _ExcelReading, sheet: WorksheetText, start: int, names: dict[int, str]
) -> None:
    """Take what stands above the header: a title, or something to be noted."""
    for number, cells in sheet.rows[:start]:
        filled = list(filter(None, cells))
        if len(filled) == 1 and not state.title and names:
            state.title = filled[0]
        else:
            state.notes.add(
                _row_place(sheet, number),
                _("Not understood: %(text)s") % {"text": " | ".join(filled)},
            )


def _note_unknown_column(
    state: _ExcelReading, sheet: WorksheetText, title: str, cells: list[str]
) -> None:
    """Note a column without a known header, with all its cells."""
    where = _("Sheet “%(sheet)s”, column “%(column)s”") % {"sheet": sheet.name, "column": title}
    text = _("A column that is not known or comes twice, not read: %(text)s")
    state.notes.add(where, text % {"text": " | ".join(cells)})


def _row_place(sheet: WorksheetText, number: int) -> str:
    return _("Sheet “%(sheet)s”, row %(row)d") % {"sheet": sheet.name, "row": number}


def _find_header(sheet: WorksheetText, headers: dict[str, str]) -> tuple[int, dict[int, str]]:
    """(index of the header row, column index → key); without a header all rows, and no keys."""
    for index, (_number, cells) in enumerate(sheet.rows[:_HEADER_ROWS]):
        names = {
            position: headers[texts.fold_label(cell)]
            for position, cell in enumerate(cells)
            if texts.fold_label(cell) in headers
        }
        if len(names) >= 2:
            return index, names
    return len(sheet.rows), {}


def _read_facts(state: _ExcelReading, sheet: WorksheetText) -> None:
    """Take the facts of the whole scenario: a label in the first cell, its value beside it."""
    keys_by_label = {texts.fold_label(label): key for key, label in columns.SCENARIO_ROWS}
    for number, cells in sheet.rows:
        key = keys_by_label.get(texts.fold_label(cells[0]))
        value = next(filter(None, cells[1:]), "")
        state.where = _row_place(sheet, number)
        if key is None:
            state.note_not_understood(cells[0], " | ".join(cells))
        elif value:
            _take_fact(state, key, value, cells)


def _take_fact(state: _ExcelReading, key: str, value: str, cells: tuple[str, ...]) -> None:
    """Take one fact of the whole scenario; dates are dd/mm/yyyy."""
    day = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", value)
    if key == "title":
        state.title = value
    elif key in {"start_trips", "start_minutes"}:
        state.facts[key] = _read_amount(state, key, value)
    elif key != "reviewed_on":
        state.facts[key] = value
    elif day:
        state.facts[key] = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    else:
        state.note_not_understood(cells[0], " | ".join(cells))


def _read_amount(state: _ExcelReading, column: str, raw: str) -> int:
    """A whole number in a cell, 0 where it is empty; anything else is noted and counts as 0."""
    amount = texts.parse_whole_number(raw) if raw else 0
    if amount is None:
        state.note_not_understood(column, raw)
    return amount or 0


def _add_variable(state: _ExcelReading, row: ExcelRow) -> None:
    """Take a row as a variable; one without a key or kind, or with a misfit start, is noted."""
    kind = _KINDS.get(texts.fold_label(row.get("kind", "")))
    start = _parse_value(row.get("start", ""))
    if not row.get("key") or kind is None or type(start) is not _TYPES[kind]:
        state.note_not_understood(row.get("key", ""), " | ".join(row.values()))
        return
    options = tuple(_lines(row.get("options", "")))
    state.variables.append(Variable(row["key"], row.get("title", ""), kind, start, options))


def _parse_value(raw: str) -> Value:
    """A value as conditions are written: đúng or sai, a number, or a text, quoted or not."""
    plain = raw.strip()
    if len(plain) > 1 and plain[0] == plain[-1] == '"':
        return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), plain[1:-1])
    number = texts.parse_whole_number(plain)
    return _FLAGS.get(texts.fold_label(plain), plain if number is None else number)


def _take_row(state: _ExcelReading, row: ExcelRow) -> None:
    """Take a row: what it says of its scene, and the choice in it.

    A row without a scene's name belongs to the scene above.
    """
    name = row.get("number") or row.get("title", "")
    if name:
        draft = state.by_name.get(texts.fold_label(name)) or _begin_scene(state, name, row)
    elif state.scenes:
        draft = state.scenes[-1]
    else:
        state.note_not_understood("", " | ".join(row.values()))
        return
    for key, put in _SCENE_SETTERS.items():
        if key in row:
            put(state, draft, row[key])
    _add_basis(state, draft, row)
    if row.keys() & _CHOICE_KEYS:
        draft.choices.append(_read_choice(state, row))


def _begin_scene(state: _ExcelReading, name: str, row: ExcelRow) -> SceneDraft:
    """Begin a scene with this name; a name that is a key already, as the writer's are, stays
    one.
    """
    heading = drafts.parse_heading(f"Cảnh {name}" if name.isdigit() else name)
    if not heading.name and core_text.make_slug(name) == name:
        state.keys.discard(name)
    draft = drafts.new_scene(heading, state.keys, state.where)
    title = row.get("title", "")
    draft.change_scene(title=title or heading.title)
    draft.names.update(map(texts.fold_label, filter(None, (name, title))))
    state.scenes.append(draft)
    drafts.check_count(len(state.scenes))
    state.by_name[texts.fold_label(name)] = draft
    return draft


def _set_once(name: str, column: str) -> Callable[[_ExcelReading, SceneDraft, str], None]:
    """A function that sets this text of the scene once: repeated it is the same, another is
    noted.
    """

    def put(state: _ExcelReading, draft: SceneDraft, value: str) -> None:
        before = getattr(draft.scene, name)
        if not before:
            draft.change_scene(**{name: value})
        elif before != value:
            state.notes.add(
                f"{state.where}, {column}",
                _("The scene has another text here already; not read: %(text)s") % {"text": value},
            )

    return put


def _set_ending(state: _ExcelReading, draft: SceneDraft, value: str) -> None:
    """Take the kind of ending; a word for "none" is understood, any other is noted."""
    ending = texts.ending_of(value) or texts.ending_of(
        texts.fold_label(value).removeprefix("ket thuc ")
    )
    if ending:
        draft.change_scene(ending=ending)
    elif texts.fold_label(value) not in _NO:
        state.note_not_understood("Kết thúc", value)


def _add_speech(state: _ExcelReading, draft: SceneDraft, value: str) -> None:
    """Take a cell of speech: words of the scene's speaker, or lines that name their speakers."""
    if draft.scene.speech == value:
        return
    if draft.scene.speaker and not draft.scene.speech:
        draft.change_scene(speech=value)
        return
    for line in value.split("\n"):
        words = drafts.speech_of(line) or SpokenWords("", line)
        known_words = {SpokenWords(draft.scene.speaker, draft.scene.speech), *draft.scene.words}
        if words not in known_words:
            drafts.add_words(draft, words)


def _add_papers(state: _ExcelReading, draft: SceneDraft, value: str) -> None:
    """Take papers, one a line; those that the scene has already are skipped."""
    known_texts = {columns.paper_text(paper) for paper in draft.scene.papers}
    taken = {paper.key for paper in draft.scene.papers}
    for line in _lines(value):
        if line not in known_texts:
            draft.change_scene(papers=(*draft.scene.papers, drafts.paper_of(line, taken)))


def _add_right_way(state: _ExcelReading, draft: SceneDraft, value: str) -> None:
    """Take the points of the right way, one a line."""
    known_lines = draft.scene.right_way
    new_lines = [line for line in _lines(value) if line not in known_lines]
    draft.change_scene(right_way=(*known_lines, *new_lines))


def _add_basis(state: _ExcelReading, draft: SceneDraft, row: ExcelRow) -> None:
    """Take the bases of a scene, one a line, each with the kind on the same line beside it.

    Where there are fewer kinds than bases, the last kind counts for the rest.
    """
    lines, kinds = _lines(row.get("basis", "")), _lines(row.get("basis_kind", ""))
    known_texts = {basis.text for basis in draft.scene.basis}
    for number, line in enumerate(lines):
        if line in known_texts:
            continue
        kind_text = kinds[min(number, len(kinds) - 1)] if kinds else ""
        basis = drafts.basis_of(line, _basis_kind(state, kind_text), state.where, state.notes)
        draft.change_scene(basis=(*draft.scene.basis, basis))
        known_texts.add(basis.text)
    if kinds and not draft.scene.basis:
        state.note_not_understood("Loại căn cứ", row["basis_kind"])


def _lines(cell: str) -> list[str]:
    return list(filter(None, cell.split("\n")))


def _basis_kind(state: _ExcelReading, kind_text: str) -> texts.Ground | None:
    """The kind of basis in a cell; a word that names none is noted."""
    kind = texts.ground_of(kind_text)
    if kind_text and kind is None:
        state.note_not_understood("Loại căn cứ", kind_text)
    return kind


def _read_choice(state: _ExcelReading, row: ExcelRow) -> ChoiceDraft:
    """The choice in a row; cells that are not understood are noted and count as empty."""
    amounts: dict[str, Any] = {
        name: _read_amount(state, name, row.get(name, "")) for name in _AMOUNTS
    }
    right_mark = texts.fold_label(row.get("is_right", "")) or row.get("is_right", "")
    if right_mark not in _YES | _NO:
        state.note_not_understood("Đúng", row["is_right"])
    competence_text = row.get("competence", "")
    competence = texts.COMPETENCES.get(texts.fold_label(competence_text), "")
    if competence_text and not competence:
        state.note_not_understood("Năng lực", competence_text)
    choice = Choice(
        row.get("key", ""),
        row.get("text", ""),
        row.get("consequence", ""),
        "",
        is_right=right_mark in _YES,
        competence=competence,
        why=row.get("why", ""),
        effects=_parse_effects(state, row.get("effects", "")),
        when=_parse_clauses(state, row.get("when", "")),
        **amounts,
    )
    return ChoiceDraft(choice, row.get("target", ""), state.where)


def _parse_terms(state: _ExcelReading, column: str, raw: str) -> Iterator[tuple[str, str, Value]]:
    """(variable, sign, value) of each term of a condition or effect; what stands between is
    noted.
    """
    end = 0
    for match in _TERM.finditer(raw):
        if raw[end : match.start()].strip(" ;"):
            state.note_not_understood(column, raw[end : match.start()])
        end = match.end()
        yield match[1], match[2], _parse_value(match[3])
    if raw[end:].strip(" ;"):
        state.note_not_understood(column, raw[end:])


def _parse_clauses(state: _ExcelReading, raw: str) -> tuple[Clause, ...]:
    """The clauses of the cell "Khi"; "=" compares as "==" does, "+=" is noted."""
    clauses = []
    for name, sign, value in _parse_terms(state, "Khi", raw):
        if sign in _CLAUSE_OPS:
            clauses.append(Clause(name, _CLAUSE_OPS[sign], value))
        else:
            state.note_not_understood("Khi", raw)
    return tuple(clauses)


def _parse_effects(state: _ExcelReading, raw: str) -> tuple[Effect, ...]:
    """The effects of the cell "Thay đổi": "=" sets, "+=" adds, all other signs are noted."""
    effects = []
    for name, sign, value in _parse_terms(state, "Thay đổi", raw):
        if sign in _EFFECT_OPS:
            effects.append(Effect(name, _EFFECT_OPS[sign], value))
        else:
            state.note_not_understood("Thay đổi", raw)
    return tuple(effects)


_SCENE_SETTERS: dict[str, Callable[[_ExcelReading, SceneDraft, str], None]] = {
    "title": _set_once("title", "Tên cảnh"),
    "place": _set_once("place", "Nơi chốn"),
    "picture": _set_once("picture", "Tranh"),
    "picture_alt": _set_once("picture_alt", "Mô tả tranh"),
    "narration": _set_once("narration", "Bối cảnh"),
    "question": _set_once("question", "Câu hỏi"),
    "hint": _set_once("hint", "Gợi ý"),
    "speaker": _set_once("speaker", "Người nói"),
    "speech": _add_speech,
    "papers": _add_papers,
    "ending": _set_ending,
    "right_way": _add_right_way,
}
