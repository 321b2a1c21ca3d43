"""The training authority's pages: lượt and người apart, coverage, profiles of units, nobody
else's area.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core.actor import Actor
from lms.outcomes.reporting.queries import area_year
from lms.people.organisation.models import RoleAssignment, Unit
from lms.portals.authority.today import authority_section
from lms.portals.console.demo import people as demo
from lms.teaching.classes.models import ClassGroup
from tests.factories import content, people, teaching


def test_luot_and_nguoi_are_kept_apart(cast, client):
    for _ in range(2):
        teaching.enrolment_of(
            teaching.planned_class(cast, state="running", capacity=2), cast.lan_official
        )
    teaching.enrolment_of(teaching.planned_class(cast, state="cancelled"), cast.lan_official)
    teaching.enrolment_of(
        teaching.planned_class(cast, state="running"), cast.lan_official, state="withdrawn"
    )
    year = area_year(cast.actor(cast.tu), year=ClassGroup.objects.first().starts_on.year)
    assert (year.seats, year.learners) == (2, 1)
    assert len(year.classes) == 4
    assert len(year.classes_held) == 3
    client.force_login(cast.tu)
    body = client.get("/bao-cao/").content.decode()
    assert client.get("/bao-cao/").status_code == 200
    assert "<b>3</b><span>lớp</span>" in body
    assert "lượt" in body
    assert authority_section(cast.actor(cast.tu)).context["area"].seats == year.seats


def test_another_provinces_classes_and_people_are_not_counted(cast):
    other = teaching.planned_class(
        cast, school=cast.other_school, state="running", edition=content.edition()
    )
    teaching.enrolment_of(other, cast.lan_official)
    year = area_year(cast.actor(cast.tu))
    assert (year.seats, len(year.classes)) == (0, 0)


def test_the_first_page_of_reports_has_the_conduct_module_of_the_year(cast, client):
    client.force_login(cast.tu)
    body = client.get("/bao-cao/").content.decode()
    assert "/bao-cao/ung-xu/don-vi/NASON/" in body
    assert "/bao-cao/ung-xu/" in body


@pytest.mark.parametrize("who", ["lan", "minh", "hoa", "son", "pao", "editor", "stranger"])
def test_who_oversees_no_area_finds_no_page(cast, client, who):
    client.force_login(getattr(cast, who))
    for url in ("/bao-cao/", "/bao-cao/don-vi/", "/bao-cao/don-vi/NASON/"):
        assert client.get(url).status_code == 404


def test_units_of_another_province_are_not_there(cast, client):
    client.force_login(cast.tu)
    assert client.get("/bao-cao/don-vi/TCT-LS/").status_code == 404
    assert client.get("/bao-cao/don-vi/NASON/").status_code == 200
    assert "Lạng Sơn" not in client.get("/bao-cao/don-vi/").content.decode()


def test_the_profile_of_dien_bien_dong_is_the_printed_one(db, client):
    people.rules()
    demo.build_people(Actor.system("demo"))
    tu = RoleAssignment.objects.get(role="authority").user
    client.force_login(tu)
    body = client.get("/bao-cao/don-vi/DIENBIENDONG/?ngay=2019-09-23").content.decode()
    for figure in (
        "300",
        "137",
        "163",
        "258",
        "288",
        "123",
        "122",
        "143",
        "94",
        "77",
        "180",
        "43",
        "287",
        "270",
        "272",
    ):
        assert f"{figure}/300" in body or f">{figure}<" in body, figure
    assert "23/09/2019" in body
    ended = client.get("/bao-cao/don-vi/DIENBIENDONG/").content.decode()
    assert "30/06/2025" in ended
    assert client.get("/bao-cao/don-vi/DIENBIENDONG/?ngay=nay").status_code == 422


def test_the_pages_cost_the_same_for_one_and_for_many(cast, client):
    client.force_login(cast.tu)
    group = teaching.running_class(cast)
    urls = ("/bao-cao/", "/bao-cao/don-vi/", "/bao-cao/don-vi/NASON/")
    [client.get(url) for url in urls]

    def counts() -> list[int]:
        query_counts = []
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            query_counts.append(len(queries))
        return query_counts

    before = counts()
    for number in range(3):
        unit = people.unit(
            f"X{number}", f"Xã thứ {number}", parent=Unit.objects.get(pk=cast.province.pk)
        )
        teaching.enrolment_of(group, people.official("Thào A Chu", unit))
        teaching.planned_class(cast, edition=None, state="running")
    [client.get(url) for url in urls]
    assert counts() == before
