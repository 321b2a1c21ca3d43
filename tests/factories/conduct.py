"""A conduct course of five lessons: before, reflection, pledge, refresher of six situations,
after.
"""

import itertools
from typing import Any

from cms import api
from cms.content import Outline
from lms.people.personnel.models import Official
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.models import Enrolment
from tests.factories import content, people, teaching
from tests.factories.people import Cast

_serial = itertools.count(1)

STATEMENTS = [
    {"key": "chao", "text": "Tôi chào người dân trước khi hỏi việc."},
    {"key": "giai-thich", "text": "Tôi nói rõ lý do khi chưa nhận được hồ sơ."},
]
PLEDGE = "Tôi cam kết chào trước, hỏi sau.\nTôi cam kết không nhận quà của người dân."


def situation(key: str) -> dict[str, Any]:
    """Best "a" (mean 4.75), worst "c" (mean 1.25); the experts differ over "b"."""
    return {
        "key": key,
        "title": f"Tình huống {key}",
        "place": "Quầy một cửa",
        "picture": "counter",
        "picture_alt": "Quầy một cửa",
        "narration": f"Một người dân đã chờ hai giờ và nói to giữa phòng ({key}).",
        "question": "Cách nào tốt nhất, cách nào kém nhất?",
        "step": "judge",
        "items": [
            {
                "key": "a",
                "text": "Mời bác ngồi, xin lỗi vì bác phải chờ.",
                "panel": [5, 5, 4, 5],
                "why": "Nghe trước, giải thích sau.",
            },
            {
                "key": "b",
                "text": "Nói nhỏ rồi làm tiếp việc đang dở.",
                "panel": [1, 5, 1, 4],
                "why": "Có lúc đủ, có lúc là lờ đi.",
            },
            {
                "key": "c",
                "text": "Bảo bác ra ngoài.",
                "panel": [1, 1, 2, 1],
                "why": "Làm căng thêm.",
            },
        ],
        "right_way": ["Mời ngồi", "Xin lỗi"],
        "basis": [
            {"kind": "law", "text": "Điều 16 khoản 1", "document": "60/2014/QH13"},
            {"kind": "practice", "text": "Kinh nghiệm tiếp dân"},
        ],
    }


def lessons(slug: str, *, pool: int = 6, draw: int = 2) -> list[dict[str, Any]]:
    check = {"title": "Tự soi", "kind": "self_check", "minutes": 5}
    return [
        {
            **check,
            "slug": f"{slug}-truoc",
            "self_check": {"phase": "before", "statements": STATEMENTS},
        },
        {
            "slug": f"{slug}-ngam",
            "title": "Một lần nhìn lại",
            "kind": "reflection",
            "minutes": 10,
            "reflection": {
                "question": "Lần gần nhất bạn làm người dân phật ý?",
                "points": ["Bạn đã nói gì?"],
                "min_words": 5,
            },
        },
        {
            "slug": f"{slug}-cam-ket",
            "title": "Bản cam kết",
            "kind": "pledge",
            "minutes": 5,
            "pledge": {"text": PLEDGE, "version": "2026-1"},
        },
        {
            "slug": f"{slug}-nhac",
            "title": "Nhắc lại hằng năm",
            "kind": "refresher",
            "minutes": 10,
            "refresher": {
                "draw": draw,
                "situations": [situation(f"t{n}") for n in range(1, pool + 1)],
            },
        },
        {
            **check,
            "slug": f"{slug}-sau",
            "self_check": {"phase": "after", "statements": STATEMENTS},
        },
    ]


def edition(school_code: str = "TCT-DB", slug: str = "", **fields: Any) -> Outline:
    """A printed conduct edition: lessons <slug>-truoc, -ngam, -cam-ket, -nhac, -sau, or `rows`."""
    slug = slug or f"ung-xu-{next(_serial)}"
    numbers = {name: fields.pop(name) for name in ("pool", "draw") if name in fields}
    rows = fields.pop("rows", None) or lessons(slug, **numbers)
    modules = [{"title": "Ứng xử", "lessons": rows}]
    return content.edition(
        school_code, slug=slug, kind="conduct", modules=modules, title="Văn hóa ứng xử", **fields
    )


def conduct_class(cast: Cast, outline: Outline | None = None, **fields: Any) -> ClassGroup:
    """A running conduct class of cast.school; cô Lan learns, thầy Minh teaches."""
    return teaching.running_class(cast, edition=outline or edition(cast.school.code), **fields)


def enrolment_of_lan(cast: Cast, outline: Outline | None = None) -> Enrolment:
    """Cô Lan's enrolment in a running conduct class."""
    return conduct_class(cast, outline).enrolments.get(official=cast.lan_official)


def slugs(enrolment: Enrolment) -> dict[str, str]:
    """before, reflection, pledge, refresher, after → slug."""
    ordered_slugs = [lesson.slug for lesson in api.read_edition(enrolment.group.edition_id).lessons]
    return dict(
        zip(("before", "reflection", "pledge", "refresher", "after"), ordered_slugs, strict=True)
    )


def learner(cast: Cast, group: ClassGroup, name: str = "Vàng Thị Dơ") -> Enrolment:
    """One more learner with an account."""
    account = people.user(name)
    return teaching.enrolment_of(group, people.official(name, cast.commune, account))


def colleague(cast: Cast, name: str = "Giàng A Dế") -> Official:
    return people.official(name, cast.commune)
