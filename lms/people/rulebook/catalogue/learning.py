"""Rules of cases, their analysis, conduct culture."""

from lms.people.rulebook.catalogue.entry import FirstValue, RuleEntry, RuleSubject
from lms.people.rulebook.kinds import GroundsValue, NumberValue, PercentValue
from lms.people.rulebook.models import Basis

_ITEMS = "Thông lệ phân tích câu hỏi trắc nghiệm (chỉ số độ dễ)"
_SCHOOLS = "Thông lệ của các trường"
_PROVINCE = "Thông lệ của cơ quan quản lý đào tạo tỉnh"

ENTRIES = (
    RuleEntry(
        "scenario.pass_share",
        RuleSubject.CASES,
        "Điểm tối thiểu của lượt tự làm để tính là xong một tình huống",
        PercentValue(),
        (
            FirstValue(
                50,
                Basis.PRACTICE,
                f"{_SCHOOLS}: đi được nửa quãng từ cách kém nhất đến cách tốt nhất cho người dân",
            ),
        ),
        "điểm trên thang 100",
        none_ok=True,
    ),
    RuleEntry(
        "scenario.firm_share",
        RuleSubject.CASES,
        "Năng lực được gọi là “vững” từ bao nhiêu phần trăm số điểm có thể đạt",
        PercentValue(),
        (FirstValue(80, Basis.PRACTICE, _SCHOOLS),),
        "% số điểm có thể đạt",
    ),
    RuleEntry(
        "scenario.fair_share",
        RuleSubject.CASES,
        "Năng lực được gọi là “khá” từ bao nhiêu phần trăm số điểm có thể đạt",
        PercentValue(),
        (FirstValue(50, Basis.PRACTICE, _SCHOOLS),),
        "% số điểm có thể đạt",
    ),
    RuleEntry(
        "insight.too_easy_share",
        RuleSubject.CASES,
        "Tỷ lệ chọn đúng từ bao nhiêu thì cảnh bị coi là quá dễ",
        PercentValue(),
        (FirstValue(95, Basis.PRACTICE, _ITEMS),),
        "% câu trả lời",
    ),
    RuleEntry(
        "insight.too_hard_share",
        RuleSubject.CASES,
        "Tỷ lệ chọn đúng đến bao nhiêu thì cảnh bị coi là quá khó",
        PercentValue(),
        (FirstValue(35, Basis.PRACTICE, _ITEMS),),
        "% câu trả lời",
    ),
    RuleEntry(
        "insight.least_answers",
        RuleSubject.CASES,
        "Số câu trả lời ít nhất để kết luận về một cảnh",
        NumberValue(1, 1000),
        (FirstValue(5, Basis.PRACTICE, "Thông lệ: ít hơn thì một người cũng làm lệch tỷ lệ"),),
        "câu trả lời",
    ),
    RuleEntry(
        "insight.away_minutes",
        RuleSubject.CASES,
        "Dừng lâu hơn bao nhiêu phút thì coi là đã rời máy, không tính vào thời gian suy nghĩ",
        NumberValue(1, 240),
        (FirstValue(15, Basis.PRACTICE, "Thông lệ phân tích nhật ký học tập"),),
        "phút",
    ),
    RuleEntry(
        "panel.divided_points",
        RuleSubject.CASES,
        "Hai chuyên gia cho điểm lệch nhau từ bao nhiêu thì coi là hội đồng chưa thống nhất",
        NumberValue(1, 4),
        (
            FirstValue(
                3, Basis.PRACTICE, "Thông lệ của câu hỏi xử lý tình huống có hội đồng chuyên gia"
            ),
        ),
        "điểm trên thang 1–5",
    ),
    RuleEntry(
        "panel.nearest_means",
        RuleSubject.CASES,
        "Điểm trung bình của hai cách tốt nhất (hoặc kém nhất) gần nhau dưới bao nhiêu thì coi là"
        " hội đồng chưa thống nhất",
        NumberValue(0, 2, places=2),
        (
            FirstValue(
                0.3, Basis.PRACTICE, "Thông lệ của câu hỏi xử lý tình huống có hội đồng chuyên gia"
            ),
        ),
        "điểm trên thang 1–5",
    ),
    RuleEntry(
        "conduct.fewest_rated",
        RuleSubject.CONDUCT,
        "Số người ít nhất để cho xem điểm trung bình tự đánh giá của lớp",
        NumberValue(3, 100),
        (
            FirstValue(
                5,
                Basis.PRACTICE,
                "Thông lệ thống kê: ít hơn thì có thể đoán ra một người đã nói gì",
            ),
        ),
        "người",
    ),
    RuleEntry(
        "conduct.exempt_grounds",
        RuleSubject.CONDUCT,
        "Lý do được miễn học văn hóa ứng xử trong năm",
        GroundsValue(),
        (
            FirstValue(
                [
                    {
                        "key": "thai-san",
                        "title": "Nghỉ thai sản",
                        "source": (
                            "Bộ luật Lao động 45/2019/QH14, Điều 139 (chưa đối chiếu văn bản gốc)"
                        ),
                    },
                    {
                        "key": "om-dai-ngay",
                        "title": "Nghỉ ốm dài ngày theo giấy của cơ sở khám bệnh",
                        "source": (
                            "Luật Bảo hiểm xã hội 41/2024/QH15, chế độ ốm đau (chưa đối chiếu văn"
                            " bản gốc)"
                        ),
                    },
                    {
                        "key": "biet-phai",
                        "title": "Được cử đi học hoặc công tác ở nước ngoài từ 6 tháng",
                        "source": _PROVINCE,
                    },
                    {
                        "key": "nghi-huu",
                        "title": "Nghỉ hưu hoặc thôi việc trong năm",
                        "source": _PROVINCE,
                    },
                ],
                Basis.INTERNAL,
                "Quy định về bồi dưỡng văn hóa ứng xử hằng năm của cơ quan quản lý đào tạo tỉnh",
            ),
        ),
        "lý do",
    ),
)
