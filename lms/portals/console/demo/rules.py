"""The rulebook of the demo: every threshold of the product with its period, its source, and whether the text was read."""

import datetime as dt

from lms.core.actor import Actor
from lms.people.rulebook.actions import Draft, set_rule
from lms.people.rulebook.models import Basis
from lms.people.rulebook.queries import rules_for

# The day of the oldest instrument that the rules cite.
_SINCE_2017 = dt.date(2017, 10, 21)
_LONG_AGO = dt.date(2000, 1, 1)

RULES = (
    Draft("assessment.pass_score", "Điểm đạt của mỗi bài kiểm tra bắt buộc", 5, _LONG_AGO, Basis.LAW,
          "Thông tư 03/2023/TT-BNV, Điều 6 (đọc qua bản tóm tắt): đạt từ 50% thang điểm", "điểm trên thang 10"),
    Draft("attendance.min_share", "Tỷ lệ tham dự tối thiểu để xét hoàn thành khóa học", 80, _LONG_AGO, Basis.PRACTICE,
          "Thông lệ của các cơ sở đào tạo, bồi dưỡng; Thông tư 03/2023/TT-BNV, Điều 6 ghi “tham gia đầy đủ” (đọc qua bản tóm tắt)", "% số tiết"),
    Draft("attendance.late_after_minutes", "Vào lớp sau bao nhiêu phút thì ghi là đi muộn", 10, _LONG_AGO, Basis.INTERNAL,
          "Nội quy học tập của trường", "phút"),
    Draft("attendance.code_seconds", "Mã điểm danh đổi sau bao nhiêu giây (mã liền trước vẫn được nhận)", 30, _LONG_AGO, Basis.PRACTICE,
          "Thông lệ của mã dùng một lần theo thời gian (RFC 6238, mục 5.2: 30 giây)", "giây"),
    Draft("attendance.live_present_share", "Thời gian có mặt tối thiểu trong phòng học trực tuyến để đề nghị ghi có mặt", 80, _LONG_AGO, Basis.INTERNAL,
          "Nội quy học tập của trường", "% thời gian buổi học"),
    Draft("certificate.number_pattern", "Mẫu số hiệu chứng chỉ", "{school}/{year}/{number:05d}", _LONG_AGO, Basis.PRACTICE,
          "Thông lệ của các cơ sở đào tạo, bồi dưỡng; mỗi trường đặt mẫu của mình"),
    Draft("work.periods_per_day", "Số tiết của một ngày học", 8, _LONG_AGO, Basis.LAW,
          "Thông tư 24/2014/TT-BQP: 5 ngày là 40 tiết, 3 ngày là 24 tiết", "tiết", is_verified=True),
    Draft("training.yearly_minimum", "Thời lượng bồi dưỡng bắt buộc tối thiểu hằng năm", 40, _SINCE_2017, Basis.LAW,
          "Nghị định 101/2017/NĐ-CP: 01 tuần/năm, một tuần 5 ngày, mỗi ngày 8 tiết (đọc qua bản tóm tắt)", "tiết mỗi năm",
          valid_to=dt.date(2021, 12, 9)),
    Draft("training.yearly_minimum", "Thời lượng bồi dưỡng bắt buộc tối thiểu hằng năm", None, dt.date(2021, 12, 10), Basis.LAW,
          "Nghị định 89/2021/NĐ-CP bỏ mức tối thiểu 01 tuần/năm từ ngày 10/12/2021 (đọc qua bản tóm tắt)", "tiết mỗi năm"),
    Draft("accounts.code_days", "Mã đăng nhập in trên giấy dùng được trong bao nhiêu ngày", 14, _LONG_AGO, Basis.INTERNAL,
          "Quy định vận hành của hệ thống", "ngày"),
    Draft("scenario.pass_share", "Điểm tối thiểu của lượt tự làm để tính là xong một tình huống", 50, _LONG_AGO, Basis.PRACTICE,
          "Thông lệ của các trường: đi được nửa quãng từ cách kém nhất đến cách tốt nhất cho người dân", "điểm trên thang 100"),
    Draft("insight.too_easy_share", "Tỷ lệ chọn đúng từ bao nhiêu thì cảnh bị coi là quá dễ", 95, _LONG_AGO, Basis.PRACTICE,
          "Thông lệ phân tích câu hỏi trắc nghiệm (chỉ số độ dễ)", "% câu trả lời"),
    Draft("insight.too_hard_share", "Tỷ lệ chọn đúng đến bao nhiêu thì cảnh bị coi là quá khó", 35, _LONG_AGO, Basis.PRACTICE,
          "Thông lệ phân tích câu hỏi trắc nghiệm (chỉ số độ dễ)", "% câu trả lời"),
    Draft("insight.least_answers", "Số câu trả lời ít nhất để kết luận về một cảnh", 5, _LONG_AGO, Basis.PRACTICE,
          "Thông lệ: ít hơn thì một người cũng làm lệch tỷ lệ", "câu trả lời"),
    Draft("conduct.exempt_grounds", "Lý do được miễn học văn hóa ứng xử trong năm", [
              {"key": "thai-san", "title": "Nghỉ thai sản", "source": "Bộ luật Lao động 45/2019/QH14, Điều 139 (chưa đối chiếu văn bản gốc)"},
              {"key": "om-dai-ngay", "title": "Nghỉ ốm dài ngày theo giấy của cơ sở khám bệnh", "source": "Luật Bảo hiểm xã hội 41/2024/QH15, chế độ ốm đau (chưa đối chiếu văn bản gốc)"},
              {"key": "biet-phai", "title": "Được cử đi học hoặc công tác ở nước ngoài từ 6 tháng", "source": "Thông lệ của cơ quan quản lý đào tạo tỉnh"},
              {"key": "nghi-huu", "title": "Nghỉ hưu hoặc thôi việc trong năm", "source": "Thông lệ của cơ quan quản lý đào tạo tỉnh"},
          ], _LONG_AGO, Basis.INTERNAL, "Quy định về bồi dưỡng văn hóa ứng xử hằng năm của cơ quan quản lý đào tạo tỉnh", "lý do"),
    Draft("verification.per_minute", "Số lần tra cứu chứng chỉ mỗi phút từ một địa chỉ mạng", 30, _LONG_AGO, Basis.INTERNAL,
          "Quy định vận hành của hệ thống", "lần mỗi phút"),
)  # fmt: skip


def build(actor: Actor) -> int:
    """Set every rule that is not there yet on its first day; returns how many were set."""
    made = 0
    for draft in RULES:
        there = rules_for(draft.key, day=draft.valid_from).get(draft.key)
        if there is None or there.value != draft.value:
            set_rule(actor=actor, draft=draft)
            made += 1
    return made
