"""/don-vi/nhap/…/: rows that are warned of, decided on the page of the workbook."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core.jobs.models import Job
from lms.people.personnel.models import Official
from lms.people.workbooks.models import Batch
from lms.project import sweep
from tests.factories.workbooks import HEADERS, build_xlsx, person_row, upload_and_try

pytestmark = pytest.mark.django_db
WITH_REMARKS = (*HEADERS, "Ghi chú")


@pytest.fixture
def pao(client, cast):
    client.force_login(cast.pao)
    return client


def workbook_of(cast, *remarks):
    rows = [
        person_row(
            f"Lò Văn {'ABCDĐEGHIK'[number % 10]}{'u' * (number // 10 + 1)}", **{"Ghi chú": remark}
        )
        for number, remark in enumerate(remarks)
    ]
    body = build_xlsx(*rows, headers=WITH_REMARKS)
    return upload_and_try(cast.commune, body, actor=cast.actor(cast.pao))


def address_of(batch, query=""):
    return f"/don-vi/nhap/{batch.uid}/{query}"


def follow(client, address, data):
    answer = client.post(address, data, follow=True)
    return answer.content.decode()


def test_reason_and_proposal_are_shown_before_anything_is_written(pao, cast):
    batch = workbook_of(cast, "Đã mất", "", "Nghỉ hưu từ 01/01/2099")
    page = pao.get(address_of(batch)).content.decode()
    assert "2 dòng cần bạn quyết định" in page
    assert "Ghi vào hồ sơ" not in page
    assert "Đã mất" in page
    assert "Bỏ qua dòng này." in page
    assert "Thêm người này; chức vụ kết thúc ngày 31/12/2098." in page
    assert "Chức vụ kết thúc ngày" in page
    assert "post_to" not in page
    listed = pao.get(address_of(batch, "?loc=can-quyet-dinh")).content.decode()
    assert listed.count('type="radio"') == 6


def test_writing_is_refused_with_how_many_rows_wait_and_leads_to_them(pao, cast):
    batch = workbook_of(cast, "Đã mất", "từ trần")
    answer = pao.post(address_of(batch), {"do": "ghi"})
    assert answer.url == address_of(batch, "?loc=can-quyet-dinh")
    assert "Còn 2 dòng có cảnh báo" in pao.get(answer.url).content.decode()
    assert not Job.objects.exists()


def test_decided_row_by_row_and_still_there_when_the_page_is_opened_again(pao, cast):
    batch = workbook_of(cast, "Đã mất", "từ trần", "Chuyển công tác")
    first, second, _third = batch.rows.order_by("number")
    page = follow(
        pao,
        address_of(batch, "?loc=can-quyet-dinh"),
        {"do": "quyet-dinh", f"dong-{first.pk}": "proposal", f"dong-{second.pk}": "written"},
    )
    assert "Còn 1 dòng cần quyết định" in page
    rows = Batch.objects.get().rows.order_by("number")
    assert [row.decision for row in rows] == ["proposal", "written", ""]
    assert [row.outcome for row in rows] == ["left_out", "new", "left_out"]
    page = pao.get(address_of(batch, "?loc=canh-bao")).content.decode()
    assert page.count("checked") == 2


def test_all_proposals_of_a_kind_at_once_then_written_and_undone(pao, cast):
    batch = workbook_of(cast, *["Đã mất"] * 12, "")
    page = follow(pao, address_of(batch), {"do": "nhan-het:has_left"})
    assert "Mọi dòng đã được quyết định" in page
    assert "Ghi vào hồ sơ" in page
    pao.post(address_of(batch), {"do": "ghi"})
    sweep.drain()
    assert Batch.objects.get().state == "applied"
    assert Official.objects.filter(full_name__startswith="Lò Văn").count() == 1
    page = pao.get(address_of(batch, "?loc=canh-bao")).content.decode()
    assert "Đã quyết định: theo đề xuất" in page
    assert 'type="radio"' not in page


@pytest.mark.parametrize(
    "data",
    [
        {"do": "quyet-dinh"},
        {"do": "quyet-dinh", "dong-0": "proposal"},
        {"do": "quyet-dinh", "dong-x": "proposal"},
        {"do": "quyet-dinh", "dong-{row}": "rubbish"},
        {"do": "nhan-het:former_unit"},
        {"do": "rubbish"},
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_is_kept(pao, cast, data):
    batch = workbook_of(cast, "Đã mất")
    row = batch.rows.get()
    sent = {name.format(row=row.pk): value for name, value in data.items()}
    page = follow(pao, address_of(batch), sent)
    assert "note--danger" in page
    row.refresh_from_db()
    assert row.decision == ""


def test_a_kind_that_does_not_exist_is_not_found(pao, cast):
    batch = workbook_of(cast, "Đã mất")
    assert pao.post(address_of(batch), {"do": "nhan-het:rubbish"}).status_code == 404


def test_many_warned_rows_cost_as_many_queries_as_one(pao, cast):
    counts = []
    for remarks in (["Đã mất"], ["Đã mất"] * 40):
        batch = workbook_of(cast, *remarks)
        pao.get(address_of(batch))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            pao.get(address_of(batch))
        counts.append(len(queries))
    assert counts[0] == counts[1]
