"""The paper itself: one page, every letter, the right fonts, a code that opens the right page."""

import io
import unicodedata

import openpyxl
import pytest
from pypdf import PdfReader

from lms.outcomes.certificates import rendering
from lms.outcomes.certificates.models import Certificate
from tests.factories import outcomes

pytestmark = pytest.mark.django_db

# every letter of the alphabet with every tone
LETTERS = (
    "".join(
        unicodedata.normalize("NFC", letter + tone)
        for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    )
    + "đĐ"
)


def _read(body):
    return PdfReader(io.BytesIO(body))


def _fonts(page):
    fonts = page["/Resources"]["/Font"].values()
    return {str(font.get_object()["/BaseFont"]).split("+")[-1] for font in fonts}


@pytest.fixture
def certificate(cast):
    return outcomes.issued_certificate(cast)


def test_all_that_it_must_say_stands_on_one_page(certificate):
    reader = _read(certificate.pdf.read())
    assert len(reader.pages) == 1
    page = reader.pages[0]
    assert [round(float(x) * 25.4 / 72) for x in page.mediabox[2:]] == [297, 210]
    text = page.extract_text()
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "CHỨNG CHỈ",
        "TRƯỜNG CHÍNH TRỊ TỈNH ĐIỆN BIÊN",
        "Lò Thị Lan",
        "17/05/1990",
        certificate.course_title,
        "8 tiết",
        certificate.serial,
        "Điện Biên, ngày",
        "HIỆU TRƯỞNG",
        "Trần Hồng Sơn",
    ):
        assert words in text, words


def test_it_is_tagged_and_archivable(certificate):
    reader = _read(certificate.pdf.read())
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "vi-VN" and root["/MarkInfo"]["/Marked"]
    xmp = root["/Metadata"].get_data().decode()
    assert "pdfaid:part>2" in xmp and "pdfaid:conformance>A" in xmp and "pdfuaid:part>1" in xmp
    assert certificate.serial in reader.metadata.title


def test_only_the_fonts_inside_typst_are_used(certificate):
    assert _fonts(_read(certificate.pdf.read()).pages[0]) <= {
        "LibertinusSerif-Regular",
        "LibertinusSerif-Bold",
        "LibertinusSerif-Italic",
        "LibertinusSerif-Regular-Identity-H",
        "LibertinusSerif-Bold-Identity-H",
        "LibertinusSerif-Italic-Identity-H",
    }


def test_every_vietnamese_letter_comes_back(certificate, cast):
    halves = [LETTERS[i : i + 24] for i in range(0, len(LETTERS), 24)]
    certificate.holder_name, certificate.course_title = " ".join(halves[:4]), " ".join(halves[4:])
    page = _read(rendering.render_certificate(certificate, cast.school)).pages[0]
    text = unicodedata.normalize("NFC", page.extract_text())
    assert [letter for letter in LETTERS if letter not in text] == []
    assert all(name.startswith("LibertinusSerif") for name in _fonts(page))


def test_the_longest_names_stay_on_one_page(certificate, cast):
    certificate.holder_name = "Nguyễn Phúc " * 10
    certificate.course_title = "Bồi dưỡng kỹ năng tiếp nhận hồ sơ " * 6
    cast.school.name = certificate.school_name = "Trường Chính trị và Hành chính " * 6
    reader = _read(rendering.render_certificate(certificate, cast.school))
    assert len(reader.pages) == 1
    assert "Trần Hồng Sơn" in reader.pages[0].extract_text()


@pytest.mark.parametrize(
    ("precision", "words"),
    [("day", "Sinh ngày 17/05/1990"), ("month", "Sinh tháng 05/1990"), ("year", "Sinh năm 1990")],
)
def test_of_a_birth_date_it_prints_what_is_known(certificate, cast, precision, words):
    certificate.holder_birth_precision = precision
    text = _read(rendering.render_certificate(certificate, cast.school)).pages[0].extract_text()
    assert words in " ".join(text.split())


def test_markup_in_a_name_is_only_letters(certificate, cast):
    certificate.holder_name = '#read("/etc/passwd") *đậm* $x$ "\\'
    text = _read(rendering.render_certificate(certificate, cast.school)).pages[0].extract_text()
    assert "#read" in text and "*đậm*" in text


def test_the_qr_opens_the_verification_page(certificate, settings):
    settings.SITE_URL = "https://vungviec.example"
    assert (
        rendering.verify_url(certificate)
        == f"https://vungviec.example/xac-thuc/{certificate.code}/"
    )
    assert rendering.render_qr_svg("x").startswith(
        "<svg"
    ) and "style" not in rendering.render_qr_svg("x")


def test_the_frozen_bytes_are_small_enough_to_send(certificate):
    assert certificate.pdf.size < 120 * 1024
    assert Certificate.objects.get().pdf.name.endswith(f"{certificate.pdf_sha256}.pdf")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ((2026, 11, 23), "ngày 23 tháng 11 năm 2026"),
        ((2026, 2, 3), "ngày 03 tháng 02 năm 2026"),
        ((2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
    ],
)
def test_days_as_official_papers_write_them(day, words):
    import datetime as dt

    assert rendering.format_long_day(dt.date(*day)) == words


def test_the_register_as_excel_says_where_it_comes_from_and_runs_nothing(certificate):
    certificate.course_title = "=1+1"
    body = rendering.write_register_xlsx("Trường", 2026, [certificate], by="Lê Thu Hoa")
    workbook = openpyxl.load_workbook(io.BytesIO(body))
    assert workbook.sheetnames == ["Sổ gốc 2026", "Nguồn"]
    page = workbook.worksheets[0]
    assert [page.cell(row, 1).value for row in (1, 2, 4)] == [
        "Trường",
        "SỔ GỐC CẤP CHỨNG CHỈ NĂM 2026",
        "Số vào sổ",
    ]
    assert page.print_title_rows == "$4:$4"
    assert page["B5"].value == certificate.holder_name
    assert page["C5"].value.date() == certificate.holder_birth_date
    assert page["E5"].value == "'=1+1"
    assert any(cell.value == "Lê Thu Hoa" for row in workbook["Nguồn"].iter_rows() for cell in row)
