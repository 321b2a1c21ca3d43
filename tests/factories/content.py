"""A small course in three lessons, and its printed edition."""

import copy
import itertools
from typing import Any

from cms import api
from cms.content import Outline
from tests.factories.people import SYSTEM

_serial = itertools.count(1)

LAW = {"number": "60/2014/QH13", "title": "Luật Hộ tịch", "issuer": "Quốc hội", "valid_from": "2016-01-01"}  # fmt: skip

SCENARIO: dict[str, Any] = {
    "citizen": "bà Lý Thị Mẩy",
    "role": "công chức Tư pháp – Hộ tịch",
    "scenes": [
        {
            "key": "canh-1", "title": "Thiếu giấy chứng sinh", "place": "Quầy một cửa, 9 giờ",
            "picture": "counter", "picture_alt": "Quầy một cửa của xã",
            "speaker": "Bà Mẩy", "speech": "Cháu tôi sinh ở nhà, không có giấy chứng sinh.",
            "papers": [
                {"key": "to-khai", "title": "Tờ khai", "status": "ok", "status_text": "Đã điền", "text": "Đăng ký khai sinh"},
                {"key": "chung-sinh", "title": "Giấy chứng sinh", "status": "missing", "status_text": "Không có"},
            ],
            "question": "Bạn xử lý thế nào?",
            "choices": [
                {"key": "a", "text": "Trả hồ sơ, hẹn khi có giấy chứng sinh.", "consequence": "Bà về, mất một buổi đường.", "target": "canh-2", "trips": 1, "minutes": 120},
                {"key": "b", "text": "Hỏi người làm chứng, lập văn bản xác nhận.", "consequence": "Bà gọi người đỡ đẻ đến.", "target": "canh-2", "minutes": 10, "is_right": True, "competence": "nghiep_vu"},
            ],
            "right_way": ["Hỏi có người làm chứng không", "Lập văn bản xác nhận"],
            "basis": [{"kind": "law", "text": "Luật Hộ tịch 2014, Điều 16 khoản 1", "document": "60/2014/QH13"}],
        },
        {
            "key": "canh-2", "title": "Lệ phí", "place": "Quầy một cửa", "picture": "counter", "picture_alt": "Quầy một cửa của xã",
            "question": "Có thu lệ phí không?",
            "choices": [
                {"key": "a", "text": "Không thu, vì đăng ký đúng hạn.", "consequence": "Bà nhận giấy khai sinh.", "target": "ket-thuc", "minutes": 5, "is_right": True},
                {"key": "b", "text": "Thu tám nghìn đồng như mọi lần.", "consequence": "Bà phải về lấy tiền.", "target": "ket-thuc", "trips": 1, "minutes": 60},
            ],
            "basis": [{"kind": "practice", "text": "Miễn lệ phí khi đăng ký đúng hạn"}],
        },
        {"key": "ket-thuc", "title": "Bà Mẩy ra về", "place": "Sân ủy ban", "picture": "field", "picture_alt": "Sân ủy ban xã", "narration": "Bà cầm giấy khai sinh.", "ending": "good"},
    ],
}  # fmt: skip


def course_data(slug: str = "", **fields: Any) -> dict[str, Any]:
    """What cms.api.write_course takes: a reading lesson, a scenario of three scenes, an assignment."""
    slug = slug or f"khoa-{next(_serial)}"
    data = {
        "slug": slug,
        "title": f"Tiếp nhận hồ sơ {slug}",
        "kind": "programme",
        "summary": "Nhận hồ sơ đúng, đủ, một lần.",
        "audience": "Công chức làm việc ở bộ phận một cửa",
        "outcomes": ["Nhận hồ sơ khai sinh khi thiếu giấy chứng sinh"],
        "periods": 8,
        "modules": [
            {
                "title": "Đăng ký khai sinh",
                "lessons": [
                    {
                        "slug": f"{slug}-doc", "title": "Ba bước nhận hồ sơ", "kind": "reading", "minutes": 5,
                        "body": [
                            {"type": "text", "html": "<p>Chào, hỏi, <strong>nhận</strong>.</p>"},
                            {"type": "legal", "text": "Điều 16 khoản 1", "document": "60/2014/QH13"},
                            {"type": "note", "html": "<p>Không bắt bà con đi lại.</p>"},
                        ],
                    },
                    {"slug": f"{slug}-tinh-huong", "title": "Em bé sinh ở nhà", "kind": "scenario", "minutes": 10, "scenario": copy.deepcopy(SCENARIO)},
                    {
                        "slug": f"{slug}-thu-hoach", "title": "Bài thu hoạch", "kind": "assignment", "minutes": 60,
                        "assignment": {
                            "brief_html": "<p>Kể một lần bạn nhận hồ sơ.</p>", "min_words": 5, "max_words": 800, "allows_file": True,
                            "rubric": [
                                {"key": "hieu", "title": "Hiểu vấn đề", "weight": 60, "levels": ["Yếu", "Trung bình", "Khá", "Tốt"]},
                                {"key": "van-dung", "title": "Vận dụng", "weight": 40, "levels": ["Yếu", "Trung bình", "Khá", "Tốt"]},
                            ],
                        },
                    },
                ],
            }
        ],
    }  # fmt: skip
    return {**data, **fields}


def section(school_code: str = "TCT-DB", name: str = "Trường Chính trị tỉnh Điện Biên") -> Any:
    """The site and the section of a school."""
    return api.build_school_section(actor=SYSTEM, school_code=school_code, name=name)


def course(school_code: str = "TCT-DB", **fields: Any) -> int:
    """A published, not yet printed course; its id. `fields` replace those of `course_data`."""
    section(school_code, f"Trường {school_code}")
    api.write_legal_documents(actor=SYSTEM, rows=[LAW])
    return api.write_course(actor=SYSTEM, school_code=school_code, data=course_data(**fields))


def edition(school_code: str = "TCT-DB", **fields: Any) -> Outline:
    """A printed edition: lessons <slug>-doc, <slug>-tinh-huong, <slug>-thu-hoach."""
    return api.publish_edition(actor=SYSTEM, course_id=course(school_code, **fields), note="")
