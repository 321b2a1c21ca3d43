"""Rules of officials and reports, personal data, the calendar, the running of the system."""

import datetime as dt

from lms.people.rulebook.catalogue.entry import FirstValue, RuleEntry, RuleScope, RuleSubject
from lms.people.rulebook.kinds import (
    BandsValue,
    DaysValue,
    NamedNumbersValue,
    NumberValue,
    ScaleValue,
    YesNoValue,
)
from lms.people.rulebook.models import Basis

_DATA = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Nghị định 356/2025/NĐ-CP (đọc qua bản tóm tắt)"
_SINCE_2026 = dt.date(2026, 1, 1)
_OPERATION = "Quy định vận hành của hệ thống"
_EVERYBODY: tuple[RuleScope, ...] = ()


def _year(year: int, source: str, *days: str) -> FirstValue:
    """The weekdays off of one year, given as MM-DD."""
    value = [f"{year}-{day}" for day in days]
    return FirstValue(value, Basis.LAW, source, dt.date(year, 1, 1), dt.date(year, 12, 31))


ENTRIES = (
    RuleEntry(
        "profile.age_bands",
        RuleSubject.PEOPLE,
        "Nhóm tuổi trong báo cáo về đội ngũ",
        BandsValue(),
        (
            FirstValue(
                [
                    {"key": "under_30", "title": "dưới 30", "from": 0, "to": 29},
                    {"key": "30_45", "title": "từ 30 đến 45", "from": 30, "to": 45},
                    {"key": "46_60", "title": "từ 46 đến 60", "from": 46, "to": 60},
                ],
                Basis.PRACTICE,
                "Cách chia của báo cáo huyện Điện Biên Đông, tháng 9/2019",
            ),
        ),
        "tuổi",
    ),
    RuleEntry(
        "rating.scale",
        RuleSubject.PEOPLE,
        "Các mức xếp loại chất lượng cán bộ, công chức, viên chức",
        ScaleValue(),
        (
            FirstValue(
                {
                    "key": "2015-2020",
                    "levels": [
                        {"key": "excellent", "title": "Hoàn thành xuất sắc nhiệm vụ"},
                        {"key": "good", "title": "Hoàn thành tốt nhiệm vụ"},
                        {
                            "key": "limited",
                            "title": "Hoàn thành nhiệm vụ nhưng còn hạn chế về năng lực",
                        },
                        {"key": "not_completed", "title": "Không hoàn thành nhiệm vụ"},
                    ],
                },
                Basis.PRACTICE,
                "Cách xếp loại trong báo cáo của huyện Điện Biên Đông, tháng 9/2019 (chưa đọc văn"
                " bản quy định)",
                dt.date(2015, 1, 1),
                dt.date(2019, 12, 31),
            ),
            FirstValue(
                {
                    "key": "2020",
                    "levels": [
                        {"key": "excellent", "title": "Hoàn thành xuất sắc nhiệm vụ"},
                        {"key": "good", "title": "Hoàn thành tốt nhiệm vụ"},
                        {"key": "completed", "title": "Hoàn thành nhiệm vụ"},
                        {"key": "not_completed", "title": "Không hoàn thành nhiệm vụ"},
                    ],
                },
                Basis.LAW,
                "Bốn mức xếp loại như Nghị định 233/2026/NĐ-CP về viên chức; văn bản của các năm"
                " trước chưa đọc",
                dt.date(2020, 1, 1),
            ),
        ),
        scopes=(RuleScope.UNIT, RuleScope.GROUP),
    ),
    RuleEntry(
        "officials.age_limits",
        RuleSubject.PEOPLE,
        "Tuổi ít nhất và nhiều nhất của người được ghi vào hồ sơ",
        NamedNumbersValue((("youngest", "Ít nhất"), ("oldest", "Nhiều nhất")), 10, 130),
        (
            FirstValue(
                {"youngest": 16, "oldest": 100},
                Basis.PRACTICE,
                "Ngoài khoảng này thường là gõ nhầm năm sinh (thực tế nhập danh sách)",
            ),
        ),
        "tuổi",
    ),
    RuleEntry(
        "officials.rough_birth_date",
        RuleSubject.PEOPLE,
        "Được ghi hồ sơ khi mới biết năm sinh hoặc tháng, năm sinh",
        YesNoValue(),
        (
            FirstValue(
                True,
                Basis.PRACTICE,
                "Nhiều danh sách của xã chỉ có năm sinh; hồ sơ ghi là chưa đủ ngày, tháng để bổ"
                " sung sau",
            ),
        ),
    ),
    RuleEntry(
        "privacy.small_cell",
        RuleSubject.PRIVACY,
        "Số người ít hơn mức này thì báo cáo che con số về dữ liệu nhạy cảm ở ngoài đơn vị",
        NumberValue(2, 20),
        (FirstValue(3, Basis.PRACTICE, "Thông lệ công bố số liệu thống kê"),),
        "người",
    ),
    RuleEntry(
        "privacy.answer_working_days",
        RuleSubject.PRIVACY,
        "Trả lời yêu cầu về dữ liệu cá nhân trong bao nhiêu ngày làm việc",
        NumberValue(1, 30),
        (FirstValue(2, Basis.LAW, _DATA, _SINCE_2026),),
        "ngày làm việc",
    ),
    RuleEntry(
        "privacy.finish_days",
        RuleSubject.PRIVACY,
        "Làm xong yêu cầu về dữ liệu cá nhân trong bao nhiêu ngày",
        NamedNumbersValue(
            (
                ("access", "Xem, nhận bản sao"),
                ("correct", "Chỉnh sửa"),
                ("restrict", "Hạn chế xử lý"),
                ("object", "Phản đối xử lý"),
                ("delete", "Xóa"),
            ),
            1,
            90,
        ),
        (
            FirstValue(
                {"access": 10, "correct": 10, "restrict": 15, "object": 15, "delete": 20},
                Basis.LAW,
                f"{_DATA}: 10 đến 20 ngày theo loại yêu cầu",
                _SINCE_2026,
            ),
        ),
        "ngày",
    ),
    RuleEntry(
        "privacy.extension_days",
        RuleSubject.PRIVACY,
        "Gia hạn một lần yêu cầu về dữ liệu cá nhân tối đa bao nhiêu ngày",
        NumberValue(0, 60),
        (FirstValue(15, Basis.LAW, _DATA, _SINCE_2026),),
        "ngày",
    ),
    RuleEntry(
        "calendar.holidays",
        RuleSubject.OFFICE,
        "Ngày nghỉ lễ, tết trong năm (rơi vào thứ Hai đến thứ Sáu)",
        DaysValue(),
        (
            _year(
                2025,
                "Bộ luật Lao động 45/2019/QH14, Điều 112; lịch nghỉ năm 2025 theo thông báo trên"
                " báo chí",
                "01-01",
                "01-27",
                "01-28",
                "01-29",
                "01-30",
                "01-31",
                "04-07",
                "04-30",
                "05-01",
                "05-02",
                "09-01",
                "09-02",
            ),
            _year(
                2026,
                "Bộ luật Lao động 45/2019/QH14, Điều 112; lịch nghỉ năm 2026 theo thông báo trên"
                " báo chí",
                "01-01",
                "01-02",
                "02-16",
                "02-17",
                "02-18",
                "02-19",
                "02-20",
                "04-27",
                "04-30",
                "05-01",
                "08-31",
                "09-01",
                "09-02",
            ),
            _year(
                2027,
                "Bộ luật Lao động 45/2019/QH14, Điều 112; tạm tính theo âm lịch, chờ thông báo lịch"
                " nghỉ năm 2027",
                "01-01",
                "02-05",
                "02-08",
                "02-09",
                "02-10",
                "02-11",
                "04-16",
                "04-30",
                "05-03",
                "09-02",
                "09-03",
            ),
        ),
        yearly=True,
    ),
    RuleEntry(
        "accounts.code_days",
        RuleSubject.OFFICE,
        "Mã đăng nhập in trên giấy dùng được trong bao nhiêu ngày",
        NumberValue(1, 90),
        (FirstValue(14, Basis.INTERNAL, _OPERATION),),
        "ngày",
    ),
    RuleEntry(
        "workbooks.max_rows",
        RuleSubject.OFFICE,
        "Số dòng nhiều nhất của một sổ Excel nhập vào",
        NumberValue(100, 200_000),
        (FirstValue(20_000, Basis.INTERNAL, _OPERATION),),
        "dòng",
        _EVERYBODY,
    ),
    RuleEntry(
        "workbooks.max_columns",
        RuleSubject.OFFICE,
        "Số cột nhiều nhất của một sổ Excel nhập vào",
        NumberValue(10, 200),
        (FirstValue(120, Basis.INTERNAL, _OPERATION),),
        "cột",
        _EVERYBODY,
    ),
)
