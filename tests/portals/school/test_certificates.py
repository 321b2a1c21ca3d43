"""Signing a class, one certificate's page, the register."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core import clock
from lms.core.jobs.models import Job
from lms.outcomes.certificates.models import Certificate, Register
from lms.outcomes.certificates.states import CertificateState
from lms.project.sweep import drain
from tests.factories import outcomes, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast):
    group = outcomes.ended_class(cast)
    outcomes.add_learner(cast, group, cast.lan_official)
    outcomes.add_learner(cast, group, "Tòng Văn Ẩn")
    return group


@pytest.fixture
def son(client, cast):
    client.force_login(cast.son)
    return client


def test_the_head_signs_the_whole_class(son, cast, group):
    outcomes.confirmed_certificates(cast, group)
    address = f"/lop/{group.code}/cap-chung-chi/"
    assert "Ký và cấp cả lớp" in son.get(address).content.decode()
    assert son.post(address).status_code == 422
    assert not Job.objects.exists()
    answer = son.post(address, {"sure": "on"})
    assert answer["Location"] == f"/tac-vu/{Job.objects.get().pk}/"
    drain()
    assert Certificate.objects.filter(state=CertificateState.ISSUED).count() == 2
    assert "Đã cấp hết" in son.get(address).content.decode()


def test_who_has_not_confirmed_is_seen(son, cast, group):
    outcomes.proposed_certificates(cast, group)
    text = son.get(f"/lop/{group.code}/cap-chung-chi/").content.decode()
    assert "Chờ xác nhận" in text and "Ký và cấp cả lớp" not in text
    assert son.post(f"/lop/{group.code}/cap-chung-chi/", {"sure": "on"}).status_code == 422


def test_before_the_approval_nothing_is_to_sign(son, group):
    assert (
        "Kết quả chưa được duyệt" in son.get(f"/lop/{group.code}/cap-chung-chi/").content.decode()
    )


def test_the_office_sees_who_is_missing_but_does_not_sign(client, cast, group):
    outcomes.confirmed_certificates(cast, group)
    client.force_login(cast.hoa)
    text = client.get(f"/lop/{group.code}/cap-chung-chi/").content.decode()
    assert "Tòng Văn Ẩn" in text and "Ký và cấp cả lớp" not in text
    assert client.post(f"/lop/{group.code}/cap-chung-chi/", {"sure": "on"}).status_code == 403
    assert not Job.objects.exists()


@pytest.mark.parametrize("who", ["lan", "minh", "tu", "stranger", "other_hoa", "editor"])
def test_strangers_have_no_such_page(client, cast, group, who):
    outcomes.confirmed_certificates(cast, group)
    client.force_login(getattr(cast, who))
    assert client.get(f"/lop/{group.code}/cap-chung-chi/").status_code == 404
    assert client.post(f"/lop/{group.code}/cap-chung-chi/", {"sure": "on"}).status_code == 404
    assert not Job.objects.exists()


def test_one_certificate_is_signed_from_its_page(son, cast):
    certificate = outcomes.confirmed_certificates(cast)[0]
    address = f"/truong/chung-chi/{certificate.pk}/"
    assert son.post(address + "ky/", {}).status_code == 422
    assert son.post(address + "ky/", {"ky-sure": "on"}).status_code == 302
    certificate.refresh_from_db()
    assert certificate.number == 1
    text = son.get(address).content.decode()
    assert certificate.pdf_sha256 in text and "Đã ký và cấp" in text
    assert son.get(address + "tep/")["Content-Type"] == "application/pdf"


def test_revoking_from_its_page(son, cast):
    certificate = outcomes.issued_certificate(cast)
    address = f"/truong/chung-chi/{certificate.pk}/thu-hoi/"
    refused = son.post(address, {"thu-hoi-ground": "fraud", "thu-hoi-decision": ""})
    assert refused.status_code == 422
    son.post(address, {"thu-hoi-ground": "fraud", "thu-hoi-decision": "QĐ 9"})
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.REVOKED


def test_replacing_from_its_page(son, cast):
    certificate = outcomes.issued_certificate(cast)
    data = {"thay-the-decision": "QĐ 9", "thay-the-reason": "Sai dấu"}
    assert son.post(f"/truong/chung-chi/{certificate.pk}/thay-the/", data).status_code == 302
    assert Certificate.objects.get(replaces=certificate).state == CertificateState.PROPOSED


def test_the_office_answers_corrections_but_does_not_sign(client, cast):
    certificate = outcomes.proposed_certificates(cast)[0]
    Certificate.objects.update(correction_wanted="Tên đúng là Lò Thị Lán")
    client.force_login(cast.hoa)
    address = f"/truong/chung-chi/{certificate.pk}/"
    text = client.get(address).content.decode()
    assert "Tên đúng là Lò Thị Lán" in text and "Ký và cấp" not in text
    data = {"sua-full_name": "Lò Thị Lán", "sua-birth_date": "1990-05-17", "sua-reason": "Căn cước"}
    assert client.post(address + "sua/", data).status_code == 302
    certificate.refresh_from_db()
    assert certificate.holder_name == "Lò Thị Lán"
    assert certificate.holder_birth_date == dt.date(1990, 5, 17)
    for verb in ("ky", "huy"):
        forged = {"ky-sure": "on", "huy-reason": "x"}
        assert client.post(address + f"{verb}/", forged).status_code == 403
    assert client.post(address + "nonsense/").status_code == 404
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.PROPOSED


@pytest.mark.parametrize("who", ["lan", "minh", "tu", "stranger", "other_hoa", "editor", "pao"])
def test_strangers_find_nothing(client, cast, who):
    certificate = outcomes.issued_certificate(cast)
    client.force_login(getattr(cast, who))
    address = f"/truong/chung-chi/{certificate.pk}/"
    before = Certificate.objects.values().get()
    for path in (address, address + "tep/"):
        assert client.get(path).status_code == 404
    for verb in ("ky", "thu-hoi", "thay-the", "huy", "sua", "tu-choi", "xac-nhan"):
        data = {
            f"{verb}-{field}": "fraud"
            for field in ("sure", "ground", "decision", "reason", "answer")
        }
        assert client.post(address + f"{verb}/", data).status_code == 404
    assert Certificate.objects.values().get() == before
    register = client.get("/truong/so-goc/")
    assert certificate.serial not in register.content.decode()
    assert (
        client.post(
            "/truong/so-goc/xuat/", {"school": "TCT-DB", "year": clock.today().year}
        ).status_code
        == 404
    )


def test_the_register_is_read_printed_and_exported(client, cast):
    certificate = outcomes.issued_certificate(cast)
    client.force_login(cast.hoa)
    text = client.get("/truong/so-goc/").content.decode()
    assert certificate.serial in text and "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert client.get("/truong/so-goc/?in=1").status_code == 200
    answer = client.post(
        "/truong/so-goc/xuat/", {"school": "TCT-DB", "year": Register.objects.get().year}
    )
    assert answer["Location"] == f"/tac-vu/{Job.objects.get().pk}/"


def test_the_home_of_head_and_office_says_what_waits(client, cast):
    certificate = outcomes.confirmed_certificates(cast)[0]
    client.force_login(cast.son)
    for path in ("/truong/", "/hom-nay/"):
        assert (
            f"/lop/{certificate.result.enrolment.group.code}/cap-chung-chi/"
            in client.get(path).content.decode()
        )
    assert "Lập kế hoạch" not in client.get("/truong/").content.decode()
    Certificate.objects.update(correction_wanted="Sai năm sinh", confirmed_at=None)
    client.force_login(cast.hoa)
    for path in ("/truong/", "/hom-nay/"):
        assert "Sai năm sinh" in client.get(path).content.decode()


def test_an_empty_register_says_so(client, cast):
    client.force_login(cast.hoa)
    assert "Chưa cấp chứng chỉ nào" in client.get("/truong/so-goc/").content.decode()


def test_pages_cost_the_same_with_more_rows(son, cast):
    counts = []
    for size in (1, 3):
        group = outcomes.ended_class(cast)
        for number in range(size):
            outcomes.add_learner(
                cast,
                group,
                people.official(
                    f"Lò Văn {number} Một", cast.commune, people.user(f"Lò Văn {number} Một")
                ),
            )
        for certificate in outcomes.confirmed_certificates(cast, group):
            son.post(f"/truong/chung-chi/{certificate.pk}/ky/", {"ky-sure": "on"})
        row = []
        for path in (f"/lop/{group.code}/cap-chung-chi/", "/truong/so-goc/"):
            son.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert son.get(path).status_code == 200
            row.append(len(queries))
        counts.append(row)
    assert counts[0] == counts[1]
