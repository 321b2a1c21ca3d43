"""Rules of classes, attendance, results, certificates."""

import datetime as dt

from lms.people.rulebook.catalogue.entry import FirstValue, RuleEntry, RuleScope, RuleSubject
from lms.people.rulebook.kinds import NumberValue, PatternValue, PercentValue
from lms.people.rulebook.models import Basis

_SCHOOL = "Nội quy học tập của trường"

ENTRIES = (
    RuleEntry(
        "attendance.min_share",
        RuleSubject.TEACHING,
        "Tỷ lệ tham dự tối thiểu để xét hoàn thành khóa học",
        PercentValue(),
        (
            FirstValue(
                80,
                Basis.PRACTICE,
                "Thông lệ của các cơ sở đào tạo, bồi dưỡng; Thông tư 03/2023/TT-BNV, Điều 6 ghi"
                " “tham gia đầy đủ” (đọc qua bản tóm tắt)",
            ),
        ),
        "% số tiết",
        none_ok=True,
    ),
    RuleEntry(
        "attendance.late_after_minutes",
        RuleSubject.TEACHING,
        "Vào lớp sau bao nhiêu phút thì ghi là đi muộn",
        NumberValue(0, 120),
        (FirstValue(10, Basis.INTERNAL, _SCHOOL),),
        "phút",
    ),
    RuleEntry(
        "attendance.code_seconds",
        RuleSubject.TEACHING,
        "Mã điểm danh đổi sau bao nhiêu giây (mã liền trước vẫn được nhận)",
        NumberValue(10, 600),
        (
            FirstValue(
                30,
                Basis.PRACTICE,
                "Thông lệ của mã dùng một lần theo thời gian (RFC 6238, mục 5.2: 30 giây)",
            ),
        ),
        "giây",
    ),
    RuleEntry(
        "attendance.live_present_share",
        RuleSubject.TEACHING,
        "Thời gian có mặt tối thiểu trong phòng học trực tuyến để đề nghị ghi có mặt",
        PercentValue(),
        (FirstValue(80, Basis.INTERNAL, _SCHOOL),),
        "% thời gian buổi học",
    ),
    RuleEntry(
        "live.take_back_minutes",
        RuleSubject.TEACHING,
        "Người học được rút lại lời đã gửi trong phòng học trực tuyến trong bao nhiêu phút",
        NumberValue(0, 60),
        (FirstValue(5, Basis.INTERNAL, _SCHOOL),),
        "phút",
    ),
    RuleEntry(
        "work.periods_per_day",
        RuleSubject.TEACHING,
        "Số tiết của một ngày học",
        NumberValue(1, 12),
        (
            FirstValue(
                8,
                Basis.LAW,
                "Thông tư 24/2014/TT-BQP: 5 ngày là 40 tiết, 3 ngày là 24 tiết",
                is_verified=True,
            ),
        ),
        "tiết",
        told_only=True,
    ),
    RuleEntry(
        "assessment.pass_score",
        RuleSubject.RESULTS,
        "Điểm đạt của mỗi bài kiểm tra bắt buộc",
        NumberValue(0, 10, places=2),
        (
            FirstValue(
                5,
                Basis.LAW,
                "Thông tư 03/2023/TT-BNV, Điều 6 (đọc qua bản tóm tắt): đạt từ 50% thang điểm",
            ),
        ),
        "điểm trên thang 10",
        none_ok=True,
    ),
    RuleEntry(
        "certificate.number_pattern",
        RuleSubject.RESULTS,
        "Mẫu số hiệu chứng chỉ",
        PatternValue(("school", "year", "number")),
        (
            FirstValue(
                "{school}/{year}/{number:05d}",
                Basis.PRACTICE,
                "Thông lệ của các cơ sở đào tạo, bồi dưỡng; mỗi trường đặt mẫu của mình",
            ),
        ),
    ),
    RuleEntry(
        "training.yearly_minimum",
        RuleSubject.RESULTS,
        "Thời lượng bồi dưỡng bắt buộc tối thiểu hằng năm",
        NumberValue(0, 400),
        (
            FirstValue(
                40,
                Basis.LAW,
                "Nghị định 101/2017/NĐ-CP: 01 tuần/năm, một tuần 5 ngày, mỗi ngày 8 tiết (đọc qua"
                " bản tóm tắt)",
                dt.date(2017, 10, 21),
                dt.date(2021, 12, 9),
            ),
            FirstValue(
                None,
                Basis.LAW,
                "Nghị định 89/2021/NĐ-CP bỏ mức tối thiểu 01 tuần/năm từ ngày 10/12/2021 (đọc qua"
                " bản tóm tắt)",
                dt.date(2021, 12, 10),
            ),
        ),
        "tiết mỗi năm",
        (RuleScope.UNIT, RuleScope.GROUP, RuleScope.LEVEL),
        none_ok=True,
        told_only=True,
    ),
)
