"""The conduct module for units and the authority: pages, filters, exemptions, the file."""

import datetime as dt

import pytest

from lms.core import clock
from lms.core.jobs.models import Job
from lms.learning.conduct.models import Exemption, ExemptionWithdrawal
from lms.people.organisation.models import Role
from lms.project import sweep
from tests.factories import people

pytestmark = pytest.mark.django_db


def page(client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def decision(**fields) -> dict[str, str]:
    year = clock.today().year
    return {
        "do": "exempt",
        "ground": "thai-san",
        "decision": "QĐ 12/QĐ-UBND",
        "decided_on": f"{year}-01-01",
        "valid_from": f"{year}-01-01",
        "valid_to": f"{year}-12-31",
        **fields,
    }


def test_a_manager_sees_their_people_filters_them_and_reads_what_the_figures_mean(cast, client):
    people.official("Giàng A Dế", cast.commune)
    client.force_login(cast.pao)
    assert "/don-vi/ung-xu/" in page(client, "/don-vi/")
    body = page(client, "/don-vi/ung-xu/")
    for part in ("Lò Thị Lan", "Giàng A Dế", "Công chức Tư pháp"):
        assert part in body
    assert "Lò Thị Lan" not in page(client, "/don-vi/ung-xu/?loc=xong")
    assert "Lò Thị Lan" in page(client, "/don-vi/ung-xu/?loc=chua")
    assert "Lò Thị Lan" in page(client, "/don-vi/ung-xu/?loc=gi-do")
    assert "Lò Thị Lan" in page(client, "/don-vi/ung-xu/don-vi/NASON/")
    page(client, "/don-vi/ung-xu/don-vi/TCT-DB/", 404)


@pytest.mark.parametrize("day", ["nay", "", "2999-01-01"])
def test_a_day_that_cannot_be_counted_is_said(cast, client, day):
    client.force_login(cast.pao)
    assert "err" in page(client, f"/don-vi/ung-xu/?ngay={day}", 422)


def test_a_past_day_shows_who_worked_there_and_decides_nothing(cast, client):
    cast.lan_official.posts.update(valid_from=clock.today())
    client.force_login(cast.pao)
    before = clock.today() - dt.timedelta(days=1)
    assert "Lò Thị Lan" not in page(client, f"/don-vi/ung-xu/?ngay={before}")
    people.official("Giàng A Dế", cast.commune)
    body = page(client, f"/don-vi/ung-xu/?ngay={before}")
    assert "Giàng A Dế" in body
    assert "/don-vi/ung-xu/mien/" not in body


def test_exempting_and_taking_back_from_the_page(cast, client):
    url = f"/don-vi/ung-xu/mien/{cast.lan_official.uid}/"
    client.force_login(cast.pao)
    assert url in page(client, "/don-vi/ung-xu/")
    assert client.post(url, decision(ground="")).status_code == 422
    assert client.post(url, decision(valid_to="2001-01-01")).status_code == 422
    assert not Exemption.objects.exists()
    assert client.post(url, decision())["Location"] == "/don-vi/ung-xu/"
    exemption = Exemption.objects.get()
    assert exemption.by == cast.pao
    body = page(client, "/don-vi/ung-xu/")
    assert "Nghỉ thai sản" in body
    assert "QĐ 12/QĐ-UBND" in body
    assert client.post(url, decision()).status_code == 422
    assert client.post(url, {"do": "back", "of": exemption.pk, "reason": ""}).status_code == 422
    assert (
        client.post(url, {"do": "back", "of": cast.lan_official.uid, "reason": "x"}).status_code
        == 404
    )
    assert (
        client.post(url, {"do": "back", "of": exemption.pk, "reason": "Đi làm sớm"}).status_code
        == 302
    )
    assert ExemptionWithdrawal.objects.get().exemption == exemption
    assert "Đi làm sớm" in page(client, url)


def test_strangers_find_no_page(cast, client):
    sibling = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    other = people.official("Thào A Chu", sibling)
    for who in (cast.lan, cast.minh, cast.hoa, cast.other_hoa):
        client.force_login(who)
        for url in ("/don-vi/ung-xu/", "/bao-cao/ung-xu/", "/bao-cao/ung-xu/don-vi/NASON/"):
            page(client, url, 404)
        assert client.post("/don-vi/ung-xu/xuat/").status_code == 404
        assert client.post("/bao-cao/ung-xu/xuat/").status_code == 404
    client.force_login(cast.pao)
    page(client, "/bao-cao/ung-xu/", 404)
    page(client, f"/don-vi/ung-xu/mien/{other.uid}/", 404)
    assert client.post(f"/don-vi/ung-xu/mien/{other.uid}/", decision()).status_code == 404
    assert client.post("/don-vi/ung-xu/xuat/", {"code": "PUNHI"}).status_code == 404
    assert not Exemption.objects.exists()
    assert not Job.objects.exists()


def test_the_authority_goes_from_the_table_to_the_people_and_exempts(cast, client):
    client.force_login(cast.tu)
    body = page(client, "/bao-cao/ung-xu/")
    assert "Xã Na Son" in body
    body = page(client, "/bao-cao/ung-xu/don-vi/NASON/")
    url = f"/bao-cao/ung-xu/mien/{cast.lan_official.uid}/"
    assert url in body
    assert client.post(url, decision()).status_code == 302
    assert "Nghỉ thai sản" in page(client, "/bao-cao/ung-xu/don-vi/NASON/?loc=mien")


def test_an_auditor_reads_and_decides_nothing(cast, client):
    auditor = people.user("Kiểm Toán Viên")
    people.role(auditor, cast.province, Role.AUDITOR)
    client.force_login(auditor)
    assert "/mien/" not in page(client, "/bao-cao/ung-xu/don-vi/NASON/")
    page(client, f"/bao-cao/ung-xu/mien/{cast.lan_official.uid}/", 404)


@pytest.mark.parametrize(
    ("who", "url"), [("pao", "/don-vi/ung-xu/xuat/"), ("tu", "/bao-cao/ung-xu/xuat/")]
)
def test_the_file_is_made_once_for_ten_clicks_and_named(cast, client, who, url):
    client.force_login(getattr(cast, who))
    answers = {client.post(url, {"code": "", "ngay": clock.today()})["Location"] for _ in range(3)}
    assert len(answers) == 1
    sweep.drain()
    job = Job.objects.get()
    assert (job.state, job.result["people"]) == ("done", 1)
    assert job.file.name.endswith(".xlsx")
    client.post(url, {"code": "", "ngay": clock.today()})
    assert Job.objects.count() == 2


def test_nobody_is_offered_to_exempt_themselves(cast, client):
    own = people.official("Hờ A Páo", cast.commune, cast.pao)
    client.force_login(cast.pao)
    body = page(client, "/don-vi/ung-xu/")
    assert f"/mien/{own.uid}/" not in body
    assert f"/mien/{cast.lan_official.uid}/" in body
