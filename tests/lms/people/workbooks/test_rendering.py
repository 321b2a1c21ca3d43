"""What is exported opens again as it was, runs nothing, and says where it comes from."""

import datetime as dt
import io

import openpyxl
import pytest

from lms.core import clock
from lms.people.workbooks.rendering import ExportSheet, ExportSource, render_workbook

MOMENT = dt.datetime(2026, 7, 1, 18, 30, tzinfo=dt.UTC)
DANGEROUS = ["=1+1", "+84 912", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")']


def render_and_open(sheets, source):
    with clock.at(MOMENT):
        return openpyxl.load_workbook(io.BytesIO(render_workbook(sheets, source)))


def make_sheet(rows, name="Nhân sự", title="Xã Na Son"):
    return ExportSheet(name, title, (("Họ và tên", 26), ("Ngày sinh", 12), ("Số", 8)), rows)


SOURCE = ExportSource(
    by="Hờ A Páo",
    as_of=dt.date(2026, 6, 30),
    filters=[("Đơn vị", "Xã Na Son")],
    definitions=["Người: mỗi người một lần."],
)


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula_wherever_it_stands(text):
    workbook = render_and_open(
        [make_sheet([(text, None, 1)], title=text)], ExportSource(by=text, as_of=SOURCE.as_of)
    )
    for page in workbook.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t", "\r"))
    cell = workbook["Nhân sự"]["A4"]
    assert cell.data_type == "s"
    assert text.strip() in cell.value


def test_dates_are_dates_and_numbers_numbers():
    page = render_and_open([make_sheet([("Lò Thị Lan", dt.date(1990, 5, 17), 8)])], SOURCE)[
        "Nhân sự"
    ]
    assert page["B4"].value.date() == dt.date(1990, 5, 17)
    assert page["B4"].number_format == "dd/mm/yyyy"
    assert page["C4"].value == 8
    assert page.freeze_panes == "A4"


def test_the_last_sheet_says_when_who_which_filter_and_how_many():
    workbook = render_and_open([make_sheet(iter([("A B", None, 1), ("C D", None, 2)]))], SOURCE)
    assert workbook.sheetnames[-1] == "Nguồn"
    lines = {row[0].value: row[1].value for row in workbook["Nguồn"].iter_rows(min_row=4)}
    values = set(lines.values())
    # 18:30 UTC is after midnight in Vietnam
    assert "01:30, 02/07/2026" in values
    assert {"Hờ A Páo", "Xã Na Son", "Người: mỗi người một lần.", 2} <= values
    assert SOURCE.as_of in {v.date() for v in values if isinstance(v, dt.datetime)}


def test_a_sheet_name_that_excel_forbids_is_mended():
    workbook = render_and_open([make_sheet([], name="Xã [Na Son]: a/b " + "x" * 40)], SOURCE)
    assert len(workbook.sheetnames[0]) <= 31
