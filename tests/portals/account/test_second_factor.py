"""Staff without a second step are sent to set it up, where the settings ask for it."""

import pytest
from allauth.mfa.models import Authenticator

PAGES = ("/hom-nay/", "/truong/hoc-vien/", "/thong-bao/", "/quan-tri/")


@pytest.fixture
def required(settings):
    settings.MFA_REQUIRED_FOR_STAFF = True


def test_staff_are_sent_to_the_set_up_from_every_page(cast, client, required):
    client.force_login(cast.hoa)
    for url in PAGES:
        answer = client.get(url)
        assert (answer.status_code, answer.url) == (302, "/tai-khoan/bao-ve/"), url
    assert client.post("/truong/hoc-vien/").status_code == 302
    assert client.get("/tai-khoan/bao-ve/").status_code == 200
    assert client.get("/healthz").status_code == 200
    assert client.post("/tai-khoan/dang-xuat/").url == "/"


def test_with_a_second_step_the_pages_are_open(cast, client, required):
    Authenticator.objects.create(user=cast.hoa, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(cast.hoa)
    assert client.get("/truong/hoc-vien/").status_code == 200


def test_learners_are_not_asked(cast, client, required):
    client.force_login(cast.lan)
    assert client.get("/thong-bao/").status_code == 200


def test_in_the_demo_it_is_only_offered(cast, client):
    client.force_login(cast.hoa)
    assert client.get("/truong/hoc-vien/").status_code == 200
    assert "/tai-khoan/bao-ve/" in client.get("/tai-khoan/").content.decode()
