"""What remarks say of people who have left, and what they do not say."""

import datetime as dt

import pytest

from lms.people.workbooks.reading.cells import WorkbookCell
from lms.people.workbooks.reading.lines.leaving import find_departure
from lms.people.workbooks.reading.values.departures import read_departure

AS_OF = dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    "written",
    [
        "Nghỉ hưu từ 01/9/2026",
        "Đã mất",
        "Bỏ việc",
        "Nghỉ chờ chế độ",
        "Chuyển về xã Xa Dung",
        "nghỉ chế độ",
        "thôi việc từ tháng 6/2026",
        "từ trần",
        "điều động sang Sở Nội vụ",
        "chuyển công tác",
        "nghỉ hưu trước tuổi theo NĐ 178",
        "kỷ luật buộc thôi việc",
        "Nghỉ hưu từ ngày 1 tháng 9 năm 2026",
        "Nghỉ hưu theo QĐ số 123/QĐ-UBND ngày 15/8/2026",
        "QĐ số 123/QĐ-UBND ngày 15/8/2026 nghỉ hưu từ 01/9/2026",
        "Nghỉ hưu theo NĐ 178/2024/NĐ-CP từ 01.7.2026",
        "Từ 01/9/2026 nghỉ hưu",
        "Mất ngày 12/3/2026",
        "mất 3/2026",
        "Điều động về UBND huyện từ 1/6/2026",
        "Chuyển đi",
        "Nghỉ hưu",
        "Đã nghỉ hưu (9/2026)",
        "chuyển Sở Y tế",
        "Luân chuyển về xã Na Son",
        "Nghỉ việc theo nguyện vọng từ 1/2026",
        "NGHỈ HƯU 01/09/2026",
        "Chủ tịch UBND xã (nghỉ hưu từ 1/9/2026)",
        "Xin thôi việc từ 01/6/2026",
        "Đã chuyển công tác đến huyện Tuần Giáo",
        "Hưu",
        "Chuyển công tác về Đảng ủy phường Mường Thanh",
        "Nghỉ hưu từ 01/01/2027",
        "nghỉ theo nghị định 29",
        "Chấm dứt HĐLĐ",
        "chết",
        "Qua đời 2025",
        "Đã về hưu",
        "hưu từ 1/7/2026",
        "nghỉ hưởng chế độ hưu trí từ 01/10/2026",
        "Nghỉ hưu, chưa có người thay",
        "Nghỉ hưu do sáp nhập",
        "Cho nghỉ hưu từ 01/7/2026",
        "nghi huu tu 1/9/2026",
        "Chuyển xã Xa Dung từ 1/7/2025",
        "Đã chuyển về Xa Dung",
        "Nghỉ 178",
        "Thôi làm nhiệm vụ",
    ],
)
def test_somebody_has_left(written):
    departure = read_departure(written, AS_OF)
    assert departure is not None
    assert departure.written == written


@pytest.mark.parametrize(
    "written",
    [
        "nghỉ thai sản",
        "sẽ nghỉ hưu 2027",
        "biệt phái",
        "đi học",
        "Đi học Cao cấp LLCT",
        "nghỉ ốm",
        "Biệt phái sang Sở Nội vụ từ 1/2026",
        "Chuyển từ xã Xa Dung",
        "mới chuyển đến",
        "Chuyển về từ 01/7/2025",
        "Điều động từ huyện về",
        "chuyển ngạch chuyên viên",
        "chuyển xếp lương",
        "Đủ tuổi nghỉ hưu năm 2027",
        "Đến tuổi nghỉ hưu tháng 3/2027",
        "Thay đ/c Lò Văn A nghỉ hưu",
        "Mất sổ BHXH",
        "nghỉ không lương",
        "Kiêm nhiệm",
        "Đảng viên",
        "Dự kiến nghỉ hưu 01/03/2027",
        "Kỷ luật khiển trách",
        "Nghỉ chế độ thai sản",
        "Chuyển sinh hoạt Đảng",
        "Hợp đồng 111",
        "Nghỉ việc riêng",
        "chưa nghỉ hưu",
        "Chuyển sang viên chức",
        "Khen thưởng năm 2025",
        "Công chức Tư pháp - Hộ tịch",
        "Chuyên viên",
        "Bí thư Đảng ủy",
        "Phó Chủ tịch HĐND xã",
        "Tăng cường về xã Na Son",
        "Đang nghỉ điều trị bệnh",
        "con liệt sỹ hy sinh",
        "chờ nghỉ hưu",
        "đề nghị nghỉ hưu",
        "Chuyển đến từ xã Xa Dung",
        "Mới điều động về",
        "Được điều động đến từ 1/2026",
        "Điều động về xã từ huyện",
        "Nghỉ việc không lương",
        "nghỉ phép",
        "Chuyển công tác từ Sở Nội vụ về",
        "Luân chuyển từ tỉnh",
        "Phụ trách chuyển đổi số",
    ],
)
def test_somebody_is_away_for_a_time_or_still_there(written):
    assert read_departure(written, AS_OF) is None


@pytest.mark.parametrize(
    ("written", "last_day"),
    [
        ("Nghỉ hưu từ 01/9/2026", dt.date(2026, 8, 31)),
        ("Nghỉ hưu từ ngày 1 tháng 9 năm 2026", dt.date(2026, 8, 31)),
        ("thôi việc từ tháng 6/2026", dt.date(2026, 5, 31)),
        ("Mất ngày 12/3/2026", dt.date(2026, 3, 12)),
        ("mất 3/2026", dt.date(2026, 3, 31)),
        ("QĐ số 123/QĐ-UBND ngày 15/8/2026 nghỉ hưu từ 01/9/2026", dt.date(2026, 8, 31)),
        ("Nghỉ hưu theo QĐ số 123/QĐ-UBND ngày 15/8/2026", None),
        ("Nghỉ hưu theo NĐ 178/2024/NĐ-CP từ 01.7.2026", dt.date(2026, 6, 30)),
        ("Nghỉ hưu từ 31/02/2026", None),
        ("Qua đời 2025", None),
        ("Nghỉ hưu từ 01/01/2027", dt.date(2026, 12, 31)),
    ],
)
def test_the_last_day_is_the_one_before_it_begins(written, last_day):
    departure = read_departure(written, AS_OF)
    assert departure is not None
    assert departure.last_day == last_day


def test_where_somebody_went_is_read_for_comparing():
    departure = read_departure("Điều động về UBND huyện Tuần Giáo từ 1/6/2026", AS_OF)
    assert departure is not None
    assert departure.destination == "UBND huyện Tuần Giáo"


def test_a_whole_career_says_nothing_of_today():
    assert read_departure("Từ 2010 đến 2015 công tác tại huyện, " * 8 + "nghỉ hưu", AS_OF) is None


@pytest.mark.parametrize(
    "written",
    [
        "Miễn nhiệm Phó Chủ tịch, bổ nhiệm Chủ tịch",
        "thôi giữ chức PCT từ 1/7/2025, nay là CT HĐND",
        "Bố nghỉ hưu",
    ],
)
def test_who_gives_up_one_office_for_another_has_not_left(written):
    assert read_departure(written, AS_OF) is None


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("full_name", "Tòng Văn Đoàn (đã mất)"),
        ("full_name", "Tòng Văn Đoàn\nnghỉ hưu từ 01/9/2026"),
        ("full_name", "Tòng Văn Đoàn - đã chuyển công tác"),
        ("title", "Nguyên Chủ tịch UBND xã"),
    ],
)
def test_leaving_is_also_written_beside_the_name_and_in_the_office(key, written):
    departure, ref = find_departure({key: WorkbookCell("B5", written)}, AS_OF)
    assert departure is not None
    assert ref == "B5"


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("full_name", "Nguyễn Thị Hưu"),
        ("full_name", "Ngô\nHữu Dũng"),
        ("full_name", "Lò Thị\nMát"),
        ("full_name", "Lò Văn Ba (Hữu)"),
        ("full_name", "Lò Văn Mất"),
        ("title", "Nguyễn Văn A giới thiệu"),
        ("remarks", "Nguyên Phó Bí thư Đoàn xã"),
    ],
)
def test_names_and_careers_are_no_leaving(key, written):
    assert find_departure({key: WorkbookCell("B5", written)}, AS_OF) == (None, "")
