"""To which unit people of a list belong: nobody is written into another unit in silence."""

import datetime as dt
import io

import openpyxl
import pytest

from lms.people.organisation.models import Succession, UnitLevel
from lms.people.personnel.models import Post
from lms.people.workbooks import actions
from lms.people.workbooks.queries import undecided_rows
from lms.people.workbooks.warning_kinds import Decision
from tests.factories import people
from tests.factories.people import SYSTEM
from tests.factories.workbooks import upload_and_try

pytestmark = pytest.mark.django_db
HEADERS = ("TT", "Họ và tên", "Ngày sinh", "Giới tính")
NAMES = ("Lò Thị Hoa", "Vừ A Dế", "Quàng Văn Tú", "Hạng A Chứ", "Cà Thị Ún", "Bùi Quốc Huy")


@pytest.fixture
def neighbour(cast):
    return people.unit("XADUNG", "Xã Xa Dung", UnitLevel.COMMUNE, cast.province)


def build_sheets(*sheets):
    """A workbook; a sheet is (name, title, units of its rows or None)."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    names = iter(NAMES)
    for name, title, units in sheets:
        sheet = workbook.create_sheet(name)
        if title:
            sheet.append([title])
        sheet.append([*HEADERS, *(["Đơn vị"] if any(units) else [])])
        for number, unit in enumerate(units, start=1):
            sheet.append([number, next(names), f"0{number}/02/1985", "Nữ", unit])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def write(batch):
    decisions = {row.pk: Decision.PROPOSAL for row in undecided_rows(batch)}
    batch = actions.decide_rows(actor=SYSTEM, batch=batch, decisions=decisions)
    return actions.apply_batch(actor=SYSTEM, batch=batch)


def people_at(unit):
    return set(Post.objects.filter(unit=unit).values_list("official__full_name", flat=True)) & {
        *NAMES
    }


TWO_COMMUNES = (
    ("Na Son", "DANH SÁCH CÁN BỘ XÃ NA SON", [None, None]),
    ("Xa Dung", "DANH SÁCH CÁN BỘ XÃ XA DUNG", [None, None]),
)


def test_a_sheet_a_commune_with_the_province_as_unit(cast, neighbour):
    batch = write(upload_and_try(cast.province, build_sheets(*TWO_COMMUNES)))
    assert batch.counts["new"] == 4
    assert people_at(cast.commune) == set(NAMES[:2])
    assert people_at(neighbour) == set(NAMES[2:4])


def test_people_of_another_unit_are_refused_at_the_cell_that_says_so(cast, neighbour):
    batch = upload_and_try(cast.commune, build_sheets(*TWO_COMMUNES))
    assert (batch.counts["new"], batch.counts["refused"]) == (2, 2)
    for row in batch.rows.filter(outcome="refused"):
        assert (row.sheet, row.cell) == ("Xa Dung", "A1")
        assert "XÃ XA DUNG" in row.reason
        assert "Xã Na Son" in row.reason
    write(batch)
    assert not people_at(neighbour)
    assert people_at(cast.commune) == set(NAMES[:2])


@pytest.mark.parametrize(
    "title",
    ["Danh sách cán bộ xã Xa Dung", "DANH SACH CAN BO XA XA DUNG", "Danh sách UBND xã Xa Dung"],
)
def test_however_the_title_writes_it(cast, neighbour, title):
    batch = upload_and_try(cast.commune, build_sheets(("Sheet1", title, [None])))
    assert batch.counts["refused"] == 1


@pytest.mark.parametrize("sheet", ["Xa Dung", "XÃ XA DUNG", "Xa Dung (12)"])
def test_the_name_of_the_sheet_alone_says_it(cast, neighbour, sheet):
    batch = upload_and_try(cast.commune, build_sheets((sheet, "", [None])))
    assert batch.counts["refused"] == 1


@pytest.mark.parametrize("sheet", ["Sheet1", "DS", "Tổng hợp", "2026", "Khối Đảng"])
def test_a_sheet_that_names_no_unit_says_nothing(cast, neighbour, sheet):
    batch = write(upload_and_try(cast.commune, build_sheets((sheet, "DANH SÁCH CÁN BỘ", [None]))))
    assert people_at(cast.commune) == {NAMES[0]}
    assert not batch.rows.exclude(warnings=[]).exists()


def test_the_title_may_name_the_unit_above(cast, neighbour):
    title = "DANH SÁCH CÁN BỘ CÔNG CHỨC TỈNH ĐIỆN BIÊN"
    batch = upload_and_try(cast.commune, build_sheets(("Sheet1", title, [None])))
    assert batch.counts["new"] == 1


@pytest.mark.parametrize(
    "unit", ["xã Na Son", "NA SON", "UBND xã Na Son", "X. Na Son", "xa na son", "Đảng ủy xã Na Son"]
)
def test_a_unit_as_lists_write_it(cast, neighbour, unit):
    batch = write(upload_and_try(cast.province, build_sheets(("Sheet1", "", [unit]))))
    assert people_at(cast.commune) == {NAMES[0]}
    assert batch.counts["new"] == 1


def test_the_column_counts_before_the_title(cast, neighbour):
    title = "DANH SÁCH CÁN BỘ XÃ XA DUNG"
    # a cell left empty below a filled one means the same unit; above it, the title counts
    write(upload_and_try(cast.province, build_sheets(("Sheet1", title, [None, "Xã Na Son"]))))
    assert people_at(neighbour) == {NAMES[0]}
    assert people_at(cast.commune) == {NAMES[1]}


def test_an_office_of_another_commune_is_not_taken_for_one_s_own(cast, neighbour):
    people.unit("NASON-VP", "Văn phòng", UnitLevel.DEPARTMENT, cast.commune)
    office = people.unit("XADUNG-VP", "Văn phòng", UnitLevel.DEPARTMENT, neighbour)
    title = "DANH SÁCH CÁN BỘ XÃ XA DUNG"
    body = build_sheets(("Sheet1", title, ["Văn phòng"]))
    assert upload_and_try(cast.commune, body).counts["refused"] == 1
    write(upload_and_try(cast.province, body))
    assert people_at(office) == {NAMES[0]}


def test_a_commune_that_nobody_knows_is_asked_about(cast, neighbour):
    title = "DANH SÁCH CÁN BỘ XÃ HÁNG LÌA"
    batch = upload_and_try(cast.commune, build_sheets(("Sheet1", title, [None])))
    [row] = undecided_rows(batch)
    [warning] = row.warnings
    assert (warning["kind"], warning["cell"]) == ("unknown_unit", "A1")
    assert warning["proposal"] == "Xã Na Son"
    write(batch)
    assert people_at(cast.commune) == {NAMES[0]}


def merged(cast, *into):
    """Xã Keo Lôm, which went over into these units on 1 July 2025."""
    former = people.unit("KEOLOM", "Xã Keo Lôm", UnitLevel.COMMUNE, cast.province)
    last = dt.date(2025, 6, 30)
    former.states.update(valid_to=last)
    former.valid_to = last
    former.save()
    for unit in into:
        Succession.objects.create(
            predecessor=former, successor=unit, on=dt.date(2025, 7, 1), kind="merge"
        )


@pytest.mark.parametrize("title", ["", "DANH SÁCH CÁN BỘ XÃ KEO LÔM"])
def test_a_former_commune_is_proposed_with_its_successor(cast, neighbour, title):
    merged(cast, cast.commune)
    units = [None] if title else ["Xã Keo Lôm"]
    batch = upload_and_try(cast.commune, build_sheets(("Sheet1", title, units)))
    [row] = undecided_rows(batch)
    [warning] = row.warnings
    assert warning["kind"] == "former_unit"
    assert warning["before"].lower() == "xã keo lôm"
    assert warning["proposal"] == "Xã Na Son"
    write(batch)
    assert people_at(cast.commune) == {NAMES[0]}


def test_of_several_successors_the_office_writes_which(cast, neighbour):
    merged(cast, cast.commune, neighbour)
    batch = upload_and_try(cast.province, build_sheets(("Sheet1", "", ["Xã Keo Lôm"])))
    [row] = batch.rows.all()
    assert row.outcome == "refused"
    assert "Xã Na Son" in row.reason
    assert "Xã Xa Dung" in row.reason


def test_a_former_commune_that_went_elsewhere_is_refused(cast, neighbour):
    merged(cast, neighbour)
    batch = upload_and_try(cast.commune, build_sheets(("Sheet1", "", ["Xã Keo Lôm"])))
    [row] = batch.rows.all()
    assert row.outcome == "refused"
    assert "Xã Xa Dung" in row.reason


def build_rows(sheet, *rows):
    """A workbook of one sheet whose rows are given; a name stands for its whole row."""
    workbook = openpyxl.Workbook()
    workbook.active.title = sheet
    for number, row in enumerate(rows, start=1):
        workbook.active.append(
            [number, row, f"{number:02d}/02/1985", "Nữ"] if row in NAMES else row
        )
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "sheet",
    ["1. Na Son", "NA SON (12)", "02-Na Son", "Na_Son", "DS Na Son", "II. NA SON", "Na Son 2026"],
)
def test_numbers_and_counts_in_the_name_of_a_sheet_say_nothing(cast, neighbour, sheet):
    write(upload_and_try(cast.province, build_sheets((sheet, "", [None]))))
    assert people_at(cast.commune) == {NAMES[0]}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["NA SON"], ["XA DUNG (1)"]),
        (["Đơn vị: UBND xã Na Son"], ["Đơn vị: UBND xã Xa Dung"]),
        (["* Xã Na Son:"], ["- Xã Xa Dung"]),
        (["DANH SÁCH CÁN BỘ XÃ NA SON"], ["DANH SÁCH CÁN BỘ XÃ XA DUNG"]),
        (["I", "MTTQ xã Na Son"], ["II", "Ban chỉ huy quân sự xã Xa Dung"]),
    ],
)
def test_lines_between_people_say_of_which_unit_they_are(cast, neighbour, first, second):
    body = build_rows("Sheet1", [*HEADERS], first, NAMES[0], second, NAMES[1])
    write(upload_and_try(cast.province, body))
    assert people_at(cast.commune) == {NAMES[0]}
    assert people_at(neighbour) == {NAMES[1]}


@pytest.mark.parametrize(
    "heading",
    [
        "ĐẢNG ỦY",
        "HĐND",
        "UBND",
        "MTTQ và các đoàn thể",
        "BAN CHỈ HUY QUÂN SỰ",
        "Công an",
        "Phòng Kinh tế",
    ],
)
def test_a_body_that_any_commune_has_is_no_unknown_unit(cast, neighbour, heading):
    body = build_rows("Sheet1", [*HEADERS], ["I", heading], NAMES[0])
    assert upload_and_try(cast.commune, body).counts["new"] == 1


@pytest.mark.parametrize(
    "heading", ["Sở Nội vụ", "UBND huyện Tuần Giáo", "MTTQ xã Xa Dung", "XA DUNG"]
)
def test_a_heading_of_an_office_elsewhere_is_refused(cast, neighbour, heading):
    body = build_rows("Sheet1", [*HEADERS], ["I", heading], NAMES[0])
    assert upload_and_try(cast.commune, body).counts["refused"] == 1


def test_whom_nothing_places_among_people_of_communes_is_asked_for(cast, neighbour):
    body = build_sheets(("Na Son", "", [None]), ("Trường A", "", [None]))
    batch = upload_and_try(cast.province, body)
    [row] = undecided_rows(batch)
    assert row.sheet == "Trường A"
    assert [warning["kind"] for warning in row.warnings] == ["other_unit"]


def test_a_list_of_the_province_s_own_people_is_asked_nothing(cast, neighbour):
    assert not undecided_rows(upload_and_try(cast.province, build_sheets(("DS", "", [None, None]))))


def build_offices(*titles):
    rows = [
        [1, name, "01/02/1985", "Nữ", title] for name, title in zip(NAMES, titles, strict=False)
    ]
    return build_rows("DS", [*HEADERS, "Chức vụ"], *rows)


def test_an_office_names_the_commune_where_nothing_else_does(cast, neighbour):
    body = build_offices("Chủ tịch UBND xã Na Son", "Phó Chủ tịch HĐND xã Xa Dung")
    write(upload_and_try(cast.province, body))
    assert people_at(cast.commune) == {NAMES[0]}
    assert people_at(neighbour) == {NAMES[1]}


def test_an_office_elsewhere_is_asked_for(cast, neighbour):
    body = build_offices("Chủ tịch UBND xã Na Son", "Phó Chủ tịch HĐND xã Xa Dung", "Công chức xã")
    [row] = undecided_rows(upload_and_try(cast.commune, body))
    assert row.number == 3


@pytest.mark.parametrize("unit", ["Xã Na Son (cũ)", "Na Son cũ", "Xã Na Son (Keo Lôm cũ)"])
def test_what_is_said_of_a_unit_s_past_is_no_part_of_its_name(cast, neighbour, unit):
    assert upload_and_try(cast.commune, build_sheets(("DS", "", [unit]))).counts["new"] == 1


@pytest.mark.parametrize(
    "title",
    ["XÃ XA\nDUNG", "DANH SÁCH CÁN BỘ XÃ\nXA DUNG", "UBND TỈNH ĐIỆN BIÊN\nUBND XÃ XA\nDUNG"],
)
def test_a_name_may_be_broken_over_lines(cast, neighbour, title):
    write(upload_and_try(cast.province, build_sheets(("Sheet1", title, [None]))))
    assert people_at(neighbour) == {NAMES[0]}
