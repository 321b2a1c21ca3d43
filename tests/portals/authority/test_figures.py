"""/bao-cao/so-lieu-cu/: printed figures with their words."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.people.organisation.models import Role
from lms.people.personnel.models import HistoricFigure
from tests.factories import people

LIST, NEW = "/bao-cao/so-lieu-cu/", "/bao-cao/so-lieu-cu/moi/"
FORM = {
    "unit": "DIENBIEN",
    "title": "Bồi dưỡng",
    "starts_on": "2016-01-01",
    "ends_on": "2016-12-31",
    "qualifier": "over",
    "value": "7600",
    "measure": "turns",
    "source": "Báo",
    "part_of": "",
}


def words(client) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(LIST).content.decode()).split())


def test_a_figure_keeps_the_word_before_it(cast, client):
    client.force_login(cast.tu)
    assert client.post(NEW, FORM)["Location"] == LIST
    row = HistoricFigure.objects.get()
    assert (row.value, row.unit) == (Decimal(7600), cast.province)
    client.post(
        NEW,
        FORM | {"title": "Phần", "qualifier": "nearly", "value": "7200", "part_of": str(row.pk)},
    )
    page_words = words(client)
    assert "trên 7.600 lượt" in page_words
    assert "gần 7.200 lượt" in page_words
    assert "không cộng" in page_words


def test_what_was_typed_is_kept_where_it_is_refused(cast, client):
    client.force_login(cast.tu)
    answer = client.post(NEW, FORM | {"ends_on": "2015-01-01"})
    assert answer.status_code == 422
    assert "7600" in answer.content.decode()
    assert client.post(NEW, FORM | {"unit": "LANGSON"}).status_code == 422
    assert not HistoricFigure.objects.exists()


def test_the_auditor_reads_and_writes_nothing(cast, client):
    client.force_login(cast.tu)
    client.post(NEW, FORM)
    people.role(cast.stranger, cast.province, Role.AUDITOR)
    client.force_login(cast.stranger)
    assert "7.600" in words(client)
    assert client.post(NEW, FORM | {"title": "Khác"}).status_code == 404
    assert HistoricFigure.objects.count() == 1


@pytest.mark.parametrize("who", ["lan", "minh", "hoa", "son", "pao", "editor", "stranger"])
def test_others_find_no_page(cast, client, who):
    client.force_login(getattr(cast, who))
    assert client.get(LIST).status_code == 404
    assert client.get(NEW).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_many(cast, client):
    client.force_login(cast.tu)
    client.post(NEW, FORM)
    client.get(LIST)
    with CaptureQueriesContext(connection) as first:
        client.get(LIST)
    for number in range(4):
        client.post(NEW, FORM | {"title": f"Số {number}"})
    client.get(LIST)
    with CaptureQueriesContext(connection) as second:
        client.get(LIST)
    assert len(first) == len(second)
