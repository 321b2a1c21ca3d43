"""The fields of an official: one table. Forms, pages, the own file, privacy copies, import, export,
search and logs take their lists from it.

Posts, ranks, qualifications, ratings and training are dated rows, not fields. Fields of the model
`Sensitive` are sensitive: shown for a purpose, and each look is logged (Luật 91/2025/QH15).
"""

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NoReturn, TypeAlias, assert_never

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core import text
from lms.core.errors import BadInput
from lms.people.personnel.models import Official, Sensitive, SensitiveAccess
from lms.people.personnel.rules.codes import clean_id_number
from lms.people.personnel.rules.lengths import refuse_too_long

Label: TypeAlias = str | Promise
# None: a day that is not known.
FieldValue: TypeAlias = str | bool | dt.date | None
# Key of a field → its value as the register stores it.
FieldValues: TypeAlias = Mapping[str, FieldValue]


class FieldKind(enum.Enum):
    """What a field stores; forms, pages and cells of lists follow."""

    TEXT = "text"
    CHOICE = "choice"
    FLAG = "flag"
    DAY = "day"


class CellKind(enum.Enum):
    """How a cell of a list is read: as the kind of its field is, or in a way of its own
    (workbooks.reading.lines.parsing).
    """

    TEXT = "text"
    CHOICE = "choice"
    MARK = "mark"
    DAY = "day"
    CODE = "code"
    FULL_NAME = "full_name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    ID_NUMBER = "id_number"
    ETHNIC_GROUP = "ethnic_group"
    MARK_OR_DAY = "mark_or_day"


@dataclass(frozen=True)
class ListColumn:
    """A column of a list that says a field, or a part of it.

    `key` is stored where somebody chose the columns of a list. `headers`: whole headers in small
    letters without marks ("gioi tinh | gt"). `label`: if it is not called as the field is.
    """

    key: str
    cell: CellKind
    headers: str = ""
    label: Label | None = None

    @property
    def aliases(self) -> tuple[str, ...]:
        """The headers one by one."""
        return tuple(" ".join(words.split()) for words in self.headers.split("|") if words.strip())


@dataclass(frozen=True)
class ExportColumn:
    """The column of exported lists: a header that the import knows, and a width in characters."""

    header: str
    width: float


@dataclass(frozen=True)
class OfficialField:
    """One field of an official.

    `key`: the column of `model`, and the name in forms, audit log and privacy copies (stored).
    `label`: as inside a sentence. `columns`: from which it is imported. `export`: None where
    another column says it. `noun`: what titles and sentences that list fields call it, if not by
    its label; not `is_named`: they leave it out. `is_number`: shown in figures. `search`: the
    lookup by which one word finds people, "" where none does. `rule`: checks or changes a value.
    `companions`: columns that say more of the value; `shown_by`: the property of the row that
    puts them into words. `page_order`: before (-1) or after (1) the others on pages.
    """

    key: str
    model: type[Official] | type[Sensitive]
    kind: FieldKind
    label: Label
    columns: tuple[ListColumn, ...]
    export: ExportColumn | None
    is_required: bool = False
    noun: Label | None = None
    is_named: bool = True
    hint: Label = ""
    is_number: bool = False
    search: str = ""
    rule: Callable[[Any], Any] | None = None
    companions: tuple[str, ...] = ()
    shown_by: str = ""
    page_order: int = 0

    @property
    def is_sensitive(self) -> bool:
        """Whether it is shown only for a purpose, with a row in the access log."""
        return self.model is Sensitive

    @property
    def title(self) -> str:
        """The label at the beginning of a line."""
        return capfirst(str(self.label))

    @property
    def max_length(self) -> int | None:
        """The length of its column; None for what is no text."""
        length: int | None = getattr(self.model._meta.get_field(self.key), "max_length", None)
        return length

    @property
    def choices(self) -> dict[str, str]:
        """Stored value → label, in the reader's language; empty where any value may stand."""
        return choices_of(self.model, self.key)

    def clean(self, value: FieldValue) -> FieldValue:
        """The value as the register stores it. BadInput where it cannot be one."""
        if isinstance(value, str):
            value = text.normalise(value)
            if self.max_length is not None and len(value) > self.max_length:
                refuse_too_long(self.max_length, self.key)
        if value in ("", None):
            return value
        if self.choices and value not in self.choices:
            self._refuse_choice(str(value))
        return self.rule(value) if self.rule is not None else value

    def parse_choice(self, written: str) -> str:
        """The value whose label is written, case and marks aside. BadInput for other words."""
        values = {text.fold_marks(label): value for value, label in self.choices.items()}
        value = values.get(text.fold_marks(written))
        return self._refuse_choice(written) if value is None else value

    def _refuse_choice(self, written: str) -> NoReturn:
        words = {"text": written[:60], "choices": ", ".join(self.choices.values())}
        raise BadInput(_("“%(text)s” is none of: %(choices)s.") % words, field=self.key)

    def show(self, value: FieldValue) -> str:
        """The stored value as people read it; "" where there is none."""
        if value is None or value == "":
            return ""
        match self.kind:
            case FieldKind.TEXT:
                return str(value)
            case FieldKind.CHOICE:
                return self.choices[str(value)]
            case FieldKind.FLAG:
                return _("yes") if value else _("no")
            case FieldKind.DAY:
                return f"{value:%d/%m/%Y}"
        assert_never(self.kind)

    def value_of(self, row: Official | Sensitive) -> FieldValue:
        """The stored value of a row of its model."""
        value: FieldValue = getattr(row, self.key)
        return value

    def show_logged(self, logged: str) -> str:
        """A value of the audit log as people read it (`columns_for_log`)."""
        match self.kind:
            case FieldKind.TEXT:
                return logged
            case FieldKind.CHOICE:
                return self.show(logged)
            case FieldKind.FLAG:
                return self.show(logged == str(True))
            case FieldKind.DAY:
                return self.show(dt.date.fromisoformat(logged)) if logged else ""
        assert_never(self.kind)


def choices_of(model: type[Model], column: str) -> dict[str, str]:
    """Stored value → label of a column; empty where any value may stand."""
    choices: Iterable[tuple[str, Label]] = (
        getattr(model._meta.get_field(column), "choices", None) or ()
    )
    return {value: str(label) for value, label in choices}


@dataclass(frozen=True)
class FieldLine:
    """A field with its value in words, for pages."""

    field: OfficialField
    value: FieldValue
    text: str

    @property
    def is_figure(self) -> bool:
        """Whether it is shown in figures that stand below each other."""
        return self.field.is_number or self.field.kind is FieldKind.DAY

    @property
    def is_plain_day(self) -> bool:
        """Whether the value is a day and the text says no more than that day."""
        return self.field.kind is FieldKind.DAY and self.text == self.field.show(self.value)

    @property
    def is_choice(self) -> bool:
        """Whether the text is a word of a list, in small letters."""
        return self.field.kind is FieldKind.CHOICE


# In the order of lists of officials, imported and exported.
OFFICIAL_FIELDS: tuple[OfficialField, ...] = (
    OfficialField(
        "code",
        Official,
        FieldKind.TEXT,
        gettext_lazy("staff code"),
        columns=(
            ListColumn(
                "code",
                CellKind.CODE,
                "ma | ma so | ma cb | ma cbcc | ma cbccvc | ma can bo | ma cong chuc"
                " | ma vien chuc | ma nv | ma nhan vien | ma so can bo | ma so cbcc | ma so cbccvc"
                " | ma dinh danh can bo | so hieu cbcc | so hieu cbccvc | so hieu can bo"
                " | so hieu cong chuc | ma ho so | so hieu | ma so nhan vien | ma cb cc | ma cbccv"
                " | ma can bo cong chuc vien chuc | ma can bo cong chuc",
            ),
        ),
        export=ExportColumn("Mã cán bộ", 14),
        is_required=True,
        is_named=False,
        is_number=True,
        search="istartswith",
    ),
    OfficialField(
        "full_name",
        Official,
        FieldKind.TEXT,
        gettext_lazy("full name"),
        columns=(
            ListColumn(
                "full_name",
                CellKind.FULL_NAME,
                "ho va ten | ho ten | ho va ten khai sinh | ho va ten can bo | ho va ten cbcc"
                " | ho va ten cbccvc | ten can bo | ten cong chuc | ho ten can bo"
                " | ho va ten can bo cong chuc | ho va ten can bo cong chuc vien chuc | h va ten"
                " | ten cbcc | ho va ten chu in hoa | hoten | ho ten dem | ten day du"
                " | ho va ten hoc vien | ho ten hoc vien | ho ten cbcc",
            ),
            ListColumn(
                "family_name",
                CellKind.FAMILY_NAME,
                "ho va dem | ho dem | ho va ten dem | ho va chu dem | ho lot | ho va ten lot"
                " | ho chu dem | ho",
                label=pgettext_lazy("column", "family and middle name"),
            ),
            ListColumn(
                "given_name",
                CellKind.GIVEN_NAME,
                "ten | ten goi",
                label=pgettext_lazy("column", "given name"),
            ),
        ),
        export=ExportColumn("Họ và tên", 26),
        is_required=True,
        noun=pgettext_lazy("official", "name"),
        page_order=-1,
    ),
    OfficialField(
        "birth_date",
        Official,
        FieldKind.DAY,
        gettext_lazy("birth date"),
        columns=(
            ListColumn(
                "birth_date",
                CellKind.BIRTH_DATE,
                "ngay sinh | ngay thang nam sinh | ngay th nam sinh | ngay thang sinh"
                " | ngay thang n sinh | nam sinh | sinh ngay | ng th nam sinh | ngay t nam sinh"
                " | nsinh | n sinh | ngay sinh dd mm yyyy | ntns | ng sinh"
                " | ngay thang nam sinh dd mm yyyy | ns",
            ),
            ListColumn(
                "birth_male",
                CellKind.BIRTH_DATE,
                label=pgettext_lazy("column", "birth date, column “male”"),
            ),
            ListColumn(
                "birth_female",
                CellKind.BIRTH_DATE,
                label=pgettext_lazy("column", "birth date, column “female”"),
            ),
        ),
        export=ExportColumn("Ngày sinh", 12),
        is_required=True,
        companions=("birth_precision",),
        shown_by="birth",
    ),
    OfficialField(
        "sex",
        Official,
        FieldKind.CHOICE,
        gettext_lazy("sex"),
        columns=(
            ListColumn("sex", CellKind.SEX, "gioi tinh | gt | phai | nam nu | g tinh | gioi"),
            ListColumn(
                "sex_male",
                CellKind.MARK,
                "nam",
                label=pgettext_lazy("column", "sex, marks below “male”"),
            ),
            ListColumn(
                "sex_female",
                CellKind.MARK,
                "nu | la nu | nu gioi | can bo nu",
                label=pgettext_lazy("column", "sex, marks below “female”"),
            ),
        ),
        export=ExportColumn("Giới tính", 10),
        is_required=True,
    ),
    OfficialField(
        "id_number",
        Sensitive,
        FieldKind.TEXT,
        pgettext_lazy("official", "personal ID number"),
        columns=(
            ListColumn(
                "id_number",
                CellKind.ID_NUMBER,
                "cccd | so cccd | can cuoc | so can cuoc | can cuoc cong dan"
                " | so can cuoc cong dan | so dinh danh ca nhan | so dinh danh"
                " | ma dinh danh ca nhan | cmnd | so cmnd | cmnd cccd | so cmnd cccd | cccd cmnd"
                " | so cccd cmnd | cc cccd | so cc cccd | sddcn | so cmtnd | cmt"
                " | dinh danh ca nhan | so the can cuoc | the can cuoc",
                label=pgettext_lazy("column", "ID number"),
            ),
        ),
        export=ExportColumn("Số định danh cá nhân", 16),
        noun=pgettext_lazy("official", "ID number"),
        hint=gettext_lazy("12 digits"),
        is_number=True,
        rule=clean_id_number,
        page_order=1,
    ),
    OfficialField(
        "ethnicity",
        Sensitive,
        FieldKind.TEXT,
        pgettext_lazy("official", "ethnic group"),
        columns=(
            ListColumn(
                "ethnicity",
                CellKind.ETHNIC_GROUP,
                "dan toc | dt | d toc | thanh phan dan toc | tp dan toc",
            ),
        ),
        export=ExportColumn("Dân tộc", 12),
    ),
    OfficialField(
        "is_ethnic_minority",
        Sensitive,
        FieldKind.FLAG,
        pgettext_lazy("official", "member of an ethnic minority"),
        columns=(
            ListColumn(
                "ethnic_minority",
                CellKind.MARK,
                "dan toc thieu so | nguoi dan toc thieu so | dtts | nguoi dtts | la dtts"
                " | la nguoi dtts | dan toc it nguoi",
                label=pgettext_lazy("column", "ethnic minority (mark)"),
            ),
        ),
        export=None,
        is_named=False,
    ),
    OfficialField(
        "is_party_member",
        Sensitive,
        FieldKind.FLAG,
        pgettext_lazy("official", "Party member"),
        columns=(
            ListColumn(
                "party_member",
                CellKind.MARK_OR_DAY,
                "dang vien | la dang vien | dv dang | dang vien x | la dv",
                label=pgettext_lazy("column", "Party member (mark)"),
            ),
            ListColumn(
                "party_date",
                CellKind.DAY,
                "ngay vao dang | ngay ket nap | ngay ket nap dang | vao dang | ngay vao dcsvn"
                " | ngay vao dang csvn | ngay vao dang cong san viet nam | nam vao dang"
                " | ngay thang vao dang | ngay thang nam vao dang | ngay vao dang du bi",
                label=pgettext_lazy("column", "day of joining the Party"),
            ),
        ),
        export=ExportColumn("Đảng viên", 10),
        noun=pgettext_lazy("official", "Party membership"),
    ),
)
FIELDS: dict[str, OfficialField] = {field.key: field for field in OFFICIAL_FIELDS}
OPEN_FIELDS = tuple(field for field in OFFICIAL_FIELDS if not field.is_sensitive)
SENSITIVE_FIELDS = tuple(field for field in OFFICIAL_FIELDS if field.is_sensitive)
# Actions, forms and the import know these three by name: they have rules and columns of their own.
# All other open fields are handled alike.
_KNOWN_BY_NAME = ("code", "full_name", "birth_date")
FURTHER_FIELDS = tuple(field for field in OPEN_FIELDS if field.key not in _KNOWN_BY_NAME)

NO_VALUES: FieldValues = MappingProxyType({})


def clean_values(fields: Iterable[OfficialField], values: FieldValues) -> dict[str, FieldValue]:
    """The values as the register stores them, without empty ones of fields that every entry has.

    BadInput where one cannot be; KeyError for a key that is none of `fields`.
    """
    by_key = {field.key: field for field in fields}
    cleaned = {key: by_key[key].clean(value) for key, value in values.items()}
    return {
        key: value
        for key, value in cleaned.items()
        if value not in ("", None) or not by_key[key].is_required
    }


def in_page_order(fields: Iterable[OfficialField]) -> list[OfficialField]:
    """The fields in the order of pages and forms."""
    return sorted(fields, key=lambda field: field.page_order)


def field_lines(row: Official | Sensitive) -> list[FieldLine]:
    """The fields of the row in words, in the order of pages."""
    lines = []
    for field in in_page_order(OFFICIAL_FIELDS):
        if not isinstance(row, field.model):
            continue
        value = field.value_of(row)
        text_of_row = getattr(row, field.shown_by) if field.shown_by else field.show(value)
        lines.append(FieldLine(field, value, str(text_of_row)))
    return lines


def columns_of(fields: Iterable[OfficialField]) -> tuple[str, ...]:
    """The columns that the values of the fields stand in."""
    return tuple(name for field in fields for name in (field.key, *field.companions))


def columns_for_log(official: Official) -> dict[str, str]:
    """The columns of the open fields as the audit log keeps them."""
    values = {name: getattr(official, name) for name in columns_of(OPEN_FIELDS)}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else str(value or "")
        for name, value in values.items()
    }


def describe_logged(column: str, before: str, after: str) -> str:
    """A change of a column in words: "sex: female → male"."""
    for field in OPEN_FIELDS:
        if column == field.key:
            return f"{field.label}: {field.show_logged(before)} → {field.show_logged(after)}"
        if column in field.companions:
            words = choices_of(field.model, column)
            before, after = words.get(before, before), words.get(after, after)
            return f"{field.label}: {before} → {after}"
    raise LookupError(column)


def describe_access(access: SensitiveAccess) -> str:
    """What somebody saw, in words."""
    what = SensitiveAccess.What(access.what)
    match what:
        case SensitiveAccess.What.FIELDS:
            return list_names(SENSITIVE_FIELDS)
        case SensitiveAccess.What.ACTIVITY:
            return str(what.label)
    assert_never(what)


def list_names(fields: Iterable[OfficialField]) -> str:
    """The fields as titles name them: "ethnic group, Party membership, ID number"."""
    return ", ".join(_nouns(fields))


def list_names_in_sentence(fields: Iterable[OfficialField]) -> str:
    """The fields as sentences name them: "ethnic group, Party membership and ID number"."""
    *nouns, last = _nouns(fields)
    return _("%(names)s and %(last)s") % {"names": ", ".join(nouns), "last": last}


def _nouns(fields: Iterable[OfficialField]) -> list[str]:
    return [str(field.noun or field.label) for field in in_page_order(fields) if field.is_named]
