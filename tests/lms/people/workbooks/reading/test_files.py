"""One list as a file of every kind that offices send: the same people come out of each, and a
damaged or hostile file is refused in words.
"""

import datetime as dt
import io
import random
import struct
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from lms.core.errors import BadInput
from lms.people.workbooks.reading import WorkbookLimits, guess_workbook, open_workbook, read_rows
from lms.people.workbooks.reading.files.compound import CompoundFile, build_compound
from tests.factories.spreadsheets import (
    Cell,
    encode_windows_1258,
    pack_ods,
    record,
    wide,
    write_ods,
    write_text,
    write_xlsb,
    write_xlsx,
    zip_parts,
)
from tests.lms.people.workbooks.reading.workbook_files import excel_day, open_bytes

pytestmark = pytest.mark.usefixtures("english")
# Written by a program of their own (xlwt): the list below, and one cell of every kind.
SAMPLES = Path(__file__).parent / "samples"
LIST_XLS = (SAMPLES / "list.xls").read_bytes()
KINDS_XLS = (SAMPLES / "kinds.xls").read_bytes()
PEOPLE = (
    ("Lò Thị Mai", 12, "Đại học", "Trung cấp", dt.date(1980, 3, 5)),
    ("Vừ A Sình", 345, "Cao đẳng", "Sơ cấp", dt.date(1991, 12, 31)),
    ("Đặng Thị Ngọc Huyền", 6, "Thạc sĩ", "Cao cấp", dt.date(1975, 1, 1)),
)
MERGES = (
    (1, 1, 7, 1),
    *((column, 3, column, 4) for column in (1, 2, 3, 6, 7)),
    (4, 3, 5, 3),
    (7, 5, 7, 7),
)
WRITERS = {"xlsx": write_xlsx, "xlsb": write_xlsb, "ods": write_ods}


def merged_list():
    """A header of two merged rows below a title; one unit merged over all people."""
    cells = {(1, 1): "DANH SÁCH CÁN BỘ XÃ NA SON", (3, 4): "Trình độ", (5, 7): "Xã Na Son"}
    for column, header in ((1, "TT"), (2, "Họ và tên"), (3, "Mã cán bộ"), (6, "Ngày sinh")):
        cells[3, column] = header
    cells |= {(3, 7): "Đơn vị", (4, 4): "Chuyên môn", (4, 5): "LLCT"}
    for row, (name, code, level, theory, born) in enumerate(PEOPLE, start=5):
        values = (row - 4, name, Cell(code, digits=5), level, theory, born)
        cells |= {(row, column): value for column, value in enumerate(values, start=1)}
    return dict(sorted(cells.items()))


def flat_list():
    """The same people below one row of headers, as a text file can hold them."""
    headers = ("TT", "Họ và tên", "Mã cán bộ", "Trình độ chuyên môn", "LLCT", "Ngày sinh", "Đơn vị")
    cells = {(1, column): header for column, header in enumerate(headers, start=1)}
    for row, (name, code, level, theory, born) in enumerate(PEOPLE, start=2):
        values = (row - 1, name, Cell(code, digits=5), level, theory, born, "Xã Na Son")
        cells |= {(row, column): value for column, value in enumerate(values, start=1)}
    return cells


def people_in(data, name="danh sach"):
    """What the rows of a file say of their people."""
    workbook = open_bytes(data, name)
    rows = read_rows(workbook, guess_workbook(workbook), dt.date(2026, 6, 30))
    return [
        (
            row.full_name,
            row.code,
            row.birth_date,
            row.unit,
            {kind: level.level for kind, level in row.levels.items()},
        )
        for row in rows
    ]


def refusal(data, limits=None):
    with pytest.raises(BadInput) as refused:
        open_bytes(data, "danh sach", limits or WorkbookLimits())
    return refused.value.message


def cells_of(data):
    """Row → letter → cell of the first sheet."""
    return {row.number: row.cells for row in open_bytes(data).sheets[0].rows()}


def every_kind_of_cell():
    return {
        (1, 1): Cell("Lß ThÞ", font=".VnTime"),
        (1, 2): dt.date(1980, 3, 5),
        (1, 3): Cell(123, digits=5),
        (1, 4): 1.5,
        (1, 5): True,
        (2, 1): Cell(formula="=1+1"),
        (2, 2): Cell(word="#N/A"),
        (2, 3): 12,
        (2, 4): 29285,
        (3, 1): "x",
        (3, 2): "gộp",
        (4, 1): "y",
    }


TEXTS = {
    "utf-8": lambda text: text.encode(),
    "utf-8-sig": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "windows-1258": encode_windows_1258,
}


class TestTheSamePeople:
    @pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods", "xls"])
    def test_come_out_of_a_list_with_merged_headers(self, kind):
        data = LIST_XLS if kind == "xls" else WRITERS[kind](merged_list(), MERGES)
        people = people_in(data)
        assert [person[0] for person in people] == [person[0] for person in PEOPLE]
        assert [person[1] for person in people] == ["00012", "00345", "00006"]
        assert [person[2] for person in people] == [person[4] for person in PEOPLE]
        assert people == people_in(write_xlsx(merged_list(), MERGES))
        assert open_bytes(data).kind == kind

    @pytest.mark.parametrize("encoding", TEXTS)
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_come_out_of_text_in_any_encoding(self, encoding, separator):
        data = TEXTS[encoding](write_text(flat_list(), separator))
        assert people_in(data) == people_in(write_xlsx(flat_list()))
        assert open_bytes(data).kind == "csv"

    def test_come_out_under_any_name(self):
        for data in (LIST_XLS, TEXTS["utf-16"](write_text(merged_list()))):
            assert people_in(data, "a.xlsx") == people_in(data, "không đuôi")


class TestCells:
    @pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods", "xls"])
    def test_of_every_kind(self, kind):
        cells = every_kind_of_cell()
        data = KINDS_XLS if kind == "xls" else WRITERS[kind](cells, [(2, 3, 2, 4)], [2])
        workbook = open_bytes(data)
        rows = {row.number: row for row in workbook.sheets[0].rows()}
        assert [cell.value for cell in rows[1].cells.values()] == [
            "Lß ThÞ",
            excel_day("1980-03-05"),
            "00123",
            1.5,
            True,
        ]
        assert rows[1].cells["A"].font == ".VnTime"
        assert rows[1].cells["B"].font != ".VnTime"
        assert rows[2].cells["A"].is_formula
        assert rows[2].cells["B"].is_error
        assert rows[2].cells["B"].value == "#N/A"
        assert [rows[2].cells[letter].value for letter in "CD"] == [12, 29285]
        assert [number for number, row in rows.items() if row.is_hidden] == [2]
        assert [rows[number].cells["B"].value for number in (3, 4)] == ["gộp", "gộp"]
        assert workbook.sheets[0].merges == ((2, 3, 2, 4),)

    def test_of_a_hidden_sheet_are_not_read(self):
        sheets = open_bytes(KINDS_XLS).sheets
        assert [(sheet.name, sheet.is_hidden) for sheet in sheets] == [("DS", False), ("ẩn", True)]
        assert not list(sheets[1].rows())
        assert open_bytes(write_xlsb({(1, 1): "x"}, state=1)).sheets[0].is_hidden

    def test_a_formula_that_was_never_computed_is_seen_behind_the_last_value(self):
        cells = cells_of(write_xlsx({(1, 1): "x", (5, 3): Cell(formula="=1+1")}))
        assert cells[5]["C"].is_formula
        assert cells[5]["C"].value is None

    def test_repeated_cells_and_rows_of_an_ods(self):
        table = (
            '<table:table table:name="DS"><table:table-row table:number-rows-repeated="3">'
            "<table:table-cell/>"
            '<table:table-cell table:number-columns-repeated="2" office:value-type="string">'
            "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        )
        cells = cells_of(pack_ods(table))
        assert {row: "".join(filled) for row, filled in cells.items()} == dict.fromkeys(
            (1, 2, 3), "BC"
        )

    def test_a_note_beside_a_cell_is_no_value(self):
        table = (
            '<table:table table:name="DS"><table:table-row><table:table-cell'
            ' office:value-type="float" office:value="7"><office:annotation><text:p>007</text:p>'
            "</office:annotation><text:p>7</text:p></table:table-cell></table:table-row>"
            "</table:table>"
        )
        assert cells_of(pack_ods(table))[1]["A"].value == 7

    def test_the_font_of_most_letters_counts_in_a_text_of_several(self):
        buffer = io.BytesIO()
        workbook = xlsxwriter.Workbook(buffer)
        old = workbook.add_format({"font_name": ".VnTime"})
        workbook.add_worksheet().write_rich_string(0, 0, "1. ", old, "Lß ThÞ Mai")
        workbook.close()
        cell = cells_of(buffer.getvalue())[1]["A"]
        assert (cell.value, cell.font) == ("1. Lß ThÞ Mai", ".VnTime")


class TestText:
    def test_quoted_fields_keep_separators_line_breaks_and_quotation_marks(self):
        cells = cells_of('STT;Tên;Chú\r\n1;"Lò; ""Thị""\nMai";x\r\n'.encode())
        assert cells[2]["B"].value == 'Lò; "Thị"\nMai'
        assert cells[2]["C"].value == "x"

    def test_the_first_line_may_name_the_separator(self):
        cells = cells_of(b"sep=|\r\nSTT|T,e,n\r\n1|x\r\n")
        assert [cell.value for cell in cells[1].values()] == ["STT", "T,e,n"]
        assert cells[2]["B"].value == "x"

    def test_a_field_that_begins_with_an_equals_sign_is_a_formula(self):
        cells = cells_of(b'STT,Ten\n1,=A1&B1\n2,"=""00123"""\n')
        assert [cells[row]["B"].is_formula for row in (1, 2, 3)] == [False, True, True]

    def test_rows_count_as_excel_counts_them(self):
        cells = cells_of(b'a,b\n\n"x\ny",z\n1,2\n')
        assert list(cells) == [1, 3, 4]

    def test_letters_in_old_fonts_are_handed_on_as_they_stand(self):
        cells = cells_of("STT\tHä vµ tªn\r\n1\tLß ThÞ Mai\r\n".encode("cp1252"))
        assert cells[2]["B"].value == "Lß ThÞ Mai"

    @pytest.mark.parametrize(
        "data",
        [
            "STT,Họ và tên\n1,Lò Thị Mai\n".encode()[:-3] + b"\xe1\xbb\n",
            "STT,Họ và tên\n1,Đặng".encode("utf-16")[:-1],
            b"STT,Ten\n1,\x81\x8d\x8f\n",
            bytes(range(128, 256)) + b"\n1,2\n",
        ],
    )
    def test_letters_that_cannot_be_told_are_refused_with_a_way_out(self, data):
        assert "CSV UTF-8" in refusal(data)

    def test_quotation_marks_that_do_not_close_are_refused_with_their_line(self):
        assert "near line 4" in refusal('STT,Tên\n1,Lò\n2,"Vừ\n3,Sùng\n'.encode())

    def test_the_limits_hold(self):
        assert "5 filled rows" in refusal(b"a,b\n" * 6, WorkbookLimits(max_rows=5))
        assert "column 5" in refusal(b"a,b,c,d,e,f\n1,2\n", WorkbookLimits(max_columns=5))


def patched_xls(data, kind, place, content):
    """An .xls with bytes of the first record of a kind replaced."""
    stream = bytearray(CompoundFile(data).read_stream("Workbook"))
    start = 0
    while struct.unpack_from("<H", stream, start) != (kind,):
        start += 4 + struct.unpack_from("<H", stream, start + 2)[0]
    stream[start + 4 + place : start + 4 + place + len(content)] = content
    return build_compound("Workbook", bytes(stream))


def far_ods(row, column, tail=""):
    """An .ods with "x" in its first cell and in one far away."""
    x = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    return pack_ods(
        f'<table:table table:name="DS"><table:table-row>{x}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="{row - 2}"><table:table-cell/>'
        f"</table:table-row><table:table-row><table:table-cell"
        f' table:number-columns-repeated="{column - 1}"/>{x}</table:table-row>{tail}</table:table>'
    )


def shared_text_xlsx(text, count):
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    worksheet = workbook.add_worksheet()
    for row in range(count):
        worksheet.write_string(row, 0, text)
    workbook.close()
    return buffer.getvalue()


def shared_text_xlsb(text, count):
    with zipfile.ZipFile(io.BytesIO(write_xlsb({(1, 1): "x"}))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = b"".join(
        record(0, struct.pack("<IIH", row, 0, 300) + bytes(7))
        + record(7, struct.pack("<III", 0, 0, 0))
        for row in range(count)
    )
    parts["xl/worksheets/sheet1.bin"] = (
        record(129) + record(148, bytes(16)) + record(145) + body + record(146) + record(130)
    )
    parts["xl/sharedStrings.bin"] = (
        record(159, struct.pack("<II", count, 1)) + record(19, b"\0" + wide(text)) + record(160)
    )
    return zip_parts(*parts.items())


def shared_text_ods(text, count):
    return pack_ods(
        f'<table:table table:name="DS"><table:table-row table:number-rows-repeated="{count}">'
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )


def shared_text_xls(text, count):
    """The text is cut into records of at most 8,000 bytes, as the format wants it."""

    def old_record(kind, content):
        return struct.pack("<HH", kind, len(content)) + content

    letters = text.encode("utf-16-le")
    pieces = [letters[place : place + 8_000] for place in range(0, len(letters), 8_000)]
    texts = old_record(0xFC, struct.pack("<IIHB", count, 1, len(text), 1) + pieces[0])
    texts += b"".join(old_record(0x3C, b"\1" + piece) for piece in pieces[1:])
    begin, end = old_record(0x809, struct.pack("<HH", 0x600, 5) + bytes(12)), old_record(0xA, b"")
    start = len(begin) + len(texts) + len(end) + 4 + 6 + 4
    sheet = old_record(0x85, struct.pack("<IBB", start, 0, 0) + b"\2\0DS")
    cells = b"".join(old_record(0xFD, struct.pack("<HHHI", row, 0, 0, 0)) for row in range(count))
    return build_compound("Workbook", begin + sheet + texts + end + begin + cells + end)


class TestHarm:
    """What would fill the memory is refused before anything of it is held."""

    @pytest.mark.parametrize(
        "data",
        [
            write_xlsx({(1, 1): "x", (1_048_576, 16_384): "x"}),
            write_xlsb({(1, 1): "x", (1_048_576, 16_384): "x"}),
            far_ods(1_048_576, 16_384),
            write_xlsx({(1, 1): "x", (1_048_576, 100): "x"}),
            write_xlsb({(1, 1): "x", (1_048_576, 100): "x"}),
            far_ods(1_048_576, 100),
            far_ods(10**12, 10**12),
            patched_xls(KINDS_XLS, 0x00FD, 0, b"\xff\xff\xf0\x00"),
        ],
    )
    def test_one_cell_far_away(self, data):
        start = time.process_time()
        message = refusal(data)
        assert (
            "far larger" in message
            or "filled cells beyond column" in message
            or ("damaged" in message)
        )
        assert time.process_time() - start < 2

    def test_one_cell_far_below_is_read(self):
        for data in (
            write_xlsx({(1, 1): "x", (40_000, 2): "y"}),
            write_xlsb({(1, 1): "x", (40_000, 2): "y"}),
            far_ods(40_000, 2),
            patched_xls(KINDS_XLS, 0x00FD, 0, b"\x3f\x9c\x01\x00"),
        ):
            assert max(cells_of(data)) == 40_000

    def test_millions_of_repeated_cells(self):
        many = (
            '<table:table table:name="DS"><table:table-row table:number-rows-repeated="%d">'
            '<table:table-cell table:number-columns-repeated="%d" office:value-type="string">'
            "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        )
        assert "column 120" in refusal(pack_ods(many % (1, 100_000)))
        assert "20000 filled rows" in refusal(pack_ods(many % (30_000, 2)))
        assert "far larger" in refusal(pack_ods(many % (10**9, 10**9)))

    def test_a_hidden_sheet_of_an_xls_or_ods_counts_because_opening_holds_it(self):
        hidden = (
            '<style:style style:name="h" style:family="table"><style:table-properties'
            ' table:display="false"/></style:style>'
        )
        with zipfile.ZipFile(io.BytesIO(far_ods(1_048_576, 100))) as package:
            content = package.read("content.xml").decode()
            others = [(name, package.read(name)) for name in package.namelist()[:2]]
        content = content.replace("<office:automatic-styles>", "<office:automatic-styles>" + hidden)
        content = content.replace("<table:table ", '<table:table table:style-name="h" ')
        assert "far larger" in refusal(zip_parts(*others, ("content.xml", content)))

    def test_counts_that_promise_more_than_the_file_holds(self):
        shared_texts = patched_xls(KINDS_XLS, 0x00FC, 4, b"\xff\xff\xff\x7f")
        assert "damaged" in refusal(shared_texts)
        # what a sheet says of its own size is not believed
        assert cells_of(patched_xls(KINDS_XLS, 0x0200, 0, b"\0\0\0\0\xff\xff\xff\x7f\0\0\xff\xff"))

    @pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods", "xls"])
    def test_one_long_text_in_thousands_of_cells(self, kind):
        """The file keeps it once, each cell holds a copy."""
        write = {
            "xlsx": shared_text_xlsx,
            "xlsb": shared_text_xlsb,
            "ods": shared_text_ods,
            "xls": shared_text_xls,
        }[kind]
        assert "far larger" in refusal(write("x" * 30_000, 2_000))
        rows = cells_of(write("đ" * 20_000, 50)).values()
        assert [row["A"].value for row in rows] == ["đ" * 20_000] * 50

    def test_sectors_that_run_in_a_circle(self):
        data = bytearray(build_compound("Workbook", bytes(9000)))
        struct.pack_into("<I", data, 4096 + 4 * 3, 3)
        assert "damaged" in refusal(bytes(data))

    def test_a_second_workbook_behind_the_first(self):
        with zipfile.ZipFile(io.BytesIO(write_xlsx({(1, 1): "x"}))) as package:
            parts = [(name, package.read(name)) for name in package.namelist()]
        assert "damaged" in refusal(zip_parts(*parts, ("xl/workbook.bin", record(131))))

    def test_a_second_part_of_the_same_name(self):
        """Values come from the part whose formulas and extent were looked at."""
        buffer = io.BytesIO(write_xlsx({(1, 1): "x"}))
        with zipfile.ZipFile(io.BytesIO(write_xlsx({(2, 2): 7}))) as package:
            other = package.read("xl/worksheets/sheet1.xml")
        with zipfile.ZipFile(buffer, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("xl/worksheets/sheet1.xml", other)
        assert cells_of(buffer.getvalue())[2]["B"].value == 7

    def test_passwords(self):
        locked = patched_xls(KINDS_XLS, 0x0042, -4, b"\x2f\x00")
        assert "password" in refusal(locked)
        manifest = (
            "<manifest:manifest xmlns:manifest='urn:m'><manifest:encryption-data/>"
            "</manifest:manifest>"
        )
        assert "password" in refusal(
            zip_parts(
                ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                ("META-INF/manifest.xml", manifest),
                ("content.xml", "<x/>"),
            )
        )


def damaged_copies(data, rng, count):
    """Copies cut short or with a few bytes changed, of packages inside their parts too."""
    for _ in range(count):
        if data.startswith(b"PK") and rng.random() < 0.8:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                parts = [(name, package.read(name)) for name in package.namelist()]
            place = rng.randrange(len(parts))
            name, content = parts[place]
            parts[place] = name, damage(content or b"x", rng)
            yield zip_parts(*parts)
        else:
            yield damage(data, rng)


def damage(data, rng):
    copy = bytearray(data)
    for _ in range(rng.choice((1, 1, 3))):
        place = rng.randrange(len(copy))
        match rng.randrange(4):
            case 0:
                copy[place] ^= 1 << rng.randrange(8)
            case 1:
                copy[place : place + 4] = rng.choice((b"\xff" * 4, b"\xff\xff\xff\x7f", bytes(4)))
            case 2:
                copy[place] = rng.randrange(256)
            case _:
                del copy[max(place, 1) :]
    return bytes(copy)


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods", "xls", "csv"])
def test_damaged_files_are_read_or_refused_in_words(kind):
    cells = {
        (row, column): value
        for row in range(1, 20)
        for column, value in enumerate(every_kind_of_cell().values(), start=1)
    }
    data = {
        "xlsx": lambda: write_xlsx(cells),
        "xlsb": lambda: write_xlsb(cells),
        "ods": lambda: write_ods(cells),
        "xls": lambda: KINDS_XLS,
        "csv": lambda: write_text(cells).encode("utf-16"),
    }[kind]()
    refused = 0
    for copy in damaged_copies(data, random.Random(9), 300):
        try:
            sheets = open_workbook(io.BytesIO(copy), "a", WorkbookLimits()).sheets
            assert [list(sheet.rows()) for sheet in sheets]
        except BadInput as refusal_of_copy:
            assert refusal_of_copy.message
            refused += 1
    assert refused
