"""Kinds of mess in rows of people: harmless ones change the cells (and, where they say more, the
person); bad ones name theirs.
"""

import datetime as dt
import unicodedata
from dataclasses import dataclass, field


@dataclass
class ExpectedPerson:
    """What must be in the register afterwards; keys of `levels` are dimensions, of `ratings`
    periods.
    """

    code: str
    full_name: str
    birth_date: dt.date
    sex: str
    id_number: str
    ethnicity: str
    is_party_member: bool
    unit: str
    title: str
    group: str
    rank: str
    is_key: bool
    post_from: dt.date | None
    levels: dict[str, str] = field(default_factory=dict)
    ratings: dict[str, str] = field(default_factory=dict)
    study: str = ""


LETTERS = {
    "code": "B",
    "name": "C",
    "birth": "D",
    "sex": "E",
    "id": "F",
    "people": "G",
    "party": "H",
    "unit": "I",
    "title": "J",
    "group": "K",
    "rank": "L",
    "from": "M",
    "key": "N",
    "general": "O",
    "master": "P",
    "university": "Q",
    "college": "R",
    "intermediate": "S",
    "study": "T",
    "theory": "U",
    "state": "V",
    "defence": "W",
    "it": "X",
    "language": "Y",
    "ethnic": "Z",
    "rating": "AA",
    "half": "AB",
    "phone": "AC",
}
STUDIES = ("master", "university", "college", "intermediate")
HARMLESS, BAD = {}, {}


def register_harmless(function):
    HARMLESS[function.__name__] = function
    return function


def register_bad(key):
    def named(function):
        BAD[function.__name__] = (key, function)
        return function

    return named


@register_harmless
def name_in_capitals(rng, person, cells):
    cells["name"] = person.full_name.upper()


@register_harmless
def name_in_small_letters(rng, person, cells):
    cells["name"] = person.full_name.lower()


@register_harmless
def name_with_odd_spaces(rng, person, cells):
    cells["name"] = f"  {person.full_name.replace(' ', chr(160) + ' ')}\n"


@register_harmless
def name_in_decomposed_letters(rng, person, cells):
    cells["name"] = unicodedata.normalize("NFD", person.full_name)


@register_harmless
def name_with_the_icelandic_letter(rng, person, cells):
    person.full_name = (
        "Đ" + person.full_name[1:] if person.full_name[0] == "Đ" else f"Đèo {person.full_name}"
    )
    cells["name"] = person.full_name.replace("Đ", "Ð")


@register_harmless
def name_with_comrade(rng, person, cells):
    cells["name"] = f"Đ/c {person.full_name}"


@register_harmless
def birth_with_dashes(rng, person, cells):
    cells["birth"] = f"{person.birth_date:%d-%m-%Y}"


@register_harmless
def birth_with_two_digits(rng, person, cells):
    cells["birth"] = f"{person.birth_date.day}.{person.birth_date.month}.{person.birth_date:%y}"


@register_harmless
def birth_in_words(rng, person, cells):
    day = person.birth_date
    cells["birth"] = f"ngày {day.day} tháng {day.month} năm {day.year}"


@register_harmless
def birth_as_serial_number(rng, person, cells):
    cells["birth"] = (person.birth_date - dt.date(1899, 12, 30)).days


@register_harmless
def birth_as_real_date(rng, person, cells):
    cells["birth"] = dt.datetime.combine(person.birth_date, dt.time())


@register_harmless
def birth_with_spaces(rng, person, cells):
    cells["birth"] = f" {person.birth_date:%d / %m / %Y} "


@register_harmless
def sex_written_otherwise(rng, person, cells):
    cells["sex"] = rng.choice({"f": ("nữ", "NỮ", "Nu "), "m": ("nam", "NAM", " Nam")}[person.sex])


@register_harmless
def id_without_its_first_zeros(rng, person, cells):
    cells["id"] = int(person.id_number)


@register_harmless
def id_with_spaces(rng, person, cells):
    digits = person.id_number
    cells["id"] = f"{digits[:3]} {digits[3:6]} {digits[6:9]} {digits[9:]}"


@register_harmless
def code_in_small_letters_with_spaces(rng, person, cells):
    cells["code"] = f" {person.code.lower()} "


@register_harmless
def people_spelled_otherwise(rng, person, cells):
    person.ethnicity = rng.choice(("Mông", "Khơ Mú"))
    cells["people"] = {"Mông": rng.choice(("H'Mông", "Hmong", "MÔNG")), "Khơ Mú": "Khơ mú"}[
        person.ethnicity
    ]


@register_harmless
def party_as_a_day(rng, person, cells):
    person.is_party_member = True
    cells["party"] = "03/02/2015"


@register_harmless
def party_marked_otherwise(rng, person, cells):
    person.is_party_member = True
    cells["party"] = rng.choice(("X", "×", "✓", "v", 1, "Có"))


@register_harmless
def unit_in_capitals(rng, person, cells):
    cells["unit"] = person.unit.upper()


@register_harmless
def unit_only_in_the_heading(rng, person, cells):
    cells["unit"] = None


@register_harmless
def group_written_otherwise(rng, person, cells):
    words = {
        "elected_official": ("CB", "cán bộ", "Cán bộ chuyên trách"),
        "civil_servant": ("CC", "CÔNG CHỨC", "Công chức cấp xã"),
        "public_employee": ("VC", "viên chức"),
        "part_time_commune_worker": ("KCT", "Không chuyên trách", "Người HĐKCT"),
    }
    cells["group"] = rng.choice(words[person.group])


@register_harmless
def rank_as_a_code(rng, person, cells):
    person.rank = "expert"
    cells["rank"] = "01.003"


@register_harmless
def rank_code_that_became_a_number(rng, person, cells):
    person.rank = "principal"
    cells["rank"] = 1.002


@register_harmless
def rank_by_grade(rng, person, cells):
    person.rank, cells["rank"] = rng.choice(
        (
            ("grade_3", "Hạng III"),
            ("grade_2", "V.07.04.31"),
            ("grade_3", "Giáo viên tiểu học hạng 3"),
        )
    )


@register_harmless
def general_schooling_that_became_a_date(rng, person, cells):
    classes = rng.choice((9, 12))
    person.levels["general_education"] = "upper_secondary" if classes == 12 else "lower_secondary"
    cells["general"] = dt.datetime.combine(dt.date(2026, 12, classes), dt.time())


@register_harmless
def general_schooling_in_words(rng, person, cells):
    person.levels["general_education"] = "upper_secondary"
    cells["general"] = rng.choice(
        ("THPT", "Tốt nghiệp THPT", "10/10", "Bổ túc trung học", "lớp 12/12")
    )


@register_harmless
def field_of_study_instead_of_a_mark(rng, person, cells):
    for key in STUDIES:
        cells[key] = None
    person.levels["professional"], person.study = "university", "Luật kinh tế"
    cells["university"], cells["study"] = "Luật kinh tế", None


@register_harmless
def theory_written_otherwise(rng, person, cells):
    level, word = rng.choice(
        (
            ("advanced", "CC"),
            ("advanced", "Cao cấp LLCT"),
            ("advanced", "Cử nhân"),
            ("intermediate", "TC"),
            ("intermediate", "Trung cấp lý luận chính trị"),
            ("intermediate", "TC LLCT-HC"),
            ("elementary", "SC"),
            ("elementary", "sơ cấp"),
        )
    )
    person.levels["political_theory"], cells["theory"] = level, word


@register_harmless
def state_management_written_otherwise(rng, person, cells):
    level, word = rng.choice(
        (
            ("principal", "CVC"),
            ("expert", "cv"),
            ("expert", "BD QLNN ngạch chuyên viên"),
            ("clerk", "Cán sự"),
            ("senior", "CVCC"),
        )
    )
    person.levels["state_management"], cells["state"] = level, word


@register_harmless
def defence_written_otherwise(rng, person, cells):
    level, word = rng.choice(
        (
            ("audience_3", "ĐT III"),
            ("audience_4", "đối tượng 4"),
            ("audience_4", 4),
            ("audience_2", "ĐT2"),
            ("audience_3", "Nhóm 3"),
        )
    )
    person.levels["defence_security"], cells["defence"] = level, word


@register_harmless
def it_written_otherwise(rng, person, cells):
    level, word = rng.choice(
        (
            ("basic", "UDCNTTCB"),
            ("basic", "B"),
            ("basic", "Chứng chỉ A tin học"),
            ("skilled", "Nâng cao"),
            ("skilled", "ĐH"),
            ("basic", "x"),
        )
    )
    person.levels["it"], cells["it"] = level, word


@register_harmless
def language_written_otherwise(rng, person, cells):
    level, word = rng.choice(
        (
            ("step_2", "B Anh văn"),
            ("step_3", "B1"),
            ("step_2", "bậc 2/6"),
            ("step_4", "Tiếng Anh B2"),
            ("step_5", "ĐH tiếng Anh"),
        )
    )
    person.levels["foreign_language"], cells["language"] = level, word


@register_harmless
def ethnic_language_as_a_mark(rng, person, cells):
    level, word = rng.choice(
        (("spoken", "x"), ("certified", "Chứng chỉ tiếng Mông"), ("spoken", "Tiếng Thái"))
    )
    person.levels["ethnic_language"], cells["ethnic"] = level, word


@register_harmless
def rating_abbreviated(rng, person, cells):
    value, word = rng.choice(
        (
            ("excellent", "HTXSNV"),
            ("good", "httnv"),
            ("completed", "HTNV"),
            ("good", "HT tốt NV"),
            ("not_completed", "KHTNV"),
        )
    )
    person.ratings["2024"], cells["rating"] = value, word


@register_harmless
def dashes_for_nothing(rng, person, cells):
    person.levels.pop("political_theory", None)
    person.levels.pop("foreign_language", None)
    person.ratings.pop("2025-H1", None)
    cells["theory"], cells["language"], cells["half"] = "-", "không", "…"


@register_harmless
def day_in_post_as_month(rng, person, cells):
    person.post_from = dt.date(2021, 7, 1)
    cells["from"] = "7/2021"


@register_bad("name")
def name_is_a_formula(rng, person, cells):
    cells["name"] = f'=UPPER("{person.full_name}")'


@register_bad("birth")
def birth_is_a_formula(rng, person, cells):
    cells["birth"] = "=DATE(1980,3,5)"


@register_bad("birth")
def birth_on_a_day_that_never_was(rng, person, cells):
    cells["birth"] = rng.choice(("31/02/1985", "30/02/1990", "31/04/1979"))


@register_bad("birth")
def birth_with_the_month_first(rng, person, cells):
    cells["birth"] = f"03/{rng.randint(13, 28)}/1985"


@register_bad("birth")
def birth_that_nobody_knows(rng, person, cells):
    cells["birth"] = rng.choice(("chưa rõ", "khoảng 1985"))


@register_bad("birth")
def birth_of_a_child_or_in_the_future(rng, person, cells):
    cells["birth"] = rng.choice(("05/03/2020", "05/03/2035", "01/01/1901"))


@register_bad("birth")
def birth_shows_an_error(rng, person, cells):
    cells["birth"] = "#N/A"


@register_bad("name")
def name_with_digits(rng, person, cells):
    cells["name"] = f"{person.full_name} 2"


@register_bad("name")
def name_that_is_a_word_of_the_header(rng, person, cells):
    cells["name"] = rng.choice(("Nam", "Nữ"))


@register_bad("name")
def name_in_two_fonts(rng, person, cells):
    cells["name"] = rng.choice(("NguyÔn V¨n Mịnh", "TrÇn ThÞ Hảo", "Nguyeãn Vaên Mịnh"))


@register_bad("sex")
def sex_is_a_question(rng, person, cells):
    cells["sex"] = rng.choice(("?", "N", "chưa rõ giới"))


@register_bad("id")
def id_of_nine_digits(rng, person, cells):
    cells["id"] = rng.choice(("040123456", 140123456))


@register_bad("id")
def id_with_letters(rng, person, cells):
    cells["id"] = "0110800O0123"


@register_bad("party")
def party_mark_is_a_word(rng, person, cells):
    cells["party"] = "dự bị"


@register_bad("group")
def group_is_none_of_the_four(rng, person, cells):
    cells["group"] = rng.choice(("Hợp đồng", "CBCC"))


@register_bad("rank")
def rank_is_a_salary_step(rng, person, cells):
    cells["rank"] = "Bậc 3/9"


@register_bad("from")
def day_in_post_in_the_future(rng, person, cells):
    cells["from"] = "01/01/2031"


@register_bad("college")
def two_marks_for_one_level(rng, person, cells):
    for key in STUDIES:
        cells[key] = None
    cells["university"] = cells["college"] = "x"


@register_bad("study")
def field_of_study_without_a_level(rng, person, cells):
    for key in STUDIES:
        cells[key] = None
    cells["study"] = "Quản lý đất đai"


@register_bad("theory")
def theory_still_being_studied(rng, person, cells):
    cells["theory"] = "Đang học trung cấp"


@register_bad("defence")
def defence_without_its_audience(rng, person, cells):
    cells["defence"] = "Đã học"


@register_bad("language")
def language_by_a_foreign_score(rng, person, cells):
    cells["language"] = "TOEIC 450"


@register_bad("rating")
def rating_by_letter(rng, person, cells):
    cells["rating"] = rng.choice(("Loại A", "9,5 điểm"))


@register_bad("half")
def rating_is_a_formula(rng, person, cells):
    cells["half"] = '=IF(1>0,"HTTNV","")'


@register_bad("code")
def nobody_is_named(rng, person, cells):
    cells["code"] = cells["name"] = cells["id"] = None
