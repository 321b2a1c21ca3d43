"""/to-chuc/tieu-chuan/: standards of a day, setting one, ending one, and who may."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.people.organisation.models import Role
from lms.people.standards.models import Standard
from tests.factories import people, standards

LIST, NEW = "/to-chuc/tieu-chuan/", "/to-chuc/tieu-chuan/moi/"
FORM = {
    "unit": "DIENBIEN",
    "unit_level": "commune",
    "group": "civil_servant",
    "title": "Công chức",
    "rank": "",
    "dimension": "professional",
    "least": "university",
    "valid_from": "2025-07-01",
    "valid_to": "",
    "basis": "practice",
    "source": "Thông lệ",
    "reason": "",
}


def test_the_list_is_of_its_day_and_says_what_was_not_checked(cast, client):
    standards.standard(source="Nguồn xưa", valid_to=dt.date(2020, 1, 1))
    standards.standard(source="Nguồn nay", valid_from=dt.date(2020, 1, 2), is_verified=True)
    client.force_login(cast.tu)
    today = client.get(LIST).content.decode()
    assert "Nguồn nay" in today
    assert "Nguồn xưa" not in today
    assert "chưa đối chiếu văn bản gốc" not in today
    before = client.get(f"{LIST}?ngay=2020-01-01").content.decode()
    assert "Nguồn xưa" in before
    assert "chưa đối chiếu văn bản gốc" in before
    assert client.get(f"{LIST}?ngay=x").status_code == 422


def test_the_authority_sets_a_standard_and_ends_it(cast, client):
    client.force_login(cast.tu)
    answer = client.post(NEW, FORM)
    standard = Standard.objects.get()
    assert answer["Location"] == f"{LIST}{standard.pk}/"
    assert (standard.unit, standard.written_by, standard.title_fold) == (
        cast.province,
        cast.tu,
        "cong chuc",
    )
    page = client.get(answer["Location"]).content.decode()
    assert "Công chức" in page
    ended = client.post(answer["Location"], {"on": "2026-12-31", "reason": "Bỏ"})
    assert Standard.objects.get(replaced_at=None).valid_to == dt.date(2026, 12, 31)
    assert "Bỏ" in client.get(ended["Location"]).content.decode()


def test_what_was_typed_is_kept_where_it_is_refused(cast, client):
    client.force_login(cast.tu)
    answer = client.post(NEW, FORM | {"least": "primary", "source": "Quyết định 12/QĐ-UBND"})
    assert answer.status_code == 422
    assert "Quyết định 12/QĐ-UBND" in answer.content.decode()
    assert not Standard.objects.exists()
    assert client.post(NEW, FORM | {"unit": "LANGSON"}).status_code == 422
    assert not Standard.objects.exists()


def test_the_auditor_reads_and_sets_nothing(cast, client):
    people.role(cast.stranger, cast.province, Role.AUDITOR)
    row = standards.standard(unit=cast.province)
    client.force_login(cast.stranger)
    assert NEW not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{row.pk}/").status_code == 200
    assert client.post(NEW, FORM).status_code == 404
    refused = client.post(f"{LIST}{row.pk}/", {"on": "2026-12-31", "reason": "x"})
    assert refused.status_code == 403
    assert list(Standard.objects.filter(replaced_at=None)) == [row]


@pytest.mark.parametrize("who", ["lan", "minh", "hoa", "son", "pao", "editor", "stranger"])
def test_others_find_no_page(cast, client, who):
    row = standards.standard()
    client.force_login(getattr(cast, who))
    for url in (LIST, NEW, f"{LIST}{row.pk}/"):
        assert client.get(url).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_many(cast, client):
    client.force_login(cast.tu)
    standards.standard(unit=cast.province)
    client.get(LIST)
    with CaptureQueriesContext(connection) as first:
        client.get(LIST)
    for title in ("Chủ tịch", "Bí thư", "Trưởng"):
        standards.standard(unit=cast.commune, title=title)
    with CaptureQueriesContext(connection) as second:
        client.get(LIST)
    assert len(first) == len(second)
