"""A small course in three lessons, and its printed edition."""

import copy
import itertools
from typing import Any

from cms import api
from cms.content import Outline
from tests.factories.people import SYSTEM

_serial = itertools.count(1)

LAW = {
    "number": "60/2014/QH13",
    "title": "Luật Hộ tịch",
    "issuer": "Quốc hội",
    "valid_from": "2016-01-01",
}

SCENARIO: dict[str, Any] = {
    "citizen": "bà Lý Thị Mẩy",
    "role": "công chức Tư pháp – Hộ tịch",
    "scenes": [
        {
            "key": "canh-1",
            "title": "Thiếu giấy chứng sinh",
            "place": "Quầy một cửa, 9 giờ",
            "picture": "counter",
            "picture_alt": "Quầy một cửa của xã",
            "speaker": "Bà Mẩy",
            "speech": "Cháu tôi sinh ở nhà, không có giấy chứng sinh.",
            "papers": [
                {
                    "key": "to-khai",
                    "title": "Tờ khai",
                    "status": "ok",
                    "status_text": "Đã điền",
                    "text": "Đăng ký khai sinh",
                },
                {
                    "key": "chung-sinh",
                    "title": "Giấy chứng sinh",
                    "status": "missing",
                    "status_text": "Không có",
                },
            ],
            "question": "Bạn xử lý thế nào?",
            "choices": [
                {
                    "key": "a",
                    "text": "Trả hồ sơ, hẹn khi có giấy chứng sinh.",
                    "consequence": "Bà về, mất một buổi đường.",
                    "target": "canh-2",
                    "trips": 1,
                    "minutes": 120,
                },
                {
                    "key": "b",
                    "text": "Hỏi người làm chứng, lập văn bản xác nhận.",
                    "consequence": "Bà gọi người đỡ đẻ đến.",
                    "target": "canh-2",
                    "minutes": 10,
                    "is_right": True,
                    "competence": "nghiep_vu",
                },
            ],
            "right_way": ["Hỏi có người làm chứng không", "Lập văn bản xác nhận"],
            "basis": [
                {
                    "kind": "law",
                    "text": "Luật Hộ tịch 2014, Điều 16 khoản 1",
                    "document": "60/2014/QH13",
                }
            ],
        },
        {
            "key": "canh-2",
            "title": "Lệ phí",
            "place": "Quầy một cửa",
            "picture": "counter",
            "picture_alt": "Quầy một cửa của xã",
            "question": "Có thu lệ phí không?",
            "choices": [
                {
                    "key": "a",
                    "text": "Không thu, vì đăng ký đúng hạn.",
                    "consequence": "Bà nhận giấy khai sinh.",
                    "target": "ket-thuc",
                    "minutes": 5,
                    "is_right": True,
                },
                {
                    "key": "b",
                    "text": "Thu tám nghìn đồng như mọi lần.",
                    "consequence": "Bà phải về lấy tiền.",
                    "target": "ket-thuc",
                    "trips": 1,
                    "minutes": 60,
                },
            ],
            "basis": [{"kind": "practice", "text": "Miễn lệ phí khi đăng ký đúng hạn"}],
        },
        {
            "key": "ket-thuc",
            "title": "Bà Mẩy ra về",
            "place": "Sân ủy ban",
            "picture": "field",
            "picture_alt": "Sân ủy ban xã",
            "narration": "Bà cầm giấy khai sinh.",
            "ending": "good",
        },
    ],
}


_ROOM = {"picture": "counter", "picture_alt": "Quầy một cửa của xã"}
_BASIS = {
    "basis": [{"kind": "practice", "text": "Kinh nghiệm ở bộ phận một cửa"}],
    "right_way": ["Hỏi xem ai biết việc sinh", "Xem từng tờ một lượt", "Ghi lại vào sổ"],
}


def _branches(
    target: str, well: str = "Bà Mẩy gật đầu.", badly: str = "Bà Mẩy phải chờ thêm."
) -> list[dict[str, Any]]:
    """Two branches of a step that is judged: all but right, and the rest."""
    return [
        {
            "key": "tot",
            "text": "Gần như đúng",
            "consequence": well,
            "target": target,
            "minutes": 5,
            "trust": 1,
            "is_right": True,
            "at_least": 80,
            "competence": "nghiep_vu",
        },
        {
            "key": "kem",
            "text": "Còn sai",
            "consequence": badly,
            "target": target,
            "trips": 1,
            "minutes": 40,
            "money": 30_000,
            "trust": -2,
            "effects": [{"variable": "sai", "op": "add", "value": 1}],
        },
    ]


# One scene of every kind of step, with variables, conditions, a case of a consequence and a time
# limit.
ALL_KINDS: dict[str, Any] = {
    "citizen": "bà Lý Thị Mẩy",
    "role": "công chức Tư pháp – Hộ tịch",
    "modes": ["guided", "solo"],
    "variables": [
        {"key": "sai", "title": "Số việc làm sai", "kind": "number", "start": 0},
        {"key": "da-xem", "title": "Đã xem hồ sơ", "kind": "flag", "start": False},
    ],
    "holidays": ["2026-09-01", "2026-09-02"],
    "scenes": [
        {
            **_ROOM,
            **_BASIS,
            "key": "chon",
            "title": "Bà Mẩy đến quầy",
            "place": "Quầy một cửa, 9 giờ",
            "speaker": "Bà Mẩy",
            "speech": "Cháu tôi sinh ở nhà, không có giấy chứng sinh.",
            "words": [{"speaker": "Anh con rể", "speech": "Trạm xá xa quá, hôm ấy lại mưa."}],
            "papers": [
                {
                    "key": "to-khai",
                    "title": "Tờ khai",
                    "status": "ok",
                    "status_text": "Đã điền",
                    "text": "Tờ khai đăng ký khai sinh",
                    "lines": [
                        {"key": "ten", "label": "Họ tên mẹ", "value": "Vàng Thị Dơ"},
                        {"key": "ngay", "label": "Ngày nhận", "value": "31/08/2026"},
                    ],
                },
                {
                    "key": "chung-sinh",
                    "title": "Giấy chứng sinh",
                    "status": "missing",
                    "status_text": "Không có",
                },
            ],
            "question": "Bạn làm gì trước?",
            "hint": "Ai đã ở bên lúc cháu ra đời?",
            "is_shuffled": True,
            "choices": [
                {
                    "key": "tra",
                    "text": "Trả hồ sơ, hẹn khi có giấy chứng sinh.",
                    "consequence": "Bà về, mất một buổi đường.",
                    "target": "nhieu",
                    "trips": 1,
                    "minutes": 120,
                    "trust": -3,
                    "effects": [{"variable": "sai", "op": "add", "value": 1}],
                },
                {
                    "key": "hoi",
                    "text": "Hỏi ai đỡ đẻ, mời người ấy làm chứng.",
                    "consequence": "Bà gọi người đỡ đẻ đến.",
                    "target": "nhieu",
                    "minutes": 10,
                    "trust": 2,
                    "is_right": True,
                    "effects": [{"variable": "da-xem", "op": "set", "value": True}],
                },
                {
                    "key": "an",
                    "text": "Chỉ hiện khi đã sai.",
                    "consequence": "Không ai thấy.",
                    "target": "nhieu",
                    "when": [{"variable": "sai", "op": ">", "value": 0}],
                },
            ],
        },
        {
            **_ROOM,
            **_BASIS,
            "key": "nhieu",
            "title": "Giấy tờ cần hỏi",
            "place": "Quầy một cửa",
            "question": "Cần những gì?",
            "step": "several",
            "is_shuffled": True,
            "items": [
                {
                    "key": "lam-chung",
                    "text": "Văn bản của người làm chứng",
                    "right": True,
                    "why": "Luật cho thay giấy chứng sinh.",
                },
                {
                    "key": "cam-doan",
                    "text": "Giấy cam đoan việc sinh",
                    "right": True,
                    "why": "Khi không có người làm chứng.",
                },
                {"key": "ho-khau", "text": "Sổ hộ khẩu giấy", "why": "Đã bỏ từ 2023."},
            ],
            "choices": _branches("thu-tu"),
        },
        {
            **_ROOM,
            **_BASIS,
            "key": "thu-tu",
            "title": "Làm theo thứ tự",
            "place": "Quầy một cửa",
            "question": "Việc nào trước, việc nào sau?",
            "step": "order",
            "items": [
                {"key": "chao", "text": "Chào và mời ngồi"},
                {"key": "nghe", "text": "Nghe hết lời bà nói", "why": "Nghe hết rồi mới hỏi."},
                {"key": "xem", "text": "Xem từng tờ giấy"},
                {"key": "ghi", "text": "Ghi giấy hẹn"},
            ],
            "choices": _branches("cho-sai"),
        },
        {
            **_ROOM,
            **_BASIS,
            "key": "cho-sai",
            "title": "Soát hồ sơ",
            "place": "Quầy một cửa",
            "question": "Dòng nào trong hồ sơ sai?",
            "step": "spot",
            "papers": [
                {"key": "to-khai", "title": "Tờ khai", "status": "ok", "status_text": "Đã điền"},
                {
                    "key": "can-cuoc",
                    "title": "Căn cước",
                    "status": "wrong",
                    "status_text": "Xem lại",
                },
            ],
            "items": [
                {"key": "d1", "text": "Họ tên mẹ: Vàng Thị Dơ", "paper": "to-khai"},
                {
                    "key": "d2",
                    "text": "Ngày sinh con: 31/02/2026",
                    "paper": "to-khai",
                    "right": True,
                    "why": "Tháng Hai không có ngày 31.",
                },
                {
                    "key": "d3",
                    "text": "Họ tên: Vàng Thị Do",
                    "paper": "can-cuoc",
                    "right": True,
                    "why": "Thiếu dấu.",
                },
                {"key": "d4", "text": "Nơi cư trú: bản Nà Phát", "paper": "can-cuoc"},
            ],
            "choices": _branches("mau"),
        },
        {
            **_ROOM,
            **_BASIS,
            "key": "mau",
            "title": "Giấy hẹn",
            "place": "Quầy một cửa",
            "question": "Điền giấy hẹn.",
            "step": "form",
            "form_title": "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "papers": [
                {
                    "key": "to-khai",
                    "title": "Tờ khai",
                    "status": "ok",
                    "status_text": "Đã điền",
                    "lines": [
                        {"key": "ten", "label": "Họ tên mẹ", "value": "Vàng Thị Dơ"},
                        {"key": "ngay", "label": "Ngày nhận", "value": "31/08/2026"},
                    ],
                }
            ],
            "fields": [
                {
                    "key": "ten",
                    "label": "Họ tên người nộp",
                    "hint": "Như trên tờ khai",
                    "checks": [
                        {"rule": "required", "text": "Ô này còn trống."},
                        {
                            "rule": "paper",
                            "paper": "to-khai",
                            "line": "ten",
                            "text": "Tên phải đúng từng dấu như tờ khai.",
                        },
                    ],
                    "model": "Vàng Thị Dơ",
                    "why": "Sai một dấu là tên người khác.",
                },
                {
                    "key": "nhan",
                    "label": "Ngày nhận",
                    "kind": "date",
                    "checks": [
                        {
                            "rule": "date",
                            "base": "paper:to-khai.ngay",
                            "text": "Ngày nhận là ngày trên tờ khai.",
                        }
                    ],
                    "model": "31/08/2026",
                },
                {
                    "key": "hen",
                    "label": "Ngày hẹn (3 ngày làm việc)",
                    "kind": "date",
                    "checks": [
                        {"rule": "required", "text": "Ô này còn trống."},
                        {
                            "rule": "date",
                            "base": "field:nhan",
                            "count": 3,
                            "unit": "working_days",
                            "text": "Đếm 3 ngày làm việc, bỏ ngày nghỉ lễ 1 và 2/9.",
                        },
                    ],
                    "model": "07/09/2026",
                    "why": "01 và 02/9 là ngày nghỉ.",
                },
                {
                    "key": "so-ban",
                    "label": "Số bản",
                    "kind": "number",
                    "checks": [{"rule": "number", "low": 1, "high": 5, "text": "Từ 1 đến 5 bản."}],
                    "model": "1",
                },
                {
                    "key": "cach",
                    "label": "Nhận kết quả",
                    "kind": "choice",
                    "options": ["Tại quầy", "Qua bưu chính"],
                    "checks": [
                        {"rule": "equals", "accept": ["Tại quầy"], "text": "Bà xin nhận tại quầy."}
                    ],
                    "model": "Tại quầy",
                },
                {"key": "ghi-chu", "label": "Ghi chú", "kind": "long", "model": "Không"},
            ],
            "choices": _branches("ly-do"),
        },
        {
            **_ROOM,
            **_BASIS,
            "key": "ly-do",
            "title": "Vì sao nhận",
            "place": "Quầy một cửa",
            "question": "Viết một câu giải thích cho bà Mẩy.",
            "step": "reason",
            "model": (
                "Nhà mình có người làm chứng nên xã nhận hồ sơ hôm nay, bà không phải về lấy thêm"
                " giấy."
            ),
            "items": [
                {"key": "nhan", "text": "Nói rõ hồ sơ được nhận hôm nay", "right": True},
                {"key": "vi-sao", "text": "Nói vì sao", "right": True},
            ],
            "choices": _branches("anh"),
        },
        {
            **_ROOM,
            **_BASIS,
            "key": "anh",
            "title": "Nhìn quanh quầy",
            "place": "Quầy một cửa",
            "question": "Trên ảnh, chỗ nào làm bà con ngại?",
            "step": "picture",
            "items": [
                {
                    "key": "bien",
                    "text": "Tấm biển treo cao",
                    "right": True,
                    "why": "Người thấp không đọc được.",
                    "x": 45,
                    "y": 5,
                    "w": 30,
                    "h": 12,
                },
                {"key": "cua-so", "text": "Cửa sổ nhìn ra núi", "x": 8, "y": 12, "w": 25, "h": 40},
                {"key": "giay", "text": "Tờ giấy trên quầy", "x": 52, "y": 52, "w": 12, "h": 10},
            ],
            "choices": _branches("chuyen-gia"),
        },
        {
            **_ROOM,
            **_BASIS,
            "key": "chuyen-gia",
            "title": "Người sau nóng ruột",
            "place": "Quầy một cửa",
            "question": "Cách nào tốt nhất, cách nào kém nhất?",
            "step": "judge",
            "seconds": 90,
            "items": [
                {
                    "key": "moi",
                    "text": "Mời ngồi, nói còn bao lâu.",
                    "panel": [5, 5, 4],
                    "why": "Người chờ biết mình chờ bao lâu.",
                },
                {"key": "im", "text": "Im lặng làm tiếp.", "panel": [2, 3, 2]},
                {
                    "key": "gat",
                    "text": "Nói: cứ chờ đấy.",
                    "panel": [1, 1, 1],
                    "why": "Làm căng thêm.",
                },
            ],
            "choices": [
                *_branches("ket-tot"),
                {
                    "key": "muon",
                    "text": "Hết giờ",
                    "consequence": "Người sau bỏ về.",
                    "target": "ket-kem",
                    "trips": 1,
                    "on_timeout": True,
                },
            ],
        },
        {
            **_ROOM,
            "key": "ket-tot",
            "title": "Bà Mẩy ra về",
            "place": "Sân ủy ban",
            "narration": "Bà cầm giấy hẹn.",
            "ending": "good",
            "when": [{"variable": "sai", "op": "<=", "value": 2}],
            "otherwise": "ket-kem",
        },
        {
            **_ROOM,
            "key": "ket-kem",
            "title": "Bà Mẩy còn phải quay lại",
            "place": "Sân ủy ban",
            "narration": "Bà về, mai lại xuống.",
            "ending": "poor",
        },
    ],
}
# The right answer to every scene of it.
RIGHT: dict[str, dict[str, Any]] = {
    "chon": {"choice": "hoi"},
    "nhieu": {"picked": ["lam-chung", "cam-doan"]},
    "thu-tu": {"order": ["chao", "nghe", "xem", "ghi"]},
    "cho-sai": {"picked": ["d2", "d3"]},
    "mau": {
        "fields": {
            "ten": "Vàng Thị Dơ",
            "nhan": "31/08/2026",
            "hen": "07/09/2026",
            "so-ban": "1",
            "cach": "Tại quầy",
            "ghi-chu": "",
        }
    },
    "ly-do": {
        "text": "Hồ sơ được nhận hôm nay vì có người làm chứng.",
        "ticked": ["nhan", "vi-sao"],
    },
    "anh": {"picked": ["bien"]},
    "chuyen-gia": {"best": "moi", "worst": "gat"},
}


def course_data(slug: str = "", **fields: Any) -> dict[str, Any]:
    """Data for cms.api.write_course: a reading, a scenario of three scenes, an assignment."""
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
                        "slug": f"{slug}-doc",
                        "title": "Ba bước nhận hồ sơ",
                        "kind": "reading",
                        "minutes": 5,
                        "body": [
                            {"type": "text", "html": "<p>Chào, hỏi, <strong>nhận</strong>.</p>"},
                            {
                                "type": "legal",
                                "text": "Điều 16 khoản 1",
                                "document": "60/2014/QH13",
                            },
                            {"type": "note", "html": "<p>Không bắt bà con đi lại.</p>"},
                        ],
                    },
                    {
                        "slug": f"{slug}-tinh-huong",
                        "title": "Em bé sinh ở nhà",
                        "kind": "scenario",
                        "minutes": 10,
                        "scenario": copy.deepcopy(SCENARIO),
                    },
                    {
                        "slug": f"{slug}-thu-hoach",
                        "title": "Bài thu hoạch",
                        "kind": "assignment",
                        "minutes": 60,
                        "assignment": {
                            "brief_html": "<p>Kể một lần bạn nhận hồ sơ.</p>",
                            "min_words": 5,
                            "max_words": 800,
                            "allows_file": True,
                            "rubric": [
                                {
                                    "key": "hieu",
                                    "title": "Hiểu vấn đề",
                                    "weight": 60,
                                    "levels": ["Yếu", "Trung bình", "Khá", "Tốt"],
                                },
                                {
                                    "key": "van-dung",
                                    "title": "Vận dụng",
                                    "weight": 40,
                                    "levels": ["Yếu", "Trung bình", "Khá", "Tốt"],
                                },
                            ],
                        },
                    },
                ],
            }
        ],
    }
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
