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
from django.conf import settings
from django.utils.translation import gettext as _

from lms.core import clock
from lms.core.errors import ApplicationError
from lms.core.spreadsheets import (
    ExportSheet,
    ExportSource,
    SheetColumn,
    cells_of,
    heads_of,
    render_workbook,
)
from lms.outcomes.certificates.models import Certificate
from lms.people.organisation.models import Unit, UnitLevel
from lms.people.personnel.rules.ages import BirthDate, BirthPrecision

_STANDARDS: Any = ["a-2a", "ua-1"]
_DARK = "#16244F"
_MONTHS_WITH_ZERO = 2


class RenderFailed(ApplicationError):
    """The PDF of one certificate could not be made."""

    code = "render_failed"


def verify_url(certificate: Certificate) -> str:
    """The address behind the QR code; whoever has it may check the certificate."""
    return f"{settings.SITE_URL}/xac-thuc/{certificate.code}/"


def render_qr_svg(url: str) -> str:
    """The QR code as an SVG element, without a border."""
    buffer = io.BytesIO()
    segno.make(url, error="m").save(buffer, kind="svg", border=0, dark=_DARK, xmldecl=False)
    return buffer.getvalue().decode()


def qr_data_uri(url: str) -> str:
    """The QR code as a picture inside the page, with the quiet zone that scanners need."""
    return segno.make(url, error="m").svg_data_uri(border=2, dark=_DARK, light="#fff")


def render_certificate(certificate: Certificate, school: Unit) -> bytes:
    """The certificate as it is printed, with the fonts inside typst.

    RenderFailed where the template fails or does not fit on one page.
    """
    data = json.dumps(_template_data(certificate, school), ensure_ascii=False)
    # A compiler is small and not shared between threads; the fonts are.
    compiler = typst.Compiler(
        _template_path(), font_paths=_bundled_fonts(), ignore_system_fonts=True
    )
    try:
        document = compiler.compile(
            format="pdf", sys_inputs={"data": data}, pdf_standards=_STANDARDS
        )
    except typst.TypstError as error:
        raise RenderFailed(
            _("The certificate of %(name)s could not be printed: %(why)s")
            % {
                "name": certificate.holder_name,
                "why": error.message,
            }
        ) from error
    # More than one page comes back as a list.
    if not isinstance(document, bytes):
        raise RenderFailed(
            _("The certificate of %(name)s does not fit on one page.")
            % {"name": certificate.holder_name}
        )
    return document


def _signing_place(school: Unit) -> str:
    """The place of signing, the province above the school: "Tỉnh Điện Biên" gives "Điện Biên"."""
    province = school.get_ancestors().filter(level=UnitLevel.PROVINCE).last()
    name = province.name if province is not None else school.name
    return name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def format_long_day(day: dt.date) -> str:
    """A day as official papers write it: "ngày 09 tháng 3 năm 2026".

    A zero goes before days below 10 and before months 1 and 2 (NĐ 30/2020/NĐ-CP, Phụ lục I).
    """
    month = f"{day.month:02d}" if day.month <= _MONTHS_WITH_ZERO else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def write_register_xlsx(
    school_name: str, year: int, certificates: Iterable[Certificate], *, by: str
) -> bytes:
    """The register of one year as an Excel file."""
    sheet = ExportSheet(
        f"Sổ gốc {year}",
        school_name,
        heads_of(_COLUMNS),
        (cells_of(certificate, _COLUMNS) for certificate in certificates),
        subtitle=f"SỔ GỐC CẤP CHỨNG CHỈ NĂM {year}",
        frozen_columns=2,
    )
    return render_workbook([sheet], ExportSource(by, clock.today()))


# The columns of the paper register of schools (practice).
_COLUMNS: tuple[SheetColumn[Certificate], ...] = (
    SheetColumn("Số vào sổ", 9, lambda certificate: certificate.number or 0),
    SheetColumn("Họ và tên", 26, lambda certificate: certificate.holder_name),
    SheetColumn("Ngày sinh", 12, lambda certificate: _birth_cell(certificate.holder_birth)),
    SheetColumn("Đơn vị công tác", 28, lambda certificate: certificate.result.enrolment.unit_name),
    SheetColumn("Chương trình", 36, lambda certificate: certificate.course_title),
    SheetColumn("Số tiết", 8, lambda certificate: certificate.periods),
    SheetColumn("Số hiệu", 20, lambda certificate: certificate.serial),
    SheetColumn("Ngày cấp", 12, lambda certificate: certificate.issued_on),
    SheetColumn(
        "Quyết định công nhận kết quả", 24, lambda certificate: certificate.result.sheet.decision
    ),
    SheetColumn("Người ký", 22, lambda certificate: certificate.signatory_name),
    SheetColumn("Ghi chú", 36, lambda certificate: certificate.remark),
)


def _birth_cell(born: BirthDate) -> dt.date | str:
    return born.day if born.is_complete else born.written


def _describe_birth(born: BirthDate) -> str:
    """The line of the certificate, in Vietnamese as all of it."""
    labels = {
        BirthPrecision.DAY: "Sinh ngày",
        BirthPrecision.MONTH: "Sinh tháng",
        BirthPrecision.YEAR: "Sinh năm",
    }
    return f"{labels[born.precision]} {born.written}"


@cache
def _template_path() -> str:
    path = Path(settings.BASE_DIR) / "templates" / "certificates" / "certificate.typ"
    return str(path)


@cache
def _bundled_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _template_data(certificate: Certificate, school: Unit) -> dict[str, object]:
    day, issued_at = certificate.issued_on, certificate.issued_at
    if day is None or issued_at is None:
        raise RenderFailed(_("A certificate is printed only with its day of issue."))
    parent = school.get_parent()
    return {
        "pdf_title": f"Chứng chỉ {certificate.serial} – {certificate.holder_name}",
        "authority": parent.name if parent is not None else "",
        "school": certificate.school_name,
        "holder": certificate.holder_name,
        "born": _describe_birth(certificate.holder_birth),
        "course": certificate.course_title,
        "periods": str(certificate.periods),
        "starts_on": f"{certificate.starts_on:%d/%m/%Y}",
        "ends_on": f"{certificate.ends_on:%d/%m/%Y}",
        "serial": certificate.serial,
        "place": _signing_place(school),
        "signed_day": format_long_day(day),
        "signed_at": f"{clock.local(issued_at):%H:%M} ngày {day:%d/%m/%Y}",
        "signatory": certificate.signatory_name,
        "signatory_title": certificate.signatory_title,
        "qr": render_qr_svg(verify_url(certificate)),
        "verify_at": f"{settings.SITE_URL.split('://')[-1]}/xac-thuc",
        "date": [day.year, day.month, day.day],
    }
