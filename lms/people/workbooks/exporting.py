"""Workbooks that the application writes: the empty one to fill in, refused rows, lists of people.

All of them use one table of columns.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import assert_never

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.spreadsheets import CellValue, ExportSheet, ExportSource, render_workbook
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import names_on
from lms.people.personnel.fields import (
    FIELDS,
    OPEN_FIELDS,
    SENSITIVE_FIELDS,
    FieldKind,
    FieldValue,
    OfficialField,
)
from lms.people.personnel.levels import highest_levels
from lms.people.personnel.models import (
    Dimension,
    Official,
    Post,
    Qualification,
    RankHeld,
    Sensitive,
)
from lms.people.personnel.states import QualificationState
from lms.people.workbooks.journal import chunks
from lms.people.workbooks.models import Batch, BatchRow
from lms.people.workbooks.queries import rows_of

# Headers as lists of officials word them: what is exported can be brought in again, what is filled
# in needs no naming.
_OPEN_COLUMNS = [field for field in OPEN_FIELDS if field.export is not None]
_SENSITIVE_COLUMNS = [field for field in SENSITIVE_FIELDS if field.export is not None]
_POST_COLUMNS = (
    ("Đơn vị", 28),
    ("Chức vụ", 28),
    ("Vị trí việc làm", 24),
    ("Nhóm", 16),
    ("Cán bộ chủ chốt", 10),
    ("Ngạch", 18),
    ("Ngày bổ nhiệm", 12),
)
_LEVEL_COLUMNS = {
    Dimension.GENERAL: "Trình độ văn hóa",
    Dimension.PROFESSIONAL: "Trình độ chuyên môn",
    Dimension.THEORY: "Lý luận chính trị",
    Dimension.STATE: "Quản lý nhà nước",
    Dimension.DEFENCE: "Quốc phòng, an ninh",
    Dimension.IT: "Tin học",
    Dimension.LANGUAGE: "Ngoại ngữ",
    Dimension.ETHNIC: "Tiếng dân tộc",
}
_SHEET = "Danh sách"


@dataclass(frozen=True)
class PeopleList:
    """People with `current_posts` of `day`.

    `open`: keys of people whose file the reader may open; of others only name and post are given.
    """

    people: Sequence[Official]
    open: frozenset[int]
    day: dt.date
    filters: Sequence[tuple[str, str]]
    sensitive: bool = False


def render_template(by: str) -> bytes:
    """The empty workbook; how it is filled in stands on the last sheet."""
    hints = [
        _("One row for each person; a person in several rows is put together."),
        _(
            "People are found by staff code, else by ID number, else by full name and birth date."
            " New people need full name, birth date and sex."
        ),
        _(
            "Without a unit the unit of the import is meant; units below it are written by name or"
            " code."
        ),
        _("Dates as day/month/year. Marks as x. An empty cell changes nothing."),
    ]
    columns = [
        *_headers_of(_OPEN_COLUMNS),
        *_headers_of(_SENSITIVE_COLUMNS),
        *_POST_COLUMNS,
        *((words, 18) for words in _LEVEL_COLUMNS.values()),
    ]
    sheet = ExportSheet(_SHEET, _("List of officials"), columns, [])
    return render_workbook([sheet], ExportSource(by, clock.today(), definitions=hints))


def render_refusals(by: str, batch: Batch) -> bytes:
    """The refused rows of a batch: sheet, row, cell, reason."""
    columns = ((_("Sheet"), 20), (_("Row"), 8), (_("Cell"), 8), (_("Who"), 34), (_("Reason"), 80))
    rows: Iterable[Sequence[CellValue]] = (
        (row.sheet, row.number, row.cell, row.label, row.reason)
        for row in rows_of(batch, BatchRow.Outcome.REFUSED).iterator()
    )
    sheet = ExportSheet(_("Refused rows"), batch.name, columns, rows)
    filters = [(_("Unit"), str(batch.unit)), (_("Workbook"), batch.name)]
    return render_workbook([sheet], ExportSource(by, batch.as_of, filters))


def render_people(by: str, listed: PeopleList) -> bytes:
    """A list of people.

    Sensitive fields only where `listed.sensitive`, which an action has allowed and written down.
    """
    columns = [
        *_headers_of(_OPEN_COLUMNS),
        *(_headers_of(_SENSITIVE_COLUMNS) if listed.sensitive else ()),
        *_POST_COLUMNS,
        *((words, 18) for words in _LEVEL_COLUMNS.values()),
    ]
    sheet = ExportSheet(_SHEET, _("List of officials"), columns, _people_rows(listed))
    definitions = [
        _(
            "People: officials who have a post at the unit or below it on the day. Each counts"
            " once; shown is the main post."
        ),
        _("Levels: the highest confirmed one of each kind that is held on the day."),
        _("Of people who work elsewhere today only name and post of the day are given."),
    ]
    return render_workbook([sheet], ExportSource(by, listed.day, listed.filters, definitions))


def _people_rows(listed: PeopleList) -> Iterator[Sequence[CellValue]]:
    """One row for each person, in the order of the columns of `render_people`."""
    for officials in chunks(listed.people):
        keys = [official.pk for official in officials]
        levels = _highest_levels(keys, listed.day)
        ranks = _ranks_on(keys, listed.day)
        sensitive = _sensitive_rows(keys) if listed.sensitive else {}
        # the main post is the first of them
        posts: list[Post] = [
            official.current_posts[0]  # type: ignore[attr-defined]  # set by register_on
            for official in officials
        ]
        unit_names = names_on([post.unit for post in posts], listed.day)
        for official, post in zip(officials, posts, strict=True):
            is_open = official.pk in listed.open
            row: list[CellValue] = _identity_cells(official, is_open=is_open)
            if listed.sensitive:
                row += _field_cells(_SENSITIVE_COLUMNS, sensitive.get(official.pk, Sensitive()))
            unit_name = unit_names.get(post.unit_id, post.unit.name)
            row += _post_cells(post, unit_name, ranks.get(official.pk, "") if is_open else "")
            level_names = levels[official.pk] if is_open else {}
            row += [level_names.get(dimension, "") for dimension in _LEVEL_COLUMNS]
            yield row


def _post_cells(post: Post, unit_name: str, rank: str) -> list[CellValue]:
    return [
        unit_name,
        post.title,
        post.position,
        post.get_group_display(),
        "x" if post.is_key else "",
        rank,
        post.valid_from,
    ]


def _identity_cells(official: Official, *, is_open: bool) -> list[CellValue]:
    """The cells of the open fields; of a file that the reader may not open the name alone."""
    if is_open:
        return _field_cells(_OPEN_COLUMNS, official)
    return [official.full_name if field.key == "full_name" else None for field in _OPEN_COLUMNS]


def _headers_of(fields: Iterable[OfficialField]) -> list[tuple[str, float]]:
    exports = [field.export for field in fields]
    return [(export.header, export.width) for export in exports if export is not None]


def _field_cells(fields: Iterable[OfficialField], row: Official | Sensitive) -> list[CellValue]:
    return [_field_cell(field, _exported_value(field, row)) for field in fields]


def _exported_value(field: OfficialField, row: Official | Sensitive) -> FieldValue:
    """The value; of a birth date that lacks its day what is known, as the import reads it."""
    if isinstance(row, Official) and field.key == "birth_date" and not row.birth.is_complete:
        return row.birth.written
    return field.value_of(row)


def _field_cell(field: OfficialField, value: FieldValue) -> CellValue:
    """The value in the words of Vietnamese lists, as the import reads it."""
    match field.kind:
        case FieldKind.FLAG:
            return "x" if value else ""
        case FieldKind.CHOICE:
            return _vietnamese_words(field.key)[str(value)] if value else ""
        case FieldKind.TEXT | FieldKind.DAY:
            return value
    assert_never(field.kind)


@cache
def _vietnamese_words(key: str) -> dict[str, str]:
    """The words of a field that is chosen from a list, by stored value."""
    with translation.override("vi"):
        return {value: capfirst(label) for value, label in FIELDS[key].choices.items()}


def _highest_levels(keys: list[int], day: dt.date) -> dict[int, dict[str, str]]:
    """Official → dimension → the name of the highest level confirmed and held on `day`."""
    by_person: dict[int, list[Qualification]] = defaultdict(list)
    for qualification in Qualification.objects.filter(
        official__in=keys, state=QualificationState.CONFIRMED, held_from__lte=day
    ):
        by_person[qualification.official_id].append(qualification)
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, qualifications in by_person.items():
        for dimension, qualification in highest_levels(qualifications).items():
            names[pk][dimension] = str(qualification.get_level_display())
    return names


def _ranks_on(keys: list[int], day: dt.date) -> dict[int, str]:
    """Official → the name of the rank held on `day`; of several the one that began last."""
    ranks = RankHeld.objects.filter(on_day(day), official__in=keys).order_by("valid_from", "pk")
    return {rank.official_id: str(rank.get_rank_display()) for rank in ranks}


def _sensitive_rows(keys: list[int]) -> dict[int, Sensitive]:
    """Official → the row of their sensitive fields."""
    return {row.official_id: row for row in Sensitive.objects.filter(official__in=keys)}
