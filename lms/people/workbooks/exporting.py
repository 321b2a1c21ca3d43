"""The workbooks that leave the house: the empty one to fill in, refused rows, lists of people.

One table of columns.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lms.core import clock
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import names_on
from lms.people.personnel.levels import highest
from lms.people.personnel.models import (
    Dimension,
    Official,
    Qualification,
    RankHeld,
    Sensitive,
)
from lms.people.personnel.states import QualificationState
from lms.people.workbooks.journal import chunks
from lms.people.workbooks.models import Batch, BatchRow
from lms.people.workbooks.queries import rows_of
from lms.people.workbooks.rendering import Cell, SheetOut, Source, book

# Headers as lists of officials word them: what is exported can be brought in again, what is filled
# in needs no naming.
_WHO = (
    ("Mã cán bộ", 14),
    ("Họ và tên", 26),
    ("Ngày sinh", 12),
    ("Giới tính", 10),
)
_POST = (
    ("Đơn vị", 28),
    ("Chức vụ", 28),
    ("Vị trí việc làm", 24),
    ("Nhóm", 16),
    ("Cán bộ chủ chốt", 10),
    ("Ngạch", 18),
    ("Ngày bổ nhiệm", 12),
)
_LEVELS = {
    Dimension.GENERAL: "Trình độ văn hóa",
    Dimension.PROFESSIONAL: "Trình độ chuyên môn",
    Dimension.THEORY: "Lý luận chính trị",
    Dimension.STATE: "Quản lý nhà nước",
    Dimension.DEFENCE: "Quốc phòng, an ninh",
    Dimension.IT: "Tin học",
    Dimension.LANGUAGE: "Ngoại ngữ",
    Dimension.ETHNIC: "Tiếng dân tộc",
}
_SENSITIVE = (("Số định danh cá nhân", 16), ("Dân tộc", 12), ("Đảng viên", 10))
_SHEET = "Danh sách"


@dataclass(frozen=True)
class Listed:
    """People with `current_posts` of `day`.

    `open`: whose file the reader may open, of others only name and post are given.
    """

    people: Sequence[Official]
    open: frozenset[int]
    day: dt.date
    filters: Sequence[tuple[str, str]]
    sensitive: bool = False


def template(by: str) -> bytes:
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
    columns = [*_WHO, *_SENSITIVE, *_POST, *((words, 18) for words in _LEVELS.values())]
    sheet = SheetOut(_SHEET, _("List of officials"), columns, [])
    return book([sheet], Source(by, clock.today(), definitions=hints))


def refusals(by: str, batch: Batch) -> bytes:
    """The refused rows of a batch: sheet, row, cell, reason."""
    columns = ((_("Sheet"), 20), (_("Row"), 8), (_("Cell"), 8), (_("Who"), 34), (_("Reason"), 80))
    rows: Iterable[Sequence[Cell]] = (
        (row.sheet, row.number, row.cell, row.label, row.reason)
        for row in rows_of(batch, BatchRow.Outcome.REFUSED).iterator()
    )
    sheet = SheetOut(_("Refused rows"), batch.name, columns, rows)
    filters = [(_("Unit"), str(batch.unit)), (_("Workbook"), batch.name)]
    return book([sheet], Source(by, batch.as_of, filters))


def people(by: str, listed: Listed) -> bytes:
    """A list of people.

    Sensitive fields only where `listed.sensitive`, which an action has allowed and written down.
    """
    columns = [
        *_WHO,
        *(_SENSITIVE if listed.sensitive else ()),
        *_POST,
        *((words, 18) for words in _LEVELS.values()),
    ]
    sheet = SheetOut(_SHEET, _("List of officials"), columns, _rows(listed))
    definitions = [
        _(
            "People: officials who have a post at the unit or below it on the day. Each counts"
            " once; shown is the main post."
        ),
        _("Levels: the highest confirmed one of each kind that is held on the day."),
        _("Of people who work elsewhere today only name and post of the day are given."),
    ]
    return book([sheet], Source(by, listed.day, listed.filters, definitions))


def _rows(listed: Listed) -> Iterator[Sequence[Cell]]:
    for part in chunks(listed.people):
        keys = [one.pk for one in part]
        levels, ranks = _levels(keys, listed.day), _ranks(keys, listed.day)
        sensitive = _sensitive(keys) if listed.sensitive else {}
        posts: list[Any] = [one.current_posts[0] for one in part]  # type: ignore[attr-defined]
        places = names_on([post.unit for post in posts], listed.day)
        for one, post in zip(part, posts, strict=True):
            is_open = one.pk in listed.open
            who: tuple[Cell, ...] = (
                (one.code, one.full_name, one.birth_date, _sex(one))
                if is_open
                else ("", one.full_name, None, "")
            )
            held = [levels[one.pk].get(dimension, "") if is_open else "" for dimension in _LEVELS]
            yield (
                *who,
                *(sensitive.get(one.pk, ("", "", "")) if listed.sensitive else ()),
                places.get(post.unit_id, post.unit.name),
                post.title,
                post.position,
                post.get_group_display(),
                "x" if post.is_key else "",
                ranks.get(one.pk, "") if is_open else "",
                post.valid_from,
                *held,
            )


def _sex(one: Official) -> str:
    return "Nam" if one.sex == Official.Sex.MALE else "Nữ"


def _levels(keys: list[int], day: dt.date) -> dict[int, dict[str, str]]:
    rows = Qualification.objects.filter(
        official__in=keys, state=QualificationState.CONFIRMED, held_from__lte=day
    )
    by_person: dict[int, list[Qualification]] = defaultdict(list)
    for row in rows:
        by_person[row.official_id].append(row)
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, held in by_person.items():
        found[pk] = {
            dimension: str(one.get_level_display()) for dimension, one in highest(held).items()
        }
    return found


def _ranks(keys: list[int], day: dt.date) -> dict[int, str]:
    rows = RankHeld.objects.filter(on_day(day), official__in=keys).order_by("valid_from", "pk")
    return {row.official_id: str(row.get_rank_display()) for row in rows}


def _sensitive(keys: list[int]) -> dict[int, tuple[str, str, str]]:
    rows = Sensitive.objects.filter(official__in=keys)
    return {
        row.official_id: (row.id_number, row.ethnicity, "x" if row.is_party_member else "")
        for row in rows
    }
