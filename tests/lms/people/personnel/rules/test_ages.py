"""Birth dates that lack a day: matched, completed, shown and refused alike by page and workbook."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core import clock
from lms.core.errors import BadInput
from lms.people.personnel.actions import (
    OfficialDraft,
    PostDraft,
    correct_official,
    register_official,
)
from lms.people.personnel.duplicates import find_duplicates
from lms.people.personnel.models import Group, Official
from lms.people.personnel.rules.ages import (
    BirthDate,
    BirthPrecision,
    age_on,
    latest_birth_date,
)
from lms.people.rulebook.actions import RuleDraft, set_rule
from lms.people.rulebook.models import Basis
from tests.factories import people
from tests.factories.workbooks import build_xlsx, person_row, upload_and_apply, upload_and_try

D = dt.date
YEAR_1985 = BirthDate(D(1985, 1, 1), BirthPrecision.YEAR)


@pytest.fixture
def cast(db):
    return people.cast()


def bring_in(cast, *born, **more):
    rows = [person_row("Vừ A Sình", day, **more) for day in born]
    return upload_and_apply(cast.commune, build_xlsx(*rows))


def enter(cast, born, name="Vừ A Sình"):
    post = PostDraft(cast.commune, "Văn phòng – Thống kê", Group.CIVIL_SERVANT, D(2020, 1, 1))
    draft = OfficialDraft("", name, born, "m", (post,))
    return register_official(actor=people.SYSTEM, draft=draft)


@given(st.dates(D(1900, 1, 1), D(2020, 1, 1)), st.dates(D(2020, 1, 2), D(2100, 1, 1)))
def test_the_latest_birth_date_is_the_inverse_of_the_age(born, day):
    years = age_on(born, day)
    assert latest_birth_date(day, years + 1) < born <= latest_birth_date(day, years)


def test_a_list_with_the_year_alone_is_written_as_incomplete(cast):
    batch = bring_in(cast, "1985")
    official = Official.objects.get(full_name="Vừ A Sình")
    assert official.birth == YEAR_1985
    assert str(official.birth) == "1985 (chưa đủ ngày, tháng)"
    changes = {change["field"]: change.get("after") for change in batch.rows.get().changes}
    assert changes["birth_date"] == "1985 (chưa đủ ngày, tháng)"


def test_a_later_list_with_the_whole_date_completes_the_same_person(cast):
    bring_in(cast, "1985")
    batch = bring_in(cast, "12/03/1985")
    official = Official.objects.get(full_name="Vừ A Sình")
    assert official.birth == BirthDate(D(1985, 3, 12))
    assert batch.counts["changed"] == 1
    again = bring_in(cast, "1985")
    assert (again.counts["unchanged"], Official.objects.get(pk=official.pk).birth_date) == (
        1,
        D(1985, 3, 12),
    )
    assert bring_in(cast, "03/1985").counts["unchanged"] == 1


def test_another_year_is_another_person_and_two_of_one_year_ask_for_the_code(cast):
    bring_in(cast, "1985")
    assert bring_in(cast, "12/03/1986").counts["new"] == 1
    enter(cast, D(1990, 3, 12))
    enter(cast, D(1990, 5, 1))
    assert bring_in(cast, "1990").counts["refused"] == 1
    assert bring_in(cast, "01/05/1990").counts["unchanged"] == 1


def test_rows_of_one_workbook_agree_and_the_whole_date_counts(cast):
    code = {"Mã cán bộ": "CB-9"}
    batch = bring_in(cast, "1985", "12/03/1985", **code)
    assert (batch.counts["new"], batch.counts["refused"]) == (1, 0)
    assert Official.objects.get(code="CB-9").birth == BirthDate(D(1985, 3, 12))


def test_a_year_that_contradicts_the_whole_date_is_refused(cast):
    official = enter(cast, D(1985, 3, 12))
    batch = bring_in(cast, "1986", **{"Mã cán bộ": official.code})
    row = batch.rows.get()
    assert (row.outcome, "12/03/1985" in row.reason) == ("refused", True)
    official.refresh_from_db()
    assert official.birth_date == D(1985, 3, 12)


def test_where_the_rulebook_wants_the_whole_date_page_and_workbook_refuse(cast):
    set_rule(
        actor=people.SYSTEM,
        unit=cast.province,
        draft=RuleDraft(
            "officials.rough_birth_date",
            False,
            D(2026, 1, 1),
            Basis.INTERNAL,
            "Quy định của tỉnh",
            reason="Thống nhất dữ liệu",
        ),
    )
    with pytest.raises(BadInput) as refusal:
        enter(cast, YEAR_1985)
    row = bring_in(cast, "1985").rows.get()
    assert (row.outcome, row.cell, row.reason) == ("refused", "D2", refusal.value.message)
    assert not Official.objects.filter(full_name="Vừ A Sình").exists()


@pytest.mark.parametrize("born", [D(2020, 3, 5), D(1905, 1, 1), D(2035, 3, 5)])
def test_ages_of_nobody_in_a_post_are_refused_in_the_same_words(cast, born, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: D(2026, 6, 30))
    with pytest.raises(BadInput) as refusal:
        enter(cast, born)
    row = upload_and_try(cast.commune, build_xlsx(person_row(born=f"{born:%d/%m/%Y}"))).rows.get()
    assert (row.outcome, row.reason) == ("refused", refusal.value.message)


def test_a_correction_completes_the_date_and_says_so_in_the_log(cast):
    official = enter(cast, YEAR_1985)
    correct_official(
        actor=people.SYSTEM,
        official=official,
        full_name=official.full_name,
        birth_date=D(1985, 3, 12),
        reason="Giấy khai sinh",
    )
    official.refresh_from_db()
    assert str(official.birth) == "12/03/1985"


def test_at_one_unit_a_year_and_a_whole_date_may_be_one_person(cast):
    enter(cast, YEAR_1985)
    enter(cast, D(1985, 3, 12))
    enter(cast, D(1986, 3, 1))
    pairs = find_duplicates(cast.actor(cast.pao))
    dates = [{str(pair.first.birth), str(pair.second.birth)} for pair in pairs]
    assert {"1985 (chưa đủ ngày, tháng)", "12/03/1985"} in dates
    assert {"1985 (chưa đủ ngày, tháng)", "01/03/1986"} not in dates
