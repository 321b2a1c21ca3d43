"""Signing in by every way, own settings, and what strangers must not see."""

import re

import pytest
from django.urls import reverse

from lms.core.actor import Actor
from lms.people.accounts.actions import write_access_code
from lms.people.accounts.models import User
from tests.factories import people

SIGN_IN = "/tai-khoan/dang-nhap/"


@pytest.mark.parametrize("name", ["lan", "hoa"])
def test_sign_in_by_email(client, cast, name):
    user = getattr(cast, name)
    response = client.post(SIGN_IN, {"login": user.email.upper(), "password": people.PASSWORD})
    assert response.status_code == 302
    assert response.url == "/hom-nay/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_sign_in_by_staff_code(client, cast):
    User.objects.filter(pk=cast.lan.pk).update(staff_code="DB-0417")
    client.post(SIGN_IN, {"login": "DB-0417", "password": people.PASSWORD})
    assert client.session["_auth_user_id"] == str(cast.lan.pk)


def test_a_wrong_password_says_so_in_vietnamese_and_keeps_the_name(client, cast):
    response = client.post(SIGN_IN, {"login": cast.lan.email, "password": "sai"})
    page = response.content.decode()
    assert "Có lỗi cần sửa" in page and "không đúng" in page
    assert f'value="{cast.lan.email}"' in page
    assert "<title>Lỗi:" in page
    assert "_auth_user_id" not in client.session


def test_reverse_gives_vietnamese_paths():
    assert reverse("account_login") == SIGN_IN
    assert reverse("account_logout") == "/tai-khoan/dang-xuat/"
    assert reverse("account_reset_password") == "/tai-khoan/quen-mat-khau/"


def test_nobody_signs_up(client, db):
    before = User.objects.count()
    page = client.get("/tai-khoan/signup/").content.decode()
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    client.post("/tai-khoan/signup/", {"email": "x@y.example", "password1": people.PASSWORD})
    assert User.objects.count() == before


def test_sign_in_by_mailed_code(client, cast, mailoutbox):
    response = client.post("/tai-khoan/gui-ma/", {"email": cast.lan.email})
    assert response.url == "/tai-khoan/nhap-ma/"
    (mail,) = mailoutbox
    assert mail.to == [cast.lan.email]
    code = re.search(r"^[A-Z0-9]{3,}-?[A-Z0-9]{3,}$", mail.body, re.MULTILINE).group()
    assert "Mã đăng nhập" in mail.subject
    client.post("/tai-khoan/nhap-ma/", {"code": code})
    assert client.session["_auth_user_id"] == str(cast.lan.pk)


def test_forgotten_password(client, cast, mailoutbox):
    client.post("/tai-khoan/quen-mat-khau/", {"email": cast.lan.email})
    body = mailoutbox[0].body
    path = re.search(r"http://testserver(/\S+)", body).group(1)
    page = client.get(path, follow=True)
    assert "Đổi mật khẩu" in page.content.decode()
    new = {"password1": "Ruộng-bậc-thang-9", "password2": "Ruộng-bậc-thang-9"}
    client.post(page.redirect_chain[-1][0], new)
    assert User.objects.get(pk=cast.lan.pk).check_password("Ruộng-bậc-thang-9")


@pytest.fixture
def sheet(cast):
    User.objects.filter(pk=cast.lan.pk).update(email=None, staff_code="DB-0417")
    lan = User.objects.get(pk=cast.lan.pk)
    return write_access_code(actor=cast.actor(cast.hoa), user=lan, days=7)


def test_a_printed_code_opens_once(client, cast, sheet):
    answers = {"staff_code": "db-0417", "code": sheet.lower(), "password": "Nương-ngô-bản-Phủ-7"}
    response = client.post("/tai-khoan/ma-mot-lan/", answers)
    assert response.url == "/hom-nay/"
    assert client.session["_auth_user_id"] == str(cast.lan.pk)
    client.logout()
    again = client.post("/tai-khoan/ma-mot-lan/", {**answers, "password": "Nương-ngô-bản-Phủ-8"})
    assert again.status_code == 422
    assert "_auth_user_id" not in client.session
    assert User.objects.get(pk=cast.lan.pk).check_password("Nương-ngô-bản-Phủ-7")


@pytest.mark.parametrize("password", ["12345678", "ngắn", "lò thị lan"])
def test_a_poor_password_leaves_the_code_unspent(client, cast, sheet, password):
    answers = {"staff_code": "DB-0417", "code": sheet, "password": password}
    refused = client.post("/tai-khoan/ma-mot-lan/", answers)
    assert refused.status_code == 422
    assert "This password" not in refused.content.decode()
    assert "_auth_user_id" not in client.session
    good = {**answers, "password": "Nương-ngô-bản-Phủ-7"}
    assert client.post("/tai-khoan/ma-mot-lan/", good).status_code == 302


def test_preferences_change_the_pages(client, cast):
    client.force_login(cast.lan)
    chosen = {"address_as": "chị", "language": "en", "theme": "dark"}
    response = client.post("/tai-khoan/", chosen, follow=True)
    page = response.content.decode()
    assert 'lang="en"' in page and 'data-theme="dark"' in page
    lan = User.objects.get(pk=cast.lan.pk)
    assert (lan.address_as, lan.language, lan.theme) == ("chị", "en", "dark")


def test_nonsense_preferences_change_nothing(client, cast):
    client.force_login(cast.lan)
    bad = {"address_as": "chị", "language": "xx", "theme": "pink"}
    assert client.post("/tai-khoan/", bad).status_code == 422
    assert User.objects.get(pk=cast.lan.pk).address_as == ""


def test_strangers_are_sent_to_sign_in(client, db):
    for path in ("/tai-khoan/", "/thong-bao/", "/tac-vu/"):
        response = client.get(path)
        assert response.status_code == 302 and response.url.startswith(SIGN_IN), path


def test_the_language_switch_never_leaves_the_site(client, db):
    away = client.post("/ngon-ngu/", {"language": "en", "next": "https://evil.example/"})
    assert away.url == "/"
    assert away.cookies["language"].value == "en"
    assert 'lang="en"' in client.get("/tro-giup/").content.decode()
    client.post("/ngon-ngu/", {"language": "zz", "next": "/tro-giup/"})
    assert 'lang="vi"' in client.get("/tro-giup/").content.decode()


def test_the_demo_mailbox_exists_only_in_the_demo(client, db, settings):
    assert client.get("/hop-thu/").status_code == 200
    settings.DEMO_MAILBOX = False
    assert client.get("/hop-thu/").status_code == 404


def test_staff_without_a_second_step_are_sent_to_set_one_up(client, cast, settings):
    settings.MFA_REQUIRED_FOR_STAFF = True
    client.force_login(cast.hoa)
    assert client.get("/thong-bao/").url == "/tai-khoan/bao-ve/"
    assert client.get("/tai-khoan/bao-ve/").status_code == 200
    client.force_login(cast.lan)
    assert client.get("/thong-bao/").status_code == 200


def test_nobody_saves_settings_for_nobody(db):
    from lms.core.errors import NotAllowed
    from lms.people.accounts.actions import save_preferences

    with pytest.raises(NotAllowed):
        save_preferences(actor=Actor.nobody(), language="en")


def test_the_second_step_has_its_pages_in_vietnamese(client, cast):
    client.post(SIGN_IN, {"login": cast.hoa.email, "password": people.PASSWORD})
    assert "/tai-khoan/xac-nhan/" in client.get("/tai-khoan/2fa/totp/activate/").url
    client.post("/tai-khoan/xac-nhan/", {"password": people.PASSWORD})
    for path, word in (
        ("/tai-khoan/bao-ve/", "Ứng dụng xác thực"),
        ("/tai-khoan/2fa/totp/activate/", "Quét mã QR"),
        ("/tai-khoan/2fa/webauthn/", "Khóa bảo mật"),
        ("/tai-khoan/2fa/webauthn/add/", "Thêm khóa bảo mật"),
        ("/tai-khoan/thiet-bi/", "thiết bị này"),
        ("/tai-khoan/mat-khau/", "Mật khẩu hiện tại"),
    ):
        page = client.get(path)
        assert page.status_code == 200, path
        assert word in page.content.decode(), path


def test_the_editors_desk_sends_others_to_their_day_and_not_round_in_a_circle(client, cast):
    client.force_login(cast.lan)
    answer = client.get("/quan-tri/", follow=True)
    assert answer.status_code == 200
    assert [where for where, _ in answer.redirect_chain][-1] == "/hom-nay/"
    assert "Bạn chưa có quyền vào bàn soạn bài." in answer.content.decode()


def test_signing_in_leads_where_one_may_go(client, cast):
    data = {"login": cast.lan.email, "password": people.PASSWORD, "next": "/quan-tri/"}
    answer = client.post(SIGN_IN, data, follow=True)
    assert answer.redirect_chain[-1][0] == "/hom-nay/"
    client.logout()
    assert client.post(SIGN_IN, data | {"next": "/ho-so/"})["Location"] == "/ho-so/"
