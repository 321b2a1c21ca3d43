"""Which person a row means, what it changes, and what it may not."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.people.organisation.models import UnitLevel
from lms.people.personnel.models import Official, Post, Qualification, Sensitive
from lms.people.personnel.rules.ages import BirthPrecision
from lms.people.workbooks.planning import plan_workbook
from lms.people.workbooks.reading.rows import HeldLevel, PersonRow, RatingRead, TrainingRead
from tests.factories import people, workbooks

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 30)
BORN = dt.date(1990, 5, 17)


@pytest.fixture
def cast():
    return people.cast()


def make_row(number=2, *, sheet="Danh sách", **values):
    cells = {key: f"{chr(65 + column)}{number}" for column, key in enumerate(values)}
    return PersonRow(sheet, number, cells=cells, **values)


def new_person_row(number=2, *, sheet="Danh sách", **values):
    values = {
        "full_name": "Vừ A Sình",
        "birth_date": dt.date(1988, 3, 4),
        "sex": "m",
        "title": "Văn phòng",
        **values,
    }
    return make_row(number, sheet=sheet, **values)


def plan_rows(cast, *rows, unit=None, day=DAY):
    return plan_workbook(people.SYSTEM, unit or cast.commune, day, rows)


def outcomes_of(workbook_plan):
    return [str(row.outcome) for row in workbook_plan.rows]


def writes_to(workbook_plan, table):
    return [
        write.values
        for person in workbook_plan.people
        for write in person.writes
        if write.table == f"personnel.{table}"
    ]


def test_somebody_new_gets_the_next_code_of_the_unit(cast):
    people.official("Giàng A Chu", cast.commune, code="NASON-007")
    workbook_plan = plan_rows(
        cast, new_person_row(2), new_person_row(3, full_name="Sùng Thị Mai", sex="f")
    )
    assert outcomes_of(workbook_plan) == ["new", "new"]
    assert [values["code"] for values in writes_to(workbook_plan, "official")] == [
        "NASON-008",
        "NASON-009",
    ]
    assert (
        writes_to(workbook_plan, "post")[0] | {"unit_id": cast.commune.pk, "valid_from": DAY}
        == writes_to(workbook_plan, "post")[0]
    )


@pytest.mark.parametrize("name", ["Lò Thị Lan", "LÒ THỊ LAN", "Lo Thi Lan", "Lan Lò Thị"])
def test_a_known_person_is_found_by_name_and_birth_date(cast, name):
    workbook_plan = plan_rows(cast, make_row(full_name=name, birth_date=BORN))
    assert outcomes_of(workbook_plan) == ["unchanged"]
    assert not workbook_plan.people


def test_marks_that_the_register_lacks_are_a_change(cast):
    Official.objects.filter(pk=cast.lan_official.pk).update(full_name="Lo Thi Lan")
    workbook_plan = plan_rows(cast, make_row(full_name="Lò Thị Lan", birth_date=BORN))
    assert outcomes_of(workbook_plan) == ["changed"]
    assert workbook_plan.rows[0].changes == [
        {"field": "full_name", "before": "Lo Thi Lan", "after": "Lò Thị Lan"}
    ]


def test_two_of_one_name_and_birth_date_ask_for_the_code(cast):
    people.official("Lò Thị Lan", cast.commune)
    workbook_plan = plan_rows(cast, make_row(full_name="Lò Thị Lan", birth_date=BORN))
    assert outcomes_of(workbook_plan) == ["refused"]
    assert workbook_plan.rows[0].cell == "A2"


def test_a_code_that_was_a_number_finds_its_zeros_again(cast):
    people.official("Giàng A Chu", cast.commune, code="00123")
    workbook_plan = plan_rows(
        cast, make_row(code="123", code_was_number=True, full_name="Giàng A Chu")
    )
    assert outcomes_of(workbook_plan) == ["unchanged"]


def test_blank_cells_erase_nothing_and_lower_levels_change_nothing(cast):
    lan = cast.lan_official
    Qualification.objects.create(
        official=lan, dimension="professional", level="university", held_from=DAY
    )
    workbook_plan = plan_rows(
        cast, make_row(code=lan.code, levels={"professional": HeldLevel("college")})
    )
    assert outcomes_of(workbook_plan) == ["unchanged"]
    workbook_plan = plan_rows(
        cast, make_row(code=lan.code, levels={"professional": HeldLevel("master")})
    )
    assert writes_to(workbook_plan, "qualification")[0]["held_from"] == DAY


def test_another_title_ends_the_former_post_the_day_before(cast):
    workbook_plan = plan_rows(
        cast,
        make_row(
            code=cast.lan_official.code, title="Phó Chủ tịch UBND", post_from=dt.date(2026, 5, 1)
        ),
    )
    former, fresh = writes_to(workbook_plan, "post")
    assert former == {"valid_to": dt.date(2026, 4, 30)}
    assert fresh["title"] == "Phó Chủ tịch UBND"
    assert fresh["valid_from"] == dt.date(2026, 5, 1)


def test_a_post_that_begins_before_the_known_one_is_refused_at_its_day(cast):
    Post.objects.update(valid_from=dt.date(2026, 2, 1))
    workbook_plan = plan_rows(
        cast,
        make_row(code=cast.lan_official.code, title="Phó Chủ tịch", post_from=dt.date(2020, 1, 1)),
    )
    assert (outcomes_of(workbook_plan), workbook_plan.rows[0].cell) == (["refused"], "C2")


def test_one_person_in_several_rows_is_one(cast):
    workbook_plan = plan_rows(
        cast,
        new_person_row(2),
        new_person_row(3, levels={"it": HeldLevel("basic")}),
        new_person_row(4),
        make_row(5, sheet="Khác", full_name="Vừ A Sình", birth_date=dt.date(1988, 3, 4)),
    )
    assert outcomes_of(workbook_plan) == ["new", "changed", "unchanged", "unchanged"]
    assert len(workbook_plan.people) == 1


def test_rows_that_contradict_each_other_are_refused_at_the_cell(cast):
    workbook_plan = plan_rows(cast, new_person_row(2), new_person_row(3, sex="f"))
    assert outcomes_of(workbook_plan) == ["new", "refused"]
    assert workbook_plan.rows[1].cell == "C3"


def test_one_code_for_two_people_is_refused(cast):
    workbook_plan = plan_rows(
        cast, new_person_row(2, code="X1"), new_person_row(3, code="X1", full_name="Sùng Thị Mai")
    )
    assert outcomes_of(workbook_plan) == ["new", "refused"]


@pytest.mark.parametrize("missing", ["birth_date", "sex"])
def test_somebody_new_needs_birth_date_and_sex(cast, missing):
    values = {"full_name": "Vừ A Sình", "birth_date": BORN, "sex": "m", missing: None}
    assert outcomes_of(plan_rows(cast, make_row(**values))) == ["refused"]


def test_units_are_named_by_code_or_name_within_the_workbook_s_unit_alone(cast):
    sibling = people.unit("MUONGPHANG", "Xã Mường Phăng", parent=cast.province)
    office = people.unit("VP", "Văn phòng HĐND và UBND", UnitLevel.DEPARTMENT, cast.commune)
    spellings = ["NASON", "Xã Na Son", "na son", "UBND xã Na Son", "X. Na Son"]
    assert outcomes_of(
        plan_rows(cast, *(new_person_row(n, unit=name) for n, name in enumerate(spellings, 2)))
    ) == [
        "new",
        *["unchanged"] * 4,
    ]
    inner = plan_rows(cast, new_person_row(2, unit="Văn phòng HĐND và UBND – Xã Na Son"))
    assert writes_to(inner, "post")[0]["unit_id"] == office.pk
    reasons = {
        plan_rows(cast, new_person_row(2, unit=name)).rows[0].reason
        for name in (sibling.name, sibling.code, "Xã Không Có", "Mường Phăng")
    }
    assert len(reasons) == 1
    reason = reasons.pop()
    assert "Phăng" not in reason
    assert "MUONGPHANG" not in reason
    above = plan_rows(cast, new_person_row(2, unit="Mường Phăng"), unit=cast.province)
    assert writes_to(above, "post")[0]["unit_id"] == sibling.pk


def test_a_code_or_number_of_somebody_elsewhere_tells_nothing(cast):
    sibling = people.unit("MUONGPHANG", "Xã Mường Phăng", parent=cast.province)
    other = people.official("Cà Thị Kín", sibling, code="MP-1", birth_date=BORN)
    Sensitive.objects.create(official=other, id_number="011190000001")
    for values in ({"code": "MP-1"}, {"id_number": "011190000001"}):
        workbook_plan = plan_rows(
            cast, make_row(full_name="Cà Thị Kín", birth_date=BORN, sex="f", **values)
        )
        assert outcomes_of(workbook_plan) == ["refused"]
        assert not any(word in workbook_plan.rows[0].reason for word in ("Kín", "Mường", "MP-1"))
    # by name this is nobody whom the unit knows
    assert outcomes_of(
        plan_rows(cast, make_row(full_name="Cà Thị Kín", birth_date=BORN, sex="f"))
    ) == ["new"]


def test_sensitive_values_never_stand_in_what_is_shown(cast):
    workbook_plan = plan_rows(
        cast,
        make_row(
            code=cast.lan_official.code,
            ethnicity="Thái",
            is_ethnic_minority=True,
            id_number="011190000002",
        ),
    )
    assert outcomes_of(workbook_plan) == ["changed"]
    assert "Thái" not in str(workbook_plan.rows)
    assert "011190000002" not in str(workbook_plan.rows)
    assert writes_to(workbook_plan, "sensitive")[0]["ethnicity"] == "Thái"


def test_a_rating_must_stand_on_the_scale_of_its_period(cast):
    code = cast.lan_official.code
    workbook_plan = plan_rows(cast, make_row(code=code, ratings=(RatingRead("2024", "good"),)))
    assert writes_to(workbook_plan, "rating")[0]["decided_on"] == dt.date(2024, 12, 31)
    assert writes_to(workbook_plan, "rating")[0]["value"] == "good"
    for bad in (RatingRead("2024", "limited"), RatingRead("1970", "good")):
        workbook_plan = plan_rows(cast, make_row(code=code, ratings=(bad,)))
        assert outcomes_of(workbook_plan) == ["refused"]
        assert workbook_plan.rows[0].cell == "B2"


def test_courses_of_the_history_are_imported_once(cast):
    course = TrainingRead("Tiếp công dân", "Trường Chính trị", "", None, dt.date(2023, 4, 5), 40)
    workbook_plan = plan_rows(
        cast,
        make_row(2, code=cast.lan_official.code, training=course),
        make_row(3, code=cast.lan_official.code, training=course),
    )
    assert outcomes_of(workbook_plan) == ["changed", "unchanged"]
    assert writes_to(workbook_plan, "trainingrecord")[0]["origin"] == "imported"


def test_a_course_that_is_not_over_is_refused_as_on_the_page(cast):
    course = TrainingRead("Tiếp công dân", "Trường Chính trị", "", None, dt.date(2099, 4, 5), 40)
    workbook_plan = plan_rows(cast, make_row(2, code=cast.lan_official.code, training=course))
    assert outcomes_of(workbook_plan) == ["refused"]
    assert "sau khi đã hoàn thành" in workbook_plan.rows[0].reason


def test_what_is_too_long_for_its_column_is_refused(cast):
    assert outcomes_of(plan_rows(cast, new_person_row(title="x" * 200))) == ["refused"]


def test_the_same_rows_make_the_same_hash_and_the_queries_do_not_grow(cast):
    def plan_many(count):
        rows = [
            new_person_row(n, full_name=f"Vừ A {chr(65 + n)}ình", ratings=())
            for n in range(2, 2 + count)
        ]
        with CaptureQueriesContext(connection) as spent:
            digest = plan_rows(cast, *rows).digest
        return len(spent), digest

    single, many = plan_many(1), plan_many(20)
    assert single[0] == many[0]
    assert plan_many(20)[1] == many[1] != single[1]


def test_somebody_new_beside_a_namesake_is_told(cast):
    """The costliest slip of a clerk: a wrong birth date makes a second person of one."""
    body = workbooks.build_xlsx(
        workbooks.person_row("Lò Thị Lan", "14/09/1996", "Nữ"), workbooks.person_row("Vừ A Sình")
    )
    batch = workbooks.upload_and_try(cast.commune, body)
    [lan, other] = batch.rows.order_by("number")
    assert lan.outcome == other.outcome == "new"
    assert cast.lan_official.code in lan.reason
    assert "17/05/1990" in lan.reason
    assert other.reason == ""


@pytest.mark.parametrize(
    "written",
    [
        "Phòng Văn hóa - Xã hội, xã Na Son",
        "Xã Na Son – Phòng Văn hóa - Xã hội",
        "Phòng Văn hóa - Xã hội, xã Na Son, tỉnh Điện Biên",
    ],
)
def test_a_name_with_a_dash_in_it_is_found_within_its_commune(cast, written):
    culture = people.unit("NS-VH", "Phòng Văn hóa - Xã hội", UnitLevel.DEPARTMENT, cast.commune)
    other = people.unit("PUNHUNG", "Xã Pú Nhung", UnitLevel.COMMUNE, cast.province)
    people.unit("PN-VH", "Phòng Văn hóa - Xã hội", UnitLevel.DEPARTMENT, other)
    workbook_plan = plan_rows(cast, new_person_row(unit=written), unit=cast.province)
    assert [post["unit_id"] for post in writes_to(workbook_plan, "post")] == [culture.pk]


def test_names_that_differ_in_their_marks_are_two_people_of_one_list(cast):
    names = ("Lò Văn Tám", "Lò Văn Tâm", "Lò Văn Hòa", "Lò Văn Hoà")
    rows = [new_person_row(number, full_name=name) for number, name in enumerate(names, start=2)]
    workbook_plan = plan_rows(cast, *rows)
    assert outcomes_of(workbook_plan) == ["new", "new", "new", "unchanged"]


def test_another_sheet_may_leave_out_marks(cast):
    workbook_plan = plan_rows(
        cast,
        new_person_row(2, full_name="Lò Văn Tám"),
        new_person_row(2, full_name="Lo Van Tam", sheet="Trình độ"),
    )
    assert outcomes_of(workbook_plan) == ["new", "unchanged"]


def test_of_two_such_names_the_register_knows_one_and_asks_for_the_other(cast):
    rows = [
        make_row(2, full_name="Lò Thị Lan", birth_date=BORN),
        make_row(3, full_name="Lò Thị Lân", birth_date=BORN),
    ]
    workbook_plan = plan_rows(cast, *rows)
    assert outcomes_of(workbook_plan) == ["unchanged", "refused"]
    assert workbook_plan.rows[1].cell == "A3"


def test_two_people_with_one_name_and_a_year_alone_are_asked_for(cast):
    rough = {"birth_precision": BirthPrecision.YEAR, "birth_date": dt.date(1988, 1, 1)}
    workbook_plan = plan_rows(
        cast,
        new_person_row(2, **rough),
        new_person_row(3, **rough),
        # a row of another table says more of the one person
        make_row(2, sheet="Xếp loại", full_name="Vừ A Sình", **rough),
        new_person_row(4, full_name="Sùng A Dế", **rough, ratings=(RatingRead("2024", "good"),)),
        new_person_row(5, full_name="Sùng A Dế", **rough, ratings=(RatingRead("2025", "good"),)),
    )
    by_place = {(row.sheet, row.number): str(row.outcome) for row in workbook_plan.rows}
    assert by_place["Danh sách", 3] == "refused"
    assert [place for place, outcome in by_place.items() if outcome == "refused"] == [
        ("Danh sách", 3)
    ]
