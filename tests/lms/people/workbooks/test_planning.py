"""Which person a row means, what it changes, and what it may not."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.people.organisation.models import Level
from lms.people.personnel.models import Official, Post, Qualification, Sensitive
from lms.people.workbooks.planning import plan
from lms.people.workbooks.reading.rows import HeldLevel, PersonRow, RatingRead, TrainingRead
from tests.factories import people, workbooks

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 6, 30)
BORN = dt.date(1990, 5, 17)


@pytest.fixture
def cast():
    return people.cast()


def row(number=2, *, sheet="Danh sách", **values):
    cells = {key: f"{chr(65 + at)}{number}" for at, key in enumerate(values)}
    return PersonRow(sheet, number, cells=cells, **values)


def new(number=2, **values):
    values = {
        "full_name": "Vừ A Sình",
        "birth_date": dt.date(1988, 3, 4),
        "sex": "m",
        "title": "Văn phòng",
        **values,
    }
    return row(number, **values)


def planned(cast, *rows, unit=None, day=DAY):
    return plan(people.SYSTEM, unit or cast.commune, day, rows)


def outcomes(made):
    return [str(one.outcome) for one in made.rows]


def written(made, table):
    return [w.values for one in made.people for w in one.writes if w.table == f"personnel.{table}"]


def test_somebody_new_gets_the_next_code_of_the_unit(cast):
    people.official("Giàng A Chu", cast.commune, code="NASON-007")
    made = planned(cast, new(2), new(3, full_name="Sùng Thị Mai", sex="f"))
    assert outcomes(made) == ["new", "new"]
    assert [one["code"] for one in written(made, "official")] == ["NASON-008", "NASON-009"]
    assert (
        written(made, "post")[0] | {"unit_id": cast.commune.pk, "valid_from": DAY}
        == written(made, "post")[0]
    )


@pytest.mark.parametrize("name", ["Lò Thị Lan", "LÒ THỊ LAN", "Lo Thi Lan", "Lan Lò Thị"])
def test_a_known_person_is_found_by_name_and_birth_date(cast, name):
    made = planned(cast, row(full_name=name, birth_date=BORN))
    assert outcomes(made) == ["unchanged"]
    assert not made.people


def test_marks_that_the_register_lacks_are_a_change(cast):
    Official.objects.filter(pk=cast.lan_official.pk).update(full_name="Lo Thi Lan")
    made = planned(cast, row(full_name="Lò Thị Lan", birth_date=BORN))
    assert outcomes(made) == ["changed"]
    assert made.rows[0].changes == [
        {"field": "full_name", "before": "Lo Thi Lan", "after": "Lò Thị Lan"}
    ]


def test_two_of_one_name_and_birth_date_ask_for_the_code(cast):
    people.official("Lò Thị Lan", cast.commune)
    made = planned(cast, row(full_name="Lò Thị Lan", birth_date=BORN))
    assert outcomes(made) == ["refused"]
    assert made.rows[0].cell == "A2"


def test_a_code_that_was_a_number_finds_its_zeros_again(cast):
    people.official("Giàng A Chu", cast.commune, code="00123")
    made = planned(cast, row(code="123", code_was_number=True, full_name="Giàng A Chu"))
    assert outcomes(made) == ["unchanged"]


def test_blank_cells_erase_nothing_and_lower_levels_change_nothing(cast):
    lan = cast.lan_official
    Qualification.objects.create(
        official=lan, dimension="professional", level="university", held_from=DAY
    )
    made = planned(cast, row(code=lan.code, levels={"professional": HeldLevel("college")}))
    assert outcomes(made) == ["unchanged"]
    made = planned(cast, row(code=lan.code, levels={"professional": HeldLevel("master")}))
    assert written(made, "qualification")[0]["held_from"] == DAY


def test_another_title_ends_the_former_post_the_day_before(cast):
    made = planned(
        cast,
        row(code=cast.lan_official.code, title="Phó Chủ tịch UBND", post_from=dt.date(2026, 5, 1)),
    )
    former, fresh = written(made, "post")
    assert former == {"valid_to": dt.date(2026, 4, 30)}
    assert fresh["title"] == "Phó Chủ tịch UBND"
    assert fresh["valid_from"] == dt.date(2026, 5, 1)


def test_a_post_that_begins_before_the_known_one_is_refused_at_its_day(cast):
    Post.objects.update(valid_from=dt.date(2026, 2, 1))
    made = planned(
        cast, row(code=cast.lan_official.code, title="Phó Chủ tịch", post_from=dt.date(2020, 1, 1))
    )
    assert (outcomes(made), made.rows[0].cell) == (["refused"], "C2")


def test_one_person_in_several_rows_is_one(cast):
    made = planned(
        cast,
        new(2),
        new(3, levels={"it": HeldLevel("basic")}),
        new(4),
        row(5, sheet="Khác", full_name="Vừ A Sình", birth_date=dt.date(1988, 3, 4)),
    )
    assert outcomes(made) == ["new", "changed", "unchanged", "unchanged"]
    assert len(made.people) == 1


def test_rows_that_contradict_each_other_are_refused_at_the_cell(cast):
    made = planned(cast, new(2), new(3, sex="f"))
    assert outcomes(made) == ["new", "refused"]
    assert made.rows[1].cell == "C3"


def test_one_code_for_two_people_is_refused(cast):
    made = planned(cast, new(2, code="X1"), new(3, code="X1", full_name="Sùng Thị Mai"))
    assert outcomes(made) == ["new", "refused"]


@pytest.mark.parametrize("missing", ["birth_date", "sex"])
def test_somebody_new_needs_birth_date_and_sex(cast, missing):
    values = {"full_name": "Vừ A Sình", "birth_date": BORN, "sex": "m", missing: None}
    assert outcomes(planned(cast, row(**values))) == ["refused"]


def test_units_are_named_by_code_or_name_within_the_workbook_s_unit_alone(cast):
    sibling = people.unit("MUONGPHANG", "Xã Mường Phăng", parent=cast.province)
    office = people.unit("VP", "Văn phòng HĐND và UBND", Level.DEPARTMENT, cast.commune)
    ways = ["NASON", "Xã Na Son", "na son", "UBND xã Na Son", "X. Na Son"]
    assert outcomes(planned(cast, *(new(n, unit=way) for n, way in enumerate(ways, 2)))) == [
        "new",
        *["unchanged"] * 4,
    ]
    inner = planned(cast, new(2, unit="Văn phòng HĐND và UBND – Xã Na Son"))
    assert written(inner, "post")[0]["unit_id"] == office.pk
    reasons = {
        planned(cast, new(2, unit=name)).rows[0].reason
        for name in (sibling.name, sibling.code, "Xã Không Có", "Mường Phăng")
    }
    assert len(reasons) == 1
    reason = reasons.pop()
    assert "Phăng" not in reason
    assert "MUONGPHANG" not in reason
    above = planned(cast, new(2, unit="Mường Phăng"), unit=cast.province)
    assert written(above, "post")[0]["unit_id"] == sibling.pk


def test_a_code_or_number_of_somebody_elsewhere_tells_nothing(cast):
    sibling = people.unit("MUONGPHANG", "Xã Mường Phăng", parent=cast.province)
    other = people.official("Cà Thị Kín", sibling, code="MP-1", birth_date=BORN)
    Sensitive.objects.create(official=other, id_number="011190000001")
    for values in ({"code": "MP-1"}, {"id_number": "011190000001"}):
        made = planned(cast, row(full_name="Cà Thị Kín", birth_date=BORN, sex="f", **values))
        assert outcomes(made) == ["refused"]
        assert not any(word in made.rows[0].reason for word in ("Kín", "Mường", "MP-1"))
    # by name he is nobody whom this unit knows
    assert outcomes(planned(cast, row(full_name="Cà Thị Kín", birth_date=BORN, sex="f"))) == ["new"]


def test_sensitive_values_never_stand_in_what_is_shown(cast):
    made = planned(
        cast,
        row(
            code=cast.lan_official.code,
            ethnicity="Thái",
            is_ethnic_minority=True,
            id_number="011190000002",
        ),
    )
    assert outcomes(made) == ["changed"]
    assert "Thái" not in str(made.rows)
    assert "011190000002" not in str(made.rows)
    assert written(made, "sensitive")[0]["ethnicity"] == "Thái"


def test_a_rating_must_stand_on_the_scale_of_its_period(cast):
    code = cast.lan_official.code
    made = planned(cast, row(code=code, ratings=(RatingRead("2024", "good"),)))
    assert written(made, "rating")[0]["decided_on"] == dt.date(2024, 12, 31)
    assert written(made, "rating")[0]["value"] == "good"
    for bad in (RatingRead("2024", "limited"), RatingRead("1970", "good")):
        made = planned(cast, row(code=code, ratings=(bad,)))
        assert outcomes(made) == ["refused"]
        assert made.rows[0].cell == "B2"


def test_courses_of_the_history_are_imported_once(cast):
    course = TrainingRead("Tiếp công dân", "Trường Chính trị", "", None, dt.date(2023, 4, 5), 40)
    made = planned(
        cast,
        row(2, code=cast.lan_official.code, training=course),
        row(3, code=cast.lan_official.code, training=course),
    )
    assert outcomes(made) == ["changed", "unchanged"]
    assert written(made, "trainingrecord")[0]["origin"] == "imported"


def test_what_is_too_long_for_its_column_is_refused(cast):
    assert outcomes(planned(cast, new(title="x" * 200))) == ["refused"]


def test_the_same_rows_make_the_same_hash_and_the_queries_do_not_grow(cast):
    def asked(count):
        rows = [new(n, full_name=f"Vừ A {chr(65 + n)}ình", ratings=()) for n in range(2, 2 + count)]
        with CaptureQueriesContext(connection) as spent:
            digest = planned(cast, *rows).digest
        return len(spent), digest

    one, many = asked(1), asked(20)
    assert one[0] == many[0]
    assert asked(20)[1] == many[1] != one[1]


def test_somebody_new_beside_a_namesake_is_told(cast):
    """The dearest slip of a clerk: a wrong birth date makes a second person of one."""
    body = workbooks.xlsx(
        workbooks.person("Lò Thị Lan", "14/09/1996", "Nữ"), workbooks.person("Vừ A Sình")
    )
    batch = workbooks.tried(cast.commune, body)
    [lan, other] = batch.rows.order_by("number")
    assert lan.outcome == other.outcome == "new"
    assert cast.lan_official.code in lan.reason
    assert "17/05/1990" in lan.reason
    assert other.reason == ""
