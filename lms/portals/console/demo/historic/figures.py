"""Figures about past years as articles print them: with "trên", "gần", "hơn", lượt or người."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from lms.core.actor import Actor
from lms.people.organisation.actions import UnitDraft, found_unit
from lms.people.organisation.models import Unit, UnitLevel
from lms.people.personnel.actions.figures import FigureDraft, write_figure
from lms.people.personnel.models import HistoricFigure
from lms.portals.console.demo.historic.districts import LAST_DAY_OF_DISTRICTS

_Q, _M = HistoricFigure.Qualifier, HistoricFigure.Measure
_LANGSON = "Báo Lạng Sơn: “Đào tạo, bồi dưỡng cán bộ trong tiến trình cải cách hành chính”"
_CITY = (
    "Báo Lạng Sơn, tháng 4/2021: bài về nâng cao chất lượng cán bộ, công chức cơ sở của thành phố"
    " Lạng Sơn"
)
_BINHPHUOC = "“Bình Phước đổi mới công tác đào tạo, bồi dưỡng cán bộ”, 25/01/2024"


@dataclass(frozen=True)
class _FigureLine:
    """A figure with its parts, which have the same period and source."""

    title: str
    value: str
    measure: HistoricFigure.Measure = _M.PERSONS
    qualifier: HistoricFigure.Qualifier = _Q.EXACT
    parts: tuple["_FigureLine", ...] = ()


@dataclass(frozen=True)
class _PrintedReport:
    """The figures of one article about one unit in one period."""

    unit: str
    source: str
    first: dt.date
    last: dt.date
    lines: tuple[_FigureLine, ...]


def _whole_years(first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


_REPORTS = (
    _PrintedReport(
        "20",
        _LANGSON,
        *_whole_years(2016, 2016),
        (
            _FigureLine(
                "Cán bộ, công chức, viên chức được đào tạo, bồi dưỡng",
                "7600",
                _M.TURNS,
                _Q.OVER,
                (
                    _FigureLine("Đào tạo (bài báo ghi “trường hợp”)", "400", _M.TURNS, _Q.OVER),
                    _FigureLine("Bồi dưỡng", "7200", _M.TURNS, _Q.NEARLY),
                ),
            ),
        ),
    ),
    _PrintedReport(
        "20",
        _LANGSON,
        *_whole_years(2011, 2015),
        (
            _FigureLine(
                "Cán bộ, công chức, viên chức được đào tạo, bồi dưỡng",
                "66649",
                _M.TURNS,
                parts=(
                    _FigureLine(
                        "Đào tạo trong nước, nước ngoài, lý luận và chuyên môn", "6900", _M.TURNS
                    ),
                    _FigureLine("Bồi dưỡng kiến thức, kỹ năng", "59749", _M.TURNS),
                ),
            ),
        ),
    ),
    _PrintedReport(
        "LANGSON-CITY",
        _CITY,
        dt.date(2016, 1, 1),
        dt.date(2021, 4, 5),
        (
            _FigureLine(
                "Lớp đào tạo, bồi dưỡng lý luận chính trị, chuyên môn nghiệp vụ", "115", _M.CLASSES
            ),
            _FigureLine(
                "Cán bộ, công chức tham gia các lớp đào tạo, bồi dưỡng", "10600", _M.TURNS, _Q.MORE
            ),
            _FigureLine(
                "Cán bộ, công chức cấp xã được bồi dưỡng văn hóa ứng xử", "100", _M.PERCENT
            ),
        ),
    ),
    _PrintedReport(
        "BINHPHUOC",
        _BINHPHUOC,
        *_whole_years(2023, 2023),
        (
            _FigureLine("Cử đi học cao cấp lý luận chính trị", "73"),
            _FigureLine("Lớp trung cấp lý luận chính trị", "7", _M.CLASSES),
            _FigureLine("Học viên trung cấp lý luận chính trị", "358"),
            _FigureLine(
                "Đăng ký dự tuyển sau đại học",
                "8",
                parts=(_FigureLine("Thạc sĩ", "2"), _FigureLine("Tiến sĩ", "6")),
            ),
            _FigureLine("Bồi dưỡng ở nước ngoài", "5"),
            _FigureLine("Bồi dưỡng theo chức danh", "59"),
            _FigureLine("Bồi dưỡng kiến thức quốc phòng và an ninh, đối tượng 1", "4"),
            _FigureLine("Bồi dưỡng kiến thức quốc phòng và an ninh, đối tượng 2", "46"),
            _FigureLine("Lớp cập nhật kiến thức theo Quy định 164-QĐ/TW", "13", _M.CLASSES),
            _FigureLine("Cán bộ được cập nhật kiến thức theo Quy định 164-QĐ/TW", "1039"),
            _FigureLine("Bồi dưỡng, tập huấn chuyên môn, nghiệp vụ", "2000", _M.TURNS),
            _FigureLine("Lớp bồi dưỡng theo Kế hoạch 134-KH/TU", "2", _M.CLASSES),
            _FigureLine(
                "Học viên bồi dưỡng theo Kế hoạch 134-KH/TU",
                "48",
                parts=(
                    _FigureLine("Lớp đối tượng 1", "23"),
                    _FigureLine("Lớp đối tượng 2", "25"),
                ),
            ),
            _FigureLine(
                "Lớp Trường Chính trị tỉnh phối hợp mở theo kế hoạch của UBND tỉnh",
                "17",
                _M.CLASSES,
            ),
            _FigureLine("Học viên các lớp theo kế hoạch của UBND tỉnh", "1273"),
        ),
    ),
    _PrintedReport(
        "BINHPHUOC",
        f"{_BINHPHUOC} (kế hoạch)",
        *_whole_years(2024, 2024),
        (
            _FigureLine(
                "Chỉ tiêu cao cấp lý luận chính trị",
                "66",
                parts=(
                    _FigureLine("Hệ tập trung", "30"),
                    _FigureLine("Hệ không tập trung", "36"),
                ),
            ),
            _FigureLine("Chỉ tiêu lớp trung cấp lý luận chính trị", "6", _M.CLASSES),
            _FigureLine("Chỉ tiêu học viên trung cấp lý luận chính trị", "360"),
            _FigureLine("Chỉ tiêu đào tạo sau đại học", "12"),
            _FigureLine(
                "Chỉ tiêu bồi dưỡng theo chức danh, nghiệp vụ và quốc phòng, an ninh",
                "2000",
                _M.TURNS,
                _Q.MORE,
            ),
        ),
    ),
)


def build_figures(actor: Actor) -> None:
    """Write every figure once; the former province of Bình Phước is founded for its figures."""
    if not Unit.objects.filter(code="BINHPHUOC").exists():
        found_unit(
            actor=actor,
            parent=None,
            draft=UnitDraft(
                "BINHPHUOC", "Tỉnh Bình Phước", UnitLevel.PROVINCE, valid_to=LAST_DAY_OF_DISTRICTS
            ),
        )
    for report in _REPORTS:
        if not HistoricFigure.objects.filter(source=report.source, starts_on=report.first).exists():
            for line in report.lines:
                whole = _write_line(actor, report, line, None)
                for part in line.parts:
                    _write_line(actor, report, part, whole)


def _write_line(
    actor: Actor, report: _PrintedReport, line: _FigureLine, whole: HistoricFigure | None
) -> HistoricFigure:
    draft = FigureDraft(
        unit=Unit.objects.get(code=report.unit),
        title=line.title,
        starts_on=report.first,
        ends_on=report.last,
        value=Decimal(line.value),
        measure=line.measure,
        qualifier=line.qualifier,
        source=report.source,
        part_of=whole,
    )
    return write_figure(actor=actor, draft=draft)
