"""Opening: what is a workbook, what is refused and how the refusal helps; what a sheet is seen
to hold.
"""

import datetime as dt
import io
import time
import tracemalloc
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core.errors import BadInput
from lms.people.workbooks.reading import WorkbookLimits, guess_sheet, read_rows
from lms.people.workbooks.reading.files.compound import build_compound
from tests.lms.people.workbooks.reading.workbook_files import (
    build_table,
    excel_day,
    open_bytes,
    save_workbook,
)

pytestmark = pytest.mark.usefixtures("english")
PEOPLE = build_table([["STT", "Mã cán bộ", "Họ và tên"], [1, "CB1", "Lò Thị Mai"]])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types'
    b' xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)


def repacked(data, add=(), change=None):
    """A workbook with further parts, and parts changed by a function (name, content) → content."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(entry.filename, content) if change else content)
        for name, content in add:
            new.writestr(name, content)
    return buffer.getvalue()


def in_sheet(old, new):
    return lambda name, content: (
        content.replace(old, new) if name.endswith("sheet1.xml") else content
    )


def zipped(*parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()


def refusal(data, name="danh sach.xlsx", limits=None):
    with pytest.raises(BadInput) as refused:
        open_bytes(data, name, limits or WorkbookLimits())
    return refused.value.message


class TestOtherFiles:
    @pytest.mark.parametrize(
        ("data", "name", "says"),
        [
            (b"", "a.xlsx", "empty"),
            (OLE + b"x" * 600, "a.xls", "damaged"),
            (build_compound("Book", b"x" * 600), "a.xls", "Excel 95 or before"),
            (
                build_compound("Workbook", b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(600)),
                "a.xls",
                "Excel 95 or before",
            ),
            (
                OLE + b"x" * 300 + "EncryptedPackage".encode("utf-16-le") + b"x" * 300,
                "a.xlsx",
                "password",
            ),
            (OLE + b"x" * 300 + "WordDocument".encode("utf-16-le"), "a.doc", "Word file"),
            (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "web page"),
            (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "a.xls", "web page"),
            (b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\0" * 50, "a.xls", "Excel 95"),
            (b"%PDF-1.7\n...", "a.pdf", "no list that can be read"),
            (b"\x89PNG\r\n\x1a\n\0\0", "a.png", "no list that can be read"),
            (
                zipped(
                    ("mimetype", b"application/vnd.oasis.opendocument.text"),
                    ("content.xml", b"<x/>"),
                ),
                "a.odt",
                "no list that can be read",
            ),
            (
                zipped(("[Content_Types].xml", TYPES), ("word/document.xml", b"<x/>")),
                "a.docx",
                "Word file",
            ),
            (
                zipped(("[Content_Types].xml", TYPES), ("xl/workbook.bin", b"x")),
                "a.xlsb",
                "damaged",
            ),
            (zipped(("anh.jpg", b"x")), "a.zip", "no list that can be read"),
            (b"PK\x03\x04 xl/workbook.xml" + b"\0" * 100, "a.xlsx", "damaged"),
        ],
    )
    def test_each_is_told_apart(self, data, name, says):
        assert says in refusal(data, name)

    def test_every_refusal_is_told_in_vietnamese(self):
        from django.utils import translation

        with translation.override("vi"):
            assert "xlsx" in refusal(build_compound("Book", b"x" * 600), "a.xls")
            assert "tệp" in refusal(b"").lower()


class TestHarm:
    def test_a_workbook_with_macros_is_read_without_them(self):
        data = repacked(
            PEOPLE,
            [("xl/vbaProject.bin", OLE + b"x")],
            lambda n, c: (
                c.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
                if n == "[Content_Types].xml"
                else c
            ),
        )
        assert [row.number for row in open_bytes(data, "a.xlsm").sheets[0].rows()] == [1, 2]

    def test_a_bomb_by_its_ratio_and_by_its_size(self):
        assert "too large" in refusal(repacked(PEOPLE, [("xl/media/a.bin", b"\0" * 30_000_000)]))
        assert "too large" in refusal(PEOPLE, limits=WorkbookLimits(max_unpacked=2000))

    def test_a_directory_of_a_million_parts_is_not_even_read(self):
        assert "too large" in refusal(PEOPLE + b"PK\x01\x02" * 3000)

    def test_a_part_larger_than_its_directory_says(self):
        sheet = b"<worksheet><sheetData>" + b" " * 5000 + b"</sheetData></worksheet>"
        data = bytearray(
            repacked(PEOPLE, change=lambda n, c: sheet if n.endswith("sheet1.xml") else c)
        )
        place = data.rindex(len(sheet).to_bytes(4, "little"))
        data[place : place + 4] = (100).to_bytes(4, "little")
        assert "damaged" in refusal(bytes(data))

    def test_entities_and_document_types(self):
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
        assert "entities" in refusal(repacked(PEOPLE, change=in_sheet(b"<worksheet", bomb)))

    def test_another_workbook_inside(self):
        assert "packed inside" in refusal(repacked(PEOPLE, [("xl/embeddings/a.xlsx", PEOPLE)]))

    def test_links_to_other_workbooks_are_passed_over(self):
        link = (
            b'<Relationship Id="rX"'
            b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"'
            b' Target="file:///c:/luong.xlsx" TargetMode="External"/></Relationships>'
        )
        data = repacked(
            PEOPLE,
            change=lambda n, c: (
                c.replace(b"</Relationships>", link) if n.endswith("workbook.xml.rels") else c
            ),
        )
        assert open_bytes(data).sheets[0].name == "DS"

    @pytest.mark.parametrize("place", range(0, len(PEOPLE), 301))
    def test_cut_anywhere(self, place):
        with pytest.raises(BadInput):
            open_bytes(PEOPLE[:place])

    def test_parts_that_do_not_fit_together(self):
        for old, new in (
            (b'<c r="C2"', b'<c r="ZZZZ2"'),
            (b'<c r="C2"', b'<c r="C0"'),
            (b'<row r="2"', b'<row r="0"'),
            (b'<row r="2"', b'<row r="9999999"'),
            (b"<v>1</v>", b"<v>einmal</v>"),
            (b't="n"', b't="n" s="x"'),
            (b"</row>", b""),
            (b't="n"', b't="s"'),
            (b't="n"', b't="d"'),
        ):
            data = repacked(PEOPLE, change=in_sheet(old, new))
            with pytest.raises(BadInput):
                [list(sheet.rows()) for sheet in open_bytes(data).sheets]
        with pytest.raises(BadInput):
            open_bytes(
                repacked(
                    PEOPLE,
                    change=lambda n, c: (
                        c.replace(b'sheetId="1"', b"")
                        if n.endswith("workbook.xml")
                        else b"<x/>"
                        if n.endswith(".rels")
                        else c
                    ),
                )
            )


class TestLimits:
    def test_too_large_a_file(self):
        assert "larger than 1 MB" in refusal(
            PEOPLE + b"x" * 2**20, limits=WorkbookLimits(max_bytes=2**20)
        )

    def test_two_hundred_columns(self):
        message = refusal(build_table([[f"Cột {n}" for n in range(200)]]))
        assert "DS" in message
        assert "120" in message

    def test_empty_columns_do_not_count(self):
        workbook = openpyxl.Workbook()
        workbook.active.append(["STT", "Mã cán bộ"])
        workbook.active.cell(1, 300).font = openpyxl.styles.Font(bold=True)
        assert open_bytes(save_workbook(workbook)).sheets

    def test_a_million_rows_are_refused_soon_and_in_little_memory(self):
        row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
        body = b"".join(row % (n, n) for n in range(1, 1_000_001))
        sheet = b"<worksheet><sheetData>" + body + b"</sheetData></worksheet>"
        data = repacked(PEOPLE, change=lambda n, c: sheet if n.endswith("sheet1.xml") else c)
        tracemalloc.start()
        start = time.process_time()
        assert "20000 filled rows" in refusal(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert time.process_time() - start < 20
        assert peak < 20_000_000

    def test_rows_that_are_only_formatted_do_not_count(self):
        body = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 30_000))
        data = repacked(PEOPLE, change=in_sheet(b"</sheetData>", body + b"</sheetData>"))
        assert [row.number for row in open_bytes(data).sheets[0].rows()] == [1, 2]

    def test_a_merge_of_the_whole_sheet_costs_nothing(self):
        whole = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        sheet = open_bytes(repacked(PEOPLE, change=in_sheet(b"</sheetData>", whole))).sheets[0]
        start = time.process_time()
        guess_sheet(sheet)
        assert time.process_time() - start < 2


class TestCells:
    def test_values_of_every_kind(self):
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        sheet["A1"], sheet["B1"], sheet["C1"], sheet["D1"] = "chữ", 12, 1.5, True
        sheet["E1"], sheet["F1"], sheet["G1"] = dt.date(1980, 3, 5), "=1+1", "#N/A"
        sheet["H1"], sheet["I1"] = 123, 29285
        sheet["H1"].number_format, sheet["I1"].number_format = "00000", 'dd"/"mm"/"yyyy'
        row = next(iter(open_bytes(save_workbook(workbook)).sheets[0].rows()))
        assert {letter: cell.value for letter, cell in row.cells.items()} == {
            "A": "chữ",
            "B": 12,
            "C": 1.5,
            "D": True,
            "E": excel_day("1980-03-05"),
            "F": None,
            "G": "#N/A",
            "H": "00123",
            "I": excel_day("1980-03-05"),
        }
        assert [letter for letter, cell in row.cells.items() if cell.is_formula] == ["F"]
        assert [letter for letter, cell in row.cells.items() if cell.is_error] == ["G"]

    def test_written_by_another_program(self):
        """Inline and rich texts, readings above the letters, prefixes of names, cells without
        addresses, dates in ISO.
        """
        sheet = (
            '<?xml version="1.0"?><x:worksheet'
            ' xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row><x:c'
            ' t="inlineStr"><x:is><x:r><x:t>Lò'
            " </x:t></x:r><x:r><x:t>Mai</x:t></x:r><x:rPh><x:t>loo</x:t></x:rPh></x:is></x:c><x:c"
            ' t="d"><x:v>1980-03-05</x:v></x:c><x:c'
            ' t="str"><x:f>A1</x:f><x:v>a_x000D_b</x:v></x:c></x:row></x:sheetData></x:worksheet>'
        ).encode()
        data = repacked(PEOPLE, change=lambda n, c: sheet if n.endswith("sheet1.xml") else c)
        cells = next(iter(open_bytes(data).sheets[0].rows())).cells
        assert [cell.ref for cell in cells.values()] == ["A1", "B1", "C1"]
        assert [cell.value for cell in cells.values()] == [
            "Lò Mai",
            excel_day("1980-03-05"),
            "a\rb",
        ]
        assert cells["C"].is_formula

    def test_shared_texts(self):
        buffer = io.BytesIO()
        workbook = xlsxwriter.Workbook(buffer)
        sheet, bold = workbook.add_worksheet("DS"), workbook.add_format({"bold": True})
        sheet.write_row(0, 0, ["Họ và tên", "a & b < c", "  giữ  "])
        sheet.write_rich_string(1, 0, "Lò ", bold, "Thị", " Mai")
        sheet.write(1, 1, "Họ và tên")
        workbook.close()
        rows = [
            [cell.value for cell in row.cells.values()]
            for row in open_bytes(buffer.getvalue()).sheets[0].rows()
        ]
        assert rows == [["Họ và tên", "a & b < c", "  giữ  "], ["Lò Thị Mai", "Họ và tên"]]

    def test_days_of_1904(self):
        buffer = io.BytesIO()
        workbook = xlsxwriter.Workbook(buffer, {"date_1904": True})
        workbook.add_worksheet().write_datetime(
            0, 0, excel_day("1980-03-05"), workbook.add_format({"num_format": "dd/mm/yyyy"})
        )
        workbook.close()
        reopened = open_bytes(buffer.getvalue())
        assert reopened.is_1904
        assert next(iter(reopened.sheets[0].rows())).cells["A"].value == excel_day("1980-03-05")

    def test_merged_downwards_hidden_rows_and_columns(self):
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        for row in (["Xã Na Son", 1], [None, 2], [None, None], [None, 4], [None, 5]):
            sheet.append(row)
        sheet.merge_cells("A1:A4")
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet_read = open_bytes(save_workbook(workbook)).sheets[0]
        rows = list(sheet_read.rows())
        assert [row.number for row in rows] == [1, 2, 4, 5]
        assert [row.cells["A"].ref if "A" in row.cells else "" for row in rows] == [
            "A1",
            "A1",
            "A1",
            "",
        ]
        assert [row.cells["B"].value for row in rows] == [1, 2, 4, 5]
        assert sheet_read.merges == ((1, 1, 1, 4),)

    def test_rows_stream_by(self):
        """Whoever reads has the first row in hand long before the last one is unpacked, and none
        is kept.
        """
        buffer = io.BytesIO()
        workbook = xlsxwriter.Workbook(buffer, {"constant_memory": True})
        sheet = workbook.add_worksheet("DS")
        for n in range(2000):
            sheet.write_row(n, 0, [n, "x"] * 20)
        workbook.close()
        sheet_read = open_bytes(buffer.getvalue()).sheets[0]
        tracemalloc.start()
        count = sum(len(row.cells) for row in sheet_read.rows())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == 80_000
        assert peak < 2_000_000


HARD = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CELLS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(min_value=excel_day("1900-03-01"), max_value=excel_day("2200-01-01")),
    st.sampled_from(
        [
            "Họ và tên",
            "Mã cán bộ",
            "Ngày sinh",
            "Trình độ",
            "ĐH",
            "LLCT",
            "x",
            "I",
            "Xã Na Son",
            "Cộng",
            "(1)",
            "=1+1",
            "Lò Thị Mai",
            "05/03/1980",
            "Năm 2024",
            "Xếp loại",
        ]
    ),
)


class TestAnything:
    @HARD
    @given(st.binary(max_size=3000), st.sampled_from([b"", b"PK\x03\x04", OLE, b"<html>"]))
    def test_any_bytes_are_read_or_refused(self, data, head):
        try:
            open_bytes(head + data)
        except BadInput as refused:
            assert refused.message

    @HARD
    @given(st.integers(0, len(PEOPLE) - 1), st.binary(min_size=1, max_size=8))
    def test_a_workbook_with_any_bytes_changed(self, place, other):
        data = PEOPLE[:place] + other + PEOPLE[place + len(other) :]
        try:
            for sheet in open_bytes(data).sheets:
                guess_sheet(sheet)
        except BadInput as refused:
            assert refused.message

    @HARD
    @given(st.lists(st.lists(CELLS, max_size=8), max_size=12))
    def test_any_table_is_guessed_and_read(self, rows):
        from openpyxl.utils.exceptions import IllegalCharacterError

        try:
            data = build_table(
                [
                    [
                        "STT",
                        "Mã cán bộ",
                        "Họ và tên",
                        "Ngày sinh",
                        "Chuyên môn",
                        "LLCT",
                        "Xếp loại năm 2024",
                        "Đơn vị",
                    ],
                    *rows,
                ]
            )
        except IllegalCharacterError:
            return
        workbook = open_bytes(data)
        mapping = guess_sheet(workbook.sheets[0])
        assert mapping.is_of_people
        for row in read_rows(workbook, {"DS": mapping}, dt.date(2026, 6, 30)):
            assert row.number > mapping.header_last
            assert row.label is not None

    @HARD
    @given(st.lists(st.lists(CELLS, max_size=6), max_size=8), st.data())
    def test_any_table_is_read_with_any_columns(self, rows, draw):
        from openpyxl.utils.exceptions import IllegalCharacterError

        from lms.people.workbooks.reading import FIELDS, SheetMapping

        try:
            workbook = open_bytes(build_table(rows))
        except IllegalCharacterError:
            return
        keys = draw.draw(
            st.lists(
                st.sampled_from([*FIELDS, "rating:2024", "rating:2024:good"]),
                min_size=6,
                max_size=6,
                unique=True,
            )
        )
        mapping = SheetMapping(0, 0, dict(zip("ABCDEF", ["code", *keys[1:]], strict=True)), "")
        list(read_rows(workbook, {"DS": mapping}, dt.date(2026, 6, 30)))
