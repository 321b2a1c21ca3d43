"""The office's page of results."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.outcomes.results.models import ResultSheet
from lms.outcomes.results.states import SheetState
from lms.teaching.classes.states import ClassState, MeetingState
from tests.factories import outcomes

pytestmark = pytest.mark.django_db


@pytest.fixture
def hoa(client, cast):
    client.force_login(cast.hoa)
    return client


@pytest.fixture
def group(cast):
    group = outcomes.ended_class(cast)
    outcomes.add_learner(cast, group, cast.lan_official)
    outcomes.add_learner(cast, group, "Tòng Văn Ẩn", score="4.95")
    return group


def _url(group, tail=""):
    return f"/truong/lop/{group.code}/ket-qua/{tail}"


def test_from_computing_to_approval(hoa, group):
    assert "Tính kết quả" in hoa.get(_url(group)).content.decode()
    text = hoa.post(_url(group, "tinh/"), follow=True).content.decode()
    assert "Đủ 8/8 tiết; Bài thu hoạch 7,5; đạt" in text
    assert "Bài thu hoạch 4,95, dưới 5" in text and "4,95</td>" in text
    assert "Thông tư 03/2023/TT-BNV, Điều 6" in text and "chưa đối chiếu văn bản gốc" in text
    answer = hoa.post(
        _url(group, "duyet/"),
        {"sheet": "1", "decision": "QĐ 45/QĐ-TCT", "decided_on": clock.today().isoformat()},
    )
    assert answer.status_code == 302
    group.refresh_from_db()
    assert group.state == ClassState.CLOSED
    assert "Đã duyệt" in hoa.get(_url(group)).content.decode()


def test_what_stands_in_the_way_is_listed_and_refused(hoa, group):
    group.meetings.filter(number=2).update(state=MeetingState.OPEN)
    assert "Chốt sổ điểm danh buổi 2" in hoa.get(_url(group)).content.decode()
    refused = hoa.post(_url(group, "tinh/"))
    assert refused.status_code == 422 and "buổi 2" in refused.content.decode()
    assert not ResultSheet.objects.exists()


def test_a_bad_decision_keeps_what_was_typed(hoa, group):
    hoa.post(_url(group, "tinh/"))
    page = hoa.post(
        _url(group, "duyet/"),
        {"sheet": "1", "decision": "QĐ 45/QĐ-TCT", "decided_on": "2020-01-01"},
    )
    assert page.status_code == 422
    assert "QĐ 45/QĐ-TCT" in page.content.decode()
    assert ResultSheet.objects.get().state == SheetState.COMPUTED


def test_a_newer_sheet_is_not_approved_unseen(hoa, group):
    hoa.post(_url(group, "tinh/"))
    hoa.post(_url(group, "tinh/"))
    data = {"sheet": "1", "decision": "1", "decided_on": clock.today().isoformat()}
    assert hoa.post(_url(group, "duyet/"), data).status_code == 422
    assert hoa.post(_url(group, "duyet/"), {**data, "sheet": "x"}).status_code == 404
    assert not ResultSheet.objects.filter(state=SheetState.APPROVED).exists()


def test_sent_back_with_a_reason(hoa, group):
    hoa.post(_url(group, "tinh/"))
    assert hoa.post(_url(group, "mo-lai/"), {"reason": ""}).status_code == 422
    hoa.post(_url(group, "mo-lai/"), {"reason": "Sai điểm danh"})
    group.refresh_from_db()
    assert group.state == ClassState.RUNNING


@pytest.mark.parametrize("who", ["lan", "minh", "tu", "pao", "editor", "stranger", "other_hoa"])
def test_strangers_find_no_such_page(client, cast, group, who):
    client.force_login(getattr(cast, who))
    assert client.get(_url(group)).status_code == 404
    for tail in ("tinh/", "duyet/", "mo-lai/"):
        assert client.post(_url(group, tail), {"sheet": "1"}).status_code == 404
    assert not ResultSheet.objects.exists()


def test_the_head_reads_but_does_not_compute(client, cast, group):
    outcomes.computed_sheet(cast, group)
    client.force_login(cast.son)
    text = client.get(_url(group)).content.decode()
    assert "Đủ 8/8 tiết" in text and "Tính lại" not in text
    assert client.post(_url(group, "tinh/")).status_code == 403
    assert ResultSheet.objects.count() == 1


def test_one_who_taught_sees_why_they_cannot_approve(hoa, cast, group):
    from tests.factories import teaching

    teaching.staff(group, cast.hoa)
    outcomes.computed_sheet(cast, group)
    text = hoa.get(_url(group)).content.decode()
    assert "đồng nghiệp khác" in text and "Duyệt và kết thúc lớp" not in text
    data = {"sheet": "1", "decision": "1", "decided_on": clock.today().isoformat()}
    assert hoa.post(_url(group, "duyet/"), data).status_code == 403


def test_the_page_costs_the_same_for_any_class(hoa, cast):
    counts = []
    for size in (1, 3):
        group = outcomes.ended_class(cast)
        for name in ("Lò Văn Một", "Lò Văn Hai", "Lò Văn Ba")[:size]:
            outcomes.add_learner(cast, group, name)
        outcomes.computed_sheet(cast, group)
        hoa.get(_url(group))
        with CaptureQueriesContext(connection) as queries:
            hoa.get(_url(group))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
