"""Columns that say which courses a person has completed."""

from django.utils.translation import pgettext_lazy

from lms.people.workbooks.reading.fields.base import TRAINING, WorkbookField, split_words


def training_fields() -> list[WorkbookField]:
    """Title, school, kind, days, lesson periods and document of one course."""
    return [
        WorkbookField(
            "training.title",
            pgettext_lazy("column", "title of the course"),
            TRAINING,
            split_words(
                "ten lop | ten khoa hoc | khoa hoc | lop boi duong | ten lop boi duong | noi dung"
                " boi duong | chuong trinh boi duong | ten chuong trinh |lop hoc | khoa boi duong |"
                " noi dung dao tao boi duong | ten khoa boi duong | ten lop dao tao boi duong | lop"
                " | noi dung | chuong trinh | ten khoa dao tao boi duong"
            ),
        ),
        WorkbookField(
            "training.school",
            pgettext_lazy("column", "school of the course"),
            TRAINING,
            split_words(
                "don vi to chuc | co so boi duong | noi hoc | truong mo lop | co quan to chuc | co"
                " so dao tao boi duong | noi boi duong | dv to chuc | don vi mo lop | co quan"
                " mo lop"
            ),
        ),
        WorkbookField(
            "training.kind",
            pgettext_lazy("column", "kind of the course"),
            TRAINING,
            split_words(
                "loai hinh | loai hinh boi duong | loai lop | loai khoa hoc | hinh thuc boi duong |"
                " loai chuong trinh"
            ),
        ),
        WorkbookField(
            "training.from",
            pgettext_lazy("column", "course from"),
            TRAINING,
            split_words(
                "ngay bat dau | bat dau | ngay khai giang | khai giang | tu ngay hoc | tg bat dau |"
                " thoi gian tu ngay | thoi gian bat dau"
            ),
        ),
        WorkbookField(
            "training.to",
            pgettext_lazy("column", "course to"),
            TRAINING,
            split_words(
                "ngay ket thuc | ket thuc | den ngay | ngay be giang | be giang | tg ket thuc |"
                " thoi gian den ngay | thoi gian ket thuc"
            ),
        ),
        WorkbookField(
            "training.periods",
            pgettext_lazy("column", "lesson periods (tiết)"),
            TRAINING,
            split_words(
                "so tiet | tiet | so tiet hoc | thoi luong | thoi luong tiet | tong so tiet | thoi"
                " luong so tiet"
            ),
        ),
        WorkbookField(
            "training.document",
            pgettext_lazy("column", "certificate or document"),
            TRAINING,
            split_words(
                "van bang chung chi | so chung chi | chung chi | so hieu chung chi | so gcn | giay"
                " chung nhan | so giay chung nhan | so van bang | so vao so | van bang | so hieu"
                " van bang chung chi"
            ),
        ),
    ]
