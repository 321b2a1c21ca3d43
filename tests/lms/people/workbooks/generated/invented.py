"""People who do not exist, of the peoples of Vietnam, and the units where they work."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

PROVINCE_NAME, PROVINCE_CODE = "Tỉnh Điện Biên", "DIENBIEN"


@dataclass(frozen=True)
class Place:
    """A unit of the register.

    `commune`: the name of the commune above a department, else "". `successor`: the name of the
    commune into which this one was merged in 2025, else "".
    """

    code: str
    name: str
    commune: str = ""
    successor: str = ""

    @property
    def is_province(self) -> bool:
        return self.code == PROVINCE_CODE


PROVINCE = Place(PROVINCE_CODE, PROVINCE_NAME)
COMMUNES = (
    Place("NASON", "Xã Na Son"),
    Place("XADUNG", "Xã Xa Dung"),
    Place("PUNHUNG", "Xã Pú Nhung"),
    Place("MUONGLUAN", "Xã Mường Luân"),
    Place("PHINHGIANG", "Xã Phình Giàng"),
    Place("MUONGTHANH", "Phường Mường Thanh"),
)
# Communes of before the reform that lists still name.
FORMER_COMMUNES = (
    Place("KEOLOM", "Xã Keo Lôm", successor="Xã Na Son"),
    Place("HANGLIA", "Xã Háng Lìa", successor="Xã Xa Dung"),
    Place("LUANGIOI", "Xã Luân Giói", successor="Xã Mường Luân"),
)
_DEPARTMENT_NAMES = (
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế",
    "Phòng Văn hóa - Xã hội",
)
DEPARTMENTS = tuple(
    Place(f"{commune.code}-P{number}", name, commune.name)
    for commune in COMMUNES
    for number, name in enumerate(_DEPARTMENT_NAMES, start=1)
)


@dataclass(frozen=True)
class _Names:
    """How names of one people are put together: `pattern` is one of "family middle given",
    "given family" (Ê Đê) and "given" (one word).
    """

    ethnicity: str
    pattern: str
    family: tuple[str, ...]
    middle: dict[str, tuple[str, ...]]
    given: dict[str, tuple[str, ...]]


_VIETNAMESE_MIDDLE = {"f": ("Thị", "Thu", "Thị Hồng", "Thùy"), "m": ("Văn", "Đức", "Quốc", "Hữu")}


def place_today(place: Place) -> Place:
    """The unit that the register knows today: of a merged commune its successor."""
    return next((other for other in COMMUNES if other.name == place.successor), place)


# Names that the old fonts can write: no letters but those of Vietnamese.
_WITH_VIETNAMESE_LETTERS = (
    _Names(
        "Kinh",
        "family middle given",
        ("Nguyễn", "Trần", "Phạm", "Bùi", "Đặng", "Vũ", "Hoàng", "Lê", "Dương", "Ngô"),
        _VIETNAMESE_MIDDLE,
        {
            "f": ("Ánh", "Hương", "Nhung", "Thủy", "Yến", "Nguyệt", "Quỳnh", "Tố Uyên"),
            "m": ("Ước", "Dũng", "Huy", "Khuê", "Toàn", "Thắng", "Cường", "Ấn"),
        },
    ),
    _Names(
        "Thái",
        "family middle given",
        ("Lò", "Quàng", "Cà", "Lường", "Tòng", "Điêu", "Lù", "Bạc Cầm"),
        {"f": ("Thị", "Thị Mai"), "m": ("Văn", "Minh")},
        {"f": ("Hiên", "Ún", "Xuân", "Ngoan", "Pâng"), "m": ("Ơn", "Đoàn", "Thoa", "Bun", "Xôm")},
    ),
    _Names(
        "Mông",
        "family middle given",
        ("Giàng", "Vừ", "Sùng", "Hạng", "Mùa", "Thào", "Hờ", "Mã"),
        {"f": ("Thị", "Thị"), "m": ("A", "Seo", "Chứ")},
        {"f": ("Dợ", "Mẩy", "Sua", "Máy"), "m": ("Sình", "Chứ", "Páo", "Lềnh A", "Dế", "Phử")},
    ),
)
_WITH_OTHER_LETTERS = (
    _Names(
        "Ê Đê",
        "given family",
        ("Niê", "Niê Kdăm", "Mlô", "Byă", "Êban", "Ayun", "Kbuôr"),
        {"f": ("",), "m": ("",)},
        {
            "f": ("H'Hen", "H'Ninh", "H'Wan", "H'Yŭn", "H'Bia"),
            "m": ("Y Blŏ", "Y Č", "Y-Thịnh", "Y Khăm", "Y Wŏ"),
        },
    ),
    _Names(
        "Gia Rai",
        "family middle given",
        ("Ksor", "Siu", "Nay", "Rơ Châm", "Rmah", "Kpă"),
        {"f": ("",), "m": ("",)},
        {"f": ("H'Bơ Khăp", "H'Nhan", "H'Bít"), "m": ("Phước", "Y-Blôk", "Blŭk", "Thơm")},
    ),
    _Names(
        "Khmer",
        "family middle given",
        ("Thạch", "Kim", "Danh", "Sơn", "Châu"),
        {"f": ("Thị", "Sà"), "m": ("Sa", "Sà", "Ngọc")},
        {"f": ("Rươl", "Sóc Kha", "Thi"), "m": ("Rết", "Út", "Phươl")},
    ),
    _Names(
        "Cơ Ho",
        "given",
        ("",),
        {"f": ("",), "m": ("",)},
        {"f": ("K'Thẻo", "K'Nhim"), "m": ("K'Brểu", "K'Tem", "K'Broih", "K'Sung")},
    ),
    _Names(
        "Xơ Đăng",
        "given family",
        ("Jar", "Lơng", "Thút", "Blong"),
        {"f": ("",), "m": ("",)},
        {"f": ("Y",), "m": ("A",)},
    ),
)
GROUPS = {
    "elected_official": ("Chủ tịch UBND xã", "Bí thư Đoàn xã", "Phó Chủ tịch HĐND xã"),
    "civil_servant": (
        "Công chức Tư pháp - Hộ tịch",
        "Chuyên viên Văn phòng – Thống kê",
        "Phó Trưởng phòng Kinh tế",
    ),
    "public_employee": ("Giáo viên", "Viên chức khuyến nông"),
    "part_time_commune_worker": ("Văn thư, lưu trữ", "Thủ quỹ"),
}
POSITIONS = ("Hành chính – một cửa", "Tổ chức cán bộ", "Quản lý đất đai")
STUDIES = ("Luật", "Quản lý đất đai", "Kế toán", "Công tác xã hội")


@dataclass(frozen=True)
class InventedPerson:
    """What there is to write about one person. Keys are those of the register."""

    full_name: str
    birth_date: dt.date
    sex: str
    ethnicity: str
    code: str
    id_number: str
    place: Place
    group: str
    title: str
    position: str
    rank: str
    is_party_member: bool
    is_key: bool
    post_from: dt.date
    study: str
    levels: dict[str, str] = field(default_factory=dict)
    ratings: dict[str, str] = field(default_factory=dict)


# Levels that a list may name, by dimension; see `columns.LEVEL_WORDS` for how they are written.
LEVELS = {
    "general_education": ("upper_secondary", "lower_secondary"),
    "professional": ("master", "university", "college", "intermediate"),
    "political_theory": ("advanced", "intermediate", "elementary"),
    "state_management": ("expert", "principal", "clerk"),
    "it": ("basic", "skilled"),
    "foreign_language": ("step_2", "step_3"),
}
RATINGS = ("excellent", "good", "completed")
_RANKS = {
    "elected_official": ("expert", "clerk"),
    "civil_servant": ("expert", "principal", "clerk"),
    "public_employee": ("grade_3", "grade_2"),
    "part_time_commune_worker": ("staff",),
}


def invent_people(
    rng: random.Random, places: Sequence[Place], *, only_vietnamese_letters: bool = False
) -> Iterator[InventedPerson]:
    """New people without end, each with a name, code and ID number that nobody else has; in turn of
    each of `places`.
    """
    stocks = list(_WITH_VIETNAMESE_LETTERS) * 2
    if not only_vietnamese_letters:
        stocks += _WITH_OTHER_LETTERS
    used: set[str] = set()
    number = rng.randrange(10, 5000)
    while True:
        sex = rng.choice("fm")
        stock = rng.choice(stocks)
        name = _name_of(rng, stock, sex)
        if name in used:
            continue
        used.add(name)
        number += 1
        yield _person_of(rng, name, sex, stock.ethnicity, places[len(used) % len(places)], number)


def _name_of(rng: random.Random, stock: _Names, sex: str) -> str:
    family = rng.choice(stock.family)
    given = rng.choice(stock.given[sex])
    middle = rng.choice(stock.middle[sex])
    words = {
        "family middle given": (family, middle, given),
        "given family": (given, family),
        "given": (given,),
    }[stock.pattern]
    return " ".join(filter(None, words))


def _person_of(
    rng: random.Random, name: str, sex: str, ethnicity: str, place: Place, number: int
) -> InventedPerson:
    born = dt.date(1967, 1, 1) + dt.timedelta(days=rng.randrange(13_000))
    group = rng.choice(list(GROUPS))
    century_and_sex = 2 * (born.year >= 2000) + (sex == "f")
    return InventedPerson(
        full_name=name,
        birth_date=born,
        sex=sex,
        ethnicity=ethnicity,
        code=f"{number:06d}",
        id_number=f"011{century_and_sex}{born.year % 100:02d}{number:06d}",
        place=place,
        group=group,
        title=rng.choice(GROUPS[group]),
        position=rng.choice(POSITIONS),
        rank=rng.choice(_RANKS[group]),
        is_party_member=rng.random() < 0.6,
        is_key=rng.random() < 0.2,
        post_from=dt.date(2021, 1, 1) + dt.timedelta(days=rng.randrange(1500)),
        study=rng.choice(STUDIES),
        levels={
            dimension: rng.choice(levels)
            for dimension, levels in LEVELS.items()
            if rng.random() < 0.8
        },
        ratings={"2024": rng.choice(RATINGS), "2025": rng.choice(RATINGS)},
    )
