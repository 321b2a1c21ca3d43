"""The training authority's pages: lượt and người apart, coverage, profiles of units, nobody
else's area.
"""

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core.actor import Actor
from lms.core.jobs.models import Job
from lms.outcomes.reporting.queries import area_year
from lms.people.organisation.models import RoleAssignment, Unit
from lms.people.personnel.models import Post
from lms.portals.authority.today import authority_section
from lms.portals.console.demo import people as demo
from lms.project.sweep import drain
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


REPORTS = {
    "tu": (
        "/bao-cao/",
        "/bao-cao/don-vi/",
        "/bao-cao/don-vi/NASON/",
        "/bao-cao/don-vi/NASON/?ngay=2026-01-01&voi=2015-01-01",
        "/bao-cao/ung-xu/",
        "/bao-cao/ung-xu/?ngay=2015-01-01",
        "/bao-cao/ung-xu/don-vi/NASON/",
        "/bao-cao/so-lieu-cu/",
        "/don-vi/tieu-chuan/",
    ),
    "pao": (
        "/don-vi/",
        "/don-vi/ung-xu/",
        "/don-vi/ho-so-don-vi/",
        "/don-vi/ho-so-don-vi/?ngay=2026-01-01&voi=2015-01-01",
        "/don-vi/tieu-chuan/",
        "/don-vi/nhan-su/",
    ),
}
EXPORTS = {
    "tu": ("/bao-cao/ung-xu/xuat/", "/don-vi/tieu-chuan/xuat/"),
    "pao": ("/don-vi/ung-xu/xuat/", "/don-vi/tieu-chuan/xuat/", "/don-vi/nhan-su/xuat/"),
}


@pytest.mark.parametrize("has_people", [True, False])
@pytest.mark.parametrize("who", REPORTS)
def test_without_data_no_report_says_nought_percent(cast, client, who, has_people):
    """Nobody in the units, and one person about whom nothing is recorded."""
    if not has_people:
        Post.objects.all().delete()
    client.force_login(getattr(cast, who))
    for url in REPORTS[who]:
        response = client.get(url)
        assert response.status_code == 200, url
        text = re.sub(r"<[^>]+>", " ", response.content.decode())
        shares = re.findall(r"\d+(?:,\d)?\s*%|[+−-]\d+,\d", text)
        if "ho-so-don-vi" not in url and "/don-vi/NASON/" not in url:
            # who owes the conduct module and has not completed it is a figure: none of one
            assert set(shares) <= ({"0%"} if has_people else set()), (url, shares)
        elif not has_people:
            assert not shares, (url, shares)
        assert "None" not in text, url


@pytest.mark.parametrize("has_people", [True, False])
@pytest.mark.parametrize("who", EXPORTS)
def test_without_data_every_export_is_made(cast, client, who, has_people):
    if not has_people:
        Post.objects.all().delete()
    client.force_login(getattr(cast, who))
    files = []
    for url in EXPORTS[who]:
        response = client.post(url)
        assert response.status_code in (200, 302), url
        if response.status_code == 200:
            files.append(b"".join(response))
    drain()
    jobs = list(Job.objects.all())
    assert all(job.state == "done" for job in jobs), [(job.kind, job.message) for job in jobs]
    files += [job.file.read() for job in jobs]
    assert len(files) == len(EXPORTS[who])
    for body in files:
        book = openpyxl.load_workbook(io.BytesIO(body))
        cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row]
        assert not [cell for cell in cells if "%" in cell and any(n in cell for n in "0123456789")]


def test_the_seats_of_a_page_are_those_of_its_classes(cast, client):
    group = teaching.running_class(cast)
    teaching.planned_class(cast, state="running")
    client.force_login(cast.tu)
    body = client.get("/bao-cao/").content.decode()
    year = area_year(cast.actor(cast.tu))
    assert year.seats == sum(row.seats for row in year.classes_held) == group.enrolments.count()
    assert f"lấp đầy {year.seats}/{year.capacity} chỉ tiêu" in body


def test_an_area_without_classes_says_so_instead_of_nought_percent(cast, client):
    client.force_login(cast.tu)
    assert "lấp đầy 0/0 chỉ tiêu (chưa có dữ liệu)" in client.get("/bao-cao/").content.decode()
