"""Which rule applies: nearest unit, group, level, the tree of that day; the wall of errors;
working days.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import RuleBroken
from lms.people.organisation.models import UnitLevel, UnitState
from lms.people.rulebook import queries
from lms.people.rulebook.actions import RuleDraft, set_rule
from lms.people.rulebook.models import Basis, Rule
from lms.people.rulebook.queries import (
    add_working_days,
    rule_for,
    rules_for,
    years_without_holidays,
)

SYSTEM = Actor.system("tests")
KEY = "training.yearly_minimum"
FIRST = dt.date(2026, 1, 1)
DAY = dt.date(2026, 3, 2)


@pytest.fixture
def place(cast):
    """Sets a value at a unit for a group and a level."""

    def put(value, unit=None, group="", level="", first=FIRST):
        return set_rule(
            actor=SYSTEM,
            unit=unit,
            draft=RuleDraft(KEY, value, first, Basis.PRACTICE, "Thử", group, level, reason="thử"),
        )

    return put


def value(unit, group="", day=DAY):
    return rule_for(KEY, unit=unit, group=group, day=day).value


def test_the_nearest_unit_then_the_group_then_the_level(cast, place):
    assert value(cast.commune) is None
    place(10, level="commune")
    assert (value(cast.commune), value(cast.school), value(None)) == (10, None, None)
    place(11, group="civil_servant")
    assert (value(cast.commune, "civil_servant"), value(cast.commune, "elected_official")) == (
        11,
        10,
    )
    place(12, group="civil_servant", level="commune")
    assert value(cast.commune, "civil_servant") == 12
    assert value(cast.province, "civil_servant") == 11
    place(13, cast.province)
    assert value(cast.commune, "civil_servant") == 13
    assert value(cast.other_province, "civil_servant") == 11
    place(14, cast.province, group="elected_official")
    place(15, cast.commune, level="commune")
    assert value(cast.commune, "elected_official") == 15
    assert value(cast.school, "elected_official") == 14


def test_forty_tiet_in_2019_and_none_in_2022(cast):
    then = rule_for(KEY, unit=cast.commune, day=dt.date(2019, 6, 1))
    now = rule_for(KEY, unit=cast.commune, day=dt.date(2022, 6, 1))
    assert (then.value, now.value) == (40, None)
    assert "101/2017" in then.source
    assert "89/2021" in now.source
    assert not then.is_verified


def test_the_tree_and_the_level_of_that_day_are_asked(cast, place):
    """A unit that stood in another province, as a district, on the day is judged by the rules of
    that place.
    """
    state = UnitState.objects.get(unit=cast.commune)
    trail = f"{cast.other_province.pk}/{cast.commune.pk}/"
    UnitState.objects.filter(pk=state.pk).update(
        trail=trail, level=UnitLevel.DISTRICT, valid_to=dt.date(2026, 5, 31)
    )
    UnitState.objects.create(
        unit=cast.commune,
        name=state.name,
        name_fold=state.name_fold,
        level=state.level,
        trail=state.trail,
        valid_from=dt.date(2026, 6, 1),
    )
    place(20, cast.province)
    place(21, cast.other_province)
    place(22, cast.other_province, level="district")
    assert value(cast.commune, day=dt.date(2026, 5, 31)) == 22
    assert value(cast.commune, day=dt.date(2026, 6, 1)) == 20


def test_outside_its_life_a_unit_is_judged_where_it_first_stood(cast, place):
    place(30, cast.province)
    UnitState.objects.filter(unit=cast.commune).update(valid_from=dt.date(2026, 7, 1))
    assert value(cast.commune, day=DAY) == 30


def test_one_query_however_many_keys_and_rows(cast, place, django_assert_num_queries):
    for unit in (cast.commune, cast.province, None):
        place(1, unit, group="civil_servant")
    with django_assert_num_queries(1):
        rules = rules_for(KEY, "attendance.min_share", "no.rule", unit=cast.commune, day=DAY)
    assert set(rules) == {KEY, "attendance.min_share"}


def test_a_missing_rule_is_told_in_the_language_of_the_page(cast):
    Rule.objects.filter(key="attendance.code_seconds").delete()
    with pytest.raises(
        RuleBroken, match=r"Sổ quy định chưa có “Mã điểm danh đổi sau bao nhiêu giây.*02/03/2026"
    ):
        rule_for("attendance.code_seconds", unit=cast.school, day=DAY)
    with translation.override("en"), pytest.raises(RuleBroken, match="The rulebook has no"):
        rule_for("attendance.code_seconds", unit=cast.school, day=DAY)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-03-02", 1, "2026-03-03"),
        ("2026-03-06", 1, "2026-03-09"),
        ("2026-03-07", 1, "2026-03-09"),
        ("2026-03-02", 10, "2026-03-16"),
        ("2026-02-13", 1, "2026-02-23"),  # Tết: 16 to 20 February
        ("2026-08-28", 2, "2026-09-04"),  # 31/8, 1/9, 2/9
        ("2026-12-31", 1, "2027-01-04"),  # the first of January and a weekend
        ("2024-04-29", 1, "2024-04-30"),  # no list for 2024: weekends alone
    ],
)
def test_working_days_leave_out_weekends_and_holidays(cast, start, days, end):
    last_day = add_working_days(dt.date.fromisoformat(start), days, cast.commune)
    assert last_day == dt.date.fromisoformat(end)


def test_a_province_has_its_own_days_off_and_a_later_list_of_the_year_counts(cast):
    def listed(days, first):
        draft = RuleDraft(
            "calendar.holidays",
            days,
            first,
            Basis.INTERNAL,
            "Quyết định của tỉnh",
            reason="thêm ngày",
        )
        set_rule(actor=cast.actor(cast.tu), unit=cast.province, draft=draft)

    listed(["2026-03-03"], dt.date(2026, 1, 1))
    assert add_working_days(DAY, 1, cast.commune) == dt.date(2026, 3, 4)
    assert add_working_days(DAY, 1, cast.other_province) == dt.date(2026, 3, 3)
    listed(["2026-03-03", "2026-03-04"], dt.date(2026, 2, 1))
    assert add_working_days(DAY, 1, cast.commune) == dt.date(2026, 3, 5)


def test_working_days_ask_once_a_year(cast):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        add_working_days(dt.date(2026, 11, 2), 60, cast.commune)
    assert len(seen) == 2


def test_a_year_without_its_list_is_named(cast):
    with clock.at(dt.datetime(2026, 6, 1, tzinfo=dt.UTC)):
        assert years_without_holidays(cast.commune) == []
    with clock.at(dt.datetime(2027, 6, 1, tzinfo=dt.UTC)):
        assert years_without_holidays(cast.commune) == [2028]
    assert queries.holidays(2028) == frozenset()
