"""Columns of lists: the words above them, what they hold of a person, what they say of them."""

import datetime as dt
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.lms.people.workbooks.generated.grid import GridCell
from tests.lms.people.workbooks.generated.invented import InventedPerson
from tests.lms.people.workbooks.generated.layouts import Layout
from tests.lms.people.workbooks.generated.spelling import write_name, write_unit

Path = tuple[str, ...]
# What a column says of a person: by the names of `register.OfficialRead`.
Says = dict[str, object]

GROUP_WORDS = {
    "elected_official": "Cán bộ",
    "civil_servant": "Công chức",
    "public_employee": "Viên chức",
    "part_time_commune_worker": "Người hoạt động không chuyên trách",
}
_RANK_WORDS = {
    "expert": "Chuyên viên",
    "principal": "Chuyên viên chính",
    "clerk": "Cán sự",
    "staff": "Nhân viên",
    "grade_3": "Hạng III",
    "grade_2": "Hạng II",
}
_RANK_CODES = {
    "expert": "01.003",
    "principal": "01.002",
    "clerk": "01.004",
    "staff": "01.005",
    "grade_3": "V.07.03.29",
    "grade_2": "V.07.03.28",
}
LEVEL_WORDS = {
    "general_education": {"upper_secondary": "12/12", "lower_secondary": "9/12"},
    "professional": {
        "master": "Thạc sĩ",
        "university": "Đại học",
        "college": "Cao đẳng",
        "intermediate": "Trung cấp",
    },
    "political_theory": {
        "advanced": "Cao cấp",
        "intermediate": "Trung cấp",
        "elementary": "Sơ cấp",
    },
    "state_management": {
        "expert": "Chuyên viên",
        "principal": "Chuyên viên chính",
        "clerk": "Cán sự",
    },
    "it": {"basic": "Cơ bản", "skilled": "Nâng cao"},
    "foreign_language": {"step_2": "A2", "step_3": "B1"},
}
_LEVEL_HEADERS = {
    "general_education": ("Trình độ văn hóa", "Văn hóa"),
    "professional": ("Trình độ chuyên môn", "Chuyên môn"),
    "political_theory": ("Lý luận chính trị", "Chính trị"),
    "state_management": ("Quản lý nhà nước", "QLNN"),
    "it": ("Tin học", "Tin học"),
    "foreign_language": ("Ngoại ngữ", "Ngoại ngữ"),
}
_RATING_WORDS = {
    "excellent": "Hoàn thành xuất sắc nhiệm vụ",
    "good": "Hoàn thành tốt nhiệm vụ",
    "completed": "Hoàn thành nhiệm vụ",
}
_RATING_SHORT = {"excellent": "HTXSNV", "good": "HTTNV", "completed": "HTNV"}


@dataclass(frozen=True)
class ListColumn:
    """One column, or some that stand side by side.

    `paths`: the words above each of them, from top to bottom. `write`: their cells for a person.
    `says`: what the register must hold because of them; None: nothing, the product does not know
    such columns. `shares_header`: one header stands over all of them.
    """

    name: str
    paths: tuple[Path, ...]
    write: Callable[[InventedPerson], tuple[object, ...]]
    says: Callable[[InventedPerson], Says] | None
    shares_header: bool = False

    @property
    def width(self) -> int:
        return len(self.paths)


def columns_of(layout: Layout, rng: random.Random) -> list[ListColumn]:
    """The columns of one block of the list, in the order in which they stand there."""
    leading = [_name_column(layout, rng)]
    if layout["running number"] == "none" or rng.random() < 0.9:
        leading += _birth_columns(layout, rng)
    else:
        leading = _birth_columns(layout, rng) + leading
    others = list(_other_columns(layout, rng))
    if layout["order"] == "shuffled":
        rng.shuffle(others)
    return [*_code_column(layout, rng), *leading, *others]


def _other_columns(layout: Layout, rng: random.Random) -> Iterable[ListColumn]:
    yield from _sex_columns(layout, rng)
    yield from _id_number_column(layout, rng)
    yield from _ethnicity_column(layout)
    yield from _party_columns(layout)
    yield from _unit_column(layout, rng)
    yield from _post_columns(layout, rng)
    yield from _rank_columns(layout, rng)
    yield from _group_columns(layout)
    yield from _level_columns(layout)
    yield from _rating_columns(layout)
    chosen = rng.sample(UNKNOWN_COLUMNS, int(layout["unknown columns"]))
    if layout["title"] == "none":
        # where a list has no other office, the one in the Party is taken
        chosen = [column for column in chosen if column[0][0] != ("Cấp ủy", "Chức vụ")]
    yield from (_unknown_column(column, rng) for column in chosen)


def _plain(
    name: str, header: str, value: Callable[[InventedPerson], object], *attributes: str
) -> ListColumn:
    """One column with one header that says `attributes` as the person has them."""
    return ListColumn(
        name,
        ((header,),),
        lambda person: (value(person),),
        lambda person: {attribute: getattr(person, attribute) for attribute in attributes},
    )


# Names and birth dates


def _name_column(layout: Layout, rng: random.Random) -> ListColumn:
    def parts(person: InventedPerson) -> tuple[object, ...]:
        family, _space, given = person.full_name.rpartition(" ")
        return (
            write_name(family, layout, person.sex) if family else "",
            write_name(given, layout, "", with_extras=False),
        )

    def says(person: InventedPerson) -> Says:
        return {"full_name": person.full_name}

    if layout["names"] == "two columns":
        first = rng.choice(("Họ và đệm", "Họ và tên đệm", "Họ, chữ đệm"))
        return ListColumn("name", ((first,), ("Tên",)), parts, says)
    header = rng.choice(("Họ và tên", "Họ và tên", "Họ tên", "Họ và tên khai sinh"))
    if layout["names"] == "two columns below one header":
        return ListColumn("name", ((header,), (header,)), parts, says, shares_header=True)
    return ListColumn(
        "name",
        ((header,),),
        lambda person: (write_name(person.full_name, layout, person.sex),),
        says,
    )


def _birth_columns(layout: Layout, rng: random.Random) -> list[ListColumn]:
    header = rng.choice(("Ngày sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh"))
    form = layout["birth"]
    if form in _BIRTH_IN_ONE_CELL:
        write = _BIRTH_IN_ONE_CELL[form]
        is_year = form == "year"
        title = "Năm sinh" if is_year else header
        says = _birth_year_says if is_year else _birth_says
        return [ListColumn("birth", ((title,),), lambda p: (write(p.birth_date),), says)]
    if form == "day, month, year":
        return [
            ListColumn(
                "birth",
                ((header, "Ngày"), (header, "Tháng"), (header, "Năm")),
                lambda p: (p.birth_date.day, p.birth_date.month, p.birth_date.year),
                _birth_says,
            )
        ]
    if form == "day and month, year":
        return [
            ListColumn(
                "birth",
                (("Ngày, tháng sinh",), ("Năm sinh",)),
                lambda p: (f"{p.birth_date:%d/%m}", p.birth_date.year),
                _birth_says,
            )
        ]
    return [_birth_below_sexes(form, header)]


def _birth_below_sexes(form: str, header: str) -> ListColumn:
    """The birth date, or the year alone, below "Nam" or below "Nữ"."""
    is_year = form.startswith("year")
    write = _BIRTH_IN_ONE_CELL["year" if is_year else "text"]
    above = "Năm sinh" if is_year else header
    says = _birth_year_says if is_year else _birth_says

    def cells(person: InventedPerson) -> tuple[object, ...]:
        written = write(person.birth_date)
        return (written, "") if person.sex == "m" else ("", written)

    return ListColumn(
        "birth",
        ((above, "Nam"), (above, "Nữ")),
        cells,
        lambda person: {**says(person), "sex": person.sex},
    )


def _birth_says(person: InventedPerson) -> Says:
    return {"birth_date": person.birth_date}


def _birth_year_says(person: InventedPerson) -> Says:
    """A year alone is kept as its first day."""
    return {"birth_date": dt.date(person.birth_date.year, 1, 1), "birth_precision": "year"}


_BIRTH_IN_ONE_CELL: dict[str, Callable[[dt.date], object]] = {
    "date": lambda day: GridCell(dt.datetime.combine(day, dt.time()), number_format="dd/mm/yyyy"),
    "text": lambda day: f"{day:%d/%m/%Y}",
    "text with dots": lambda day: f"{day.day}.{day.month}.{day.year}",
    "text with dashes": lambda day: f"{day:%d-%m-%Y}",
    "year": lambda day: day.year,
}


def _sex_columns(layout: Layout, rng: random.Random) -> Iterable[ListColumn]:
    if layout["birth"].endswith("below Nam and Nữ"):
        return
    if layout["sex"] == "word":
        header = rng.choice(("Giới tính", "GT", "Nam/Nữ"))
        yield _plain("sex", header, lambda p: "Nữ" if p.sex == "f" else "Nam", "sex")
    elif layout["sex"] == "mark for women":
        yield _plain("sex", "Nữ", lambda p: "x" if p.sex == "f" else "", "sex")
    else:
        yield ListColumn(
            "sex",
            (("Giới tính", "Nam"), ("Giới tính", "Nữ")),
            lambda p: ("x", "") if p.sex == "m" else ("", "x"),
            lambda p: {"sex": p.sex},
        )


# Who else they are


def _code_column(layout: Layout, rng: random.Random) -> Iterable[ListColumn]:
    header = rng.choice(("Mã CBCCVC", "Số hiệu CBCC", "Mã cán bộ"))
    if layout["code"] == "text":
        yield _plain("code", header, lambda p: p.code, "code")
    elif layout["code"] == "number with zeros by its format":
        yield _plain(
            "code", header, lambda p: GridCell(int(p.code), number_format="000000"), "code"
        )


def _id_number_column(layout: Layout, rng: random.Random) -> Iterable[ListColumn]:
    def spaced(number: str) -> str:
        return " ".join(number[start : start + 3] for start in range(0, 12, 3))

    forms: dict[str, Callable[[InventedPerson], object]] = {
        "text": lambda p: p.id_number,
        "text with spaces": lambda p: spaced(p.id_number),
        "number": lambda p: int(p.id_number),
    }
    if layout["id number"] != "none":
        header = rng.choice(("Số CCCD", "Số định danh cá nhân", "CCCD"))
        yield _plain("id number", header, forms[layout["id number"]], "id_number")


def _ethnicity_column(layout: Layout) -> Iterable[ListColumn]:
    if layout["ethnicity"] == "word":
        yield _plain("ethnicity", "Dân tộc", lambda p: p.ethnicity, "ethnicity")


def _party_columns(layout: Layout) -> Iterable[ListColumn]:
    def mark(person: InventedPerson) -> str:
        return "x" if person.is_party_member else ""

    if layout["party"] == "mark":
        yield _plain("party", "Đảng viên", mark, "is_party_member")
    elif layout["party"] != "none":
        yield ListColumn(
            "party",
            (("Đảng viên",), ("Ngày vào Đảng", "Dự bị"), ("Ngày vào Đảng", "Chính thức")),
            lambda p: (mark(p), *(("03/02/2012", "03/02/2013") if p.is_party_member else ("", ""))),
            lambda p: {"is_party_member": p.is_party_member},
        )


# Where they work and as what


def _unit_column(layout: Layout, rng: random.Random) -> Iterable[ListColumn]:
    form = layout["units"]
    header = rng.choice(("Đơn vị", "Đơn vị công tác", "Cơ quan, đơn vị đang làm việc"))
    if form == "column of codes":
        yield _plain("unit", "Mã đơn vị", lambda p: p.place.code, "place")
    elif form.startswith("column"):
        yield _plain("unit", header, lambda p: write_unit(p.place, form, rng), "place")


def _post_columns(layout: Layout, rng: random.Random) -> Iterable[ListColumn]:
    header = rng.choice(("Chức vụ", "Chức vụ, chức danh", "Chức vụ hoặc chức danh công tác"))
    if layout["title"] == "column behind the allowance of the post":
        yield ListColumn(
            "allowances",
            (("Phụ cấp", "Chức vụ"), ("Phụ cấp", "Khu vực")),
            lambda p: (0.25, 0.7),
            None,
        )
    if layout["title"] != "none":
        yield _plain("title", header, lambda p: p.title, "title")
    if layout["position"] != "none":
        yield _plain("position", "Vị trí việc làm", lambda p: p.position, "position")
    if layout["key officials"] != "none":
        yield _plain("key", "Cán bộ chủ chốt", lambda p: "x" if p.is_key else "", "is_key")
    if layout["post from"] == "date":
        yield _plain("post from", "Ngày bổ nhiệm", lambda p: f"{p.post_from:%d/%m/%Y}", "post_from")
    elif layout["post from"] == "day, month, year":
        yield ListColumn(
            "post from",
            tuple(("Ngày bổ nhiệm", part) for part in ("Ngày", "Tháng", "Năm")),
            lambda p: (p.post_from.day, p.post_from.month, p.post_from.year),
            lambda p: {"post_from": p.post_from},
        )


def _rank_columns(layout: Layout, rng: random.Random) -> Iterable[ListColumn]:
    form = layout["rank"]
    if form == "word":
        header = rng.choice(("Ngạch", "Ngạch công chức", "Ngạch/hạng"))
        yield _plain("rank", header, lambda p: _RANK_WORDS[p.rank], "rank")
    elif form == "code":
        yield _plain("rank", "Mã ngạch", lambda p: _RANK_CODES[p.rank], "rank")
    elif form == "statutory":
        above = "Thời gian giữ ngạch (kể cả ngạch tương đương)"
        yield ListColumn(
            "time in rank",
            ((above, "Dưới ngạch hiện giữ"), (above, "Ở ngạch hiện giữ")),
            lambda p: ("5 năm", "3 năm"),
            None,
        )
        yield _plain("rank", "Mã số ngạch hiện giữ", lambda p: _RANK_CODES[p.rank], "rank")


def _group_columns(layout: Layout) -> Iterable[ListColumn]:
    if layout["groups"] == "column":
        yield _plain("group", "Đối tượng", lambda p: GROUP_WORDS[p.group], "group")
    elif layout["groups"] == "marks":
        headers = ("Cán bộ", "Công chức", "Viên chức", "Người HĐKCT")
        yield ListColumn(
            "group",
            tuple(("Đối tượng", header) for header in headers),
            lambda p: tuple("x" if p.group == group else "" for group in GROUP_WORDS),
            lambda p: {"group": p.group},
        )


# Levels and ratings


def _level_columns(layout: Layout) -> Iterable[ListColumn]:
    form = layout["levels"]
    if form == "none":
        return
    for dimension, (alone, below) in _LEVEL_HEADERS.items():
        path = ("Trình độ", below) if form == "words below one header" else (alone,)
        if form == "marks" and dimension in {"professional", "political_theory"}:
            yield _level_marks(dimension, below)
        elif form == "words with details" and dimension == "professional":
            yield _level_with_details(alone)
        else:
            yield _level_word(dimension, path)


def _level_says(*dimensions: str) -> Callable[[InventedPerson], Says]:
    return lambda p: {
        f"level {dimension}": p.levels[dimension]
        for dimension in dimensions
        if dimension in p.levels
    }


def _level_word(dimension: str, path: Path) -> ListColumn:
    words = LEVEL_WORDS[dimension]
    return ListColumn(
        dimension,
        (path,),
        lambda p: (words.get(p.levels.get(dimension, ""), ""),),
        _level_says(dimension),
    )


def _level_marks(dimension: str, header: str) -> ListColumn:
    words = LEVEL_WORDS[dimension]
    return ListColumn(
        dimension,
        tuple(("Trình độ", header, word) for word in words.values()),
        lambda p: tuple("x" if p.levels.get(dimension) == level else "" for level in words),
        _level_says(dimension),
    )


def _level_with_details(header: str) -> ListColumn:
    words = LEVEL_WORDS["professional"]

    def says(person: InventedPerson) -> Says:
        if "professional" not in person.levels:
            return {}
        return {"level professional": person.levels["professional"], "study": person.study}

    return ListColumn(
        "professional",
        ((header, "Trình độ"), (header, "Chuyên ngành")),
        lambda p: (
            (words[p.levels["professional"]], p.study) if "professional" in p.levels else ("", "")
        ),
        says,
    )


def _rating_columns(layout: Layout) -> Iterable[ListColumn]:
    form = layout["ratings"]
    if form == "word":
        yield _rating_word("2024", ("Xếp loại năm 2024",))
    elif form == "words below one header":
        yield _rating_word("2024", ("Kết quả xếp loại", "Năm 2024"))
        yield _rating_word("2025", ("Kết quả xếp loại", "Năm 2025"))
    elif form == "marks":
        yield ListColumn(
            "rating 2025",
            tuple(("Xếp loại năm 2025", word) for word in _RATING_SHORT.values()),
            lambda p: tuple("x" if p.ratings["2025"] == value else "" for value in _RATING_SHORT),
            lambda p: {"rating 2025": p.ratings["2025"]},
        )


def _rating_word(period: str, path: Path) -> ListColumn:
    return ListColumn(
        f"rating {period}",
        (path,),
        lambda p: (_RATING_WORDS[p.ratings[period]],),
        lambda p: {f"rating {period}": p.ratings[period]},
    )


# What the register has no field for: (words above, values)
UNKNOWN_COLUMNS: tuple[tuple[tuple[Path, ...], tuple[object, ...]], ...] = (
    ((("Điện thoại",),), ("0912345678", "0987 654 321", 912345678)),
    ((("Quê quán",),), ("Xã Na Son, Điện Biên", "Thanh Chương, Nghệ An", "Thái Bình")),
    ((("Địa chỉ thường trú",),), ("Bản Na Phát, xã Na Son", "Tổ 5, phường Mường Thanh")),
    ((("Tuổi",),), (34, 45, 51)),
    ((("Hệ số lương",),), (2.34, 3.66, 4.98)),
    ((("Lương", "Bậc"), ("Lương", "Hệ số"), ("Lương", "Mốc nâng lương")), (3, 3.33, "01/2025")),
    ((("Phụ cấp", "Chức vụ"), ("Phụ cấp", "Thâm niên")), (0.25, "5%")),
    ((("Họ và tên vợ hoặc chồng",),), ("Lò Thị Vợ", "Trần Văn Chồng")),
    ((("Họ tên cha",),), ("Lò Văn Cha", "Giàng A Bố")),
    ((("Quy hoạch chức danh",),), ("Phó Chủ tịch UBND xã giai đoạn 2026-2031", "")),
    ((("Tôn giáo",),), ("Không", "Tin lành")),
    ((("Ngày cấp CCCD",),), ("12/05/2021", "01/02/2022")),
    ((("Nơi cấp CCCD",),), ("Cục Cảnh sát QLHC về TTXH",)),
    ((("Số BHXH",),), ("0111234567", "0119876543")),
    ((("Email",),), ("na.son@dienbien.example",)),
    ((("Năng khiếu",),), ("Hát, múa", "Đá bóng")),
    ((("Khen thưởng", "Năm"), ("Khen thưởng", "Hình thức")), (2023, "Giấy khen")),
    ((("Số tài khoản",),), ("101010101010", 19031234567890)),
    ((("Ngày vào biên chế",),), ("01/09/2010", "15/03/2015")),
    ((("Hệ số phụ cấp chức vụ",),), (0.25, 0.2)),
    ((("Số năm giữ chức vụ",),), (3, "5 năm")),
    ((("Số điện thoại cơ quan",),), ("02153825123",)),
    ((("Mã số thuế",),), ("8123456789",)),
    ((("Mã số BHXH",),), ("0111234567", 119876543)),
    ((("Năm sinh của vợ (chồng)",),), (1985, 1990)),
    (
        (("Thân nhân", "Họ tên"), ("Thân nhân", "Năm sinh"), ("Thân nhân", "Nghề nghiệp")),
        ("Lò Văn Cha", 1955, "Làm ruộng"),
    ),
    ((("Ngày nâng bậc lương gần nhất",),), ("01/01/2024",)),
    ((("Cấp ủy", "Chức vụ"), ("Cấp ủy", "Nhiệm kỳ")), ("Đảng ủy viên", "2025-2030")),
)


def _unknown_column(
    column: tuple[tuple[Path, ...], tuple[object, ...]], rng: random.Random
) -> ListColumn:
    paths, values = column

    def write(_person: InventedPerson) -> tuple[object, ...]:
        if len(paths) > 1:
            return tuple(value if rng.random() < 0.8 else "" for value in values)
        return (rng.choice(values),)

    return ListColumn(f"unknown: {' › '.join(paths[0])}", paths, write, None)
