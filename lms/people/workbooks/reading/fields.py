"""What a column of a workbook can be: one table of fields with the words by which headers name
them.

Keys with a dot belong together: "professional" is a column that names the level,
"professional.university" a column of marks below a merged header, "professional.field" a detail.
"rating:2024" is a rating of a period; a column of marks adds the value ("rating:2024:good").
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Label = str | Promise

# The values of personnel's Dimension and Level; a test holds them equal.
LEVELS: dict[str, dict[str, Label]] = {
    "general_education": {
        "primary": _("primary school"),
        "lower_secondary": _("lower secondary"),
        "upper_secondary": _("upper secondary"),
    },
    "professional": {
        "elementary": _("elementary"),
        "intermediate": _("intermediate"),
        "college": _("college"),
        "university": _("university"),
        "master": _("master"),
        "doctor": _("doctor"),
    },
    "political_theory": {
        "elementary": _("elementary"),
        "intermediate": _("intermediate"),
        "advanced": _("advanced or bachelor of theory"),
    },
    "state_management": {
        "clerk": _("clerk programme"),
        "expert": _("expert programme"),
        "principal": _("principal expert programme"),
        "senior": _("senior expert programme"),
    },
    "defence_security": {
        "audience_4": _("audience 4"),
        "audience_3": _("audience 3"),
        "audience_2": _("audience 2"),
        "audience_1": _("audience 1"),
    },
    "it": {
        "basic": pgettext_lazy("IT skill", "basic"),
        "skilled": pgettext_lazy("IT skill", "advanced"),
    },
    "foreign_language": {
        "step_1": _("step 1 (A1)"),
        "step_2": _("step 2 (A2)"),
        "step_3": _("step 3 (B1)"),
        "step_4": _("step 4 (B2)"),
        "step_5": _("step 5 (C1)"),
        "step_6": _("step 6 (C2)"),
    },
    "ethnic_language": {"spoken": _("speaks it at work"), "certified": _("holds a certificate")},
}
DIMENSIONS: dict[str, Label] = {
    "general_education": _("general schooling"),
    "professional": _("professional level"),
    "political_theory": _("political theory"),
    "state_management": _("state management"),
    "defence_security": _("defence and security knowledge"),
    "it": _("information technology"),
    "foreign_language": _("foreign language"),
    "ethnic_language": _("ethnic language"),
}
# The values of rulebook's Group; a test holds them equal.
GROUPS: dict[str, Label] = {
    "elected_official": _("elected official"),
    "civil_servant": _("civil servant"),
    "public_employee": _("public employee"),
    "part_time_commune_worker": _("part-time commune worker"),
}
# a column of marks that says: none of the levels
NONE = "none"


@dataclass(frozen=True)
class Field:
    """`section` groups the choices on the page; `aliases` are whole headers as `words.plain` writes
    them.
    """

    key: str
    label: Label
    section: str
    aliases: tuple[str, ...] = ()
    is_mark: bool = False


IDENTITY, POST, QUALIFICATION, RATING, TRAINING = (
    "identity",
    "post",
    "qualification",
    "rating",
    "training",
)
SECTIONS: dict[str, Label] = {
    IDENTITY: pgettext_lazy("workbook", "Who it is"),
    POST: pgettext_lazy("workbook", "Unit and post"),
    QUALIFICATION: pgettext_lazy("workbook", "Levels held"),
    RATING: pgettext_lazy("workbook", "Ratings"),
    TRAINING: pgettext_lazy("workbook", "Training completed"),
}


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in text.split("|"))


def _identity_fields() -> list[Field]:
    return [
        Field(
            "code",
            _("staff code"),
            IDENTITY,
            _words(
                "ma | ma so | ma cb | ma cbcc | ma cbccvc | ma can bo | ma cong chuc | ma vien chuc"
                " | ma nv | ma nhan vien |ma so can bo | ma so cbcc | ma so cbccvc | ma dinh danh"
                " can bo | so hieu cbcc | so hieu cbccvc | so hieu can bo |so hieu cong chuc | ma"
                " ho so | so hieu | ma so nhan vien | ma cb cc | ma cbccv | ma can bo cong chuc"
                " vien chuc | ma can bo cong chuc"
            ),
        ),
        Field(
            "full_name",
            _("full name"),
            IDENTITY,
            _words(
                "ho va ten | ho ten | ho va ten khai sinh | ho va ten can bo | ho va ten cbcc | ho"
                " va ten cbccvc | ten can bo |ten cong chuc | ho ten can bo | ho va ten can bo cong"
                " chuc | ho va ten can bo cong chuc vien chuc | h va ten |ten cbcc | ho va ten chu"
                " in hoa | hoten | ho ten dem | ten day du | ho va ten hoc vien | ho ten hoc vien |"
                " ho ten cbcc"
            ),
        ),
        Field(
            "family_name",
            pgettext_lazy("column", "family and middle name"),
            IDENTITY,
            _words(
                "ho va dem | ho dem | ho va ten dem | ho va chu dem | ho lot | ho va ten lot | ho"
                " chu dem | ho"
            ),
        ),
        Field(
            "given_name", pgettext_lazy("column", "given name"), IDENTITY, _words("ten | ten goi")
        ),
        Field(
            "birth_date",
            _("birth date"),
            IDENTITY,
            _words(
                "ngay sinh | ngay thang nam sinh | ngay th nam sinh | ngay thang sinh | ngay thang"
                " n sinh | nam sinh | sinh ngay |ng th nam sinh | ngay t nam sinh | nsinh | n sinh"
                " | ngay sinh dd mm yyyy | ntns | ng sinh | ngay thang nam sinh dd mm yyyy | ns"
            ),
        ),
        Field("birth_male", pgettext_lazy("column", "birth date, column “male”"), IDENTITY),
        Field("birth_female", pgettext_lazy("column", "birth date, column “female”"), IDENTITY),
        Field("sex", _("sex"), IDENTITY, _words("gioi tinh | gt | phai | nam nu | g tinh | gioi")),
        Field(
            "sex_male",
            pgettext_lazy("column", "sex, marks below “male”"),
            IDENTITY,
            _words("nam"),
            is_mark=True,
        ),
        Field(
            "sex_female",
            pgettext_lazy("column", "sex, marks below “female”"),
            IDENTITY,
            _words("nu | la nu | nu gioi | can bo nu"),
            is_mark=True,
        ),
        Field(
            "id_number",
            pgettext_lazy("column", "ID number"),
            IDENTITY,
            _words(
                "cccd | so cccd | can cuoc | so can cuoc | can cuoc cong dan | so can cuoc cong dan"
                " | so dinh danh ca nhan |so dinh danh | ma dinh danh ca nhan | cmnd | so cmnd |"
                " cmnd cccd | so cmnd cccd | cccd cmnd | so cccd cmnd |cc cccd | so cc cccd | sddcn"
                " | so cmtnd | cmt | dinh danh ca nhan | so the can cuoc | the can cuoc"
            ),
        ),
        Field(
            "ethnicity",
            pgettext_lazy("column", "ethnic group"),
            IDENTITY,
            _words("dan toc | dt | d toc | thanh phan dan toc | tp dan toc"),
        ),
        Field(
            "ethnic_minority",
            pgettext_lazy("column", "ethnic minority (mark)"),
            IDENTITY,
            _words(
                "dan toc thieu so | nguoi dan toc thieu so | dtts | nguoi dtts | la dtts | la nguoi"
                " dtts | dan toc it nguoi"
            ),
            is_mark=True,
        ),
        Field(
            "party_member",
            pgettext_lazy("column", "Party member (mark)"),
            IDENTITY,
            _words("dang vien | la dang vien | dv dang | dang vien x | la dv"),
            is_mark=True,
        ),
        Field(
            "party_date",
            pgettext_lazy("column", "day of joining the Party"),
            IDENTITY,
            _words(
                "ngay vao dang | ngay ket nap | ngay ket nap dang | vao dang | ngay vao dcsvn |"
                " ngay vao dang csvn | ngay vao dang cong san viet nam |nam vao dang | ngay thang"
                " vao dang | ngay thang nam vao dang | ngay vao dang du bi"
            ),
        ),
    ]


def _post_fields() -> list[Field]:
    return [
        Field(
            "unit",
            pgettext_lazy("column", "unit"),
            POST,
            _words(
                "don vi | don vi cong tac | co quan | co quan don vi | co quan cong tac | dv | noi"
                " cong tac | xa phuong | xa |ten don vi | don vi co quan | co quan don vi cong tac"
                " | d vi | d vi cong tac | dv cong tac | dvct | phong ban | noi lam viec |don vi"
                " hien nay | co quan don vi dang cong tac | xa phuong thi tran | don vi dang cong"
                " tac | ten co quan don vi | dia ban | don vi truc thuoc"
            ),
        ),
        Field(
            "unit_code",
            pgettext_lazy("column", "unit code"),
            POST,
            _words("ma don vi | ma dv | ma co quan | ma xa | ma dinh danh don vi | ma d vi"),
        ),
        Field(
            "title",
            pgettext_lazy("column", "title or office"),
            POST,
            _words(
                "chuc vu | chuc danh | cv | c vu | chuc vu chuc danh | chuc danh chuc vu | chuc vu"
                " hien tai | chuc vu hien nay | chuc vu dam nhiem |chuc vu dang chuc vu | chuc vu"
                " dang doan the | chuc vu cong tac | chuc vu chinh quyen | chuc danh hien nay | cd"
                " | cvu | chuc vu dang dam nhiem |chuc danh dam nhiem | chuc vu hoac chuc danh | c"
                " danh | chuc vu chuc danh hien nay | chuc vu chuc danh cong tac | chuc vu don vi"
                " cong tac"
            ),
        ),
        Field(
            "position",
            pgettext_lazy("column", "job position"),
            POST,
            _words(
                "vi tri viec lam | vtvl | vi tri | vi tri cong tac | cong viec dam nhiem | nhiem vu"
                " duoc giao | cong viec duoc giao | linh vuc phu trach"
            ),
        ),
        Field(
            "group",
            pgettext_lazy("column", "group"),
            POST,
            _words(
                "nhom | doi tuong | loai | loai can bo | loai cbccvc | cbccvc | can bo cong chuc"
                " vien chuc | nhom doi tuong | loai doi tuong | cb cc vc |can bo cong chuc | phan"
                " loai | doi tuong quan ly | loai cbcc"
            ),
        ),
        *(
            Field(
                f"group.{key}",
                format_lazy("{}: {}", pgettext_lazy("column", "group"), label),
                POST,
                aliases,
                is_mark=True,
            )
            for (key, label), aliases in zip(
                GROUPS.items(),
                (
                    _words("can bo | cb | can bo chuyen trach | la can bo"),
                    _words("cong chuc | cc | la cong chuc"),
                    _words("vien chuc | vc | la vien chuc"),
                    _words(
                        "nguoi hoat dong khong chuyen trach | khong chuyen trach | kct | hdkct |"
                        " can bo khong chuyen trach | hd khong chuyen trach | nguoi hdkct | nguoi"
                        " hoat dong kct | cb kct"
                    ),
                ),
                strict=True,
            )
        ),
        Field(
            "is_key",
            pgettext_lazy("column", "key official (mark)"),
            POST,
            _words(
                "can bo chu chot | chu chot | cb chu chot | la can bo chu chot | dien chu chot |"
                " cbct"
            ),
            is_mark=True,
        ),
        Field(
            "rank",
            pgettext_lazy("column", "rank or grade"),
            POST,
            _words(
                "ngach | ngach cong chuc | ma ngach | ma so ngach | hang | hang chuc danh | hang"
                " cdnn | chuc danh nghe nghiep | cdnn | ngach hang |ngach chuc danh nghe nghiep |"
                " ngach bac | hang chuc danh nghe nghiep | ma ngach luong | ngach cc | ngach vien"
                " chuc | ngach cong chuc vien chuc |ma so cdnn | ma so ngach cdnn | ngach luong |"
                " ten ngach | ma ngach cdnn | ngach cdnn"
            ),
        ),
        Field(
            "post_from",
            pgettext_lazy("column", "in the post from"),
            POST,
            _words(
                "ngay bo nhiem | bo nhiem tu | ngay nhan chuc vu | giu chuc vu tu | tu ngay | ngay"
                " giu chuc vu | ngay nhan cong tac | thoi diem bo nhiem |ngay bo nhiem chuc vu |"
                " ngay bau bo nhiem | ngay bau cu bo nhiem | ngay tuyen dung | ngay vao co quan |"
                " ngay ve co quan | thoi gian bo nhiem | ngay bo nhiem phe chuan | nhan cong tac tu"
            ),
        ),
        Field(
            "decision",
            pgettext_lazy("column", "decision"),
            POST,
            _words(
                "quyet dinh | so quyet dinh | so qd | qd bo nhiem | quyet dinh bo nhiem | so qd bo"
                " nhiem | so quyet dinh bo nhiem | qd | so qd tuyen dung"
            ),
        ),
    ]


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


def _qualification_fields() -> list[Field]:
    found = []
    for dimension, label in DIMENSIONS.items():
        found.append(Field(dimension, label, QUALIFICATION, _words(_DIMENSION_WORDS[dimension])))
        marks = {**LEVELS[dimension], NONE: pgettext_lazy("column", "none of them")}
        found += [
            Field(
                f"{dimension}.{key}",
                format_lazy("{}: {}", label, name),
                QUALIFICATION,
                is_mark=True,
            )
            for key, name in marks.items()
        ]
        found += [
            Field(
                f"{dimension}.{key}",
                format_lazy("{}: {}", label, name),
                QUALIFICATION,
                _words(words),
            )
            for key, name, words in _DETAILS.get(dimension, ())
        ]
    return found


def _other_fields() -> list[Field]:
    return [
        Field(
            "rating",
            pgettext_lazy("column", "rating of the year"),
            RATING,
            _words(
                "xep loai | danh gia | ket qua xep loai | xep loai chat luong | danh gia xep loai |"
                " ket qua danh gia | muc xep loai | kqxl | xl | kq danh gia |ket qua danh gia xep"
                " loai | danh gia xep loai chat luong | xep loai danh gia | muc do hoan thanh nhiem"
                " vu | xep loai cbccvc | xep loai chat luong cbccvc"
            ),
        ),
        Field(
            "rating.period",
            pgettext_lazy("column", "period of the rating"),
            RATING,
            _words("nam danh gia | ky danh gia | nam xep loai | ky xep loai | ky"),
        ),
        Field(
            "rating.decision",
            pgettext_lazy("column", "decision on the rating"),
            RATING,
            _words(
                "qd xep loai | so qd xep loai | quyet dinh xep loai | quyet dinh danh gia | so"
                " quyet dinh xep loai | van ban xep loai"
            ),
        ),
        Field(
            "training.title",
            pgettext_lazy("column", "title of the course"),
            TRAINING,
            _words(
                "ten lop | ten khoa hoc | khoa hoc | lop boi duong | ten lop boi duong | noi dung"
                " boi duong | chuong trinh boi duong | ten chuong trinh |lop hoc | khoa boi duong |"
                " noi dung dao tao boi duong | ten khoa boi duong | ten lop dao tao boi duong | lop"
                " | noi dung | chuong trinh | ten khoa dao tao boi duong"
            ),
        ),
        Field(
            "training.school",
            pgettext_lazy("column", "school of the course"),
            TRAINING,
            _words(
                "don vi to chuc | co so boi duong | noi hoc | truong mo lop | co quan to chuc | co"
                " so dao tao boi duong | noi boi duong | dv to chuc | don vi mo lop | co quan"
                " mo lop"
            ),
        ),
        Field(
            "training.kind",
            pgettext_lazy("column", "kind of the course"),
            TRAINING,
            _words(
                "loai hinh | loai hinh boi duong | loai lop | loai khoa hoc | hinh thuc boi duong |"
                " loai chuong trinh"
            ),
        ),
        Field(
            "training.from",
            pgettext_lazy("column", "course from"),
            TRAINING,
            _words(
                "ngay bat dau | bat dau | ngay khai giang | khai giang | tu ngay hoc | tg bat dau |"
                " thoi gian tu ngay | thoi gian bat dau"
            ),
        ),
        Field(
            "training.to",
            pgettext_lazy("column", "course to"),
            TRAINING,
            _words(
                "ngay ket thuc | ket thuc | den ngay | ngay be giang | be giang | tg ket thuc |"
                " thoi gian den ngay | thoi gian ket thuc"
            ),
        ),
        Field(
            "training.periods",
            pgettext_lazy("column", "lesson periods (tiết)"),
            TRAINING,
            _words(
                "so tiet | tiet | so tiet hoc | thoi luong | thoi luong tiet | tong so tiet | thoi"
                " luong so tiet"
            ),
        ),
        Field(
            "training.document",
            pgettext_lazy("column", "certificate or document"),
            TRAINING,
            _words(
                "van bang chung chi | so chung chi | chung chi | so hieu chung chi | so gcn | giay"
                " chung nhan | so giay chung nhan | so van bang | so vao so | van bang | so hieu"
                " van bang chung chi"
            ),
        ),
    ]


FIELDS: dict[str, Field] = {
    field.key: field
    for field in (*_identity_fields(), *_post_fields(), *_qualification_fields(), *_other_fields())
}


def field_of(key: str) -> Field | None:
    """The field of a column's key; "rating:2024" and "rating:2024:good" are of "rating"."""
    return FIELDS.get(key.split(":")[0])
