"""Columns that say how a person was rated in a period."""

from django.utils.translation import pgettext_lazy

from lms.people.workbooks.reading.fields.base import RATING, WorkbookField, split_words


def rating_fields() -> list[WorkbookField]:
    """The rating, its period and its decision."""
    return [
        WorkbookField(
            "rating",
            pgettext_lazy("column", "rating of the year"),
            RATING,
            split_words(
                "xep loai | danh gia | ket qua xep loai | xep loai chat luong | danh gia xep loai |"
                " ket qua danh gia | muc xep loai | kqxl | xl | kq danh gia |ket qua danh gia xep"
                " loai | danh gia xep loai chat luong | xep loai danh gia | muc do hoan thanh nhiem"
                " vu | xep loai cbccvc | xep loai chat luong cbccvc"
            ),
        ),
        WorkbookField(
            "rating.period",
            pgettext_lazy("column", "period of the rating"),
            RATING,
            split_words("nam danh gia | ky danh gia | nam xep loai | ky xep loai | ky"),
        ),
        WorkbookField(
            "rating.decision",
            pgettext_lazy("column", "decision on the rating"),
            RATING,
            split_words(
                "qd xep loai | so qd xep loai | quyet dinh xep loai | quyet dinh danh gia | so"
                " quyet dinh xep loai | van ban xep loai"
            ),
        ),
    ]
