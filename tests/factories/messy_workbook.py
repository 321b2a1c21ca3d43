"""A list of people as it really comes: a thousand rows with more than thirty kinds of mess, made
from a seed.
"""

import datetime as dt
import io
import itertools
import random
from dataclasses import dataclass, field

import openpyxl
from openpyxl.utils import get_column_letter

from tests.factories.messy_kinds import BAD, HARMLESS, LETTERS, ExpectedPerson

AS_OF = dt.date(2026, 6, 30)
UNITS = (
    "Xã Na Son",
    "Xã Phình Giàng",
    "Xã Mường Luân",
    "Xã Pú Nhung",
    "Xã Xa Dung",
    "Phường Điện Biên Phủ",
)
SHEET = "Danh sách"
# What only the register can see to be wrong.
UNKNOWN_UNIT, CONTRADICTION = "unit_that_does_not_exist", "same_person_with_another_birth_date"
REPEATED = "same_person_again"
# Mess around the rows; the functions below make it.
AROUND = (
    "title_lines",
    "merged_headers",
    "numbered_columns",
    "headings_of_units",
    "totals",
    "empty_rows",
    "headers_again_on_the_next_page",
    "signatures_below",
    "hidden_rows",
    "hidden_sheet",
    "sheet_of_instructions",
    "columns_not_read",
    "unit_merged_over_rows",
)
_LEAST = 5
_FAMILY = (
    "Lò",
    "Quàng",
    "Cà",
    "Hờ",
    "Giàng",
    "Vừ",
    "Sùng",
    "Mùa",
    "Nguyễn",
    "Trần",
    "Phạm",
    "Bùi",
    "Điêu",
    "Lường",
    "Tòng",
)
_MIDDLE = {"f": ("Thị", "Thu", "Thị Hồng"), "m": ("Văn", "A", "Anh", "Đức")}
_GIVEN = {
    "f": ("Mai", "Hoa", "Mẩy", "Dua", "Lan", "Thương", "Ngọc", "Sua"),
    "m": ("Páo", "Minh", "Chu", "Hùng", "Dế", "Thắng", "Sơn", "Phử"),
}
_GROUPS = {
    "elected_official": ("Cán bộ", ("Chủ tịch Hội Nông dân", "Bí thư Đoàn")),
    "civil_servant": ("Công chức", ("Tư pháp – Hộ tịch", "Văn phòng – Thống kê")),
    "public_employee": ("Viên chức", ("Giáo viên", "Viên chức khuyến nông")),
    "part_time_commune_worker": ("Người hoạt động không chuyên trách", ("Văn thư", "Thủ quỹ")),
}
_STUDY = {
    "master": "Thạc sĩ",
    "university": "Đại học",
    "college": "Cao đẳng",
    "intermediate": "Trung cấp",
}
_PLAIN = {
    "general": (
        "general_education",
        {"12/12": "upper_secondary", "9/12": "lower_secondary", "5/12": "primary"},
    ),
    "theory": (
        "political_theory",
        {"Trung cấp": "intermediate", "Sơ cấp": "elementary", "Cao cấp": "advanced"},
    ),
    "state": ("state_management", {"Chuyên viên": "expert", "Cán sự": "clerk"}),
    "defence": ("defence_security", {"Đối tượng 4": "audience_4", "Đối tượng 3": "audience_3"}),
    "it": ("it", {"Cơ bản": "basic"}),
    "language": ("foreign_language", {"A2": "step_2", "B1": "step_3"}),
}
_RATING = {"Hoàn thành tốt nhiệm vụ": "good", "Hoàn thành xuất sắc nhiệm vụ": "excellent"}


@dataclass
class ExpectedRegister:
    """`people`: what must be in the register afterwards, by code. Refused rows: (row, cell) in the
    order of the rows.

    `kinds`: name of a kind → rows that show it. `rows`: all rows that are about somebody.
    """

    sheet: str = SHEET
    as_of: dt.date = AS_OF
    rows: int = 0
    people: dict[str, ExpectedPerson] = field(default_factory=dict)
    refused_by_reading: list[tuple[int, str]] = field(default_factory=list)
    refused_by_register: list[tuple[int, str]] = field(default_factory=list)
    kinds: dict[str, list[int]] = field(default_factory=dict)

    @property
    def refused(self) -> list[tuple[int, str]]:
        return sorted([*self.refused_by_reading, *self.refused_by_register])


def messy_workbook(seed=2026, rows=1000, units=UNITS):
    """(.xlsx, Expected). Units are named as in `units`; every kind occurs at least five times."""
    return _Maker(random.Random(seed), rows, tuple(units)).make_workbook()


class _Maker:
    def __init__(self, rng, rows, units):
        self.rng, self.count, self.units = rng, rows, units
        self.workbook = openpyxl.Workbook()
        self.sheet = self.workbook.active
        self.sheet.title = SHEET
        self.row = 0
        self.expected = ExpectedRegister(rows=rows)
        self.people = []
        self.numbers = itertools.count(1)
        self.of_unit = 0

    def make_workbook(self):
        self._add_other_sheets()
        self._add_head()
        plan = self._plan_kinds()
        share = -(-len(plan) // len(self.units))
        for number, unit in enumerate(self.units):
            self._add_section(number, unit, plan[number * share : (number + 1) * share])
        self._add_foot()
        buffer = io.BytesIO()
        self.workbook.save(buffer)
        return buffer.getvalue(), self.expected

    def _plan_kinds(self):
        """A kind for each row; "" for clean ones."""
        kinds = [
            *HARMLESS,
            *BAD,
            UNKNOWN_UNIT,
            CONTRADICTION,
            REPEATED,
            "unit_merged_over_rows",
            "hidden_rows",
        ]
        each = max(_LEAST, self.count // (len(kinds) * 2))
        plan = [kind for kind in kinds for _time in range(each)]
        assert len(plan) + each <= self.count, f"at least {len(plan) + each} rows"
        # a row whose unit is merged has another one above it
        plan += [""] * (self.count - len(plan) - each)
        self.rng.shuffle(plan)
        # a person who stands there twice must have stood there before
        early = [index for index, kind in enumerate(plan[:80]) if kind in {CONTRADICTION, REPEATED}]
        for index in early:
            other = self.rng.randrange(100, len(plan))
            while plan[other] in {CONTRADICTION, REPEATED}:
                other = self.rng.randrange(100, len(plan))
            plan[index], plan[other] = plan[other], plan[index]
        return plan

    def _note_kind(self, kind, row):
        self.expected.kinds.setdefault(kind, []).append(row)

    def _write_row(self, values=None):
        self.row += 1
        for letter, value in (values or {}).items():
            if value is not None:
                self.sheet[f"{letter}{self.row}"] = value
        return self.row

    def _add_other_sheets(self):
        guide = self.workbook.create_sheet("Hướng dẫn")
        for line in ("Gửi về Sở Nội vụ trước ngày 30/6.", "Cán bộ: ghi CB", "Công chức: ghi CC"):
            guide.append([line])
        hidden = self.workbook.create_sheet("Danh mục")
        hidden.append(["STT", "Mã CBCCVC", "Họ và tên"])
        hidden.append([1, "AN001", "Người Trong Danh Mục"])
        hidden.sheet_state = "hidden"

    def _add_head(self):
        self._write_row({"A": "UBND TỈNH ĐIỆN BIÊN", "H": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"})
        self._write_row({"A": "SỞ NỘI VỤ", "H": "Độc lập - Tự do - Hạnh phúc"})
        self._write_row()
        self._write_row({"A": "DANH SÁCH TRÍCH NGANG CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC"})
        self._write_row({"A": "(Kèm theo Công văn số 123/SNV ngày 15 tháng 6 năm 2026)"})
        self.sheet.merge_cells("A4:AC4")
        first = self._add_header()
        for letter in (get_column_letter(n) for n in range(1, 30)):
            top, middle = (
                self.sheet[f"{letter}{first}"].value,
                self.sheet[f"{letter}{first + 1}"].value,
            )
            below = self.sheet[f"{letter}{first + 2}"].value
            if top and not middle and not below:
                self.sheet.merge_cells(f"{letter}{first}:{letter}{first + 2}")
            elif middle and not below:
                self.sheet.merge_cells(f"{letter}{first + 1}:{letter}{first + 2}")
        self.sheet.merge_cells(f"O{first}:Z{first}")
        self.sheet.merge_cells(f"P{first + 1}:S{first + 1}")
        self.sheet.merge_cells(f"AA{first}:AB{first}")
        self._write_row({get_column_letter(n): f"({n})" for n in range(1, 30)})
        self.sheet.column_dimensions["AC"].hidden = True

    def _add_header(self):
        first = self._write_row(
            {
                "A": "TT",
                "B": "Mã CBCCVC",
                "C": "Họ & tên",
                "D": "Ngày, tháng,\nnăm sinh",
                "E": "GT",
                "F": "Số CCCD",
                "G": "Dân tộc",
                "H": "Đảng viên",
                "I": "Đơn vị công tác",
                "J": "C.vụ, chức danh",
                "K": "Đối tượng",
                "L": "Ngạch / hạng CDNN",
                "M": "Ngày bổ nhiệm",
                "N": "CB chủ chốt",
                "O": "Trình độ",
                "AA": "Kết quả xếp loại",
                "AC": "Điện thoại",
            }
        )
        self._write_row(
            {
                "O": "Văn hóa",
                "P": "Chuyên môn",
                "T": "Chuyên ngành",
                "U": "LLCT",
                "V": "QLNN",
                "W": "QPAN",
                "X": "Tin học",
                "Y": "Ngoại ngữ",
                "Z": "Tiếng dân tộc",
                "AA": "Năm 2024",
                "AB": "6 tháng đầu năm 2025",
            }
        )
        self._write_row({"P": "ThS", "Q": "ĐH", "R": "CĐ", "S": "TC"})
        return first

    def _add_section(self, number, unit, plan):
        numeral = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")[number]
        if number % 2:
            self._note_kind("headings_of_units", self._write_row({"A": numeral, "C": unit.upper()}))
        else:
            self._note_kind("headings_of_units", self._write_row({"A": f"{numeral}. {unit}"}))
            self.sheet.merge_cells(f"A{self.row}:AC{self.row}")
        self.of_unit = 0
        for kind in plan:
            if self.rng.random() < 0.01:
                self._note_kind("empty_rows", self._write_row())
            self._add_person(unit, kind)
        self._note_kind("headers_again_on_the_next_page", self._add_header())
        self._note_kind("empty_rows", self._write_row())
        word = self.rng.choice(("Cộng", "Tổng số", "TỔNG CỘNG"))
        self._note_kind(
            "totals", self._write_row({"C": word, "D": f"=COUNTA(C10:C{self.row - 1})", "H": 12})
        )

    def _add_person(self, unit, kind):
        if kind in {REPEATED, CONTRADICTION}:
            self._repeat_person(kind)
            return
        person = self._invent_person(unit)
        cells = self._cells_of(person)
        wrong_letter = ""
        if kind in HARMLESS:
            HARMLESS[kind](self.rng, person, cells)
        elif kind in BAD:
            key, spoil = BAD[kind]
            spoil(self.rng, person, cells)
            wrong_letter = LETTERS[key]
        elif kind == UNKNOWN_UNIT:
            cells["unit"] = "Xã Không Có Thật"
        elif kind == "unit_merged_over_rows":
            self._add_row_above(unit)
            cells["unit"] = None
        row = self._write_person(cells)
        if kind == "unit_merged_over_rows":
            self.sheet.merge_cells(f"I{row - 1}:I{row}")
        elif kind == "hidden_rows":
            self.sheet.row_dimensions[row].hidden = True
        self._expect_row(row, kind, person, wrong_letter)

    def _expect_row(self, row, kind, person, wrong_letter):
        if kind:
            self._note_kind(kind, row)
        if wrong_letter:
            # whose age is too low or too high only the rulebook of the unit says
            is_read = kind != "birth_of_a_child_or_in_the_future"
            by_whom = "refused_by_reading" if is_read else "refused_by_register"
            getattr(self.expected, by_whom).append((row, f"{wrong_letter}{row}"))
        elif kind == UNKNOWN_UNIT:
            self.expected.refused_by_register.append((row, f"I{row}"))
        else:
            self.expected.people[person.code] = person
            self.people.append(person)

    def _add_row_above(self, unit):
        """A clean row above, whose cell of the unit reaches over the next one."""
        person = self._invent_person(unit)
        row = self._write_person(self._cells_of(person))
        self._expect_row(row, "", person, "")

    def _repeat_person(self, kind):
        person = self.rng.choice(self.people)
        cells = self._cells_of(person)
        if kind == CONTRADICTION:
            cells["birth"] = f"{person.birth_date - dt.timedelta(days=400):%d/%m/%Y}"
        row = self._write_person(cells)
        self._note_kind(kind, row)
        if kind == CONTRADICTION:
            self.expected.refused_by_register.append((row, f"D{row}"))

    def _write_person(self, cells):
        self.of_unit += 1
        row = self._write_row({LETTERS[key]: value for key, value in cells.items()})
        # the running number is a formula, as it often is; nobody reads it
        self.sheet[f"A{row}"] = f"=ROW()-{row - self.of_unit}"
        return row

    def _invent_person(self, unit):
        rng, number = self.rng, next(self.numbers)
        sex = rng.choice("fm")
        group = rng.choice(list(_GROUPS))
        name = f"{rng.choice(_FAMILY)} {rng.choice(_MIDDLE[sex])} {rng.choice(_GIVEN[sex])}"
        birth = dt.date(1967, 1, 1) + dt.timedelta(days=rng.randrange(12_000))
        level = rng.choice((*_STUDY, ""))
        person = ExpectedPerson(
            code=f"DB{number:05d}",
            full_name=name,
            birth_date=birth,
            sex=sex,
            id_number=f"0110{number:08d}",
            ethnicity=rng.choice(("Thái", "Mông", "Kinh")),
            is_party_member=rng.random() < 0.7,
            unit=unit,
            title=rng.choice(_GROUPS[group][1]),
            group=group,
            rank=rng.choice(("expert", "clerk")),
            is_key=rng.random() < 0.1,
            post_from=rng.choice((None, dt.date(2020, 8, 1))),
            levels={"professional": level} if level else {},
            ratings={"2024": rng.choice(list(_RATING.values())), "2025-H1": "good"},
            study="Luật" if level and rng.random() < 0.5 else "",
        )
        for dimension, words in _PLAIN.values():
            if rng.random() < 0.8:
                person.levels[dimension] = rng.choice(list(words.values()))
        return person

    def _cells_of(self, person):
        """The row as a careful clerk would write it."""
        words = {value: word for word, value in _RATING.items()} | {
            "completed": "Hoàn thành nhiệm vụ",
            "not_completed": "Không hoàn thành nhiệm vụ",
        }
        professional = person.levels.get("professional", "")
        cells = {
            "code": person.code,
            "name": person.full_name,
            "birth": f"{person.birth_date:%d/%m/%Y}",
            "sex": {"f": "Nữ", "m": "Nam"}[person.sex],
            "id": person.id_number,
            "people": person.ethnicity,
            "party": "x" if person.is_party_member else None,
            "unit": person.unit,
            "title": person.title,
            "group": _GROUPS[person.group][0],
            "rank": {
                "expert": "Chuyên viên",
                "clerk": "Cán sự",
                "principal": "Chuyên viên chính",
                "grade_3": "Hạng III",
                "grade_2": "Hạng II",
            }[person.rank],
            "from": f"{person.post_from:%d/%m/%Y}" if person.post_from else None,
            "key": "x" if person.is_key else None,
            **{key: "x" for key in _STUDY if key == professional},
            "study": person.study or None,
            "rating": words.get(person.ratings.get("2024", "")),
            "half": words.get(person.ratings.get("2025-H1", "")),
            "phone": "0912 345 678",
        }
        for key, (dimension, levels) in _PLAIN.items():
            held_level = person.levels.get(dimension)
            words_of_level = (word for word, level in levels.items() if level == held_level)
            cells[key] = next(words_of_level, None)
        return cells

    def _add_foot(self):
        self._write_row({"C": "Tổng cộng", "D": self.expected.rows})
        self._write_row()
        self._write_row({"H": "Điện Biên Phủ, ngày 20 tháng 6 năm 2026"})
        self._write_row({"B": "NGƯỜI LẬP BIỂU", "H": "KT. GIÁM ĐỐC"})
        self._write_row({"B": "(Ký, ghi rõ họ tên)", "H": "PHÓ GIÁM ĐỐC"})
        self._write_row()
        self._write_row({"B": "Lò Thị Lập Biểu", "H": "Trần Văn Ký Thay"})
