"""Columns that say where a person works and as what."""

from django.utils.text import format_lazy
from django.utils.translation import pgettext_lazy

from lms.people.workbooks.reading.fields.base import (
    POST,
    WorkbookField,
    date_part_fields,
    split_words,
)
from lms.people.workbooks.reading.fields.choices import GROUPS


def post_fields() -> list[WorkbookField]:
    """Unit, title, job position, group, rank, day of appointment, decision, remarks."""
    return [
        WorkbookField(
            "unit",
            pgettext_lazy("column", "unit"),
            POST,
            split_words(
                "don vi | don vi cong tac | co quan | co quan don vi | co quan cong tac | dv | noi"
                " cong tac | xa phuong | xa |ten don vi | don vi co quan | co quan don vi cong tac"
                " | d vi | d vi cong tac | dv cong tac | dvct | phong ban | noi lam viec |don vi"
                " hien nay | co quan don vi dang cong tac | xa phuong thi tran | don vi dang cong"
                " tac | ten co quan don vi | dia ban | don vi truc thuoc"
            ),
        ),
        WorkbookField(
            "unit_code",
            pgettext_lazy("column", "unit code"),
            POST,
            split_words("ma don vi | ma dv | ma co quan | ma xa | ma dinh danh don vi | ma d vi"),
        ),
        WorkbookField(
            "title",
            pgettext_lazy("column", "title or office"),
            POST,
            split_words(
                "chuc vu | chuc danh | cv | c vu | chuc vu chuc danh | chuc danh chuc vu | chuc vu"
                " hien tai | chuc vu hien nay | chuc vu dam nhiem |chuc vu dang chuc vu | chuc vu"
                " dang doan the | chuc vu cong tac | chuc vu chinh quyen | chuc danh hien nay | cd"
                " | cvu | chuc vu dang dam nhiem |chuc danh dam nhiem | chuc vu hoac chuc danh | c"
                " danh | chuc vu chuc danh hien nay | chuc vu chuc danh cong tac | chuc vu don vi"
                " cong tac"
            ),
        ),
        WorkbookField(
            "position",
            pgettext_lazy("column", "job position"),
            POST,
            split_words(
                "vi tri viec lam | vtvl | vi tri | vi tri cong tac | cong viec dam nhiem | nhiem vu"
                " duoc giao | cong viec duoc giao | linh vuc phu trach"
            ),
        ),
        WorkbookField(
            "group",
            pgettext_lazy("column", "group"),
            POST,
            split_words(
                "nhom | doi tuong | loai | loai can bo | loai cbccvc | cbccvc | can bo cong chuc"
                " vien chuc | nhom doi tuong | loai doi tuong | cb cc vc |can bo cong chuc | phan"
                " loai | doi tuong quan ly | loai cbcc"
            ),
        ),
        *(
            WorkbookField(
                f"group.{key}",
                format_lazy("{}: {}", pgettext_lazy("column", "group"), label),
                POST,
                aliases,
                is_mark=True,
            )
            for (key, label), aliases in zip(
                GROUPS.items(),
                (
                    split_words("can bo | cb | can bo chuyen trach | la can bo"),
                    split_words("cong chuc | cc | la cong chuc"),
                    split_words("vien chuc | vc | la vien chuc"),
                    split_words(
                        "nguoi hoat dong khong chuyen trach | khong chuyen trach | kct | hdkct |"
                        " can bo khong chuyen trach | hd khong chuyen trach | nguoi hdkct | nguoi"
                        " hoat dong kct | cb kct"
                    ),
                ),
                strict=True,
            )
        ),
        WorkbookField(
            "is_key",
            pgettext_lazy("column", "key official (mark)"),
            POST,
            split_words(
                "can bo chu chot | chu chot | cb chu chot | la can bo chu chot | dien chu chot |"
                " cbct"
            ),
            is_mark=True,
        ),
        WorkbookField(
            "rank",
            pgettext_lazy("column", "rank or grade"),
            POST,
            split_words(
                "ngach | ngach cong chuc | ma ngach | ma so ngach | hang | hang chuc danh | hang"
                " cdnn | chuc danh nghe nghiep | cdnn | ngach hang |ngach chuc danh nghe nghiep |"
                " ngach bac | hang chuc danh nghe nghiep | ma ngach luong | ngach cc | ngach vien"
                " chuc | ngach cong chuc vien chuc |ma so cdnn | ma so ngach cdnn | ngach luong |"
                " ten ngach | ma ngach cdnn | ngach cdnn"
            ),
        ),
        WorkbookField(
            "post_from",
            pgettext_lazy("column", "in the post from"),
            POST,
            split_words(
                "ngay bo nhiem | bo nhiem tu | ngay nhan chuc vu | giu chuc vu tu | tu ngay | ngay"
                " giu chuc vu | ngay nhan cong tac | thoi diem bo nhiem |ngay bo nhiem chuc vu |"
                " ngay bau bo nhiem | ngay bau cu bo nhiem | ngay tuyen dung | ngay vao co quan |"
                " ngay ve co quan | thoi gian bo nhiem | ngay bo nhiem phe chuan | nhan cong tac tu"
            ),
        ),
        *date_part_fields("post_from", pgettext_lazy("column", "in the post from"), POST),
        WorkbookField(
            "decision",
            pgettext_lazy("column", "decision"),
            POST,
            split_words(
                "quyet dinh | so quyet dinh | so qd | qd bo nhiem | quyet dinh bo nhiem | so qd bo"
                " nhiem | so quyet dinh bo nhiem | qd | so qd tuyen dung"
            ),
        ),
        WorkbookField(
            "remarks",
            pgettext_lazy("column", "remarks"),
            POST,
            split_words("ghi chu | ghi chu khac | chu thich | gc | luu y | ghi chu ly do"),
        ),
    ]
