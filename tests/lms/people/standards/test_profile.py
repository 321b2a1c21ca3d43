"""The profile of a unit: small ones by hand, the demo's by the figures that the newspapers
printed.
"""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from lms.core.actor import Actor
from lms.people.organisation.queries import unit_by_code
from lms.people.personnel.models import (
    Dimension,
    Group,
    Official,
    Post,
    Qualification,
    QualificationLevel,
    Rating,
    Sensitive,
    TrainingRecord,
)
from lms.people.standards.queries import unit_profile
from lms.portals.console.demo import historic
from lms.portals.console.demo import people as demo
from tests.factories import people
from tests.lms.people.standards.reference import age_on

DAY = dt.date(2026, 11, 21)
on_the_way = Q(starts_on__lte=dt.date(2016, 12, 31), ends_on__gte=dt.date(2016, 12, 31))


def test_a_person_with_two_posts_counts_once_by_their_main_post(cast):
    Post.objects.create(
        official=cast.lan_official,
        unit=cast.commune,
        title="Chủ tịch Hội",
        group=Group.ELECTED,
        is_main=False,
        is_key=True,
        valid_from=dt.date(2020, 1, 1),
    )
    profile = unit_profile(cast.commune, DAY)
    assert profile.total == 1
    assert profile.groups == {"elected_official": 0, "civil_servant": 1}
    assert profile.key_officials == {"total": 1, "university_or_higher": 0}


def test_the_highest_level_and_the_newest_rating_of_the_day_count(cast):
    official = cast.lan_official
    Sensitive.objects.create(official=official, is_party_member=True)
    for level, year in (
        (QualificationLevel.UNIVERSITY, 2015),
        (QualificationLevel.INTERMEDIATE, 2018),
        (QualificationLevel.MASTER, 2027),
    ):
        Qualification.objects.create(
            official=official,
            dimension=Dimension.PROFESSIONAL,
            level=level,
            held_from=dt.date(year, 1, 1),
        )
    for value, year in (("limited", 2024), ("good", 2025), ("excellent", 2027)):
        Rating.objects.create(
            official=official,
            period=str(year),
            scale="2020",
            value=value,
            decided_on=dt.date(year, 12, 1),
        )
    profile = unit_profile(cast.commune, DAY)
    assert profile.professional["university"] == 1
    assert sum(profile.professional.values()) == 1
    assert profile.as_json()["rating"] == {"excellent": 0, "good": 1, "limited": 0}
    assert (profile.party_members, profile.ethnic_minority) == (1, 0)
    assert unit_profile(cast.commune, dt.date(2028, 1, 1)).professional["postgraduate"] == 1


def test_age_is_counted_in_completed_years():
    born = dt.date(1989, 9, 24)
    assert age_on(born, dt.date(2019, 9, 23)) == 29
    assert age_on(born, dt.date(2019, 9, 24)) == 30
    assert age_on(dt.date(2000, 2, 29), dt.date(2026, 2, 28)) == 25


def test_a_profile_costs_the_same_for_one_and_for_many(cast):
    with CaptureQueriesContext(connection) as first:
        unit_profile(cast.commune, DAY)
    for _ in range(5):
        people.official("Lò Văn Inh", cast.commune)
    with CaptureQueriesContext(connection) as second:
        assert unit_profile(cast.commune, DAY).total == 6
    assert len(first) == len(second) == 7


@pytest.fixture
def demo_people(db):
    people.rules()
    officials = demo.build_people(Actor.system("demo"))
    historic.build_historic(Actor.system("demo"))
    return officials


def profile_of(code: str, day: str) -> dict:
    out = io.StringIO()
    call_command("unit_profile", code, "--as-of", day, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_demo_has_the_figures_that_the_reports_print(demo_people):
    profile = profile_of("DIENBIENDONG", "2019-09-23")
    profile.pop("key_officials")
    assert profile == {
        "total": 300,
        "groups": {"elected_official": 137, "civil_servant": 163},
        "party_members": 258,
        "ethnic_minority": 288,
        "professional": {
            "postgraduate": 0,
            "university": 123,
            "college": 19,
            "intermediate": 122,
            "elementary": 7,
            "none": 29,
        },
        "political_theory": {"advanced": 2, "intermediate": 143, "elementary": 94, "none": 61},
        "age": {"under_30": 77, "30_45": 180, "46_60": 43},
        "rating": {"excellent": 2, "good": 287, "limited": 11},
        "standard_met": {"general_education": 270, "professional": 272},
    }
    city = profile_of("LANGSON-CITY", "2021-04-05")
    assert city["total"] == 159
    assert city["professional"]["postgraduate"] + city["professional"]["university"] == 134
    assert city["political_theory"]["advanced"] + city["political_theory"]["intermediate"] == 90
    assert city["key_officials"] == {"total": 37, "university_or_higher": 35}
    ward = profile_of("DONGKINH", "2021-04-05")
    assert ward["total"] == 21
    assert ward["professional"]["postgraduate"] + ward["professional"]["university"] == 20
    assert ward["political_theory"]["advanced"] + ward["political_theory"]["intermediate"] == 12
    assert profile_of("DIENBIENDONG", "2026-11-21")["total"] == 0


def test_binh_trung_before_and_after_comes_out_as_printed(demo_people):
    before, after = (profile_of("BINHTRUNG", day) for day in ("2011-12-31", "2016-12-31"))
    assert (before["total"], after["total"]) == (19, 20)
    assert before["political_theory"]["none"] == 14
    assert before["professional"]["none"] == 10
    assert sum(n for key, n in after["political_theory"].items() if key != "none") == 17
    trained = [after["professional"][key] for key in ("intermediate", "college", "university")]
    assert sum(trained) == 16
    assert [round(100 * n / 19) for n in (14, 10)] == [74, 53]
    assert [100 * n // 20 for n in (17, 16)] == [85, 80]
    studying = TrainingRecord.objects.filter(
        on_the_way, official__posts__unit__code="BINHTRUNG", title__contains="Trung cấp lý luận"
    )
    assert studying.count() == 3


def test_building_the_demo_again_changes_nothing(demo_people):
    before = (Official.objects.count(), Post.objects.count())
    again = demo.build_people(Actor.system("demo"))
    historic.build_historic(Actor.system("demo"))
    assert (Official.objects.count(), Post.objects.count()) == before
    assert again.learners == demo_people.learners
    assert again.users["mai"].check_password(demo.PASSWORD)
    assert again.users["dia"].email is None
    assert unit_by_code("03203").name == "Xã Na Son"


def test_an_unknown_unit_is_named_in_the_error(db):
    with pytest.raises(CommandError, match="KHONGCO"):
        call_command("unit_profile", "KHONGCO", "--json")
