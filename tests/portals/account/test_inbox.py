"""Notices and long work belong to one person; files are handed out to them only."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.core.jobs.models import Job
from lms.core.notices.actions import notify
from lms.core.notices.models import Notice


@pytest.fixture
def job(cast):
    new_job = Job.objects.create(
        kind="demo",
        title="Xuất sổ",
        owner=cast.lan,
        key="1",
        state="running",
        done=23,
        total=80,
        created_at=clock.now(),
    )
    new_job.file.save("so-diem-danh.xlsx", ContentFile(b"PK"))
    return new_job


def test_the_inbox_shows_own_notices_and_marks_them_by_a_button(client, cast):
    notify(user_id=cast.lan.pk, key="a", title="Lớp khai giảng 24/11", url="/lop/")
    notify(user_id=cast.hoa.pk, key="a", title="Việc của người khác")
    client.force_login(cast.lan)
    page = client.get("/thong-bao/").content.decode()
    assert "Lớp khai giảng 24/11" in page and "Việc của người khác" not in page
    assert Notice.objects.get(user=cast.lan).read_at is None, "looking changes nothing"
    client.post("/thong-bao/")
    assert Notice.objects.get(user=cast.lan).read_at
    assert Notice.objects.get(user=cast.hoa).read_at is None


def test_the_inbox_costs_the_same_with_one_and_with_many(client, cast):
    client.force_login(cast.lan)
    counts = []
    for number in (1, 5):
        for serial in range(number):
            notify(user_id=cast.lan.pk, key=f"{number}-{serial}", title="Tin")
        with CaptureQueriesContext(connection) as queries:
            client.get("/thong-bao/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_running_job_asks_again_and_a_finished_one_rests(client, cast, job):
    client.force_login(cast.lan)
    page = client.get(f"/tac-vu/{job.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in page and 'value="23"' in page
    part = client.get(f"/tac-vu/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and 'value="23"' in part
    Job.objects.filter(pk=job.pk).update(state="done", done=80, finished_at=clock.now())
    assert "hx-trigger" not in client.get(f"/tac-vu/{job.pk}/").content.decode()


def test_a_job_names_those_it_could_not_serve_and_why(client, cast, job):
    Job.objects.filter(pk=job.pk).update(
        state="done", result={"failed": [{"name": "Lò Thị Mai", "why": "Chưa xác nhận"}]}
    )
    client.force_login(cast.lan)
    page = client.get(f"/tac-vu/{job.pk}/").content.decode()
    assert "Chưa làm được" in page and "Lò Thị Mai</b>: Chưa xác nhận" in page


def test_the_file_is_an_attachment_for_its_owner_only(client, cast, job):
    client.force_login(cast.lan)
    response = client.get(f"/tac-vu/{job.pk}/tep/")
    assert response["Content-Disposition"] == 'attachment; filename="so-diem-danh.xlsx"'
    assert b"".join(response.streaming_content) == b"PK"
    client.force_login(cast.hoa)
    assert client.get(f"/tac-vu/{job.pk}/tep/").status_code == 404
    assert client.get(f"/tac-vu/{job.pk}/").status_code == 404


def test_a_job_without_a_file_has_none(client, cast, job):
    Job.objects.filter(pk=job.pk).update(file="")
    client.force_login(cast.lan)
    assert client.get(f"/tac-vu/{job.pk}/tep/").status_code == 404
