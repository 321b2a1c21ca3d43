"""Columns that say who a person is."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.people.workbooks.reading.fields.base import IDENTITY, WorkbookField, split_words


def identity_fields() -> list[WorkbookField]:
    """Name, code, birth date, sex, ID number, ethnic group, Party membership."""
    return [
        WorkbookField(
            "code",
            _("staff code"),
            IDENTITY,
            split_words(
                "ma | ma so | ma cb | ma cbcc | ma cbccvc | ma can bo | ma cong chuc | ma vien chuc"
                " | ma nv | ma nhan vien |ma so can bo | ma so cbcc | ma so cbccvc | ma dinh danh"
                " can bo | so hieu cbcc | so hieu cbccvc | so hieu can bo |so hieu cong chuc | ma"
                " ho so | so hieu | ma so nhan vien | ma cb cc | ma cbccv | ma can bo cong chuc"
                " vien chuc | ma can bo cong chuc"
            ),
        ),
        WorkbookField(
            "full_name",
            _("full name"),
            IDENTITY,
            split_words(
                "ho va ten | ho ten | ho va ten khai sinh | ho va ten can bo | ho va ten cbcc | ho"
                " va ten cbccvc | ten can bo |ten cong chuc | ho ten can bo | ho va ten can bo cong"
                " chuc | ho va ten can bo cong chuc vien chuc | h va ten |ten cbcc | ho va ten chu"
                " in hoa | hoten | ho ten dem | ten day du | ho va ten hoc vien | ho ten hoc vien |"
                " ho ten cbcc"
            ),
        ),
        WorkbookField(
            "family_name",
            pgettext_lazy("column", "family and middle name"),
            IDENTITY,
            split_words(
                "ho va dem | ho dem | ho va ten dem | ho va chu dem | ho lot | ho va ten lot | ho"
                " chu dem | ho"
            ),
        ),
        WorkbookField(
            "given_name",
            pgettext_lazy("column", "given name"),
            IDENTITY,
            split_words("ten | ten goi"),
        ),
        WorkbookField(
            "birth_date",
            _("birth date"),
            IDENTITY,
            split_words(
                "ngay sinh | ngay thang nam sinh | ngay th nam sinh | ngay thang sinh | ngay thang"
                " n sinh | nam sinh | sinh ngay |ng th nam sinh | ngay t nam sinh | nsinh | n sinh"
                " | ngay sinh dd mm yyyy | ntns | ng sinh | ngay thang nam sinh dd mm yyyy | ns"
            ),
        ),
        WorkbookField("birth_male", pgettext_lazy("column", "birth date, column “male”"), IDENTITY),
        WorkbookField(
            "birth_female", pgettext_lazy("column", "birth date, column “female”"), IDENTITY
        ),
        WorkbookField(
            "sex", _("sex"), IDENTITY, split_words("gioi tinh | gt | phai | nam nu | g tinh | gioi")
        ),
        WorkbookField(
            "sex_male",
            pgettext_lazy("column", "sex, marks below “male”"),
            IDENTITY,
            split_words("nam"),
            is_mark=True,
        ),
        WorkbookField(
            "sex_female",
            pgettext_lazy("column", "sex, marks below “female”"),
            IDENTITY,
            split_words("nu | la nu | nu gioi | can bo nu"),
            is_mark=True,
        ),
        WorkbookField(
            "id_number",
            pgettext_lazy("column", "ID number"),
            IDENTITY,
            split_words(
                "cccd | so cccd | can cuoc | so can cuoc | can cuoc cong dan | so can cuoc cong dan"
                " | so dinh danh ca nhan |so dinh danh | ma dinh danh ca nhan | cmnd | so cmnd |"
                " cmnd cccd | so cmnd cccd | cccd cmnd | so cccd cmnd |cc cccd | so cc cccd | sddcn"
                " | so cmtnd | cmt | dinh danh ca nhan | so the can cuoc | the can cuoc"
            ),
        ),
        WorkbookField(
            "ethnicity",
            pgettext_lazy("column", "ethnic group"),
            IDENTITY,
            split_words("dan toc | dt | d toc | thanh phan dan toc | tp dan toc"),
        ),
        WorkbookField(
            "ethnic_minority",
            pgettext_lazy("column", "ethnic minority (mark)"),
            IDENTITY,
            split_words(
                "dan toc thieu so | nguoi dan toc thieu so | dtts | nguoi dtts | la dtts | la nguoi"
                " dtts | dan toc it nguoi"
            ),
            is_mark=True,
        ),
        WorkbookField(
            "party_member",
            pgettext_lazy("column", "Party member (mark)"),
            IDENTITY,
            split_words("dang vien | la dang vien | dv dang | dang vien x | la dv"),
            is_mark=True,
        ),
        WorkbookField(
            "party_date",
            pgettext_lazy("column", "day of joining the Party"),
            IDENTITY,
            split_words(
                "ngay vao dang | ngay ket nap | ngay ket nap dang | vao dang | ngay vao dcsvn |"
                " ngay vao dang csvn | ngay vao dang cong san viet nam |nam vao dang | ngay thang"
                " vao dang | ngay thang nam vao dang | ngay vao dang du bi"
            ),
        ),
    ]
