"""The learner's record and certificates."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.outcomes.certificates import actions
from lms.outcomes.certificates.models import Certificate
from tests.factories import outcomes

pytestmark = pytest.mark.django_db


def test_an_empty_record_says_what_comes(lan):
    page = lan.get("/ho-so/")
    assert page.status_code == 200
    assert "Chưa có chứng chỉ" in page.content.decode()


def test_strangers_sign_in_first(client):
    assert client.get("/ho-so/")["Location"].startswith("/tai-khoan/dang-nhap/")


def test_what_waits_for_the_holder_stands_first_and_is_confirmed(lan, cast):
    certificate = outcomes.proposed_certificates(cast)[0]
    assert "đang chờ bạn" in lan.get("/ho-so/").content.decode()
    page = lan.get(f"/ho-so/chung-chi/{certificate.pk}/", follow=True)
    assert "17/05/1990" in page.content.decode() and "Lò Thị Lan" in page.content.decode()
    assert lan.post(f"/ho-so/chung-chi/{certificate.pk}/xac-nhan/")["Location"] == "/ho-so/"
    certificate.refresh_from_db()
    assert certificate.confirmed_at is not None
    assert "đang chờ bạn" not in lan.get("/ho-so/").content.decode()


def test_home_leads_to_what_waits_and_to_the_newest_certificate(lan, cast):
    certificate = outcomes.proposed_certificates(cast)[0]
    address = f"/ho-so/chung-chi/{certificate.pk}/xac-nhan/"
    assert address in lan.get("/hom-nay/").content.decode()
    lan.post(address)
    assert "Kiểm tra họ tên, ngày sinh" not in lan.get("/hom-nay/").content.decode()
    actions.issue_certificate(actor=cast.actor(cast.son), certificate=certificate)
    home = lan.get("/hom-nay/").content.decode()
    certificate.refresh_from_db()
    assert certificate.serial in home and "Tất cả chứng chỉ" in home


def test_a_correction_is_asked_for_in_words(lan, cast):
    certificate = outcomes.proposed_certificates(cast)[0]
    address = f"/ho-so/chung-chi/{certificate.pk}/xac-nhan/"
    assert lan.post(address, {"text": "  "}).status_code == 422
    assert lan.post(address, {"text": "x" * 301}).status_code == 422
    lan.post(address, {"text": "Sinh năm 1991"})
    certificate.refresh_from_db()
    assert (certificate.correction_wanted, certificate.confirmed_at) == ("Sinh năm 1991", None)
    assert "Sinh năm 1991" in lan.get(address).content.decode()


def test_the_certificate_shows_its_qr_and_gives_its_frozen_pdf(lan, cast):
    certificate = outcomes.issued_certificate(cast)
    text = lan.get(f"/ho-so/chung-chi/{certificate.pk}/").content.decode()
    assert 'src="data:image/svg' in text and certificate.serial in text
    answer = lan.get(f"/ho-so/chung-chi/{certificate.pk}/tep/")
    body = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert hashlib.sha256(body).hexdigest() == certificate.pdf_sha256


def test_results_and_training_are_read_with_their_reasons(lan, cast):
    certificate = outcomes.issued_certificate(cast)
    text = lan.get("/ho-so/").content.decode()
    assert "Đủ 8/8 tiết; Bài thu hoạch 7,5; đạt" in text
    assert certificate.serial in text
    assert "tiết đã hoàn thành" in text


@pytest.mark.parametrize("visitor", ["hoa", "son", "minh", "stranger", "pao", "tu"])
def test_nobody_else_opens_it(client, cast, visitor):
    certificate = outcomes.issued_certificate(cast)
    client.force_login(getattr(cast, visitor))
    for tail in ("", "tep/", "xac-nhan/"):
        assert client.get(f"/ho-so/chung-chi/{certificate.pk}/{tail}").status_code == 404
    proposed = Certificate.objects.filter(pk=certificate.pk)
    before = proposed.values().get()
    assert client.post(f"/ho-so/chung-chi/{certificate.pk}/xac-nhan/").status_code == 404
    assert proposed.values().get() == before


def test_no_pdf_before_the_issue(lan, cast):
    certificate = outcomes.confirmed_certificates(cast)[0]
    assert lan.get(f"/ho-so/chung-chi/{certificate.pk}/tep/").status_code == 404


def test_a_replaced_one_says_so(lan, cast):
    old = outcomes.issued_certificate(cast)
    actions.replace_certificate(
        actor=cast.actor(cast.son), certificate=old, decision="QĐ 9", reason="sai"
    )
    assert "không còn giá trị" in lan.get(f"/ho-so/chung-chi/{old.pk}/").content.decode()


def test_the_page_costs_the_same_with_more_certificates(lan, cast):
    counts = []
    for _ in range(2):
        certificate = outcomes.issued_certificate(cast)
        with CaptureQueriesContext(connection) as queries:
            assert certificate.serial in lan.get("/ho-so/").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
