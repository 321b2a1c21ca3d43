"""/don-vi/tieu-chuan/: figures that lead to names, the review of many, one person, Excel, and
nobody else's people.
"""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from lms.core import clock
from lms.people.organisation.models import Role
from lms.people.personnel.models import QualificationLevel
from lms.people.standards.models import StandardDecision
from tests.factories import people, standards

LIST, EXPORT = "/don-vi/tieu-chuan/", "/don-vi/tieu-chuan/xuat/"
CANARY = "Hoàng Yến Chim"


@pytest.fixture
def unit(cast):
    """Lan holds a degree and was not reviewed; Chu holds less; a stranger's official is the
    canary.
    """
    standards.standard(least=QualificationLevel.UNIVERSITY)
    standards.level(cast.lan_official, QualificationLevel.UNIVERSITY)
    chu = people.official("Thào A Chu", cast.commune)
    standards.level(chu, QualificationLevel.COLLEGE)
    far = people.official(CANARY, people.unit("KYLUA", "Phường Kỳ Lừa", parent=cast.other_province))
    standards.level(far, QualificationLevel.UNIVERSITY)
    return {"lan": cast.lan_official, "chu": chu, "far": far}


def pick(official) -> str:
    return f"{official.uid}:professional"


def review(client, *officials, **fields):
    data = {
        "pick": [pick(official) for official in officials],
        "decided_on": clock.today().isoformat(),
        "decision": "05/KL",
    }
    return client.post(LIST, data | fields)


def test_figures_lead_to_names(cast, client, unit):
    standards.decision(unit["chu"], "deadline", deadline=clock.today() - dt.timedelta(days=1))
    client.force_login(cast.pao)
    every = client.get(LIST).content.decode()
    assert "Lò Thị Lan" in every
    assert "quá hạn" in every
    for state, names in (
        ("co-thoi-han", "Thào A Chu"),
        ("qua-han", "Thào A Chu"),
        ("chua-ra-soat", "Lò Thị Lan"),
    ):
        body = client.get(f"{LIST}?trang-thai={state}").content.decode()
        assert names in body
        assert ("Lò Thị Lan" in body) != ("Thào A Chu" in body)
    assert "Lò Thị Lan" not in client.get(f"{LIST}?linh-vuc=political_theory").content.decode()


def test_who_is_ticked_is_met_by_level_in_one_act(cast, client, unit):
    client.force_login(cast.pao)
    body = client.get(LIST).content.decode()
    assert pick(unit["lan"]) in body
    assert pick(unit["chu"]) not in body
    assert review(client, unit["lan"]).status_code == 302
    decision = StandardDecision.objects.get()
    assert (decision.official, decision.basis, decision.decision) == (unit["lan"], "level", "05/KL")
    assert pick(unit["lan"]) not in client.get(LIST).content.decode()


def test_nothing_is_written_for_who_does_not_reach_nor_for_strangers(cast, client, unit):
    client.force_login(cast.pao)
    refused = review(client, unit["lan"], unit["chu"])
    assert refused.status_code == 422
    assert "Thào A Chu" in refused.content.decode()
    assert review(client, unit["far"]).status_code == 302
    assert review(client).status_code == 302
    assert not StandardDecision.objects.exists()


def test_nobody_reviews_themselves(cast, client, unit):
    own = people.official("Hờ A Páo", cast.commune, cast.pao)
    standards.level(own, QualificationLevel.UNIVERSITY)
    client.force_login(cast.pao)
    assert pick(own) not in client.get(LIST).content.decode()
    assert review(client, own).status_code == 403
    page = client.get(f"{LIST}{own.uid}/")
    assert page.status_code == 200
    assert 'name="basis"' not in page.content.decode()
    assert not StandardDecision.objects.exists()


def test_one_decision_with_its_basis(cast, client, unit):
    client.force_login(cast.pao)
    url = f"{LIST}{unit['chu'].uid}/"
    form = {
        "dimension": "professional",
        "basis": "exception",
        "decision": "",
        "decided_on": clock.today().isoformat(),
        "deadline": "",
        "remark": "Vùng cao",
    }
    refused = client.post(url, form)
    assert refused.status_code == 422
    assert "Vùng cao" in refused.content.decode()
    assert client.post(url, form | {"basis": "level"}).status_code == 422
    assert not StandardDecision.objects.exists()
    assert client.post(url, form | {"decision": "12/QĐ-UBND"}).status_code == 302
    body = client.get(url).content.decode()
    assert "12/QĐ-UBND" in body
    assert "đạt do ngoại lệ" in body


def test_the_auditor_reads_names_and_decides_nothing(cast, client, unit):
    people.role(cast.stranger, cast.province, Role.AUDITOR)
    client.force_login(cast.stranger)
    body = client.get(LIST).content.decode()
    assert "Lò Thị Lan" in body
    assert 'name="pick"' not in body
    assert review(client, unit["lan"]).status_code == 403
    assert not StandardDecision.objects.exists()


def test_no_name_of_other_units_anywhere(cast, client, unit):
    for who in (cast.pao, cast.tu):
        client.force_login(who)
        for url in (LIST, f"{LIST}?don-vi=NASON", f"{LIST}?linh-vuc=x&trang-thai=y&trang=9"):
            assert CANARY not in client.get(url).content.decode()
        for code in ("KYLUA", "LANGSON", "KHONGCO"):
            assert client.get(f"{LIST}?don-vi={code}").status_code == 404
            assert client.post(EXPORT, {"don-vi": code}).status_code == 404
        assert client.get(f"{LIST}{unit['far'].uid}/").status_code == 404
    client.force_login(cast.pao)
    assert client.get(f"{LIST}?don-vi=DIENBIEN").status_code == 404


def test_who_left_stands_in_old_figures_without_a_name(cast, client, unit):
    former_official = people.official("Vàng Thị Cũ", cast.commune)
    former_official.posts.update(valid_to=dt.date(2024, 1, 1))
    client.force_login(cast.pao)
    body = client.get(f"{LIST}?ngay=2024-01-01").content.decode()
    assert "0/3" in body
    assert "Vàng Thị Cũ" not in body
    assert "1 người có trong số liệu" in body
    assert client.get(f"{LIST}{former_official.uid}/").status_code == 404
    client.force_login(cast.tu)
    assert "Vàng Thị Cũ" in client.get(f"{LIST}?ngay=2024-01-01").content.decode()


def test_the_excel_file_has_the_people_of_the_filters_and_says_where_they_come_from(
    cast, client, unit
):
    unit["chu"].posts.update(title="=1+1")
    client.force_login(cast.pao)
    answer = client.post(EXPORT, {"trang-thai": "chua-ra-soat"})
    workbook = load_workbook(io.BytesIO(answer.content))
    rows = list(workbook.worksheets[0].iter_rows(min_row=4, values_only=True))
    assert [row[1] for row in rows] == ["Thào A Chu", "Lò Thị Lan"]
    assert rows[0][4] == "'=1+1"
    last = [cell for row in workbook["Nguồn"].iter_rows(values_only=True) for cell in row if cell]
    assert "Hờ A Páo" in last
    assert any("Chưa rà soát" in str(cell) for cell in last)


@pytest.mark.parametrize("who", ["lan", "minh", "hoa", "son", "editor", "stranger"])
def test_others_find_no_page(cast, client, unit, who):
    client.force_login(getattr(cast, who))
    assert client.get(LIST).status_code == 404
    assert client.post(EXPORT).status_code == 404
    assert client.get(f"{LIST}{unit['lan'].uid}/").status_code == 404


def test_the_pages_cost_the_same_for_one_and_for_many(cast, client, unit):
    client.force_login(cast.pao)
    standards.decision(unit["lan"], "not_met", decided_on=dt.date(2019, 1, 1))
    urls = (LIST, f"{LIST}{unit['lan'].uid}/")
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
        official = people.official("Mùa A Dơ", cast.commune)
        standards.level(official, QualificationLevel.MASTER)
        standards.decision(unit["lan"], "not_met", decided_on=dt.date(2020 + number, 1, 1))
    assert counts() == before


def test_a_link_from_a_past_day_shows_that_day_and_decides_nothing(cast, client, unit):
    standards.decision(unit["lan"], "not_met", decided_on=dt.date(2024, 5, 1), remark="Năm 2024")
    standards.decision(unit["lan"], "level", decided_on=dt.date(2025, 5, 1))
    client.force_login(cast.pao)
    past = client.get(f"{LIST}?ngay=2024-06-01").content.decode()
    url = f"{LIST}{unit['lan'].uid}/?ngay=2024-06-01"
    assert url in past
    body = client.get(url).content.decode()
    assert "chưa đạt</span>" in body
    assert 'name="basis"' not in body
