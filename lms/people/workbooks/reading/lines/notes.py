"""Notes beside the table that say who of its people has left: "Quàng Văn Ơn đã nghỉ hưu"."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lms.people.workbooks.reading.cells import WorkbookCell, WorkbookRow
from lms.people.workbooks.reading.rows import PersonRow
from lms.people.workbooks.reading.values.departures import DepartureRead, read_departure
from lms.people.workbooks.reading.words import tidy_text

# A row with more filled cells is about a person.
_MOST_CELLS = 2
_SENTENCES = re.compile(r"[;\n]|\.\s")
# Who comes in the place of somebody who left: "…, Lò Thị Mai nhận thay".
_COMES = re.compile(r"\s*(?:nhận|được|thay|tiếp nhận|lên thay|giữ chức)\b", re.IGNORECASE)
_LEAVES = re.compile(
    r"\s*(?:nghỉ|đã|chuyển|thôi|mất|từ|điều|luân|bỏ|hết|chấm|hưu|qua)\b", re.IGNORECASE
)
# Before a name it says nothing of who comes or goes.
_ADDRESS = re.compile(r"^\W*(?:đ/c|đồng chí|đc|ông|bà|anh|chị)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class DepartureNote:
    """One sentence beside the table that tells of somebody's leaving, and its cell."""

    departure: DepartureRead
    cell: str


def find_departure_notes(rows: Iterable[WorkbookRow], as_of: dt.date) -> list[DepartureNote]:
    """The sentences of a sheet outside the rows of people that tell of somebody's leaving."""
    notes = []
    for row in rows:
        for cell in _texts_beside(row):
            parts = [_ADDRESS.sub("", part) for part in _SENTENCES.split(str(cell.value))]
            departures = (read_departure(part, as_of) for part in parts)
            notes += [DepartureNote(read, cell.ref) for read in departures if read]
    return notes


def _texts_beside(row: WorkbookRow) -> list[WorkbookCell]:
    """The texts of a row that is not about a person."""
    own = [cell for letter, cell in row.cells.items() if cell.ref == f"{letter}{row.number}"]
    filled = [cell for cell in own if cell.value not in (None, "")]
    texts = [cell for cell in filled if isinstance(cell.value, str)]
    return texts if len(filled) <= _MOST_CELLS else []


def add_departure(person: PersonRow, notes: Sequence[DepartureNote]) -> PersonRow:
    """The person with what the notes say of their leaving, where their own row says nothing."""
    if person.departure is not None or not person.full_name:
        return person
    for note in notes:
        if _says_of(note.departure.written, person.full_name):
            cells = {**person.cells, "departure": note.cell}
            return replace(person, departure=note.departure, cells=cells)
    return person


def _says_of(written: str, name: str) -> bool:
    """Whether a sentence names the person, and not as the one who comes in another's place."""
    text = tidy_text(written)
    match = re.search(rf"(?<!\w){re.escape(tidy_text(name))}(?!\w)", text, re.IGNORECASE)
    if match is None or _COMES.match(text, match.end()):
        return False
    # "Lò Văn Ơn" is not "Lò Văn Ơn Em"
    after = text[match.end() :]
    goes_on = after[:1] == " " and after[1:2].isupper() and not match[0].isupper()
    return not goes_on or _LEAVES.match(after) is not None
