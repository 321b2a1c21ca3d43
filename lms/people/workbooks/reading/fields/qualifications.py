"""Columns that say which levels a person holds: by name, by marks, and with their details."""

from django.utils.text import format_lazy
from django.utils.translation import pgettext_lazy

from lms.people.workbooks.reading.fields.base import (
    QUALIFICATION,
    Label,
    WorkbookField,
    split_words,
)
from lms.people.workbooks.reading.fields.choices import DIMENSIONS, LEVELS, NONE

_DIMENSION_WORDS = {
    "general_education": (
        "trinh do van hoa | van hoa | tdvh | trinh do gdpt | trinh do giao duc pho thong | giao duc"
        " pho thong | gdpt | hoc van | trinh do hoc van | vh | trinh do pho thong | td van hoa | t"
        " do van hoa | trdo vh"
    ),
    "professional": (
        "trinh do chuyen mon | chuyen mon | tdcm | trinh do chuyen mon nghiep vu | chuyen mon"
        " nghiep vu | cmnv | trdo cm | trinh do cm | cm | td chuyen mon | trinh do dao tao | bang"
        " cap | trinh do cmnv | t do cm | bang cap chuyen mon | trinh do chuyen mon cao nhat |"
        " trinh do | hoc vi | trinh do cm nv | td cm"
    ),
    "political_theory": (
        "ly luan chinh tri | llct | trinh do ly luan chinh tri | trinh do llct | ly luan ct | trinh"
        " do chinh tri | chinh tri | trdo llct | ll chinh tri | td llct | tdllct | trinh do ly luan"
        " | lct | trinh do ll chinh tri"
    ),
    "state_management": (
        "quan ly nha nuoc | qlnn | trinh do quan ly nha nuoc | trinh do qlnn | boi duong qlnn | boi"
        " duong quan ly nha nuoc | kien thuc qlnn | kien thuc quan ly nha nuoc | ql nha nuoc | bd"
        " qlnn | trdo qlnn | chung chi qlnn | td qlnn"
    ),
    "defence_security": (
        "qpan | quoc phong an ninh | quoc phong va an ninh | kien thuc qpan | kien thuc quoc phong"
        " an ninh | boi duong qpan | bd qpan | kien thuc quoc phong va an ninh | qp an | qp va an |"
        " boi duong kien thuc qpan | boi duong kien thuc quoc phong an ninh | doi tuong qpan |"
        " gdqpan | chung chi qpan | qpva an"
    ),
    "it": (
        "tin hoc | trinh do tin hoc | th | chung chi tin hoc | cntt | trinh do cntt | cong nghe"
        " thong tin | trdo th | cc tin hoc | td tin hoc"
    ),
    "foreign_language": (
        "ngoai ngu | trinh do ngoai ngu | nn | chung chi ngoai ngu | tieng anh | anh van | trdo nn"
        " | cc ngoai ngu | trinh do nn | td ngoai ngu"
    ),
    "ethnic_language": (
        "tieng dan toc | tieng dan toc thieu so | chung chi tieng dan toc | tieng dtts | tdt |"
        " tieng dt | trinh do tieng dan toc | cc tieng dan toc | tieng dan toc tai cho | biet tieng"
        " dan toc"
    ),
}
_DETAILS: dict[str, tuple[tuple[str, Label, str], ...]] = {
    "professional": (
        (
            "field",
            pgettext_lazy("column", "field of study"),
            (
                "chuyen nganh | nganh | chuyen nganh dao tao | nganh dao tao | nganh hoc | ch nganh"
                " | chuyen nganh hoc | nganh nghe dao tao"
            ),
        ),
        (
            "institution",
            pgettext_lazy("column", "institution"),
            (
                "co so dao tao | truong dao tao | noi dao tao | truong | ten truong | noi cap bang"
                " | truong tot nghiep | noi tot nghiep"
            ),
        ),
        (
            "mode",
            pgettext_lazy("column", "mode of study"),
            (
                "hinh thuc dao tao | hinh thuc | he dao tao | he | htdt | loai hinh dao tao | h"
                " thuc dao tao"
            ),
        ),
        (
            "date",
            pgettext_lazy("column", "held from"),
            (
                "nam tot nghiep | ngay tot nghiep | nam cap bang | ngay cap bang | nam tn | tot"
                " nghiep nam | thoi gian tot nghiep"
            ),
        ),
    ),
    "political_theory": (
        (
            "institution",
            pgettext_lazy("column", "institution"),
            "noi hoc llct | co so dao tao llct",
        ),
        (
            "mode",
            pgettext_lazy("column", "mode of study"),
            "hinh thuc dao tao llct | he dao tao llct",
        ),
        (
            "date",
            pgettext_lazy("column", "held from"),
            "nam tot nghiep llct | ngay cap bang llct | nam cap bang llct",
        ),
    ),
    "state_management": (
        (
            "date",
            pgettext_lazy("column", "held from"),
            "nam cap chung chi qlnn | ngay cap chung chi qlnn",
        ),
    ),
    "foreign_language": (
        (
            "field",
            pgettext_lazy("column", "which language"),
            "thu tieng | ten ngoai ngu | ngoai ngu nao",
        ),
    ),
    "ethnic_language": (
        (
            "field",
            pgettext_lazy("column", "which language"),
            "tieng dan toc nao | ten tieng dan toc",
        ),
    ),
}


def qualification_fields() -> list[WorkbookField]:
    """For each dimension its level, a mark for each of its levels, and its details."""
    fields: list[WorkbookField] = []
    for dimension, label in DIMENSIONS.items():
        fields.append(
            WorkbookField(dimension, label, QUALIFICATION, split_words(_DIMENSION_WORDS[dimension]))
        )
        fields += _mark_fields(dimension, label)
        fields += _detail_fields(dimension, label)
    return fields


def _mark_fields(dimension: str, label: Label) -> list[WorkbookField]:
    marks = {**LEVELS[dimension], NONE: pgettext_lazy("column", "none of them")}
    return [
        WorkbookField(
            f"{dimension}.{key}",
            format_lazy("{}: {}", label, name),
            QUALIFICATION,
            is_mark=True,
        )
        for key, name in marks.items()
    ]


def _detail_fields(dimension: str, label: Label) -> list[WorkbookField]:
    return [
        WorkbookField(
            f"{dimension}.{key}",
            format_lazy("{}: {}", label, name),
            QUALIFICATION,
            split_words(words),
        )
        for key, name, words in _DETAILS.get(dimension, ())
    ]
