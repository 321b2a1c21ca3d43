"""The certificate as PDF (A4 landscape, PDF/A-2a and PDF/UA-1), its QR code, the register as
Excel.
"""

import datetime as dt
import io
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.errors import HouseError
from lms.outcomes.certificates.models import Certificate
from lms.people.organisation.models import Level, Unit

_STANDARDS: Any = ["a-2a", "ua-1"]
_DARK = "#16244F"
_MONTHS_WITH_ZERO = 2


class RenderFailed(HouseError):
    """The PDF of one certificate could not be made."""

    code = "render_failed"


def verify_url(certificate: Certificate) -> str:
    """The address behind the QR code; whoever has it may check the certificate."""
    return f"{settings.SITE_URL}/xac-thuc/{certificate.code}/"


def qr_svg(url: str) -> str:
    """The QR code as an SVG element, without a border."""
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="svg", border=0, dark=_DARK, xmldecl=False)
    return out.getvalue().decode()


def qr_data_uri(url: str) -> str:
    """The QR code as a picture inside the page, with the quiet zone that scanners need."""
    return segno.make(url, error="m").svg_data_uri(border=2, dark=_DARK, light="#fff")


def pdf(certificate: Certificate, school: Unit) -> bytes:
    """The certificate as it is printed.

    The fonts are those inside typst; RenderFailed where it cannot be set.
    """
    data = json.dumps(_data(certificate, school), ensure_ascii=False)
    # A compiler is small and not shared between threads; the fonts are.
    compiler = typst.Compiler(_template(), font_paths=_fonts(), ignore_system_fonts=True)
    try:
        made = compiler.compile(format="pdf", sys_inputs={"data": data}, pdf_standards=_STANDARDS)
    except typst.TypstError as error:
        raise RenderFailed(
            _("The certificate of %(name)s could not be printed: %(why)s")
            % {
                "name": certificate.holder_name,
                "why": error.message,
            }
        ) from error
    if not isinstance(made, bytes):
        raise RenderFailed(
            _("The certificate of %(name)s does not fit on one page.")
            % {"name": certificate.holder_name}
        )
    return made


def place_of(school: Unit) -> str:
    """The place of signing: "Tỉnh Điện Biên" above the school gives "Điện Biên"."""
    province = school.get_ancestors().filter(level=Level.PROVINCE).last()
    name = province.name if province is not None else school.name
    return name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def long_day(day: dt.date) -> str:
    """A zero goes before days below 10 and before months 1 and 2 (NĐ 30/2020/NĐ-CP, Phụ lục I)."""
    month = f"{day.month:02d}" if day.month <= _MONTHS_WITH_ZERO else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def register_xlsx(school_name: str, year: int, rows: Iterable[Certificate]) -> bytes:
    """The register of one year.

    Every text is written as text, so that no name can become a formula.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(f"Sổ gốc {year}")
        head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
        text = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        date = book.add_format({"border": 1, "num_format": "dd/mm/yyyy", "valign": "top"})
        title = book.add_format({"bold": True, "font_size": 14})
        sheet.write_string(0, 0, school_name, title)
        sheet.write_string(1, 0, f"SỔ GỐC CẤP CHỨNG CHỈ NĂM {year}", title)
        for column, (label, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(3, column, label, head)
        for line, row in enumerate(rows, start=4):
            for column, value in enumerate(_cells(row)):
                if isinstance(value, int):
                    sheet.write_number(line, column, value, text)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(line, column, dt.datetime.combine(value, dt.time()), date)
                else:
                    sheet.write_string(line, column, value, text)
        sheet.freeze_panes(4, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
    return out.getvalue()


_COLUMNS = (
    ("Số vào sổ", 9),
    ("Họ và tên", 26),
    ("Ngày sinh", 12),
    ("Đơn vị công tác", 28),
    ("Chương trình", 36),
    ("Số tiết", 8),
    ("Số hiệu", 20),
    ("Ngày cấp", 12),
    ("Quyết định công nhận kết quả", 24),
    ("Người ký", 22),
    ("Ghi chú", 36),
)


def _cells(row: Certificate) -> tuple[str | int | dt.date, ...]:
    return (
        row.number or 0,
        row.holder_name,
        row.holder_birth_date,
        row.result.enrolment.unit_name,
        row.course_title,
        row.periods,
        row.serial,
        row.issued_on or "",
        row.result.sheet.decision,
        row.signatory_name,
        row.remark,
    )


@cache
def _template() -> str:
    path = Path(settings.BASE_DIR) / "templates" / "certificates" / "certificate.typ"
    return str(path)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _data(certificate: Certificate, school: Unit) -> dict[str, object]:
    day, at = certificate.issued_on, certificate.issued_at
    if day is None or at is None:
        raise RenderFailed(_("A certificate is printed only with its day of issue."))
    parent = school.get_parent()
    return {
        "pdf_title": f"Chứng chỉ {certificate.serial} – {certificate.holder_name}",
        "authority": parent.name if parent is not None else "",
        "school": certificate.school_name,
        "holder": certificate.holder_name,
        "birth_date": f"{certificate.holder_birth_date:%d/%m/%Y}",
        "course": certificate.course_title,
        "periods": str(certificate.periods),
        "starts_on": f"{certificate.starts_on:%d/%m/%Y}",
        "ends_on": f"{certificate.ends_on:%d/%m/%Y}",
        "serial": certificate.serial,
        "place": place_of(school),
        "signed_day": long_day(day),
        "signed_at": f"{clock.local(at):%H:%M} ngày {day:%d/%m/%Y}",
        "signatory": certificate.signatory_name,
        "signatory_title": certificate.signatory_title,
        "qr": qr_svg(verify_url(certificate)),
        "verify_at": f"{settings.SITE_URL.split('://')[-1]}/xac-thuc",
        "date": [day.year, day.month, day.day],
    }
