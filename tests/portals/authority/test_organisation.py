"""/to-chuc/: the tree as of a day, one unit through time, acts on units; nobody else's area,
auditors only read.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.core.audit.models import Event
from lms.people.organisation.actions import rename_unit
from lms.people.organisation.models import Role, RoleAssignment, Unit, UnitLevel, UnitState
from tests.factories import people

DAY = dt.timedelta(days=1)
PAGES = (
    "/to-chuc/",
    "/to-chuc/don-vi/NASON/",
    "/to-chuc/vai-tro/",
)
CHANGES = (
    "/to-chuc/vai-tro/giao/",
    "/to-chuc/sap-xep/",
    "/to-chuc/don-vi/NASON/lap/",
    "/to-chuc/don-vi/NASON/doi-ten/",
    "/to-chuc/don-vi/NASON/chuyen/",
    "/to-chuc/don-vi/NASON/doi-cap/",
)


@pytest.fixture
def tu(cast, client):
    client.force_login(cast.tu)
    return client


def body(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("who", ["lan", "minh", "hoa", "son", "pao", "editor", "stranger"])
def test_nobody_else_finds_a_page(cast, client, who):
    client.force_login(getattr(cast, who))
    assert {client.get(url).status_code for url in (*PAGES, *CHANGES)} == {404}


def test_an_auditor_reads_and_changes_nothing(cast, client):
    people.role(cast.stranger, cast.province, Role.AUDITOR)
    client.force_login(cast.stranger)
    assert {client.get(url).status_code for url in PAGES} == {200}
    before = (
        Unit.objects.count(),
        UnitState.objects.count(),
        RoleAssignment.objects.count(),
        Event.objects.count(),
    )
    for url in (*CHANGES, f"/to-chuc/vai-tro/{cast.pao.roles.get().pk}/ket-thuc/"):
        assert client.get(url).status_code == 404
        assert client.post(url, {"do": "go", "reason": "x", "on": "2026-01-01"}).status_code == 404
    after = (
        Unit.objects.count(),
        UnitState.objects.count(),
        RoleAssignment.objects.count(),
        Event.objects.count(),
    )
    assert before == after
    page = body(client.get("/to-chuc/don-vi/NASON/"))
    assert "/doi-ten/" not in page and "/sap-xep/" not in page and "/giao/" not in page


def test_a_role_that_ended_opens_nothing(cast, client):
    RoleAssignment.objects.filter(user=cast.tu).update(valid_to=clock.today() - DAY)
    client.force_login(cast.tu)
    assert {client.get(url).status_code for url in (*PAGES, *CHANGES)} == {404}


def test_units_of_another_province_are_nowhere(cast, tu):
    other = people.unit("KYLUA", "Phường Kỳ Lừa", parent=cast.other_province)
    people.role(cast.stranger, other, Role.UNIT_MANAGER, title="Bí mật Kỳ Lừa")
    urls = (
        "/to-chuc/",
        "/to-chuc/?tim=ky+lua",
        "/to-chuc/?het=on",
        "/to-chuc/vai-tro/",
        "/to-chuc/vai-tro/?tim=ky+lua",
        "/to-chuc/vai-tro/giao/?don-vi=KYLUA",
        "/to-chuc/sap-xep/?don-vi=KYLUA",
    )
    for url in urls:
        assert "Kỳ Lừa" not in body(tu.get(url)), url
    assert tu.get("/to-chuc/?duoi=KYLUA").status_code == 404
    for act in ("", "lap/", "doi-ten/", "chuyen/", "doi-cap/"):
        assert tu.get(f"/to-chuc/don-vi/KYLUA/{act}").status_code == 404


def test_the_tree_shows_names_of_the_day(cast, tu):
    rename_unit(
        actor=cast.actor(cast.tu),
        unit=cast.commune,
        name="Xã Điện Biên Đông",
        on=dt.date(2025, 7, 1),
        decision="QĐ 1",
    )
    before, after = (
        body(tu.get("/to-chuc/?ngay=2025-06-30")),
        body(tu.get("/to-chuc/?ngay=2025-07-01")),
    )
    assert ">Xã Na Son</a>" in before and ">Xã Điện Biên Đông</a>" not in before
    assert ">Xã Điện Biên Đông</a>" in after and ">Xã Na Son</a>" not in after


@pytest.mark.parametrize("typed", ["na son", "Na Sơn", "NASON", "nason"])
def test_a_former_name_is_found_too(cast, tu, typed):
    rename_unit(
        actor=cast.actor(cast.tu),
        unit=cast.commune,
        name="Xã Điện Biên Đông",
        on=dt.date(2025, 7, 1),
        decision="QĐ 1",
    )
    page = body(tu.get("/to-chuc/", {"tim": typed}))
    assert "/to-chuc/don-vi/NASON/" in page
    assert "Xã Na Son" in page, "the former name stands beside it"


def test_an_ended_unit_stands_in_the_list_only_when_it_is_asked_for(cast, tu):
    yesterday = clock.today() - DAY
    old = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province, valid_to=yesterday)
    assert "PUNHI" not in body(tu.get("/to-chuc/"))
    assert "PUNHI" not in body(tu.get("/to-chuc/?cap=commune"))
    with_ended_units = body(tu.get("/to-chuc/?cap=commune&het=on"))
    assert "PUNHI" in with_ended_units and f"{yesterday:%d/%m/%Y}" in with_ended_units
    assert "PUNHI" in body(tu.get(f"/to-chuc/?ngay={yesterday}")), "it was there that day"
    assert "doi-ten" not in body(tu.get(f"/to-chuc/don-vi/{old.code}/"))


def test_filters_of_level_and_sector(cast, tu):
    people.unit("HND", "Hội Nông dân tỉnh", UnitLevel.FRONT, cast.province, sector="front")
    by_level = body(tu.get("/to-chuc/?cap=school"))
    assert "TCT-DB" in by_level and "NASON" not in by_level
    by_sector = body(tu.get("/to-chuc/?khoi=front"))
    assert "HND" in by_sector and "NASON" not in by_sector


def test_a_day_that_is_none_is_said_and_the_search_kept(cast, tu):
    answer = tu.get("/to-chuc/?ngay=hom+qua&tim=na+son")
    assert answer.status_code == 422
    assert 'value="na son"' in body(answer)


def test_the_page_of_a_unit_says_its_people_roles_and_children(cast, tu):
    people.unit("VHXH", "Phòng Văn hóa - Xã hội", UnitLevel.DEPARTMENT, cast.commune)
    people.role(
        cast.stranger, cast.commune, Role.UNIT_MANAGER, valid_to=dt.date(2024, 5, 1), reason="QĐ 77"
    )
    page = body(tu.get("/to-chuc/don-vi/NASON/"))
    assert "<b>1</b>" in page, "cô Lan"
    assert "/don-vi/nhan-su/?don-vi=NASON" in page
    assert "Hờ A Páo" in page and "QĐ 77" in page
    assert page.index("<details") < page.index("QĐ 77"), "ended roles are folded"
    assert "VHXH" in page
    [now, old] = RoleAssignment.objects.filter(unit=cast.commune).order_by("pk")
    assert f"/to-chuc/vai-tro/{now.pk}/ket-thuc/" in page
    assert f"/to-chuc/vai-tro/{old.pk}/ket-thuc/" not in page, "what has ended is not ended again"


@pytest.mark.parametrize(
    "url",
    [
        "/to-chuc/",
        "/to-chuc/?cap=commune",
        "/to-chuc/?tim=xa",
        "/to-chuc/don-vi/DIENBIEN/",
        "/to-chuc/vai-tro/",
    ],
)
def test_pages_cost_the_same_for_three_and_for_forty(cast, tu, url):
    def grow(count):
        for _ in range(count):
            unit = people.unit(parent=cast.province)
            people.unit(level=UnitLevel.DEPARTMENT, parent=unit)
            people.role(people.user("Lò Văn Hai"), unit, Role.UNIT_MANAGER)

    grow(3)
    tu.get(url)
    with CaptureQueriesContext(connection) as few:
        tu.get(url)
    grow(37)
    with CaptureQueriesContext(connection) as many:
        assert tu.get(url).status_code == 200
    assert len(few) == len(many)


def test_renaming_says_first_what_follows_and_then_does_it(cast, tu):
    url, typed = (
        "/to-chuc/don-vi/NASON/doi-ten/",
        {"name": "Xã Na Sơn", "on": "2027-01-01", "decision": "12/QĐ-UBND"},
    )
    looked = tu.post(url, typed | {"do": "look"})
    assert looked.status_code == 200 and "01/01/2027" in body(looked)
    assert UnitState.objects.filter(unit=cast.commune).count() == 1, "looking writes nothing"
    redirection = tu.post(url, typed | {"do": "go"})
    assert redirection["Location"] == "/to-chuc/don-vi/NASON/"
    page = body(tu.get(redirection["Location"]))
    assert "Xã Na Sơn" in page and "12/QĐ-UBND" in page
    assert "<h1>Xã Na Son</h1>" in page, "the day has not come"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"on": "1/1"}, {"decision": ""}])
def test_a_refused_change_keeps_what_was_typed_and_writes_nothing(cast, tu, wrong):
    typed = {"name": "Xã Mới Tinh", "on": "2027-01-01", "decision": "QĐ 99", "do": "go"} | wrong
    answer = tu.post("/to-chuc/don-vi/NASON/doi-ten/", typed)
    assert answer.status_code == 422
    assert all(value in body(answer) for key, value in typed.items() if value and key != "do")
    assert UnitState.objects.filter(unit=cast.commune).count() == 1


def test_a_unit_moves_only_inside_the_area(cast, tu):
    people.unit("KYLUA", "Phường Kỳ Lừa", parent=cast.other_province)
    home = people.unit("HUYEN", "Huyện Thử", UnitLevel.DISTRICT, cast.province)
    url, typed = (
        "/to-chuc/don-vi/NASON/chuyen/",
        {"on": "2026-01-01", "decision": "QĐ 3", "do": "go"},
    )
    assert tu.post(url, typed | {"parent": "KYLUA"}).status_code == 422
    assert tu.post(url, typed | {"parent": "NASON"}).status_code == 422
    assert UnitState.objects.filter(unit=cast.commune).count() == 1
    assert tu.post(url, typed | {"parent": "huyen thu"}).status_code == 302
    cast.commune.refresh_from_db()
    assert cast.commune.get_parent() == home


def test_what_moves_along_is_counted_as_of_the_day(cast, tu):
    people.unit("HUYEN", "Huyện Thử", UnitLevel.DISTRICT, cast.province)
    people.unit("VHXH", "Phòng Văn hóa - Xã hội", UnitLevel.DEPARTMENT, cast.commune)
    people.unit("CU", "Xã Cũ", parent=cast.commune, valid_to=dt.date(2025, 6, 30))
    typed = {"parent": "HUYEN", "on": "2027-01-01", "decision": "QĐ 3", "do": "look"}
    page = body(tu.post("/to-chuc/don-vi/NASON/chuyen/", typed))
    assert "1 người" in page and "1 đơn vị" in page, "an ended unit's archives are no unit below"


def test_a_unit_is_founded_below_and_a_taken_code_refused(cast, tu):
    url = "/to-chuc/don-vi/NASON/lap/"
    typed = {
        "name": "Phòng Kinh tế",
        "code": "NASON-KT",
        "level": "department",
        "sector": "government",
        "valid_from": "2026-03-01",
        "do": "go",
    }
    assert tu.post(url, typed | {"code": "TCT-LS"}).status_code == 422
    assert not Unit.objects.filter(name="Phòng Kinh tế").exists()
    assert tu.post(url, typed).status_code == 302
    assert Unit.objects.get(code="NASON-KT").get_parent() == cast.commune


@pytest.mark.parametrize("code", ["TT/HCC", "trung tâm hcc", "..", "Đ1", "A\\B"])
def test_a_code_that_no_address_can_carry_is_refused_while_looking_and_while_doing(cast, tu, code):
    url = "/to-chuc/don-vi/NASON/lap/"
    typed = {
        "name": "Phòng Kinh tế",
        "code": code,
        "level": "department",
        "sector": "government",
        "valid_from": "2026-03-01",
    }
    for do in ("look", "go"):
        answer = tu.post(url, typed | {"do": do})
        assert (
            answer.status_code == 422
            and "TTHCC-DB" in body(answer)
            and "Phòng Kinh tế" in body(answer)
        )
    assert not Unit.objects.filter(name="Phòng Kinh tế").exists()


def test_what_would_be_refused_is_refused_while_looking(cast, tu):
    typed = {"name": "Xã Na Son", "on": "2027-01-01", "decision": "QĐ 1", "do": "look"}
    answer = tu.post("/to-chuc/don-vi/NASON/doi-ten/", typed)
    assert answer.status_code == 422 and 'value="go"' not in body(answer)
    assert UnitState.objects.filter(unit=cast.commune).count() == 1
    assert not Event.objects.filter(kind="unit.renamed").exists()


def test_the_top_of_the_area_is_not_changed_from_inside(cast, tu):
    for act in ("doi-ten/", "chuyen/", "doi-cap/"):
        assert tu.get(f"/to-chuc/don-vi/DIENBIEN/{act}").status_code == 404
    assert tu.get("/to-chuc/don-vi/DIENBIEN/lap/").status_code == 200
