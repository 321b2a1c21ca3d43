"""Rules of classes, attendance, results, certificates."""

import datetime as dt

from lms.people.rulebook.catalogue.entry import Default, Entry, Scope, Subject
from lms.people.rulebook.kinds import Number, Pattern, Percent
from lms.people.rulebook.models import Basis

_SCHOOL = "Nội quy học tập của trường"

ENTRIES = (
    Entry(
        "attendance.min_share",
        Subject.TEACHING,
        "Tỷ lệ tham dự tối thiểu để xét hoàn thành khóa học",
        Percent(),
        (
            Default(
                80,
                Basis.PRACTICE,
                "Thông lệ của các cơ sở đào tạo, bồi dưỡng; Thông tư 03/2023/TT-BNV, Điều 6 ghi"
                " “tham gia đầy đủ” (đọc qua bản tóm tắt)",
            ),
        ),
        "% số tiết",
        none_ok=True,
    ),
    Entry(
        "attendance.late_after_minutes",
        Subject.TEACHING,
        "Vào lớp sau bao nhiêu phút thì ghi là đi muộn",
        Number(0, 120),
        (Default(10, Basis.INTERNAL, _SCHOOL),),
        "phút",
    ),
    Entry(
        "attendance.code_seconds",
        Subject.TEACHING,
        "Mã điểm danh đổi sau bao nhiêu giây (mã liền trước vẫn được nhận)",
        Number(10, 600),
        (
            Default(
                30,
                Basis.PRACTICE,
                "Thông lệ của mã dùng một lần theo thời gian (RFC 6238, mục 5.2: 30 giây)",
            ),
        ),
        "giây",
    ),
    Entry(
        "attendance.live_present_share",
        Subject.TEACHING,
        "Thời gian có mặt tối thiểu trong phòng học trực tuyến để đề nghị ghi có mặt",
        Percent(),
        (Default(80, Basis.INTERNAL, _SCHOOL),),
        "% thời gian buổi học",
    ),
    Entry(
        "live.take_back_minutes",
        Subject.TEACHING,
        "Người học được rút lại lời đã gửi trong phòng học trực tuyến trong bao nhiêu phút",
        Number(0, 60),
        (Default(5, Basis.INTERNAL, _SCHOOL),),
        "phút",
    ),
    Entry(
        "work.periods_per_day",
        Subject.TEACHING,
        "Số tiết của một ngày học",
        Number(1, 12),
        (
            Default(
                8,
                Basis.LAW,
                "Thông tư 24/2014/TT-BQP: 5 ngày là 40 tiết, 3 ngày là 24 tiết",
                is_verified=True,
            ),
        ),
        "tiết",
        told_only=True,
    ),
    Entry(
        "assessment.pass_score",
        Subject.RESULTS,
        "Điểm đạt của mỗi bài kiểm tra bắt buộc",
        Number(0, 10, places=2),
        (
            Default(
                5,
                Basis.LAW,
                "Thông tư 03/2023/TT-BNV, Điều 6 (đọc qua bản tóm tắt): đạt từ 50% thang điểm",
            ),
        ),
        "điểm trên thang 10",
        none_ok=True,
    ),
    Entry(
        "certificate.number_pattern",
        Subject.RESULTS,
        "Mẫu số hiệu chứng chỉ",
        Pattern(("school", "year", "number")),
        (
            Default(
                "{school}/{year}/{number:05d}",
                Basis.PRACTICE,
                "Thông lệ của các cơ sở đào tạo, bồi dưỡng; mỗi trường đặt mẫu của mình",
            ),
        ),
    ),
    Entry(
        "training.yearly_minimum",
        Subject.RESULTS,
        "Thời lượng bồi dưỡng bắt buộc tối thiểu hằng năm",
        Number(0, 400),
        (
            Default(
                40,
                Basis.LAW,
                "Nghị định 101/2017/NĐ-CP: 01 tuần/năm, một tuần 5 ngày, mỗi ngày 8 tiết (đọc qua"
                " bản tóm tắt)",
                dt.date(2017, 10, 21),
                dt.date(2021, 12, 9),
            ),
            Default(
                None,
                Basis.LAW,
                "Nghị định 89/2021/NĐ-CP bỏ mức tối thiểu 01 tuần/năm từ ngày 10/12/2021 (đọc qua"
                " bản tóm tắt)",
                dt.date(2021, 12, 10),
            ),
        ),
        "tiết mỗi năm",
        (Scope.UNIT, Scope.GROUP, Scope.LEVEL),
        none_ok=True,
        told_only=True,
    ),
)
